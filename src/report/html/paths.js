// Per module the four paths: what is done of each, and what is in the way. All from `readiness`; findings only name rules.

/** Modules that are shown before somebody asks for all. */
const MOST_MODULES = 8;

/** A step of a path: done, in the way with a count, or unknown. `only`: the filters that show its findings. */
function stepOf(text, state, count, only_) {
  return { text, state, count: count || 0, only: only_ };
}

function counting(text, many, count, only_, none) {
  return count ? stepOf(count === 1 ? text : many, "open", count, only_) : stepOf(none || `no ${many}`, "done");
}

function phaseStep(row) {
  if (row.phase === "multi") return stepOf("multi-phase initialization", "done");
  if (row.phase === "single") return stepOf("single-phase initialization", "open");
  return stepOf("how it initializes was not seen", "unknown");
}

function claimStep(said, good, bad, what) {
  if (said === "?") return stepOf(`what it declares about ${what} was not seen`, "unknown");
  return good.includes(said)
    ? stepOf(said === "undeclared" ? `declares nothing against ${what}` : `declares “${said}”`, "done")
    : stepOf(said === "undeclared" ? `does not declare support for ${what}` : `declares “${said}”`, bad);
}

/** The four paths of a module. */
function pathsOf({ row, index }) {
  const module = row.module === null ? "-1" : String(index);
  const { types, objects, state } = row.shared;
  const to = (goal, shares) => ({ module, blocks: goal, ...(shares ? { shares } : {}) });
  const rest = (goal, taken) => counting("other finding", "other findings", Math.max(0, row.blockers[goal] - taken), to(goal));
  const inModule = row.module !== null;
  const shared = (goal) => [
    counting("static type", "static types", types, to(goal, "types")),
    counting("object in a global", "objects in globals", objects, to(goal, "objects")),
  ];
  const more = counting("other shared variable", "other shared variables", state, to("own-gil", "state"));
  const needs = row.stable_abi;
  const names = (list, text, many, none) => ({ ...counting(text, many, list.length, null, none), names: list });
  const stable = needs === null
    ? [stepOf("what it uses of the C API was not seen", "unknown")]
    : [
      names(needs.names, "name no limited API has", "names no limited API has", "every name is in a limited API"),
      names(needs.structs, "struct with hidden fields", "structs with hidden fields", "no hidden fields of structs"),
      names(needs.types, "static type", "static types"),
    ];
  const claims = (...steps) => (inModule ? steps : []);
  return [
    ["subinterpreters", [
      ...claims(phaseStep(row)), ...shared("subinterpreters"), rest("subinterpreters", types + objects),
      ...claims(claimStep(row.interpreters, ["own GIL", "shared GIL", "undeclared"], "open", "sub-interpreters")),
    ]],
    ["own-gil", [
      ...claims(phaseStep(row)), ...shared("own-gil"), more, rest("own-gil", types + objects + state),
      ...claims(claimStep(row.interpreters, ["own GIL"], "open", "a per-interpreter GIL")),
    ]],
    ["free-threading", [
      counting("shared variable", "shared variables", Math.min(state, row.blockers["free-threading"]), to("free-threading", "state")),
      rest("free-threading", state),
      ...claims(claimStep(row.gil, ["not used"], "open", "free threading")),
    ]],
    ["abi3", [...stable, rest("abi3", needs === null ? 0 : types)]],
  ];
}

/** Whether a step has findings to show: some variables are counted that no finding names. */
function isListed({ module, blocks: goal, shares }) {
  const some = module === "-1" ? outside : modules[module].findings;
  return some.some((finding) => finding.state !== "fixed" && blocks(finding, goal) && (!shares || finding.rule.shares === shares));
}

function stepText(step) {
  const text = step.count ? `${step.count.toLocaleString("en")} ${step.text}` : step.text;
  if (step.only && step.count && isListed(step.only)) {
    return el("button", { type: "button", class: "link", onclick: () => only(step.only) }, text);
  }
  if (step.names && step.count) {
    return el("details", { class: "names" }, el("summary", {}, text), el("p", {}, step.names.flatMap((name, i) => [i ? ", " : "", el("code", {}, name)])));
  }
  return text;
}

function pathRow([goal, steps], row) {
  const done = steps.filter(({ state }) => state === "done");
  const open = steps.filter(({ state }) => state === "open");
  const unknown = steps.filter(({ state }) => state === "unknown");
  const ready = done.length === steps.length;
  const order = [...done, ...open, ...unknown];
  const said = ready ? "ready" : `${done.length} of ${steps.length} done`;
  const listed = (title, some) => (some.length
    ? el("p", { class: `steps ${title.replaceAll(" ", "-")}` }, el("b", {}, `${title}: `), some.map((one, i) => [i ? " · " : "", stepText(one)]))
    : null);
  const note = goal === "abi3" && row.stable_abi
    ? [
      row.stable_abi.needs ? el("p", { class: "steps" }, `Needs the limited API of ${row.stable_abi.needs} or newer.`) : null,
      row.stable_abi.without_gil.length ? el("p", { class: "steps" }, `abi3t: ${counted(row.stable_abi.without_gil.length, "thing")} more that builds without the GIL do not show.`) : null,
    ]
    : null;
  return el("div", { class: `lane ${ready ? "ready" : ""}` },
    el("h4", {}, GOALS[goal], " ", el("span", { class: "said" }, said)),
    el("div", { class: "bar", role: "img", "aria-label": `${GOALS[goal]}: ${said}` },
      order.map(({ state, text }) => el("span", { class: state, title: text }))),
    listed("in the way", open), listed("not seen", unknown), listed("done", done), note);
}

function moduleCard(module) {
  const { row, name } = module;
  const told = [`phase ${row.phase}`, `interpreters ${row.interpreters}`, `GIL ${row.gil}`].join(", ");
  return el("article", { class: "card module-card", "aria-label": `Module ${name}` },
    el("h3", {}, name),
    row.module === null
      ? el("p", { class: "where" }, "Findings in files of no module.")
      : el("p", { class: "where" }, row.path, el("br"), `declares: ${told}`),
    el("div", { class: "four" }, pathsOf(module).map((path) => pathRow(path, row))),
    row.unknown ? el("p", { class: "steps" }, `Besides, uncertain findings and notes: ${row.unknown}.`) : null,
    module.findings.length
      ? el("button", { type: "button", class: "link", onclick: () => only({ module: row.module === null ? "-1" : String(module.index) }) }, `Show ${counted(module.findings.length, "finding")}`)
      : null);
}

function openSteps(module) {
  return pathsOf(module).flatMap(([, steps]) => steps).reduce((sum_, step) => sum_ + (step.state === "open" ? 1 + step.count : 0), 0);
}

/** One line for all: how many modules have gone each path to its end. */
function overall() {
  const named = modules.filter(({ row }) => row.module !== null);
  const rows_ = Object.keys(GOALS).map((goal, i) => {
    const ready = named.filter((module) => pathsOf(module)[i][1].every(({ state }) => state === "done")).length;
    return el("li", {}, el("b", {}, GOALS[goal]), ` ${ready} of ${counted(named.length, "module")} ready`,
      el("div", { class: "bar whole", role: "img", "aria-label": `${GOALS[goal]}: ${ready} of ${named.length} modules ready` },
        el("span", { class: "done", style: { flexGrow: ready } }), el("span", { class: "open", style: { flexGrow: named.length - ready } })));
  });
  return el("ul", { class: "overall" }, rows_);
}

function buildPaths() {
  if (!modules.length) return;
  const section = byId("paths");
  const body = section.querySelector(".body");
  // What is in no module comes last.
  const last = ({ row }) => (row.module === null ? 1 : 0);
  const sorted = modules.map((module) => [openSteps(module), module]).sort((a, b) => last(a[1]) - last(b[1]) || b[0] - a[0]).map(([, module]) => module);
  const cards = el("div", { class: "modules" });
  const show = (some) => cards.append(...some.map(moduleCard));
  show(sorted.slice(0, MOST_MODULES));
  const left = sorted.slice(MOST_MODULES);
  const more = left.length
    ? el("button", { type: "button", class: "more", onclick: () => { show(left); more.remove(); } }, `Show ${counted(left.length, "other module")}`)
    : null;
  body.append(...[modules.length > 1 ? overall() : null, cards, more].filter(Boolean));
  section.hidden = false;
}
