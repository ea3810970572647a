//! Values whose own type has a tp_clear, so that no cycle through them needs another one.

use crate::capi::families::{self, Family};
use crate::capi::objects;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, UnaryOp};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

/// Whether a value is a list, dict or set: one made here, asked for with `O!`, or checked.
pub(super) fn clears_itself(project: &Project, at: FuncRef, value: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let mut value = ast.strip_casts(value);
    while let Expr::Call { args, .. } = ast.expr(value)
        && ast.callee_name(value).is_some_and(|name| roles::gives_argument(&name))
        && let Some(&arg) = ast.exprs(args).first()
    {
        value = ast.strip_casts(arg);
    }
    match ast.expr(value) {
        Expr::Call { .. } => ast.callee_name(value).is_some_and(|name| roles::is(&name, Role::ListDictSet)),
        Expr::Name(name) if project.local(at, name).is_some() => {
            project.sites.calls_in(at, name).any(|site| asks(project, *site, name))
        }
        _ => false,
    }
}

/// Whether a call asks for, or about, such a type of a local.
fn asks(project: &Project, site: CallSite, name: Name) -> bool {
    let ast = &project.file(site.file).ast;
    let (Expr::Call { args, .. }, Some(callee)) = (ast.expr(site.expr), ast.callee_name(site.expr)) else {
        return false;
    };
    let pointed = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg),
        _ => None,
    };
    let of_type = |pair: &[ExprId]| {
        pointed(pair[0]).and_then(|t| objects::type_of(&t)).is_some_and(|t| t.clears) && pointed(pair[1]) == Some(name)
    };
    objects::checked_by(&callee).is_some_and(|t| t.clears)
        || families::is(&callee, Family::Arguments) && ast.exprs(args).windows(2).any(of_type)
}
