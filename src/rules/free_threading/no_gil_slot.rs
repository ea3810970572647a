//! FT004: a module that does not say whether it needs the GIL. Asked of sources that are to run in free-threaded builds,
//! and of files compiled for one.

use crate::facts::{Declared, HookKind, Slice, Truth};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::Module;
use crate::link::values::reaches;
use crate::rules::common::binary;
use crate::rules::common::modules::without_slot;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, FT004};

const WHY: &str = "a free-threaded build turns the GIL on, for the whole process, when it imports such a module";
const HELP: &str = "once the module is ready to run without the GIL, add {Py_mod_gil, Py_MOD_GIL_NOT_USED} for Python 3.13 \
                    and newer";
const HELP_CALL: &str = "once the module is ready to run without the GIL, call PyUnstable_Module_SetGIL(module, \
                         Py_MOD_GIL_NOT_USED) inside #ifdef Py_GIL_DISABLED";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    if !reaches(project, FT004.since_python) || project.targets.free_threading != Truth::True {
        return;
    }
    for (module, def) in without_slot(project, "mod_gil") {
        if !calls_set_gil(project, module) {
            let var = project.var(def.var);
            let label = Label::new(def.var.file, var.name_span, "no such slot");
            let text = message(module.name.as_str());
            out.push(finding(Finding::source(&FT004, text, label)).symbol(var.name.as_str()).help(HELP));
        }
    }
    for module in project.modules.iter().filter(|m| !calls_set_gil(project, m)) {
        single_phase(project, module, out);
    }
}

fn message(module: &str) -> String {
    format!("module `{module}` does not say whether it needs the GIL")
}

fn finding(finding: Finding) -> Finding {
    finding.severity(Severity::Note).note(WHY)
}

/// A module that its init function creates has no slots: it says it by a call.
fn single_phase(project: &Project, module: &Module, out: &mut Vec<Finding>) {
    let found = project.single_phase(module);
    let versions = found.versions.and(FT004.pythons(&project.targets));
    let (false, Some((file, call))) = (versions.is_empty(), found.call) else { return };
    let func = project.func(module.init);
    let label = Label::new(module.init.file, func.name_span, "no call of PyUnstable_Module_SetGIL");
    let text = on_versions(project, message(module.name.as_str()), versions);
    let span = project.file(file).ast.expr_span(call);
    out.push(
        finding(Finding::source(&FT004, text, label))
            .symbol(project.exported_name(module.init.file, func.name).as_str())
            .label(file, span, "created here")
            .help(HELP_CALL),
    );
}

fn calls_set_gil(project: &Project, module: &Module) -> bool {
    let files = project.extension(module);
    let calls = project.sites.calls_of("PyUnstable_Module_SetGIL").iter();
    calls.filter(|s| project.is_live(s.file, s.expr)).any(|s| files.contains(&s.file))
}

fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    let concerns = |slice: &Slice| {
        let calls = slice.imports.iter().any(|i| i.name == "PyUnstable_Module_SetGIL");
        !calls && slice.recovered.headers().is_some_and(|h| h.free_threaded())
    };
    binary::each_multi_phase(context, FT004.since_python.0, |found| {
        if found.object.gil() == Declared::No && concerns(found.slice) {
            let name = &found.object.name;
            let text = message(name.rsplit('.').next().unwrap_or(""));
            out.push(finding(found.finding(&FT004, text, name, found.object.address)).help(HELP));
        }
    });
    binary::each_slice(context, |binary, slice| {
        let imports = |name: &str| slice.imports.iter().any(|i| i.name == name);
        if !imports("PyModule_Create2") || imports("PyModuleDef_Init") || !concerns(slice) {
            return;
        }
        for hook in slice.hooks.iter().filter(|h| h.exported && h.kind == HookKind::Init) {
            let found = Finding::binary(&FT004, message(hook.module()), binary.file, binary.member.clone());
            let found = found.symbol(&*hook.name).compiled_from(slice.recovered.line_of(&hook.name));
            out.push(finding(found).help(HELP_CALL));
        }
    });
}
