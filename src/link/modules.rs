//! Modules of a project: their definitions with slots, their init functions, and how these initialise on each Python.

use super::fields::{self, FieldInit};
use super::{FuncRef, Local, Project, VarRef, binding, macro_text, presence};
use crate::facts::{CondId, Expr, ExprId, FileId, FuncId, Name, Python, Span, Stmt, Truth, VarId, VersionSet};

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

/// How an init function initialises on one Python.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// It may return a module that it created itself: the call.
    pub single: Option<(FileId, ExprId)>,
    /// It may return `PyModuleDef_Init(…)`.
    pub multi: bool,
    /// It may return something that was not followed.
    pub unknown: bool,
    /// It may return what a method of a C++ object gives: `m.borrow()`.
    pub wrapped: bool,
}

/// On which Pythons a module initialises in a single phase.
#[derive(Clone, Copy, Debug, Default)]
pub struct SinglePhase {
    /// The Pythons.
    pub versions: VersionSet,
    /// The call that creates the module.
    pub call: Option<(FileId, ExprId)>,
    /// The call stands in the class of the object returned, as far as that is known.
    pub likely: bool,
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
            let name = func.name.strip_prefix("PyInit_").or_else(|| func.name.strip_prefix("PyInitU_"));
            let (Some(name), true) = (name, func.body.is_some()) else { continue };
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
    /// How a module's init function initialises on `python`, all its definitions taken together.
    pub fn phases(&self, module: &Module, python: Python) -> Phases {
        let mut phases = Phases::default();
        for &init in std::iter::once(&module.init).chain(&module.others) {
            let facts = self.file(init.file);
            if facts.conds.truth(self.func(init).cond, python) != Truth::False {
                self.returned(init, python, &mut Vec::new(), &mut phases);
            }
        }
        phases
    }

    fn returned(&self, at: FuncRef, python: Python, stack: &mut Vec<FuncRef>, phases: &mut Phases) {
        let func = self.func(at);
        let Some(body) = func.body else { return };
        if stack.len() > 4 || stack.contains(&at) {
            phases.unknown = true;
            return;
        }
        stack.push(at);
        let facts = self.file(at.file);
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Return(Some(value)) = facts.ast.stmt(stmt)
                && presence::truth_at(self, at.file, facts.ast.stmt_span(stmt), func.cond, python) != Truth::False
            {
                self.value_phase(at, value, python, stack, phases, 0);
            }
        });
        stack.pop();
    }

    fn value_phase(
        &self,
        at: FuncRef,
        value: ExprId,
        python: Python,
        stack: &mut Vec<FuncRef>,
        phases: &mut Phases,
        depth: u32,
    ) {
        let facts = self.file(at.file);
        let ast = &facts.ast;
        let value = ast.strip_casts(value);
        if depth > 8 {
            phases.unknown = true;
            return;
        }
        match ast.expr(value) {
            Expr::Int(_) => {}
            Expr::Conditional { then, other, .. } => {
                self.value_phase(at, then, python, stack, phases, depth + 1);
                self.value_phase(at, other, python, stack, phases, depth + 1);
            }
            Expr::Comma { right: inner, .. } | Expr::Assign { op: None, value: inner, .. } => {
                self.value_phase(at, inner, python, stack, phases, depth + 1);
            }
            Expr::Name(name) if name == "NULL" || name == "nullptr" => {}
            Expr::Name(name) => self.variable_phase(at, name, python, stack, phases, depth),
            Expr::Member { field, .. } => self.variable_phase(at, field, python, stack, phases, depth),
            Expr::Call { args, .. } => {
                let Some(callee) = ast.callee_name(value) else {
                    phases.unknown = true;
                    phases.wrapped |= matches!(ast.expr(value), Expr::Call { callee, .. }
                        if matches!(ast.expr(callee), Expr::Member { .. }));
                    return;
                };
                self.call_phase(at, value, callee, ast.exprs(args), python, stack, phases, depth);
            }
            _ => phases.unknown = true,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn call_phase(
        &self,
        at: FuncRef,
        call: ExprId,
        callee: Name,
        args: &[ExprId],
        python: Python,
        stack: &mut Vec<FuncRef>,
        phases: &mut Phases,
        depth: u32,
    ) {
        match creates(callee.as_str()) {
            Some(true) => {
                phases.single.get_or_insert((at.file, call));
                return;
            }
            Some(false) => {
                phases.multi = true;
                return;
            }
            None => {}
        }
        if callee.as_str().ends_with("NewRef") && args.len() == 1 {
            return self.value_phase(at, args[0], python, stack, phases, depth + 1);
        }
        let found = self.resolve_func(at.file, callee);
        if !found.is_empty() {
            for func in found {
                let facts = self.file(func.file);
                if facts.conds.truth(self.func(func).cond, python) != Truth::False {
                    self.returned(func, python, stack, phases);
                }
            }
            return;
        }
        let mut known = false;
        for (file, define) in self.defines_of(at.file, callee) {
            if self.file(file).conds.truth(define.cond, python) == Truth::False {
                continue;
            }
            for word in macro_text::words(self, file, define) {
                match creates(word.as_str()) {
                    Some(true) => {
                        phases.single.get_or_insert((at.file, call));
                        known = true;
                    }
                    Some(false) => {
                        phases.multi = true;
                        known = true;
                    }
                    None => {}
                }
            }
        }
        phases.unknown |= !known;
    }

    /// Every value that a variable is given: in the function, for a C global in its file.
    fn variable_phase(
        &self,
        at: FuncRef,
        name: Name,
        python: Python,
        stack: &mut Vec<FuncRef>,
        phases: &mut Phases,
        depth: u32,
    ) {
        let local = self.local(at, name);
        if let Some(Local::Param(_)) = local {
            phases.unknown = true;
            return;
        }
        let sites: Vec<_> =
            self.sites.assignments_to(name).iter().filter(|a| a.file == at.file && a.op.is_none()).collect();
        let here: Vec<_> = sites.iter().copied().filter(|a| a.func == Some(at.id)).collect();
        let sites = if here.is_empty() && local.is_none() { sites } else { here };
        if sites.is_empty() {
            phases.unknown = true;
        }
        let facts = self.file(at.file);
        for site in sites {
            let span = facts.ast.expr_span(site.value);
            let inside = site.func.map_or(at, |id| FuncRef { file: at.file, id });
            if presence::truth_at(self, at.file, span, self.func(inside).cond, python) != Truth::False {
                self.value_phase(inside, site.value, python, stack, phases, depth + 1);
            }
        }
    }

    /// The Pythons on which a module initialises in a single phase, and the call that creates it.
    pub fn single_phase(&self, module: &Module) -> SinglePhase {
        let mut found = SinglePhase::default();
        for python in self.targets.versions().iter() {
            let mut phases = self.phases(module, python);
            if phases.wrapped && phases.single.is_none() && !phases.multi {
                phases.single = self.created_in_unit(module.init.file, python);
                found.likely |= phases.single.is_some();
            }
            // A multi-phase return that is live as well: a configuration open to us decides.
            if let (Some(at), false) = (phases.single, phases.multi) {
                found.versions = found.versions.or(VersionSet::range(python, python));
                found.call.get_or_insert(at);
            }
        }
        found
    }

    /// The call that creates a module in a unit that nowhere speaks of `PyModuleDef_Init`.
    fn created_in_unit(&self, file: FileId, python: Python) -> Option<(FileId, ExprId)> {
        let unit = self.unit(file);
        let near = |name: &'static str| self.sites.calls_of(name).iter().filter(|s| unit.contains(&s.file));
        let spoken = near("PyModuleDef_Init").next().is_some()
            || unit.iter().any(|f| self.file(*f).defines.iter().any(|d| d.body.contains("PyModuleDef_Init")));
        if spoken {
            return None;
        }
        let mut calls = near("PyModule_Create").chain(near("PyModule_Create2"));
        let live = calls.find(|s| {
            let facts = self.file(s.file);
            facts.conds.truth(facts.conds.at_span(facts.ast.expr_span(s.expr)), python) != Truth::False
        });
        live.map(|s| (s.file, s.expr))
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

/// Whether a function of CPython creates a module in one phase (true) or hands on its definition (false).
fn creates(name: &str) -> Option<bool> {
    match name {
        "PyModule_Create"
        | "PyModule_Create2"
        | "PyModule_New"
        | "PyModule_NewObject"
        | "Py_InitModule"
        | "Py_InitModule3"
        | "Py_InitModule4"
        | "_PyModule_CreateInitialized" => Some(true),
        "PyModuleDef_Init" => Some(false),
        _ => None,
    }
}
