//! Words about uses of the C API: which Pythons lack something, and what to write there. Uses of one thing in one file are
//! one finding with its places.

use std::collections::BTreeMap;

use crate::capi::names;
use crate::facts::{FileId, Generated, Python, Span, Targets, VersionSet};
use crate::finding::{Finding, Label, RuleMeta};
use crate::link::Project;
use crate::link::api::{FieldUse, NameUse};

/// So many places are shown.
const MAX_PLACES: usize = 4;

/// One use, and the targets on which something is to be said about it.
#[derive(Clone, Copy)]
pub(crate) struct Occurrence {
    pub(crate) file: FileId,
    pub(crate) span: Span,
    pub(crate) at: VersionSet,
}

/// The uses of one thing in one file.
pub(crate) struct Occurrences<T> {
    pub(crate) what: T,
    pub(crate) places: Vec<Occurrence>,
    /// Those of all.
    pub(crate) at: VersionSet,
}

/// Uses with the targets on which something is to be said, by file and by what they use.
pub(crate) fn folded<T: Ord + Copy>(uses: impl Iterator<Item = (T, Occurrence)>) -> Vec<Occurrences<T>> {
    let mut found: BTreeMap<(FileId, T), Vec<Occurrence>> = BTreeMap::new();
    for (what, place) in uses.filter(|(_, place)| !place.at.is_empty()) {
        found.entry((place.file, what)).or_default().push(place);
    }
    let all = |places: &[Occurrence]| places.iter().fold(VersionSet::default(), |set, place| set.or(place.at));
    found.into_iter().map(|((_, what), places)| Occurrences { what, at: all(&places), places }).collect()
}

impl<T> Occurrences<T> {
    /// A finding about them at its rule's level.
    pub(crate) fn finding(&self, rule: &'static RuleMeta, message: String, label: &str) -> Finding {
        let first = &self.places[0];
        let others = self.places.iter().skip(1).filter(|p| p.span != first.span);
        let others: Vec<(FileId, Span)> = others.map(|p| (p.file, p.span)).collect();
        Finding::source(rule, message, Label::new(first.file, first.span, label))
            .with_places(&others, "and here", MAX_PLACES)
    }
}

impl Occurrence {
    /// A use of a name, on some of the targets on which it is certainly live: what hangs on macros that nothing here
    /// defines is not judged.
    pub(crate) fn of_name(used: &NameUse, at: VersionSet) -> Occurrence {
        Occurrence { file: used.file, span: used.span, at: at.and(used.certain) }
    }

    /// A use of a field, likewise.
    pub(crate) fn of_field(used: &FieldUse, at: VersionSet) -> Occurrence {
        Occurrence { file: used.file, span: used.span, at: at.and(used.certain) }
    }
}

/// The targets that lack what the versions of `has` have, though an older one has it.
pub(crate) fn gone(has: u32, targets: &Targets) -> VersionSet {
    let first = has.trailing_zeros();
    let later = if first >= 31 { 0 } else { u32::MAX << first };
    targets.versions().and(VersionSet(later & !has))
}

/// The targets that do not yet have it.
pub(crate) fn not_yet(has: u32, targets: &Targets) -> VersionSet {
    targets.versions().and(VersionSet((1 << has.trailing_zeros().min(31)) - 1))
}

/// The first version without what the versions of `has` have.
pub(crate) fn since(has: u32) -> Python {
    Python(32 - has.leading_zeros().min(32) as u8)
}

/// Whether a tool wrote the file that only knows what Python was when the tool was made.
pub(crate) fn is_generated(project: &Project, file: FileId) -> bool {
    project.facts(file).and_then(|f| f.generated.as_ref()).is_some_and(Generated::is_whole)
}

/// What to write instead, as it fits the targets.
pub(crate) fn instead(what: &str, since: Option<u8>, targets: &Targets) -> String {
    match since.map(Python).filter(|&since| since > targets.min_python) {
        None if what == "nothing" => "take it out".to_owned(),
        None if what == "none" => "nothing public leads to it".to_owned(),
        None if what.starts_with("nothing: ") => format!("take it out: {}", &what["nothing: ".len()..]),
        None => format!("use {what}"),
        Some(since) if names::has_back_port(what) => {
            format!("use {what}, there from Python {since} on; pythoncapi_compat.h has it for older versions")
        }
        Some(since) => format!("use {what}, there from Python {since} on, behind a test of PY_VERSION_HEX"),
    }
}

/// Says on which targets a use is compiled, where those are not all that lack something.
pub(crate) fn only(finding: Finding, at: VersionSet, all: VersionSet, targets: &Targets) -> Finding {
    match at.describe(targets).filter(|_| at != all) {
        Some(part) => finding.note(format!("of those it is compiled {part} alone")),
        None => finding,
    }
}

/// The versions in words behind a message: " (on Python 3.12 and newer)"; nothing for all targets.
pub(crate) fn part(at: VersionSet, targets: &Targets) -> String {
    at.describe(targets).map_or(String::new(), |part| format!(" ({part})"))
}
