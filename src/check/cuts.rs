//! Says what analyses did not follow to its end: one note a run for each kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Artifact, BinaryCut, FileId};
use crate::link::{CutKind, Project};
use crate::text::Sources;

pub(super) fn notes(projects: &[Project], sources: &Sources) -> Vec<String> {
    let mut kinds: BTreeMap<CutKind, (u32, FileId, u32)> = BTreeMap::new();
    for (kind, count, file, offset) in projects.iter().flat_map(|p| p.cuts.found()) {
        let known = kinds.entry(kind).or_insert((0, file, offset));
        known.0 = known.0.saturating_add(count);
        (known.1, known.2) = (known.1, known.2).min((file, offset));
    }
    let note = |(kind, (count, file, offset)): (CutKind, (u32, FileId, u32))| {
        let text = sources.get(file);
        let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
        let (what, line) = (kind.as_str(), text.line_of(offset.min(text.bytes.len() as u32)) + 1);
        format!("analysis of {what} cut short {times}, first at {}:{line}; findings may be missing", text.name)
    };
    kinds.into_iter().map(note).collect()
}

/// What was not read to its end in binaries, with the first and the number of those.
pub(super) fn in_binaries(artifacts: &[Artifact], sources: &Sources) -> Vec<String> {
    let mut kinds: BTreeMap<BinaryCut, (String, usize)> = BTreeMap::new();
    for binary in artifacts.iter().flat_map(Artifact::binaries) {
        let cuts: BTreeSet<BinaryCut> = binary.slices.iter().flat_map(|slice| &slice.recovered.cuts).copied().collect();
        for kind in cuts {
            let member = binary.member.as_ref().map(|member| format!("!{member}")).unwrap_or_default();
            let first = || (format!("{}{member}", sources.get(binary.file).name), 0);
            kinds.entry(kind).or_insert_with(first).1 += 1;
        }
    }
    let note = |(kind, (first, count)): (BinaryCut, (String, usize))| {
        format!("{} cut short in {count} binaries, first in {first}: findings may be missing", kind.as_str())
    };
    kinds.into_iter().map(note).collect()
}
