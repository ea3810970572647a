//! The format `rdjson`: the Reviewdog Diagnostic Format, one document.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::told;
use crate::{
    check::Outcome,
    facts::Span,
    finding::{Finding, Place, Severity},
    text::SourceText,
};

/// Writes the document.
pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = told(outcome).map(|finding| diagnostic(finding, outcome)).collect();
    let document = json!({
        "source": { "name": "extlint", "url": env!("CARGO_PKG_REPOSITORY") },
        "diagnostics": diagnostics,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn diagnostic(finding: &Finding, outcome: &Outcome) -> Value {
    let text = outcome.sources.get(finding.file());
    let mut location = json!({ "path": text.name.strip_prefix("./").unwrap_or(&text.name) });
    let mut message = finding.headline();
    match &finding.place {
        Place::Source(labels) => location["range"] = range(text, labels[0].span),
        Place::Binary { member: Some(member), .. } => message = format!("{member}: {message}"),
        Place::Binary { member: None, .. } => {}
    }
    finding.notes.iter().for_each(|note| message += &format!("\nnote: {note}"));
    finding.help.iter().for_each(|help| message += &format!("\nhelp: {help}"));
    // A suggestion has no path: it is for the file of the finding.
    let edits = finding.edits.iter().filter(|edit| edit.file == finding.file());
    let suggestions = edits.map(|edit| json!({ "range": range(text, edit.span), "text": edit.text }));
    let suggestions: Vec<Value> = suggestions.collect();
    let mut out = json!({
        "message": message,
        "location": location,
        "severity": match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            _ => "INFO",
        },
        "code": { "value": finding.rule.code },
    });
    // Edits that belong together are one cure, and the format has only alternatives.
    if suggestions.len() == 1 {
        out["suggestions"] = json!(suggestions);
    }
    out
}

/// Lines and columns from 1; columns count bytes.
fn range(text: &SourceText, span: Span) -> Value {
    let position = |offset: u32| {
        let line = text.line_of(offset);
        json!({ "line": line + 1, "column": offset as usize - text.line_range(line).0 + 1 })
    };
    json!({ "start": position(span.start), "end": position(span.end) })
}
