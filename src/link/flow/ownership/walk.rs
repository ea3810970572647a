//! The walk over one body: tests, assignments, ends. What calls do is in [`super::calls`].

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::asked::ANY;
use super::config::Config;
use super::faults::{Fault, FaultKind, Faults};
use super::fields::Fields;
use super::plan::{Plan, Source};
use super::state::{Gone, Mark, Object, State, Value};
use super::summary::{Ends, Summary};
use super::values::Question;
use crate::facts::{
    BinaryOp, CondId, Expr, ExprId, FileFacts, FileId, Language, Name, Python, Stmt, StmtId, Truth, VarId,
};
use crate::link::flow::paths::{Flow, Steps};
use crate::link::flow::references::Meaning;
use crate::link::{FuncRef, Model};

/// So many states at one point are told apart; what more paths there are is left out.
const MAX_STATES: usize = 10;

/// So many states are not looked through for such as say the same.
const FEW_STATES: usize = 4;

/// What names that are called mean, in each file.
pub(super) type Meanings = FxHashMap<(FileId, Name), Meaning>;

pub(super) struct Walk<'w, 'a> {
    pub model: &'a Model,
    pub facts: &'a FileFacts,
    pub at: FuncRef,
    pub python: Python,
    pub config: &'w Config,
    pub plan: &'w Plan,
    pub summaries: &'w FxHashMap<FuncRef, Summary>,
    pub meanings: &'w Meanings,
    pub faults: Faults,
    pub ends: &'w mut Ends,
    /// States were left out.
    pub cut: bool,
    /// The objects owed where each open `if` began.
    pub forks: Vec<BTreeSet<u16>>,
    /// Objects of which a reference was taken and given up again on some path.
    pub balanced: FxHashSet<u16>,
    /// The locals that macros hide which are not known, by their names.
    pub hidden: FxHashMap<Name, Vec<u16>>,
    /// A call that can run Python code was met.
    pub runs: bool,
    /// Fields that are changed while objects are in use.
    pub fields: &'w Fields,
    /// The parameters that are used again after code of theirs ran, one bit each, without a reference of the function's own.
    pub uses_again: u32,
    /// It returns NULL where a call fails.
    pub may_be_null: bool,
}

impl Steps for Walk<'_, '_> {
    type State = State;

    const ROUNDS: usize = 2;

    fn present(&self, cond: CondId, _state: &State) -> Truth {
        self.config.has(cond).into()
    }

    fn assume_cond(&self, _cond: CondId, _holds: bool, _state: &mut State) {}

    fn test(&mut self, test: ExprId, state: &State) -> Option<bool> {
        let (question, positive) = self.question(test, state)?;
        let truth = match question {
            Question::Object(id) => state.object(id)?.null.map(|null| !null),
            Question::Known(value) => Some(value),
            Question::Repeated(number) => {
                state.known.tests.iter().find(|(of, _)| *of == number).map(|(_, holds)| *holds)
            }
            Question::Ordered(number, mask) => match self.orders(number, state) {
                orders if orders & mask == 0 => Some(false),
                orders => (orders & !mask == 0).then_some(true),
            },
            Question::Error => state.known.raised.then_some(true),
            Question::Constant(_) => None,
        };
        truth.map(|truth| truth == positive)
    }

    fn assume(&mut self, test: ExprId, holds: bool, state: &mut State) {
        state.trail.add(Mark::Test(test, holds));
        // What is not asked again tells no states apart.
        let here = self.facts.ast.expr_span(test).start;
        state.keep_tests(|number| self.plan.last_asked.get(usize::from(number)).is_none_or(|&last| last >= here));
        // Whoever orders pointers keeps marks of his own among them.
        if let Expr::Binary { op, left, right } = self.facts.ast.expr(test)
            && matches!(op, BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual)
        {
            for id in [left, right].into_iter().filter_map(|side| self.object(side, state)).collect::<Vec<_>>() {
                state.lose(id);
            }
        }
        self.told_type(test, holds, state);
        let Some((question, positive)) = self.question(test, state) else { return };
        let yes = holds == positive;
        match question {
            Question::Object(id) => {
                state.change(id, |object| object.null = Some(!yes));
            }
            Question::Constant(id) if yes => state.lose(id),
            Question::Constant(id) => {
                state.change(id, |object| object.null = object.null.or(Some(false)));
            }
            Question::Error => self.error_is_set(yes, state),
            Question::Repeated(number) => state.remember(number, yes),
            Question::Ordered(number, mask) => state.remember_orders(number, if yes { mask } else { ANY & !mask }),
            Question::Known(_) => {}
        }
    }

    fn settled(&mut self, test: ExprId, holds: bool, state: &mut State) {
        self.found_null(test, holds, state);
    }

    fn step(&mut self, expr: ExprId, state: State, after: &mut Vec<State>) {
        match self.facts.ast.expr(expr) {
            Expr::Call { .. } => self.call(expr, state, after),
            Expr::Assign { op, target, value } => after.push(self.assigned(expr, op, target, value, state)),
            Expr::Step { arg, .. } => {
                let mut state = state;
                self.changed(arg, &mut state);
                after.push(state);
            }
            Expr::Name(name) => after.extend(self.word(expr, name, state)),
            _ => after.push(state),
        }
    }

    fn reads(&self, place: ExprId, state: &State) -> bool {
        self.object(place, state).is_some()
    }

    fn read(&mut self, expr: ExprId, place: ExprId, mut state: State) -> State {
        if let Some(id) = self.object(place, &state) {
            self.used(id, expr, &mut state);
            self.followed(id, expr, &mut state);
        } else {
            self.null_followed(place, &state);
        }
        state
    }

    fn declared(&mut self, var: VarId, init: ExprId, mut state: State) -> State {
        let name = self.facts.var(var).name;
        match self.plan.declared(var, name) {
            Some(local) if self.plan.slots[usize::from(local)].tracked => self.bind(local, init, init, &mut state),
            _ => {
                for id in self.led_to(init, &state) {
                    state.lose(id);
                }
            }
        }
        state
    }

    fn introduced(&mut self, var: VarId, mut state: State) -> State {
        let var = self.facts.var(var);
        // `Holder holder(object);` reads like the declaration of a function: its arguments are not known.
        let constructed = self.facts.language == Language::Cpp && var.ty.is_value() && var.ty.arrays == 0;
        if constructed && var.span.end > var.name_span.end {
            let held: Vec<u16> = state.known.objects.iter().map(|object| object.id).collect();
            for id in held {
                state.lose(id);
            }
        }
        state
    }

    fn meet(&self, flow: Flow<State>) -> Flow<State> {
        flow
    }

    fn fork(&mut self, yes: &Flow<State>, no: &Flow<State>) {
        let mut all = yes.iter().chain(no);
        let owed = |state: &State| state.known.objects.iter().filter(|o| owes(o)).map(|o| o.id).collect();
        let mut common: BTreeSet<u16> = all.next().map(owed).unwrap_or_default();
        for state in all {
            common.retain(|&id| state.object(id).is_some_and(|o| owes(o) || o.null == Some(true)));
        }
        self.forks.push(common);
    }

    fn rejoin(&mut self, yes: Flow<State>, no: Flow<State>) -> (Flow<State>, Flow<State>) {
        let Some(owed) = self.forks.pop().filter(|owed| !owed.is_empty()) else { return (yes, no) };
        let gone = |state: &State, id: u16| state.object(id).is_none_or(|o| !owes(o) && o.null != Some(true));
        let unsure: Vec<u16> =
            owed.into_iter().filter(|&id| yes.iter().chain(&no).any(|state| gone(state, id))).collect();
        if unsure.is_empty() {
            return (yes, no);
        }
        // Given up in one branch of a test that tells nothing of the object: who owns it hangs on that test.
        let weaker = |flow: Flow<State>| {
            let weaken = |mut state: State| {
                for &id in unsure.iter() {
                    if state.object(id).is_some_and(owes) {
                        state.lose(id);
                    }
                }
                state
            };
            flow.into_iter().map(weaken).collect()
        };
        (weaker(yes), weaker(no))
    }

    fn case(&mut self, value: ExprId, label: ExprId, mut state: State) -> Option<State> {
        match (self.value(value, &state), self.value(label, &state)) {
            (Some(Value::Number(a)), Some(Value::Number(b))) => return (a == b).then_some(state),
            (Some(Value::Answer(failed)), Some(Value::Number(b @ (-1 | 0)))) => {
                return (failed == (b == -1)).then_some(state);
            }
            _ => {}
        }
        let Some(asked) = self.again(label) else { return Some(state) };
        match asked {
            (Question::Ordered(number, mask), _) if self.orders(number, &state) & mask == 0 => return None,
            (Question::Ordered(number, mask), _) => state.remember_orders(number, mask),
            (Question::Repeated(number), positive) => match state.known.tests.iter().find(|(of, _)| *of == number) {
                Some((_, holds)) => return (*holds == positive).then_some(state),
                None => state.remember(number, positive),
            },
            _ => {}
        }
        Some(state)
    }

    fn skipped(&mut self, mut state: State) -> State {
        // That no case fits is not known: what happened to the objects of cases before is not told to what follows.
        let gone: Vec<u16> = state.known.objects.iter().filter(|o| o.gone.is_some()).map(|o| o.id).collect();
        for id in gone {
            state.lose(id);
        }
        state
    }

    fn most(&mut self, mut flow: Flow<State>) -> Flow<State> {
        // Where nothing is owed or gone, it tells nothing of objects how tests came out before.
        if flow.len() > FEW_STATES && flow.iter().any(State::is_idle) {
            let settled = |mut state: State| {
                if state.is_idle() {
                    state.forget_all_tests();
                }
                state
            };
            flow = flow.into_iter().map(settled).collect();
        }
        while flow.len() > MAX_STATES {
            flow.pop_last();
            self.cut = true;
        }
        flow
    }

    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: State) {
        let span = self.facts.ast.stmt_span(stmt);
        let place = match self.facts.ast.stmt(stmt) {
            Stmt::Return(_) => span,
            _ => crate::facts::Span::new(span.end.saturating_sub(1), span.end),
        };
        self.ended(place, value, state);
    }
}

/// Whether this function has to give up a reference.
pub(super) fn owes(object: &Object) -> bool {
    object.owned > 0 && object.stored == 0 && !object.lost && object.null != Some(true)
}

impl Walk<'_, '_> {
    pub(super) fn meaning(&self, name: Name) -> &Meaning {
        self.meanings.get(&(self.at.file, name)).unwrap_or(&Meaning::Unknown)
    }

    /// Whether a call is of a macro that only casts.
    pub(super) fn is_cast(&self, call: ExprId) -> bool {
        self.facts.ast.callee_name(call).is_some_and(|name| matches!(self.meaning(name), Meaning::Cast))
    }

    /// An object is used: it must still be there.
    pub(super) fn used(&mut self, id: u16, expr: ExprId, state: &mut State) {
        let Some(object) = state.object(id).copied() else { return };
        if let (Some(call), true) = (object.stale, object.owned <= 0 && object.stored == 0 && !object.lost) {
            if let Some(Source::Param(index)) = self.plan.sources.get(usize::from(id)) {
                self.uses_again |= 1u32.checked_shl(*index as u32).unwrap_or(0);
                return;
            }
            self.faults.stale(id, call, self.facts.ast.expr_span(expr), state);
            state.lose(id);
            return;
        }
        if let (Some(Gone::Released(_)), 0, false, false) = (object.gone, object.stored, object.lost, object.shared) {
            if self.is_alone(id) {
                self.faults.used_after(id, self.facts.ast.expr_span(expr), state);
            }
            state.lose(id);
        }
    }

    /// A pointer is followed without a look: it must have been tested.
    pub(super) fn followed(&mut self, id: u16, expr: ExprId, state: &mut State) {
        self.unchecked(id, None, expr, state);
    }

    /// A call gets a pointer that it follows without a look.
    pub(super) fn handed_unchecked(&mut self, id: u16, call: ExprId, arg: ExprId, state: &mut State) {
        self.unchecked(id, Some(call), arg, state);
    }

    fn unchecked(&mut self, id: u16, call: Option<ExprId>, expr: ExprId, state: &mut State) {
        let Some(object) = state.object(id).copied() else { return };
        if object.null.is_some() {
            return;
        }
        let fails = super::summary::call_of(self.plan, id).is_some_and(|call| self.fails_unseen(call));
        if fails && !object.lost {
            self.faults.unchecked(id, call, self.facts.ast.expr_span(expr), state);
        }
        state.change(id, |object| object.null = Some(false));
    }

    /// Whether what the walk met is a fault, by what it met on other paths.
    pub(super) fn is_fault(&self, id: u16, fault: &Fault) -> bool {
        let own = fault.source.is_some_and(|source| self.plan.object_of(source) == Some(id));
        match fault.kind {
            FaultKind::Leak if self.plan.replaces => false,
            FaultKind::Leak if own => !fault.source.is_some_and(|source| self.is_immortal(source)),
            // A reference that is taken and never given up here is given up elsewhere.
            FaultKind::Leak => self.balanced.contains(&id),
            FaultKind::ReleaseAfterSteal => !self.plan.counts_items,
            FaultKind::Stale => fault.gone.is_none_or(|call| self.is_used_again(call, fault.place)),
            _ => true,
        }
    }
}
