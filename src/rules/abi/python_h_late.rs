//! ABI017: headers of the system before Python.h, which sets macros that they obey.

use crate::capi::{headers, outside};
use crate::facts::{FileFacts, Include};
use crate::finding::{Finding, Label};
use crate::rules::{ABI017, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        let Some(late) = late(facts) else { continue };
        if facts.generated.is_some() || project.live(facts.file, late.cond).is_empty() {
            continue;
        }
        let label = Label::new(facts.file, late.span, "comes first");
        let finding = Finding::source(&ABI017, format!("`{}` is included before Python.h", late.path), label);
        let finding = finding.symbol(late.path.as_str());
        out.push(
            finding
                .note("Python.h sets macros that decide what headers of the system declare, _POSIX_C_SOURCE among them")
                .help("include Python.h first"),
        );
    }
}

/// The first header of C that stands unconditionally before Python.h.
fn late(facts: &FileFacts) -> Option<&Include> {
    let always = |include: &&Include| facts.conds.settled(include.cond) == Some(true);
    let python = facts.includes.iter().filter(always).position(|i| headers::is_python_h(&i.path))?;
    // Another header of the project may bring Python.h in before.
    let before: Vec<&Include> = facts.includes.iter().filter(always).take(python).collect();
    if before.iter().any(|i| !i.system) {
        return None;
    }
    before.into_iter().find(|i| outside::is_of_c(&i.path))
}
