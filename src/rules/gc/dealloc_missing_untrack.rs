//! GC020: a dealloc that clears fields of an object which the collector still tracks.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, Span, Stmt};
use crate::finding::{Applicability, Finding};
use crate::link::flow::lifecycle::EventKind;
use crate::link::{FuncRef, Project};
use crate::rules::common::deallocs::{event, first_stmt, select};
use crate::rules::common::types::label_gc;
use crate::rules::{Context, GC020};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let found = select(project, 0, |dealloc, case| {
        let touched = || event(case, |kind| kind == EventKind::TouchedTracked);
        let ran = || event(case, |kind| kind == EventKind::RanTracked).filter(|_| !revives(project, dealloc.func));
        (case.gc == Some(true)).then(|| touched().or_else(ran)).flatten()
    });
    for found in found {
        let func = project.func(found.func);
        let runs = found.what.kind == EventKind::RanTracked;
        let what = if runs { "runs Python code" } else { "clears fields" };
        let message = format!("`{}` {what} while the object is still tracked", func.name);
        let mut finding = found.finding(&GC020, project, message, None).label(
            found.what.file,
            found.what.span,
            "a collection that starts here finds an object without references",
        );
        if let Some(case) = found.cases.first() {
            finding = label_gc(project, case.id, finding);
        }
        finding = finding
            .note(if runs {
                "the code may start a collection, which finds an object whose reference count is 0"
            } else {
                "clearing a field may run Python code or start a collection"
            })
            .help("call `PyObject_GC_UnTrack(self)` first");
        let calls = |name: &str| !project.sites.calls_by(found.func, name.into()).is_empty();
        let untouched = !roles::untracking().any(calls);
        let object = func.params.first().and_then(|p| p.name).filter(|_| untouched);
        let finalizer = roles::named(Role::Finalize).any(calls);
        let place = match finalizer {
            // The finalizer may bring the object back: it must still be tracked.
            true => finalized(project, found.func).map(|s| (Span::new(s.end, s.end), true)),
            false => first_stmt(project, found.func).map(|s| (Span::new(s.start, s.start), false)),
        };
        if let (Some((span, behind)), Some(object)) = (place, object) {
            let call = format!("PyObject_GC_UnTrack({object});");
            let text = if behind { format!("\n{}{call}", func.indent) } else { format!("{call}\n{}", func.indent) };
            finding = finding.edit(found.func.file, span, text, Applicability::Safe);
        }
        out.push(finding);
    }
}

/// Whether a dealloc gives the object a reference of its own for a while, as the finalizer of CPython's types does.
fn revives(project: &Project, at: FuncRef) -> bool {
    let counts = [Role::Count, Role::Revive, Role::Finalize].into_iter().flat_map(roles::named).collect::<Vec<_>>();
    let mut found = project.calls_any(at, &counts) != Some(false);
    let reach = project.reach(at);
    project.each_reached(&reach, &mut |of, e| {
        let (ast, object) = (&project.file(of.file).ast, project.func(of).params.first().and_then(|p| p.name));
        found |= match ast.expr(e) {
            Expr::Member { field, .. } => field == "ob_refcnt",
            Expr::Call { args, .. } => {
                ast.callee_name(e).is_some_and(|n| roles::takes(&n))
                    && ast.exprs(args).first().and_then(|&a| ast.referred_name(a)).is_some_and(|n| Some(n) == object)
            }
            _ => false,
        };
    });
    found
}

/// The statement of the outermost block that calls the finalizer.
fn finalized(project: &Project, at: FuncRef) -> Option<Span> {
    let facts = project.file(at.file);
    let Stmt::Block(list) = facts.ast.stmt(project.func(at).body?) else { return None };
    let mut found = None;
    for &stmt in facts.ast.stmts(list) {
        let test = match facts.ast.stmt(stmt) {
            Stmt::If { test, other: None, .. } => test,
            Stmt::Expr(e) => e,
            _ => continue,
        };
        facts.ast.each_expr(test, &mut |e| {
            if facts.ast.callee_name(e).is_some_and(|n| roles::is(&n, Role::Finalize)) {
                found = Some(facts.ast.stmt_span(stmt));
            }
        });
    }
    found.filter(|span| facts.conds.at_span(*span) == facts.conds.at_span(project.func(at).name_span))
}
