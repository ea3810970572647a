//! Initialisers: lists with their designators, and the values of what CPython's own structs hold.

use crate::capi::struct_roles;
use clang_sys::*;

use super::super::cursor::{Cursor, Look};
use super::Extractor;
use crate::facts::{CType, Expr, ExprId, Name};

impl<'u> Extractor<'u, '_> {
    /// The initialiser of a variable of the resolved type `ty`.
    pub(super) fn initial_value(&mut self, cursor: Cursor<'u>, ty: &CType) -> ExprId {
        let id = self.expr(cursor);
        if ty.pointers == 0 && struct_roles::is_valued(ty.bare_base()) {
            self.value_items(cursor, id);
        }
        id
    }

    /// Gives the integers of a list their values; goes through the cursors and what was made of them side by side.
    fn value_items(&mut self, cursor: Cursor<'u>, id: ExprId) {
        let ast = &self.part().facts.ast;
        match ast.expr(id) {
            Expr::List(items) => {
                let items: Vec<ExprId> = ast.exprs(items).to_vec();
                let children = self.items(cursor);
                if items.len() == children.len() {
                    for (child, item) in children.into_iter().zip(items) {
                        self.value_items(child, item);
                    }
                }
            }
            Expr::Designated { value, .. } | Expr::Indexed { value, .. } => {
                if let Some(inner) = self.operands(cursor).last() {
                    self.value_items(*inner, value);
                }
            }
            Expr::Str(_) | Expr::Opaque | Expr::Compound { .. } => {}
            _ => {
                let kind = cursor.ty().canonical().kind();
                let integer = (CXType_Bool..=CXType_Int128).contains(&kind) || kind == CXType_Enum;
                if let Some(value) = cursor.evaluate().filter(|_| integer) {
                    self.facts().ast.set_value(id, value);
                }
            }
        }
    }

    /// The items of an initialiser list. What one macro made of several items counts once.
    fn items(&self, cursor: Cursor<'u>) -> Vec<Cursor<'u>> {
        let mut last = None;
        let mut out = self.operands(cursor);
        out.retain(|&item| {
            let made = self.kept_use(item).map(|(start, _)| start);
            let again = made.is_some() && made == last;
            last = made;
            !again
        });
        out
    }

    /// `{ … }`
    pub(super) fn list(&mut self, cursor: Cursor<'u>) -> ExprId {
        let items = self.items(cursor);
        let items: Vec<ExprId> = items.into_iter().map(|item| self.designated(item)).collect();
        let items = self.facts().ast.add_exprs(&items);
        self.add(Expr::List(items), cursor)
    }

    /// An item of a list: libclang shows a designator and its value as children of a nameless node.
    fn designated(&mut self, cursor: Cursor<'u>) -> ExprId {
        if cursor.kind() != CXCursor_UnexposedExpr || self.kept_use(cursor).is_some() {
            return self.expr(cursor);
        }
        let children = cursor.children();
        let fields = children.iter().filter(|c| c.kind() == CXCursor_MemberRef).count();
        let operands = self.operands(cursor);
        let Some((&value, indices)) = operands.split_last() else { return self.expr(cursor) };
        let bracket = cursor
            .range(Look::Spelling)
            .is_some_and(|(start, _)| self.unit.contents(start.file).get(start.offset as usize) == Some(&b'['));
        if fields == 0 && (!bracket || indices.is_empty()) {
            return self.expr(cursor);
        }
        let mut id = self.expr(value);
        let value_at = children.iter().rposition(|c| c.is(value)).unwrap_or(children.len());
        for &designator in children[..value_at].iter().rev() {
            let expr = if designator.kind() == CXCursor_MemberRef {
                Expr::Designated { field: Name::from(&designator.spelling()), value: id }
            } else if designator.is_expression() {
                Expr::Indexed { index: self.expr(designator), value: id }
            } else {
                continue;
            };
            id = self.add(expr, cursor);
        }
        id
    }
}
