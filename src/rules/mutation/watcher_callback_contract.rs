//! MUT010: the callback of a watcher changes what it watches, runs code of others, or says that it failed without an
//! exception.

use crate::capi::changes;
use crate::capi::families::{self, Family};
use crate::capi::internals::{self, Of};
use crate::capi::watchers::{self, Watcher};
use crate::facts::{Expr, ExprId, Span, Stmt, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::sites::target_name;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT010};

const WHY: &str = "the interpreter calls it in the middle of the change, before it has happened: what it changes itself \
                   comes back to it, or is lost";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen: Vec<FuncRef> = Vec::new();
    for (name, row) in watchers::all() {
        for (_, site) in calls(project, name) {
            let call = project.call(site);
            let versions = call.live().and(MUT010.pythons(&project.targets));
            if versions.max().is_none_or(|newest| newest.0 < row.since) {
                continue;
            }
            for callback in call.arg(0).map(|arg| arg.funcs()).unwrap_or_default() {
                if !seen.contains(&callback) {
                    seen.push(callback);
                    out.extend(judge(project, callback, row));
                }
            }
        }
    }
}

fn judge(project: &Project, callback: FuncRef, row: Watcher) -> Option<Finding> {
    let func = project.func(callback);
    let mut worst: Option<(FuncRef, Span, String)> = None;
    let reach = project.reach(callback);
    project.each_reached(&reach, &mut |at, e| {
        if worst.is_none()
            && let Some(what) = breaks(project, at, e, row)
            && project.is_live(at.file, e)
        {
            worst = Some((at, project.file(at.file).ast.expr_span(e), what));
        }
    });
    if let Some((at, span, what)) = worst {
        let label = Label::new(at.file, span, "in the middle of a change");
        let finding =
            Finding::source(&MUT010, format!("the callback `{}` of a {} watcher {what}", func.name, row.of), label);
        let finding = finding.label(callback.file, func.name_span, "the callback").symbol(func.name.as_str());
        return Some(finding.note(WHY).help("take note of what happened, and act later"));
    }
    let (span, message) = wrong_answer(project, callback)?;
    let message = format!("the callback `{}` of a {} watcher {message}", func.name, row.of);
    let finding = Finding::source(&MUT010, message, Label::new(callback.file, span, "this answer"));
    Some(finding.symbol(func.name.as_str()).help("return 0, or -1 with an exception set"))
}

/// What an expression does that a callback must not, in words.
fn breaks(project: &Project, at: FuncRef, e: ExprId, row: Watcher) -> Option<String> {
    let facts = project.file(at.file);
    match facts.ast.expr(e) {
        Expr::Call { .. } => {
            let name = facts.ast.callee_name(e).filter(|name| project.resolve_func(at.file, *name).is_empty())?;
            let change = changes::lookup(&name)?;
            Some(if change.of == changes::Of::Code {
                format!("runs code: `{name}`")
            } else {
                format!("calls `{name}`")
            })
        }
        Expr::Assign { target, .. } => {
            let field = target_name(facts, target)?;
            let own = internals::of(Of::Function).any(|f| f.field == field && row.of == "function");
            own.then(|| format!("writes `{field}` of what is watched"))
        }
        _ => None,
    }
}

/// Where its answer and exceptions do not fit: 0 though it sets one everywhere, -1 though it never may.
fn wrong_answer(project: &Project, callback: FuncRef) -> Option<(Span, &'static str)> {
    let facts = project.file(callback.file);
    let ast = &facts.ast;
    let body = project.func(callback).body?;
    let (mut zero, mut minus) = (None, None);
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
            match ast.expr(ast.strip_casts(value)) {
                Expr::Int(0) => zero = Some(ast.stmt_span(stmt)),
                Expr::Unary { op: UnaryOp::Negate, .. } => minus = Some(ast.stmt_span(stmt)),
                _ => (zero, minus) = (zero, None),
            }
        }
    });
    let (mut sets, mut clears, mut any) = (false, false, false);
    facts.each_body_expr(body, &mut |e| {
        let Some(name) = ast.callee_name(e) else { return };
        any = true;
        let error = families::is(&name, Family::Errors);
        sets |= error && (name.contains("_Set") || name.contains("Format") || name.contains("NoMemory"));
        clears |= error && !(name.contains("_Set") || name.contains("Format") || name.contains("NoMemory"));
    });
    match (zero, minus) {
        (Some(zero), None) if sets && !clears => Some((zero, "returns 0 with an exception set")),
        (_, Some(minus)) if !any => Some((minus, "returns -1 without an exception")),
        _ => None,
    }
}
