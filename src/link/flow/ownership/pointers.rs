//! Calls that give or lend references through the address of a local: one state for each result.

use super::state::{Object, State, Value};
use super::walk::Walk;
use crate::capi::functions::Fails;
use crate::capi::given::Given;
use crate::capi::lenders::Lender;
use crate::facts::{Expr, ExprId, UnaryOp};

impl Walk<'_, '_> {
    /// The local whose address an argument is, where its value is followed.
    fn pointed(&self, args: &[ExprId], number: usize) -> Option<u16> {
        let ast = &self.facts.ast;
        match ast.expr(ast.strip_casts(*args.get(number - 1)?)) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.tracked(arg),
            _ => None,
        }
    }

    /// `PyDict_GetItemRef(dict, key, &local)`.
    pub(super) fn through_a_pointer(
        &mut self,
        id: ExprId,
        fails: Option<Fails>,
        given: &Given,
        args: &[ExprId],
        state: State,
        after: &mut Vec<State>,
    ) {
        let local = self.pointed(args, given.argument);
        let (Some(local), Some(object)) = (local, self.plan.object_of(id)) else { return after.push(state) };
        for &result in &given.present {
            let mut state = state.clone();
            self.begin(id, 1, Some(false), &mut state);
            state.set(local, Some(Value::Object(object)));
            state.answer(id, Value::Number(result));
            after.push(state);
        }
        let failed = [-1].into_iter().filter(|_| fails != Some(Fails::Zero));
        for result in given.absent.iter().copied().chain(failed) {
            let mut state = state.clone();
            state.set(local, Some(Value::Number(0)));
            state.answer(id, Value::Number(result));
            after.push(state);
        }
    }

    /// `PyDict_Next(dict, &pos, &key, &value)`: there is one more item, or the end.
    pub(super) fn lends(&mut self, id: ExprId, lender: &Lender, args: &[ExprId], state: State, after: &mut Vec<State>) {
        let Some(first) = self.plan.object_of(id) else { return after.push(state) };
        let lent = args.get(lender.container - 1).is_some_and(|&container| self.is_reached(container, &state, 0));
        let (mut more, mut end) = (state.clone(), state);
        for (at, &number) in lender.pointers.iter().enumerate() {
            let Some(local) = self.pointed(args, number) else { continue };
            let object = first + at as u16;
            more.put(Object { id: object, null: Some(false), lent, ..Object::default() });
            more.set(local, Some(Value::Object(object)));
            end.set(local, None);
        }
        more.answer(id, Value::Number(1));
        end.answer(id, Value::Number(0));
        after.extend([more, end]);
    }
}
