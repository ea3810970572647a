//! Stores into fields that the interpreter keeps for itself: assignments, and macros that replace what a field holds.

use crate::capi::internals::{self, Internal, Of};
use crate::capi::roles;
use crate::facts::{Expr, ExprId, Name, Span};
use crate::link::flow::sharing::{Sharing, Whose};
use crate::link::{FuncRef, Project};

/// A store.
pub(crate) struct Store {
    /// The function that makes it.
    pub(crate) at: FuncRef,
    /// The field.
    pub(crate) field: &'static Internal,
    /// The object that has the field.
    pub(crate) object: ExprId,
    /// Its place.
    pub(crate) span: Span,
}

/// The stores into functions that other code may have called, or may call at the same time: what MUT001 is about.
pub(crate) fn into_functions(project: &Project) -> Vec<Store> {
    let mut sharing = Sharing::new(project);
    let mut found = stores(project, Of::Function);
    found.retain(|store| sharing.whose(store.at, store.object) != Whose::Own);
    found
}

/// The live stores into the fields of a kind, in the order of the table and of the sources.
pub(crate) fn stores(project: &Project, kind: Of) -> Vec<Store> {
    let mut out = Vec::new();
    for field in internals::of(kind) {
        for site in project.sites.assignments_to(Name::from(field.field)) {
            let (Some(target), Some(expr), Some(id)) = (site.target, site.expr, site.func) else { continue };
            out.extend(store(project, FuncRef { file: site.file, id }, field, target, expr));
        }
        for name in roles::releasing().filter(|name| roles::replaces(name)) {
            for call in project.api_calls(name) {
                let (Some(at), Some(&target)) = (call.site.func_ref(), call.args().first()) else { continue };
                out.extend(store(project, at, field, target, call.site.expr));
            }
        }
    }
    out
}

fn store(project: &Project, at: FuncRef, field: &'static Internal, target: ExprId, expr: ExprId) -> Option<Store> {
    let ast = &project.file(at.file).ast;
    let target = ast.strip_casts(target);
    let Expr::Member { base, field: name, .. } = ast.expr(target) else { return None };
    let of = (name == field.field).then(|| project.struct_with_field(at.file, Some(at), target)).flatten()?;
    let span = ast.expr_span(expr);
    (of == field.of_struct && project.is_live(at.file, expr)).then_some(Store { at, field, object: base, span })
}
