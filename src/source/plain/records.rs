//! Structs, unions and enums.

use super::tokens::What;
use super::{Mark, Plain};
use crate::capi::struct_roles;
use crate::facts::{CType, Enumerator, Field, Name, Record, RecordKind, Storage};

impl Plain<'_> {
    /// `struct tag { … }`, from its keyword on; its index. `path` is the tag of an unnamed inner record.
    pub(super) fn record(&mut self, path: Option<Name>) -> Option<usize> {
        let keyword = self.take();
        let kind = if keyword.what == What::Union { RecordKind::Union } else { RecordKind::Struct };
        let tag = self.expect(What::Name).map(|tag| self.name(tag)).or(path);
        self.expect(What::Begin)?;
        let index = self.facts.records.len();
        let span = self.span(keyword.start, keyword.end);
        let cond = self.cond(span);
        let (bases, fields) = (Vec::new(), Vec::new());
        self.facts.records.push(Record { kind, tag, typedef: None, bases, fields, span, cond });
        let mut fields = Vec::new();
        while !self.eat(What::End) {
            self.nest(|reader| reader.member(tag, &mut fields))?;
        }
        let span = self.span(keyword.start, self.end());
        let record = &mut self.facts.records[index];
        (record.fields, record.span) = (fields, span);
        Some(index)
    }

    /// One declaration of fields.
    fn member(&mut self, outer: Option<Name>, fields: &mut Vec<Field>) -> Option<()> {
        let first = self.tokens[self.at];
        if first.what == What::Name && self.peek(1) == What::Semicolon {
            self.at += 2;
            let word = std::str::from_utf8(self.bytes(first)).unwrap_or_default();
            let base = struct_roles::headed_by(word);
            let span = self.span(first.start, first.end);
            fields.extend(base.map(|base| Field { name: Name::from("ob_base"), ty: CType::plain(base), span }));
            return Some(());
        }
        if matches!(first.what, What::Struct | What::Union) && self.peek(1) == What::Begin {
            return self.unnamed(outer, fields);
        }
        let specifiers = self.specifiers()?;
        // `const struct { … } field`: an unnamed record that is called by its field.
        let unnamed = specifiers.record.is_some_and(|record| self.facts.records[record].tag.is_none());
        if unnamed || specifiers.storage != Storage::Default || self.what() == What::Semicolon {
            return None;
        }
        self.fields(specifiers.ty, fields)
    }

    /// An unnamed inner record is called by the field that holds it; without one its fields are those of the outer one.
    fn unnamed(&mut self, outer: Option<Name>, fields: &mut Vec<Field>) -> Option<()> {
        let (from, union) = (self.at, self.what() == What::Union);
        self.at += 1;
        self.skip(What::Begin, What::End)?;
        let held =
            if self.what() == What::Semicolon { None } else { Some(self.declarator(CType::plain("int"))?.name?) };
        self.at = from;
        let path = held.map(|field| Name::from(&format!("{}.{}", outer.map_or("", |o| o.as_str()), self.name(field))));
        let record = self.nest(|reader| reader.record(path))?;
        let Some(path) = path else {
            let own = self.facts.records[record].fields.clone();
            fields.extend(own);
            return self.expect(What::Semicolon).map(|_| ());
        };
        let keyword = if union { "union" } else { "struct" };
        self.fields(CType::plain(&format!("{keyword} {path}")), fields)
    }

    /// The declarators of some fields, up to the `;`.
    fn fields(&mut self, ty: CType, fields: &mut Vec<Field>) -> Option<()> {
        loop {
            let found = self.declarator(ty)?;
            let name = found.name?;
            self.unread(found.dimension)?;
            if self.eat(What::Colon) {
                let mark = Mark::of(self.facts);
                self.assignment()?;
                mark.rewind(self.facts);
            }
            fields.push(Field { name: self.name(name), ty: found.ty, span: self.span(name.start, name.end) });
            match self.take().what {
                What::Comma => {}
                What::Semicolon => return Some(()),
                _ => return None,
            }
        }
    }

    /// `{ NAME = value, … }` of an enum.
    pub(super) fn enumerators(&mut self) -> Option<()> {
        self.expect(What::Begin)?;
        while self.what() != What::End {
            let token = self.expect(What::Name)?;
            let cond = self.cond(self.span(token.start, token.end));
            let value = if self.eat(What::Assign(None)) { Some(self.assignment()?.id) } else { None };
            self.facts.enumerators.push(Enumerator { name: self.name(token), value, cond });
            if !self.eat(What::Comma) {
                break;
            }
        }
        self.expect(What::End).map(|_| ())
    }

    /// From an opening bracket to behind the one that closes it.
    fn skip(&mut self, open: What, close: What) -> Option<()> {
        let mut depth = 0u32;
        loop {
            let what = self.take().what;
            depth += u32::from(what == open);
            depth -= u32::from(what == close);
            if depth == 0 {
                return Some(());
            }
            if what == What::Nothing {
                return None;
            }
        }
    }
}
