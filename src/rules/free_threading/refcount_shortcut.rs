//! FT009: a count of one is taken for a proof that nobody else has the object. Without the GIL the count is split, and
//! other threads may hold what they do not count.

use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, ExprId, Stmt, UnaryOp};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::sharing::Whose;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{Threads, calls};
use crate::rules::{Context, FT009};

const WHY: &str =
    "without the GIL the count is split between threads, and borrowed references on the stack are not counted";
const HELP: &str = "ask PyUnstable_Object_IsUniquelyReferenced, or for an argument PyUnstable_Object_IsUniqueReferencedTemporary \
                    (Python 3.14), or make a new object";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT009) else { return };
    for name in roles::named(Role::Count).chain(roles::named(Role::Revive)) {
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let &[object] = call.args() else { continue };
            let span = call.span();
            if !threads.is_open(at, span) || !is_asked_for_one(project, at, site.expr) {
                continue;
            }
            let Whose::Shared(_) = threads.whose(at, object) else { continue };
            let versions = threads.built(site.file, span);
            let message = "a reference count of 1 does not prove that nobody else has the object";
            let message = threads.on_versions(message.to_owned(), versions);
            let finding = Finding::source(&FT009, message, Label::new(site.file, span, "decides by the count"))
                .symbol(project.func(at).name.as_str())
                .note(WHY)
                .help(HELP);
            out.push(threads.weighed(finding, Severity::Warning, at));
        }
    }
}

/// Whether the count is compared with one in a test that decides what is done.
fn is_asked_for_one(project: &Project, at: FuncRef, count: ExprId) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let Some(body) = facts.func(at.id).body else { return false };
    let mut tests: Vec<ExprId> = Vec::new();
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } = ast.stmt(stmt) {
            tests.push(test);
        }
    });
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Conditional { test, .. } = ast.expr(e) {
            tests.push(test);
        }
    });
    let one = |op: BinaryOp, limit: u64| match op {
        BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::LessEqual | BinaryOp::Greater => limit == 1,
        BinaryOp::Less | BinaryOp::GreaterEqual => limit == 2,
        _ => false,
    };
    let mut asked = false;
    for test in tests {
        // `if (!(Py_REFCNT(x) > 1)) abort();`: an assertion of the project's own.
        if matches!(ast.expr(ast.strip_casts(test)), Expr::Unary { op: UnaryOp::Not, .. }) {
            continue;
        }
        ast.each_expr(test, &mut |e| {
            let Expr::Binary { op, left, right } = ast.expr(e) else { return };
            let (left, right) = (ast.strip_casts(left), ast.strip_casts(right));
            asked |= match (ast.expr(left), ast.expr(right)) {
                (_, Expr::Int(limit)) if left == count => one(op, limit),
                (Expr::Int(limit), _) if right == count => one(op, limit),
                _ => false,
            };
        });
    }
    asked
}
