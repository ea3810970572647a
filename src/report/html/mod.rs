//! The format `html`: one file with the data, the style and the program that shows it. What is in the data is text to
//! the page, never markup; the policy in its head lets nothing else run and nothing be fetched.

mod beside;
mod hash;

use std::io::{self, Write};

use beside::Beside;
use serde::Serialize;

use super::{
    compare::{Comparison, Document, Point},
    json,
};
use crate::{check::Outcome, suppress::fingerprint::Fingerprints};

/// The page without what is put into it.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = concat!(include_str!("style.css"), include_str!("finding.css"), include_str!("overview.css"));
/// The program, in one scope.
const PROGRAM: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("dom.js"),
    include_str!("model.js"),
    include_str!("filters.js"),
    include_str!("finding.js"),
    include_str!("list.js"),
    include_str!("paths.js"),
    include_str!("wheels.js"),
    include_str!("treemap.js"),
    include_str!("trend.js"),
    include_str!("keys.js"),
    include_str!("main.js"),
    "})();\n"
);

/// Writes the page of a run; `numbers`: without the findings.
pub(super) fn write(outcome: &Outcome, numbers: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let report = json::whole(outcome, numbers, &mut fingerprints);
    // They go on counting: each finding of the page has a name of its own.
    let known = outcome.known.as_ref().map(|known| json::rows(known, &outcome.sources, &mut fingerprints));
    let beside = Beside::of_run(outcome, numbers, known);
    page(|out| inert(&report, out), &beside, out)
}

/// Writes the page of a comparison.
pub(super) fn comparison(
    before: &Document,
    after: &Document,
    comparison: &Comparison<'_>,
    points: &[Point],
    out: &mut dyn Write,
) -> io::Result<()> {
    let beside = Beside::of_comparison(before, after, comparison, points);
    page(|out| Inert(out).write_all(after.text.trim().as_bytes()), &beside, out)
}

fn page(
    report: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    beside: &Beside<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash::source(STYLE),
        hash::source(PROGRAM)
    );
    let mut rest = PAGE;
    let mut report = Some(report);
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, behind)| Some((before, behind.split_once("}}")?)))
    {
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => out.write_all(policy.as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "program" => out.write_all(PROGRAM.as_bytes())?,
            "report" => report.take().map_or(Ok(()), |report| report(out))?,
            "beside" => inert(beside, out)?,
            _ => {}
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// Writes JSON that ends no element and begins no comment: in JSON `<` is in strings alone, where it may be escaped.
fn inert(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Inert(out), value).map_err(io::Error::from)
}

/// Passes bytes of JSON on, with `<` as `\u003c`.
struct Inert<'a>(&'a mut dyn Write);

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (i, part) in bytes.split(|&byte| byte == b'<').enumerate() {
            if i > 0 {
                self.0.write_all(br"\u003c")?;
            }
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
