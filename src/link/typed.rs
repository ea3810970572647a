//! The declared type of an expression, as far as the text tells: of variables, fields, elements, addresses, casts and
//! calls. Where a name may mean two things of different types nothing is said. No judgement.

use crate::capi::functions;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{BinaryOp, CType, Expr, ExprId, FileId, FuncId, Language, Name, UnaryOp, VarId};
use crate::link::{CutKind, Units};

/// Deepest nesting of expressions.
const MAX_NESTING: u32 = 32;

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    /// The file whose typedefs its words mean.
    pub file: FileId,
    /// The type.
    pub ty: CType,
}

impl Typed {
    /// Pointers and dimensions: of `&x[0]` and of an array alike.
    pub(crate) fn depth(&self) -> u8 {
        self.ty.pointers + self.ty.arrays
    }
}

impl Units {
    /// The type of an expression in a function; None where it is not known.
    pub(crate) fn typed(&self, file: FileId, func: FuncId, expr: ExprId) -> Option<Typed> {
        self.typed_at(file, func, expr, 0)
    }

    fn typed_at(&self, file: FileId, func: FuncId, expr: ExprId, depth: u32) -> Option<Typed> {
        let ast = &self.file(file).ast;
        if depth > MAX_NESTING {
            self.cuts.add(CutKind::Nesting, file, ast.expr_span(expr));
            return None;
        }
        let inner = |expr: ExprId| self.typed_at(file, func, expr, depth + 1);
        let here = |ty: CType| Some(Typed { file, ty });
        match ast.expr(expr) {
            Expr::Name(name) => self.named(file, func, name),
            Expr::Str(_) => here(CType { pointers: 1, const_base: true, ..CType::plain("char") }),
            Expr::Cast { ty, .. } => here(ty).filter(|t| t.ty.base != "auto"),
            Expr::Member { base, field, .. } => {
                let base = inner(base)?;
                let (at, record) = self.resolve_record(base.file, base.ty.base)?;
                let mut fields = record.fields.iter().filter(|f| f.name == field);
                let (one, None) = (fields.next()?, fields.next()) else { return None };
                Some(Typed { file: at, ty: one.ty })
            }
            Expr::Index { base, .. } => below(inner(base)?),
            Expr::Unary { op: UnaryOp::Deref, arg } => below(inner(arg)?),
            Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                let of = inner(arg)?;
                (of.ty.arrays == 0 && !of.ty.function_pointer)
                    .then_some(Typed { ty: CType { pointers: of.ty.pointers + 1, ..of.ty }, ..of })
            }
            Expr::SizeofType(_) | Expr::SizeofExpr(_) => here(CType::plain("size_t")),
            Expr::Unary { op: UnaryOp::Not, .. } => here(CType::plain("int")),
            Expr::Unary { op: UnaryOp::Negate | UnaryOp::Plus, arg } => inner(arg).filter(|t| t.depth() == 0),
            Expr::Binary { op, left, right } => match op {
                BinaryOp::Equal
                | BinaryOp::NotEqual
                | BinaryOp::Less
                | BinaryOp::LessEqual
                | BinaryOp::Greater
                | BinaryOp::GreaterEqual
                | BinaryOp::And
                | BinaryOp::Or => here(CType::plain("int")),
                BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul => {
                    let (left, right) = (inner(left)?, inner(right)?);
                    (left == right && left.depth() == 0).then_some(left)
                }
                _ => None,
            },
            Expr::Conditional { then, other, .. } => {
                let (then, other) = (inner(then)?, inner(other)?);
                (then == other).then_some(then)
            }
            Expr::Call { .. } => self.result(file, ast.callee_name(expr)?),
            _ => None,
        }
    }

    /// A variable by its name: a local, a parameter, a global.
    fn named(&self, file: FileId, func: FuncId, name: Name) -> Option<Typed> {
        if !self.defines_of(file, name).is_empty() {
            return None;
        }
        let facts = self.file(file);
        let around = facts.func(func);
        let (from, to) = around.locals;
        let locals = (from..to).map(|i| facts.var(VarId(i))).filter(|var| var.name == name).map(|var| var.ty);
        let params = around.params.iter().filter(|param| param.name == Some(name)).map(|param| {
            // A parameter that looks like an array is a pointer.
            CType { pointers: param.ty.pointers + param.ty.arrays, arrays: 0, ..param.ty }
        });
        let mut own = locals.chain(params);
        let found = match own.next() {
            Some(first) => own.all(|other| other == first).then_some(Typed { file, ty: first })?,
            // What is not there may be a member, or a local of the function around a lambda.
            None if around.is_lambda() || around.name.contains("::") => return None,
            None => {
                let mut globals = self.resolve_var(file, name).into_iter().map(|at| (at.file, self.var(at).ty));
                let (at, ty) = globals.next()?;
                globals.all(|(_, other)| other == ty).then_some(Typed { file: at, ty })?
            }
        };
        // `auto`, and a reference of C++ that looks like a pointer.
        let told = found.ty.base != "auto" && !found.ty.atomic && !found.ty.base.is_empty();
        told.then_some(found)
    }

    /// What a call of a function of the project, or of CPython, returns.
    fn result(&self, file: FileId, name: Name) -> Option<Typed> {
        let mut own = self.resolve_func(file, name).into_iter().map(|at| (at.file, self.func(at).ret));
        if let Some((at, ty)) = own.next() {
            let same = own.all(|(_, other)| other == ty) && ty.base != "auto" && self.file(at).language == Language::C;
            return same.then_some(Typed { file: at, ty });
        }
        if !self.defines_of(file, name).is_empty() {
            return None;
        }
        let facts = functions::facts_of(&name)?;
        let object = CType { pointers: 1, ..CType::plain(struct_roles::named(Kind::Object).next()?) };
        (facts.returns_new() || facts.returns_borrowed()).then_some(Typed { file, ty: object })
    }
}

/// What a pointer or an array of this type holds.
fn below(of: Typed) -> Option<Typed> {
    let ty = match (of.ty.arrays, of.ty.pointers) {
        (1.., _) => CType { arrays: of.ty.arrays - 1, ..of.ty },
        (_, 1..) => CType { pointers: of.ty.pointers - 1, ..of.ty },
        _ => return None,
    };
    (!ty.function_pointer).then_some(Typed { ty, ..of })
}
