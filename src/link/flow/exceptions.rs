//! Where a function returns what stands for an error though no exception can be set, and where it returns something else
//! though a call has failed: a walk over the paths of one function. A call that is not known ends the knowledge of a path.
//! No judgement.

mod doubts;
mod effects;
mod tests;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::callbacks::Passed;
use crate::capi::exceptions::{self, Effect};
use crate::capi::functions::Fails;
use crate::facts::{CondId, Expr, ExprId, FileFacts, Name, Python, Span, StmtId, Truth, UnaryOp, VarId};
use crate::link::flow::paths;
use crate::link::{CutKind, FuncRef, Local, Project, presence};

pub(crate) use effects::Effects;
use effects::{Does, own_of};

/// So many states at one point are told apart; what more paths there are is left out, and that is said: each is judged by
/// itself.
const MAX_STATES: usize = 16;
/// So many calls that were not tested are remembered on a path; beyond it nothing more is known of the path, and that is said.
/// So many locals of which something is known as well: of others a test is taken both ways.
const MAX_REMEMBERED: usize = 8;
/// Deepest chain of the project's own functions that set no exception.
const MAX_DEPTH: u32 = 3;

type Names = FxHashSet<Name>;

/// What a return contradicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Contradiction {
    /// It stands for an error, and nothing failed.
    NothingFailed,
    /// It stands for an error, and all that failed is this call for memory, which sets no exception.
    NoMemory(ExprId),
    /// It stands for success, and this call failed.
    Failed(ExprId),
}

/// A call that may have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    call: ExprId,
    /// The local that has its result.
    held: Option<Name>,
}

/// A call for memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    call: ExprId,
    /// The local that has its result.
    local: Option<Name>,
    /// The field or item that has it.
    place: Option<ExprId>,
}

/// What is known at a point.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// An exception may be set, for all that is known.
    lost: bool,
    /// The call that has failed.
    failed: Option<ExprId>,
    /// Calls that may have failed.
    open: Vec<Open>,
    /// Locals that are true, or are not.
    known: Vec<(Name, bool)>,
    /// A test was passed that perhaps nothing passes, or only what failed before.
    doubt: bool,
    /// Calls for memory that may have failed, with what holds it; nothing since may have set an exception.
    memory: Vec<Asked>,
    /// The call for memory that has failed; nothing since may have set an exception.
    broke: Option<ExprId>,
}

impl State {
    fn forget(&mut self, name: Name) {
        self.known.retain(|(known, _)| *known != name);
        self.memory.retain(|asked| asked.local != Some(name));
        for open in self.open.iter_mut().filter(|open| open.held == Some(name)) {
            open.held = None;
        }
    }

    fn know(&mut self, name: Name, truth: bool) {
        match self.known.binary_search_by_key(&name, |(known, _)| *known) {
            Ok(at) => self.known[at].1 = truth,
            Err(at) if self.known.len() < MAX_REMEMBERED => self.known.insert(at, (name, truth)),
            Err(_) => {}
        }
    }
}

/// The returns of a function that contradict what happened before, on some path; `result`: what Python takes of it.
pub(crate) fn contradictions(
    effects: &mut Effects<'_>,
    at: FuncRef,
    result: Passed,
    python: Python,
) -> BTreeMap<Span, Contradiction> {
    let project = effects.project();
    let facts = project.file(at.file);
    let Some(body) = project.func(at).body else { return BTreeMap::new() };
    let given = facts.conds.at_span(project.func(at).name_span);
    // What is not modelled may do anything.
    let span = project.func(at).span;
    if facts.gaps_in(span).next().is_some() {
        return BTreeMap::new();
    }
    let Some(does) = effects.of_calls(at) else { return BTreeMap::new() };
    let mut walk = Walk {
        project,
        facts,
        at,
        given,
        python,
        result,
        found: BTreeMap::new(),
        doubtful: Names::default(),
        looked_up: Names::default(),
        does,
        cut: false,
    };
    // The first argument is the object, the class or the module.
    let mut entry = State::default();
    if let Some(name) = project.func(at).params.first().and_then(|param| param.name) {
        entry.know(name, true);
    }
    entry.doubt = walk.doubts();
    let bounded = paths::walk(&mut walk, facts, body, entry);
    if !bounded || walk.cut {
        project.cuts.add(CutKind::Paths, at.file, project.func(at).name_span);
    }
    if bounded { walk.found } else { BTreeMap::new() }
}

struct Walk<'a> {
    project: &'a Project,
    facts: &'a FileFacts,
    at: FuncRef,
    given: CondId,
    python: Python,
    result: Passed,
    found: BTreeMap<Span, Contradiction>,
    /// Locals whose values come of what is not known.
    doubtful: Names,
    /// Locals that only ever get what listed functions give, which may be NULL.
    looked_up: Names,
    /// What the functions do that are called, by name.
    does: FxHashMap<Name, Does>,
    /// Something was left out.
    cut: bool,
}

impl paths::Member for State {}

impl paths::Steps for Walk<'_> {
    type State = State;

    fn present(&self, cond: CondId, _: &State) -> Truth {
        presence::truth(self.project, self.at.file, cond, self.given, self.python)
    }

    fn assume_cond(&self, _: CondId, _: bool, state: &mut State) {
        // Two tests of one macro belong together: of a path that takes one of them so and one otherwise nothing is said.
        state.lose();
    }

    fn test(&mut self, test: ExprId, state: &State) -> Option<bool> {
        self.told(test, state)
    }

    fn assume(&mut self, test: ExprId, holds: bool, state: &mut State) {
        self.note(test, holds, state);
    }

    fn step(&mut self, expr: ExprId, mut state: State, after: &mut Vec<State>) {
        let ast = &self.facts.ast;
        match ast.expr(expr) {
            Expr::Call { args, .. } => {
                for &arg in ast.exprs(args) {
                    if let Expr::Unary { op: UnaryOp::AddressOf, arg } = ast.expr(ast.strip_casts(arg))
                        && let Expr::Name(name) = ast.expr(arg)
                    {
                        state.forget(name);
                    }
                }
                self.call(expr, &mut state);
            }
            Expr::Assign { op, target, value } => {
                let outside = |name| !self.is_local(name);
                if op.is_none() && ast.referred_name(target).is_none_or(outside) {
                    self.keep(target, value, &mut state);
                }
                if let Expr::Name(name) = ast.expr(ast.strip_casts(target)) {
                    state.forget(name);
                    if op.is_none() {
                        self.bind(name, value, &mut state);
                    }
                }
            }
            Expr::Step { arg, .. } => {
                if let Expr::Name(name) = ast.expr(ast.strip_casts(arg)) {
                    state.forget(name);
                }
            }
            Expr::Name(name) if exceptions::returns_value(&name) => {
                if let (Some(call), false) = (state.failed, state.lost) {
                    let span = ast.expr_span(expr);
                    self.found.entry(span).or_insert(Contradiction::Failed(call));
                }
                return;
            }
            // A macro by itself: those of CPython for threads do nothing to the exception.
            Expr::Name(name) if exceptions::of(&name) != Some(Effect::Quiet) => state.lose(),
            _ => {}
        }
        after.push(state);
    }

    fn most(&mut self, mut flow: paths::Flow<State>) -> paths::Flow<State> {
        while flow.len() > MAX_STATES {
            flow.pop_last();
            self.cut = true;
        }
        flow
    }

    fn declared(&mut self, var: VarId, init: ExprId, mut state: State) -> State {
        let name = self.facts.var(var).name;
        state.forget(name);
        self.bind(name, init, &mut state);
        state
    }

    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: State) {
        let Some(value) = value else { return };
        let stmt = self.facts.ast.stmt_span(stmt);
        if self.is_error(value, &state) {
            if let (Some(call), None) = (state.broke, state.failed) {
                self.found.insert(stmt, Contradiction::NoMemory(call));
            } else if state.failed.is_none() && state.open.is_empty() && !state.doubt && !state.lost {
                self.found.entry(stmt).or_insert(Contradiction::NothingFailed);
            }
        } else if let Some(call) = state.failed
            && !state.lost
            && self.is_success(value)
        {
            self.found.entry(stmt).or_insert(Contradiction::Failed(call));
        }
    }
}

impl Walk<'_> {
    fn is_local(&self, name: Name) -> bool {
        match self.project.local(self.at, name) {
            Some(Local::Var(var)) => self.facts.var(var).storage != crate::facts::Storage::Static,
            Some(Local::Param(_)) => true,
            None => false,
        }
    }

    fn is_pointer(&self, name: Name) -> bool {
        match self.project.local(self.at, name) {
            Some(Local::Var(var)) => self.facts.var(var).ty.pointers > 0,
            Some(Local::Param(param)) => {
                self.project.func(self.at).params.get(param).is_some_and(|p| p.ty.pointers > 0)
            }
            None => false,
        }
    }

    fn bind(&self, name: Name, value: ExprId, state: &mut State) {
        let ast = &self.facts.ast;
        let value = ast.strip_casts(value);
        if !self.is_local(name) {
            return;
        }
        if let Some(open) = state.open.iter_mut().find(|open| open.call == value) {
            open.held = Some(name);
        }
        if let Some(asked) = state.memory.iter_mut().find(|asked| asked.call == value) {
            asked.local = Some(name);
        }
        if let Some(truth) = self.told(value, state) {
            state.know(name, truth);
        }
    }

    fn call(&self, call: ExprId, state: &mut State) {
        let effect = self.effect(call);
        match effect {
            Effect::Quiet if self.is_allocation(call) => {
                state.memory.retain(|asked| asked.call != call);
                if state.memory.len() < MAX_REMEMBERED {
                    state.memory.push(Asked { call, local: None, place: None });
                }
            }
            Effect::Quiet | Effect::Asks => {}
            Effect::Forgets => {
                state.failed = None;
                state.open.clear();
            }
            Effect::Tells(_) => {
                state.open.retain(|open| open.call != call);
                state.memory.clear();
                state.broke = None;
                if state.lost || state.open.len() >= MAX_REMEMBERED {
                    state.lose();
                } else {
                    state.open.push(Open { call, held: None });
                }
            }
            Effect::Open => state.lose(),
        }
    }

    /// What a call does to the exception.
    fn effect(&self, call: ExprId) -> Effect {
        let Some(name) = self.facts.ast.callee_name(call) else { return Effect::Open };
        self.does(name).effect
    }

    fn does(&self, name: Name) -> Does {
        self.does.get(&name).copied().unwrap_or(Does { effect: Effect::Open, allocates: false })
    }

    /// Whether the project has the function called.
    fn is_own(&self, call: ExprId) -> bool {
        let name = self.facts.ast.callee_name(call);
        name.is_none_or(|name| !own_of(self.project, self.at.file, name).is_empty())
    }

    /// How an open call tells that it failed.
    fn fails(&self, call: ExprId) -> Option<Fails> {
        match self.effect(call) {
            Effect::Tells(fails) => Some(fails),
            _ => None,
        }
    }

    /// Whether a value returned stands for an error.
    fn is_error(&self, value: ExprId, state: &State) -> bool {
        let ast = &self.facts.ast;
        let value = ast.strip_casts(value);
        match self.result {
            Passed::Pointer => self.told(value, state) == Some(false),
            _ => {
                matches!(ast.expr(value), Expr::Unary { op: UnaryOp::Negate, arg } if matches!(ast.expr(arg), Expr::Int(1)))
            }
        }
    }

    /// Whether it surely stands for success.
    fn is_success(&self, value: ExprId) -> bool {
        let ast = &self.facts.ast;
        let value = ast.strip_casts(value);
        match (self.result, ast.expr(value)) {
            (Passed::Pointer, Expr::Name(name)) => exceptions::is_value(&name),
            (Passed::Pointer, Expr::Call { args, .. }) => match ast.exprs(args) {
                [arg] => matches!(ast.expr(ast.strip_casts(*arg)), Expr::Name(name) if exceptions::is_value(&name)),
                _ => false,
            },
            (Passed::Int, Expr::Int(0)) => true,
            _ => false,
        }
    }
}
