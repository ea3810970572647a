//! INIT018: an init function that gives up the module that it has created, without releasing it.

use crate::capi::families;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, Stmt, StmtId};
use crate::finding::{Finding, Label};
use crate::link::sites::Assignment;
use crate::link::values::{behind_macro, is_live, is_null};
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, INIT018};

/// Returns shown as labels; the rest is counted.
const SHOWN: usize = 3;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // Those of Python 2 gave a borrowed one.
    let makers = [Role::ModuleCreate, Role::ModuleNew, Role::ModuleFromDef].into_iter().flat_map(roles::named);
    for site in makers.filter(|name| roles::returns_new(name)).flat_map(|name| project.sites.calls_of(name)) {
        let Some(at) = site.func_ref().filter(|f| is_live(project, site.file, site.expr) && !project.is_unused(*f))
        else {
            continue;
        };
        let [(name, _)] = project.sites.results_of(site.file, site.expr) else { continue };
        let Some(returns) = leaks(project, at, *name, site.expr) else { continue };
        let dropped = |span: &Span| project.sites.assignments_in(at, *name).any(|a| is_at(project, a, *span));
        let (Some(&first), facts) = (returns.first(), project.file(at.file)) else { continue };
        let symbol = facts.func(at.id).name;
        let message = format!("`{name}` leaks if a later step of the initialization fails");
        let mut finding = Finding::source(&INIT018, message, Label::new(at.file, first, what(dropped(&first))))
            .symbol(symbol.as_str())
            .label(at.file, facts.ast.expr_span(site.expr), "created here");
        for &span in returns.iter().skip(1).take(SHOWN - 1) {
            finding = finding.label(at.file, span, "here too");
        }
        if returns.len() > SHOWN {
            finding = finding.note(format!("more such returns in this function: {}", returns.len() - SHOWN));
        }
        out.push(finding.help(format!("call `Py_DECREF({name})` first")));
    }
}

fn what(dropped: bool) -> &'static str {
    if dropped {
        "the only variable that holds the module is set to NULL"
    } else {
        "returns without releasing the module"
    }
}

fn is_at(project: &Project, assignment: &Assignment, span: Span) -> bool {
    assignment.expr.is_some_and(|e| project.file(assignment.file).ast.expr_span(e) == span)
}

/// The returns of NULL behind the creation, and the assignments of NULL to its only name, that surely leave the module behind; None where something may release it.
fn leaks(project: &Project, at: FuncRef, name: Name, call: ExprId) -> Option<Vec<Span>> {
    let facts = project.file(at.file);
    let (ast, body) = (&facts.ast, facts.func(at.id).body?);
    let Some(Local::Var(var)) = project.local(at, name) else { return None };
    // Another name for it, a static, or a second creation: who holds what is not followed.
    let assigned = project.sites.assignments_in(at, name).filter(|a| !is_null(project, at.file, a.value)).count();
    if facts.var(var).is_static_definition() || assigned != 1 {
        return None;
    }
    let names = |e: ExprId| ast.referred_name(behind_macro(project, at.file, e)) == Some(name);
    // The macro itself does nothing with it.
    let hands_on = |e: ExprId| behind_macro(project, at.file, e) != ast.strip_casts(e);
    let (mut kept, mut returned) = (false, false);
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Call { args, .. } if ast.exprs(args).iter().any(|&a| names(a)) => {
            kept |= !hands_on(e) && !ast.callee_name(e).is_some_and(|n| families::leaves_reference(&n));
        }
        Expr::Assign { value, .. } => kept |= names(value),
        _ => {}
    });
    let (mut returns, mut tested): (Vec<StmtId>, Vec<Span>) = (Vec::new(), Vec::new());
    let mut labels: Vec<(Name, Span)> = Vec::new();
    let mut gotos: Vec<(Name, Span)> = Vec::new();
    let mut opaque = false;
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Return(Some(value)) if names(value) => returned = true,
        Stmt::Return(Some(value)) if is_null(project, at.file, value) => returns.push(stmt),
        Stmt::Decl(other) => kept |= other != var && facts.var(other).init.is_some_and(names),
        Stmt::Label { name, .. } => labels.push((name, ast.stmt_span(stmt))),
        Stmt::Goto(name) => gotos.push((name, ast.stmt_span(stmt))),
        Stmt::Opaque => opaque = true,
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
    // Behind a label, what came before the creation may go on: only what comes there from behind it alone counts.
    let early =
        |label: &(Name, Span)| label.1.start > behind && gotos.iter().any(|(to, span)| *to == label.0 && !lost(span));
    let open = labels.iter().filter(|l| early(l)).map(|(_, span)| span.start).min();
    let before = |span: &Span| open.is_none_or(|from| span.start < from);
    let given_up = project.sites.assignments_in(at, name).filter(|a| is_null(project, at.file, a.value));
    let given_up = given_up.filter_map(|a| a.expr).filter(|&e| {
        let cond = facts.conds.at_span(ast.expr_span(e));
        !facts.conds.live(cond, &project.targets).is_empty()
    });
    let mut found: Vec<Span> = returns.iter().filter(|s| live(s)).map(|&s| ast.stmt_span(s)).collect();
    found.extend(given_up.map(|e| ast.expr_span(e)));
    found.retain(|span| lost(span) && before(span));
    found.sort_unstable();
    (returned && !kept && !opaque).then_some(found)
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
