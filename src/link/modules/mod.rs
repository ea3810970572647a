//! Modules of a project: their definitions with slots and their init functions. How these initialise: [`crate::link::modules::phases`].

pub mod core;
pub mod extension;
mod gil;
pub mod phases;
pub mod reached;
pub mod slots;
pub mod state;

use crate::capi::hooks;
use crate::capi::struct_roles::{self, Kind};
pub use crate::facts::Isolation;
use crate::facts::{CondId, Expr, ExprId, FileId, FuncId, Linkage, Name, Span, VarId};
use crate::link::{FuncRef, Relations, Units, VarRef, initialiser};

/// A `PyModuleDef` of the project.
#[derive(Clone, Debug)]
pub struct ModuleDef {
    /// Its variable.
    pub var: VarRef,
    /// `m_name` as written.
    pub name: Option<Name>,
    /// The other fields: name (`m_size`, …), value, place.
    pub fields: Vec<(Name, ExprId, Span)>,
    /// Its slots.
    pub slots: Vec<ModuleSlot>,
    /// Whether `slots` holds all of them.
    pub complete: bool,
}

/// One entry of a `PyModuleDef_Slot[]`.
#[derive(Clone, Copy, Debug)]
pub struct ModuleSlot {
    /// `mod_exec`, `mod_multiple_interpreters`, …; the digits of a number that no slot has.
    pub name: Name,
    /// Given by its number instead of its name.
    pub number: Option<i64>,
    /// Its value.
    pub value: ExprId,
    /// The file of the expression.
    pub file: FileId,
    /// The item.
    pub span: Span,
    /// Presence condition, in its file.
    pub cond: CondId,
}

/// A module: an init function `PyInit_…`, or a definition that no init function here returns.
#[derive(Clone, Debug)]
pub struct Module {
    /// The C name behind `PyInit_` or `PyModExport_`.
    pub name: Name,
    /// The init function; the first of several in `#if` branches.
    pub init: FuncRef,
    /// The function is a `PyModExport_…`, which returns slots; then `defs` holds these.
    pub export: bool,
    /// Other definitions of the same function in the same file.
    pub others: Vec<FuncRef>,
    /// Definitions that the file holds.
    pub defs: Vec<ModuleDef>,
}

pub(crate) fn collect(project: &Units) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    for facts in &project.files {
        let mut defs: Option<Vec<ModuleDef>> = None;
        for (i, func) in facts.funcs.iter().enumerate() {
            // `static PyObject *PyInit_fill(PyObject *module)`: import never looks for it.
            let helper = func.linkage == Linkage::Internal && !func.params.is_empty();
            if func.body.is_none() || helper {
                continue;
            }
            let exported = project.exported_name(facts.file, func.name);
            let Some((name, export)) = hook(exported.as_str()) else { continue };
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            let same = |m: &&mut Module| m.init.file == facts.file && m.name == name && m.export == export;
            let found = if export {
                slots::exported(project, at)
            } else {
                let all = defs.get_or_insert_with(|| definitions(project, facts.file));
                own_definitions(project, at, all)
            };
            if let Some(known) = modules.iter_mut().find(same) {
                known.others.push(at);
                let new = |def: &ModuleDef| known.defs.iter().all(|d| d.var != def.var);
                let new: Vec<ModuleDef> = found.into_iter().filter(new).collect();
                known.defs.extend(new);
                continue;
            }
            let defs = found;
            modules.push(Module { name: Name::from(name), init: at, export, others: Vec::new(), defs });
        }
    }
    modules
}

/// The definitions that an init function names, where it names some; else all of its file. One of a branch of `#if`
/// that shuts out the function is none of its own.
fn own_definitions(project: &Units, init: FuncRef, all: &[ModuleDef]) -> Vec<ModuleDef> {
    let facts = project.file(init.file);
    let mut named: Vec<Name> = Vec::new();
    if let Some(body) = project.func(init).body {
        facts.each_body_expr(body, &mut |e| {
            if let Expr::Name(name) = facts.ast.expr(e) {
                named.push(name);
            }
        });
    }
    let with = |d: &&ModuleDef| {
        let place = project.func(init).name_span;
        d.var.file != init.file || project.compiled_together(init.file, project.var(d.var).cond, place)
    };
    let all = all.iter().filter(with);
    let own: Vec<ModuleDef> = all.clone().filter(|d| named.contains(&project.var(d.var).name)).cloned().collect();
    if own.is_empty() { all.cloned().collect() } else { own }
}

fn definitions(project: &Units, file: FileId) -> Vec<ModuleDef> {
    let facts = project.file(file);
    let mut out = Vec::new();
    for (i, var) in facts.vars.iter().enumerate() {
        let (Some(init), Some(Kind::ModuleDef), true) =
            (var.init, struct_roles::kind(var.ty.bare_base()), var.ty.is_value())
        else {
            continue;
        };
        let set = initialiser::fields(project, file, init, initialiser::MODULE_DEF);
        let mut def = ModuleDef {
            var: VarRef { file, id: VarId(i as u32) },
            name: None,
            fields: set.set.iter().map(|f| (f.name, f.value, f.span)).collect(),
            slots: Vec::new(),
            complete: set.complete,
        };
        for field in &set.set {
            match field.name.as_str() {
                "m_name" => {
                    if let Expr::Str(name) = facts.ast.expr(facts.ast.strip_casts(field.value)) {
                        def.name = Some(name);
                    }
                }
                "m_slots" => slots::add(project, file, field.value, &mut def),
                _ => {}
            }
        }
        out.push(def);
    }
    out
}

/// The module's name in the name of a hook, and whether the hook is a `PyModExport_…`.
fn hook(name: &str) -> Option<(&str, bool)> {
    hooks::of(name).map(|hook| (hook.module, hook.export))
}

impl Units {
    /// The name of a function behind `#define init_function PyInit_x`; its own where no macro makes it a module's.
    pub(crate) fn exported_name(&self, file: FileId, name: Name) -> Name {
        let made = self.defines_of(file, name).into_iter().find_map(|(at, define)| {
            let live = !self.file(at).conds.live(define.cond, &self.targets).is_empty();
            let body = define.body.trim();
            (live && define.params.is_none() && hooks::of(body).is_some_and(|h| !h.export && !h.encoded))
                .then(|| Name::from(body))
        });
        made.unwrap_or(name)
    }

    /// What a module's own slots say, the setting left out.
    pub fn module_isolation(&self, module: &Module) -> Isolation {
        let slots = module.defs.iter().flat_map(|d| &d.slots).filter(|s| s.name == "mod_multiple_interpreters");
        for slot in slots {
            let facts = self.file(slot.file);
            if facts.conds.live(slot.cond, &self.targets).is_empty() {
                continue;
            }
            let value = facts.ast.strip_casts(slot.value);
            let said = facts.ast.referred_name(value).map(|n| n.as_str());
            match (said, facts.ast.expr(value)) {
                (Some("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"), _) | (_, Expr::Int(2)) => {
                    return Isolation::PerInterpreterGil;
                }
                (Some("Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED"), _) | (_, Expr::Int(0)) => {
                    return Isolation::Process;
                }
                _ => {}
            }
        }
        Isolation::SubInterpreter
    }
}

impl Relations {
    /// What the modules that a file belongs to say about interpreters; [`Isolation::SubInterpreter`] where they differ.
    ///
    /// The setting `isolation` comes before what modules say.
    pub fn isolation(&self, file: FileId) -> Isolation {
        if let Some(demanded) = self.targets.isolation {
            return demanded;
        }
        let mut said = self.modules_of(file).into_iter().map(|m| self.module_isolation(m));
        let Some(first) = said.next() else { return Isolation::SubInterpreter };
        if said.all(|other| other == first) { first } else { Isolation::SubInterpreter }
    }
}
