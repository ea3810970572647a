//! For which classes a `tp_new` gives no instance: for the type itself, where it compares its class with that and leaves;
//! for subclasses, where it needs the module of its class, which a subclass that Python code makes has not.

use rustc_hash::FxHashSet;

use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, ExprId, Name, Stmt, StmtId, UnaryOp};
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// Of which classes a `tp_new` gives instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instances {
    /// Of the type itself, and maybe of others.
    Own,
    /// Of subclasses alone.
    OfSubclasses,
    /// Of none.
    None,
}

/// Of which classes the function gives instances; `subclassed`: whether there may be any below the type.
pub(super) fn instances(project: &Project, new: FuncRef, subclassed: bool) -> Instances {
    let Some(body) = project.func(new).body else { return Instances::Own };
    let ast = &project.file(new.file).ast;
    let (mut fails, mut returns) = (true, 0);
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Return(value) = ast.stmt(stmt) {
            returns += 1;
            fails &= value.is_some_and(|value| fails_by(project, new, value));
        }
    });
    if fails && returns > 0 {
        return Instances::None;
    }
    let Some(class) = project.func(new).params.first().and_then(|p| p.name) else { return Instances::Own };
    if !refuses_itself(project, new, body, class) {
        return Instances::Own;
    }
    let refused = !subclassed || needs_module(project, new);
    if refused { Instances::None } else { Instances::OfSubclasses }
}

/// Whether a returned value is NULL: itself, or what sets an exception and gives NULL, `return PyErr_Format(…);`.
fn fails_by(project: &Project, at: FuncRef, value: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let value = ast.strip_casts(value);
    is_null(project, at.file, value) || ast.callee_name(value).is_some_and(|name| name.starts_with("PyErr_"))
}

/// Whether a function leaves where its class is some type: `if (type == state->type) { … return NULL; }`.
fn refuses_itself(project: &Project, at: FuncRef, body: StmtId, class: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let mut found = false;
    ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, other } = ast.stmt(stmt) else { return };
        found |= match same(project, at, test, class) {
            Some(true) => leaves(project, at, then),
            Some(false) => other.is_some_and(|other| leaves(project, at, other)),
            None => false,
        };
    });
    found
}

/// Whether a test holds just for one class (Some(true)), or for all but that.
fn same(project: &Project, at: FuncRef, test: ExprId, class: Name) -> Option<bool> {
    let ast = &project.file(at.file).ast;
    let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(name) if name == class);
    let of = |left: ExprId, right: ExprId| (is(left) || is(right)) && !is_null(project, at.file, left);
    let test = ast.strip_casts(test);
    match ast.expr(test) {
        Expr::Binary { op: BinaryOp::Equal, left, right } => of(left, right).then_some(true),
        Expr::Binary { op: BinaryOp::NotEqual, left, right } => of(left, right).then_some(false),
        Expr::Unary { op: UnaryOp::Not, arg } => match ast.expr(ast.strip_casts(arg)) {
            Expr::Binary { op: BinaryOp::Equal, left, right } => of(left, right).then_some(false),
            Expr::Binary { op: BinaryOp::NotEqual, left, right } => of(left, right).then_some(true),
            _ => None,
        },
        Expr::Call { args, .. } => match (ast.callee_name(test), ast.exprs(args)) {
            (Some(name), &[left, right]) if name == "Py_Is" => of(left, right).then_some(true),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a branch ends the function with a failure: it raises, and returns NULL or goes to a label.
fn leaves(project: &Project, at: FuncRef, branch: StmtId) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut raises = false;
    facts.each_body_expr(branch, &mut |e| raises |= ast.callee_name(e).is_some_and(|name| name.starts_with("PyErr_")));
    let last = match ast.stmt(branch) {
        Stmt::Block(list) => ast.stmts(list).last().map(|&stmt| ast.stmt(stmt)),
        other => Some(other),
    };
    let left = match last {
        Some(Stmt::Return(Some(value))) => fails_by(project, at, value),
        Some(Stmt::Goto(_)) => true,
        _ => false,
    };
    raises && left
}

/// Whether a `tp_new` asks for the module of its class, itself or in a function that gets the class: a subclass has none,
/// and that is an exception, or a crash.
fn needs_module(project: &Project, new: FuncRef) -> bool {
    let mut seen: FxHashSet<(FuncRef, usize)> = FxHashSet::default();
    let mut open = vec![(new, 0)];
    while let Some((at, index)) = open.pop() {
        let Some(name) = project.func(at).params.get(index).and_then(|p| p.name).filter(|_| seen.insert((at, index)))
        else {
            continue;
        };
        let ast = &project.file(at.file).ast;
        for site in project.sites.calls_in(at, name) {
            let (Some(callee), Expr::Call { args, .. }) = (ast.callee_name(site.expr), ast.expr(site.expr)) else {
                continue;
            };
            let args = ast.exprs(args);
            let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
            if roles::is(&callee, Role::TypeState) {
                if roles::type_argument(&callee).and_then(|i| args.get(i)).is_some_and(|&arg| is(arg)) {
                    return true;
                }
            } else if let (Some(index), [func]) =
                (args.iter().position(|&arg| is(arg)), &project.resolve_func(at.file, callee)[..])
            {
                open.push((*func, index));
            }
        }
    }
    false
}
