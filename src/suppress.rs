//! SUP001. Suppression comments: which findings they silence, and which of them silence nothing.

pub mod baseline;
pub mod c_analyzer;
pub mod comments;
pub mod fingerprint;

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

/// What a comment speaks of: file, code of a rule, and a line (index from 0); None: the whole file.
type Target = (FileId, &'static str, Option<usize>);

/// The comments that speak of one target.
#[derive(Debug)]
struct Entry {
    rule: &'static RuleMeta,
    /// Where they are: once for each word of a list.
    spans: Vec<Span>,
    used: bool,
}

/// What the comments of a run silence.
#[derive(Debug, Default)]
struct Entries(HashMap<Target, Entry>);

impl Entries {
    fn add(&mut self, file: FileId, rule: &'static RuleMeta, line: Option<usize>, span: Span) {
        let entry = self.0.entry((file, rule.code, line));
        entry.or_insert_with(|| Entry { rule, spans: Vec::new(), used: false }).spans.push(span);
    }

    /// Whether a comment silences the finding; marks all that do.
    fn silence(&mut self, finding: &Finding, sources: &Sources) -> bool {
        let Some(primary) = finding.primary().filter(|_| !self.0.is_empty()) else { return false };
        let text = sources.get(finding.file());
        let span = text.trimmed(primary.span);
        let mut any = false;
        for line in [None, Some(text.line_of(span.start)), Some(text.line_of(span.end))] {
            if let Some(entry) = self.0.get_mut(&(finding.file(), finding.rule.code, line)) {
                entry.used = true;
                any = true;
            }
        }
        any
    }
}

/// Takes out what the comments of `files` suppress, and says which comments suppress nothing or name no rule.
pub fn apply(findings: Vec<Finding>, files: &[&FileFacts], sources: &Sources, levels: &Levels) -> Judged {
    let mut judged = Judged::default();
    let mut entries = Entries::default();
    let mut complaints = Vec::new();
    for facts in files.iter().filter(|facts| !facts.comments.is_empty()) {
        let targets = targets(&facts.comments, sources.get(facts.file));
        for (comment, line) in facts.comments.iter().zip(targets) {
            match parse(&comment.text) {
                Ok((scope, words)) => {
                    let line = (scope == Scope::Line).then_some(line);
                    for word in words {
                        match find(word) {
                            Some(rule) => entries.add(facts.file, rule, line, comment.span),
                            None => complaints.push(complain(facts.file, comment.span, word, "names no rule")),
                        }
                    }
                }
                Err(cause) => complaints.push(complain(facts.file, comment.span, &comment.text, cause)),
            }
        }
    }
    for finding in findings {
        if entries.silence(&finding, sources) {
            judged.suppressed += 1;
        } else {
            judged.findings.push(finding);
        }
    }
    for (&(file, ..), entry) in entries.0.iter().filter(|(_, entry)| !entry.used) {
        // A rule that is off finds nothing: that its suppression is unused says nothing.
        if levels.is_on(entry.rule) && entry.rule.code != SUP001.code {
            complaints.extend(entry.spans.iter().map(|&s| complain(file, s, entry.rule.name, "suppresses nothing")));
        }
    }
    for mut finding in complaints {
        let Some(severity) = levels.of(&finding) else { continue };
        if entries.silence(&finding, sources) {
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
    let Some((_, rest)) = comment.split_once("extlint:") else { return Err("has no colon behind `extlint`") };
    let rest = rest.trim_start();
    let (scope, rest) = match (rest.strip_prefix("file-ignore"), rest.strip_prefix("ignore")) {
        (Some(rest), _) => (Scope::File, rest),
        (_, Some(rest)) => (Scope::Line, rest),
        _ => return Err("is neither `ignore[…]` nor `file-ignore[…]`"),
    };
    let Some((list, _reason)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Err("has no rule names in brackets");
    };
    let words: Vec<&str> = list.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { Err("names no rule") } else { Ok((scope, words)) }
}

/// The line (index from 0) that each comment speaks of: its own, or the next one that is no such comment.
fn targets(comments: &[Comment], text: &SourceText) -> Vec<usize> {
    // Of comments that begin in one line the first counts.
    let mut alone: HashMap<usize, usize> = HashMap::new();
    let mut order: Vec<usize> = (0..comments.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse((comments[i].span.start, i)));
    let mut targets = vec![0; comments.len()];
    // The last comment first: the line behind a comment may be a comment whose line is known then.
    for i in order {
        let comment = &comments[i];
        let start = text.line_of(comment.span.start);
        targets[i] = start;
        if comment.own_line {
            let next = text.line_of(text.trimmed(comment.span).end) + 1;
            targets[i] = alone.get(&next).copied().unwrap_or(next);
            alone.insert(start, targets[i]);
        }
    }
    targets
}

/// Characters of a comment that a message repeats.
const SHOWN: usize = 200;

fn complain(file: FileId, span: Span, word: &str, cause: &str) -> Finding {
    let cut = word.char_indices().nth(SHOWN).map_or(word, |(end, _)| &word[..end]);
    let word = if cut.len() < word.len() { format!("{cut}…") } else { word.to_owned() };
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
        assert!(parse("extlint ignore[ABI003]").is_err_and(|cause| cause.contains("colon")));
        assert!(parse("extlint: off").is_err());
    }
}
