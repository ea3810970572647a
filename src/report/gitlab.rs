//! The format `gitlab`: a Code Quality report, whose findings GitLab shows in merge requests.

use std::io::{self, Write};

use serde::Serialize;

use super::plain;
use crate::{
    check::Outcome,
    finding::{Place, Severity},
    suppress::fingerprint::Fingerprints,
};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes one array of issues.
pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues = outcome.findings.iter().filter_map(|finding| {
        let fingerprint = fingerprints.of(finding, &outcome.sources);
        if finding.aside.is_some() {
            return None;
        }
        let text = outcome.sources.get(finding.file());
        let (begin, member) = match &finding.place {
            Place::Source(labels) => (text.range(labels[0].span).0.line, None),
            // A compiled file has no lines, and the report has to have one.
            Place::Binary { member, .. } => (1, member.as_deref()),
        };
        let place = member.map(|member| format!("{}: ", plain(member))).unwrap_or_default();
        Some(Issue {
            description: format!("{}: {place}{}", finding.rule.code, plain(&finding.headline())),
            check_name: finding.rule.name,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                _ => "info",
            },
            location: Location { path: text.name.strip_prefix("./").unwrap_or(&text.name), lines: Lines { begin } },
        })
    });
    serde_json::to_writer_pretty(&mut *out, &issues.collect::<Vec<_>>())?;
    out.write_all(b"\n")
}
