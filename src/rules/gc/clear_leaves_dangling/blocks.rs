//! Whether a field lies in the object that is cleared, or in another block of memory that may be given back with it.

use crate::capi::functions::facts_of;
use crate::facts::{CType, Expr, ExprId, UnaryOp};
use crate::link::flow::references::{Origin, origins};
use crate::link::values::each_expr;
use crate::link::{CutKind, FuncRef, Local, Project};

/// So far a pointer is followed to the object.
const MAX_STEPS: u32 = 8;

/// Whether a field lies in a block that the clear function may free.
pub(super) fn may_be_freed(project: &Project, at: FuncRef, field: ExprId) -> bool {
    !in_object(project, at, field, 0) && frees(project, at)
}

/// Whether a field or a pointer is that of the object itself: the parameter, or the state that a call gives for it.
fn in_object(project: &Project, at: FuncRef, e: ExprId, depth: u32) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let e = ast.strip_casts(e);
    if depth > MAX_STEPS {
        return cut(project, at, e);
    }
    match ast.expr(e) {
        Expr::Member { base, .. } => is_object(project, at, base, depth + 1),
        Expr::Index { base, .. } => is_array(project, at, base) && in_object(project, at, base, depth + 1),
        _ => is_object(project, at, e, depth + 1),
    }
}

/// A pointer that leads too far is taken for one into the object: what is not known makes no finding.
fn cut(project: &Project, at: FuncRef, e: ExprId) -> bool {
    project.cuts.add(CutKind::Values, at.file, project.file(at.file).ast.expr_span(e));
    true
}

/// Whether an expression is the object, a pointer to it, or a struct or an array within it.
fn is_object(project: &Project, at: FuncRef, e: ExprId, depth: u32) -> bool {
    let ast = &project.file(at.file).ast;
    let e = ast.strip_casts(e);
    if depth > MAX_STEPS {
        return cut(project, at, e);
    }
    match ast.expr(e) {
        Expr::Call { .. } => true,
        Expr::Name(name) if matches!(project.local(at, name), Some(Local::Var(_))) => {
            let values = origins(project, at, name);
            !values.is_empty()
                && values.iter().all(|origin| match *origin {
                    Origin::Value(value) => is_pointer_to_object(project, at, value, depth + 1),
                    Origin::Entry(_) => false,
                })
        }
        Expr::Name(_) => true,
        Expr::Unary { op: UnaryOp::AddressOf | UnaryOp::Deref, arg } => is_object(project, at, arg, depth + 1),
        // A struct within: not one that a pointer leads to.
        Expr::Member { .. } => is_value_field(project, at, e) && in_object(project, at, e, depth + 1),
        Expr::Index { .. } => in_object(project, at, e, depth + 1),
        _ => false,
    }
}

fn is_pointer_to_object(project: &Project, at: FuncRef, e: ExprId, depth: u32) -> bool {
    let ast = &project.file(at.file).ast;
    let e = ast.strip_casts(e);
    // What a field holds is another block.
    !matches!(ast.expr(e), Expr::Member { .. } | Expr::Index { .. }) && is_object(project, at, e, depth)
}

/// Whether a field is a struct, not a pointer; unknown fields are pointers.
fn is_value_field(project: &Project, at: FuncRef, e: ExprId) -> bool {
    field_type(project, at, e).is_some_and(|ty| ty.pointers == 0)
}

fn is_array(project: &Project, at: FuncRef, e: ExprId) -> bool {
    field_type(project, at, e).is_some_and(|ty| ty.arrays > 0)
}

fn field_type(project: &Project, at: FuncRef, e: ExprId) -> Option<CType> {
    let ast = &project.file(at.file).ast;
    let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(e)) else { return None };
    let (_, record) = project.record_at(at.file, Some(at), base, 0)?;
    record.fields.iter().find(|f| f.name == field).map(|f| f.ty)
}

/// Whether a function gives memory back, or hands something to a function that may.
fn frees(project: &Project, at: FuncRef) -> bool {
    let ast = &project.file(at.file).ast;
    let mut frees = false;
    each_expr(project, at, &mut |e| {
        if matches!(ast.expr(e), Expr::Call { .. }) && ast.strip_casts(e) == e {
            let known = ast.callee_name(e).and_then(|name| facts_of(name.as_str()));
            frees |= known.is_none_or(|f| f.memory.frees.is_some());
        }
    });
    frees
}
