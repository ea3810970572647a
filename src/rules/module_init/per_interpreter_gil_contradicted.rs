//! INIT006 and INIT008: what a module says about interpreters, against what its files share between them.

use crate::facts::{Declared, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::modules::Isolation;
use crate::link::values::{reaches, slots};
use crate::rules::common::binary;
use crate::rules::common::culprits::{SharedState, label};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, INIT006, INIT008};

const WHY: &str = "interpreters with their own GILs can run this code at the same time, and no lock protects it";
const HELP: &str = "move the state to module state, or declare `Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED`";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    if !reaches(project, INIT006.since_python) {
        return;
    }
    let mut shared = SharedState::new(project);
    for module in &project.modules {
        let said = project.module_isolation(module);
        let slot = module.defs.iter().find_map(|def| slots(project, def, "mod_multiple_interpreters").next());
        let Some(slot) = slot else { continue };
        let versions = project.live(slot.file, slot.cond).and(INIT006.pythons(&project.targets));
        // That nothing is shared has to hold for all that stands there; what contradicts a claim has to run.
        let files = project.built_files(module);
        let culprits = match said {
            Isolation::PerInterpreterGil => shared.run_by(&files, versions),
            _ => shared.of(project.extension(module), versions),
        };
        match (said, culprits.first()) {
            (Isolation::PerInterpreterGil, Some(worst)) => {
                let verb = if worst.call { "calls" } else { "shares" };
                let message = format!("claims per-interpreter GIL support but {verb} `{}`", worst.name);
                // The claim is read from 3.12 on: only less than that is a part worth naming.
                let there = culprits.iter().fold(VersionSet::default(), |all, c| all.or(c.versions));
                let message = match there == versions {
                    true => message,
                    false => on_versions(project, message, there),
                };
                let primary = Label::new(slot.file, slot.span, "nothing checks this claim at run time");
                let finding =
                    Finding::source(&INIT006, message, primary).symbol(module.name.as_str()).note(WHY).help(HELP);
                let finding = label(finding, &culprits);
                out.push(if worst.certain {
                    finding
                } else if let Some(only_where) = project.only_where(worst.file, worst.span) {
                    finding.likely(format!("`{}` exists {only_where}", worst.name))
                } else if worst.call {
                    finding.likely(
                        "in a thread of another interpreter, code may run in the wrong interpreter or wait for it",
                    )
                } else {
                    finding
                        .likely("what is shared is set only by the import, or through a pointer that was not followed")
                });
            }
            (Isolation::Process, None) if !project.extension(module).is_empty() => {
                let primary = Label::new(slot.file, slot.span, "declares that only the main interpreter may import it");
                let finding = Finding::source(&INIT008, "declines sub-interpreters, but no shared state was found", primary)
                    .symbol(module.name.as_str())
                    .severity(crate::finding::Severity::Note)
                    .help(
                        "check whether libraries that it calls have state of their own; if not, declare `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`",
                    );
                out.push(finding);
            }
            _ => {}
        }
    }
}

/// Compiled modules that make the claim and hold static types; other state of theirs is not known.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each_multi_phase(context, INIT006.since_python.0, |_, found| {
        let Some(object) = found.slice.recovered.types.first() else { return };
        if found.object.multiple_interpreters() != Declared::Number(2) {
            return;
        }
        let shared = found.slice.recovered.symbol_at(object.address).unwrap_or(&object.name);
        let message = format!("claims per-interpreter GIL support but shares `{shared}`");
        let name = found.object.name.rsplit('.').next().unwrap_or("");
        let finding = found.finding(&INIT006, message, name, found.object.address).symbol(name);
        out.push(finding.note(WHY).help(HELP));
    });
}
