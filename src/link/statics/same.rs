//! Values that are the same for every interpreter of a process. What an object holds is no such matter.

use crate::capi::objects;
use crate::facts::{CType, Expr, ExprId, FileId, Name, UnaryOp};
use crate::link::Relations;
use crate::link::macros::constants::integer;

use super::Site;

/// How deep rows of tables hold others.
const ROWS: u32 = 4;

/// Whether an expression is the same for every interpreter: a number, a text, the address of something static, an item of
/// a table that nobody writes, a row of such.
pub(super) fn is_same(project: &Relations, site: Site, value: ExprId) -> bool {
    let is_local = |name: Name| site.func.is_some_and(|at| project.local(at, name).is_some());
    let name = project.file(site.file).ast.referred_name(value).filter(|name| !is_local(*name));
    // What `PyDoc_STRVAR(spam_doc, "…")` declares is not seen.
    let doc = name.is_some_and(|name| {
        ["_doc", "_doc__"].iter().any(|end| name.ends_with(end)) && project.resolve_var(site.file, name).is_empty()
    });
    doc || same(project, site.file, value, ROWS)
}

fn same(project: &Relations, file: FileId, value: ExprId, depth: u32) -> bool {
    let ast = &project.file(file).ast;
    let is_function = |name: Name| !project.resolve_func(file, name).is_empty();
    match ast.expr(ast.strip_casts(value)) {
        Expr::Int(_) | Expr::Str(_) | Expr::SizeofType(_) | Expr::SizeofExpr(_) => true,
        Expr::Binary { .. } | Expr::Unary { op: UnaryOp::Negate | UnaryOp::BitNot, .. } => {
            integer(project, file, value).is_some()
        }
        // The names of flags (`METH_O`) and of types of members (`T_INT`) are numbers of CPython's headers.
        Expr::Name(name) => {
            matches!(name.as_str(), "NULL" | "nullptr")
                || ["METH_", "T_", "Py_T_"].iter().any(|prefix| name.starts_with(prefix))
                || is_function(name)
                || statics_called(project, file, name).is_some_and(|mut vars| vars.all(|ty| ty.arrays > 0))
                || integer(project, file, value).is_some()
        }
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(arg) {
            Expr::Name(name) => {
                // CPython's static types have one address in a process.
                is_function(name) || !project.resolve_var(file, name).is_empty() || objects::type_of(&name).is_some()
            }
            Expr::Index { .. } | Expr::Member { .. } => {
                let root = root(project, file, arg);
                root.is_some_and(|name| statics_called(project, file, name).is_some())
            }
            _ => false,
        },
        // An item of a table of constants.
        Expr::Index { base, index } => {
            let called = matches!(ast.expr(ast.strip_casts(index)), Expr::Call { .. });
            let Expr::Name(name) = ast.expr(base) else { return false };
            let fixed =
                |ty: CType| ty.arrays > 0 && if ty.pointers == 0 { ty.const_base } else { ty.const_pointers != 0 };
            !called && statics_called(project, file, name).is_some_and(|mut vars| vars.all(fixed))
        }
        Expr::Compound { list, .. } if depth > 0 => same(project, file, list, depth - 1),
        Expr::List(items) if depth > 0 => ast.exprs(items).iter().all(|&item| match ast.expr(item) {
            Expr::Designated { value, .. } => same(project, file, value, depth - 1),
            _ => same(project, file, item, depth - 1),
        }),
        Expr::Call { args, .. } => {
            let text = |&arg: &ExprId| matches!(ast.expr(arg), Expr::Str(_));
            ast.callee_name(ast.strip_casts(value)).is_some_and(|name| name == "PyDoc_STR")
                && ast.exprs(args).iter().all(text)
        }
        _ => false,
    }
}

/// The types of the variables with static storage of a name; None where there are none, or others too.
fn statics_called(project: &Relations, file: FileId, name: Name) -> Option<impl Iterator<Item = CType> + '_> {
    let found = project.resolve_var(file, name);
    let fixed = !found.is_empty() && found.iter().all(|&at| project.var(at).is_static_definition());
    fixed.then(|| found.into_iter().map(|at| project.var(at).ty))
}

/// The variable of which a part is meant: `table[1].name`.
fn root(project: &Relations, file: FileId, part: ExprId) -> Option<Name> {
    let ast = &project.file(file).ast;
    let mut part = part;
    for _ in 0..ROWS {
        match ast.expr(ast.strip_casts(part)) {
            Expr::Name(name) => return Some(name),
            Expr::Index { base, .. } => part = base,
            Expr::Member { base, arrow: false, .. } => part = base,
            _ => return None,
        }
    }
    None
}
