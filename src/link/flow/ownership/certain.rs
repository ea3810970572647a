//! Calls whose answer is known beforehand, by what made their argument.

use super::state::{State, Value};
use super::summary::call_of;
use super::walk::Walk;
use crate::capi::certain::{self, Needs};
use crate::capi::functions::{Fails, Function, Returns};
use crate::capi::made;
use crate::capi::objects::is_constant;
use crate::facts::{Expr, ExprId};
use crate::link::flow::references::Meaning;

impl Walk<'_, '_> {
    /// The call of CPython's that made an object.
    fn maker(&self, e: ExprId, state: &State) -> Option<(&'static Function, ExprId)> {
        let call = call_of(self.plan, self.object(e, state)?)?;
        match self.meaning(self.facts.ast.callee_name(call)?) {
            Meaning::Api(function) => Some((function, call)),
            _ => None,
        }
    }

    /// How a test of the type of an object comes out.
    pub(super) fn type_test(&self, test: &str, e: ExprId, state: &State) -> Option<bool> {
        let (maker, _) = self.maker(e, state)?;
        made::passes(made::by(maker.name)?, test)
    }

    /// Notes that a call has not failed, where it cannot.
    pub(super) fn surely_done(&mut self, id: ExprId, function: &Function, args: &[ExprId], state: &mut State) {
        if !self.cannot_fail(function, args, state) {
            return;
        }
        if function.may_fail == Some(Fails::Null) || function.returns == Some(Returns::Other) {
            self.begin(id, 0, Some(false), state);
        } else {
            state.answer(id, Value::Answer(false));
        }
    }

    fn cannot_fail(&self, function: &Function, args: &[ExprId], state: &State) -> bool {
        let Some(certain) = certain::lookup(function.name) else { return false };
        if certain.since.is_some_and(|since| self.python.0 < since) {
            return false;
        }
        let Some(class) = certain.class else { return true };
        let Some((maker, call)) = args.first().and_then(|&first| self.maker(first, state)) else { return false };
        if made::by(maker.name).is_none_or(|made| made.class != class) {
            return false;
        }
        match certain.needs {
            None => true,
            Some(Needs::Length) => args.get(2).is_some_and(|&length| self.value(length, state).is_none()),
            Some(Needs::Room) => self.has_room(maker, call, args, state),
        }
    }

    /// Whether a call puts an item in a container that may have one there already: it may be put back later, and neither
    /// is counted.
    pub(super) fn may_overwrite(&self, function: &Function, args: &[ExprId], state: &State) -> bool {
        let made = args.first().and_then(|&first| self.maker(first, state));
        function.name.ends_with("_SET_ITEM") && made.is_none_or(|(maker, _)| !maker.name.ends_with("_New"))
    }

    /// Whether an expression is None, True or False, or one of them: all are immortal.
    pub(super) fn is_a_constant(&self, e: ExprId) -> bool {
        let ast = &self.facts.ast;
        let is = |e| ast.referred_name(e).is_some_and(|name| is_constant(name.as_str()));
        match ast.expr(ast.strip_casts(e)) {
            Expr::Conditional { then, other, .. } => is(then) && is(other),
            _ => is(e),
        }
    }

    /// Whether a new container has an item of this index. The index of a loop is taken to be right.
    fn has_room(&self, maker: &Function, call: ExprId, args: &[ExprId], state: &State) -> bool {
        let ast = &self.facts.ast;
        let object = args.first().and_then(|&first| self.object(first, state)).and_then(|id| state.object(id));
        let own = object.is_some_and(|o| o.owned == 1 && o.stored == 0 && !o.lost && !o.shared && o.null != Some(true));
        let Expr::Call { args: size, .. } = ast.expr(call) else { return false };
        let number = |e: Option<&ExprId>| match e.map(|&e| ast.expr(ast.strip_casts(e))) {
            Some(Expr::Int(value)) => Some(value),
            _ => None,
        };
        let fits = match (number(args.get(1)), number(ast.exprs(size).first())) {
            (_, Some(0)) => false,
            (Some(index), Some(size)) => index < size,
            _ => true,
        };
        own && fits && maker.name.ends_with("_New")
    }
}
