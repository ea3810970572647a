//! `Py_mod_create` functions that use the definition they get, where there is none.

use crate::facts::{BinaryOp, Expr, ExprId, Name, Stmt, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::modules::ModuleDef;
use crate::link::values::slots;
use crate::link::{FuncRef, Project};
use crate::rules::INIT015;

/// The second argument of a create function, dereferenced without a check.
pub(super) fn used(project: &Project, def: &ModuleDef) -> Vec<Finding> {
    let mut out = Vec::new();
    for slot in slots(project, def, "mod_create") {
        for func in project.module_slot(slot).funcs() {
            let Some(param) = project.func(func).params.get(1).and_then(|p| p.name) else { continue };
            let Some(place) = dereferenced(project, func, param) else { continue };
            let span = project.file(func.file).ast.expr_span(place);
            let label = Label::new(func.file, span, "dereferenced without a check");
            out.push(
                Finding::source(&INIT015, format!("`{param}` is NULL: the module has no `PyModuleDef`"), label)
                    .label(slot.file, slot.span, "called for a module without a definition")
                    .help("take the name from the spec, and everything else from constants"),
            );
        }
    }
    out
}

/// The first place that looks into what the parameter points to; None where the function tests it.
fn dereferenced(project: &Project, at: FuncRef, param: Name) -> Option<ExprId> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let is_param = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == param);
    let (mut found, mut tested) = (None, false);
    let body = project.func(at).body?;
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Member { base, arrow: true, .. } if is_param(base) => found = found.or(Some(e)),
        Expr::Unary { op: UnaryOp::Deref, arg } if is_param(arg) => found = found.or(Some(e)),
        Expr::Unary { op: UnaryOp::Not, arg } => tested |= is_param(arg),
        Expr::Binary { op, left, right } => {
            let compares = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::And | BinaryOp::Or);
            tested |= compares && (is_param(left) || is_param(right));
        }
        Expr::Conditional { test, .. } => tested |= is_param(test),
        Expr::Assign { target, .. } => tested |= is_param(target),
        _ => {}
    });
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, .. } = ast.stmt(stmt) {
            tested |= is_param(test);
        }
    });
    found.filter(|_| !tested)
}
