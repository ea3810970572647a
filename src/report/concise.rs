//! The format `concise`: one line a finding.

use std::io::{self, Write};

use super::{Look, counted, fold::Folded, plain, summary::link};
use crate::{
    finding::{Finding, Place, Severity},
    text::Sources,
};

/// Writes one line a finding.
pub(super) fn write(folded: &Folded<'_>, sources: &Sources, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for finding in &folded.findings {
        if look.color {
            let place = plain(&place(finding, sources));
            let (level, message) = (finding.severity.as_str(), plain(&finding.headline()));
            let code = if look.links { link(finding.rule, finding.rule.code) } else { finding.rule.code.to_owned() };
            let style = style(finding.severity);
            writeln!(out, "\x1b[1m{place}\x1b[0m: \x1b[{style}m{level}[{code}]\x1b[0m {message}")?;
        } else {
            writeln!(out, "{}", line(finding, sources))?;
        }
    }
    for line in folded.aside.iter().filter(|_| !look.quiet) {
        let (folder, why, level) = (plain(&line.folder), line.why.as_str(), line.worst.as_str());
        writeln!(out, "{folder}: {level}[{}] {} folded ({why})", line.rule.code, counted(line.count, "finding"))?;
    }
    Ok(())
}

/// The line of a finding, without colours.
pub(super) fn line(finding: &Finding, sources: &Sources) -> String {
    let (level, code) = (finding.severity.as_str(), finding.rule.code);
    format!("{}: {level}[{code}] {}", plain(&place(finding, sources)), plain(&finding.headline()))
}

/// `path:line:column`, or `path!member`.
pub(super) fn place(finding: &Finding, sources: &Sources) -> String {
    let path = &sources.get(finding.file()).name;
    match &finding.place {
        Place::Source(labels) => {
            let start = sources.get(labels[0].file).range(labels[0].span).0;
            format!("{path}:{}:{}", start.line, start.column)
        }
        Place::Binary { member: Some(member), .. } => format!("{path}!{member}"),
        Place::Binary { member: None, .. } => path.clone(),
    }
}

/// SGR parameters of a level, as in the full format: red, yellow, green; bold.
fn style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        _ => "1;32",
    }
}
