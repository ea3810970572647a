//! Numbers that are -1 with an exception, and are operands of a calculation before anybody looked: the error is lost in it.

use crate::capi::functions::{Fails, Returns, facts_of};
use crate::capi::reenters::{self, Of};
use crate::facts::{BinaryOp, Expr, ExprId};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::rules::CALL003;
use crate::rules::common::api::is_generated;

pub(super) fn check(project: &Project, out: &mut Vec<Finding>) {
    for name in reenters::named(Of::Value).filter(|name| is_number(name)) {
        for call in project.api_calls(name) {
            let at = call.site.func_ref().filter(|at| !call.live().is_empty() && !is_generated(project, at.file));
            let Some((at, body)) = at.and_then(|at| Some((at, project.func(at).body?))) else { continue };
            let facts = call.facts();
            let is = |e: ExprId| facts.ast.strip_casts(e) == call.site.expr;
            let mut operand = false;
            facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
                Expr::Binary { op, left, right } if calculates(op) => operand |= is(left) || is(right),
                Expr::Assign { op: Some(_), value, .. } => operand |= is(value),
                _ => {}
            });
            if operand {
                let message =
                    format!("the result of `{name}` is calculated with, and -1 for an exception is lost in it");
                out.push(
                    Finding::source(&CALL003, message, Label::new(facts.file, call.span(), "is -1 where it fails"))
                        .symbol(project.func(at).name.as_str())
                        .note("what follows runs with the exception set, and it shows up somewhere else, or as SystemError")
                        .help("keep the result in a variable, and return where it is -1"),
                );
            }
        }
    }
}

/// Whether a function returns a number, and -1 only where it fails.
fn is_number(name: &str) -> bool {
    facts_of(name).is_some_and(|f| f.may_fail == Some(Fails::MinusOne) && f.returns == Some(Returns::Other))
}

fn calculates(op: BinaryOp) -> bool {
    use BinaryOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, ShiftLeft, ShiftRight, Sub};
    matches!(op, Add | BitAnd | BitOr | BitXor | Div | Mul | Rem | ShiftLeft | ShiftRight | Sub)
}
