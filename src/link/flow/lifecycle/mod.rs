//! What the paths of a function do with one object and with its type: track, untrack, release, free. Helpers that receive
//! the object or its type are followed; what goes elsewhere is lost, and nothing is said of it.
//!
//! One walk serves a `tp_dealloc` (the object is the parameter) and a factory (the object is a local that an allocation
//! fills). What single calls mean is in [`crate::link::flow::lifecycle::calls`].

pub(crate) mod calls;
mod fields;
pub(crate) mod tests_on_path;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::capi::roles::{self, Role};
use crate::facts::{CondId, Expr, ExprId, FileId, Name, Python, Span, StmtId, Truth, VarId};
use crate::link::flow::names::Names;
use crate::link::flow::paths;
use crate::link::types::TypeId;
use crate::link::{CutKind, FuncRef, Model, presence};

/// How deep helpers are followed.
pub(crate) const MAX_DEPTH: usize = 8;
/// So many tests are remembered on a path, the first ones. One that is asked again behind more of them is taken both ways,
/// which loses no path. Where the tests before it do not all leave the function, the states are too many before that, and
/// nothing is known then.
const MAX_ASSUMED: usize = 8;

/// How the memory of an object is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Free {
    /// Through `tp_free`.
    Slot,
    /// `PyObject_GC_Del`.
    Collector,
    /// `PyObject_Free`, `PyMem_Free`, `free`, `delete`.
    Plain,
    /// The dealloc of a static base.
    StaticBase,
    /// The dealloc of a heap base.
    HeapBase,
}

/// What is known at a point of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectState {
    /// Whether the collector tracks the object; None: as the caller left it.
    pub tracked: Option<bool>,
    /// References to the type given back, less those taken.
    pub released: i8,
    /// How the object was freed.
    pub freed: Option<Free>,
    /// Object or type went where they cannot be followed.
    pub lost: bool,
    /// The type was compared with one type.
    pub exact: bool,
    /// Inside `Py_TRASHCAN_BEGIN`.
    pub trashcan: bool,
    /// The allocation that made the object, in a factory.
    pub allocated: Option<Span>,
    /// The object was stored somewhere, in a factory.
    pub stored: bool,
    /// Fields assigned since, in a factory; `*` for all of them.
    pub fields: Vec<Name>,
    pub(crate) assumed: Vec<(u64, bool)>,
}

/// Something that happens on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// An owned field is released while the object is as tracked as on entry.
    TouchedTracked,
    /// An owned field is called, or asked for something that Python code answers, while the object is so tracked.
    RanTracked,
    /// Freed this way, for an object of exactly this type (`exact`) or of any subclass.
    Freed(Free, bool),
    /// Freed by way of the type after a reference to it was given back.
    FreedAfterRelease,
    /// A reference to the type given back.
    Released,
    /// A second one.
    ReleasedTwice,
    /// Tracked although the allocation did it.
    TrackedTwice,
    /// Tracked while these fields are not set: see [`Outcome::fields`].
    Tracked,
    /// `Py_TRASHCAN_BEGIN` on a tracked object.
    TrashcanTracked,
    /// `return` before `Py_TRASHCAN_END`.
    TrashcanReturn,
}

/// An event and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// The file.
    pub file: FileId,
    /// The call.
    pub span: Span,
}

/// The type that a walk assumes for its object.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    /// The type, where known.
    pub id: Option<TypeId>,
    /// Whether it is a heap type; None: not known.
    pub heap: Option<bool>,
    /// Whether the collector tracks instances; None: not known.
    pub gc: Option<bool>,
    /// The Python.
    pub python: Python,
}

/// All that happens to an object in a function and its helpers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Ends of paths: the state, where it returns, whether the object itself is returned.
    pub exits: BTreeSet<(ObjectState, Span, bool)>,
    /// Events on paths that are not lost.
    pub events: BTreeSet<Event>,
    /// Tracking calls, with the fields set before each.
    pub tracks: BTreeSet<(Span, Vec<Name>)>,
    /// Too many paths: nothing is known.
    pub unknown: bool,
    /// A macro of another library, which looks like one that traces, got the object.
    pub traced: bool,
}

/// Which parameters are the object and its type.
pub(crate) type Roles = (Option<usize>, Option<usize>);

/// The states in which a function ends; where something was cut, the depth at which that was.
type Followed = (Vec<ObjectState>, Option<usize>);

/// One walk over a function and its helpers.
pub(crate) struct Lifecycle<'a> {
    pub(crate) project: &'a Model,
    pub(crate) of: Of,
    pub(crate) out: Outcome,
    pub(crate) stack: Vec<FuncRef>,
    /// The states, and how deep the call stood whose answer was cut: less deep it is worked out anew.
    memo: FxHashMap<(FuncRef, Roles, ObjectState), Followed>,
    /// A function of the project that returns a new object, which the collector does not know yet.
    pub(crate) maker: Option<Name>,
    /// Something was not followed since this was last asked.
    cut: bool,
}

impl Model {
    /// What happens to the object of a slot function (`tp_dealloc`, `tp_clear`) called for type `of`.
    pub fn lifecycle_of_self(&self, at: FuncRef, of: Of) -> Outcome {
        let mut lifecycle = Lifecycle {
            project: self,
            of,
            out: Outcome::default(),
            stack: Vec::new(),
            memo: FxHashMap::default(),
            maker: None,
            cut: false,
        };
        lifecycle.call(at, (Some(0), None), ObjectState::default());
        lifecycle.out
    }

    /// What happens to the object that a function allocates into the local `name`.
    pub fn lifecycle_of_local(&self, at: FuncRef, name: Name, of: Of) -> Outcome {
        self.lifecycle_of_made(at, name, of, None)
    }

    /// The same, where `maker` is a function of the project that returns a new object untracked.
    pub fn lifecycle_of_made(&self, at: FuncRef, name: Name, of: Of, maker: Option<Name>) -> Outcome {
        let mut lifecycle = Lifecycle {
            project: self,
            of,
            out: Outcome::default(),
            stack: vec![at],
            memo: FxHashMap::default(),
            maker,
            cut: false,
        };
        let names = Names::new(self, at, vec![name], Vec::new());
        lifecycle.body(names, ObjectState { lost: true, ..ObjectState::default() });
        lifecycle.out
    }
}

impl<'a> Lifecycle<'a> {
    /// Runs a function in one state; the states in which it returns.
    pub(crate) fn call(&mut self, at: FuncRef, roles: Roles, entry: ObjectState) -> Vec<ObjectState> {
        let key = (at, roles, entry.clone());
        let depth = self.stack.len();
        if let Some((known, cut)) = self.memo.get(&key)
            && cut.is_none_or(|at| at <= depth)
        {
            self.cut |= cut.is_some();
            return known.clone();
        }
        if depth > MAX_DEPTH {
            self.cut = true;
            self.project.cuts.add(CutKind::Calls, at.file, self.project.func(at).name_span);
            return vec![ObjectState { lost: true, ..entry }];
        }
        if self.stack.contains(&at) {
            self.cut = true;
            return vec![ObjectState { lost: true, ..entry }];
        }
        let func = self.project.func(at);
        let name = |role: Option<usize>| role.and_then(|i| func.params.get(i)).and_then(|p| p.name);
        if func.body.is_none() || (roles.0.is_some() && name(roles.0).is_none()) {
            return vec![ObjectState { lost: true, ..entry }];
        }
        let names =
            Names::new(self.project, at, name(roles.0).into_iter().collect(), name(roles.1).into_iter().collect());
        self.stack.push(at);
        let outer = std::mem::take(&mut self.out.exits);
        let (assumed, trashcan) = (entry.assumed.clone(), entry.trashcan);
        let before = std::mem::take(&mut self.cut);
        self.body(names, ObjectState { assumed: Vec::new(), trashcan: false, ..entry });
        let cut = self.cut.then_some(depth);
        self.cut |= before;
        self.stack.pop();
        let exits =
            if self.stack.is_empty() { self.out.exits.clone() } else { std::mem::replace(&mut self.out.exits, outer) };
        let states: BTreeSet<ObjectState> =
            exits.into_iter().map(|(state, ..)| ObjectState { assumed: assumed.clone(), trashcan, ..state }).collect();
        let states: Vec<ObjectState> = states.into_iter().collect();
        self.memo.insert(key, (states.clone(), cut));
        states
    }

    fn body(&mut self, names: Names<'a>, entry: ObjectState) {
        let Some(body) = self.project.func(names.at).body else { return };
        let (facts, at) = (names.facts, names.at);
        let mut walk = Walk { names, lifecycle: self };
        let bounded = paths::walk(&mut walk, facts, body, entry);
        if !bounded {
            self.project.cuts.add(CutKind::Paths, at.file, self.project.func(at).name_span);
        }
        self.out.unknown |= !bounded;
    }
}

/// The walk over one body.
pub(crate) struct Walk<'w, 'a> {
    pub(crate) names: Names<'a>,
    pub(crate) lifecycle: &'w mut Lifecycle<'a>,
}

impl paths::Member for ObjectState {}

impl paths::Steps for Walk<'_, '_> {
    type State = ObjectState;

    fn present(&self, cond: CondId, state: &ObjectState) -> Truth {
        let given = self.names.facts.conds.at_span(self.lifecycle.project.func(self.names.at).name_span);
        let project = self.lifecycle.project;
        let mut truth = presence::truth(project, self.names.at.file, cond, given, self.lifecycle.of.python);
        // The type exists in some configurations only: these are the ones that count.
        if let Some(object) =
            self.lifecycle.of.id.map(|id| project.types.get(id)).filter(|t| t.file == self.names.at.file)
            && truth == Truth::Maybe
        {
            truth = presence::truth(project, object.file, cond, object.cond, self.lifecycle.of.python);
            if truth == Truth::Maybe && self.names.facts.conds.exclusive(cond, object.cond) {
                truth = Truth::False;
            }
        }
        let (key, holds) = self.cond_key(cond);
        match state.assumed.iter().find(|(known, _)| *known == key) {
            Some((_, known)) if truth == Truth::Maybe => (*known == holds).into(),
            _ => truth,
        }
    }

    fn assume_cond(&self, cond: CondId, holds: bool, state: &mut ObjectState) {
        let (key, positive) = self.cond_key(cond);
        remember(state, key, holds == positive);
    }

    fn test(&mut self, test: ExprId, state: &ObjectState) -> Option<bool> {
        let (test, positive) = self.normal(test);
        self.decide(test, state).map(|truth| truth == positive)
    }

    fn assume(&mut self, test: ExprId, holds: bool, state: &mut ObjectState) {
        let (test, positive) = self.normal(test);
        let holds = holds == positive;
        state.exact |= holds && self.compares_type(test);
        // The allocation failed: no object on this path.
        if !holds && self.names.is_object(test) && state.allocated.is_some() {
            state.lost = true;
        }
        if let Some(key) = self.key(test) {
            remember(state, key, holds);
        }
    }

    fn step(&mut self, expr: ExprId, mut state: ObjectState, after: &mut Vec<ObjectState>) {
        let ast = &self.names.facts.ast;
        match ast.expr(expr) {
            Expr::Call { .. } => after.extend(self.call(expr, state)),
            Expr::Assign { target, value, op } => {
                self.forget(target, &mut state);
                if let (Expr::Name(name), None) = (ast.expr(target), op) {
                    self.learn(name, value, &mut state);
                }
                self.assigned(target, value, &mut state);
                after.push(state);
            }
            Expr::Step { arg, .. } => {
                self.forget(arg, &mut state);
                after.push(state);
            }
            Expr::Name(name) if roles::is(&name, Role::TrashcanEnd) => {
                after.push(ObjectState { trashcan: false, ..state });
            }
            _ => after.push(state),
        }
    }

    fn declared(&mut self, var: VarId, init: ExprId, mut state: ObjectState) -> ObjectState {
        self.learn(self.names.facts.var(var).name, init, &mut state);
        state
    }

    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: ObjectState) {
        let span = self.names.facts.ast.stmt_span(stmt);
        if state.trashcan && value.is_none() && matches!(self.names.facts.ast.stmt(stmt), crate::facts::Stmt::Return(_))
        {
            self.event(EventKind::TrashcanReturn, span, &state);
        }
        let own = value.is_some_and(|v| self.names.is_object(v));
        let own = own || state.stored;
        self.lifecycle.out.exits.insert((ObjectState { trashcan: false, ..state }, span, own));
    }
}

/// Remembers what a test said.
pub(crate) fn remember(state: &mut ObjectState, key: u64, holds: bool) {
    if state.assumed.len() < MAX_ASSUMED && !state.assumed.iter().any(|(known, _)| *known == key) {
        state.assumed.push((key, holds));
        state.assumed.sort_unstable();
    }
}

impl Walk<'_, '_> {
    /// Notes an event, unless the object is lost already.
    pub(crate) fn event(&mut self, kind: EventKind, span: Span, state: &ObjectState) {
        if !state.lost {
            self.lifecycle.out.events.insert(Event { kind, file: self.names.at.file, span });
        }
    }
}
