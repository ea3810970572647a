//! The format `markdown`: tables for the summary of a step, or a comment.

use std::io::{self, Write};

use super::{closing_line, concise, fold::Folded, plain};
use crate::{check::Outcome, finding::Severity};

/// Bytes of rows that are written: a step summary of GitHub may have 1 MiB.
const MOST: usize = 900 << 10;

/// Writes what was found, the worst first.
pub(super) fn write(folded: &Folded<'_>, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### extlint\n\n{}\n", escaped(&closing_line(outcome)))?;
    if folded.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "| level | rule | place | finding |\n|---|---|---|---|")?;
    let (mut written, mut left) = (0, 0);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for finding in folded.findings.iter().filter(|f| f.severity == severity) {
            let rule = finding.rule;
            let row = format!(
                "| {} | {} `{}` | {} | {} |",
                severity.as_str(),
                rule.code,
                rule.name,
                escaped(&concise::place(finding, &outcome.sources)),
                escaped(&finding.headline())
            );
            if written + row.len() > MOST {
                left += 1;
                continue;
            }
            written += row.len();
            writeln!(out, "{row}")?;
        }
    }
    if left > 0 {
        writeln!(out, "\nFindings that are not shown here: {left}.")?;
    }
    Ok(())
}

/// Text that is no mark-up, in one cell; what stands in backquotes stays code.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for c in plain(text).chars() {
        match c {
            '`' => {
                code = !code;
                out.push(c);
            }
            '|' => out.push_str("\\|"),
            '\\' | '*' | '_' | '[' | ']' | '~' if !code => out.extend(['\\', c]),
            '<' if !code => out.push_str("&lt;"),
            '&' if !code => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
