//! LIM016: code for both kinds of build asks the preprocessor which one it is.

use crate::capi::limited::ABI3T;
use crate::capi::predefined::WITHOUT_GIL;
use crate::facts::{CondId, FileFacts, Mentions, Name};
use crate::finding::Finding;
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::common::regions;
use crate::rules::{Context, LIM016};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in project.files.iter().filter(|f| project.abi3t(f.file).is_some()) {
        let mut mentions = Mentions::of(&facts.conds);
        let name = Name::from(WITHOUT_GIL);
        let mut regions = regions::inside(facts);
        regions.retain(|region| region.branches.iter().any(|&b| mentions.has(b, name) && decides(facts, b)));
        regions.sort_by_key(|region| region.span.start);
        let at = project.targets.versions();
        let places = regions.into_iter().map(|region| ((), Occurrence { file: facts.file, span: region.span, at }));
        for found in folded(places) {
            let message = format!("`{WITHOUT_GIL}` does not tell a build for abi3t whether there is a GIL");
            let finding = found.finding(&LIM016, message, "always taken to be without the GIL").symbol(WITHOUT_GIL);
            out.push(
                finding
                    .note("one file runs in both kinds of build; the macro is defined for it in any case")
                    .help("write what is right in both, or ask sys._is_gil_enabled() at run time"),
            );
        }
    }
}

/// Whether a branch is compiled for abi3t and hangs on the macro there.
fn decides(facts: &FileFacts, cond: CondId) -> bool {
    let [with, without] = [true, false].map(|defined| facts.conds.live_where(WITHOUT_GIL, defined, cond));
    !facts.conds.live_with(ABI3T, cond).is_empty() && with != without
}
