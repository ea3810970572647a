//! Unknown macros among the specifiers of a declaration (`API_EXPORT PyTypeObject T = {…`, `class API_EXPORT T {`), and
//! parentheses around a declared name.
//!
//! A macro whose text the build generates has no definition to learn from. That it is one shows in the words: more of
//! them stand before the declared name than a declaration in C can have.

use super::{Context, Kind, MacroKind, Masker, is_type_keyword};

const KEYWORD: &[u8] = b"__thread";
const SHORT: &[u8] = b"auto";
/// Tokens of a type that a cast to a pointer to a member may begin with.
const CAST: usize = 64;

impl Masker<'_, '_> {
    /// Blanks what can only be a macro before the name that the declaration at token `i` declares.
    pub(super) fn attributes(&mut self, i: usize) {
        if self.context() != Context::Top || !self.start {
            return;
        }
        let mut end = i;
        while self.is_ident(end) {
            if matches!(self.word(end), b"typedef" | b"return" | b"else" | b"namespace" | b"using" | b"goto") {
                return;
            }
            end += 1;
        }
        let words = end;
        while self.punct(end) == b'*' || end > words && self.is_ident(end) && self.is_qualifier(end) {
            end += 1;
        }
        // `A B name` or `A B *name`.
        let name = match end > words {
            true if self.is_ident(end) => end,
            false if words > i => words - 1,
            _ => return,
        };
        if !matches!(self.punct(name + 1), b'=' | b';' | b'(' | b'[' | b',') {
            return;
        }
        let (mut types, mut unknown) = (0, Vec::new());
        for j in i..name.min(words) {
            let tag = j > i && matches!(self.word(j - 1), b"struct" | b"union" | b"enum");
            if self.is_qualifier(j) || matches!(self.word(j), b"struct" | b"union" | b"enum") {
                continue;
            }
            let seen = self.uses.seen(self.word(j));
            if matches!(seen.kind, MacroKind::Blank) {
                continue;
            }
            if !tag && seen.def.is_none() && is_thread_local(self.word(j)) {
                self.make_thread_local(j);
                continue;
            }
            if !tag && !is_type_keyword(self.word(j)) && (seen.def.is_some() || self.is_upper(j)) {
                unknown.push((seen.def.is_some(), j));
            } else {
                types += 1;
            }
        }
        if types == 0 {
            // One of them is the type: rather the one without a definition, rather the last.
            let kept = unknown.iter().rposition(|(defined, _)| !defined).or(unknown.len().checked_sub(1));
            kept.map(|at| unknown.remove(at));
        }
        for (_, j) in unknown {
            self.blank(j, j);
        }
    }

    /// `typedef int (name)(…);`: the grammar knows the name of a function type only without parentheses.
    pub(super) fn function_typedef(&mut self, i: usize) {
        let Some(open) = (i + 2..i + 8).find(|&j| self.punct(j) == b'(') else { return };
        let plain = self.is_ident(open + 1) && self.punct(open + 2) == b')' && self.punct(open + 3) == b'(';
        if plain && (i + 1..open).all(|j| self.is_ident(j) || self.punct(j) == b'*') {
            self.blank(open, open);
            self.blank(open + 2, open + 2);
        }
    }

    /// `int (CALLING *name)(…)`, and in C++ `(int (Class::*)(…) const)`, at the bracket `i`: only a calling convention can
    /// stand between a bracket and the star of a declared name. The cast to a pointer to a member has no reading.
    pub(super) fn declared_pointer(&mut self, i: usize) {
        if self.punct(i) != b'(' || !self.is_ident(i + 1) {
            return;
        }
        let mut star = i + 2;
        while self.punct(star) == b':' && self.punct(star + 1) == b':' {
            if self.is_ident(star + 2) {
                star += 3;
            } else {
                star += 2;
                break;
            }
        }
        if self.punct(star) != b'*' {
            return;
        }
        if star == i + 2 {
            let named = self.is_ident(i + 3) && self.punct(i + 4) == b')' && self.punct(i + 5) == b'(';
            let typed = i > 0 && (self.is_ident(i - 1) || self.punct(i - 1) == b'*');
            let declares = matches!(self.context(), Context::Top | Context::Record) && !self.assigned;
            if named && typed && declares && self.is_upper(i + 1) {
                self.blank(i + 1, i + 1);
            }
        } else if self.punct(star + 1) == b')' && self.punct(star + 2) == b'(' {
            self.cast_to_member(i);
        }
    }

    /// Blanks the cast that holds the bracket `i`.
    fn cast_to_member(&mut self, i: usize) {
        let mut depth = 0usize;
        for open in (i.saturating_sub(CAST)..i).rev() {
            match self.punct(open) {
                b')' => depth += 1,
                b'(' if depth > 0 => depth -= 1,
                b'(' => {
                    let close = self.brackets.close_of(open);
                    let begins = open > 0 && matches!(self.punct(open - 1), b'(' | b',' | b'=');
                    let casts = self.punct(close + 1) == b'&' || self.is_ident(close + 1);
                    if begins && casts && close > i {
                        self.blank(open, close);
                    }
                    return;
                }
                b';' | b'{' | b'}' => return,
                _ => {}
            }
        }
    }

    /// Whether the word at token `i` is the type of what stands behind it in brackets, not a macro that makes the name.
    pub(super) fn is_type_of(&self, i: usize, unknown: bool) -> bool {
        let apart = self.tokens.get(i + 1).is_some_and(|t| self.tokens[i].end != t.start);
        is_type_keyword(self.word(i)) || unknown && apart && !self.is_upper(i)
    }

    /// Whether the word at token `i` is a macro with parameters.
    pub(super) fn is_macro(&self, i: usize) -> bool {
        self.uses.seen(self.word(i)).def.is_some_and(|def| def.params.is_some())
    }

    /// `REGISTER(type, name, "text");` of C++ at file scope, where nothing is called: a macro that is defined out of
    /// sight, and what it takes is none of the language.
    pub(super) fn is_lone_call(&self, i: usize, end: usize) -> bool {
        let unknown = self.uses.seen(self.word(i)).is_nothing();
        unknown && self.is_upper(i) && self.punct(end + 1) == b';'
    }

    /// Whether the call at token `i` is the declarator of a function with a body.
    pub(super) fn defines_function(&self, i: usize) -> bool {
        let named = i > 0 && self.context() == Context::Top && !self.record;
        named
            && (self.is_ident(i - 1) || self.punct(i - 1) == b'*')
            && self.punct(self.brackets.close_of(i + 1) + 1) == b'{'
    }

    /// `class EXPORTED Name {`: only a macro can stand between the word and the name.
    pub(super) fn record_attribute(&mut self, i: usize) {
        let named = self.is_ident(i + 1) && self.is_ident(i + 2) && self.word(i + 2) != b"final";
        if named && self.is_upper(i + 1) && (matches!(self.punct(i + 3), b'{' | b':') || self.word(i + 3) == b"final") {
            self.blank(i + 1, i + 1);
        }
    }

    /// Puts the keyword in the place of a macro that can stand for nothing else.
    pub(super) fn make_thread_local(&mut self, i: usize) {
        let (start, end) = (self.tokens[i].start as usize, self.tokens[i].end as usize);
        // Where there is no room for the word, one that C has no use for at file scope says the same to extraction.
        let keyword = if end - start < KEYWORD.len() { SHORT } else { KEYWORD };
        if end - start < keyword.len() || self.cautious && keyword == SHORT {
            return self.blank(i, i);
        }
        self.text[start..end].fill(b' ');
        self.text[start..start + keyword.len()].copy_from_slice(keyword);
    }

    /// Whether the word at token `i` is a specifier of a declaration: another word follows, and none but specifiers
    /// stand before it.
    pub(super) fn specifies(&self, i: usize) -> bool {
        self.is_ident(i + 1) && (self.start && self.first == i || i > 0 && self.is_qualifier(i - 1))
    }

    fn is_upper(&self, i: usize) -> bool {
        let word = self.word(i);
        word.len() > 2 && word.iter().any(u8::is_ascii_uppercase) && !word.iter().any(u8::is_ascii_lowercase)
    }

    fn is_qualifier(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == Kind::Ident)
            && matches!(
                self.word(i),
                b"static"
                    | b"extern"
                    | b"const"
                    | b"volatile"
                    | b"inline"
                    | b"__inline"
                    | b"__inline__"
                    | b"register"
                    | b"restrict"
                    | b"_Thread_local"
                    | b"__thread"
            )
    }
}

/// `_Py_thread_local`, `MY_THREAD_LOCAL`, `PKG_TLS`: a macro of another header with only one thing to stand for.
pub(super) fn is_thread_local(word: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(word) else { return false };
    if text == "_Thread_local" {
        // The grammar takes it for a type.
        return true;
    }
    if text.bytes().any(|b| b.is_ascii_lowercase()) {
        return text.strip_suffix("_thread_local").is_some_and(|rest| rest.starts_with('_'));
    }
    let words = || text.split('_');
    words().any(|w| matches!(w, "TLS" | "THREADLOCAL")) || text.contains("THREAD_LOCAL")
}
