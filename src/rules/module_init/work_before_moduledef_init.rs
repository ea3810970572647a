//! INIT013: work in an init function that only hands on its definition.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Stmt, StmtId};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT013};

/// Calls that do nothing to the process.
const IDLE: &[&str] = &["assert", "static_assert", "_Static_assert"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for module in project.modules.iter().filter(|m| !m.export) {
        for &at in std::iter::once(&module.init).chain(&module.others) {
            out.extend(judge(project, at));
        }
    }
}

fn judge(project: &Project, at: FuncRef) -> Option<Finding> {
    let func = project.func(at);
    let facts = project.file(at.file);
    let Stmt::Block(list) = facts.ast.stmt(func.body?) else { return None };
    let mut work: Vec<StmtId> = Vec::new();
    for &stmt in facts.ast.stmts(list) {
        let span = facts.ast.stmt_span(stmt);
        let cond = facts.conds.at_span(span);
        if project.live(at.file, cond).is_empty() {
            continue;
        }
        if hands_on(project, at, stmt) {
            work.retain(|&w| !facts.conds.exclusive(cond, facts.conds.at_span(facts.ast.stmt_span(w))));
            let &first = work.first()?;
            let label = Label::new(at.file, func.name_span, "should only return the definition");
            let mut finding = Finding::source(
                &INIT013,
                format!("`{}` does work before it calls `PyModuleDef_Init`", func.name),
                label,
            )
            .symbol(func.name.as_str())
            .label(
                at.file,
                facts.ast.stmt_span(first),
                "runs in whichever interpreter imports the module first, and affects the whole process",
            );
            if let Some(ready) =
                work.iter().find_map(|&w| roles::named(Role::Ready).find_map(|name| call_of(project, at, w, name)))
            {
                finding = finding.label(at.file, facts.ast.expr_span(ready), "a static type is initialized here");
            }
            return Some(
                finding
                    .note("since Python 3.13 the main interpreter runs it first, whichever interpreter imports the module")
                    .help("move the work to a `Py_mod_exec` function"),
            );
        }
        if is_work(project, at, stmt) {
            work.push(stmt);
        }
    }
    None
}

/// `return PyModuleDef_Init(…)`, whatever the argument.
fn hands_on(project: &Project, at: FuncRef, stmt: StmtId) -> bool {
    let ast = &project.file(at.file).ast;
    let Stmt::Return(Some(value)) = ast.stmt(stmt) else { return false };
    ast.callee_name(ast.strip_casts(value)).is_some_and(|n| roles::is(&n, Role::ModuleInit))
}

fn call_of(project: &Project, at: FuncRef, stmt: StmtId, name: &str) -> Option<ExprId> {
    let facts = project.file(at.file);
    let mut found = None;
    facts.each_body_expr(stmt, &mut |e| {
        if facts.ast.callee_name(e).is_some_and(|n| n == name) {
            found = found.or(Some(e));
        }
    });
    found
}

/// Whether a statement calls something, or writes something that outlives the function.
fn is_work(project: &Project, at: FuncRef, stmt: StmtId) -> bool {
    let facts = project.file(at.file);
    let mut work = false;
    facts.each_body_expr(stmt, &mut |e| match facts.ast.expr(e) {
        Expr::Call { .. } => {
            let idle = |n: &str| {
                IDLE.contains(&n)
                    || matches!(roles::of(n), Some(Role::Idle | Role::ModuleInit))
                    || n.to_ascii_lowercase().contains("assert")
            };
            work |= facts.ast.callee_name(e).is_none_or(|n| !idle(n.as_str()));
        }
        Expr::Assign { target, .. } | Expr::Step { arg: target, .. } => {
            let local = facts.ast.referred_name(target).is_some_and(|n| project.local(at, n).is_some());
            work |= !local;
        }
        _ => {}
    });
    work
}
