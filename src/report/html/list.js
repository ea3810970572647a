// The list of findings by file and rule. Only what is near the window is in the document: thousands cost as much as ten.

/** Pixels around the window that are filled as well. */
const MARGIN = 900;

const list = byId("list");
const above = el("div", { class: "spacer" });
const rows = el("div", {});
const below = el("div", { class: "spacer" });
list.append(above, rows, below);

let items = [];
let heights = [];
let offsets = [0];
let shownItems = new Map();
let compact = false;
let everything = false;
let currentFinding = null;

function group(values, key) {
  const groups = new Map();
  for (const value of values) {
    const name = key(value);
    if (groups.has(name)) groups.get(name).push(value);
    else groups.set(name, [value]);
  }
  return [...groups];
}

function worst(some) {
  return Math.min(...some.map(({ row }) => WORSE[row.severity]));
}

/** Worst first, else as it was. */
function ranked(groups) {
  return groups.map((entry) => [worst(entry[1]), entry]).sort((a, b) => a[0] - b[0]).map(([, entry]) => entry);
}

function setFindings(found) {
  items = [];
  for (const [path, ofFile] of ranked(group(found, ({ path }) => path))) {
    items.push({ kind: "file", path, count: ofFile.length });
    for (const [code, ofRule] of ranked(group(ofFile, ({ row }) => row.code))) {
      items.push({ kind: "rule", code, name: ofRule[0].row.rule, count: ofRule.length });
      ofRule.forEach((finding) => items.push({ kind: "finding", finding }));
    }
  }
  let position = 0;
  items.forEach((item) => item.kind === "finding" && (item.position = ++position));
  items.total = position;
  measureAgain();
  clear();
  update();
}

function height(item) {
  if (item.kind === "file") return 52;
  if (item.kind === "rule") return 40;
  return item.finding.height || guess(item.finding, compact);
}

function measureAgain() {
  heights = items.map(height);
  sum(0);
}

function sum(from) {
  offsets.length = heights.length + 1;
  for (let i = from; i < heights.length; i++) offsets[i + 1] = offsets[i] + heights[i];
}

function clear() {
  shownItems = new Map();
  rows.replaceChildren();
}

function node(item) {
  if (item.kind === "file") {
    return el("h3", { class: "row file" }, el("span", { class: "path" }, item.path), " ", el("span", { class: "number" }, counted(item.count, "finding")));
  }
  if (item.kind === "rule") {
    return el("h4", { class: "row rule" }, `${item.code} ${item.name} `, el("span", { class: "number" }, String(item.count)));
  }
  const shown = article(item.finding, compact);
  shown.setAttribute("aria-posinset", item.position);
  shown.setAttribute("aria-setsize", items.total);
  if (item.finding === currentFinding) shown.classList.add("current");
  return el("div", { class: "row" }, shown);
}

/** The last item that begins at or before a place. */
function itemAt(place) {
  let [low, high] = [0, heights.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1] <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fills what is near the window. What is seen stays where it is. */
function update() {
  const top = list.getBoundingClientRect().top;
  const first = everything ? 0 : itemAt(Math.max(0, -top - MARGIN));
  const end = everything ? items.length : Math.min(items.length, itemAt(-top + innerHeight + MARGIN) + 1);
  let anchor = null;
  for (const [i, shown] of shownItems) {
    if (i < first || i >= end) {
      shown.remove();
      shownItems.delete(i);
    } else {
      const box = shown.getBoundingClientRect();
      if (box.bottom > 0 && (!anchor || i < anchor.i)) anchor = { i, top: box.top };
    }
  }
  let before = null;
  const added = [];
  for (let i = end - 1; i >= first; i--) {
    let shown = shownItems.get(i);
    if (!shown) {
      shown = node(items[i]);
      rows.insertBefore(shown, before);
      shownItems.set(i, shown);
      added.push(i);
    }
    before = shown;
  }
  settle(first, end, added);
  if (anchor && shownItems.has(anchor.i)) {
    const moved = shownItems.get(anchor.i).getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  }
}

/** Takes the true heights of what was filled. */
function settle(first, end, added) {
  let from = heights.length;
  for (const i of added) {
    const true_ = shownItems.get(i).getBoundingClientRect().height;
    if (items[i].kind === "finding") items[i].finding.height = true_;
    if (Math.abs(true_ - heights[i]) > 0.1) {
      heights[i] = true_;
      from = Math.min(from, i);
    }
  }
  sum(from);
  above.style.height = `${offsets[first]}px`;
  below.style.height = `${offsets[items.length] - offsets[end]}px`;
  for (const i of added) {
    // What scrolls sideways must be reached by keys.
    for (const pre of shownItems.get(i).querySelectorAll("pre")) {
      if (pre.scrollWidth > pre.clientWidth) {
        pre.tabIndex = 0;
        pre.setAttribute("role", "group");
        pre.setAttribute("aria-label", "Source, scrolls sideways");
      }
    }
  }
}

function barHeight() {
  const bar = byId("filters");
  return getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
}

/** Makes a finding the current one: in sight, with the focus. */
function goTo(finding) {
  const at = items.findIndex((item) => item.finding === finding);
  if (at < 0) return false;
  if (currentFinding) byId(currentFinding.node)?.classList.remove("current");
  currentFinding = finding;
  // Heights become true on the way.
  for (let i = 0; i < 4; i++) {
    const place = list.getBoundingClientRect().top + scrollY + offsets[at] - barHeight() - 12;
    scrollTo({ top: place, behavior: "instant" });
    update();
  }
  const shown = byId(finding.node);
  shown.classList.add("current");
  shown.focus({ preventScroll: true });
  return true;
}

/** The next finding (1) or the one before (-1). */
function step(by) {
  const order = items.filter((item) => item.kind === "finding").map((item) => item.finding);
  if (!order.length) return;
  let at = order.indexOf(currentFinding);
  if (at < 0) {
    // The first one in sight; all of them where the list is not.
    const place = itemAt(Math.max(0, -list.getBoundingClientRect().top + barHeight()));
    const next = items.slice(place).find((item) => item.kind === "finding");
    at = (next ? order.indexOf(next.finding) : order.length) - (by > 0 ? 1 : 0);
  }
  goTo(order[Math.min(order.length - 1, Math.max(0, at + by))]);
}

function setCompact(on) {
  compact = on;
  byId("compact").checked = on;
  findings.forEach((finding) => (finding.height = 0));
  measureAgain();
  clear();
  update();
}

/** Puts all findings into the document, for paper, or takes them out again. */
function showEverything(on) {
  everything = on;
  update();
}

let asked = false;
function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    update();
  });
}

addEventListener("scroll", ask, { passive: true });
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) {
    width = innerWidth;
    findings.forEach((finding) => (finding.height = 0));
    measureAgain();
    clear();
  }
  ask();
});
addEventListener("beforeprint", () => showEverything(true));
addEventListener("afterprint", () => showEverything(false));
