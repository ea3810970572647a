// Keys, and the switch between light and dark.

const KEYS = [
  ["/", "search", () => controls.q.focus()],
  ["j", "next finding", () => step(1)],
  ["k", "finding before", () => step(-1)],
  ["e", "headlines only, or all details", () => setCompact(!compact)],
  ["r", "reset the filters", () => choose({ ...DEFAULTS })],
  ["t", "theme: as the system, light, dark", () => nextTheme()],
  ["?", "this list", () => showKeys()],
];

function showKeys() {
  const dialog = byId("keys");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) {
    typing.blur();
    return;
  }
  if (typing || (byId("keys").open && event.key !== "?")) return;
  const found = KEYS.find(([key]) => key === event.key);
  if (!found) return;
  event.preventDefault();
  found[2]();
}

const THEMES = ["auto", "light", "dark"];

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
  try {
    localStorage.setItem("extlint-theme", theme);
  } catch {
    // Pages without a place to keep it ask again.
  }
}

function nextTheme() {
  const now = THEMES.indexOf(document.documentElement.dataset.theme);
  setTheme(THEMES[(now + 1) % THEMES.length]);
}

function buildKeys() {
  let theme = null;
  try {
    theme = localStorage.getItem("extlint-theme");
  } catch {
    // As above.
  }
  setTheme(THEMES.includes(theme) ? theme : "auto");
  byId("theme").addEventListener("click", nextTheme);
  byId("help").addEventListener("click", showKeys);
  byId("keys").append(
    el("dl", {}, KEYS.map(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)])),
    el("button", { type: "button", onclick: () => byId("keys").close() }, "Close"));
  addEventListener("keydown", onKey);
}
