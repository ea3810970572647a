//! Fields that only functions of the module set, which make instances of a type from outside of it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, FileId, Name, Span};
use crate::link::types::TypeId;
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// The pointers of a type's instances that only functions which the type does not install set to more than NULL, and
/// where.
pub(super) fn set_by_makers(project: &Project, id: TypeId) -> FxHashMap<Name, (FileId, Span)> {
    let mut out = FxHashMap::default();
    let Some((file, record)) = project.instance_record(id) else { return out };
    let own: FxHashSet<FuncRef> = project.installed(id).into_iter().map(|(_, func)| func).collect();
    for field in record.fields.iter().filter(|f| f.ty.pointers > 0) {
        let sites = project.sites.assignments_to(field.name).iter();
        let mut given = sites.filter(|a| a.op.is_none() && !is_null(project, a.file, a.value)).filter_map(|site| {
            let ast = &project.file(site.file).ast;
            let at = FuncRef { file: site.file, id: site.func? };
            let Expr::Member { base, .. } = ast.expr(ast.strip_casts(site.target?)) else { return None };
            let of = project.record_at(site.file, Some(at), base, 0).map(|(file, r)| (file, r.span));
            (of == Some((file, record.span))).then_some((at, ast.expr_span(site.expr?)))
        });
        let Some((first, span)) = given.next() else { continue };
        // A method that sets it may be what has to come first.
        if !own.contains(&first) && given.all(|(at, _)| !own.contains(&at)) {
            out.insert(field.name, (first.file, span));
        }
    }
    out
}
