//! INIT018: an init function that gives up the module that it has created, without releasing it.

use crate::capi::families;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Span, Stmt, StmtId};
use crate::finding::{Finding, Label};
use crate::link::values::{is_live, is_null};
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, INIT018};

/// Returns shown as labels; the rest is counted.
const SHOWN: usize = 3;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // Those of Python 2 gave a borrowed one.
    let makers = roles::named(Role::ModuleCreate).chain(roles::named(Role::ModuleFromDef));
    for site in makers.filter(|name| roles::returns_new(name)).flat_map(|name| project.sites.calls_of(name)) {
        let Some(at) = site.func_ref().filter(|f| is_live(project, site.file, site.expr) && !project.is_unused(*f))
        else {
            continue;
        };
        let [(name, _)] = project.sites.results_of(site.file, site.expr) else { continue };
        let Some(returns) = leaks(project, at, *name, site.expr) else { continue };
        let (Some(&first), facts) = (returns.first(), project.file(at.file)) else { continue };
        let symbol = facts.func(at.id).name;
        let message = format!("`{name}` leaks where the rest of the initialization fails");
        let mut finding = Finding::source(&INIT018, message, Label::new(at.file, first, "returns without the module"))
            .symbol(symbol.as_str())
            .label(at.file, facts.ast.expr_span(site.expr), "created here");
        for &span in returns.iter().skip(1).take(SHOWN - 1) {
            finding = finding.label(at.file, span, "here too");
        }
        if returns.len() > SHOWN {
            finding = finding.note(format!("and {} more returns of this function", returns.len() - SHOWN));
        }
        out.push(finding.help(format!("call Py_DECREF({name}) before")));
    }
}

/// The returns of NULL behind the creation that surely leave the module behind; None where something may release it.
fn leaks(project: &Project, at: FuncRef, name: crate::facts::Name, call: ExprId) -> Option<Vec<Span>> {
    let facts = project.file(at.file);
    let (ast, body) = (&facts.ast, facts.func(at.id).body?);
    let Some(Local::Var(var)) = project.local(at, name) else { return None };
    // Another name for it, a static, or a second creation: who holds what is not followed.
    let assigned = project.sites.assignments_in(at, name).filter(|a| !is_null(project, at.file, a.value)).count();
    if facts.var(var).is_static_definition() || assigned != 1 {
        return None;
    }
    let names = |e: ExprId| ast.referred_name(e) == Some(name);
    let (mut kept, mut returned) = (false, false);
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Call { args, .. } if ast.exprs(args).iter().any(|&a| names(a)) => {
            kept |= !ast.callee_name(e).is_some_and(|n| families::leaves_reference(&n));
        }
        Expr::Assign { value, .. } => kept |= names(value),
        _ => {}
    });
    let (mut returns, mut tested): (Vec<StmtId>, Vec<Span>) = (Vec::new(), Vec::new());
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Return(Some(value)) if names(value) => returned = true,
        Stmt::Return(Some(value)) if is_null(project, at.file, value) => returns.push(stmt),
        Stmt::Decl(other) => kept |= other != var && facts.var(other).init.is_some_and(names),
        Stmt::Label { .. } | Stmt::Opaque => kept = true,
        // What is said about the module itself decides whether there is one.
        Stmt::If { test, .. } => {
            let mut speaks = false;
            ast.each_expr(test, &mut |e| {
                speaks |= matches!(ast.expr(e), Expr::Name(n) if n == name) && !is_argument(ast, test, e)
            });
            if speaks {
                tested.push(ast.stmt_span(stmt));
            }
        }
        _ => {}
    });
    let behind = ast.expr_span(call).end;
    let lost = |span: &Span| span.start > behind && !tested.iter().any(|t| t.contains(*span));
    let live = |stmt: &StmtId| {
        let cond = facts.conds.at_span(ast.stmt_span(*stmt));
        !facts.conds.live(cond, &project.targets).is_empty()
            && !facts.conds.exclusive(cond, facts.conds.at_span(ast.expr_span(call)))
    };
    let found = returns.iter().filter(|s| live(s)).map(|&s| ast.stmt_span(s)).filter(lost).collect();
    (returned && !kept).then_some(found)
}

/// Whether `inner` is an argument of a call in `test`: then the test is about what the call says.
fn is_argument(ast: &crate::facts::Ast, test: ExprId, inner: ExprId) -> bool {
    let mut found = false;
    ast.each_expr(test, &mut |e| {
        if let Expr::Call { args, .. } = ast.expr(e) {
            found |= ast.exprs(args).iter().any(|&a| ast.strip_casts(a) == inner);
        }
    });
    found
}
