//! What an expression is in a state: an object, NULL, a number, the answer of a call; and what a test asks of it.

use super::asked::{Asked, EQUAL, is_hint};
use super::state::{State, Value};
use super::walk::Walk;
use crate::capi::functions::Returns;
use crate::capi::objects::is_constant;
use crate::capi::plain::{self, Plain};
use crate::facts::{BinaryOp, Expr, ExprId, UnaryOp};
use crate::link::flow::references::Meaning;

/// So deep values are taken apart.
const MAX_DEPTH: u32 = 24;

/// What a test asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether an object is there.
    Object(u16),
    /// Whether an object is None or another constant.
    Constant(u16),
    /// Whether an exception is set.
    Error,
    /// Something that is asked again.
    Repeated(u16),
    /// Whether two values stand in one of these orders.
    Ordered(u16, u8),
    /// A constant.
    Known(bool),
}

impl Walk<'_, '_> {
    /// What an expression is; None where that is not known.
    pub(super) fn value(&self, e: ExprId, state: &State) -> Option<Value> {
        self.value_within(e, state, 0)
    }

    fn value_within(&self, e: ExprId, state: &State, depth: u32) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        let inner = |e| self.value_within(e, state, depth + 1);
        match ast.expr(e) {
            Expr::Int(value) => Some(Value::Number(value as i64)),
            Expr::Unary { op: UnaryOp::Negate, arg } => match ast.expr(arg) {
                Expr::Int(value) => Some(Value::Number((value as i64).wrapping_neg())),
                _ => None,
            },
            Expr::Name(name) => match self.plan.number(ast, e) {
                Some(local) => match state.local(local)? {
                    Value::Object(id) if state.object(id)?.null == Some(true) => Some(Value::Number(0)),
                    value => Some(value),
                },
                None if name == "NULL" || name == "nullptr" || name == "false" || name == "FALSE" => {
                    Some(Value::Number(0))
                }
                None if name == "true" || name == "TRUE" => Some(Value::Number(1)),
                None => None,
            },
            // The assignment is done: the local says what the value was.
            Expr::Assign { op: None, target, value } => match self.tracked(target) {
                Some(_) => inner(target),
                None => inner(value),
            },
            Expr::Comma { right: value, .. } => inner(value),
            Expr::Conditional { test, then, other } => match self.question(test, state)? {
                (Question::Known(known), positive) => inner(if known == positive { then } else { other }),
                (Question::Object(id), positive) => {
                    let there = state.object(id)?.null? != positive;
                    inner(if there { then } else { other })
                }
                _ => None,
            },
            Expr::Call { args, .. } => {
                let args = ast.exprs(args);
                if let Some(answer) = state.answer_of(e) {
                    return Some(answer);
                }
                if let Some((_, id)) = state.known.result.filter(|(call, _)| *call == e) {
                    return Some(Value::Object(id));
                }
                if let Some(same) = self.same_as(e, args) {
                    let value = inner(same);
                    if value.is_some() {
                        return value;
                    }
                }
                if self.is_null(e) {
                    return Some(Value::Number(0));
                }
                let id = self.plan.object_of(e)?;
                state.object(id).map(|_| Value::Object(id))
            }
            _ => None,
        }
    }

    /// The argument that a call returns.
    fn same_as(&self, call: ExprId, args: &[ExprId]) -> Option<ExprId> {
        let name = self.facts.ast.callee_name(call)?;
        if is_hint(&name) {
            return args.first().copied();
        }
        match self.meaning(name) {
            Meaning::Api(function) if function.takes.has(1) && function.returns_new() => args.first().copied(),
            Meaning::Api(function) if plain::lookup(function.name) == Some(Plain::ReturnsFirst) => {
                args.first().copied()
            }
            Meaning::Cast => args.first().copied(),
            _ => None,
        }
    }

    /// Whether a call always returns NULL: one that raises.
    fn is_null(&self, call: ExprId) -> bool {
        let name = self.facts.ast.callee_name(call);
        name.is_some_and(|name| matches!(self.meaning(name), Meaning::Api(f) if f.returns == Some(Returns::Null)))
    }

    /// The object that an expression is.
    pub(super) fn object(&self, e: ExprId, state: &State) -> Option<u16> {
        match self.value(e, state)? {
            Value::Object(id) => Some(id),
            _ => None,
        }
    }

    /// The objects that a value which is not understood may lead to: sums, addresses of parts, either side of `?:`.
    pub(super) fn led_to(&self, e: ExprId, state: &State) -> Vec<u16> {
        let ast = &self.facts.ast;
        let (mut out, mut pending) = (Vec::new(), vec![e]);
        while let Some(e) = pending.pop() {
            let e = ast.strip_casts(e);
            if let Some(id) = self.object(e, state) {
                out.push(id);
                continue;
            }
            match ast.expr(e) {
                Expr::Conditional { then, other, .. } => pending.extend([then, other]),
                Expr::Binary { left, right, .. } => pending.extend([left, right]),
                Expr::Unary { op: UnaryOp::AddressOf | UnaryOp::Deref, arg } => pending.push(arg),
                Expr::Member { base, .. } | Expr::Index { base, .. } => pending.push(base),
                Expr::Assign { value, .. } | Expr::Comma { right: value, .. } => pending.push(value),
                Expr::List(items) => pending.extend(ast.exprs(items)),
                Expr::Designated { value, .. } | Expr::Indexed { value, .. } => pending.push(value),
                Expr::Compound { list, .. } => pending.push(list),
                // What a call got was lost there, where it is not known what it does.
                Expr::Call { args, .. } if self.is_cast(e) => pending.extend(ast.exprs(args)),
                _ => {}
            }
        }
        out
    }

    /// What a test asks, and whether a yes makes it true.
    pub(super) fn question(&self, test: ExprId, state: &State) -> Option<(Question, bool)> {
        let ast = &self.facts.ast;
        let test = ast.strip_casts(test);
        match self.value(test, state) {
            Some(Value::Number(number)) => return Some((Question::Known(number != 0), true)),
            Some(Value::Answer(failed)) => return Some((Question::Known(failed), true)),
            Some(Value::Object(id)) => return Some((Question::Object(id), true)),
            None => {}
        }
        let asked = match ast.expr(test) {
            Expr::Binary { op, left, right } => self.comparison(op, left, right, state),
            Expr::Unary { op: UnaryOp::Not, arg } => {
                let (question, positive) = self.question(arg, state)?;
                return Some((question, !positive));
            }
            Expr::Call { args, .. } => {
                let name = ast.callee_name(test)?;
                let first = ast.exprs(args).first().copied();
                if plain::lookup(&name) == Some(Plain::ErrorSet) {
                    return Some((Question::Error, true));
                }
                match first {
                    Some(first) if is_hint(&name) => {
                        return self.question(first, state);
                    }
                    Some(first) if plain::lookup(&name) == Some(Plain::IsConstant) => {
                        self.object(first, state).map(|id| (Question::Constant(id), true))
                    }
                    Some(first) => self.type_test(&name, first, state).map(|is| (Question::Known(is), true)),
                    None => None,
                }
            }
            _ => None,
        };
        asked.or_else(|| self.again(test))
    }

    /// The orders that two values may stand in; where one is another constant they are not equal.
    pub(super) fn orders(&self, number: u16, state: &State) -> u8 {
        let orders = state.orders(number);
        let family = |number: u16| self.plan.families.get(usize::from(number)).copied().filter(|family| *family > 0);
        let Some(own) = family(number).filter(|_| orders & EQUAL != 0) else { return orders };
        let other = state.known.tests.iter().any(|(test, is)| *is && *test != number + 1 && family(*test) == Some(own));
        if other { orders & !EQUAL } else { orders }
    }

    /// A test that is asked more than once.
    pub(super) fn again(&self, test: ExprId) -> Option<(Question, bool)> {
        Some(match *self.plan.tests.get(&test)? {
            Asked::Same(number, positive) => (Question::Repeated(number), positive),
            Asked::Order(number, mask) => (Question::Ordered(number, mask), true),
        })
    }

    fn comparison(&self, op: BinaryOp, left: ExprId, right: ExprId, state: &State) -> Option<(Question, bool)> {
        let ast = &self.facts.ast;
        let (a, b) = (self.value(left, state), self.value(right, state));
        if ast.callee_name(left).is_some_and(|name| plain::lookup(&name) == Some(Plain::ErrorSet))
            && b == Some(Value::Number(0))
        {
            return Some((Question::Error, op == BinaryOp::NotEqual));
        }
        let (a, b, op, other) = match (a, b) {
            (Some(Value::Number(_)) | None, Some(_)) => (b, a, mirrored(op), left),
            _ => (a, b, op, right),
        };
        let equality = match op {
            BinaryOp::Equal => Some(true),
            BinaryOp::NotEqual => Some(false),
            _ => None,
        };
        match (a?, b) {
            (Value::Object(id), Some(Value::Number(0))) => Some((Question::Object(id), !equality?)),
            (Value::Object(x), Some(Value::Object(y))) if x == y => Some((Question::Known(equality?), true)),
            (Value::Object(id), None) => {
                let constant = ast.referred_name(other).is_some_and(|name| is_constant(name.as_str()));
                constant.then_some((Question::Constant(id), equality?))
            }
            (Value::Number(x), Some(Value::Number(y))) => {
                let holds = match op {
                    BinaryOp::Equal => x == y,
                    BinaryOp::NotEqual => x != y,
                    BinaryOp::Less => x < y,
                    BinaryOp::LessEqual => x <= y,
                    BinaryOp::Greater => x > y,
                    BinaryOp::GreaterEqual => x >= y,
                    _ => return None,
                };
                Some((Question::Known(holds), true))
            }
            (Value::Answer(failed), Some(Value::Number(number))) => match (op, number) {
                (BinaryOp::Less | BinaryOp::NotEqual, 0) | (BinaryOp::Equal | BinaryOp::LessEqual, -1) => {
                    Some((Question::Known(failed), true))
                }
                (BinaryOp::Equal | BinaryOp::GreaterEqual, 0) | (BinaryOp::NotEqual | BinaryOp::Greater, -1) => {
                    Some((Question::Known(failed), false))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The comparison with its sides exchanged.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        same => same,
    }
}
