//! GC033, GC034: visits of what is no owned object.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, UnaryOp};
use crate::finding::{Applicability, Finding, Label};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, GC033, GC034};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (&func, types) in context.project.traverses() {
        visits(context.project, func, types, out);
    }
}

fn visits(project: &Project, func: FuncRef, types: &[TypeId], out: &mut Vec<Finding>) {
    let facts = project.file(func.file);
    let ast = &facts.ast;
    let Some(body) = project.func(func).body else { return };
    let name = project.func(func).name;
    let visitor = project.func(func).params.get(1).and_then(|p| p.name);
    let is_weak = |field: Name| {
        types.iter().any(|&id| names_weak_field(project, id, field) == Some(true))
            || (["weakreflist", "weakrefs", "weaklist", "in_weakreflist"].contains(&field.as_str())
                && types.iter().all(|&id| names_weak_field(project, id, field).is_none())
                && !is_released(project, field))
    };
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { callee, args } = ast.expr(e) else { return };
        let by_hand = match ast.expr(ast.strip_casts(callee)) {
            Expr::Unary { op: UnaryOp::Deref, arg } => ast.referred_name(arg),
            _ => ast.referred_name(callee),
        };
        let visits = by_hand.is_some_and(|n| roles::is(&n, Role::Visit) || Some(n) == visitor);
        let Some(&arg) = ast.exprs(args).first().filter(|_| visits) else { return };
        let place = ast.strip_casts(arg);
        match ast.expr(place) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } if is_pointer(project, func, arg) => {
                let finding = Finding::source(
                    &GC034,
                    format!("`{name}` visits the address of a field, not the object in it"),
                    Label::new(
                        func.file,
                        ast.expr_span(place),
                        "the garbage collector treats this address as an object",
                    ),
                );
                let finding = finding.symbol(name.as_str()).help("remove the `&`");
                let (whole, field) = (ast.expr_span(place), ast.expr_span(arg));
                // With brackets around the field there is more than the sign between.
                out.push(match whole.start + 1 == field.start && whole.end == field.end {
                    true => finding.edit(func.file, Span::new(whole.start, field.start), "", Applicability::Safe),
                    false => finding,
                });
            }
            Expr::Member { field, .. } if is_weak(field) => {
                out.push(
                    Finding::source(
                        &GC033,
                        format!("`{name}` visits the list of weak references `{field}`"),
                        Label::new(func.file, ast.expr_span(e), "the object does not own its weak references"),
                    )
                    .symbol(name.as_str())
                    .help("remove the visit"),
                );
            }
            _ => {}
        }
    });
}

/// Whether a field is a pointer, so that its address is no object.
fn is_pointer(project: &Project, func: FuncRef, place: ExprId) -> bool {
    let ast = &project.file(func.file).ast;
    let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(place)) else { return false };
    if let Some((_, record)) = project.record_at(func.file, Some(func), base, 0) {
        return record.fields.iter().any(|f| f.name == field && f.ty.pointers > 0);
    }
    // `Py_buffer` is a struct of Python's headers.
    field == "obj"
        && matches!(ast.expr(base), Expr::Member { base: outer, field: buffer, .. }
        if project.record_at(func.file, Some(func), outer, 0).is_some_and(|(_, r)| {
            r.fields.iter().any(|f| f.name == buffer && f.ty.bare_base() == "Py_buffer")
        }))
}

/// Whether `tp_weaklistoffset` or a `__weaklistoffset__` member names this field; None where there is neither.
fn names_weak_field(project: &Project, id: TypeId, field: Name) -> Option<bool> {
    let object = project.types.get(id);
    let members = crate::link::types::members::members_of(project, object);
    if let Some(member) = members.iter().find(|m| m.name == "__weaklistoffset__") {
        return Some(member.text.iter().any(|name| field == name.as_str()));
    }
    let slot = object.slots.iter().find(|s| s.name == "tp_weaklistoffset")?;
    let ast = &project.file(slot.file).ast;
    let mut found = false;
    ast.each_expr(slot.value, &mut |e| {
        if let (Some("offsetof"), Expr::Call { args, .. }) = (ast.callee_name(e).map(|n| n.as_str()), ast.expr(e)) {
            found |= ast.exprs(args).get(1).and_then(|&a| ast.referred_name(a)) == Some(field);
        }
    });
    Some(found)
}

/// Whether some function gives up a reference in a field of this name: then the object owns it.
fn is_released(project: &Project, field: Name) -> bool {
    let names = roles::releasing();
    names.flat_map(|name| project.sites.calls_of(name)).any(|site| {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
        let place = ast.exprs(args).first().map(|&a| ast.expr(ast.strip_casts(a)));
        matches!(place, Some(Expr::Member { field: of, .. }) if of == field)
    })
}
