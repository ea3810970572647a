//! INIT005: a module with multi-phase initialization that does not say which interpreters it supports.

use crate::facts::Declared;
use crate::finding::{Finding, Label, Severity};
use crate::link::values::reaches;
use crate::rules::common::binary;
use crate::rules::common::culprits::SharedState;
use crate::rules::common::module_slots::offer;
use crate::rules::common::modules::without_slot;
use crate::rules::{Context, INIT005};

const WHY: &str = "without the slot, the module is taken to need the main interpreter's GIL: an interpreter with its own GIL cannot import it";

const SAID: &str = "{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    if !reaches(project, INIT005.since_python) {
        return;
    }
    let versions = INIT005.pythons(&project.targets);
    let mut shared = SharedState::new(project);
    for (module, def) in without_slot(project, "mod_multiple_interpreters") {
        let value = if shared.of(project.extension(module), versions).is_empty() {
            "`Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` once you are sure that it shares no state (none was found)"
        } else {
            "`Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED`, or `Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED` while it keeps state in C globals"
        };
        let message = format!("module `{}` does not declare whether it supports multiple interpreters", module.name);
        let var = project.var(def.var);
        let finding = Finding::source(
            &INIT005,
            message,
            Label::new(def.var.file, var.name_span, "no `Py_mod_multiple_interpreters` slot"),
        )
        .symbol(var.name.as_str())
        .severity(Severity::Note)
        .note(WHY)
        .help(format!("add `{{Py_mod_multiple_interpreters, …}}` for Python 3.12 and newer, with {value}"));
        // What holds where nothing is said: the edit changes nothing but the saying.
        out.push(offer(project, def, SAID, INIT005.since_python, finding));
    }
}

fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each_multi_phase(context, INIT005.since_python.0, |_, found| {
        if found.object.multiple_interpreters() != Declared::No {
            return;
        }
        let name = found.object.name.rsplit('.').next().unwrap_or("");
        let message = format!("module `{name}` does not declare whether it supports multiple interpreters");
        let finding = found.finding(&INIT005, message, &found.object.name, found.object.address);
        out.push(
            finding
                .severity(Severity::Note)
                .note(WHY)
                .help("add `{Py_mod_multiple_interpreters, …}` for Python 3.12 and newer"),
        );
    });
}
