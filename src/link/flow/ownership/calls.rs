//! What a call does with the objects that it gets, and what it brings in: by the table of CPython's functions, or by the
//! summary of the project's function that it calls.

use super::faults::How;
use super::reentry::went_stale;
use super::sources::{raised, runs_code};
use super::state::{Gone, Mark, Object, State, Value};
use super::walk::{Walk, owes};
use crate::capi::endings::{self, Ending};
use crate::capi::families::Family;
use crate::capi::functions::{Fails, Function};
use crate::capi::given;
use crate::capi::lenders;
use crate::capi::nulls;
use crate::capi::plain::{self, Plain};
use crate::facts::{Expr, ExprId, Name, UnaryOp};
use crate::link::flow::references::Meaning;
use crate::link::macros::words;

/// Functions of the C library and keywords that leave an object alone.
const HARMLESS: [&str; 5] = ["printf", "fprintf", "sizeof", "va_start", "va_end"];

impl Walk<'_, '_> {
    pub(super) fn call(&mut self, id: ExprId, mut state: State, after: &mut Vec<State>) {
        let ast = &self.facts.ast;
        let Expr::Call { callee, args } = ast.expr(id) else { return after.push(state) };
        // A cast under a function's name.
        if ast.strip_casts(id) != id {
            return after.push(state);
        }
        let args = ast.exprs(args);
        self.retire(id, args, &mut state);
        let name = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => name,
            Expr::Member { field, .. } => {
                self.unknown(args, &mut state);
                if field == "tp_alloc" || field == "tp_new" {
                    self.begin(id, 1, None, &mut state);
                }
                return after.push(state);
            }
            _ => {
                self.called_at_once(callee, &state);
                self.unknown(args, &mut state);
                return after.push(state);
            }
        };
        if name == "assert" {
            if self.asserted(args, &mut state) {
                after.push(state);
            }
            return;
        }
        match endings::lookup(&name) {
            Some(Ending::Never) => return,
            Some(Ending::Returns) => {
                self.ended(ast.expr_span(id), None, state);
                return;
            }
            Some(Ending::Replaces) | None => {}
        }
        match self.meanings.get(&(self.at.file, name)) {
            Some(Meaning::Api(function)) => self.api(id, function, args, state, after),
            Some(Meaning::Functions(funcs)) => {
                let again = funcs.as_slice() == [self.at];
                self.handed_on(id, funcs, args, again, &mut state);
                let [func] = funcs.as_slice() else {
                    self.unknown(args, &mut state);
                    return after.push(state);
                };
                match self.summaries.get(func).and_then(|s| s.outcomes.as_ref()) {
                    Some(outcomes) => {
                        // What stands for `...` is not followed into the function.
                        let named = self.model.func(*func).params.len().min(args.len());
                        self.unknown(&args[named..], &mut state);
                        self.project(id, outcomes, &args[..named], state, after);
                    }
                    None => {
                        self.unknown(args, &mut state);
                        after.push(state);
                    }
                }
            }
            Some(Meaning::Cast) => after.push(state),
            _ => {
                if !HARMLESS.contains(&name.as_str()) {
                    self.unknown(args, &mut state);
                    self.hidden(name, &mut state);
                }
                after.push(state);
            }
        }
    }

    /// A call that is not known gets these.
    pub(super) fn unknown(&mut self, args: &[ExprId], state: &mut State) {
        state.raise(false);
        for &arg in args {
            if let Some(id) = self.object(arg, state) {
                self.used(id, arg, state);
            }
            for id in self.led_to(arg, state) {
                state.lose(id);
            }
            self.lent(arg, state);
        }
    }

    /// The address of a local goes to a call: what it holds is open from then on.
    pub(super) fn lent(&self, arg: ExprId, state: &mut State) {
        let ast = &self.facts.ast;
        if let Expr::Unary { op: UnaryOp::AddressOf, arg } = ast.expr(ast.strip_casts(arg)) {
            self.changed(arg, state);
        }
    }

    /// A macro or function that is not known may name locals in its body.
    pub(super) fn hidden(&mut self, name: Name, state: &mut State) {
        let locals = self.hidden.entry(name).or_insert_with(|| {
            let bodies = self.model.defines_of(self.at.file, name).into_iter();
            let words = bodies.flat_map(|(file, define)| words::words(self.model, file, define));
            words.flat_map(|word| self.plan.all_of(self.facts, word)).collect()
        });
        for &local in locals.iter() {
            if let Some(Value::Object(id)) = state.local(local) {
                state.lose(id);
            }
            state.set(local, None);
        }
    }

    /// An object comes in.
    pub(super) fn begin(&mut self, call: ExprId, owned: i8, null: Option<bool>, state: &mut State) {
        let Some(id) = self.plan.object_of(call) else { return };
        state.put(Object { id, owned, null, ..Object::default() });
        if owned > 0 {
            state.trail.add(Mark::Taken(id, call));
        }
    }

    /// A call is made once more: what it brought in before is another object, and not followed from here on.
    pub(super) fn retire(&mut self, call: ExprId, args: &[ExprId], state: &mut State) {
        if state.known.answer.is_some_and(|(of, _)| of == call) || state.known.result.is_some_and(|(of, _)| of == call)
        {
            state.forget_calls();
        }
        let Some(first) = self.plan.object_of(call) else { return };
        for id in self.plan.objects_of(call, first) {
            self.retire_object(call, id, args, state);
        }
    }

    fn retire_object(&mut self, call: ExprId, id: u16, args: &[ExprId], state: &mut State) {
        if let Some(old) = state.object(id).copied() {
            let target = self.plan.targets.get(&call).copied();
            let elsewhere = state.holders(id).any(|local| Some(local) != target);
            // `frame = next(frame)`: what the call does with it is not followed.
            let passed = args.iter().any(|&arg| self.object(arg, state) == Some(id));
            if owes(&old) && !elsewhere && !passed {
                let how = if state.holders(id).next().is_some() { How::Overwritten } else { How::Dropped };
                self.faults.leak(id, how, self.facts.ast.expr_span(call), state);
            }
            let holders: Vec<u16> = state.holders(id).collect();
            for local in holders {
                state.set(local, None);
            }
            state.drop_object(id);
        }
    }

    fn api(
        &mut self,
        id: ExprId,
        function: &'static Function,
        args: &[ExprId],
        mut state: State,
        after: &mut Vec<State>,
    ) {
        let unknown = function.returns.is_none() && function.runs_python.is_none()
            || function.memory.frees.is_some()
            || function.family == Some(Family::Atomic);
        self.given_away(id, function, args);
        let raised = raised(function, state.known.raised);
        if unknown || self.steals_by_format(function, args) {
            self.unknown(args, &mut state);
            state.raise(raised);
            if function.returns_new() {
                self.begin(id, 1, None, &mut state);
            }
            return after.push(state);
        }
        state.raise(raised);
        let stores = function.writes.has(1) && function.releases().has(1);
        let mut refused = Vec::new();
        for (index, &arg) in args.iter().enumerate() {
            let number = index + 1;
            let Some(object) = self.object(arg, &state) else {
                if Self::crashes(function) && (number == 1 || function.releases().has(number)) {
                    self.null_followed(arg, &state);
                }
                self.other_argument(function, number, arg, &mut state);
                continue;
            };
            if function.releases().has(number) {
                if Self::crashes(function) {
                    self.followed(object, arg, &mut state);
                }
                self.given_up(object, arg, Gone::Released(id), &mut state);
                if function.writes.has(number) {
                    self.emptied(arg, &mut state);
                }
                continue;
            }
            if function.steals(number) {
                if stores {
                    self.set_to(args[0], object, &mut state);
                } else if self.may_overwrite(function, args, &state) {
                    state.lose(object);
                } else {
                    self.given_up(object, arg, Gone::Stolen(id), &mut state);
                }
                continue;
            }
            if function.steals_on_success(number) {
                refused.push((object, arg));
                continue;
            }
            self.used(object, arg, &mut state);
            if function.takes.has(number) {
                if Self::crashes(function) {
                    self.followed(object, arg, &mut state);
                }
                self.taken(object, id, &mut state);
            } else if function.keeps.has(number) {
                self.shared(object, &mut state);
            } else if number == 1 && Self::crashes(function) {
                self.followed(object, arg, &mut state);
            } else if nulls::follows(function.name, number) {
                self.handed_unchecked(object, id, arg, &mut state);
            }
        }
        if stores && args.len() == 2 && self.object(args[1], &state).is_none() {
            self.changed(args[0], &mut state);
        }
        self.handed(id, function, args, &mut state);
        if runs_code(function) {
            self.runs = true;
            went_stale(id, &mut state);
        }
        self.comes_in(id, function, args, &mut state);
        self.surely_done(id, function, args, &mut state);
        if let Some(given) = given::lookup(function.name) {
            return self.through_a_pointer(id, function.may_fail, given, args, state, after);
        }
        if let Some(lender) = lenders::lookup(function.name) {
            return self.lends(id, lender, args, state, after);
        }
        if refused.is_empty() {
            return after.push(state);
        }
        let (mut done, mut not) = (state.clone(), state);
        for (object, arg) in refused {
            self.given_up(object, arg, Gone::Stolen(id), &mut done);
            not.trail.add(Mark::Refused(object, id));
        }
        if function.may_fail == Some(Fails::MinusOne) {
            done.answer(id, Value::Answer(false));
            not.answer(id, Value::Answer(true));
        }
        after.extend([done, not]);
    }

    /// An argument that is no object which is followed.
    fn other_argument(&mut self, function: &Function, number: usize, arg: ExprId, state: &mut State) {
        let ast = &self.facts.ast;
        self.lent(arg, state);
        if function.releases().has(number) || function.steals_on_success(number) || function.keeps.has(number) {
            for id in self.led_to(arg, state) {
                state.lose(id);
            }
        }
        if function.writes.has(number) && function.releases().has(number) {
            self.emptied(arg, state);
        }
        // `(PyObject *[]){a, b}`
        if matches!(ast.expr(ast.strip_casts(arg)), Expr::Compound { .. }) {
            for id in self.led_to(arg, state) {
                self.shared(id, state);
            }
        }
    }

    /// What a call of CPython's function returns.
    fn comes_in(&mut self, id: ExprId, function: &Function, args: &[ExprId], state: &mut State) {
        if function.takes.has(1) && function.returns_new() {
            let Some(&first) = args.first() else { return };
            if self.value(first, state).is_none() && !self.is_a_constant(first) {
                let null = function.crashes.then_some(false);
                self.begin(id, 1, null, state);
            }
            return;
        }
        // Its argument.
        if plain::lookup(function.name) == Some(Plain::ReturnsFirst)
            && args.first().is_some_and(|&a| self.value(a, state).is_some())
        {
            return;
        }
        if function.returns_new() {
            let never_null = function.may_fail.is_none() && function.makes.is_some();
            self.begin(id, 1, never_null.then_some(false), state);
        } else if function.returns_borrowed() && self.plan.targets.contains_key(&id) {
            self.begin(id, 0, None, state);
            let lent = self.is_lent(function, args, state);
            if let Some(id) = self.plan.object_of(id).filter(|_| lent) {
                state.change(id, |object| object.lent = true);
            }
        } else if self.plan.targets.contains_key(&id) && self.is_storage(function, args, state) {
            self.begin(id, 0, Some(false), state);
            if let Some(id) = self.plan.object_of(id) {
                state.change(id, |object| object.lent = true);
            }
        }
    }

    pub(super) fn taken(&mut self, object: u16, call: ExprId, state: &mut State) {
        state.trail.add(Mark::Taken(object, call));
        state.change(object, |object| {
            if !object.lost {
                object.taken |= object.owned <= 0;
                object.owned = object.owned.saturating_add(1).min(8);
                if object.owned > 0 {
                    object.gone = None;
                }
            }
        });
    }

    /// A call takes a reference of its own.
    pub(super) fn shared(&self, object: u16, state: &mut State) {
        state.change(object, |object| object.shared = true);
    }

    /// A reference is given up: released, or stolen by a call.
    pub(super) fn given_up(&mut self, id: u16, arg: ExprId, how: Gone, state: &mut State) {
        let Some(object) = state.object(id).copied() else { return };
        if object.lost || object.null == Some(true) {
            return;
        }
        if let (Some(gone), 0) = (object.gone, object.stored) {
            self.faults.given_up_again(id, gone, self.facts.ast.expr_span(arg), state);
            state.lose(id);
            return;
        }
        if let (Gone::Released(_), 1, false) = (how, object.owned, object.shared)
            && self.is_raw(id)
        {
            self.faults.early(id, self.facts.ast.expr_span(arg), state);
        }
        let lent = matches!(how, Gone::Stolen(_)) && self.is_item(id);
        state.change(id, |object| {
            let had = object.owned;
            object.owned = object.owned.saturating_sub(1).max(-8);
            if had == 1 && !object.taken || lent && had == 0 {
                object.gone = Some(how);
            }
        });
    }

    /// `Py_CLEAR(place)`: the reference is no longer there.
    fn emptied(&self, place: ExprId, state: &mut State) {
        if let Some(local) = self.tracked(place) {
            state.set(local, Some(Value::Number(0)));
            self.forget_tests(self.plan.by_local.get(&local), state);
            state.prune();
        } else {
            self.changed(place, state);
        }
    }

    /// `Py_SETREF(place, reference)`.
    fn set_to(&self, place: ExprId, object: u16, state: &mut State) {
        match self.tracked(place) {
            Some(local) => state.set(local, Some(Value::Object(object))),
            None => self.stored(object, state),
        }
    }

    /// The local that a place is, where its value is followed.
    pub(super) fn tracked(&self, place: ExprId) -> Option<u16> {
        let ast = &self.facts.ast;
        self.plan.number(ast, ast.strip_casts(place)).filter(|&local| self.plan.slots[usize::from(local)].tracked)
    }
}
