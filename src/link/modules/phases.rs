//! How an init function initialises its module on each Python: by its return values, through locals and helpers.

use rustc_hash::FxHashSet;

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, Name, Python, Stmt, Truth, VersionSet};
use crate::link::macros::tokens::{Token, mentions, tokens};
use crate::link::macros::words;
use crate::link::modules::Module;
use crate::link::{CutKind, FuncRef, Local, Units, presence};

/// So many functions are followed from one.
const MAX_FUNCS: usize = 64;

/// What was looked at for one init function on one Python, and what waits for it.
#[derive(Default)]
struct Seen {
    funcs: Vec<FuncRef>,
    values: FxHashSet<(FuncRef, ExprId)>,
    variables: FxHashSet<(FuncRef, Name)>,
    open: Vec<(FuncRef, ExprId)>,
    /// The calls that were followed: the function, the place and the argument list.
    calls: Vec<(FuncRef, FuncRef, ExprId)>,
    /// Parameters that functions return.
    params: Vec<(FuncRef, usize)>,
}

impl Seen {
    /// What is handed over in a call is returned where a parameter is.
    fn hand_over(&mut self, project: &Units, (at, call): (FuncRef, ExprId), param: usize) {
        let ast = &project.file(at.file).ast;
        if let Expr::Call { args, .. } = ast.expr(call) {
            self.open.extend(ast.exprs(args).get(param).map(|&arg| (at, arg)));
        }
    }
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

impl Units {
    /// How a module's init function initialises on `python`, all its definitions taken together.
    pub fn phases(&self, module: &Module, python: Python) -> Phases {
        let mut phases = Phases::default();
        for &init in std::iter::once(&module.init).chain(&module.others) {
            let facts = self.file(init.file);
            if facts.conds.truth(self.func(init).cond, python) != Truth::False {
                self.returned(init, python, &mut Seen::default(), &mut phases);
            }
        }
        phases
    }

    fn returned(&self, at: FuncRef, python: Python, seen: &mut Seen, phases: &mut Phases) {
        let func = self.func(at);
        let Some(body) = func.body else { return };
        // What it returns is known already; a function that returns its own result gives nothing more.
        if seen.funcs.contains(&at) {
            return;
        }
        if seen.funcs.len() >= MAX_FUNCS {
            self.cuts.add(CutKind::Calls, at.file, func.name_span);
            phases.unknown = true;
            return;
        }
        seen.funcs.push(at);
        let facts = self.file(at.file);
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Return(Some(value)) = facts.ast.stmt(stmt)
                && presence::truth_at(self, at.file, facts.ast.stmt_span(stmt), func.cond, python) != Truth::False
            {
                self.value_phase(at, value, python, seen, phases);
            }
        });
    }

    fn value_phase(&self, at: FuncRef, value: ExprId, python: Python, seen: &mut Seen, phases: &mut Phases) {
        // What stands in a value waits its turn: values are given each other in chains and circles.
        seen.open.push((at, value));
        while let Some((at, value)) = seen.open.pop() {
            let facts = self.file(at.file);
            let ast = &facts.ast;
            let value = ast.strip_casts(value);
            if !seen.values.insert((at, value)) {
                continue;
            }
            match ast.expr(value) {
                Expr::Int(_) => {}
                Expr::Conditional { then, other, .. } => seen.open.extend([(at, other), (at, then)]),
                Expr::Comma { right: inner, .. } | Expr::Assign { op: None, value: inner, .. } => {
                    seen.open.push((at, inner));
                }
                Expr::Name(name) if name == "NULL" || name == "nullptr" => {}
                Expr::Name(name) => self.variable_phase(at, name, python, seen, phases),
                Expr::Member { field, .. } => self.variable_phase(at, field, python, seen, phases),
                Expr::Call { args, .. } => {
                    let Some(callee) = ast.callee_name(value) else {
                        phases.unknown = true;
                        phases.wrapped |= matches!(ast.expr(value), Expr::Call { callee, .. }
                            if matches!(ast.expr(callee), Expr::Member { .. }));
                        continue;
                    };
                    self.call_phase(at, value, callee, ast.exprs(args), python, seen, phases);
                }
                _ => phases.unknown = true,
            }
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
        seen: &mut Seen,
        phases: &mut Phases,
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
            seen.open.push((at, args[0]));
            return;
        }
        let found = self.resolve_func(at.file, callee);
        if !found.is_empty() {
            for func in found {
                let facts = self.file(func.file);
                if facts.conds.truth(self.func(func).cond, python) != Truth::False {
                    for param in seen.params.iter().filter(|(f, _)| *f == func).map(|(_, i)| *i).collect::<Vec<_>>() {
                        seen.hand_over(self, (at, call), param);
                    }
                    seen.calls.push((func, at, call));
                    self.returned(func, python, seen, phases);
                }
            }
            return;
        }
        let mut known = false;
        let handed = self.handed_on(at.file, callee, python);
        if !handed.is_empty() {
            seen.open.extend(handed.into_iter().rev().filter_map(|i| Some((at, *args.get(i)?))));
            return;
        }
        for (file, define) in self.defines_of(at.file, callee) {
            if self.file(file).conds.truth(define.cond, python) == Truth::False {
                continue;
            }
            for word in words::words(self, file, define) {
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

    /// The parameters that a macro stands for: `#define MOD_OK(module) (module)` its first.
    fn handed_on(&self, file: FileId, name: Name, python: Python) -> Vec<usize> {
        let mut out = Vec::new();
        for (at, define) in self.defines_of(file, name) {
            let Some(params) = &define.params else { continue };
            if self.file(at).conds.truth(define.cond, python) == Truth::False {
                continue;
            }
            // Only parentheses, casts and a pointer's star may stand around it.
            let plain = |token: &Token<'_>| match token {
                Token::Word(word) => params.iter().any(|p| *p == *word) || *word == "PyObject" || *word == "return",
                Token::Sign(sign) => matches!(*sign, "(" | ")" | "*" | ";"),
                _ => false,
            };
            let tokens = tokens(&define.body);
            if tokens.iter().all(plain) {
                out.extend((0..params.len()).filter(|&i| tokens.contains(&Token::Word(params[i].as_str()))));
            }
        }
        out
    }

    /// Every value that a variable is given: in the function, for a C global in its file.
    fn variable_phase(&self, at: FuncRef, name: Name, python: Python, seen: &mut Seen, phases: &mut Phases) {
        if !seen.variables.insert((at, name)) {
            return;
        }
        let local = self.local(at, name);
        if let Some(Local::Param(param)) = local {
            let calls: Vec<_> = seen.calls.iter().filter(|(func, ..)| *func == at).map(|c| (c.1, c.2)).collect();
            phases.unknown |= calls.is_empty();
            seen.params.push((at, param));
            calls.into_iter().for_each(|call| seen.hand_over(self, call, param));
            // What it is given in the function counts as well.
        }
        let sites: Vec<_> = self.sites.assignments_of_in(at.file, name).iter().filter(|a| a.op.is_none()).collect();
        let here: Vec<_> = sites.iter().copied().filter(|a| a.func == Some(at.id)).collect();
        let sites = if here.is_empty() && local.is_none() { sites } else { here };
        if sites.is_empty() && !matches!(local, Some(Local::Param(_))) {
            phases.unknown = true;
        }
        let facts = self.file(at.file);
        for site in sites.into_iter().rev() {
            let span = facts.ast.expr_span(site.value);
            let inside = site.func.map_or(at, |id| FuncRef { file: at.file, id });
            if presence::truth_at(self, at.file, span, self.func(inside).cond, python) != Truth::False {
                seen.open.push((inside, site.value));
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
        let near = |role: Role| {
            let sites = roles::named(role).flat_map(|name| self.sites.calls_of(name));
            sites.filter(|s| self.share_unit(file, s.file))
        };
        let said = |body: &str| roles::named(Role::ModuleInit).any(|name| mentions(body, name));
        let mentioned = near(Role::ModuleInit).next().is_some()
            || unit.iter().any(|f| self.file(*f).defines.iter().any(|d| said(&d.body)));
        if mentioned {
            return None;
        }
        let mut calls = near(Role::ModuleCreate);
        let live = calls.find(|s| {
            let facts = self.file(s.file);
            facts.conds.truth(facts.conds.at_span(facts.ast.expr_span(s.expr)), python) != Truth::False
        });
        live.map(|s| (s.file, s.expr))
    }
}

/// Whether a function of CPython creates a module in one phase (true) or hands on its definition (false).
fn creates(name: &str) -> Option<bool> {
    match roles::of(name) {
        Some(Role::ModuleCreate | Role::ModuleNew) => Some(true),
        Some(Role::ModuleInit) => Some(false),
        _ => None,
    }
}
