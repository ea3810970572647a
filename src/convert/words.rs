//! The words of a file with the signs beside them, as its text has them: in every branch of `#if` and in the bodies of
//! macros. What a step renames is renamed everywhere, whatever a build compiles.

use super::layout::Layout;
use crate::facts::Span;
use crate::source::text_tokens::{self, DirectiveKind, Kind, lex_range};

/// So many tokens are looked at for the call around a word.
const MAX_BACK: usize = 4096;

/// A token of the code, or of a macro's body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
    /// A name.
    pub is_name: bool,
    /// In the body of a `#define`.
    pub in_macro: bool,
}

impl Token {
    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The call that has a token in one of its arguments: indices of tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct CallAround {
    /// The name that is called.
    pub callee: usize,
    /// Its `(`.
    pub open: usize,
    /// Which argument.
    pub arg: usize,
    /// Its `)`.
    pub close: usize,
}

/// The tokens of a file, ascending.
pub(super) struct Words<'t> {
    layout: Layout<'t>,
    /// The text.
    pub bytes: &'t [u8],
    /// All of them.
    pub tokens: Vec<Token>,
    /// Directives: from `#` to the line end.
    pub directives: Vec<Span>,
    /// The bodies of `#define`s that hold `##`.
    pub pastes: Vec<Span>,
}

impl<'t> Words<'t> {
    /// Takes a text apart.
    pub(super) fn of(bytes: &'t [u8]) -> Self {
        let layout = Layout::new(bytes);
        let token = |in_macro: bool| {
            move |token: &text_tokens::Token| Token {
                start: token.start,
                end: token.end,
                is_name: token.kind == Kind::Ident,
                in_macro,
            }
        };
        let mut tokens: Vec<Token> = layout.tokens().iter().map(token(false)).collect();
        let (mut directives, mut pastes) = (Vec::new(), Vec::new());
        for (kind, span, body_start) in layout.directives() {
            directives.push(span);
            if kind != DirectiveKind::Define {
                continue;
            }
            let body = lex_range(bytes, body_start, span.end);
            if body.iter().any(|token| token.bytes(bytes) == b"##") {
                pastes.push(Span::new(body_start, span.end));
            }
            tokens.extend(body.iter().map(token(true)));
        }
        tokens.sort_by_key(|token| token.start);
        Words { layout, bytes, tokens, directives, pastes }
    }

    /// The places, in `tokens`, of a name.
    pub(super) fn named<'w>(&'w self, name: &'w str) -> impl Iterator<Item = usize> + 'w {
        (0..self.tokens.len()).filter(move |&i| self.tokens[i].is_name && self.text(i) == name.as_bytes())
    }

    /// The token of an index as text; empty where there is none.
    pub(super) fn text(&self, index: usize) -> &'t [u8] {
        self.tokens.get(index).map_or(&[], |token| &self.bytes[token.start as usize..token.end as usize])
    }

    /// A token as a name; empty where it is none.
    pub(super) fn name(&self, index: usize) -> &'t str {
        std::str::from_utf8(self.text(index)).unwrap_or_default()
    }

    /// The token so many before an index as text.
    pub(super) fn back(&self, index: usize, by: usize) -> &'t [u8] {
        index.checked_sub(by).map_or(&[], |i| self.text(i))
    }

    /// The index of the first token that begins at or behind an offset.
    pub(super) fn from(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.start < offset)
    }

    /// The token that closes the bracket of an index.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let (mut depth, macros) = (0usize, self.tokens.get(open)?.in_macro);
        for i in open..self.tokens.len().min(open + MAX_BACK * 4) {
            if self.tokens[i].in_macro != macros {
                continue;
            }
            match self.text(i) {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(i);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The innermost call that has a token in its arguments.
    pub(super) fn call_around(&self, index: usize) -> Option<CallAround> {
        let (mut depth, mut arg) = (0usize, 0);
        let macros = self.tokens.get(index)?.in_macro;
        for i in (index.saturating_sub(MAX_BACK)..index).rev() {
            if self.tokens[i].in_macro != macros {
                continue;
            }
            match self.text(i) {
                b")" | b"]" | b"}" => depth += 1,
                b"[" | b"{" => depth = depth.checked_sub(1)?,
                b"(" if depth > 0 => depth -= 1,
                b"(" => {
                    let callee = i.checked_sub(1)?;
                    const WORDS: [&[u8]; 6] = [b"if", b"while", b"return", b"sizeof", b"for", b"switch"];
                    if self.tokens[callee].is_name && !WORDS.contains(&self.text(callee)) {
                        return Some(CallAround { callee, open: i, arg, close: self.closing(i)? });
                    }
                    arg = 0;
                }
                b"," if depth == 0 => arg += 1,
                b";" if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether a directive stands in a range.
    pub(super) fn has_directive(&self, span: Span) -> bool {
        self.layout.has_directives(span)
    }

    /// The blanks before the first sign of the line that holds an offset.
    pub(super) fn line_indent(&self, offset: u32) -> &'t str {
        self.layout.indent(offset)
    }

    /// Where a declaration begins that has a token at an offset, with the `for` that it stands in.
    pub(super) fn declaration(&self, offset: u32) -> u32 {
        self.layout.declaration(offset)
    }

    /// Where the comment lines begin that stand directly above the line of an offset.
    pub(super) fn above_comments(&self, offset: u32) -> u32 {
        self.layout.above_comments(offset)
    }

    /// A range with its line end and the blanks around it, where nothing else stands on its lines.
    pub(super) fn whole_lines(&self, span: Span) -> Span {
        self.layout.whole_lines(span).unwrap_or(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_around_a_word() {
        let words = Words::of(b"#define A(x) f(&x, 1)\nint g(void) { return h(a, (T *)&b) < 0; }");
        let at = |name: &str| {
            words.named(name).last().and_then(|i| words.call_around(i)).map(|c| (words.text(c.callee), c.arg))
        };
        assert_eq!(at("b"), Some((b"h".as_slice(), 1)));
        assert_eq!(at("x"), Some((b"f".as_slice(), 0)));
        assert_eq!(at("h"), None);
    }

    #[test]
    fn lines_of_their_own_go_whole() {
        let words = Words::of(b"a;\n    b;\nc; d;\n");
        assert_eq!(words.whole_lines(Span::new(7, 9)), Span::new(3, 10));
        assert_eq!(words.whole_lines(Span::new(13, 15)), Span::new(13, 15));
    }
}
