//! Expressions.

use clang_sys::*;

use super::super::cursor::{Cursor, Look};
use super::{Extractor, types};
use crate::capi::objects;
use crate::facts::{CType, Expr, ExprId, Name, UnaryOp};
use crate::source::shared::{Kind, lex_range};

impl<'u> Extractor<'u, '_> {
    pub(super) fn add(&mut self, expr: Expr, cursor: Cursor<'u>) -> ExprId {
        let span = self.span(cursor);
        self.facts().ast.add_expr(expr, span)
    }

    /// Reads an expression or an initialiser.
    pub(super) fn expr(&mut self, cursor: Cursor<'u>) -> ExprId {
        if self.is_too_deep(cursor) {
            return self.add(Expr::Opaque, cursor);
        }
        self.depth += 1;
        let made = self.is_made(cursor);
        let id = if made && let Some((start, made)) = self.kept_use(cursor) {
            self.as_written(cursor, start, made)
        } else if made && let Some(name) = self.named_constant(cursor) {
            self.add(Expr::Name(name), cursor)
        } else {
            self.expr_inner(cursor)
        };
        self.depth -= 1;
        id
    }

    /// Whether a macro made the node, or its first token.
    pub(super) fn is_made(&self, cursor: Cursor<'u>) -> bool {
        let uses = &self.part().uses;
        !uses.is_empty()
            && cursor.range(Look::Expansion).is_some_and(|(start, _)| uses.contains_key(&self.offset(start)))
    }

    /// The operands: children that are expressions.
    pub(super) fn operands(&self, cursor: Cursor<'u>) -> Vec<Cursor<'u>> {
        cursor.children().into_iter().filter(|c| c.is_expression()).collect()
    }

    /// The one operand of a node that only wraps.
    pub(super) fn only_operand(&mut self, cursor: Cursor<'u>) -> ExprId {
        match self.operands(cursor).last() {
            Some(&inner) => self.expr(inner),
            None => self.add(Expr::Opaque, cursor),
        }
    }

    fn all(&mut self, cursors: &[Cursor<'u>]) -> Vec<ExprId> {
        cursors.iter().map(|&c| self.expr(c)).collect()
    }

    fn expr_inner(&mut self, cursor: Cursor<'u>) -> ExprId {
        match cursor.kind() {
            CXCursor_DeclRefExpr => {
                let spelled = cursor.spelling();
                let name =
                    if self.is_cpp() { self.qualified_use(cursor, &spelled) } else { Self::plain_name(&spelled) };
                self.add(Expr::Name(name), cursor)
            }
            CXCursor_IntegerLiteral | CXCursor_CharacterLiteral | CXCursor_CXXBoolLiteralExpr => {
                let value = cursor.evaluate().map_or(Expr::Opaque, Expr::Int);
                self.add(value, cursor)
            }
            CXCursor_StringLiteral => {
                let text = self.string(cursor);
                self.add(Expr::Str(text), cursor)
            }
            CXCursor_CXXNullPtrLiteralExpr | CXCursor_GNUNullExpr => self.add(Expr::Name(Name::from("NULL")), cursor),
            CXCursor_CXXThisExpr => self.add(Expr::Name(Name::from("this")), cursor),
            CXCursor_ParenExpr | CXCursor_PackExpansionExpr => self.only_operand(cursor),
            CXCursor_CallExpr => self.call(cursor),
            CXCursor_MemberRefExpr | CXCursor_MemberRef => self.member(cursor),
            CXCursor_ArraySubscriptExpr => match self.operands(cursor)[..] {
                [base, index] => {
                    let (base, index) = (self.expr(base), self.expr(index));
                    self.add(Expr::Index { base, index }, cursor)
                }
                _ => self.add(Expr::Opaque, cursor),
            },
            CXCursor_UnaryOperator => self.unary(cursor),
            CXCursor_BinaryOperator | CXCursor_CompoundAssignOperator => self.binary(cursor),
            CXCursor_ConditionalOperator => match self.operands(cursor)[..] {
                [test, then, other] => {
                    let (test, then, other) = (self.expr(test), self.expr(then), self.expr(other));
                    self.add(Expr::Conditional { test, then, other }, cursor)
                }
                _ => self.add(Expr::Opaque, cursor),
            },
            CXCursor_CStyleCastExpr
            | CXCursor_CXXStaticCastExpr
            | CXCursor_CXXReinterpretCastExpr
            | CXCursor_CXXConstCastExpr
            | CXCursor_CXXDynamicCastExpr
            | CXCursor_CXXFunctionalCastExpr => {
                let ty = types::ctype(cursor.ty());
                let arg = self.only_operand(cursor);
                // A cast of CPython's headers (`_PyObject_CAST`) is not the project's.
                if self.is_made(cursor)
                    && cursor.range(Look::Spelling).is_some_and(|(start, _)| !self.project.contains_key(&start.file))
                {
                    return arg;
                }
                self.add(Expr::Cast { ty, arg }, cursor)
            }
            CXCursor_UnaryExpr => self.size_of(cursor),
            CXCursor_CompoundLiteralExpr => {
                let ty = types::ctype(cursor.ty());
                let list = self.only_operand(cursor);
                self.add(Expr::Compound { ty, list }, cursor)
            }
            CXCursor_InitListExpr => self.list(cursor),
            CXCursor_CXXNewExpr => self.new_expression(cursor),
            CXCursor_CXXDeleteExpr => self.delete_expression(cursor),
            CXCursor_LambdaExpr => self.lambda(cursor),
            CXCursor_UnexposedExpr => self.unexposed(cursor),
            _ => self.add(Expr::Opaque, cursor),
        }
    }

    fn member(&mut self, cursor: Cursor<'u>) -> ExprId {
        let field = cursor.spelling();
        let Some(&inner) = self.operands(cursor).first() else {
            return self.add(Expr::Name(Name::from(&field)), cursor);
        };
        // A member of an unnamed struct or union is reached through members without a name.
        if field.is_empty() {
            return self.expr(inner);
        }
        let arrow = inner.ty().canonical().kind() == CXType_Pointer;
        let base = self.expr(inner);
        self.add(Expr::Member { base, field: Name::from(&field), arrow }, cursor)
    }

    fn unary(&mut self, cursor: Cursor<'u>) -> ExprId {
        let arg = self.only_operand(cursor);
        let op = match self.unary_op(cursor) {
            super::operator::Unary::Plain(op) => op,
            super::operator::Unary::Step(increment) => return self.add(Expr::Step { arg, increment }, cursor),
            super::operator::Unary::Extension => return arg,
            super::operator::Unary::Unknown => return self.add(Expr::Opaque, cursor),
        };
        if op == UnaryOp::AddressOf
            && let Expr::Name(name) = self.part().facts.ast.expr(arg)
            && let Some(known) = objects::behind(name.as_str())
        {
            return self.add(Expr::Name(Name::from(known)), cursor);
        }
        self.add(Expr::Unary { op, arg }, cursor)
    }

    fn call(&mut self, cursor: Cursor<'u>) -> ExprId {
        let operands = self.operands(cursor);
        if self.is_cpp()
            && let Some(made) = self.overloaded(cursor, &operands)
        {
            return made;
        }
        let args = cursor.arguments();
        if operands.len() == args.len() {
            return self.construction(cursor, &args);
        }
        let Some((&callee, rest)) = operands.split_first() else { return self.add(Expr::Opaque, cursor) };
        let rest = if args.is_empty() { rest } else { &args };
        let callee = self.expr(callee);
        let args = self.all(rest);
        let args = self.facts().ast.add_exprs(&args);
        self.add(Expr::Call { callee, args }, cursor)
    }

    /// A constructor: a call where its name is written, else what it is made of.
    fn construction(&mut self, cursor: Cursor<'u>, args: &[Cursor<'u>]) -> ExprId {
        let name = cursor.spelling();
        let span = self.span(cursor);
        let written = self.source().get(span.start as usize..).is_some_and(|rest| rest.starts_with(name.as_bytes()));
        if let ([only], false) = (args, written && !name.is_empty()) {
            return self.expr(*only);
        }
        let all = self.all(args);
        let args = self.facts().ast.add_exprs(&all);
        if written && !name.is_empty() {
            let callee = self.facts().ast.add_expr(Expr::Name(Name::from(&name)), span);
            return self.add(Expr::Call { callee, args }, cursor);
        }
        self.add(Expr::List(args), cursor)
    }

    /// `sizeof`; of a type where no operand is an expression.
    fn size_of(&mut self, cursor: Cursor<'u>) -> ExprId {
        let children = cursor.children();
        if let Some(&inner) = children.iter().find(|c| c.is_expression()) {
            let arg = self.expr(inner);
            return self.add(Expr::SizeofExpr(arg), cursor);
        }
        let expr = match self.written_type(cursor, &children) {
            Some(ty) => Expr::SizeofType(ty),
            None => cursor.evaluate().map_or(Expr::Opaque, Expr::Int),
        };
        self.add(expr, cursor)
    }

    /// The type between the parentheses of `sizeof(…)`.
    fn written_type(&self, cursor: Cursor<'u>, children: &[Cursor<'u>]) -> Option<CType> {
        let (start, end) = cursor.range(Look::Spelling)?;
        let text = self.unit.contents(start.file);
        let inside = start.file == end.file && start.offset < end.offset;
        let tokens = if inside { lex_range(text, start.offset, end.offset) } else { Vec::new() };
        let word = |t: &&crate::source::shared::Token| t.kind == Kind::Ident;
        let pointers = tokens.iter().filter(|t| t.punct(text) == b'*').count().min(7) as u8;
        if let Some(named) = children.iter().find(|c| c.kind() == CXCursor_TypeRef) {
            let name = named.spelling();
            let base = name.strip_prefix("class ").unwrap_or(&name);
            return Some(CType { pointers, ..CType::plain(base) });
        }
        let words: Vec<&str> =
            tokens.iter().skip(1).filter(word).filter_map(|t| std::str::from_utf8(t.bytes(text)).ok()).collect();
        (!words.is_empty()).then(|| CType { pointers, ..CType::plain(&words.join(" ")) })
    }

    /// The type and the member of `offsetof(T, member)`.
    pub(super) fn offset_of(&mut self, cursor: Cursor<'u>, args: [ExprId; 2]) -> [ExprId; 2] {
        match self.part().facts.ast.expr(args[0]) {
            Expr::Name(name) => [self.add(Expr::SizeofType(CType::plain(name.as_str())), cursor), args[1]],
            _ => args,
        }
    }

    /// What libclang has no kind for: implicit conversions, builtin calls with a form of their own.
    fn unexposed(&mut self, cursor: Cursor<'u>) -> ExprId {
        let operands = self.operands(cursor);
        let builtin = self.builtin_name(cursor);
        if let Some(name) = builtin {
            let args = self.all(&operands);
            let callee = self.add(Expr::Name(name), cursor);
            let args = self.facts().ast.add_exprs(&args);
            return self.add(Expr::Call { callee, args }, cursor);
        }
        match operands[..] {
            [only] => self.expr(only),
            [] => {
                let value = cursor.evaluate().map_or(Expr::Opaque, Expr::Int);
                self.add(value, cursor)
            }
            _ => self.add(Expr::Opaque, cursor),
        }
    }

    /// `__atomic_load_n` of `__atomic_load_n(…)`, where that is the whole text.
    fn builtin_name(&self, cursor: Cursor<'u>) -> Option<Name> {
        let (start, end) = cursor.range(Look::Spelling)?;
        let text = self.unit.contents(start.file);
        let written = text.get(start.offset as usize..end.offset as usize).filter(|_| start.file == end.file)?;
        let prefix = ["__atomic_", "__c11_atomic_", "__builtin_", "__scoped_atomic"];
        if !prefix.iter().any(|p| written.starts_with(p.as_bytes())) || !written.ends_with(b")") {
            return None;
        }
        let name = written.split(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).next()?;
        // An implicit conversion of a call has the text of the call.
        let wraps = self.operands(cursor);
        let same = matches!(wraps[..], [only] if only.range(Look::Spelling) == Some((start, end)));
        (!same).then(|| super::literal::name_of(name))
    }

    /// A name with the scope written in front of it.
    fn qualified_use(&self, cursor: Cursor<'u>, spelled: &str) -> Name {
        match cursor.place(Look::Written) {
            Some(place) if place.file == self.here && cursor.place(Look::Spelling) == Some(place) => {
                self.qualified(cursor, spelled.strip_prefix(super::uses::PREFIX).unwrap_or(spelled))
            }
            _ => Self::plain_name(spelled),
        }
    }
}
