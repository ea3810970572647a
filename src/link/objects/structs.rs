//! The structs behind expressions and types: what a pointer points to, what an instance is. No judgement.

use crate::facts::{CType, Expr, ExprId, FileId, Record, Span, UnaryOp};
use crate::link::lookup::MAX_ALIASES;
use crate::link::macros::tokens::words_of;
use crate::link::macros::words;
use crate::link::types::TypeId;
use crate::link::{CutKind, FuncRef, Local, Model, Units};

/// Fields of fields, elements and targets of pointers that are followed to a struct.
const MAX_DEPTH: u32 = 64;

impl Model {
    /// The struct of a type's instances, as its basicsize says.
    pub fn instance_record(&self, id: TypeId) -> Option<(FileId, &Record)> {
        let object = self.types.get(id);
        let ast = &self.file(object.file).ast;
        let mut name = None;
        ast.each_expr(object.basicsize?, &mut |e| {
            name = name.or(match ast.expr(e) {
                Expr::SizeofType(ty) => ty.is_value().then_some(ty.base),
                Expr::SizeofExpr(e) => ast.referred_name(e),
                _ => None,
            });
        });
        self.resolve_record(object.file, name?.as_str())
    }
}

impl Units {
    /// Whether a declared type points to a Python object.
    pub fn is_object_pointer(&self, file: FileId, ty: CType) -> bool {
        if ty.pointers != 1 || ty.function_pointer {
            return false;
        }
        let name = ty.bare_base();
        if name.starts_with("Py") && (name.ends_with("Object") || name == "PyObject") {
            return true;
        }
        let mut record = self.resolve_record(file, ty.base);
        let mut seen: Vec<(FileId, Span)> = Vec::new();
        loop {
            let Some((at, of)) = record.filter(|(at, of)| !seen.contains(&(*at, of.span))) else { return false };
            if seen.len() >= MAX_ALIASES {
                self.cuts.add(CutKind::Types, file, Span::default());
                return false;
            }
            seen.push((at, of.span));
            let Some(first) = of.fields.first() else { return false };
            if first.name == "ob_base" {
                return true;
            }
            record = if first.ty.is_value() { self.resolve_record(at, first.ty.base) } else { None };
        }
    }

    /// The struct that a pointer expression points to.
    pub fn record_at(
        &self,
        file: FileId,
        func: Option<FuncRef>,
        expr: ExprId,
        depth: u32,
    ) -> Option<(FileId, &Record)> {
        let facts = self.file(file);
        let ast = &facts.ast;
        if depth > MAX_DEPTH {
            self.cuts.add(CutKind::Nesting, file, ast.expr_span(expr));
            return None;
        }
        let by = |ty: CType| self.resolve_record(file, ty.base.as_str());
        match ast.expr(expr) {
            Expr::Cast { ty, .. } => by(ty),
            Expr::Name(name) => match func.and_then(|f| self.local(f, name)) {
                Some(Local::Var(var)) => by(facts.var(var).ty),
                Some(Local::Param(i)) => by(self.func(func?).params[i].ty),
                None => self.resolve_var(file, name).first().and_then(|v| by(self.var(*v).ty)),
            },
            Expr::Member { base, field, .. } => {
                let (at, record) = self.record_at(file, func, base, depth + 1)?;
                let field = record.fields.iter().find(|f| f.name == field)?;
                self.resolve_record(at, field.ty.base.as_str())
            }
            Expr::Index { base, .. } => self.record_at(file, func, base, depth + 1),
            Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg } => self.record_at(file, func, arg, depth + 1),
            Expr::Call { .. } => {
                let name = ast.callee_name(expr)?;
                if let Some(found) = self.resolve_func(file, name).first() {
                    return self.resolve_record(found.file, self.func(*found).ret.base.as_str());
                }
                // `Foo_CAST(op)`: the struct is a word of the macro.
                let (at, define) = self.defines_of(file, name).into_iter().next()?;
                words::only_casts(define)
                    .then(|| {
                        let mut names = words_of(&define.body).filter(|word| *word != "struct");
                        names.find_map(|word| self.resolve_record(at, word))
                    })
                    .flatten()
            }
            _ => None,
        }
    }
}
