//! FT001: a borrowed reference is taken out of something that another thread may change. One finding for each function
//! of the project and each function of CPython that it calls so.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::capi::borrowed::{self, Borrowed, Of};
use crate::capi::roles;
use crate::facts::{BinaryOp, Expr, ExprId, FileId, Name, Python, Span, Stmt, UnaryOp};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::references::is_null;
use crate::link::flow::sharing::Whose;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{Threads, calls, with_places};
use crate::rules::{Context, FT001};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT001) else { return };
    let mut found: BTreeMap<(FuncRef, &str), Vec<(CallSite, &str)>> = BTreeMap::new();
    for (name, row) in borrowed::all() {
        for (at, site) in calls(project, name) {
            let span = project.call(site).span();
            if let Some(why) = threads.is_open(at, span).then(|| why(&mut threads, at, site, row)).flatten()
                && !is_only_tested(project, at, site.expr)
            {
                found.entry((at, name)).or_default().push((site, why));
            }
        }
    }
    for ((at, name), mut sites) in found {
        sites.sort_by_key(|(site, _)| project.call(*site).span());
        let Some(row) = borrowed::lookup(name) else { continue };
        out.push(finding(project, &threads, at, name, row, &sites));
    }
}

/// Why another thread may take the object away; None where that is not known.
fn why(threads: &mut Threads<'_>, at: FuncRef, site: CallSite, row: Borrowed) -> Option<&'static str> {
    if row.of == Of::Weakref {
        return Some("a weak reference keeps nothing alive");
    }
    let Some(index) = row.container else { return Some("a table of the interpreter") };
    let &container = threads.project.call(site).args().get(index)?;
    match threads.whose(at, container) {
        Whose::Shared(through) => Some(through.as_str()),
        Whose::Own | Whose::Unknown => None,
    }
}

/// Whether nothing is done with the object, nor with a variable that gets it, but to ask whether it is there.
fn is_only_tested(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let Some(body) = facts.func(at.id).body else { return false };
    let held: Vec<Name> = project.sites.results_of(at.file, call).iter().map(|(name, _)| *name).collect();
    let (mut tested, mut read): (FxHashSet<ExprId>, Vec<ExprId>) = Default::default();
    let mut test = |e: ExprId| _ = tested.insert(ast.strip_casts(e));
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test: e, .. } | Stmt::While { test: Some(e), .. } | Stmt::For { test: Some(e), .. } =
            ast.stmt(stmt)
        {
            test(e);
        }
    });
    let mut set: FxHashSet<ExprId> = FxHashSet::default();
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Name(name) if held.contains(&name) => read.push(e),
        Expr::Assign { op: None, target, .. } => _ = set.insert(target),
        Expr::Unary { op: UnaryOp::Not, arg } => test(arg),
        Expr::Conditional { test: e, .. } => test(e),
        Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, right } => {
            test(left);
            test(right);
        }
        Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } if is_null(ast, right) => test(left),
        Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } if is_null(ast, left) => test(right),
        _ => {}
    });
    let locals = !held.is_empty() && held.iter().all(|&name| project.local(at, name).is_some());
    tested.contains(&call) || locals && read.iter().all(|e| tested.contains(e) || set.contains(e))
}

fn finding(
    project: &Project,
    threads: &Threads<'_>,
    at: FuncRef,
    name: &str,
    row: Borrowed,
    sites: &[(CallSite, &str)],
) -> Finding {
    let place = |site: CallSite| (site.file, project.call(site).span());
    let (first, why) = sites[0];
    let (file, span) = place(first);
    let what = match row.of {
        Of::Closure => "a cell",
        Of::Dict => "a dict",
        Of::List => "a list",
        Of::Modules => "sys.modules",
        Of::Sequence => "a list or tuple",
        Of::Weakref => "a weak reference",
    };
    let versions = threads.built(file, span);
    let message = threads.on_versions(format!("`{name}` borrows from {what} that other threads may change"), versions);
    let label = match row.of {
        Of::Weakref | Of::Modules => format!("borrowed: {why}"),
        _ => format!("borrowed from {why}: another thread may drop it"),
    };
    let more: Vec<(FileId, Span)> = sites[1..].iter().map(|(site, _)| place(*site)).collect();
    let mut finding =
        Finding::source(&FT001, message, Label::new(file, span, label)).symbol(project.func(at).name.as_str());
    finding = with_places(finding, &more, "and here");
    if taken_late(project, at, first.expr) {
        finding = finding.note("the reference that is taken behind it comes too late: the object may be gone by then");
    }
    let before = project.targets.min_python < Python(row.since);
    let compat = if before {
        format!(", Python {}; pythoncapi_compat.h has it before", Python(row.since))
    } else {
        String::new()
    };
    let help = format!("{} gives a reference of its own{compat}; release it on every path", row.replacement);
    threads.weighed(finding.help(help), Severity::Warning, at)
}

/// Whether the function takes a reference to the object behind the call.
fn taken_late(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let holders = project.sites.results_of(at.file, call);
    holders.iter().any(|(name, _)| {
        let mut calls = project.sites.calls_in(at, *name);
        calls.any(|site| {
            let behind = ast.expr_span(site.expr).start > ast.expr_span(call).start;
            behind && ast.callee_name(site.expr).is_some_and(|callee| roles::takes(&callee))
        })
    })
}
