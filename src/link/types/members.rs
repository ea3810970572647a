//! The items of a type's `PyMemberDef` tables.

use crate::capi::members::{self, Word};
use crate::facts::{Expr, ExprId, FileId, Name, Span};
use crate::link::Model;
use crate::link::types::TypeObject;

/// One item of a `PyMemberDef` table.
pub(crate) struct Member {
    pub(crate) name: String,
    /// The kind, where it is one word.
    pub(crate) kind: Option<String>,
    /// Every name in the item.
    pub(crate) text: Vec<String>,
    pub(crate) file: FileId,
    pub(crate) span: Span,
}

impl Member {
    /// Whether the item speaks of a field of this name.
    pub(crate) fn names(&self, field: Name) -> bool {
        self.text.iter().any(|word| field == word.as_str())
    }

    /// Whether Python code may store any object in a field of this name through the member.
    pub(crate) fn stores_object(&self, field: &str) -> bool {
        let has = |name: &str| self.text.iter().any(|t| t == name);
        self.kind.as_deref().is_some_and(|kind| members::says(kind, Word::Object))
            && has(field)
            && !self.text.iter().any(|t| members::says(t, Word::ReadOnly))
    }
}

/// The members of a type, those of all its tables.
pub(crate) fn members_of(project: &Model, object: &TypeObject) -> Vec<Member> {
    let mut out = Vec::new();
    for slot in object.slots.iter().filter(|s| s.name == "tp_members") {
        let Some(name) = project.file(slot.file).ast.referred_name(slot.value) else { continue };
        for var in project.resolve_var_at(slot.file, name, slot.span) {
            let facts = project.file(var.file);
            let Some(Expr::List(items)) = project.var(var).init.map(|i| facts.ast.expr(i)) else { continue };
            for &item in facts.ast.exprs(items) {
                let Expr::List(parts) = facts.ast.expr(item) else { continue };
                let parts: Vec<ExprId> = facts.ast.exprs(parts).to_vec();
                let value = |e: ExprId| match facts.ast.expr(e) {
                    Expr::Designated { value, .. } => value,
                    _ => e,
                };
                let name = parts.first().map(|&p| facts.ast.expr(facts.ast.strip_casts(value(p))));
                let Some(Expr::Str(name)) = name else { continue };
                let mut text = Vec::new();
                for &part in &parts {
                    facts.ast.each_expr(part, &mut |e| {
                        if let Expr::Name(n) = facts.ast.expr(e) {
                            text.push(n.to_string());
                        }
                    });
                }
                let kind = parts.get(1).and_then(|&p| facts.ast.referred_name(value(p))).map(|n| n.to_string());
                let span = facts.ast.expr_span(item);
                out.push(Member { name: name.to_string(), kind, text, file: var.file, span });
            }
        }
    }
    out
}
