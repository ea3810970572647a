//! What assignments do: to locals, which are followed, and to fields, arrays and variables outside, which keep a reference.

use super::faults::How;
use super::state::{State, Value};
use super::walk::{Walk, owes};
use crate::facts::{BinaryOp, Expr, ExprId};

impl Walk<'_, '_> {
    pub(super) fn assigned(
        &mut self,
        expr: ExprId,
        op: Option<BinaryOp>,
        target: ExprId,
        value: ExprId,
        mut state: State,
    ) -> State {
        let ast = &self.facts.ast;
        if op.is_some() {
            self.changed(target, &mut state);
            return state;
        }
        let place = ast.strip_casts(target);
        if let Some(local) = self.tracked(place) {
            self.bind(local, value, expr, &mut state);
            return state;
        }
        self.field_set(place, &mut state);
        self.changed(target, &mut state);
        match self.value(value, &state) {
            Some(Value::Object(id)) => self.stored(id, &mut state),
            Some(_) => {}
            None => {
                for id in self.led_to(value, &state) {
                    state.lose(id);
                }
            }
        }
        state
    }

    /// A field of an object gets a value.
    pub(super) fn field_set(&self, place: ExprId, state: &mut State) {
        let ast = &self.facts.ast;
        match ast.expr(place) {
            Expr::Member { base, field, .. } => {
                let object = self.object(base, state).or_else(|| match ast.expr(ast.strip_casts(base)) {
                    // `self->part.field`
                    Expr::Member { base, .. } => self.object(base, state),
                    _ => None,
                });
                if let Some(id) = object.filter(|&id| self.is_raw(id)) {
                    let part = match ast.expr(ast.strip_casts(base)) {
                        Expr::Member { field, .. } => Some(field),
                        _ => None,
                    };
                    for name in [Some(field), part].into_iter().flatten() {
                        state.field_set(id, name);
                    }
                }
            }
            // `*self = …` sets all of them.
            Expr::Unary { arg, .. } => {
                if let Some(id) = self.object(arg, state) {
                    state.change(id, |object| object.shared = true);
                }
            }
            _ => {}
        }
    }

    /// A reference goes into a place outside of the locals.
    pub(super) fn stored(&self, id: u16, state: &mut State) {
        state.change(id, |object| {
            if !object.lost {
                object.owned = object.owned.saturating_sub(1).max(-8);
                object.stored = object.stored.saturating_add(1).min(4);
                object.gone = None;
            }
        });
        state.prune();
    }

    /// A place that is not followed as a whole gets another value.
    pub(super) fn changed(&self, target: ExprId, state: &mut State) {
        let ast = &self.facts.ast;
        let place = ast.strip_casts(target);
        match ast.expr(place) {
            Expr::Name(name) => match self.plan.number(ast, place) {
                Some(local) => {
                    if let Some(Value::Object(id)) = state.local(local) {
                        state.lose(id);
                    }
                    state.set(local, None);
                    self.forget_tests(self.plan.by_local.get(&local), state);
                }
                None => self.forget_tests(self.plan.by_field.get(&name), state),
            },
            Expr::Member { field, .. } => self.forget_tests(self.plan.by_field.get(&field), state),
            Expr::Index { base, .. } => {
                if let Some(name) = ast.referred_name(base) {
                    let local = self.plan.number(ast, ast.strip_casts(base));
                    self.forget_tests(local.and_then(|local| self.plan.by_local.get(&local)), state);
                    self.forget_tests(self.plan.by_field.get(&name), state);
                }
            }
            _ => {}
        }
    }

    pub(super) fn forget_tests(&self, which: Option<&Vec<u16>>, state: &mut State) {
        if let Some(which) = which {
            state.forget_tests(which);
        }
    }

    /// A local gets a value.
    pub(super) fn bind(&mut self, local: u16, value: ExprId, expr: ExprId, state: &mut State) {
        let new = self.value(value, state);
        let old = state.local(local);
        self.forget_tests(self.plan.by_local.get(&local), state);
        if new.is_none() {
            for id in self.led_to(value, state) {
                state.lose(id);
            }
        }
        if let Some(Value::Object(id)) = new
            && !self.plan.slots[usize::from(local)].pointer
        {
            // An object of a class, or a number made of a pointer.
            state.lose(id);
            state.set(local, None);
            return;
        }
        state.set(local, new);
        if let Some(Value::Object(id)) = old
            && new != old
            && state.holders(id).next().is_none()
            && let Some(object) = state.object(id).copied().filter(owes)
        {
            self.faults.leak(id, How::Overwritten, self.facts.ast.expr_span(expr), state);
            state.lose(object.id);
        }
        state.forget_calls();
        state.prune();
    }
}
