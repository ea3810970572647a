//! The edits that keep a value of `PyModule_AddObject` from leaking, by how the call stands.

use super::Leak;
use super::place::{fails, indent, is_incref, mentioned_behind, place};
use crate::facts::{Expr, ExprId, Name, Python, Span, Stmt, StmtId};
use crate::finding::{Applicability, Finding};
use crate::link::{FuncRef, Local, Project};

const CALLEE: &str = "PyModule_AddObject";
/// `PyModule_AddObjectRef` exists since.
const REF_SINCE: Python = Python(10);
/// `PyModule_Add` exists since.
pub(super) const ADD_SINCE: Python = Python(13);

/// Adds what mends one call; nothing where no edit is sure to keep the meaning.
pub(super) fn add(project: &Project, at: FuncRef, leak: &Leak<'_>, finding: Finding) -> Finding {
    let ast = &project.file(at.file).ast;
    let Expr::Call { callee, .. } = ast.expr(leak.site.expr) else { return finding };
    let callee = ast.expr_span(callee);
    // What a macro makes cannot be edited where the macro is used.
    if (callee.end - callee.start) as usize != CALLEE.len() {
        return finding;
    }
    let min = project.targets.min_python;
    let value = ast.strip_casts(leak.value);
    let edit = |finding: Finding, span: Span, text: String| finding.edit(at.file, span, text, Applicability::Safe);
    if let Some((constant, inner)) = constant(project, at, value) {
        // `PyLong_FromLong(1)` becomes `1`.
        let (outer, inner) = (ast.expr_span(leak.value), ast.expr_span(inner));
        let finding = edit(finding, callee, constant.to_owned());
        let finding = edit(finding, Span::new(outer.start, inner.start), String::new());
        return edit(finding, Span::new(inner.end, outer.end), String::new());
    }
    let Expr::Name(name) = ast.expr(value) else {
        return if min >= ADD_SINCE { edit(finding, callee, "PyModule_Add".to_owned()) } else { finding };
    };
    let Some(place) = place(project, at, leak.site.expr) else { return finding };
    let conds = &project.file(at.file).conds;
    let beside =
        |s: &StmtId| conds.at_span(ast.stmt_span(*s)) == conds.at_span(callee) && is_incref(project, at, *s, name);
    if let (Some(taken), true) = (place.before.filter(beside), min >= REF_SINCE) {
        let finding = edit(finding, ast.stmt_span(taken), String::new());
        return edit(finding, callee, "PyModule_AddObjectRef".to_owned());
    }
    let local = matches!(project.local(at, name), Some(Local::Var(_)));
    let span = ast.stmt_span(place.stmt);
    if !local || mentioned_behind(project, at, name, span.end) {
        return finding;
    }
    match ast.stmt(place.stmt) {
        Stmt::Expr(_) if min >= ADD_SINCE => edit(finding, callee, "PyModule_Add".to_owned()),
        Stmt::Expr(_) if min >= REF_SINCE && project.file(at.file).conds.at_span(span) == at_function(project, at) => {
            let indent = indent(project, at, place.stmt);
            let finding = edit(finding, callee, "PyModule_AddObjectRef".to_owned());
            edit(finding, Span::new(span.end, span.end), format!("\n{indent}Py_XDECREF({name});"))
        }
        Stmt::If { test, then, .. } if fails(project, at, test, leak.site.expr) => {
            release(project, at, then, name, finding)
        }
        _ => finding,
    }
}

fn at_function(project: &Project, at: FuncRef) -> crate::facts::CondId {
    project.file(at.file).conds.at_span(project.func(at).name_span)
}

/// The function that adds such a constant itself, and the constant.
fn constant(project: &Project, at: FuncRef, value: ExprId) -> Option<(&'static str, ExprId)> {
    let ast = &project.file(at.file).ast;
    let Expr::Call { args, .. } = ast.expr(value) else { return None };
    let &[inner] = ast.exprs(args) else { return None };
    match ast.callee_name(value)?.as_str() {
        "PyLong_FromLong" => Some(("PyModule_AddIntConstant", inner)),
        "PyUnicode_FromString" => Some(("PyModule_AddStringConstant", inner)),
        _ => None,
    }
}

/// Releases the value first of all in the branch of the failure, where that leaves the function.
fn release(project: &Project, at: FuncRef, branch: StmtId, name: Name, finding: Finding) -> Finding {
    let ast = &project.file(at.file).ast;
    let edit = |finding: Finding, at_byte: u32, text: String| {
        finding.edit(at.file, Span::new(at_byte, at_byte), text, Applicability::Safe)
    };
    let leaves = |stmt: StmtId| matches!(ast.stmt(stmt), Stmt::Return(_) | Stmt::Goto(_));
    match ast.stmt(branch) {
        Stmt::Block(list) => match ast.stmts(list) {
            [first, ..] if ast.stmts(list).last().is_some_and(|&s| leaves(s)) => edit(
                finding,
                ast.stmt_span(*first).start,
                format!("Py_XDECREF({name});\n{}", indent(project, at, *first)),
            ),
            _ => finding,
        },
        Stmt::Return(_) | Stmt::Goto(_) => {
            let span = ast.stmt_span(branch);
            let finding = edit(finding, span.start, format!("{{ Py_XDECREF({name}); "));
            edit(finding, span.end, " }".to_owned())
        }
        _ => finding,
    }
}
