//! The format `github`: workflow commands that become annotations of a pull request.

use std::io::{self, Write};

use super::{fold::Folded, plain};
use crate::{
    finding::{Finding, Place, Severity},
    text::Sources,
};

/// Writes one command a finding, errors first: GitHub shows only the first ten of each level of a step.
pub(super) fn write(folded: &Folded<'_>, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for finding in folded.findings.iter().filter(|f| f.severity == severity) {
            writeln!(out, "{}", command(finding, sources))?;
        }
    }
    Ok(())
}

fn command(finding: &Finding, sources: &Sources) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    };
    let mut properties = format!("file={}", property(&sources.get(finding.file()).name));
    // Line by line: what a file says makes no line of its own.
    let mut message = plain(&finding.headline());
    match &finding.place {
        Place::Source(labels) => {
            let (start, end) = sources.get(labels[0].file).range(labels[0].span);
            properties += &format!(",line={}", start.line);
            // Columns of a span over several lines make GitHub drop the annotation.
            if start.line == end.line {
                properties += &format!(",col={},endLine={},endColumn={}", start.column, end.line, end.column);
            } else {
                properties += &format!(",endLine={}", end.line);
            }
        }
        Place::Binary { member, evidence, .. } => {
            if let Some(member) = member {
                message = format!("{}: {message}", plain(member));
            }
            evidence.iter().for_each(|line| message += &format!("\n{}", plain(line)));
        }
    }
    if let Some(help) = &finding.help {
        message += &format!("\nhelp: {}", plain(help));
    }
    let title = property(&format!("{} {}", finding.rule.code, finding.rule.name));
    format!("::{level} {properties},title={title}::{}", data(&message))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(&plain(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(data("50%\r\na:b,c"), "50%25%0D%0Aa:b,c");
        assert_eq!(property("C:\\a,b%"), "C%3A\\a%2Cb%25");
    }
}
