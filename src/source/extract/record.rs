//! Structs, unions, classes and enums.

use tree_sitter::Node;

use super::Extractor;
use crate::capi::struct_roles;
use crate::facts::{CType, Enumerator, Field, Name, Record, RecordKind, Storage};
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    /// Adds a record with a body to the facts; its index. `path` is the tag given to an unnamed inner record.
    pub(super) fn record(&mut self, node: Node<'_>, path: Option<Name>) -> Option<usize> {
        let body = node.child_by_field_id(self.fields.body)?;
        let kind = match self.kind(node) {
            Syntax::Union => RecordKind::Union,
            Syntax::Class => RecordKind::Class,
            _ => RecordKind::Struct,
        };
        let tag = node.child_by_field_id(self.fields.name).map(|n| self.name(n)).or(path);
        let span = self.span(node);
        let cond = self.cond(span);
        let mut bases = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor).filter(|c| self.kind(*c) == Syntax::BaseClass) {
            let mut inner = child.walk();
            let named = child.named_children(&mut inner);
            let types = named
                .filter(|n| matches!(self.kind(*n), Syntax::TypeIdentifier | Syntax::Qualified | Syntax::TemplateType));
            bases.extend(types.map(|n| self.name(n)));
        }
        let index = self.facts.records.len();
        self.facts.records.push(Record { kind, tag, typedef: None, bases, fields: Vec::new(), span, cond });
        if self.depth > super::DEPTH {
            self.cut(body);
            return Some(index);
        }
        self.depth += 1;
        let outer = self.class;
        self.class = tag.or_else(|| Some(Name::from("")));
        let mut fields = Vec::new();
        let mut cursor = body.walk();
        for member in body.named_children(&mut cursor) {
            self.member(member, tag, &mut fields);
        }
        self.class = outer;
        self.depth -= 1;
        self.facts.records[index].fields = fields;
        Some(index)
    }

    fn member(&mut self, node: Node<'_>, outer: Option<Name>, fields: &mut Vec<Field>) {
        // Templates of templates, and what an ERROR node holds: in the order of the text.
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            match self.kind(node) {
                Syntax::Field => self.field(node, outer, fields),
                Syntax::FunctionDefinition => self.function(node),
                Syntax::Declaration => self.declaration(node, &mut |_| {}),
                kind if kind == Syntax::Template || node.is_error() && self.func.is_none() => {
                    let first = pending.len();
                    let mut cursor = node.walk();
                    pending.extend(node.named_children(&mut cursor));
                    pending[first..].reverse();
                }
                _ => {}
            }
        }
    }

    fn field(&mut self, node: Node<'_>, outer: Option<Name>, fields: &mut Vec<Field>) {
        let declarators = self.all(node, self.fields.declarator);
        let ty = node.child_by_field_id(self.fields.ty);
        if let Some(head) = ty.filter(|_| declarators.is_empty()) {
            let word = std::str::from_utf8(self.bytes(head)).unwrap_or_default();
            if let Some(base) = struct_roles::headed_by(word) {
                let span = self.span(head);
                fields.push(Field { name: Name::from("ob_base"), ty: CType::plain(base), span });
                return;
            }
        }
        // An unnamed inner record is called by the field that holds it.
        let inner = ty.filter(|t| {
            matches!(self.kind(*t), Syntax::Struct | Syntax::Union | Syntax::Class)
                && t.child_by_field_id(self.fields.name).is_none()
        });
        let first = declarators.first().and_then(|d| self.declarator(*d, CType::plain("int")));
        if let Some(inner) = inner {
            let field = first.as_ref().and_then(|f| f.name).map(|n| self.name(n));
            let path = field.map(|field| Name::from(&format!("{}.{field}", outer.map_or("", |o| o.as_str()))));
            let record = self.record(inner, path);
            if field.is_none() {
                let own = record.map(|r| self.facts.records[r].fields.clone());
                fields.extend(own.into_iter().flatten());
                return;
            }
            let keyword = if self.kind(inner) == Syntax::Union { "union" } else { "struct" };
            let base = Name::from(&format!("{keyword} {}", path.map_or("", |p| p.as_str())));
            self.fields_of(&declarators, CType { base, ..CType::plain("int") }, fields);
            return;
        }
        let specifiers = self.specifiers(node);
        if specifiers.storage == Storage::Static {
            for declarator in declarators {
                self.declare(node, declarator, &specifiers);
            }
            return;
        }
        self.fields_of(&declarators, specifiers.ty, fields);
    }

    fn fields_of(&mut self, declarators: &[Node<'_>], ty: CType, fields: &mut Vec<Field>) {
        for declarator in declarators {
            let Some(found) = self.declarator(*declarator, ty) else { continue };
            let Some(name) = found.name.filter(|_| found.parameters.is_none()) else { continue };
            fields.push(Field { name: self.name(name), ty: found.ty, span: self.span(name) });
        }
    }

    /// Adds the constants of an enum.
    pub(super) fn enumeration(&mut self, node: Node<'_>) {
        let Some(body) = node.child_by_field_id(self.fields.body) else { return };
        let mut cursor = body.walk();
        for child in body.named_children(&mut cursor) {
            if self.kind(child) != Syntax::Enumerator {
                continue;
            }
            let Some(node) = child.child_by_field_id(self.fields.name) else { continue };
            let (name, cond) = (self.name(node), self.cond(self.span(node)));
            let value = child.child_by_field_id(self.fields.value).map(|v| self.expr(v));
            self.facts.enumerators.push(Enumerator { name, value, cond });
        }
    }
}
