//! Separators and types that unknown macros hide: what can be told from the layout of the text alone.

use super::{Context, Kind, Masker, is_declaration_keyword, is_keyword};

impl Masker<'_, '_> {
    /// An unknown `NAME` or `NAME(…)` alone where something begins, followed on a new line by what cannot go on.
    pub(super) fn guess(&mut self, i: usize, end: usize, call: bool) -> bool {
        let next = end + 1;
        let Some(token) = self.tokens.get(next).copied() else { return false };
        let after = token.punct(self.text);
        let keyword = is_keyword(self.tokens[i].bytes(self.text));
        if !token.first || keyword {
            return false;
        }
        let ident = token.kind == Kind::Ident;
        let upper = !self.tokens[i].bytes(self.text).iter().any(u8::is_ascii_lowercase);
        let put = match self.context() {
            Context::Block => (ident || after == b'}') && (call || upper),
            Context::Record => {
                (ident || after == b'}') && (call || upper || after == b'}') && !(after == b'}' && !call && !upper)
            }
            Context::List => ident || matches!(after, b'{' | b'.' | b'&') || token.kind == Kind::Str,
            Context::Enum => ident,
            Context::Top if call && ident => {
                let types = end == i + 3 && self.is_ident(i + 2) && self.punct(next + 1) == b'(';
                if types && !is_keyword(token.bytes(self.text)) {
                    // `API(int)` above `name(…)`: keep the type.
                    self.blank(i, i + 1);
                    self.blank(end, end);
                    self.start = false;
                    return true;
                }
                true
            }
            Context::Top => ident && is_declaration_keyword(token.bytes(self.text)) && upper,
            Context::Paren { .. } => false,
        };
        if !put {
            return false;
        }
        let separator = if self.in_list() { b',' } else { b';' };
        if self.put(end, separator) {
            self.begin(next);
            return true;
        }
        false
    }

    /// `.field = MACRO(…)` whose comma the macro brings: the next line starts with a designator.
    pub(super) fn hidden_comma(&mut self, i: usize) {
        let Some(next) = self.tokens.get(i + 1) else { return };
        if self.context() == Context::List
            && next.first
            && self.punct(i + 1) == b'.'
            && self.is_ident(i + 2)
            && !self.cautious
        {
            self.put(i, b',');
            self.begin(i + 1);
        }
    }
}
