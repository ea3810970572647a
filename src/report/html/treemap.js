// A treemap of the files with state that interpreters or threads share: an area for each, as large as its variables are many.

/** Files with an area of their own. */
const MOST_AREAS = 60;
const KINDS = [["types", "static type"], ["objects", "object in a global", "objects in globals"], ["state", "other variable"]];

/** Files with their shared variables, each variable once; the most first. */
function stateByFile() {
  const files = new Map();
  for (const { row, rule, path, state } of findings) {
    if (!rule.shares || row.folded !== null || state === "fixed") continue;
    if (!files.has(path)) files.set(path, { path, seen: new Set(), types: 0, objects: 0, state: 0, count: 0, worst: 2 });
    const file = files.get(path);
    const key = `${rule.shares} ${subject(row)}`;
    file.worst = Math.min(file.worst, WORSE[row.severity]);
    if (file.seen.has(key)) continue;
    file.seen.add(key);
    file[rule.shares] += 1;
    file.count += 1;
  }
  return [...files.values()].sort((a, b) => b.count - a.count);
}

/** Squarified areas (Bruls, Huizing, van Wijk 2000) of values, the largest first, in a box; in its units. */
function areas(values, width_, height_) {
  const out = [];
  let [x, y, w, h] = [0, 0, width_, height_];
  let left = values.reduce((sum_, value) => sum_ + value, 0);
  let i = 0;
  while (i < values.length) {
    const short = Math.min(w, h);
    const scale = (w * h) / left;
    const ratio = (strip, total) => {
      const side = (total * scale) / short;
      return Math.max(...strip.map((value) => Math.max((value * scale) / side / side, (side * side) / (value * scale))));
    };
    let strip = [values[i]];
    let total = values[i];
    while (i + strip.length < values.length) {
      const next = values[i + strip.length];
      if (ratio([...strip, next], total + next) > ratio(strip, total)) break;
      strip.push(next);
      total += next;
    }
    const side = (total * scale) / short;
    let along = 0;
    for (const value of strip) {
      const length = (value * scale) / side;
      out.push(w >= h ? [x, y + along, side, length] : [x + along, y, length, side]);
      along += length;
    }
    if (w >= h) [x, w] = [x + side, w - side];
    else [y, h] = [y + side, h - side];
    left -= total;
    i += strip.length;
  }
  return out;
}

function kinds(file) {
  return KINDS.filter(([kind]) => file[kind]).map(([kind, one, many]) => `${file[kind]} ${file[kind] === 1 ? one : many || `${one}s`}`).join(", ");
}

/** The shortest ends of paths that tell them apart. */
function shortNames(paths) {
  return paths.map((path) => {
    const parts = path.split("/");
    for (let take = 1; take < parts.length; take++) {
      const end = parts.slice(-take).join("/");
      if (!paths.some((other) => other !== path && (other === end || other.endsWith(`/${end}`)))) return end;
    }
    return path;
  });
}

function buildTreemap() {
  const files = stateByFile();
  if (!files.length) return;
  const shown = files.slice(0, MOST_AREAS);
  const rest = files.slice(MOST_AREAS);
  const names = shortNames(shown.map(({ path }) => path));
  const show = (file) => only({ path: file.path });
  const tiles = shown.map((file, i) => el("button", {
    type: "button", class: `tile ${LEVELS[file.worst]}`, title: `${file.path}: ${kinds(file)}`,
    "aria-label": `${file.path}: ${kinds(file)}`, onclick: () => show(file),
  }, el("span", { class: "name" }, names[i]), el("span", { class: "number" }, String(file.count))));
  // Few files need little room.
  const height_ = `${Math.min(20, 7 + 1.2 * (shown.length - 1))}rem`;
  const map = el("div", { class: "treemap", style: { height: height_ }, role: "group", "aria-label": "Files by shared variables" }, tiles);
  const place = () => {
    const { clientWidth: w, clientHeight: h } = map;
    if (!w || !h) return;
    areas(shown.map(({ count }) => count), w, h).forEach(([x, y, width_, tall], i) => {
      Object.assign(tiles[i].style, { left: `${x}px`, top: `${y}px`, width: `${width_}px`, height: `${tall}px` });
      tiles[i].classList.toggle("tiny", width_ < 56 || tall < 34);
      tiles[i].classList.toggle("mini", width_ < 22 || tall < 18);
    });
  };
  const total = files.reduce((sum_, { count }) => sum_ + count, 0);
  const cells = (file) => [file.types, file.objects, file.state, file.count].map((count) => el("td", { class: "number" }, count ? String(count) : "–"));
  const head = ["file", "static types", "objects in globals", "other", "all"].map((cell) => el("th", { scope: "col" }, cell));
  const table = el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of files by shared variables" },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, files.map((file) => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => show(file) }, file.path)), cells(file))))));
  byId("state").querySelector(".body").append(
    el("p", {}, `${counted(total, "variable")} and static types in ${counted(files.length, "file")} are shared by interpreters or threads. `
      + "An area is as large as its file has such variables; the color is that of the worst finding."),
    map,
    ...(rest.length ? [el("p", {}, `${counted(rest.length, "other file")} with ${rest.reduce((sum_, { count }) => sum_ + count, 0)} are in the table.`)] : []),
    el("details", {}, el("summary", {}, "As a table"), table));
  byId("state").hidden = false;
  place();
  new ResizeObserver(place).observe(map);
}
