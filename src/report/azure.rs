//! The format `azure`: logging commands of Azure Pipelines, which become issues of the build.

use std::io::{self, Write};

use super::{concise, fold::Folded, plain};
use crate::{
    finding::{Finding, Place, Severity},
    text::Sources,
};

/// Writes one command a finding; a note is a line of the log, for the service has only errors and warnings.
pub(super) fn write(folded: &Folded<'_>, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    folded.findings.iter().try_for_each(|finding| match finding.severity {
        Severity::Error | Severity::Warning => writeln!(out, "{}", command(finding, sources)),
        _ => writeln!(out, "{}", concise::line(finding, sources)),
    })
}

fn command(finding: &Finding, sources: &Sources) -> String {
    let level = if finding.severity == Severity::Error { "error" } else { "warning" };
    let text = sources.get(finding.file());
    let mut properties = format!("type={level};sourcepath={};", property(&text.name));
    let mut message = plain(&finding.headline());
    match &finding.place {
        Place::Source(labels) => {
            let start = text.range(labels[0].span).0;
            properties += &format!("linenumber={};columnnumber={};", start.line, start.column);
        }
        Place::Binary { member: Some(member), .. } => message = format!("{}: {message}", plain(member)),
        Place::Binary { member: None, .. } => {}
    }
    format!("##vso[task.logissue {properties}code={};]{}", finding.rule.code, data(&message))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
