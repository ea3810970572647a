//! Suppression comments: which findings they silence, and which of them silence nothing.

use std::collections::HashMap;

use crate::{
    config::Levels,
    facts::{Comment, FileFacts, FileId, Span},
    finding::{Finding, Label, RuleMeta},
    rules::{SUP001, find},
    text::{SourceText, Sources},
};

/// Findings after their suppression.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is left, with the findings about the comments themselves.
    pub findings: Vec<Finding>,
    /// How many were silenced.
    pub suppressed: usize,
}

/// One word of a comment's list.
#[derive(Debug)]
struct Entry {
    rule: &'static RuleMeta,
    /// The lines (index from 0) that it speaks of; None: the whole file.
    line: Option<usize>,
    /// Where the comment is.
    span: Span,
    used: bool,
}

/// Takes out what the comments of `files` suppress, and says which comments suppress nothing or name no rule.
pub fn apply(findings: Vec<Finding>, files: &[&FileFacts], sources: &Sources, levels: &Levels) -> Judged {
    let mut judged = Judged::default();
    let mut entries: HashMap<FileId, Vec<Entry>> = HashMap::new();
    let mut complaints = Vec::new();
    for facts in files.iter().filter(|facts| !facts.comments.is_empty()) {
        let text = sources.get(facts.file);
        let of_file = entries.entry(facts.file).or_default();
        for comment in &facts.comments {
            match parse(&comment.text) {
                Ok((scope, words)) => {
                    let line = (scope == Scope::Line).then(|| target(comment, &facts.comments, text));
                    for word in words {
                        match find(word) {
                            Some(rule) => of_file.push(Entry { rule, line, span: comment.span, used: false }),
                            None => complaints.push(complain(facts.file, comment.span, word, "names no rule")),
                        }
                    }
                }
                Err(cause) => complaints.push(complain(facts.file, comment.span, &comment.text, cause)),
            }
        }
    }
    let silenced = |finding: &Finding, entries: &mut HashMap<FileId, Vec<Entry>>| {
        let Some(of_file) = entries.get_mut(&finding.file()) else { return false };
        let Some(primary) = finding.primary() else { return false };
        let text = sources.get(finding.file());
        let span = text.trimmed(primary.span);
        let lines = (text.line_of(span.start), text.line_of(span.end));
        let mut any = false;
        for entry in of_file.iter_mut().filter(|entry| entry.rule.code == finding.rule.code) {
            if entry.line.is_none_or(|line| line == lines.0 || line == lines.1) {
                entry.used = true;
                any = true;
            }
        }
        any
    };
    for finding in findings {
        if silenced(&finding, &mut entries) {
            judged.suppressed += 1;
        } else {
            judged.findings.push(finding);
        }
    }
    for (&file, of_file) in &entries {
        // A rule that is off finds nothing: that its suppression is unused says nothing.
        let unused = of_file.iter().filter(|e| !e.used && levels.is_on(e.rule) && e.rule.code != SUP001.code);
        complaints.extend(unused.map(|e| complain(file, e.span, e.rule.name, "suppresses nothing")));
    }
    for mut finding in complaints {
        let Some(severity) = levels.of(&finding) else { continue };
        if silenced(&finding, &mut entries) {
            judged.suppressed += 1;
        } else {
            finding.severity = severity;
            judged.findings.push(finding);
        }
    }
    judged
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Line,
    File,
}

/// `extlint: ignore[a, b] reason` to its scope and words.
fn parse(comment: &str) -> Result<(Scope, Vec<&str>), &'static str> {
    let rest = comment.split_once("extlint:").map_or(comment, |(_, rest)| rest).trim_start();
    let (scope, rest) = match (rest.strip_prefix("file-ignore"), rest.strip_prefix("ignore")) {
        (Some(rest), _) => (Scope::File, rest),
        (_, Some(rest)) => (Scope::Line, rest),
        _ => return Err("is neither ignore[…] nor file-ignore[…]"),
    };
    let Some((list, _reason)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Err("names its rules in no brackets");
    };
    let words: Vec<&str> = list.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { Err("names no rule") } else { Ok((scope, words)) }
}

/// The line (index from 0) that a comment speaks of: its own, or the next one that is no such comment.
fn target(comment: &Comment, all: &[Comment], text: &SourceText) -> usize {
    if !comment.own_line {
        return text.line_of(comment.span.start);
    }
    let mut line = text.line_of(text.trimmed(comment.span).end) + 1;
    while let Some(next) = all.iter().find(|c| c.own_line && text.line_of(c.span.start) == line) {
        line = text.line_of(text.trimmed(next.span).end) + 1;
    }
    line
}

fn complain(file: FileId, span: Span, word: &str, cause: &str) -> Finding {
    let help = "write `extlint: ignore[rule] reason` at the end of the line, or alone on the line above";
    let finding = Finding::source(&SUP001, format!("suppression `{word}` {cause}"), Label::new(file, span, ""));
    if cause == "suppresses nothing" { finding.help("remove it") } else { finding.help(help) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read() {
        assert_eq!(parse("extlint: ignore[ABI003] because"), Ok((Scope::Line, vec!["ABI003"])));
        assert_eq!(parse("extlint:ignore [a , b,]"), Ok((Scope::Line, vec!["a", "b"])));
        assert_eq!(parse("extlint: file-ignore[x] whole file"), Ok((Scope::File, vec!["x"])));
        assert!(parse("extlint: ignore ABI003").is_err());
        assert!(parse("extlint: ignore[]").is_err());
        assert!(parse("extlint: off").is_err());
    }
}
