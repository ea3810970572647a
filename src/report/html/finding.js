// One finding as the terminal shows it: headline, place, excerpts with labels, notes, help and edit.

/** Columns between the stops of tabs, as in the style sheet. */
const TAB = 4;

/** Where a character of a line is shown. */
function column(text, offset) {
  let at = 0;
  for (const char of text.slice(0, offset)) at = char === "\t" ? at + TAB - (at % TAB) : at + 1;
  return at;
}

/** A line of source with its marks, and below it the words of the labels that end there. */
function sourceLine([number, text, marks], labels, last) {
  const cuts = new Set([0, text.length]);
  marks.forEach(([start, end]) => cuts.add(start).add(end));
  const places = [...cuts].sort((a, b) => a - b);
  const pieces = places.slice(0, -1).map((from, i) => {
    const to = places[i + 1];
    const of = marks.filter(([start, end]) => start <= from && end >= to).map(([, , label]) => label);
    if (!of.length) return text.slice(from, to);
    return el("mark", { class: of.includes(0) ? "primary" : "secondary" }, text.slice(from, to));
  });
  const nodes = [el("span", { class: "line" }, el("span", { class: "number", "aria-hidden": "true" }, String(number)), pieces, "\n")];
  for (const [start, end, label] of marks) {
    if (last.get(label) !== number) continue;
    const message = labels[label] ? labels[label].message : "";
    const primary = label === 0;
    const point = primary ? "^" : "-";
    const many = text.slice(0, start).trim() === "" && end === text.length && end - start > 60;
    const width = many ? 1 : Math.max(1, column(text, end) - column(text, start));
    nodes.push(el("span", { class: `line label ${primary ? "primary" : "secondary"}` },
      el("span", { class: "number", "aria-hidden": "true" }, ""),
      el("span", { "aria-hidden": "true" }, " ".repeat(column(text, start)) + point.repeat(width)),
      message ? [" ", message] : null, "\n"));
  }
  return nodes;
}

function excerpt({ path, lines }, labels, named) {
  const last = new Map();
  lines.forEach(([number, , marks]) => marks.forEach(([, , label]) => last.set(label, number)));
  const nodes = [];
  lines.forEach((line, i) => {
    if (i && line[0] !== lines[i - 1][0] + 1) {
      nodes.push(el("span", { class: "line gap" }, el("span", { class: "number", "aria-hidden": "true" }, ""), "⋮\n"));
    }
    nodes.push(...sourceLine(line, labels, last));
  });
  return el("figure", { class: "excerpt" },
    named ? el("figcaption", {}, path) : null,
    el("pre", {}, el("code", {}, nodes)));
}

/** Where no source is at hand: the places of the labels. */
function places(labels) {
  if (labels.length < 2 && !(labels[0] && labels[0].message)) return null;
  return el("ul", { class: "places" }, labels.map(({ path, line, column, message }) =>
    el("li", {}, el("span", { class: "where" }, `${path}:${line}:${column}`), message ? [" ", ...prose(message)] : null)));
}

function change({ path, lines }, named) {
  return el("figure", { class: "change" },
    named ? el("figcaption", {}, path) : null,
    el("pre", {}, el("code", {}, lines.map(([number, added, text]) =>
      el("span", { class: `line ${added ? "added" : "removed"}` },
        el("span", { class: "number", "aria-hidden": "true" }, String(number)), `${added ? "+" : "-"} ${text}\n`)))));
}

function editOf(row) {
  if (!row.edits.length) return "";
  return row.edits.every((edit) => edit.applicability === "safe") ? "safe edit" : "edit to review";
}

function badges({ row, state, rule }) {
  const words = [
    state && state !== "stayed" ? [state, state] : null,
    rule.preview ? ["preview", "preview"] : null,
    row.confidence === "likely" ? ["likely", "likely"] : null,
    row.folded ? ["folded", `folded: ${WHY[row.folded] || row.folded}`] : null,
    editOf(row) ? ["edit", editOf(row)] : null,
  ];
  return words.filter(Boolean).map(([name, text]) => el("span", { class: `badge ${name}` }, text));
}

function details(finding) {
  const { row, shown } = finding;
  const evidence = shown ? shown.evidence : 0;
  const nodes = [];
  if (evidence) nodes.push(el("ul", { class: "evidence" }, row.notes.slice(0, evidence).map((line) => el("li", {}, prose(line)))));
  if (shown && shown.excerpts.length) {
    nodes.push(...shown.excerpts.map((part) => excerpt(part, row.labels, part.path !== row.path)));
  } else {
    nodes.push(places(row.labels));
  }
  nodes.push(...row.notes.slice(evidence).map((note) => el("p", { class: "note" }, el("b", {}, "note: "), prose(note))));
  const changes = shown ? shown.changes : [];
  if (row.help !== null || changes.length) {
    nodes.push(el("p", { class: "help" }, el("b", {}, "help: "), prose(row.help === null ? "change" : row.help)));
    nodes.push(...changes.map((part) => change(part, part.path !== row.path)));
  }
  return nodes;
}

function article(finding, compact) {
  const { row, id, node, rule } = finding;
  const code = rule.page
    ? el("a", { class: "code", href: rule.page, title: rule.summary }, row.code)
    : el("span", { class: "code" }, row.code);
  return el("article", { class: `finding ${row.severity}`, id: node, tabindex: "-1", "aria-labelledby": `${node}-title` },
    el("h5", { id: `${node}-title` },
      el("span", { class: `level ${row.severity}` }, row.severity), " ", code, " ",
      el("span", { class: "message" }, prose(row.message)), " ", badges(finding)),
    el("p", { class: "where" }, placeOf(row),
      row.source ? ` (compiled from ${row.source.path}:${row.source.line})` : null, " ",
      el("a", { class: "anchor", href: address(id), "aria-label": `Link to this finding: ${row.code}, ${placeOf(row)}` }, "link")),
    compact ? null : details(finding));
}

/** About how high it will be, in pixels: only what the scroll bar rests on until it was shown. */
function guess({ row, shown }, compact) {
  const head = 72 + 20 * Math.floor(row.message.length / 110);
  if (compact) return head;
  const lines = (sum, { lines }) => sum + 28 + 20 * lines.length;
  const excerpts = shown ? shown.excerpts.reduce(lines, 20 * row.labels.length) : 22 * row.labels.length;
  const changes = shown ? shown.changes.reduce(lines, 0) : 0;
  return head + excerpts + changes + 30 * row.notes.length + (row.help === null ? 0 : 30);
}
