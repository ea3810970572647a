//! Macros of C++ that stand for what the grammar wants to see: members of a class, the body of a function, the
//! clauses behind `try {…}`.

use super::{Context, Kind, MacroKind, Masker};
use crate::source::uses::Meaning;

impl Masker<'_, '_> {
    /// Blanks such a macro at token `i`, the last of whose tokens is `end`; whether there was one.
    pub(super) fn stands_for_more(&mut self, i: usize, end: usize, found: Meaning<'_>) -> bool {
        if !matches!(found.kind, MacroKind::Plain | MacroKind::Stmt) {
            return false;
        }
        let call = end > i;
        let known = found.def.is_some_and(|def| def.params.is_some() == call);
        if self.makes_members(i, end, found, known) {
            self.blank(i, end);
        } else if known && call && self.makes_body(i, found) {
            // A declaration: what the body does is not known.
            self.blank(i, end);
            let start = self.tokens[i].start as usize;
            self.text[start] = b';';
        } else if let Some(word) = self.catches(i, found, known) {
            self.blank(word, word);
            self.blank(i, end);
        } else {
            return false;
        }
        self.begin(end + 1);
        true
    }

    /// A line `NAME` or `NAME(…)` in a class where nothing goes on with it: a macro of the project, or of anybody where
    /// the class ends behind it.
    fn makes_members(&self, i: usize, end: usize, found: Meaning<'_>, known: bool) -> bool {
        let Some(next) = self.tokens.get(end + 1).filter(|_| found.kind == MacroKind::Plain) else { return false };
        if self.context() != Context::Record || !self.start || !self.tokens[i].first || !next.first {
            return false;
        }
        match next.punct(self.text) {
            b'}' => known || found.is_nothing() && !self.word(i).iter().any(u8::is_ascii_lowercase),
            b'~' => known,
            _ => known && next.kind == Kind::Ident && makes_more_than_a_type(found),
        }
    }

    /// `auto f (…) NAME(…)` where the macro brings the body.
    fn makes_body(&self, i: usize, found: Meaning<'_>) -> bool {
        let declares = matches!(self.context(), Context::Record | Context::Top) && !self.assigned && !self.start;
        let Some(def) = found.def.filter(|_| declares && found.kind == MacroKind::Stmt) else { return false };
        let body = def.body.as_bytes();
        let (Some(first), Some(last)) = (def.tokens.first(), def.tokens.last()) else { return false };
        let begins = matches!(first.punct(body), b'{' | b'-') || first.bytes(body) == b"noexcept";
        let behind = self.punct(i - 1) == b')' || matches!(self.word(i - 1), b"const" | b"noexcept" | b"override");
        begins && behind && last.punct(body) == b'}'
    }

    /// `try {…} NAME(…)`: the macro is the clauses. The token of the word, without which the block stands by itself.
    fn catches(&self, i: usize, found: Meaning<'_>, known: bool) -> Option<usize> {
        if !known && !found.is_nothing() || i == 0 || self.punct(i - 1) != b'}' || self.word(i) == b"catch" {
            return None;
        }
        let open = self.brackets.open_of(i - 1)?;
        let word = open.checked_sub(1)?;
        (self.word(word) == b"try").then_some(word)
    }
}

/// Whether what a macro stands for can be a member by itself: `#define API void` begins the next line's.
fn makes_more_than_a_type(found: Meaning<'_>) -> bool {
    let Some(def) = found.def else { return false };
    let body = def.body.as_bytes();
    def.tokens.iter().any(|t| matches!(t.punct(body), b'(' | b'{' | b';'))
}
