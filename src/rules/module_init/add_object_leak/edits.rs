//! The edits that keep a value of `PyModule_AddObject` from leaking, by how the call stands.

use super::Leak;
use super::failure::leave;
use super::place::{counts, fails, indent, is_incref, mentioned_behind, place};
use crate::facts::{Expr, ExprId, Name, Python, Span, Stmt, StmtId};
use crate::finding::{Applicability, Finding};
use crate::link::{FuncRef, Local, Project};

const CALLEE: &str = "PyModule_AddObject";
/// It takes no reference away.
const REF_CALLEE: &str = "PyModule_AddObjectRef";
/// It exists since.
const REF_SINCE: Python = Python(10);
/// `PyModule_Add` exists since.
pub(super) const ADD_SINCE: Python = Python(13);

/// One call, where it stands, and what it adds.
struct Case<'a> {
    project: &'a Project,
    at: FuncRef,
    call: ExprId,
}

/// Adds what mends one call; nothing where no edit is sure to keep the meaning. The edits of a call belong together: none of
/// them is safer than the others.
pub(super) fn add(project: &Project, at: FuncRef, leak: &Leak<'_>, finding: Finding) -> Finding {
    let before = finding.edits.len();
    let mut finding = one(project, at, leak, finding);
    let own = &mut finding.edits[before..];
    if own.iter().any(|edit| edit.applicability == Applicability::Unsafe) {
        own.iter_mut().for_each(|edit| edit.applicability = Applicability::Unsafe);
    }
    finding.apart = true;
    finding
}

fn one(project: &Project, at: FuncRef, leak: &Leak<'_>, finding: Finding) -> Finding {
    let ast = &project.file(at.file).ast;
    let Expr::Call { callee, .. } = ast.expr(leak.site.expr) else { return finding };
    let callee = ast.expr_span(callee);
    // What a macro makes cannot be edited where the macro is used.
    if (callee.end - callee.start) as usize != CALLEE.len() {
        return finding;
    }
    let case = Case { project, at, call: leak.site.expr };
    let min = project.targets.min_python;
    let value = ast.strip_casts(leak.value);
    let place = place(project, at, leak.site.expr);
    // A call that nobody looks at gets a test: what fails then leaves the function.
    let bare = place.as_ref().filter(|p| matches!(ast.stmt(p.stmt), Stmt::Expr(e) if ast.strip_casts(e) == case.call));
    let bare = bare.map(|place| place.stmt);
    if let Some((constant, inner)) = constant(project, at, value) {
        // `PyLong_FromLong(1)` becomes `1`.
        let (outer, inner) = (ast.expr_span(leak.value), ast.expr_span(inner));
        let Some(finding) = case.tested(bare, None, finding.clone()) else { return finding };
        let finding = case.edit(finding, callee, constant.to_owned());
        let finding = case.edit(finding, Span::new(outer.start, inner.start), String::new());
        return case.edit(finding, Span::new(inner.end, outer.end), String::new());
    }
    let conds = &project.file(at.file).conds;
    let same_build = |s: &StmtId| conds.at_span(ast.stmt_span(*s)) == conds.at_span(callee);
    let Expr::Name(name) = ast.expr(value) else {
        // `Py_INCREF(state->error); PyModule_AddObject(m, "Error", state->error);`
        let taken = place.as_ref().and_then(|place| place.before);
        let taken = taken.filter(|s| min >= REF_SINCE && same_build(s) && counts(project, at, *s, value));
        if let Some(taken) = taken {
            let Some(finding) = case.tested(bare, None, finding.clone()) else { return finding };
            let finding = case.edit(finding, ast.stmt_span(taken), String::new());
            return case.edit(finding, callee, REF_CALLEE.to_owned());
        }
        let tested = case.tested(bare, None, finding.clone()).filter(|_| min >= ADD_SINCE);
        return tested.map_or(finding, |finding| case.edit(finding, callee, "PyModule_Add".to_owned()));
    };
    let Some(place) = place else { return finding };
    let beside = |s: &StmtId| same_build(s) && is_incref(project, at, *s, name);
    if let (Some(taken), true) = (place.before.filter(beside), min >= REF_SINCE) {
        let Some(finding) = case.tested(bare, None, finding.clone()) else { return finding };
        let finding = case.edit(finding, ast.stmt_span(taken), String::new());
        return case.edit(finding, callee, REF_CALLEE.to_owned());
    }
    let span = ast.stmt_span(place.stmt);
    match ast.stmt(place.stmt) {
        Stmt::Expr(_) if bare.is_some() => case.tested(bare, Some(name), finding.clone()).unwrap_or(finding),
        Stmt::Return(Some(e)) if e == case.call => case.returned(place.stmt, name, finding),
        Stmt::If { test, then, .. }
            if matches!(project.local(at, name), Some(Local::Var(_)))
                && !mentioned_behind(project, at, name, span.end)
                && fails(project, at, test, leak.site.expr) =>
        {
            release(project, at, then, name, finding)
        }
        _ => finding,
    }
}

impl Case<'_> {
    fn edit(&self, finding: Finding, span: Span, text: String) -> Finding {
        finding.edit(self.at.file, span, text, Applicability::Safe)
    }

    /// Puts the call into a test, where it is a statement of its own: a failure releases `value` and leaves the
    /// function. None where nobody knows how. That the function fails where it went on is a change.
    fn tested(&self, bare: Option<StmtId>, value: Option<Name>, finding: Finding) -> Option<Finding> {
        let Some(stmt) = bare else { return Some(finding) };
        let ast = &self.project.file(self.at.file).ast;
        let (whole, call) = (ast.stmt_span(stmt), ast.expr_span(self.call));
        let Expr::Call { args, .. } = ast.expr(self.call) else { return None };
        let leave = leave(self.project, self.at, call, *ast.exprs(args).first()?)?;
        let text = self.failing(stmt, value, &leave);
        let edit = |finding: Finding, span, text| finding.edit(self.at.file, span, text, Applicability::Unsafe);
        let finding = edit(finding, Span::new(whole.start, call.start), "if (".to_owned());
        Some(edit(finding, Span::new(call.end, whole.end), text))
    }

    /// Releases the value where the result that the function returns is a failure.
    fn returned(&self, stmt: StmtId, name: Name, finding: Finding) -> Finding {
        let ast = &self.project.file(self.at.file).ast;
        let func = self.project.func(self.at);
        let (whole, call) = (ast.stmt_span(stmt), ast.expr_span(self.call));
        let local = matches!(self.project.local(self.at, name), Some(Local::Var(_)));
        if !local || func.ret.base != "int" || !func.ret.is_value() {
            return finding;
        }
        let text = self.failing(stmt, Some(name), &["return -1;".to_owned()]);
        let text = format!("{text}\n{}return 0;", indent(self.project, self.at, stmt));
        let finding = self.edit(finding, Span::new(whole.start, call.start), "if (".to_owned());
        self.edit(finding, Span::new(call.end, whole.end), text)
    }

    /// The rest of the test behind the call, with the block.
    fn failing(&self, stmt: StmtId, value: Option<Name>, leave: &[String]) -> String {
        let outer = indent(self.project, self.at, stmt);
        let inner = format!("{outer}{}", self.project.func(self.at).indent);
        let release = value.map(|name| format!("Py_CLEAR({name});"));
        let lines = release.iter().chain(leave).map(|line| format!("\n{inner}{line}"));
        format!(" < 0) {{{}\n{outer}}}", lines.collect::<String>())
    }
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
