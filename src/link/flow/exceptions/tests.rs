//! What tests tell of calls that may have failed, and of locals.

use super::{State, Walk};
use crate::capi::exceptions::Effect;
use crate::capi::functions::{Fails, Returns, facts_of};
use crate::facts::{BinaryOp, Expr, ExprId, UnaryOp};
use crate::link::values::is_null;

/// What a comparison asks of its left side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// Whether it is true.
    True,
    /// Whether it is 0 or NULL.
    Zero,
    /// Whether it is less than 0.
    Negative,
    /// Whether it is -1.
    MinusOne,
}

impl Walk<'_> {
    /// The truth of a test or value, where that is known.
    pub(super) fn told(&self, test: ExprId, state: &State) -> Option<bool> {
        let ast = &self.facts.ast;
        let test = ast.strip_casts(test);
        match ast.expr(test) {
            Expr::Int(value) => Some(value != 0),
            Expr::Name(name) => match state.known.iter().find(|(known, _)| *known == name) {
                Some((_, truth)) => Some(*truth),
                None => is_null(self.project, self.at.file, test).then_some(false),
            },
            Expr::Assign { op: None, value, .. } => self.told(value, state),
            Expr::Call { .. } if self.effect(test) == Effect::Asks && !state.lost => match state.failed {
                Some(_) => Some(true),
                None => state.open.is_empty().then_some(false),
            },
            Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, .. } => {
                let (left, asks, positive) = self.comparison(test)?;
                let truth = self.told(left, state)?;
                match asks {
                    Asks::Zero => Some(truth != positive),
                    // 0 is not -1.
                    Asks::MinusOne if !truth => Some(!positive),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Takes note of how a test came out.
    pub(super) fn note(&self, test: ExprId, holds: bool, state: &mut State) {
        let ast = &self.facts.ast;
        let test = ast.strip_casts(test);
        if matches!(ast.expr(test), Expr::Call { .. }) && self.effect(test) == Effect::Asks {
            state.open.clear();
            state.failed = holds.then_some(test);
            return;
        }
        let (of, asks, positive) = self.comparison(test).unwrap_or((test, Asks::True, true));
        let yes = holds == positive;
        let of = self.valued(of);
        let null = (asks == Asks::True && !yes) || (asks == Asks::Zero && yes);
        if let Some(call) = self.asked(of, state) {
            if null {
                state.broke = Some(call);
            }
            if let Expr::Name(name) = ast.expr(of)
                && self.is_local(name)
            {
                state.know(name, !null);
            }
            return;
        }
        if let Expr::Name(name) = ast.expr(of)
            && self.is_local(name)
        {
            match asks {
                Asks::True => state.know(name, yes),
                Asks::Zero => state.know(name, !yes),
                Asks::Negative | Asks::MinusOne => {}
            }
        }
        let is = |open: &super::Open| match ast.expr(of) {
            Expr::Name(name) => open.held == Some(name),
            _ => open.call == of,
        };
        let Some(at) = state.open.iter().position(is) else {
            state.doubt |= !self.is_sure(test, 0) || (null && self.is_unmet_null(of));
            // A test may ask for what was put down where the call failed: `status = -1`.
            state.lost |= state.failed.is_some();
            return;
        };
        let call = state.open[at].call;
        let Some(failed) = self.fails(call).and_then(|fails| self.outcome(call, fails, asks, yes)) else { return };
        state.open.remove(at);
        if failed && self.is_own(call) {
            // Perhaps it sets no exception.
            state.lose();
        } else if failed {
            state.failed = Some(call);
        }
    }

    /// What is tested: `(x = f())` is `x`, or the call where `x` is no local.
    fn valued(&self, of: ExprId) -> ExprId {
        let ast = &self.facts.ast;
        match ast.expr(ast.strip_casts(of)) {
            Expr::Assign { op: None, target, value } => match ast.expr(ast.strip_casts(target)) {
                Expr::Name(name) if self.is_local(name) => ast.strip_casts(target),
                _ => ast.strip_casts(value),
            },
            Expr::Call { args, .. } => match (ast.callee_name(of), ast.exprs(args)) {
                (Some(name), [first, ..]) if name.ends_with("likely") || name == "__builtin_expect" => {
                    ast.strip_casts(*first)
                }
                _ => ast.strip_casts(of),
            },
            _ => ast.strip_casts(of),
        }
    }

    /// Whether a call failed by what a test says; None where it may have or not.
    fn outcome(&self, call: ExprId, fails: Fails, asks: Asks, yes: bool) -> Option<bool> {
        let int = || {
            let name = self.facts.ast.callee_name(call);
            name.is_some_and(|name| facts_of(&name).is_some_and(|f| f.returns == Some(Returns::Int)))
        };
        match (fails, asks) {
            (Fails::Null | Fails::Zero, Asks::True) => Some(!yes),
            (Fails::Null | Fails::Zero, Asks::Zero) => Some(yes),
            (Fails::MinusOne, Asks::Negative | Asks::MinusOne) if !yes => Some(false),
            // Of numbers -1 may be one.
            (Fails::MinusOne, Asks::Negative | Asks::MinusOne) => int().then_some(true),
            (Fails::MinusOne, Asks::Zero) => yes.then_some(false),
            (Fails::MinusOne, Asks::True) => (!yes).then_some(false),
            _ => None,
        }
    }

    /// A comparison with a constant: its left side, what it asks, and whether it holds on a yes.
    fn comparison(&self, test: ExprId) -> Option<(ExprId, Asks, bool)> {
        let ast = &self.facts.ast;
        let Expr::Binary { op, left, right } = ast.expr(test) else { return None };
        let zero = is_null(self.project, self.at.file, right);
        let minus_one = match ast.expr(ast.strip_casts(right)) {
            Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(1)),
            _ => false,
        };
        let (asks, positive) = match op {
            BinaryOp::Equal if zero => (Asks::Zero, true),
            BinaryOp::NotEqual if zero => (Asks::Zero, false),
            BinaryOp::Less if zero => (Asks::Negative, true),
            BinaryOp::GreaterEqual if zero => (Asks::Negative, false),
            BinaryOp::Equal if minus_one => (Asks::MinusOne, true),
            BinaryOp::NotEqual if minus_one => (Asks::MinusOne, false),
            BinaryOp::LessEqual if minus_one => (Asks::Negative, true),
            BinaryOp::Greater if minus_one => (Asks::Negative, false),
            _ => {
                // `NULL == x`
                let mirrored = is_null(self.project, self.at.file, left) && !zero;
                return match op {
                    BinaryOp::Equal if mirrored => Some((right, Asks::Zero, true)),
                    BinaryOp::NotEqual if mirrored => Some((right, Asks::Zero, false)),
                    _ => None,
                };
            }
        };
        Some((left, asks, positive))
    }
}
