//! The declared type of an expression, as far as it leads to one of CPython's structs.

use crate::capi::fields;
use crate::facts::{CType, Expr, ExprId, FileId, Span, UnaryOp};
use crate::link::macros::tokens::words_of;
use crate::link::macros::words;
use crate::link::{CutKind, FuncRef, Local, Units};

/// Levels of an expression, and of typedefs, that are followed.
const MAX_LEVELS: usize = 16;

/// A type, and the file in which its name is to be understood.
#[derive(Clone, Copy)]
struct Known {
    file: FileId,
    ty: CType,
}

/// The struct of CPython that an expression is (`pointers` 0) or points to (1).
pub(super) fn struct_of(
    project: &Units,
    file: FileId,
    func: Option<FuncRef>,
    expr: ExprId,
    pointers: u8,
) -> Option<&'static str> {
    let known = type_of(project, file, func, expr)?;
    named(project, known, pointers)
}

/// The struct of CPython that a declared type means.
pub(super) fn declared(project: &Units, file: FileId, ty: CType, pointers: u8) -> Option<&'static str> {
    named(project, Known { file, ty }, pointers)
}

fn named(project: &Units, known: Known, pointers: u8) -> Option<&'static str> {
    let of = known.file;
    let mut known = known;
    for _ in 0..MAX_LEVELS {
        if known.ty.function_pointer {
            return None;
        }
        let bare = known.ty.bare_base();
        if let Some(found) = fields::named(bare) {
            return (known.ty.pointers + known.ty.arrays == pointers).then_some(found);
        }
        known = aliased(project, known)?;
    }
    project.cuts.add(CutKind::Types, of, Span::default());
    None
}

/// What a type name that is a typedef of the project stands for.
fn aliased(project: &Units, known: Known) -> Option<Known> {
    let typedef = project.resolve_typedef(known.file, known.ty.base)?;
    let mut ty = typedef.ty;
    if ty.base == known.ty.base {
        return None;
    }
    ty.pointers = ty.pointers.checked_add(known.ty.pointers)?;
    ty.arrays = ty.arrays.checked_add(known.ty.arrays)?;
    Some(Known { file: known.file, ty })
}

fn pointer_to(name: &str, pointers: u8) -> CType {
    CType { pointers, ..CType::plain(name) }
}

fn type_of(project: &Units, file: FileId, func: Option<FuncRef>, expr: ExprId) -> Option<Known> {
    let ast = &project.file(file).ast;
    let (mut at, mut steps) = (expr, Vec::new());
    let mut known = loop {
        if steps.len() > MAX_LEVELS {
            project.cuts.add(CutKind::Nesting, file, ast.expr_span(at));
            return None;
        }
        at = match ast.expr(at) {
            Expr::Name(name) => break variable(project, file, func, name)?,
            Expr::Cast { ty, .. } | Expr::Compound { ty, .. } => break Known { file, ty },
            Expr::Call { .. } => match result(project, file, at)? {
                Ok(known) => break known,
                Err(argument) => argument,
            },
            Expr::Assign { target, op: None, .. } => target,
            Expr::Comma { right, .. } => right,
            Expr::Conditional { then, .. } => then,
            Expr::Member { base, .. } | Expr::Index { base, .. } => {
                steps.push(at);
                base
            }
            Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg } => {
                steps.push(at);
                arg
            }
            _ => return None,
        };
    };
    for step in steps.into_iter().rev() {
        match ast.expr(step) {
            Expr::Member { field, arrow, .. } => {
                if let Some(of) = named(project, known, u8::from(arrow)) {
                    let (is, pointers) = fields::type_of(of, &field)?;
                    known = Known { file, ty: pointer_to(is, pointers) };
                    continue;
                }
                let (at, record) = project.resolve_record(known.file, known.ty.base)?;
                let field = record.fields.iter().find(|f| f.name == field)?;
                known = Known { file: at, ty: field.ty };
            }
            Expr::Unary { op: UnaryOp::AddressOf, .. } => known.ty.pointers = known.ty.pointers.checked_add(1)?,
            Expr::Index { .. } if known.ty.arrays > 0 => known.ty.arrays -= 1,
            _ => known.ty.pointers = known.ty.pointers.checked_sub(1)?,
        }
    }
    Some(known)
}

fn variable(project: &Units, file: FileId, func: Option<FuncRef>, name: crate::facts::Name) -> Option<Known> {
    let facts = project.file(file);
    let ty = match func.and_then(|f| project.local(f, name)) {
        Some(Local::Var(var)) => facts.var(var).ty,
        Some(Local::Param(i)) => project.func(func?).params.get(i)?.ty,
        None => {
            let Some(&found) = project.resolve_var(file, name).first() else {
                return fields::variable(&name).map(|of| Known { file, ty: pointer_to(of, 0) });
            };
            return Some(Known { file: found.file, ty: project.var(found).ty });
        }
    };
    Some(Known { file, ty })
}

/// What a call returns; for a macro that hands its argument on, that.
fn result(project: &Units, file: FileId, call: ExprId) -> Option<Result<Known, ExprId>> {
    let ast = &project.file(file).ast;
    let name = ast.callee_name(call)?;
    if let Some(found) = project.resolve_func(file, name).first() {
        return Some(Ok(Known { file: found.file, ty: project.func(*found).ret }));
    }
    if let Some((at, define)) = project.defines_of(file, name).into_iter().next() {
        if !words::only_casts(define) {
            return None;
        }
        let mut names = words_of(&define.body).filter(|word| *word != "struct");
        let found = names.find(|word| fields::named(word).is_some() || project.resolve_record(at, *word).is_some())?;
        return Some(Ok(Known { file: at, ty: pointer_to(found, 1) }));
    }
    let found = fields::result(&name)?;
    Some(Ok(Known { file, ty: pointer_to(found, 1) }))
}
