//! `PyUnstable_Module_SetGIL` in an init function: what it says stands in a slot where a module has several phases, for
//! import asks before it runs the function that fills the module.

use super::super::refusal::Refusal;
use super::body::Work;
use crate::facts::{Expr, Span, Stmt};

const CALLEE: &str = "PyUnstable_Module_SetGIL";

/// What a module says about the GIL.
pub(super) struct Gil {
    /// `Py_MOD_GIL_NOT_USED`
    pub(super) value: String,
    /// `#ifdef Py_GIL_DISABLED`
    pub(super) directive: String,
}

/// Takes the call away, and gives what it says.
pub(super) fn take(work: &mut Work<'_, '_>) -> Result<Option<Gil>, Refusal> {
    let (init, ast) = (work.init, work.init.ast());
    let mut calls = Vec::new();
    init.facts().each_body_expr(work.body, &mut |e| {
        if ast.callee_name(e).is_some_and(|name| name == CALLEE) {
            calls.push(e);
        }
    });
    let [call] = calls[..] else {
        return match calls.first() {
            Some(&first) => init.refuse(ast.expr_span(first).start, "it speaks of the GIL more than once"),
            None => Ok(None),
        };
    };
    let at = ast.expr_span(call);
    let Expr::Call { args, .. } = ast.expr(call) else { return Ok(None) };
    let &[module, value] = ast.exprs(args) else { return init.refuse(at.start, "its arguments were not understood") };
    if !init.is_holder(module) {
        return init.refuse(at.start, "it speaks of the GIL for another module");
    }
    let mut stmt = None;
    ast.each_stmt(work.body, &mut |s| {
        if init.holds(s, call) && matches!(ast.stmt(s), Stmt::Expr(_) | Stmt::If { other: None, .. }) {
            stmt = Some(s);
        }
    });
    let Some(stmt) = stmt.filter(|s| work.in_block.contains(s)) else {
        return init.refuse(at.start, "what it says about the GIL is part of something else");
    };
    let span = ast.stmt_span(stmt);
    let outer = init.layout.branch(ast.stmt_span(work.body).start + 1).len();
    let inner = init.layout.branch(at.start);
    let mut gone = span;
    let directive = match inner.get(outer..) {
        Some([arm]) if arm.opened == arm.arm => {
            let line = init.layout.directive(arm.opened);
            if let Some(end) = init.layout.end_of(arm.opened)
                && init.layout.blank(arm.opened + line.len() as u32, span.start)
                && init.layout.blank(span.end, end.start)
            {
                gone = Span::new(arm.opened, end.end);
            }
            line.to_owned()
        }
        Some([]) => "#ifdef Py_GIL_DISABLED".to_owned(),
        _ => return init.refuse(at.start, "what it says about the GIL hangs on several conditions"),
    };
    work.drop(gone);
    Ok(Some(Gil { value: init.text(ast.expr_span(value)).to_owned(), directive }))
}
