//! Structs, unions, classes and enums.

use clang_sys::*;

use super::super::cursor::{Cursor, Look};
use super::{Extractor, types};
use crate::facts::{CType, Enumerator, Field, Name, Record, RecordKind};

impl<'u> Extractor<'u, '_> {
    /// Adds a record that is defined here; its index. `path` is the tag given to an unnamed inner record.
    pub(super) fn record(&mut self, cursor: Cursor<'u>, path: Option<Name>) -> Option<usize> {
        if !cursor.is_definition() || self.is_too_deep(cursor) {
            return None;
        }
        let kind = match cursor.kind() {
            CXCursor_UnionDecl => RecordKind::Union,
            CXCursor_ClassDecl => RecordKind::Class,
            CXCursor_ClassTemplate => RecordKind::Class,
            _ => RecordKind::Struct,
        };
        let span = self.span(cursor);
        let tag = self.tag(cursor).or(path);
        let cond = self.cond(span);
        let index = self.part().facts.records.len();
        self.facts().records.push(Record {
            kind,
            tag,
            typedef: None,
            bases: Vec::new(),
            fields: Vec::new(),
            span,
            cond,
        });
        if let Some((start, _)) = cursor.range(Look::Expansion) {
            let at = self.offset(start);
            self.parts[self.at].1.records.insert(at, index);
        }
        self.depth += 1;
        let outer = self.class;
        self.class = tag.or_else(|| Some(Name::from("")));
        let (mut fields, mut bases) = (Vec::new(), Vec::new());
        let mut unnamed: Option<Cursor<'u>> = None;
        for child in cursor.children() {
            match child.kind() {
                CXCursor_FieldDecl => self.field(child, tag, &mut unnamed, &mut fields),
                CXCursor_CXXBaseSpecifier => bases.push(types::ctype(child.ty()).base),
                CXCursor_StructDecl | CXCursor_UnionDecl | CXCursor_ClassDecl if child.is_anonymous_record() => {
                    let own = self.record(child, None).map(|r| self.part().facts.records[r].fields.clone());
                    fields.extend(own.into_iter().flatten());
                }
                CXCursor_StructDecl | CXCursor_UnionDecl | CXCursor_ClassDecl if self.tag(child).is_none() => {
                    unnamed = Some(child);
                }
                _ => self.item(child),
            }
        }
        self.class = outer;
        self.depth -= 1;
        let record = &mut self.facts().records[index];
        record.fields = fields;
        record.bases = bases;
        Some(index)
    }

    pub(super) fn tag(&self, cursor: Cursor<'u>) -> Option<Name> {
        let name = cursor.spelling();
        // An unnamed record may be spelled by its place, or by the typedef that names it.
        let bare = name.split('<').next().unwrap_or(&name);
        let unnamed = cursor.is_anonymous() || bare.is_empty() || bare.contains('(') || !self.is_written(cursor, bare);
        (!unnamed).then(|| Name::from(bare))
    }

    /// Whether the name of a record stands where its cursor points.
    fn is_written(&self, cursor: Cursor<'u>, name: &str) -> bool {
        let Some(place) = cursor.place(Look::Expansion) else { return false };
        let at = self.offset(place) as usize;
        let made = self.part().uses.contains_key(&(at as u32));
        made || self.source().get(at..).is_some_and(|rest| rest.starts_with(name.as_bytes()))
    }

    fn field(
        &mut self,
        cursor: Cursor<'u>,
        outer: Option<Name>,
        unnamed: &mut Option<Cursor<'u>>,
        fields: &mut Vec<Field>,
    ) {
        let name = cursor.spelling();
        let mut ty = types::ctype(cursor.ty());
        if let Some(inner) = *unnamed
            && ty.bare_base().is_empty()
        {
            let path = Name::from(&format!("{}.{name}", outer.map_or("", |o| o.as_str())));
            self.record(inner, Some(path));
            let keyword = if inner.kind() == CXCursor_UnionDecl { "union" } else { "struct" };
            ty = CType { base: Name::from(&format!("{keyword} {path}")), ..ty };
            *unnamed = None;
        }
        if name.is_empty() {
            return;
        }
        let span = self.name_span(cursor, &name);
        fields.push(Field { name: Name::from(&name), ty, span });
    }

    /// Adds the constants of an enum.
    pub(super) fn enumeration(&mut self, cursor: Cursor<'u>) {
        for child in cursor.children().into_iter().filter(|c| c.kind() == CXCursor_EnumConstantDecl) {
            let spelling = child.spelling();
            let (name, cond) = (Name::from(&spelling), self.cond(self.name_span(child, &spelling)));
            let value = child.children().into_iter().find(|c| c.is_expression()).map(|v| self.expr(v));
            self.facts().enumerators.push(Enumerator { name, value, cond });
        }
    }
}
