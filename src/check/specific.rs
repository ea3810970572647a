//! One place, one advice: where two rules speak of the same code, the more exact one does. Which rules give way to which
//! stands in `rules.toml` (`yields-to`); a finding never gives way to one of a lower level.

use std::collections::{HashMap, HashSet};

use crate::facts::{FileId, Span};
use crate::finding::{Finding, Place, Severity};

/// A place that a more exact rule speaks of.
#[derive(Clone, Copy, Debug)]
struct Told {
    code: &'static str,
    span: Span,
    severity: Severity,
    /// It speaks of all that stands in the place, not of what the place begins with alone.
    whole: bool,
}

/// Takes the places out of findings that more exact findings speak of, and the findings that are left without one.
pub(super) fn speak(findings: Vec<Finding>) -> Vec<Finding> {
    let exact: HashSet<&str> = findings.iter().flat_map(|f| f.rule.yields_to).copied().collect();
    let mut told: HashMap<FileId, Vec<Told>> = HashMap::new();
    for finding in findings.iter().filter(|f| exact.contains(f.rule.code)) {
        let (code, severity, whole) = (finding.rule.code, finding.severity, finding.rule.category == "mutation");
        for (file, span) in finding.all_places() {
            told.entry(file).or_default().push(Told { code, span, severity, whole });
        }
    }
    told.values_mut().for_each(|places| places.sort_by_key(|t| t.span.start));
    findings.into_iter().filter_map(|finding| without_told(finding, &told)).collect()
}

fn without_told(mut finding: Finding, told: &HashMap<FileId, Vec<Told>>) -> Option<Finding> {
    let (rule, severity) = (finding.rule, finding.severity);
    if rule.yields_to.is_empty() || !matches!(finding.place, Place::Source(_)) {
        return Some(finding);
    }
    let covering = |file: FileId, span: Span| {
        let all = told.get(&file).map_or(&[][..], Vec::as_slice);
        let before = &all[..all.partition_point(|t| t.span.start <= span.start)];
        let speaks = |t: &&Told| {
            (t.span.start == span.start || t.whole && t.span.contains(span))
                && t.severity >= severity
                && rule.yields_to.contains(&t.code)
        };
        before.iter().rev().take(NEAR).find(speaks).copied()
    };
    // What a path of references goes through is told where it goes wrong in the more exact way.
    if rule.category == "references"
        && let Place::Source(labels) = &finding.place
    {
        return (!labels.iter().any(|label| covering(label.file, label.span).is_some())).then_some(finding);
    }
    let places = finding.all_places();
    let (gone, left): (Vec<_>, Vec<_>) = places.into_iter().partition(|&(file, span)| covering(file, span).is_some());
    if left.is_empty() {
        return None;
    }
    for (file, span) in gone {
        let Some(told) = covering(file, span) else { continue };
        finding.edits.retain(|edit| edit.file != file || !told.span.contains(edit.span));
        finding.leave_out(file, span);
    }
    Some(finding)
}

/// So many places in front of one are looked at for the expression around it.
const NEAR: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Applicability, Label};
    use crate::rules::find;

    const FILE: FileId = FileId(0);

    fn finding(code: &str, places: &[(u32, u32)]) -> Finding {
        let spans: Vec<(FileId, Span)> = places.iter().map(|&(from, to)| (FILE, Span::new(from, to))).collect();
        let label = Label::new(FILE, spans[0].1, "here");
        Finding::source(find(code).expect("a rule"), "m", label).with_places(&spans[1..], "and here", 2)
    }

    #[test]
    fn the_more_exact_finding_takes_its_place() {
        let general =
            finding("ABI013", &[(10, 20), (40, 50), (70, 80)]).edit(FILE, Span::new(40, 40), "x", Applicability::Safe);
        let left = speak(vec![general, finding("MUT002", &[(40, 60)])]);
        assert_eq!(left.len(), 2);
        let spans: Vec<u32> = left[0].all_places().iter().map(|(_, span)| span.start).collect();
        assert_eq!((spans, left[0].edits.len()), (vec![10, 70], 0));
        let Place::Source(labels) = &left[0].place else { panic!("a source") };
        assert_eq!(labels.iter().map(|l| l.span.start).collect::<Vec<_>>(), [10, 70]);
    }

    #[test]
    fn the_first_place_may_go_and_the_last_takes_the_finding_along() {
        let left = speak(vec![finding("ABI013", &[(40, 50), (70, 80)]), finding("MUT002", &[(40, 60)])]);
        let label = left[0].primary().expect("a label");
        assert_eq!((label.span.start, label.message.as_str()), (70, "here"));
        let left = speak(vec![finding("ABI013", &[(40, 50)]), finding("MUT002", &[(40, 60)])]);
        assert_eq!(left.iter().map(|f| f.rule.code).collect::<Vec<_>>(), ["MUT002"]);
    }

    #[test]
    fn a_path_of_references_gives_way_as_a_whole() {
        let leak = || finding("REF002", &[(90, 95)]).label(FILE, Span::new(40, 50), "taken here");
        let left = speak(vec![leak(), finding("HT015", &[(40, 60)])]);
        assert_eq!(left.iter().map(|f| f.rule.code).collect::<Vec<_>>(), ["HT015"]);
        assert_eq!(speak(vec![leak(), finding("HT015", &[(10, 20)])]).len(), 2);
    }

    #[test]
    fn no_finding_gives_way_to_a_lower_level() {
        let note = finding("MUT002", &[(40, 60)]).severity(Severity::Note);
        assert_eq!(speak(vec![finding("ABI013", &[(40, 50)]), note]).len(), 2);
        // Another rule's finding is none of its business.
        assert_eq!(speak(vec![finding("ABI013", &[(40, 50)]), finding("GC012", &[(40, 60)])]).len(), 2);
    }

    #[test]
    fn what_is_beyond_the_labels_is_counted_anew() {
        let general = finding("ABI013", &[(10, 20), (30, 35), (40, 50), (70, 80), (90, 95)]);
        assert_eq!(general.notes, ["the same at 2 more places"]);
        let left = speak(vec![general, finding("MUT002", &[(40, 60)])]);
        assert_eq!(left[0].notes, ["the same at 1 more place"]);
    }
}
