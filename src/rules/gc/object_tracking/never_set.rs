//! Fields of instances that only ever get NULL.

use crate::capi::functions::facts_of;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileFacts, FileId, Name, UnaryOp};
use crate::link::types::TypeId;
use crate::link::types::members::members_of;
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// Whether a field of the instances of a type only ever gets NULL: no assignment, macro, address or member gives more.
pub(super) fn is_never_set(project: &Project, id: TypeId, field: Name) -> bool {
    let Some((file, record)) = project.instance_record(id) else { return false };
    let own = |at: FileId, func: Option<FuncRef>, base: ExprId| {
        project.record_at(at, func, base, 0).is_none_or(|(f, r)| (f, r.span) == (file, record.span))
    };
    let (mut given, mut set) = (0, members_of(project, project.types.get(id)).iter().any(|m| m.names(field)));
    for site in project.sites.assignments_to(field) {
        let ast = &project.file(site.file).ast;
        let Some(target) = site.target else { continue };
        let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target)) else { continue };
        if own(site.file, site.func.map(|id| FuncRef { file: site.file, id }), base) {
            given += 1;
            set |= site.op.is_some() || !is_null(project, site.file, site.value);
        }
    }
    given > 0 && !set && !project.files.iter().any(|facts| is_handed_out(facts, field))
}

/// Whether the address of a field of this name is taken, or the field is handed to more than the functions and macros
/// that visit and release it.
fn is_handed_out(facts: &FileFacts, field: Name) -> bool {
    let ast = &facts.ast;
    let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Member { field: f, .. } if f == field);
    let mut found = false;
    for body in facts.funcs.iter().filter_map(|f| f.body) {
        facts.each_body_expr(body, &mut |e| match ast.expr(e) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } => found |= is(arg),
            Expr::Call { args, .. } => {
                let args = ast.exprs(args);
                let drops = args.len() == 1 && ast.callee_name(e).is_some_and(|n| is_drop(n.as_str()));
                found |= !drops && args.iter().any(|&a| is(a));
            }
            _ => {}
        });
    }
    found
}

/// Whether a function or macro counts or visits its one argument, and leaves the place alone or clears it.
fn is_drop(name: &str) -> bool {
    let counts = facts_of(name).is_some_and(|f| f.takes.has(1) || f.releases().has(1));
    counts || roles::is(name, Role::Visit)
}
