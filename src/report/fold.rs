//! What the human formats show: findings in generated files, and many of one rule in a compiled file or a wheel, folded
//! into one a rule and file; those that say the same of several places of a file, folded into one.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::summary::{AsideLine, aside_lines};
use crate::{
    check::Outcome,
    facts::FileId,
    finding::{Finding, Place, Severity},
    text::Sources,
};

/// Names of other objects that a summary lists.
const NAMED: usize = 8;
/// From so many findings on that say the same of one file they are one.
const ALIKE: usize = 3;

/// What is shown, and how many findings are not shown one by one.
pub(super) struct Folded<'a> {
    /// In the order of the findings.
    pub findings: Vec<Cow<'a, Finding>>,
    /// Findings that another one stands for.
    pub summarised: usize,
    /// Findings that stand aside.
    pub folded: usize,
    /// The lines for them.
    pub aside: Vec<AsideLine>,
}

/// Folds the findings that are marked so.
pub(super) fn fold(outcome: &Outcome) -> Folded<'_> {
    let (findings, sources) = (&outcome.findings, &outcome.sources);
    let told = || findings.iter().filter(|f| f.aside.is_none());
    let mut groups: HashMap<Group<'_>, Vec<&Finding>> = HashMap::new();
    for finding in told().filter(|f| f.summarised) {
        groups.entry(group(finding)).or_default().push(finding);
    }
    let mut alike: HashMap<Same<'_>, Vec<&Finding>> = HashMap::new();
    for finding in told() {
        same(finding).into_iter().for_each(|key| alike.entry(key).or_default().push(finding));
    }
    alike.retain(|_, group| group.len() >= ALIKE);
    let folded = findings.len() - told().count();
    let mut folded = Folded { findings: Vec::new(), summarised: 0, folded, aside: aside_lines(outcome) };
    for finding in told() {
        if let Some(group) = same(finding).and_then(|key| alike.get(&key)) {
            if std::ptr::eq(group[0], finding) {
                folded.summarised += group.len() - 1;
                folded.findings.push(Cow::Owned(of_places(group, sources)));
            }
        } else if !finding.summarised {
            folded.findings.push(if finding.copies > 0 {
                Cow::Owned(of_copies(finding))
            } else {
                Cow::Borrowed(finding)
            });
        } else if let Some(found) = groups.remove(&group(finding)) {
            folded.summarised += found.len() - 1;
            folded.findings.push(Cow::Owned(summary(&found, sources)));
        }
    }
    folded
}

/// The finding that stands for those in other files of its name.
fn of_copies(finding: &Finding) -> Finding {
    let mut finding = finding.clone();
    finding.message = format!("{} (in {} files)", finding.message, finding.copies);
    finding
}

/// What findings that say the same of one file have in common: rule, file, level, name and message.
type Same<'a> = (&'a str, FileId, Severity, &'a str, &'a str);

/// None for a finding that is shown by itself: the edits of one would look like the cure of all.
fn same(finding: &Finding) -> Option<Same<'_>> {
    let whole = finding.summarised || finding.copies > 0 || !finding.edits.is_empty();
    let symbol = finding.symbol.as_deref().filter(|_| !whole && matches!(finding.place, Place::Source(_)))?;
    Some((finding.rule.code, finding.file(), finding.severity, symbol, &finding.message))
}

/// The finding that stands for those in other places of its file.
fn of_places(group: &[&Finding], sources: &Sources) -> Finding {
    let mut finding = group[0].clone();
    let funcs: HashSet<&str> = group.iter().filter_map(|f| f.within.as_deref()).collect();
    finding.message = match funcs.len() {
        count if count == group.len() => format!("{} (in {count} functions)", finding.message),
        _ => format!("{} ({} times)", finding.message, group.len()),
    };
    let text = sources.get(finding.file());
    let line = |f: &&Finding| f.primary().map(|label| text.position(label.span.start).line.to_string());
    let lines: Vec<String> = group.iter().skip(1).filter_map(line).collect();
    let more = lines.len().saturating_sub(NAMED);
    let shown = lines[..lines.len() - more].join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    finding.notes.push(format!("the same at line {shown}{more}"));
    finding
}

/// What the findings of one group have in common: the rule, the file, and in compiled files the level.
type Group<'a> = (&'a str, FileId, Option<Severity>);

fn group(finding: &Finding) -> Group<'_> {
    let level = matches!(finding.place, Place::Binary { .. }).then_some(finding.severity);
    (finding.rule.code, finding.file(), level)
}

/// One finding for several of a rule in a file: the first, at the highest level of all.
fn summary(group: &[&Finding], sources: &Sources) -> Finding {
    let mut finding = group[0].clone();
    let generator = sources.get(finding.file()).generator.as_deref();
    let place = generator.map_or_else(|| files(group), |by| format!("code generated by {by}"));
    if group.len() == 1 {
        finding.notes.push(format!("in {place}"));
        return finding;
    }
    finding.message = format!("{} findings in {place}; the first: {}", group.len(), finding.message);
    finding.severity = group.iter().map(|f| f.severity).max().unwrap_or(finding.severity);
    if let Place::Source(labels) = &mut finding.place {
        labels.truncate(1);
    }
    finding.notes.extend(others(group));
    finding.notes.push("`--output-format json` and `json-lines` list all of them".to_owned());
    // The edit of one would look like the cure of all.
    finding.edits.clear();
    finding
}

/// The compiled files that findings are in.
fn files(group: &[&Finding]) -> String {
    let member = |finding: &&Finding| match &finding.place {
        Place::Binary { member, .. } => member.clone(),
        Place::Source(_) => None,
    };
    match group.iter().map(member).collect::<HashSet<_>>().len() {
        1 => "this file".to_owned(),
        count => format!("{count} files of this wheel"),
    }
}

/// The names of what the other findings in compiled files are about.
fn others(group: &[&Finding]) -> Option<String> {
    let compiled = group.iter().skip(1).filter(|f| matches!(f.place, Place::Binary { .. }));
    let mut seen: HashSet<&str> = group[0].symbol.as_deref().into_iter().collect();
    let names: Vec<&str> = compiled.filter_map(|f| f.symbol.as_deref()).filter(|name| seen.insert(name)).collect();
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("also {}{more}", shown.join(", ")))
}
