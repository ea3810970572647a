//! Types that are ready before the module's code runs: those of CPython, and that of an object at hand.

use crate::capi::exports;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, UnaryOp};
use crate::link::types::TypeRef;
use crate::link::{FuncRef, Project};

/// The type that is ready before the module's code runs: one of CPython by its name, or that of an object, in words.
pub(crate) fn foreign(project: &Project, at: FuncRef, base: ExprId) -> Option<String> {
    let ast = &project.file(at.file).ast;
    let mut base = ast.strip_casts(base);
    while let Expr::Unary { op: UnaryOp::AddressOf | UnaryOp::Deref, arg } = ast.expr(base) {
        base = ast.strip_casts(arg);
    }
    if let Some(object) = of_object(project, at, base) {
        return Some(object);
    }
    let Expr::Name(name) = ast.expr(base) else { return None };
    if project.local(at, name).is_none() {
        let builtin = project.type_ref(at.file, Some(at.id), base) == TypeRef::Builtin(name);
        return (builtin && exports::lookup(name.as_str()).anywhere()).then(|| format!("`{name}`"));
    }
    // A local that only ever is the type of an object.
    let mut given = project.sites.assignments_in(at, name).filter(|a| a.op.is_none());
    let first = of_object(project, at, given.next()?.value)?;
    given.all(|a| of_object(project, at, a.value).is_some()).then_some(first)
}

/// `Py_TYPE(object)`.
fn of_object(project: &Project, at: FuncRef, value: ExprId) -> Option<String> {
    let ast = &project.file(at.file).ast;
    let call = ast.strip_casts(value);
    let Expr::Call { args, .. } = ast.expr(call) else { return None };
    let object = *ast.exprs(args).first()?;
    roles::is(ast.callee_name(call)?.as_str(), Role::TypeOf).then(|| match ast.referred_name(object) {
        Some(name) => format!("the type of `{name}`"),
        None => "the type of an object".to_owned(),
    })
}
