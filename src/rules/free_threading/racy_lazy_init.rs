//! FT007: a variable with static storage is filled on first use, behind a test of itself, without a lock. One finding a
//! function.

use std::collections::BTreeMap;

use crate::capi::predefined::WITHOUT_GIL;
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Name, Span, Stmt, StmtId, UnaryOp};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::references::is_null;
use crate::link::{Content, FuncRef, Project, StaticVar, Value, Write, WriteKind};
use crate::rules::common::culprits::is_mutable;
use crate::rules::common::threads::Threads;
use crate::rules::{Context, FT007};

/// Further variables that a finding names.
const NAMED: usize = 4;
const HELP: &str = "fill it when the module is initialised (Py_mod_exec), or under a lock: PyMutex, call_once";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT007) else { return };
    let mut found: BTreeMap<FuncRef, Vec<(&StaticVar, Write, Span)>> = BTreeMap::new();
    for var in project.statics().vars.iter().filter(|v| is_mutable(v)) {
        let definition = project.var(var.definition);
        if definition.thread_local || var.looked_up_in(project).is_some() {
            continue;
        }
        let filled = var.writes.iter().find_map(|write| {
            let at = write.site.func?;
            let test = lazily(project, var, write, at)?;
            (is_open(project, &mut threads, write, at) && does_work(project, var, write, at)).then_some((write, test))
        });
        let Some((write, test)) = filled else { continue };
        if let Some(at) = write.site.func {
            found.entry(at).or_default().push((var, *write, test));
        }
    }
    for (at, mut vars) in found {
        vars.sort_by_key(|(_, write, _)| write.site);
        let Some((&(var, write, test), more)) = vars.split_first() else { continue };
        let definition = project.var(var.definition);
        let name = definition.name;
        let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let label = Label::new(write.site.file, write.site.span, "two threads may come here at once");
        let mut finding = Finding::source(&FT007, format!("racy lazy initialization of `{name}`{others}"), label)
            .symbol(name.as_str())
            .label(write.site.file, test, "both find it empty")
            .label(var.definition.file, definition.name_span, "one for all threads")
            .help(HELP);
        for (other, write, _) in more.iter().take(NAMED) {
            let what = format!("`{}` as well", project.var(other.definition).name);
            finding = finding.label(write.site.file, write.site.span, what);
        }
        out.push(threads.weighed(finding, Severity::Warning, at));
    }
}

fn is_open(project: &Project, threads: &mut Threads<'_>, write: &Write, at: FuncRef) -> bool {
    let built = !project.file(at.file).conds.live_with(WITHOUT_GIL, write.cond).is_empty();
    built && write.after_init && !write.once && threads.is_open(at, write.site.span)
}

/// Whether what happens twice does harm: an object or memory is made, or other variables are filled behind the flag.
fn does_work(project: &Project, var: &StaticVar, write: &Write, at: FuncRef) -> bool {
    let constant = matches!(write.value, Value::Int(_) | Value::CPythonStatic);
    let made = !constant && (var.content != Content::Plain || var.ty.pointers > 0);
    let others = || {
        let other = |v: &&StaticVar| v.definition != var.definition && v.exempt.is_none();
        let mut others = project.statics().vars.iter().filter(other);
        others.any(|v| v.writes.iter().any(|w| w.site.func == Some(at) && !matches!(w.kind, WriteKind::Atomic(_))))
    };
    made || constant && matches!(write.value, Value::Int(_)) && others()
}

/// Where the variable is tested for being empty, on the way to a plain write of it: an `if` around the write, or one in
/// front of it that leaves.
fn lazily(project: &Project, var: &StaticVar, write: &Write, at: FuncRef) -> Option<Span> {
    if write.kind != WriteKind::Assign || matches!(write.value, Value::Null) {
        return None;
    }
    let facts = project.file(at.file);
    let name = project.var(var.definition).name;
    if write.site.file != at.file || (project.local(at, name).is_some() && !var.local) {
        return None;
    }
    let (ast, body) = (&facts.ast, facts.func(at.id).body?);
    let mut found = None;
    ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, .. } = ast.stmt(stmt) else { return };
        let span = ast.expr_span(test);
        // `if (!x && !(x = make()))`
        let around = ast.stmt_span(then).contains(write.site.span) || span.contains(write.site.span);
        let before = ast.stmt_span(stmt).end <= write.site.span.start && leaves(facts, then);
        let asks = asks_empty(facts, test, name);
        if around && asks == Some(true) || before && asks == Some(false) {
            found = Some(span);
        }
    });
    found
}

/// Whether a branch does nothing but return.
fn leaves(facts: &FileFacts, stmt: StmtId) -> bool {
    match facts.ast.stmt(stmt) {
        Stmt::Return(_) => true,
        Stmt::Block(list) => matches!(facts.ast.stmts(list), [only] if leaves(facts, *only)),
        _ => false,
    }
}

/// Whether a test holds where the variable is empty (true) or where it is filled (false); None where it asks otherwise.
fn asks_empty(facts: &FileFacts, test: ExprId, name: Name) -> Option<bool> {
    let ast = &facts.ast;
    let is_var = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
    match ast.expr(ast.strip_casts(test)) {
        Expr::Name(n) => (n == name).then_some(false),
        Expr::Unary { op: UnaryOp::Not, arg } => asks_empty(facts, arg, name).map(|empty| !empty),
        Expr::Binary { op: op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right } => {
            let zero = is_null(ast, left) && is_var(right) || is_null(ast, right) && is_var(left);
            zero.then_some(op == BinaryOp::Equal)
        }
        Expr::Binary { op: BinaryOp::And, left, right } => {
            asks_empty(facts, left, name).or_else(|| asks_empty(facts, right, name)).filter(|&empty| empty)
        }
        Expr::Call { args, .. } => match (ast.callee_name(test), ast.exprs(args)) {
            (Some(callee), [arg, ..]) if callee.ends_with("likely") || callee == "__builtin_expect" => {
                asks_empty(facts, *arg, name)
            }
            _ => None,
        },
        _ => None,
    }
}
