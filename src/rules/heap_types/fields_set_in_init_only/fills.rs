//! Which fields a `tp_init` fills, and which a `tp_new` leaves NULL.

use rustc_hash::FxHashMap;

use crate::capi::functions::facts_of;
use crate::capi::pointers::{self, Effect};
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, Name, Span};
use crate::link::types::TypeId;
use crate::link::values::is_null;
use crate::link::{FuncRef, Local, Project};

/// The fields that a function and those that it calls set to more than NULL, and where first.
pub(super) fn filled(project: &Project, init: FuncRef) -> FxHashMap<Name, (FileId, Span)> {
    let mut out = FxHashMap::default();
    project.each_reached(&project.reach(init), &mut |at, e| {
        let ast = &project.file(at.file).ast;
        let (target, value) = match ast.expr(e) {
            Expr::Assign { op: None, target, value } => (target, last_value(project, at.file, value)),
            // `Py_XSETREF(self->name, name)`.
            Expr::Call { args, .. } => match (ast.callee_name(e), ast.exprs(args)) {
                (Some(name), &[target, value])
                    if pointers::argument(name.as_str(), 0) == Some(Effect::WritesLvalue) =>
                {
                    (target, value)
                }
                _ => return,
            },
            _ => return,
        };
        if let Expr::Member { field, .. } = ast.expr(ast.strip_casts(target))
            && !is_null(project, at.file, value)
        {
            out.entry(field).or_insert((at.file, ast.expr_span(e)));
        }
    });
    out
}

/// Whether nothing but a `tp_init`, and what it calls, sets a field of the type's instances to more than NULL.
pub(super) fn is_sole(project: &Project, id: TypeId, init: FuncRef, field: Name) -> bool {
    let own = project.instance_record(id).map(|(file, r)| (file, r.span));
    let funcs = project.reach(init).funcs;
    project.sites.assignments_to(field).iter().all(|site| {
        let at = site.func.map(|id| FuncRef { file: site.file, id });
        let ast = &project.file(site.file).ast;
        let base = site.target.and_then(|t| match ast.expr(ast.strip_casts(t)) {
            Expr::Member { base, .. } => Some(base),
            _ => None,
        });
        let of = base.and_then(|base| project.record_at(site.file, at, base, 0)).map(|(file, r)| (file, r.span));
        of != own || at.is_some_and(|at| funcs.contains(&at)) || is_null(project, site.file, site.value)
    })
}

/// Whether a `tp_new` stores nothing but NULL in a field of the object that it allocates, which is zeroed.
pub(super) fn leaves_null(project: &Project, new: FuncRef, field: Name) -> bool {
    let reach = project.reach(new);
    let mut leaves = !reach.words.contains(&field);
    let (mut named, mut cleared) = (0, 0);
    project.each_reached(&reach, &mut |at, e| {
        let ast = &project.file(at.file).ast;
        match ast.expr(e) {
            Expr::Member { field: to, .. } if to == field => named += 1,
            Expr::Assign { op: None, target, value } => {
                let to = matches!(ast.expr(ast.strip_casts(target)), Expr::Member { field: to, .. } if to == field);
                cleared += usize::from(to && is_null(project, at.file, last_value(project, at.file, value)));
            }
            Expr::Call { callee, args } => {
                leaves &= match ast.expr(ast.strip_casts(callee)) {
                    Expr::Member { field, .. } => field == "tp_alloc",
                    Expr::Name(name) => is_known(project, at, name, ast.exprs(args)),
                    Expr::Call { .. } => {
                        let inner = ast.callee_name(ast.strip_casts(callee));
                        inner.is_some_and(|n| roles::is(n.as_str(), Role::GetSlot))
                    }
                    _ => false,
                };
            }
            _ => {}
        }
    });
    leaves && named == cleared
}

/// Whether a callee is CPython's own and runs no method of the object, or a function or macro of the project, or gets no
/// local that may be the object.
fn is_known(project: &Project, at: FuncRef, name: Name, args: &[ExprId]) -> bool {
    if !project.resolve_func(at.file, name).is_empty() || !project.defines_of(at.file, name).is_empty() {
        return true;
    }
    let ast = &project.file(at.file).ast;
    let local = |e| matches!(ast.expr(e), Expr::Name(n) if matches!(project.local(at, n), Some(Local::Var(_))));
    let gets = args.iter().any(|&a| local(ast.strip_casts(a)));
    !gets || facts_of(name.as_str()).is_some() && !roles::runs_python(name.as_str())
}

/// The value at the end of a chain: `a = b = NULL`.
fn last_value(project: &Project, file: FileId, mut value: ExprId) -> ExprId {
    let ast = &project.file(file).ast;
    while let Expr::Assign { op: None, value: next, .. } = ast.expr(ast.strip_casts(value)) {
        value = next;
    }
    value
}
