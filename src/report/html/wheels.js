// Wheels: the tags in their names, which promise where they run, against what their extension modules are.

/** The parts of a wheel's name that promise something; null for another file. */
function tagsOf(path) {
  const name = path.split(/[\\/]/).pop();
  if (!name.endsWith(".whl")) return null;
  const parts = name.slice(0, -4).split("-");
  if (parts.length < 5) return null;
  const [python, abi, platform] = parts.slice(-3);
  return { name, project: parts.slice(0, 2).join(" "), python, abi, platform };
}

/** What the name of an extension module says of its ABI. */
function suffixOf(member) {
  const name = member.split("/").pop();
  const tag = name.split(".").slice(1, -1).join(".");
  return tag || "no tag";
}

function wheelsOf() {
  const wheels = new Map();
  const wheel = (path) => {
    if (!wheels.has(path)) wheels.set(path, { path, tags: tagsOf(path), modules: [], broken: [], other: 0 });
    return wheels.get(path);
  };
  for (const module of modules) {
    const [path, member] = (module.row.path || "").split(".whl!");
    if (member !== undefined) wheel(`${path}.whl`).modules.push({ ...module, member });
  }
  for (const finding of findings) {
    if (!tagsOf(finding.row.path)) continue;
    const of = wheel(finding.row.path);
    if (finding.row.category === "wheel") of.broken.push(finding);
    else of.other += 1;
  }
  return [...wheels.values()].filter(({ tags }) => tags);
}

/** `cp310` as people say it. */
function pythonName(tag) {
  return tag.split(".").map((one) => one.replace(/^cp(\d)(\d+)$/, "CPython $1.$2")).join(", ");
}

function promise({ python, abi, platform }) {
  const words = [
    abi.startsWith("abi3") ? `the stable ABI, from ${pythonName(python)} on` : abi === "none" ? `no ABI, for ${pythonName(python)}` : `the ABI of ${abi}`,
    abi.includes("abi3t") || /t$/.test(abi) ? "builds without the GIL" : null,
    `on ${platform.split(".").join(", ")}`,
  ];
  return words.filter(Boolean).join(", ");
}

function brokenList(path, broken) {
  const byRule = group(broken, ({ row }) => row.code);
  return el("ul", {}, byRule.map(([code, some]) => el("li", {},
    el("button", { type: "button", class: "link", onclick: () => only({ path, rule: code }) },
      `${code} ${some[0].row.rule} (${some.length})`), " ", prose(some[0].row.message))));
}

function wheelCard({ path, tags, modules: inside, broken, other }) {
  const rows_ = inside.map(({ row, member }) => el("tr", {},
    el("th", { scope: "row" }, member), ...[suffixOf(member), row.phase, row.interpreters, row.gil, String(row.shared.types)].map((cell) => el("td", {}, cell))));
  const head = ["module", "file's tag", "phase", "interpreters", "GIL", "static types"].map((cell) => el("th", { scope: "col" }, cell));
  return el("article", { class: "card wheel", "aria-label": `Wheel ${tags.name}` },
    el("h3", {}, tags.name),
    el("dl", {},
      el("dt", {}, "Promised"), el("dd", {}, el("span", { class: "tag" }, `${tags.python}-${tags.abi}-${tags.platform}`), ` ${promise(tags)}`),
      el("dt", {}, "Inside"), el("dd", {}, inside.length
        ? el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Modules of ${tags.name}` }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows_)))
        : "no extension module with something to say"),
      el("dt", {}, "Against the promise"), el("dd", {}, broken.length ? brokenList(path, broken) : "nothing found")),
    other ? el("button", { type: "button", class: "link", onclick: () => only({ path }) }, `${counted(other, "other finding")} in this wheel`) : null);
}

function buildWheels() {
  const wheels = wheelsOf();
  if (!wheels.length) return;
  byId("wheels").querySelector(".body").append(...wheels.map(wheelCard));
  byId("wheels").hidden = false;
}
