//! GC033, GC034: visits of what is no owned object.

use super::common::traverses::traverses;
use super::{Context, GC033, GC034};
use crate::facts::{Expr, ExprId, Name, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (func, types) in traverses(context.project) {
        visits(context.project, func, &types, out);
    }
}

fn visits(project: &Project, func: FuncRef, types: &[TypeId], out: &mut Vec<Finding>) {
    let facts = project.file(func.file);
    let ast = &facts.ast;
    let Some(body) = project.func(func).body else { return };
    let name = project.func(func).name;
    let weak: Vec<Name> = types.iter().filter_map(|&id| weak_field(project, id)).collect();
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { args, .. } = ast.expr(e) else { return };
        let (Some("Py_VISIT"), [arg]) = (ast.callee_name(e).map(|n| n.as_str()), ast.exprs(args)) else { return };
        let place = ast.strip_casts(*arg);
        match ast.expr(place) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } if is_pointer(project, func, arg) => out.push(
                Finding::source(
                    &GC034,
                    format!("`{name}` visits the address of a field, not the object in it"),
                    Label::new(func.file, ast.expr_span(place), "the collector takes this for an object"),
                )
                .symbol(name.as_str())
                .help("drop the &"),
            ),
            Expr::Member { field, .. }
                if weak.contains(&field) || (is_called_weak(field) && !is_owned(project, types, field)) =>
            {
                out.push(
                    Finding::source(
                        &GC033,
                        format!("`{name}` visits the list of weak references `{field}`"),
                        Label::new(func.file, ast.expr_span(e), "the object does not own these"),
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

/// Whether a field has the name that the documentation gives to the list.
fn is_called_weak(field: Name) -> bool {
    ["weakreflist", "weaklist", "in_weakreflist", "wr_list"].contains(&field.as_str())
}

/// Whether the struct of a type owns what the field points to: then it is no list of weak references.
fn is_owned(project: &Project, types: &[TypeId], field: Name) -> bool {
    let released = |name: &str| {
        project.sites.calls_of(name).iter().any(|site| {
            let ast = &project.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
            let first = ast.exprs(args).first().map(|&a| ast.expr(ast.strip_casts(a)));
            let near = types.iter().any(|&id| project.unit(site.file).contains(&project.types.get(id).file));
            near && matches!(first, Some(Expr::Member { field: f, .. }) if f == field)
        })
    };
    ["Py_CLEAR", "Py_DECREF", "Py_XDECREF", "Py_SETREF", "Py_XSETREF"].into_iter().any(released)
}

/// The field that `tp_weaklistoffset` or a `__weaklistoffset__` member names.
fn weak_field(project: &Project, id: TypeId) -> Option<Name> {
    let object = project.types.get(id);
    let offset = |file, value| {
        let ast = &project.file(file).ast;
        let mut found = None;
        ast.each_expr(value, &mut |e| {
            if let (Some("offsetof"), Expr::Call { args, .. }) = (ast.callee_name(e).map(|n| n.as_str()), ast.expr(e)) {
                found = ast.exprs(args).get(1).and_then(|&a| ast.referred_name(a));
            }
        });
        found
    };
    if let Some(slot) = object.slots.iter().find(|s| s.name == "tp_weaklistoffset") {
        return offset(slot.file, slot.value);
    }
    object.slots.iter().filter(|s| s.name == "tp_members").find_map(|slot| {
        let name = project.file(slot.file).ast.referred_name(slot.value)?;
        project.resolve_var(slot.file, name).into_iter().find_map(|var| {
            let ast = &project.file(var.file).ast;
            let Expr::List(items) = ast.expr(project.var(var).init?) else { return None };
            let special = |item: &&ExprId| {
                let mut named = false;
                ast.each_expr(**item, &mut |e| named |= matches!(ast.expr(e), Expr::Str(s) if s == "__weaklistoffset__"));
                named
            };
            ast.exprs(items).iter().find(special).and_then(|&item| offset(var.file, item))
        })
    })
}
