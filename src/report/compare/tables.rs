//! A comparison as text and as Markdown.

use std::io::{self, Write};

use super::{Comparison, Document, Point, Row};
use crate::report::{columns, markdown::escaped, plain, summary::dash};

/// Lists of findings and tables of counts, as text.
pub(super) fn text(
    before: &Document,
    after: &Document,
    comparison: &Comparison<'_>,
    points: &[Point],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{} compared with {}: {}", plain(&after.name), plain(&before.name), said(comparison))?;
    for (title, rows) in [("new", &comparison.new), ("fixed", &comparison.fixed)] {
        if !rows.is_empty() {
            writeln!(out, "\n{title}:")?;
        }
        for row in rows {
            let (level, code) = (row.severity.as_str(), plain(&row.code));
            writeln!(out, "  {}: {level}[{code}] {}", plain(&row.place()), plain(&row.message))?;
        }
    }
    for (title, lines) in counts(points) {
        let names: Vec<String> = points.iter().map(|point| plain(&point.name)).collect();
        let numbers = names.iter().map(|name| (name.as_str(), true));
        let columns: Vec<columns::Column<'_>> = std::iter::once((title, false)).chain(numbers).collect();
        let lines: Vec<Vec<String>> =
            lines.into_iter().map(|(name, cells)| std::iter::once(plain(&name)).chain(cells).collect()).collect();
        writeln!(out)?;
        columns::write(&columns, &lines, out)?;
    }
    Ok(())
}

/// The same as tables in Markdown.
pub(super) fn markdown(
    before: &Document,
    after: &Document,
    comparison: &Comparison<'_>,
    points: &[Point],
    out: &mut dyn Write,
) -> io::Result<()> {
    let (first, last) = (escaped(&before.name), escaped(&after.name));
    writeln!(out, "### extlint: {last} compared with {first}\n\n{}", said(comparison))?;
    for (title, rows) in [("New", &comparison.new), ("Fixed", &comparison.fixed)] {
        if !rows.is_empty() {
            writeln!(out, "\n#### {title}\n\n| level | rule | place | finding |\n|---|---|---|---|")?;
        }
        rows.iter().try_for_each(|row| listed(row, out))?;
    }
    writeln!(out, "\n#### Counts")?;
    for (title, lines) in counts(points) {
        let names: Vec<String> = points.iter().map(|point| escaped(&point.name)).collect();
        writeln!(out, "\n| {title} | {} |\n|---|{}", names.join(" | "), "--:|".repeat(points.len()))?;
        for (name, cells) in lines {
            writeln!(out, "| {} | {} |", escaped(&name), cells.join(" | "))?;
        }
    }
    Ok(())
}

fn listed(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let (level, code) = (row.severity.as_str(), escaped(&row.code));
    writeln!(out, "| {level} | {code} | {} | {} |", escaped(&row.place()), escaped(&row.message))
}

fn said(comparison: &Comparison<'_>) -> String {
    let [fixed, new, stayed] = [&comparison.fixed, &comparison.new, &comparison.stayed].map(Vec::len);
    format!("{fixed} fixed, {new} new, {stayed} stayed")
}

/// Lines of a table: what is counted, and a cell for each run.
type Lines = Vec<(String, Vec<String>)>;

/// The tables by level, category and file.
fn counts(points: &[Point]) -> [(&'static str, Lines); 3] {
    let line = |name: &str, count: &dyn Fn(&Point) -> Option<usize>| {
        (name.to_owned(), points.iter().map(|point| count(point).map_or(String::new(), dash)).collect())
    };
    let levels = vec![
        line("errors", &|point| Some(point.levels[0])),
        line("warnings", &|point| Some(point.levels[1])),
        line("notes", &|point| Some(point.levels[2])),
        line("all", &|point| Some(point.findings)),
        line("new", &|point| point.new),
        line("fixed", &|point| point.fixed),
    ];
    let Some(first) = points.first() else { return [("findings", levels), ("category", vec![]), ("file", vec![])] };
    let categories = first.categories.keys().map(|name| line(name, &|point| point.categories.get(name).copied()));
    let mut files: Vec<&String> = first.files.keys().collect();
    let most = |path: &String| points.iter().filter_map(|point| point.files.get(path)).max().copied();
    files.sort_by_key(|path| std::cmp::Reverse(most(path)));
    let files = files.into_iter().map(|path| line(path, &|point| point.files.get(path).copied()));
    [("findings", levels), ("category", categories.collect()), ("file", files.collect())]
}
