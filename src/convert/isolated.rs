//! The slot that says that a module supports interpreters with their own GILs, where nothing that was found contradicts it.

use super::definition::Written;
use super::layout::Layout;
use super::refusal::{Refusal, refuse};
use super::{Edits, Plan, Scene, Step, guard};
use crate::facts::{Expr, FileId, Python, Span, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::modules::{Isolation, Module, ModuleDef, ModuleSlot};
use crate::link::{Project, is_slot_end};
use crate::rules::culprits::SharedState;
use crate::rules::{self, Context};

/// The slot exists since.
const SINCE: Python = Python(12);
const CLAIM: &str = "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED";
/// What of these categories is wrong with a module makes the claim untrue.
const CATEGORIES: [&str; 4] = ["isolation", "gc", "heap-types", "module-init"];

/// Makes the edits of this step.
pub(super) fn isolated(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    let is_closed = |file: FileId| !scene.sources.get(file).reported || scene.is_foreign(file);
    let modules = project.modules.iter().filter(|m| !m.export && !is_closed(m.init.file));
    let modules: Vec<&Module> = modules.collect();
    if modules.is_empty() {
        return;
    }
    let findings = rules::run(&Context { project, artifacts: &[] });
    let mut shared = SharedState::new(project);
    for module in modules {
        let at = (module.init.file, project.func(module.init).name_span.start);
        let what = format!("the module `{}`", module.name);
        if project.module_isolation(module) == Isolation::PerInterpreterGil {
            // What it says already may be untrue.
            if let Err(Refusal { at, why }) = contradictions(project, module, &findings, &mut shared) {
                plan.left(scene, Step::Isolated, at, format!("{what}, which says that it is isolated"), why);
            }
            continue;
        }
        match claim(scene, module, &findings, &mut shared) {
            Ok(made) => match edits.join(made) {
                Ok(()) => {
                    let what = format!("`{}` says that it supports interpreters with their own GILs", module.name);
                    let note = "whether libraries that it calls keep a state of their own was not looked at";
                    let done = plan.done(scene, Step::Isolated, at, what);
                    done.notes.push(note.to_owned());
                    done.notes.extend(resting(project, module, &mut shared));
                }
                Err(_) => plan.left(scene, Step::Isolated, at, what, "another edit wants the same lines"),
            },
            Err(Refusal { at, why }) => plan.left(scene, Step::Isolated, at, what, why),
        }
    }
}

fn claim(
    scene: &Scene<'_>,
    module: &Module,
    findings: &[Finding],
    shared: &mut SharedState<'_>,
) -> Result<Edits, Refusal> {
    let project = scene.project;
    let (file, start) = (module.init.file, project.func(module.init).name_span.start);
    if let Some(generator) = &scene.sources.get(file).generator {
        return refuse(file, start, format!("{generator} wrote the file"));
    }
    if !is_several(project, module) {
        return refuse(file, start, "it is not initialised in several phases");
    }
    contradictions(project, module, findings, shared)?;
    let live = |d: &&ModuleDef| !project.live(d.var.file, project.var(d.var).cond).is_empty();
    let mut defs = module.defs.iter().filter(live);
    let (Some(def), None) = (defs.next(), defs.next()) else {
        return refuse(file, start, "it has not one definition that was found");
    };
    let layout = Layout::new(scene.bytes(def.var.file));
    let mut edits = Edits::default();
    let old: Vec<&ModuleSlot> = def.slots.iter().filter(|s| s.name == "mod_multiple_interpreters").collect();
    match old[..] {
        [] => add(scene, def, &layout, &mut edits)?,
        [slot] => {
            let span = project.file(slot.file).ast.expr_span(slot.value);
            if !layout.slice(span).starts_with("Py_MOD_") || slot.file != def.var.file {
                return refuse(slot.file, slot.span.start, "what it says about interpreters was not understood");
            }
            edits.replace(slot.file, span, CLAIM);
        }
        [_, other, ..] => {
            return refuse(other.file, other.span.start, "it says more than once what it says about interpreters");
        }
    }
    Ok(edits)
}

/// Whether a module has several phases on every Python of the project.
pub(super) fn is_several(project: &Project, module: &Module) -> bool {
    project.targets.versions().iter().all(|python: Python| {
        let phases = project.phases(module, python);
        phases.multi && phases.single.is_none() && !phases.unknown
    })
}

/// What is wrong in the files of a module.
pub(super) fn wrong<'f>(files: &[FileId], findings: &'f [Finding]) -> Vec<&'f Finding> {
    let own = |f: &&Finding| {
        let there = f.primary().is_some_and(|at| files.contains(&at.file));
        there && f.severity >= Severity::Warning && CATEGORIES.contains(&f.rule.category)
    };
    findings.iter().filter(own).collect()
}

/// State in the files of a module that nothing the module runs is seen to change.
fn resting(project: &Project, module: &Module, shared: &mut SharedState<'_>) -> Option<String> {
    let versions = VersionSet::range(SINCE, Python(31)).and(project.targets.versions());
    let all = shared.of(project.extension(module), versions);
    let names: Vec<String> = all.iter().take(4).map(|culprit| format!("`{}`", culprit.name)).collect();
    let more = if all.len() > names.len() { " and others" } else { "" };
    (!names.is_empty()).then(|| format!("nothing that it runs is seen to change {}{more}", names.join(", ")))
}

/// What is shared between interpreters, and what is wrong in the files of the module.
fn contradictions(
    project: &Project,
    module: &Module,
    findings: &[Finding],
    shared: &mut SharedState<'_>,
) -> Result<(), Refusal> {
    let files = project.extension(module);
    let versions = VersionSet::range(SINCE, Python(31)).and(project.targets.versions());
    let culprits = shared.run_by(files, versions);
    let more = |count: usize| if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
    if let Some(worst) = culprits.first() {
        let why = format!("it shares state: {}{}", worst.what, more(culprits.len()));
        return refuse(worst.file, worst.span.start, why);
    }
    let wrong = wrong(files, findings);
    match wrong.first().and_then(|f| Some((f, f.primary()?))) {
        Some((first, at)) => {
            let why = format!("{}: {}{}", first.rule.code, first.message, more(wrong.len()));
            refuse(at.file, at.span.start, why)
        }
        None => Ok(()),
    }
}

/// Puts the slot at the end of the array, or writes an array.
fn add(scene: &Scene<'_>, def: &ModuleDef, layout: &Layout<'_>, edits: &mut Edits) -> Result<(), Refusal> {
    let (project, file) = (scene.project, def.var.file);
    let (var, ast) = (project.var(def.var), &project.file(file).ast);
    let written = Written { project, layout, file, def };
    let condition = guard::condition(&project.targets, SINCE, SINCE);
    let guarded = condition.is_some();
    let slot = |indent: &str| {
        let line = format!("{indent}{{Py_mod_multiple_interpreters, {CLAIM}}},\n");
        condition.as_ref().map_or_else(|| line.clone(), |condition| format!("#if {condition}\n{line}#endif\n"))
    };
    let Some(value) = written.value("m_slots")? else {
        let name = format!("{}_slots", var.name);
        let all = Span::new(0, layout.text.len() as u32);
        if layout.names(all, &name) {
            return refuse(file, var.name_span.start, format!("the name `{name}` is taken"));
        }
        let at = layout.above_comments(layout.declaration(var.name_span.start));
        edits.insert(
            file,
            at,
            format!("static PyModuleDef_Slot {name}[] = {{\n{}    {{0, NULL}}\n}};\n\n", slot("    ")),
        );
        let fields = written.set(&[("m_slots", name)])?;
        return edits.join(fields).or_else(|conflict| refuse(file, conflict.span.start, "what would change overlaps"));
    };
    let why = "its slots were not understood";
    let named = ast.referred_name(value).map(|name| project.resolve_var(file, name));
    let Some([array]) = named.as_deref() else { return refuse(file, ast.expr_span(value).start, why) };
    let Some((init, end)) = terminator(project, array.file, project.var(*array).init) else {
        return refuse(file, ast.expr_span(value).start, why);
    };
    if array.file != file {
        return refuse(array.file, init.start, "its slots stand in another file than its definition");
    }
    let line = layout.line_start(end.start);
    if layout.blank(line, end.start) {
        edits.insert(file, line, slot(layout.indent(end.start)));
    } else {
        let text = slot("").trim_end().to_owned();
        edits.insert(file, end.start, if guarded { format!("\n{text}\n") } else { format!("{text} ") });
    }
    Ok(())
}

/// An array of slots, and the item that ends it.
fn terminator(project: &Project, file: FileId, init: Option<crate::facts::ExprId>) -> Option<(Span, Span)> {
    let (ast, init) = (&project.file(file).ast, init?);
    let Expr::List(items) = ast.expr(init) else { return None };
    let &last = ast.exprs(items).last()?;
    is_slot_end(project, file, last).then(|| (ast.expr_span(init), ast.expr_span(last)))
}
