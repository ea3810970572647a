//! The edit that takes away a `Py_tp_traverse` without effect.

use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, Span};
use crate::finding::{Applicability, Finding};
use crate::link::Project;
use crate::link::flow::traverse::type_visits;
use crate::link::types::{Slot, TypeId, TypeRef};

/// Why nothing is offered: what the type owns would be left to a collector that does not know it.
const BY_HAND: &str =
    "`--fix` drops no slot here: only a tp_traverse that visits nothing but the type has no other use";

/// Offers to drop a traverse function that visits the type at most, where no base hands GC down; else says why not.
pub(super) fn drop_slot(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let mut slots = object.slots.iter().filter(|s| s.name == "tp_traverse" || s.name == "tp_clear");
    let (Some(slot), None) = (slots.next(), slots.next()) else { return finding.note(BY_HAND) };
    let nothing = slot.name == "tp_traverse"
        && project.visited_fields(id).is_some_and(|fields| fields.is_empty())
        && project.type_base(id) == Some(TypeRef::Null)
        && visits_only_type(project, slot);
    // In a slot array the next item follows; there is one, the terminator.
    let facts = project.file(slot.file);
    let next = facts.vars.iter().filter(|v| struct_roles::is(&v.ty.base, Kind::TypeSlot)).find_map(|var| {
        let Expr::List(items) = facts.ast.expr(var.init?) else { return None };
        let items = facts.ast.exprs(items);
        let place = items.iter().position(|&i| facts.ast.expr_span(i) == slot.span)?;
        Some(facts.ast.expr_span(*items.get(place + 1)?))
    });
    match next.filter(|next| nothing && facts.conds.at_span(*next) == slot.cond) {
        Some(next) => finding.edit(slot.file, Span::new(slot.span.start, next.start), "", Applicability::Safe),
        None if !nothing => finding.note(BY_HAND),
        None => finding,
    }
}

/// Whether every call in a traverse function is a visit of the type.
fn visits_only_type(project: &Project, slot: &Slot) -> bool {
    let [func] = project.type_slot(slot).funcs()[..] else { return false };
    let visits = type_visits(project, func);
    let facts = project.file(func.file);
    let mut only = true;
    if let Some(body) = project.func(func).body {
        facts.each_body_expr(body, &mut |e| {
            let span = facts.ast.expr_span(e);
            let inside = visits.iter().any(|visit| visit.contains(span));
            only &= inside || !matches!(facts.ast.expr(e), Expr::Call { .. });
        });
    }
    only
}
