//! FT004: a module that makes a free-threaded build turn the GIL on: it does not say whether it needs it, or says so. Asked
//! of sources where the rule is on, and unasked of files that a tag or a suffix promises to such builds.

use crate::artifact::promise::{Interpreter, loaders};
use crate::capi::roles::{self, Role};
use crate::facts::{Artifact, BinaryFacts, DataModule, Declared, HookKind, Slice, Truth};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::Module;
use crate::link::values::reaches;
use crate::rules::common::binary::{self, BinaryObject};
use crate::rules::common::module_slots::offer;
use crate::rules::common::modules::without_slot;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, FT004};

/// `Py_MOD_GIL_USED`.
const USED: u64 = 0;

const PROMISED: &str = "the tag or suffix says that the file is for free-threaded builds";
const WHY: &str = "a free-threaded build enables the GIL for the whole process when it imports such a module";
const HELP: &str =
    "once the module can run without the GIL, add `{Py_mod_gil, Py_MOD_GIL_NOT_USED}` for Python 3.13 and newer";
const HELP_CALL: &str = "once the module can run without the GIL, call `PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED)` inside `#ifdef Py_GIL_DISABLED`";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    if !reaches(project, FT004.since_python) || project.targets.free_threading == Truth::False {
        return;
    }
    for (module, def) in without_slot(project, "mod_gil") {
        if project.set_gil_calls(module).next().is_none() {
            let var = project.var(def.var);
            let label = Label::new(def.var.file, var.name_span, "no `Py_mod_gil` slot");
            let text = message(module.name.as_str());
            let finding = finding(Finding::source(&FT004, text, label)).symbol(var.name.as_str()).help(HELP);
            // What holds where nothing is said: whether the module is ready nobody but its author knows.
            out.push(offer(project, def, "{Py_mod_gil, Py_MOD_GIL_USED}", FT004.since_python, finding));
        }
    }
    for module in project.modules.iter().filter(|m| project.set_gil_calls(m).next().is_none()) {
        single_phase(project, module, out);
    }
}

fn message(module: &str) -> String {
    format!("module `{module}` does not declare whether it needs the GIL")
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
    let label = Label::new(module.init.file, func.name_span, "no call of `PyUnstable_Module_SetGIL`");
    let text = on_versions(project, message(module.name.as_str()), versions);
    let span = project.file(file).ast.expr_span(call);
    out.push(
        finding(Finding::source(&FT004, text, label))
            .symbol(project.exported_name(module.init.file, func.name).as_str())
            .label(file, span, "created here")
            .help(HELP_CALL),
    );
}

/// Whether the wheel's tag or the file's suffix promises the file to free-threaded builds.
fn is_promised(artifact: &Artifact, binary: &BinaryFacts) -> bool {
    loaders(artifact, binary).iter().any(|i| i.free_threaded() && !matches!(i, Interpreter::Any { .. }))
}

/// Unasked where the file is promised: a warning where nothing is said, a note where the module asks for the GIL.
fn weigh(artifact: &Artifact, binary: &BinaryFacts, found: Finding, absent: bool) -> Finding {
    let found = finding(found);
    if !is_promised(artifact, binary) {
        return found;
    }
    let found = found.note(PROMISED).unasked();
    if absent { found.severity(Severity::Warning) } else { found }
}

/// A definition that has no slot, or one that says that the GIL is used.
fn definition(artifact: &Artifact, found: &BinaryObject<'_, DataModule>) -> Option<Finding> {
    let name = &found.object.name;
    let module = name.rsplit('.').next().unwrap_or("");
    let said = found.object.gil();
    let text = match said {
        Declared::No => message(module),
        Declared::Number(USED) => format!("module `{module}` declares that it needs the GIL"),
        Declared::Number(_) | Declared::Unknown => return None,
    };
    let text = found.finding(&FT004, text, name, found.object.address).help(HELP);
    Some(weigh(artifact, found.binary, text, said == Declared::No))
}

fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    let concerns = |slice: &Slice| {
        let calls = slice.imports.iter().any(|i| roles::is(&i.name, Role::SetGil));
        !calls && slice.recovered.headers().is_some_and(|h| h.free_threaded())
    };
    binary::each_multi_phase(context, FT004.since_python.0, |artifact, found| {
        out.extend(definition(artifact, &found).filter(|_| concerns(found.slice)));
    });
    for artifact in context.artifacts {
        binary::each_of(
            artifact.binaries().iter(),
            |recovered| &recovered.modules,
            |found| {
                // Slots without a definition have no header of a kind of build: here the promise counts.
                if found.has_hook(HookKind::ModExport)
                    && found.object.headers.is_none()
                    && is_promised(artifact, found.binary)
                {
                    out.extend(definition(artifact, &found));
                }
            },
        );
        for binary in artifact.binaries() {
            out.extend(binary.slices.first().filter(|s| concerns(s)).and_then(|s| made_at_once(artifact, binary, s)));
        }
    }
}

/// Single-phase initialization, of the first slice: all are compiled from the same sources.
fn made_at_once(artifact: &Artifact, binary: &BinaryFacts, slice: &Slice) -> Option<Finding> {
    if !slice.is_single_phase() {
        return None;
    }
    let hook = slice.hooks.iter().find(|h| h.exported && h.kind == HookKind::Init)?;
    let found = Finding::binary(&FT004, message(hook.module()), binary.file, binary.member.clone());
    let found = found.symbol(&*hook.name).compiled_from(slice.recovered.line_of(&hook.name));
    Some(weigh(artifact, binary, found.help(HELP_CALL), true))
}
