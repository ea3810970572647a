//! HT017: a type whose flags, base, size or slots change after CPython has made it ready.

mod of_others;

use std::collections::BTreeSet;

use crate::capi::families::{self, Family};
use crate::capi::flags;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, Stmt, StmtId};
use crate::finding::{Finding, Label, Severity};
use crate::link::types::{TypeId, TypeRef};
use crate::link::{FuncRef, Project};
use crate::rules::common::foreign_types::foreign;
use crate::rules::{Context, HT017};

/// What `PyType_Ready` reads, inherits from or hands down; the last ones are used all the same when they change later.
pub(crate) const FIELDS: [&str; 8] =
    ["tp_flags", "tp_base", "tp_bases", "tp_basicsize", "tp_traverse", "tp_clear", "tp_dealloc", "tp_free"];

/// A call that makes a type ready.
struct Ready {
    of: TypeId,
    at: FuncRef,
    call: ExprId,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let ready = ready(project);
    let (mut seen, mut others) = (BTreeSet::new(), BTreeSet::new());
    for field in FIELDS {
        for site in project.sites.assignments_to(field.into()) {
            let (Some(target), Some(expr), Some(func)) = (site.target, site.expr, site.func) else { continue };
            let facts = project.file(site.file);
            let ast = &facts.ast;
            let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target)) else { continue };
            let at = FuncRef { file: site.file, id: func };
            if let Some(of) = foreign(project, at, base) {
                let span = ast.expr_span(expr);
                let wanted = field != "tp_flags" || changes_layout(project, at, site.value);
                if wanted && project.is_live(site.file, expr) && others.insert((site.file, span)) {
                    out.push(of_others::finding(project, at, &of, field, span));
                }
                continue;
            }
            let here = ready.iter().filter(|r| r.at == at).collect::<Vec<_>>();
            if here.is_empty() || (field == "tp_flags" && !changes_layout(project, at, site.value)) {
                continue;
            }
            let TypeRef::Type(of) = project.type_ref(site.file, site.func, base) else { continue };
            let span = ast.expr_span(expr);
            let Some(made) = here.into_iter().find(|r| r.of == of && is_behind(project, r, expr)) else { continue };
            if facts.conds.live(facts.conds.at_span(span), &project.targets).is_empty() || !seen.insert((of, field)) {
                continue;
            }
            out.push(finding(project, made, field.into(), span));
        }
    }
}

fn finding(project: &Project, made: &Ready, field: Name, span: Span) -> Finding {
    let object = project.types.get(made.of);
    let facts = project.file(made.at.file);
    let slot = ["tp_traverse", "tp_clear", "tp_dealloc", "tp_free"].contains(&field.as_str());
    Finding::source(
        &HT017,
        format!("`{field}` of `{}` is changed after the type is ready", object.short_name()),
        Label::new(made.at.file, span, "this change comes too late"),
    )
    .symbol(object.symbol.as_str())
    .severity(if slot { Severity::Warning } else { Severity::Error })
    .label(made.at.file, facts.ast.expr_span(made.call), "made ready here")
    .note("what the type has inherited, and what its subclasses have inherited from it, does not change with it")
    .help("set it before `PyType_Ready`, in the spec, or in a slot")
}

/// The calls that make a type ready, with the functions around them.
fn ready(project: &Project) -> Vec<Ready> {
    let mut out = Vec::new();
    for site in roles::named(Role::Ready).flat_map(|name| project.sites.calls_of(name)) {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
        let of = ast.exprs(args).first().map(|&arg| project.type_ref(site.file, site.func, arg));
        if let (Some(TypeRef::Type(of)), Some(at)) = (of, site.func_ref()) {
            out.push(Ready { of, at, call: site.expr });
        }
    }
    for (of, object) in project.types.iter().filter(|(_, t)| t.is_heap()) {
        for creation in &object.creations {
            let name = project.file(creation.file).ast.callee_name(creation.call);
            if let (Some(id), true) = (creation.func, name.is_some_and(|n| families::is(&n, Family::TypesFrom))) {
                out.push(Ready { of, at: FuncRef { file: creation.file, id }, call: creation.call });
            }
        }
    }
    out
}

/// Whether a value changes one of the flags that decide about layout and inheritance.
fn changes_layout(project: &Project, at: FuncRef, value: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let mut found = false;
    ast.each_expr(value, &mut |e| {
        found |= matches!(ast.expr(e), Expr::Name(name) if flags::decides_layout(&name));
    });
    found
}

/// Whether an assignment is behind the call on every way to it: in a later statement of the block that makes the call.
/// By the expressions themselves: those of one macro call share their place.
fn is_behind(project: &Project, made: &Ready, assignment: ExprId) -> bool {
    let facts = project.file(made.at.file);
    let ast = &facts.ast;
    let Some(body) = project.func(made.at).body else { return false };
    let mut found = false;
    ast.each_stmt(body, &mut |stmt| {
        let (Stmt::Block(list) | Stmt::Case { body: list, .. } | Stmt::Try(list)) = ast.stmt(stmt) else { return };
        let list = ast.stmts(list);
        let calls = |&s: &StmtId| evaluated(project, made.at, s).is_some_and(|e| holds(project, made.at, e, made.call));
        let Some(first) = list.iter().position(calls) else { return };
        // A label in between may be reached from elsewhere.
        let later = list[first + 1..].iter().take_while(|&&s| !matches!(ast.stmt(s), Stmt::Label { .. }));
        for &stmt in later {
            facts.each_body_expr(stmt, &mut |e| found |= e == assignment);
        }
    });
    found
}

/// Whether an expression has another as a part.
fn holds(project: &Project, at: FuncRef, whole: ExprId, part: ExprId) -> bool {
    let mut found = false;
    project.file(at.file).ast.each_expr(whole, &mut |e| found |= e == part);
    found
}

/// The expression that a statement evaluates first of all.
fn evaluated(project: &Project, at: FuncRef, stmt: StmtId) -> Option<ExprId> {
    let facts = project.file(at.file);
    match facts.ast.stmt(stmt) {
        Stmt::Expr(e) | Stmt::If { test: e, .. } => Some(e),
        Stmt::Decl(var) => facts.var(var).init,
        _ => None,
    }
}
