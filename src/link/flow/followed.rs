//! Pointers that functions follow without a test for NULL: arguments of a call, and fields of an instance. No judgement.

use crate::capi::families;
use crate::capi::pointers::{self, Null};
use crate::facts::{BinaryOp, Expr, ExprId, FileId, Name, Span, Stmt, UnaryOp};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};

/// Slots that meet objects in any state.
pub(crate) const ANY_STATE: [&str; 5] = ["tp_dealloc", "tp_clear", "tp_traverse", "tp_finalize", "tp_free"];

/// A pointer of the instance struct and the place where a method or slot of the type uses it without a test for NULL.
pub(crate) fn untested_field(project: &Project, id: TypeId) -> Option<((FileId, Span), (FileId, Span))> {
    let (file, record) = project.instance_record(id)?;
    let pointers: Vec<_> = record.fields.iter().filter(|f| f.ty.pointers > 0 && f.ty.arrays == 0).collect();
    let installed = project.installed(id);
    for &(_, at) in installed.iter().filter(|(slot, _)| !ANY_STATE.contains(&slot.as_str())) {
        let facts = project.file(at.file);
        let ast = &facts.ast;
        let Some(body) = project.func(at).body else { continue };
        let tested = tested(project, at);
        let mut found = None;
        facts.each_body_expr(body, &mut |e| {
            let used: Vec<ExprId> = match ast.expr(e) {
                Expr::Member { base, arrow: true, .. } | Expr::Index { base, .. } => vec![base],
                Expr::Unary { op: UnaryOp::Deref, arg } => vec![arg],
                Expr::Call { args, .. } => match ast.callee_name(e) {
                    Some(name) => needing(project, at, (name, &needs_pointers), ast.exprs(args)),
                    _ => return,
                },
                _ => return,
            };
            for use_ in used {
                let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(use_)) else { continue };
                let of = project.record_at(at.file, Some(at), base, 0).map(|(file, r)| (file, r.span));
                if found.is_none()
                    && of == Some((file, record.span))
                    && !tested.contains(&field)
                    && let Some(declared) = pointers.iter().find(|f| f.name == field)
                {
                    found = Some(((file, declared.span), (at.file, ast.expr_span(e))));
                }
            }
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a function that is called by this name follows what it gets.
pub(crate) type Needs<'a> = &'a dyn Fn(&Project, FuncRef, Name) -> bool;

/// The arguments of a call that the callee follows without a test.
pub(crate) fn needing(
    project: &Project,
    at: FuncRef,
    (name, needs): (Name, Needs<'_>),
    args: &[ExprId],
) -> Vec<ExprId> {
    if needs(project, at, name) {
        return args.to_vec();
    }
    match project.resolve_func(at.file, name)[..] {
        [func] => args.iter().enumerate().filter(|(i, _)| follows(project, func, *i)).map(|(_, &a)| a).collect(),
        _ => Vec::new(),
    }
}

/// Whether a function follows a parameter that it neither tests nor sets.
fn follows(project: &Project, func: FuncRef, index: usize) -> bool {
    let facts = project.file(func.file);
    let ast = &facts.ast;
    let declared = project.func(func);
    let Some(name) = declared.params.get(index).and_then(|p| p.name) else { return false };
    let Some(body) = declared.body else { return false };
    let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
    // A loop over a number that the caller gives may not run at all.
    let counts = |e: ExprId| matches!(ast.expr(e), Expr::Name(n) if declared.params.iter().any(|p| p.name == Some(n)));
    let (mut used, mut asked) = (false, false);
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::If { test, .. } => ast.each_expr(test, &mut |e| asked |= is(e)),
        Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => {
            ast.each_expr(test, &mut |e| asked |= counts(e));
        }
        _ => {}
    });
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Member { base, arrow: true, .. } | Expr::Index { base, .. } => used |= is(base),
        Expr::Unary { op: UnaryOp::Deref, arg } => used |= is(arg),
        Expr::Conditional { test, .. } => ast.each_expr(test, &mut |e| asked |= is(e)),
        Expr::Binary { op: BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
            asked |= is(left) || is(right);
        }
        Expr::Unary { op: UnaryOp::Not, arg } => asked |= is(arg),
        Expr::Assign { target, .. } => asked |= is(target),
        Expr::Call { args, .. } => {
            let word = ast.callee_name(e).map_or("", |n| n.as_str());
            // `assert` is no test: a release build leaves it out.
            let macro_like = !project.defines_of(func.file, word.into()).is_empty();
            asked |= macro_like && ast.exprs(args).iter().any(|&a| is(a));
        }
        _ => {}
    });
    used && !asked
}

/// Whether a function of CPython or of the C library follows the pointers that it gets.
fn needs_pointers(project: &Project, at: FuncRef, name: Name) -> bool {
    let follows = if name.starts_with("Py") { !families::is_lenient(&name) } else { pointers::null(&name).is_some() };
    // What the project defines for Pythons that are not checked is not what is called.
    let live = |file, cond| !project.file(file).conds.live(cond, &project.targets).is_empty();
    follows
        && !project.resolve_func(at.file, name).iter().any(|f| live(f.file, project.func(*f).cond))
        && !project.defines_of(at.file, name).iter().any(|(file, define)| live(*file, define.cond))
}

/// Whether a function or macro follows its pointers without a look: others of CPython raise SystemError for NULL.
pub(crate) fn crashes(project: &Project, at: FuncRef, name: Name) -> bool {
    let plain = families::crashes(&name);
    let looks_inside = name.starts_with("Py") && (name.contains("_GET_") || name.ends_with("_Check"));
    (plain || looks_inside || pointers::null(&name) == Some(Null::Crashes)) && needs_pointers(project, at, name)
}

/// Whether a function or macro of CPython reads what its pointers point to.
pub(crate) fn looks_inside(project: &Project, at: FuncRef, name: Name) -> bool {
    name.starts_with("Py") && crashes(project, at, name)
}

/// The fields that a function tests, compares or sets.
fn tested(project: &Project, at: FuncRef) -> Vec<Name> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut out = Vec::new();
    let Some(body) = project.func(at).body else { return out };
    let mut field = |e: ExprId| {
        if let Expr::Member { field, .. } = ast.expr(ast.strip_casts(e)) {
            out.push(field);
        }
    };
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } =
            ast.stmt(stmt)
        {
            field(test);
        }
    });
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Conditional { test, .. } => field(test),
        Expr::Unary { op: UnaryOp::Not, arg } => field(arg),
        Expr::Binary { op: BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
            field(left);
            field(right);
        }
        Expr::Assign { target, .. } => field(target),
        // `likely(self->file)`: a macro that may be a test. `assert` is none: a release build leaves it out.
        Expr::Call { args, .. } => {
            let name = ast.callee_name(e).map_or("", |n| n.as_str());
            let macro_like = name.ends_with("likely") || !project.defines_of(at.file, name.into()).is_empty();
            ast.exprs(args).iter().filter(|_| macro_like).for_each(|&a| field(a));
        }
        _ => {}
    });
    out
}
