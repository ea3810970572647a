//! Modules of a project: their definitions with slots and their init functions. How these initialise: [`super::phases`].

use super::fields::{self, FieldInit};
use super::{FuncRef, Project, VarRef, binding};
use crate::facts::{CondId, Expr, ExprId, FileId, FuncId, Name, Span, VarId};

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
    /// `mod_exec`, `mod_multiple_interpreters`, …
    pub name: Name,
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
    /// The C name behind `PyInit_`.
    pub name: Name,
    /// The init function; the first of several in `#if` branches.
    pub init: FuncRef,
    /// Other definitions of the same function in the same file.
    pub others: Vec<FuncRef>,
    /// Definitions that the file holds.
    pub defs: Vec<ModuleDef>,
}

/// Which interpreters a module says that it supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// The main interpreter only.
    Process,
    /// Several interpreters under one GIL, or nothing said.
    SubInterpreter,
    /// Interpreters with an own GIL.
    PerInterpreterGil,
}

pub(crate) fn collect(project: &Project) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    for facts in &project.files {
        let mut defs: Option<Vec<ModuleDef>> = None;
        for (i, func) in facts.funcs.iter().enumerate() {
            if func.body.is_none() {
                continue;
            }
            let exported = project.exported_name(facts.file, func.name);
            let name = exported.strip_prefix("PyInit_").or_else(|| exported.strip_prefix("PyInitU_"));
            let Some(name) = name else { continue };
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            if let Some(known) = modules.iter_mut().find(|m| m.init.file == facts.file && m.name == name) {
                known.others.push(at);
                continue;
            }
            let defs = defs.get_or_insert_with(|| definitions(project, facts.file)).clone();
            modules.push(Module { name: Name::from(name), init: at, others: Vec::new(), defs });
        }
    }
    modules
}

fn definitions(project: &Project, file: FileId) -> Vec<ModuleDef> {
    let facts = project.file(file);
    let mut out = Vec::new();
    for (i, var) in facts.vars.iter().enumerate() {
        let (Some(init), "PyModuleDef", true) = (var.init, var.ty.bare_base(), var.ty.is_value()) else { continue };
        let set = fields::fields(project, file, init, fields::MODULE_DEF);
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
                "m_slots" => add_slots(project, file, field, &mut def),
                _ => {}
            }
        }
        out.push(def);
    }
    out
}

fn add_slots(project: &Project, file: FileId, field: &FieldInit, def: &mut ModuleDef) {
    let ast = &project.file(file).ast;
    if let Expr::Int(0) = ast.expr(ast.strip_casts(field.value)) {
        return;
    }
    let Some(name) = ast.referred_name(field.value).filter(|n| n != "NULL") else { return };
    let found = binding::variables(project, file, None, name);
    def.complete &= !found.is_empty();
    for at in found {
        let facts = project.file(at.file);
        let Some(init) = project.var(at).init else { continue };
        let Expr::List(items) = facts.ast.expr(init) else { continue };
        for &item in facts.ast.exprs(items) {
            let set = fields::fields(project, at.file, item, fields::SLOT);
            let (Some(slot), Some(value)) = (set.get("slot"), set.get("value")) else {
                def.complete &= set.complete;
                continue;
            };
            let span = facts.ast.expr_span(item);
            match facts.ast.referred_name(slot.value).and_then(|n| n.strip_prefix("Py_").map(Name::from)) {
                Some(name) => def.slots.push(ModuleSlot {
                    name,
                    value: value.value,
                    file: at.file,
                    span,
                    cond: facts.conds.at_span(span),
                }),
                None => def.complete &= matches!(facts.ast.expr(slot.value), Expr::Int(0)),
            }
        }
    }
}

impl Project {
    /// The name of a function behind `#define init_function PyInit_x`; its own where no macro makes it a module's.
    pub(crate) fn exported_name(&self, file: FileId, name: Name) -> Name {
        let made = self.defines_of(file, name).into_iter().find_map(|(at, define)| {
            let live = !self.file(at).conds.live(define.cond, &self.targets).is_empty();
            let body = define.body.trim();
            (live && define.params.is_none() && body.starts_with("PyInit_")).then(|| Name::from(body))
        });
        made.unwrap_or(name)
    }

    /// What the modules that a file belongs to say about interpreters; [`Isolation::SubInterpreter`] where they differ.
    pub fn isolation(&self, file: FileId) -> Isolation {
        let unit = self.unit(file);
        let near: Vec<&Module> = self.modules.iter().filter(|m| unit.contains(&m.init.file)).collect();
        let of = if near.is_empty() { self.modules.iter().collect() } else { near };
        let mut said = of.iter().map(|m| self.module_isolation(m));
        let Some(first) = said.next() else { return Isolation::SubInterpreter };
        if said.all(|other| other == first) { first } else { Isolation::SubInterpreter }
    }

    fn module_isolation(&self, module: &Module) -> Isolation {
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
