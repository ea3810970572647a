// What became of the findings of an earlier run, and the counts of several runs as a plot and a table.

const PLOT = { least: 300, most: 720, height: 260, left: 40, top: 12, bottom: 34 };
const LINES = 8;

/** What a plot may show: names with a number for each run. */
const VIEWS = {
  categories: ["rule category", (point) => point.categories],
  levels: ["level", (point) => Object.fromEntries(LEVELS.map((level, i) => [`${level}s`, point.levels[i]]))],
  files: ["file", (point) => point.files],
};

function series(trend, view) {
  const of = VIEWS[view][1];
  const names = Object.keys(of(trend[0]));
  const lines = names.map((name) => ({ name, values: trend.map((point) => of(point)[name] || 0) }));
  if (view === "levels") return lines;
  return lines.sort((a, b) => Math.max(...b.values) - Math.max(...a.values));
}

/** A round number of at least `most` that is divided into four. */
function ceiling(most) {
  const step_ = 10 ** Math.floor(Math.log10(Math.max(most, 4) / 4));
  return [1, 2, 5, 10].map((by) => by * step_ * 4).find((top) => top >= most);
}

function short(name, length) {
  return name.length > length ? `…${name.slice(1 - length)}` : name;
}

function plot(trend, lines, room) {
  const { height: h, left, top, bottom } = PLOT;
  const w = Math.min(PLOT.most, Math.max(PLOT.least, room));
  const right = w < 500 ? 120 : 170;
  const drawn = lines.slice(0, LINES);
  const most = ceiling(Math.max(...drawn.flatMap(({ values }) => values), 1));
  const x = (i) => left + ((w - left - right) * i) / Math.max(1, trend.length - 1);
  const y = (value) => top + (h - top - bottom) * (1 - value / most);
  const grid = [0, 1, 2, 3, 4].map((i) => (most * i) / 4).map((value) => [
    svg("line", { class: "grid", x1: left, x2: w - right, y1: y(value), y2: y(value) }),
    svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)),
  ]);
  const every = Math.ceil(trend.length / (w < 500 ? 3 : 6));
  const runs = trend.map((point, i) => (i % every && i !== trend.length - 1 ? null : svg("text", { x: x(i), y: h - 10, "text-anchor": "middle" }, short(point.name, 16))));
  // Names at the ends of lines, one below the other.
  const ends = drawn.map((line, i) => ({ i, at: y(line.values.at(-1)) })).sort((a, b) => a.at - b.at);
  ends.forEach((end, i) => (end.at = Math.max(end.at, i ? ends[i - 1].at + 15 : top + 4)));
  const over = ends.length ? Math.max(0, ends.at(-1).at - (h - bottom)) : 0;
  const names = ends.map(({ i, at }) => svg("text", { class: `name c${i}`, x: w - right + 10, y: at + 4 - over }, `${short(drawn[i].name, w < 500 ? 13 : 18)} ${drawn[i].values.at(-1)}`));
  const paths_ = drawn.map(({ name, values }, i) => svg("g", { class: `series c${i}` },
    svg("title", {}, `${name}: ${values.join(", ")}`),
    svg("polyline", { points: values.map((value, at) => `${x(at)},${y(value)}`).join(" ") }),
    values.map((value, at) => svg("circle", { cx: x(at), cy: y(value), r: 3.5 }))));
  return svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "aria-label": "Number of findings in each run; the table has the numbers" }, grid, runs, paths_, names);
}

function trendTable(trend, lines) {
  const head = ["", ...trend.map(({ name }) => name)].map((cell) => el(cell ? "th" : "td", cell ? { scope: "col" } : {}, cell));
  const row = (name, values) => el("tr", {}, el("th", { scope: "row" }, name), values.map((value) => el("td", { class: "number" }, value === null ? "" : value ? String(value) : "–")));
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of findings by run" }, el("table", {},
    el("thead", {}, el("tr", {}, head)),
    el("tbody", {}, lines.map(({ name, values }) => row(name, values)),
      row("all", trend.map((point) => point.findings)),
      row("new", trend.map((point) => point.new)),
      row("fixed", trend.map((point) => point.fixed)))));
}

function buildTrend() {
  if (!compared) return;
  const { trend, before, after } = compared;
  const counts = [["fixed", "fixed"], ["new", "new"], ["stayed", "stayed"]].map(([state, text]) =>
    el("button", { type: "button", class: `tally ${state}`, disabled: !states.get(state), onclick: () => only({ state, folded: foldedCount ? "1" : "" }) },
      el("b", {}, String(states.get(state) || 0)), ` ${text}`));
  const drawing = el("div", { class: "drawing" });
  const table = el("div", {});
  const draw = (view) => {
    const lines = series(trend, view);
    drawing.replaceChildren(lines.length ? plot(trend, lines, drawing.clientWidth) : "");
    table.replaceChildren(el("details", { open: trend.length < 3 }, el("summary", {}, "As a table"), trendTable(trend, lines)));
  };
  const chooser = el("select", { id: "trend-view", onchange: ({ target }) => draw(target.value) },
    Object.entries(VIEWS).map(([value, [text]]) => el("option", { value }, `by ${text}`)));
  byId("comparison").querySelector(".body").append(
    el("p", {}, el("code", {}, after), " compared with ", el("code", {}, before), ". Findings are matched as a baseline matches them."),
    el("div", { class: "tallies" }, counts),
    el("div", { class: "field" }, el("label", { for: "trend-view" }, `Findings of ${counted(trend.length, "run")}`), chooser),
    drawing, table);
  byId("comparison").hidden = false;
  draw("categories");
  let room = drawing.clientWidth;
  new ResizeObserver(() => {
    if (drawing.clientWidth === room) return;
    room = drawing.clientWidth;
    const lines = series(trend, chooser.value);
    drawing.replaceChildren(lines.length ? plot(trend, lines, room) : "");
  }).observe(drawing);
}
