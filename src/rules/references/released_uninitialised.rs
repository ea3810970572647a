//! REF006: an object whose memory is not zeroed is released before a field that its dealloc releases is set.

use rustc_hash::FxHashMap;

use crate::capi::functions::facts_of;
use crate::facts::{Expr, ExprId, FileId, Name, Span};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::link::flow::ownership::FaultKind;
use crate::link::objects::allocations::AllocatedType;
use crate::link::types::TypeId;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF006};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let fixed = project.allocations().iter().filter_map(|allocation| match allocation.of {
        AllocatedType::Fixed(id) => Some(((allocation.site.file, allocation.site.expr), id)),
        AllocatedType::Dynamic(_) => None,
    });
    let types: FxHashMap<(FileId, ExprId), TypeId> = fixed.collect();
    for fault in project.reference_faults(FaultKind::ReleasedEarly) {
        let facts = project.file(fault.at.file);
        let Some(source) = fault.source else { continue };
        let (Some(maker), Some(&id)) = (callee(facts, source), types.get(&(fault.at.file, source))) else { continue };
        let released = released(project, id);
        let Some((field, file, span)) = released.into_iter().find(|(field, ..)| !fault.fields.contains(field)) else {
            continue;
        };
        let message = format!("the object from `{maker}` is released before its field `{field}` is set");
        let label = Label::new(fault.at.file, fault.place, "the dealloc function runs here");
        let finding = Finding::source(&REF006, message, label)
            .label(fault.at.file, facts.ast.expr_span(source), "this memory is not zeroed")
            .label(file, span, "releases whatever stands in the field");
        out.push(path(project, fault, finding).help("set all fields right behind the allocation"));
    }
}

/// The fields that the dealloc function of a type releases itself.
fn released(project: &Project, id: TypeId) -> Vec<(Name, FileId, Span)> {
    let Some(python) = project.type_live(id).max() else { return Vec::new() };
    let mut out = Vec::new();
    for func in project.type_view(id).slot_funcs("tp_dealloc", python) {
        let (facts, Some(body)) = (project.file(func.file), project.func(func).body) else { continue };
        let ast = &facts.ast;
        facts.each_body_expr(body, &mut |e| {
            let Expr::Call { args, .. } = ast.expr(e) else { return };
            let releases = ast.callee_name(e).and_then(|n| facts_of(&n)).is_some_and(|f| f.releases().has(1));
            let first = ast.exprs(args).first().map(|&a| ast.expr(ast.strip_casts(a)));
            if let (true, Some(Expr::Member { field, arrow: true, .. })) = (releases, first) {
                out.push((field, func.file, ast.expr_span(e)));
            }
        });
    }
    out
}
