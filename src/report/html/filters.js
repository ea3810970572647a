// What is shown: the filters, their controls, and the hash of the address that keeps them.

const EMPTY = { level: "", rule: "", module: "", blocks: "", shares: "", path: "", state: "", folded: "", q: "" };
/** Every finding of the run, whatever a baseline knows. */
const WHOLE = { ...EMPTY, state: compared ? "there" : "" };
/** A baseline leaves out what is known, and so does the page at first. */
const DEFAULTS = { ...WHOLE, ...(beside.known ? { state: "new" } : {}) };
const filter = { ...DEFAULTS };

/** The finding that the address names, until it is shown. */
let target = null;
/** What to do after a change. */
let changed = () => {};

function matching() {
  const levels = new Set(filter.level ? filter.level.split(",") : LEVELS);
  const terms = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const rule = filter.rule.toLowerCase();
  const folder = filter.path;
  const module = filter.module === "" ? null : Number(filter.module);
  return findings.filter((finding) => {
    const { row } = finding;
    return levels.has(row.severity)
      && (filter.folded || row.folded === null)
      && (!filter.state || finding.state === filter.state || (filter.state === "there" && finding.state !== "fixed"))
      && (!rule || row.code.toLowerCase().startsWith(rule) || row.rule === rule || row.category === rule)
      && (module === null || (module < 0 ? finding.modules.length === 0 : finding.modules.includes(module)))
      && (!filter.blocks || blocks(finding, filter.blocks))
      && (!filter.shares || finding.rule.shares === filter.shares)
      && (!folder || finding.path.includes(folder))
      && terms.every((term) => finding.text.includes(term));
  });
}

/** The part of the address behind `#`, with a finding or without. */
function address(id) {
  const parts = Object.entries(filter)
    .filter(([name, value]) => value !== DEFAULTS[name])
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (id) parts.push(id);
  return "#" + parts.join("&");
}

/** Takes the filters out of the address; false where it holds none and names no finding. */
function fromAddress() {
  const parts = location.hash.slice(1).split("&").filter(Boolean);
  const named = parts.map((part) => part.split("=")).filter(([name, value]) => name in EMPTY && value !== undefined);
  const id = parts.find((part) => part.startsWith("finding-"));
  if (parts.length && !named.length && !id) return false;
  if (named.length || !id) Object.assign(filter, DEFAULTS);
  for (const [name, value] of named) {
    try {
      filter[name] = decodeURIComponent(value);
    } catch {
      filter[name] = value;
    }
  }
  target = id ? findingOfId.get(id) || null : null;
  // A link to a finding must lead to it, whatever else is chosen.
  if (target && !matching().includes(target)) {
    Object.assign(filter, EMPTY);
    if (target.row.folded !== null) filter.folded = "1";
  }
  return true;
}

/** Changes filters; `jump`: goes to the findings, for controls elsewhere on the page. */
function choose(changes, jump) {
  Object.assign(filter, changes);
  history.replaceState(null, "", address());
  showFilters();
  changed();
  if (jump) {
    const section = byId("findings");
    section.focus({ preventScroll: true });
    section.scrollIntoView();
  }
}

/** Only what a control elsewhere asks for, folded or not. */
function only(changes) {
  Object.assign(filter, WHOLE, changes);
  if (!matching().length) filter.folded = "1";
  choose({}, true);
}

const controls = {};

function labelled(name, text, control) {
  controls[name] = control;
  control.id = `filter-${name}`;
  return el("div", { class: `field ${name}` }, el("label", { for: control.id }, text), control);
}

function select(name, options) {
  const nodes = options.map(([value, text]) => el("option", { value }, text));
  return el("select", { onchange: ({ target }) => choose({ [name]: target.value }) }, nodes);
}

function input(name, props) {
  let waiting = 0;
  const take = ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => choose({ [name]: target.value }), 120);
  };
  return el("input", { type: "search", autocomplete: "off", spellcheck: "false", oninput: take, ...props });
}

function ruleOptions() {
  const counts = new Map();
  findings.forEach(({ row }) => counts.set(row.code, (counts.get(row.code) || 0) + 1));
  const codes = [...counts.keys()].sort();
  const categories = [...new Set(findings.map(({ row }) => row.category))].sort();
  return [
    ["", "all rules"],
    ...categories.map((category) => [category, `category ${category}`]),
    ...codes.map((code) => [code, `${code} ${meta(code).name} (${counts.get(code)})`]),
  ];
}

function moduleOptions() {
  const twice = new Set(modules.map(({ name }) => name).filter((name, i, all) => all.indexOf(name) !== i));
  const named = modules.map(({ name, row, index }) => [String(index), twice.has(name) ? `${name} (${row.path})` : name]);
  const inside = modules.filter(({ row }) => row.module !== null).map(({ index }) => named[index]);
  return [["", "all modules"], ...inside, ...(outside.length ? [["-1", "in no module"]] : [])];
}

const STATES = { there: "all of the last run", new: "only new", known: "known by the baseline", stayed: "stayed", fixed: "fixed" };

function buildFilters() {
  const levels = LEVELS.map((level) => {
    const count = findings.filter(({ row }) => row.severity === level && row.folded === null).length;
    const box = el("input", { type: "checkbox", value: level, onchange: takeLevels });
    return el("label", { class: `chip ${level}` }, box, ` ${level} `, el("span", { class: "number" }, String(count)));
  });
  controls.levels = levels.map((label) => label.firstChild);
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.append(...[
    labelled("q", "Search", input("q", { placeholder: "message, symbol, file …", "aria-keyshortcuts": "/" })),
    el("fieldset", { class: "field level" }, el("legend", {}, "Level"), levels),
    labelled("rule", "Rule", select("rule", ruleOptions())),
    modules.length ? labelled("module", "Module", select("module", moduleOptions())) : null,
    labelled("blocks", "In the way of", select("blocks", [["", "anything"], ...Object.entries(GOALS)])),
    labelled("shares", "Shared", select("shares", [["", "anything"], ["types", "static types"], ["objects", "objects in globals"], ["state", "other state"]])),
    labelled("path", "Path", input("path", { placeholder: "part of a path" })),
    states.size ? labelled("state", "State", select("state", [["", "all"], ...(compared ? [["there", STATES.there]] : []), ...[...states].map(([state, count]) => [state, `${STATES[state]} (${count})`])])) : null,
  ].filter(Boolean));
  const box = el("input", { type: "checkbox", id: "filter-folded", onchange: ({ target }) => choose({ folded: target.checked ? "1" : "" }) });
  controls.folded = box;
  const compact = el("input", { type: "checkbox", id: "compact", onchange: ({ target }) => setCompact(target.checked) });
  form.append(el("div", { class: "field rest" },
    foldedCount ? el("label", { class: "chip" }, box, ` folded (${foldedCount})`) : null,
    el("label", { class: "chip" }, compact, " headlines only"),
    el("button", { type: "button", id: "reset", onclick: () => choose({ ...DEFAULTS }) }, "Reset filters")));
}

function takeLevels() {
  const chosen = controls.levels.filter((box) => box.checked).map((box) => box.value);
  choose({ level: chosen.length === LEVELS.length ? "" : chosen.join(",") || "none" });
}

/** Puts the filters into their controls. */
function showFilters() {
  for (const name of ["q", "rule", "module", "blocks", "shares", "path", "state"]) {
    const control = controls[name];
    if (!control) continue;
    if (control.value !== filter[name]) control.value = filter[name];
    // A beginning of a code has no option of its own.
    if (control.value !== filter[name]) {
      control.append(el("option", { value: filter[name] }, filter[name]));
      control.value = filter[name];
    }
  }
  const levels = filter.level ? filter.level.split(",") : LEVELS;
  controls.levels.forEach((box) => (box.checked = levels.includes(box.value)));
  controls.folded.checked = Boolean(filter.folded);
  byId("reset").disabled = Object.keys(EMPTY).every((name) => filter[name] === DEFAULTS[name]);
}
