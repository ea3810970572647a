//! What the findings about references have in common: names, and the labels of a path.

use crate::facts::{Expr, ExprId, FileFacts};
use crate::finding::Finding;
use crate::link::Project;
use crate::link::flow::ownership::Fault;

/// The name of what a call calls.
pub(crate) fn callee(facts: &FileFacts, call: ExprId) -> Option<&'static str> {
    let Expr::Call { callee, .. } = facts.ast.expr(call) else { return None };
    match facts.ast.expr(facts.ast.strip_casts(callee)) {
        Expr::Name(name) | Expr::Member { field: name, .. } => Some(name.as_str()),
        // `(*function)(…)`
        Expr::Unary { arg, .. } => facts.ast.referred_name(arg).map(|name| name.as_str()),
        _ => None,
    }
}

/// Adds how the tests on the way came out, and the function.
pub(crate) fn path(project: &Project, fault: &Fault, mut finding: Finding) -> Finding {
    let facts = project.file(fault.at.file);
    for &(test, holds) in &fault.tests {
        let said = if holds { "this is true" } else { "this is false" };
        finding = finding.label(fault.at.file, facts.ast.expr_span(test), said);
    }
    finding.symbol(facts.func(fault.at.id).name.as_str())
}
