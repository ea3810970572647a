//! The edits that hand the result of a visit on, and that call what never has a side effect.

use super::Called;
use crate::facts::{Expr, ExprId, Name, Origin, Span, StmtId};
use crate::finding::{Applicability, Finding};
use crate::link::{FuncRef, Project};

/// Offers the twin of a function that may change a count some day.
pub(super) fn twin(project: &Project, (at, call, name): Called, finding: Finding) -> Finding {
    let ast = &project.file(at.file).ast;
    let Expr::Call { callee, .. } = ast.expr(call) else { return finding };
    let span = ast.expr_span(callee);
    // What a macro makes cannot be edited where the macro is used.
    if (span.end - span.start) as usize != name.as_str().len() {
        return finding;
    }
    finding.edit(at.file, span, format!("{name}_DuringGC"), Applicability::Safe)
}

/// Offers to return what a call gives where that is not 0: `Py_VISIT` does for a visitor with the usual names.
pub(super) fn hand_on(project: &Project, at: FuncRef, stmt: StmtId, call: ExprId, finding: Finding) -> Finding {
    let (ast, func) = (&project.file(at.file).ast, project.func(at));
    let Expr::Call { callee, args } = ast.expr(call) else { return finding };
    if func.origin != Origin::Written || func.ret.base != "int" || !func.ret.is_value() {
        return finding;
    }
    let edit = |finding: Finding, span: Span, text: String| finding.edit(at.file, span, text, Applicability::Safe);
    let param = |index: usize| func.params.get(index).and_then(|p| p.name);
    let named = |e: ExprId, name: &str| matches!(ast.expr(e), Expr::Name(n) if n == name);
    let usual = param(1).is_some_and(|n| n == "visit") && param(2).is_some_and(|n| n == "arg");
    if let (true, true, &[object, arg]) = (usual, named(callee, "visit"), ast.exprs(args)) {
        let (object, arg) = (ast.expr_span(object), ast.expr_span(arg));
        let finding = edit(finding, ast.expr_span(callee), "Py_VISIT".to_owned());
        return edit(finding, Span::new(object.end, arg.end), String::new());
    }
    let (whole, call) = (ast.stmt_span(stmt), ast.expr_span(call));
    let free = |name: &&str| {
        project.local(at, Name::from(name)).is_none() && project.resolve_var(at.file, Name::from(name)).is_empty()
    };
    let Some(result) = ["result", "vret", "stopped"].into_iter().find(free) else { return finding };
    if whole.start != call.start {
        return finding;
    }
    let finding = edit(finding, Span::new(whole.start, whole.start), format!("{{ int {result} = "));
    edit(finding, Span::new(whole.end, whole.end), format!(" if ({result}) {{ return {result}; }} }}"))
}
