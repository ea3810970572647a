//! INIT004: module state used where `PyModule_GetState` gives NULL.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, Name, Python, Stmt, UnaryOp};
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::constants::integer;
use crate::link::modules::Module;
use crate::link::values::{each_expr, settings};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT004};

/// Up to this release the hooks ran before the state was there.
const EARLY_HOOKS: Python = Python(8);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for site in roles::named(Role::ModuleState).flat_map(|name| project.sites.calls_of(name)) {
        let Some(at) = site.func_ref().filter(|_| project.is_live(site.file, site.expr)) else { continue };
        let Some(used) = dereferenced(project, at, site.expr) else { continue };
        let modules = project.modules_of(site.file);
        let stateless = !modules.is_empty() && modules.iter().all(|m| has_no_state(project, m));
        let early = project.targets.min_python <= EARLY_HOOKS && modules.iter().any(|m| is_hook(project, m, at));
        let func = project.func(at);
        let facts = project.file(site.file);
        let label = Label::new(site.file, facts.ast.expr_span(used), "dereferenced without a check");
        let finding = Finding::source(&INIT004, "the module state may be NULL here", label)
            .symbol(func.name.as_str())
            .label(site.file, facts.ast.expr_span(site.expr), "may return NULL without setting an exception");
        if stateless {
            out.push(
                finding
                    .note("`m_size` is not positive: the module has no state")
                    .help("set `m_size` to the size of the state struct"),
            );
        } else if early {
            out.push(
                finding
                    .severity(Severity::Warning)
                    .note("up to Python 3.8, `m_traverse`, `m_clear` and `m_free` may be called before the state is allocated")
                    .help("return early if the state is NULL"),
            );
        }
    }
}

/// Whether all definitions of a module say that it has no state.
fn has_no_state(project: &Project, module: &Module) -> bool {
    let known = |file: FileId, value: ExprId| integer(project, file, value).is_some_and(|n| n <= 0);
    !module.defs.is_empty()
        && !module.export
        && module.defs.iter().all(|def| {
            let mut sizes = settings(project, def, "m_size");
            def.complete && sizes.all(|v| known(def.var.file, v))
        })
}

fn is_hook(project: &Project, module: &Module, at: FuncRef) -> bool {
    module.defs.iter().any(|def| {
        let hooks = ["m_traverse", "m_clear", "m_free"].into_iter().flat_map(|hook| settings(project, def, hook));
        hooks.into_iter().any(|v| project.setting(def.var.file, v).is(project.func(at).name.as_str()))
    })
}

/// The expression that dereferences the result of `call`: at once, or through a local that nothing tests.
fn dereferenced(project: &Project, at: FuncRef, call: ExprId) -> Option<ExprId> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let local = local_of(project, at, call);
    let is_state = |e: ExprId| {
        let e = ast.strip_casts(e);
        e == call || local.is_some_and(|name| matches!(ast.expr(e), Expr::Name(n) if n == name))
    };
    let mut used = None;
    each_expr(project, at, &mut |e| {
        if let Expr::Member { base, arrow: true, .. } = ast.expr(e)
            && is_state(base)
        {
            used = used.or(Some(e));
        }
    });
    let tested = local.is_some_and(|name| is_tested(project, at, name));
    used.filter(|_| !tested)
}

/// The local variable that gets the result, and nothing else.
fn local_of(project: &Project, at: FuncRef, call: ExprId) -> Option<Name> {
    let results = project.sites.results_of(at.file, call);
    let &[(name, site)] = results else { return None };
    let plain = site.target.is_none_or(|t| matches!(project.file(at.file).ast.expr(t), Expr::Name(_)));
    let alone = project.sites.assignments_in(at, name).count() == 1;
    (plain && alone && project.local(at, name).is_some()).then_some(name)
}

/// Whether a condition, an assertion or a comparison speaks of the local itself.
fn is_tested(project: &Project, at: FuncRef, name: Name) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let is_name = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
    let mut tested = false;
    each_expr(project, at, &mut |e| match ast.expr(e) {
        Expr::Binary { left, right, .. } => tested |= is_name(left) || is_name(right),
        Expr::Unary { op: UnaryOp::Not, arg } | Expr::Conditional { test: arg, .. } => tested |= is_name(arg),
        // A function or macro that gets it may test it.
        Expr::Call { args, .. } => tested |= ast.exprs(args).iter().any(|&a| is_name(a)),
        _ => {}
    });
    if let Some(body) = project.func(at).body {
        ast.each_stmt(body, &mut |stmt| {
            if let Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } = ast.stmt(stmt) {
                tested |= is_name(test);
            }
        });
    }
    tested
}
