//! The declared type of an expression: by casts, locals, parameters, fields, return types. No judgement, no inference.

use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, Expr, ExprId, FileId, Name, UnaryOp};
use crate::link::macros::tokens::words_of;
use crate::link::macros::words;
use crate::link::{CutKind, FuncRef, Local, Units};

/// So many fields, elements and pointers deep an expression is followed.
const MAX_LEVELS: usize = 64;

impl Units {
    /// The type that declarations give an expression, with the file where it is spelled; None where they do not tell.
    pub fn declared_type(&self, file: FileId, func: Option<FuncRef>, expr: ExprId) -> Option<(FileId, CType)> {
        let ast = &self.file(file).ast;
        let (mut at, mut steps) = (expr, Vec::new());
        let (mut of, mut ty) = loop {
            match ast.expr(at) {
                Expr::Name(name) => break self.type_of_name(file, func, name)?,
                Expr::Cast { ty, .. } => break (file, ty),
                Expr::Call { .. } => break self.type_of_call(file, at)?,
                Expr::Member { base: inner, .. }
                | Expr::Index { base: inner, .. }
                | Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg: inner } => {
                    steps.push(at);
                    at = inner;
                }
                Expr::Assign { target, .. } => at = target,
                Expr::Comma { right, .. } => at = right,
                Expr::Conditional { then, .. } => at = then,
                _ => return None,
            }
            if steps.len() > MAX_LEVELS {
                self.cuts.add(CutKind::Nesting, file, ast.expr_span(expr));
                return None;
            }
        };
        for step in steps.into_iter().rev() {
            match ast.expr(step) {
                Expr::Member { field, .. } => {
                    let (at, record) = self.resolve_record(of, ty.base)?;
                    (of, ty) = (at, record.fields.iter().find(|f| f.name == field)?.ty);
                }
                Expr::Unary { op: UnaryOp::AddressOf, .. } => ty.pointers = ty.pointers.saturating_add(1),
                Expr::Index { .. } if ty.arrays > 0 => ty.arrays -= 1,
                _ => ty.pointers = ty.pointers.checked_sub(1)?,
            }
        }
        Some((of, ty))
    }

    fn type_of_name(&self, file: FileId, func: Option<FuncRef>, name: Name) -> Option<(FileId, CType)> {
        match func.and_then(|f| self.local(f, name)) {
            Some(Local::Var(var)) => Some((file, self.file(file).var(var).ty)),
            Some(Local::Param(i)) => Some((file, self.func(func?).params[i].ty)),
            None => self.resolve_var(file, name).first().map(|&var| (var.file, self.var(var).ty)),
        }
    }

    fn type_of_call(&self, file: FileId, call: ExprId) -> Option<(FileId, CType)> {
        let ast = &self.file(file).ast;
        let name = ast.callee_name(call)?;
        if let Some(&func) = self.resolve_func(file, name).first() {
            return Some((func.file, self.func(func).ret));
        }
        let pointer = |base: &str| CType { pointers: 1, ..CType::plain(base) };
        if roles::is(&name, Role::TypeOf) {
            return struct_roles::named(Kind::TypeObject).next().map(|base| (file, pointer(base)));
        }
        // `Foo_CAST(op)`: the struct is a word of the macro.
        let (at, define) = self.defines_of(file, name).into_iter().next().filter(|(_, d)| words::only_casts(d))?;
        let mut names = words_of(&define.body).filter(|word| *word != "struct");
        names.find(|word| self.resolve_record(at, *word).is_some() || word.starts_with("Py")).map(|w| (at, pointer(w)))
    }

    /// The name of the struct that has a field that an expression speaks of: `PyFunctionObject` of
    /// `((PyFunctionObject *)f)->func_globals`, typedefs of the project looked through.
    pub fn struct_with_field(&self, file: FileId, func: Option<FuncRef>, member: ExprId) -> Option<Name> {
        let Expr::Member { base, arrow, .. } = self.file(file).ast.expr(member) else { return None };
        let (mut at, mut ty) = self.declared_type(file, func, base)?;
        for _ in 0..8 {
            let Some(alias) = self.resolve_typedef(at, ty.base).filter(|a| a.ty.base != ty.base) else { break };
            if alias.ty.bare_base().starts_with('_') || alias.ty.bare_base().is_empty() {
                break;
            }
            (ty.base, ty.pointers) = (alias.ty.base, ty.pointers.saturating_add(alias.ty.pointers));
            at = file;
        }
        (ty.pointers == u8::from(arrow)).then(|| Name::from(ty.bare_base()))
    }
}
