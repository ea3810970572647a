// Puts the page together.

function buildSummary() {
  const { summary } = report;
  const levels = LEVELS.map((level) => [summary[`${level}s`], level]);
  byId("summary").append(
    ...levels.flatMap(([count, level]) => [el("b", { class: `level ${level}` }, counted(count, level)), " "]),
    `in ${counted(summary.files, "file")}; ${counted(summary.gaps, "region")} not understood`,
    summary.suppressed ? `, ${summary.suppressed} suppressed` : "",
    summary.known ? `, ${summary.known} known` : "",
    summary.unchanged ? `, ${summary.unchanged} on unchanged lines` : "",
    summary.below_min_severity ? `, ${summary.below_min_severity} below the lowest level` : "");
  byId("footer").append(`extlint ${beside.extlint}. This file holds all it shows; nothing is fetched.`);
}

function buildNotices() {
  const { not_read: lost, not_understood: gaps, hidden_types: hidden } = report.summary;
  const notice = (title, lines) => (lines.length
    ? el("details", { class: "notice" }, el("summary", {}, title), el("ul", {}, lines.map((line) => el("li", {}, line))))
    : null);
  byId("notices").append(...[
    notice(`${counted(lost.length, "input")} could not be read`, lost.map(({ path, cause }) => `${path}: ${cause}`)),
    notice(`Not understood as a whole: ${counted(gaps.length, "file")}`, gaps.map(({ path, percent }) => `${path}: ${percent} %`)),
    hidden ? el("p", { class: "notice" }, `Types that are created at run time in ${counted(hidden, "file")} are not seen.`) : null,
  ].filter(Boolean));
}

function refresh() {
  const found = matching();
  setFindings(found);
  const all = findings.length;
  const folded = filter.folded ? 0 : foldedCount;
  byId("count").textContent = all
    ? `${found.length.toLocaleString("en")} of ${counted(all, "finding")} shown${folded ? `; ${folded.toLocaleString("en")} are folded` : ""}`
    : "No findings.";
  list.classList.toggle("empty", !found.length);
}

/** Goes to the finding that the address names. */
function reach() {
  if (target) goTo(target);
  target = null;
}

function follow() {
  if (!fromAddress()) return;
  showFilters();
  refresh();
  reach();
}

changed = refresh;
buildSummary();
buildNotices();
buildKeys();
buildTrend();
buildPaths();
buildWheels();
buildTreemap();
buildFilters();
fromAddress();
showFilters();
refresh();
reach();
addEventListener("hashchange", follow);
document.documentElement.dataset.ready = "1";
