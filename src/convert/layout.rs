//! The text of a file as edits need it: its tokens, the branches of `#if` that a place is in, whole lines.

use crate::facts::Span;
use crate::source::text_tokens::{DirectiveKind, Kind, Lexed, Token, lex};

/// An arm of an `#if`: the directive that opens the arm, and the `#if` that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arm {
    /// The `#` of the `#if`.
    pub(super) opened: u32,
    /// The `#` of the `#if`, `#elif` or `#else` before the place.
    pub(super) arm: u32,
}

/// A text taken apart.
pub(super) struct Layout<'t> {
    pub(super) text: &'t [u8],
    lexed: Lexed,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Layout { text, lexed: lex(text) }
    }

    /// What stands at a place.
    pub(super) fn slice(&self, span: Span) -> &'t str {
        let bytes = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The tokens, those of directives left out.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.lexed.tokens
    }

    /// The place in [`Self::tokens`] of the first token that starts at an offset or behind it.
    pub(super) fn at(&self, offset: u32) -> usize {
        self.lexed.tokens.partition_point(|token| token.start < offset)
    }

    /// The text of a token; empty where there is none.
    pub(super) fn word(&self, index: usize) -> &'t str {
        self.lexed.tokens.get(index).map_or("", |token| self.slice(Span::new(token.start, token.end)))
    }

    /// The tokens inside of a range.
    pub(super) fn inside(&self, span: Span) -> std::ops::Range<usize> {
        let last = self.at(span.end).max(self.at(span.start));
        self.at(span.start)..last
    }

    /// Whether a range names a word.
    pub(super) fn names(&self, span: Span, word: &str) -> bool {
        let ident = |i: &usize| self.lexed.tokens[*i].kind == Kind::Ident;
        self.inside(span).filter(ident).any(|i| self.word(i) == word)
    }

    /// The place of the bracket that closes the one at `open`.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0usize;
        for i in open..self.lexed.tokens.len() {
            match self.word(i) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => {
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

    /// The arms of `#if` that an offset is in, the outermost first.
    pub(super) fn branch(&self, offset: u32) -> Vec<Arm> {
        let mut open: Vec<Arm> = Vec::new();
        for directive in self.lexed.directives.iter().take_while(|d| d.start < offset) {
            let start = directive.start;
            match directive.kind {
                DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => {
                    open.push(Arm { opened: start, arm: start });
                }
                DirectiveKind::Elif | DirectiveKind::Elifdef | DirectiveKind::Elifndef | DirectiveKind::Else => {
                    open.last_mut().into_iter().for_each(|last| last.arm = start);
                }
                DirectiveKind::Endif => _ = open.pop(),
                _ => {}
            }
        }
        open
    }

    /// Where each arm of the `#if` at an offset starts, behind its directive's line.
    pub(super) fn arms(&self, opened: u32) -> Vec<u32> {
        let starts = self.lexed.directives.iter().filter(|d| d.start >= opened);
        starts
            .filter(|d| self.branch(d.end + 1).last().is_some_and(|a| a.opened == opened && a.arm == d.start))
            .map(|d| d.end)
            .collect()
    }

    /// The line of the directive that starts at an offset.
    pub(super) fn directive(&self, start: u32) -> &'t str {
        let found = self.lexed.directives.iter().find(|d| d.start == start);
        found.map_or("", |d| self.slice(Span::new(d.start, d.end)).trim_end())
    }

    /// Whether directives stand inside of a range.
    pub(super) fn has_directives(&self, span: Span) -> bool {
        let first = self.lexed.directives.partition_point(|d| d.start < span.start);
        self.lexed.directives.get(first).is_some_and(|d| d.start < span.end)
    }

    /// The directives, each from its `#` to its line end, with its kind and the start of its body.
    pub(super) fn directives(&self) -> impl Iterator<Item = (DirectiveKind, Span, u32)> + '_ {
        self.lexed.directives.iter().map(|d| (d.kind, Span::new(d.start, d.end), d.body))
    }

    /// The `#endif` of the `#if` at an offset: where its line ends.
    pub(super) fn end_of(&self, opened: u32) -> Option<Span> {
        let ends = self.lexed.directives.iter().filter(|d| d.kind == DirectiveKind::Endif && d.start > opened);
        let mut own = ends.filter(|d| self.branch(d.start).last().is_some_and(|arm| arm.opened == opened));
        own.next().map(|d| Span::new(d.start, d.end))
    }

    /// The first byte of the line of an offset.
    pub(super) fn line_start(&self, offset: u32) -> u32 {
        let before = &self.text[..(offset as usize).min(self.text.len())];
        memchr::memrchr(b'\n', before).map_or(0, |at| at as u32 + 1)
    }

    /// The line end behind an offset, or the end of the text.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        let from = (offset as usize).min(self.text.len());
        memchr::memchr(b'\n', &self.text[from..]).map_or(self.text.len(), |at| from + at) as u32
    }

    /// The blanks that the line of an offset begins with.
    pub(super) fn indent(&self, offset: u32) -> &'t str {
        let start = self.line_start(offset);
        let line = self.slice(Span::new(start, self.line_end(start)));
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether nothing but blanks stands between two offsets.
    pub(super) fn blank(&self, start: u32, end: u32) -> bool {
        let bytes = self.text.get(start as usize..end as usize).unwrap_or_default();
        bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// The whole lines of a range, with the last line's end, where nothing else stands on them.
    pub(super) fn whole_lines(&self, span: Span) -> Option<Span> {
        let (start, end) = (self.line_start(span.start), self.line_end(span.end));
        let alone = self.blank(start, span.start) && self.blank(span.end, end);
        alone.then(|| Span::new(start, (end + 1).min(self.text.len() as u32)))
    }

    /// A range to delete, with the lines that it leaves empty; of two empty lines around it one goes as well.
    pub(super) fn lines(&self, span: Span) -> Span {
        let Some(Span { start, end }) = self.whole_lines(span) else { return span };
        let above = self.line_start(start.saturating_sub(1));
        let open =
            start == 0 || self.blank(above, start) || self.slice(Span::new(above, start)).trim_end().ends_with('{');
        let next = self.line_end(end);
        if open && start > 0 && (end as usize) < self.text.len() && self.blank(end, next) {
            return Span::new(start, (next + 1).min(self.text.len() as u32));
        }
        Span::new(start, end)
    }

    /// Where a declaration begins that has a token at `offset`: behind the `;`, brace or directive before it.
    pub(super) fn declaration(&self, offset: u32) -> u32 {
        let mut index = self.at(offset);
        let last = self.lexed.directives.iter().rev().find(|d| d.start < offset).map_or(0, |d| d.end);
        while index > 0
            && !matches!(self.word(index - 1), ";" | "{" | "}")
            && self.lexed.tokens[index - 1].start >= last
        {
            index -= 1;
        }
        self.lexed.tokens.get(index).map_or(offset, |token| token.start.min(offset))
    }

    /// The token before an offset that is no part of a directive.
    pub(super) fn before(&self, offset: u32) -> &'t str {
        self.at(offset).checked_sub(1).map_or("", |index| self.word(index))
    }

    /// The start of the comment lines that stand directly above a line, or that line's start.
    pub(super) fn above_comments(&self, offset: u32) -> u32 {
        let mut start = self.line_start(offset);
        while start > 0 {
            let above = self.line_start(start - 1);
            let line = self.slice(Span::new(above, start)).trim();
            if line.starts_with("//") {
                start = above;
            } else if line.ends_with("*/") {
                let before = &self.text[..start as usize];
                let Some(open) = memchr::memmem::rfind(before, b"/*") else { break };
                let open = open as u32;
                if !self.blank(self.line_start(open), open) {
                    break;
                }
                start = self.line_start(open);
            } else {
                break;
            }
        }
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_those_of_the_directives() {
        let text = b"#if A\nx;\n#else\ny;\n#endif\nz;\n";
        let layout = Layout::new(text);
        assert_eq!(layout.branch(6), [Arm { opened: 0, arm: 0 }]);
        assert_eq!(layout.branch(15), [Arm { opened: 0, arm: 9 }]);
        assert!(layout.branch(25).is_empty());
        assert_eq!(layout.arms(0), [5, 14]);
        assert_eq!(layout.directive(0), "#if A");
    }

    #[test]
    fn what_is_deleted_leaves_no_empty_lines() {
        let layout = Layout::new(b"{\n    a;\n\n    b;\n}\n");
        assert_eq!(layout.lines(Span::new(6, 8)), Span::new(2, 10));
        assert_eq!(layout.lines(Span::new(14, 16)), Span::new(10, 17));
        let beside = Layout::new(b"a; b;\n");
        assert_eq!(beside.lines(Span::new(0, 2)), Span::new(0, 2));
    }

    #[test]
    fn a_declaration_begins_behind_what_is_before_it() {
        let layout = Layout::new(b"int a;\nstatic struct T\nb = {1};\n#define X\nint c;");
        assert_eq!(layout.declaration(23), 7);
        assert_eq!(layout.declaration(46), 42);
    }
}
