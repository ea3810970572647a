//! Where C code makes instances of one type, without calling it.

use std::collections::BTreeMap;

use crate::facts::{Expr, FileId, Span};
use crate::link::objects::allocations::AllocatedType;
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};

/// The types of which C code of the project allocates instances, with the first such place.
pub(super) fn made_in_c(project: &Project) -> BTreeMap<TypeId, (FileId, Span)> {
    let mut places: Vec<(FileId, Span, TypeId)> = Vec::new();
    for allocation in project.allocations().iter().filter(|a| !a.versions.is_empty()) {
        if let AllocatedType::Fixed(id) = allocation.of {
            places.push((allocation.site.file, allocation.span, id));
        }
    }
    for (&(file, call), to) in project.sites.results.iter() {
        let ast = &project.file(file).ast;
        let Expr::Call { callee, args } = ast.expr(call) else { continue };
        let of = match ast.expr(ast.strip_casts(callee)) {
            Expr::Member { base, field, .. } if field == "tp_alloc" => Some(base),
            Expr::Name(name) if name == "PyType_GenericAlloc" => ast.exprs(args).first().copied(),
            _ => None,
        };
        let func = to.iter().find_map(|(_, site)| site.func);
        if let (Some(of), Some(func)) = (of, func)
            && let Some((AllocatedType::Fixed(id), _)) = project.allocated(FuncRef { file, id: func }, of)
        {
            places.push((file, ast.expr_span(call), id));
        }
    }
    places.sort_unstable_by_key(|(file, span, id)| (*id, *file, span.start));
    let mut out = BTreeMap::new();
    for (file, span, id) in places {
        out.entry(id).or_insert((file, span));
    }
    out
}
