//! The format `sarif`: SARIF 2.1.0 for code scanning services. Every finding is a result, every rule is described.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::{
    check::Outcome,
    finding::{Edit, Finding, Label, Place, RuleMeta, Severity},
    rules::RULES,
    suppress::fingerprint::Fingerprints,
    text::Sources,
};

/// Where the format is defined.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the log.
pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let sources = &outcome.sources;
    let mut fingerprints = Fingerprints::default();
    let results = outcome.findings.iter().filter_map(|f| {
        let fingerprint = fingerprints.of(f, sources);
        f.aside.is_none().then(|| result(f, fingerprint, sources))
    });
    let results: Vec<Value> = results.collect();
    let not_read = outcome.errors.iter().map(|error| {
        let place = error.path.split('!').next().unwrap_or(&error.path);
        json!({
            "level": "error",
            "message": { "text": error.to_string() },
            "locations": [{ "physicalLocation": { "artifactLocation": artifact(place.as_bytes()) } }],
        })
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "extlint",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": RULES.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SRCROOT": { "description": { "text": "The root of the repository if it is known, otherwise the folder in which extlint was started." } } },
            "invocations": [{
                "executionSuccessful": outcome.errors.is_empty(),
                "toolExecutionNotifications": not_read.collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Off => "none",
        severity => severity.as_str(),
    }
}

fn describe(rule: &RuleMeta) -> Value {
    let tags: Vec<&str> = [rule.category].into_iter().chain(rule.is_preview().then_some("preview")).collect();
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": format!("{}.", rule.summary) },
        "fullDescription": { "text": format!("{}.", rule.summary) },
        "help": { "text": rule.explanation.trim(), "markdown": rule.explanation.trim() },
        "helpUri": rule.page(),
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.severity != Severity::Off && !rule.is_preview() },
        "properties": { "category": rule.category, "tags": tags, "preview": rule.is_preview() },
    })
}

fn result(finding: &Finding, fingerprint: String, sources: &Sources) -> Value {
    let mut text = finding.headline();
    let mut result = json!({
        "ruleId": finding.rule.code,
        "ruleIndex": RULES.iter().position(|rule| rule.code == finding.rule.code),
        "level": level(finding.severity),
        "partialFingerprints": { "extlint/v1": fingerprint },
        "properties": { "confidence": finding.confidence, "summarised": finding.summarised, "preview": finding.rule.is_preview() },
    });
    let mut location = match &finding.place {
        Place::Source(labels) => {
            let related = labels.iter().skip(1).enumerate().map(|(i, label)| {
                let mut location = place(label, sources);
                location["id"] = json!(i);
                location["message"] = json!({ "text": label.message });
                location
            });
            result["relatedLocations"] = related.collect();
            place(&labels[0], sources)
        }
        Place::Binary { file, member, evidence } => {
            if let Some(member) = member {
                text = format!("{member}: {text}");
            }
            evidence.iter().for_each(|line| text += &format!("\n{line}"));
            // Services want a region of every result; a compiled file has no lines.
            let region = json!({ "startLine": 1, "startColumn": 1 });
            let place = artifact(&sources.get(*file).name_bytes());
            json!({ "physicalLocation": { "artifactLocation": place, "region": region } })
        }
    };
    if let Some(symbol) = &finding.symbol {
        location["logicalLocations"] = json!([{ "name": symbol }]);
    }
    finding.notes.iter().for_each(|note| text += &format!("\nnote: {note}"));
    finding.help.iter().for_each(|help| text += &format!("\nhelp: {help}"));
    result["message"] = json!({ "text": text });
    result["locations"] = json!([location]);
    if !finding.edits.is_empty() {
        let help = finding.help.as_deref().unwrap_or("change");
        let changes: Vec<Value> = finding.edits.iter().map(|edit| change(edit, sources)).collect();
        result["fixes"] = json!([{ "description": { "text": help }, "artifactChanges": changes }]);
    }
    result
}

fn place(label: &Label, sources: &Sources) -> Value {
    let text = sources.get(label.file);
    let (start, end) = text.range(label.span);
    json!({ "physicalLocation": {
        "artifactLocation": artifact(&text.name_bytes()),
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    } })
}

fn change(edit: &Edit, sources: &Sources) -> Value {
    let text = sources.get(edit.file);
    let (start, end) = (text.position(edit.span.start), text.position(edit.span.end));
    json!({
        "artifactLocation": artifact(&text.name_bytes()),
        "replacements": [{
            "deletedRegion": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
            "insertedContent": { "text": edit.text },
        }],
    })
}

/// A path as a URI: relative ones to the folder of the run, absolute ones by themselves. Each byte of it is kept, whatever
/// its encoding.
fn artifact(path: &[u8]) -> Value {
    let path: Vec<u8> = path.iter().map(|&byte| if byte == b'\\' { b'/' } else { byte }).collect();
    let uri = percent_encoded(path.strip_prefix(b"./").unwrap_or(&path));
    if path.starts_with(b"/") {
        json!({ "uri": format!("file://{uri}") })
    } else {
        json!({ "uri": uri, "uriBaseId": "SRCROOT" })
    }
}

/// Keeps what a path of a URI may hold as it is.
fn percent_encoded(path: &[u8]) -> String {
    let mut out = String::new();
    for &byte in path {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'+' | b'@' => {
                out.push(char::from(byte));
            }
            byte => out += &format!("%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(artifact("./a b/\u{FC}.c".as_bytes()), json!({ "uri": "a%20b/%C3%BC.c", "uriBaseId": "SRCROOT" }));
        assert_eq!(artifact(b"/x/y#.c"), json!({ "uri": "file:///x/y%23.c" }));
        assert_eq!(artifact(b"caf\xE9.c"), json!({ "uri": "caf%E9.c", "uriBaseId": "SRCROOT" }));
    }
}
