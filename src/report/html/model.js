// The data of the page as findings that can be filtered, with what is known of modules and files.

const LEVELS = ["error", "warning", "note"];
const WORSE = { error: 0, warning: 1, note: 2 };
const GOALS = {
  "subinterpreters": "Sub-interpreters",
  "own-gil": "Own GIL",
  "free-threading": "Free threading",
  "abi3": "Stable ABI",
};
const WHY = {
  "vendored": "vendored",
  "test": "tests and examples",
  "generated": "generated",
  "unreached": "not in an extension",
  "copy": "copy",
  "wheel": "not about packaging",
};

const report = JSON.parse(byId("report").textContent);
const beside = JSON.parse(byId("beside").textContent);
const compared = beside.comparison;

/** Where a finding is, without the line. */
function fileOf(row) {
  return row.member === null ? row.path : `${row.path}!${row.member}`;
}

function placeOf(row) {
  return row.line === null ? fileOf(row) : `${row.path}:${row.line}:${row.column}`;
}

/** What a finding is about, for counts of variables. */
function subject(row) {
  return row.symbol === null ? row.fingerprint : row.symbol;
}

const modules = report.readiness.map((row, index) => ({
  row,
  index,
  name: row.module === null ? "(no module)" : row.module,
  findings: [],
}));

const modulesOfFile = new Map();
modules.forEach((module, index) => {
  const files = beside.modules[index] || [];
  const all = new Set(files.length ? files : [module.row.path]);
  for (const file of all) {
    if (file === null) continue;
    if (!modulesOfFile.has(file)) modulesOfFile.set(file, []);
    modulesOfFile.get(file).push(index);
  }
});

function meta(code) {
  return beside.rules[code] || { name: "", summary: "", blocks: [], shares: "", page: "", severity: "warning", preview: false };
}

const findings = [];

function add(row, state, shown) {
  const path = fileOf(row);
  const words = [row.code, row.rule, row.category, row.message, path, row.symbol, row.help, ...row.notes];
  const finding = {
    row,
    state,
    shown,
    path,
    rule: meta(row.code),
    modules: modulesOfFile.get(path) || [],
    order: findings.length,
    text: words.filter((word) => word !== null).join("\n").toLowerCase(),
    height: 0,
  };
  finding.id = `finding-${state === "fixed" ? "fixed-" : ""}${row.fingerprint}`;
  // Not the name in the address: the browser would scroll there by itself, below the filters.
  finding.node = `shown-${finding.id}`;
  findings.push(finding);
  finding.modules.forEach((index) => modules[index].findings.push(finding));
}

const fresh = compared ? new Set(compared.new) : null;
report.findings.forEach((row, i) => {
  const state = fresh ? (fresh.has(row.fingerprint) ? "new" : "stayed") : beside.known ? "new" : "";
  add(row, state, beside.shown[i]);
});
(beside.known || []).forEach((row, i) => add(row, "known", beside.shown[report.findings.length + i]));
(compared ? compared.fixed : []).forEach((row) => add(row, "fixed", undefined));

// What is in no module stands in a row of its own.
const outside = findings.filter((finding) => !finding.modules.length);
modules.filter(({ row }) => row.module === null).forEach((module) => (module.findings = outside));

const findingOfId = new Map(findings.map((finding) => [finding.id, finding]));
/** The states that are there, each with its count. */
const states = new Map();
findings.forEach(({ state }) => state && states.set(state, (states.get(state) || 0) + 1));
const foldedCount = findings.filter(({ row }) => row.folded !== null).length;

/** Whether a finding stands in the way of something, as the table of readiness counts it. */
function blocks({ row, rule }, goal) {
  const weak = rule.preview || (row.severity === "note" && rule.severity !== "off");
  return !weak && (goal ? rule.blocks.includes(goal) : rule.blocks.length > 0);
}
