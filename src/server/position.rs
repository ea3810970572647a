//! Places as editors count them: lines and columns from 0, columns in units of the encoding that was agreed on.

use gen_lsp_types::{Position, Range};

use crate::facts::Span;

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16: what every client understands.
    #[default]
    Utf16,
}

impl Encoding {
    /// Its name in the protocol.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        }
    }

    fn units(self, char: char) -> u32 {
        match self {
            Encoding::Utf8 => char.len_utf8() as u32,
            Encoding::Utf16 => char.len_utf16() as u32,
        }
    }
}

/// The lines of a text, each with its end: `\n`, `\r\n`, or `\r` alone.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of a text.
    pub(super) fn of(text: &[u8]) -> Self {
        let ends = memchr::memchr2_iter(b'\n', b'\r', text)
            .filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n'))
            .map(|at| at as u32 + 1);
        Lines { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The place of a byte; behind the end is the end. A byte that is no UTF-8 counts as the character that stands for it.
    pub(super) fn position(&self, text: &[u8], offset: u32, encoding: Encoding) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = &text[self.starts[line] as usize..offset as usize];
        let units = |chunk: std::str::Utf8Chunk<'_>| {
            let valid: u32 = chunk.valid().chars().map(|char| encoding.units(char)).sum();
            valid + chunk.invalid().len() as u32 * encoding.units(char::REPLACEMENT_CHARACTER)
        };
        let character = before.utf8_chunks().map(units).sum();
        Position { line: line as u32, character }
    }

    /// The range of a span.
    pub(super) fn range(&self, text: &[u8], span: Span, encoding: Encoding) -> Range {
        Range { start: self.position(text, span.start, encoding), end: self.position(text, span.end, encoding) }
    }

    /// The byte of a place; behind the end of a line is that end, behind the last line the end of the text.
    pub(super) fn offset(&self, text: &[u8], position: Position, encoding: Encoding) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return text.len() };
        let end = self.starts.get(position.line as usize + 1).map_or(text.len(), |&next| next as usize);
        let line = &text[start as usize..end];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (mut at, mut left) = (start as usize, position.character);
        for chunk in line.utf8_chunks() {
            for char in chunk.valid().chars() {
                let units = encoding.units(char);
                if left < units {
                    return at;
                }
                (at, left) = (at + char.len_utf8(), left - units);
            }
            for _ in chunk.invalid() {
                let units = encoding.units(char::REPLACEMENT_CHARACTER);
                if left < units {
                    return at;
                }
                (at, left) = (at + 1, left - units);
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_in_both_encodings() {
        let text = "a\u{FC}\u{1F600}b\r\n\rx\ny".as_bytes();
        let lines = Lines::of(text);
        let at = |offset, encoding| {
            let p = lines.position(text, offset, encoding);
            (p.line, p.character)
        };
        assert_eq!((at(3, Encoding::Utf8), at(3, Encoding::Utf16)), ((0, 3), (0, 2)));
        assert_eq!((at(7, Encoding::Utf8), at(7, Encoding::Utf16)), ((0, 7), (0, 4)));
        assert_eq!(at(10, Encoding::Utf16), (1, 0));
        assert_eq!(at(11, Encoding::Utf16), (2, 0));
        assert_eq!(at(99, Encoding::Utf16), (3, 1));
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for offset in [0, 1, 3, 7, 8, 11, 12, 13, 14] {
                let place = lines.position(text, offset, encoding);
                assert_eq!(lines.offset(text, place, encoding), offset as usize, "{offset} {encoding:?}");
            }
        }
    }

    #[test]
    fn places_that_are_not_there() {
        let text = b"ab\n\xE9c";
        let lines = Lines::of(text);
        let offset = |line, character| lines.offset(text, Position { line, character }, Encoding::Utf16);
        assert_eq!((offset(0, 9), offset(9, 0), offset(1, 1), offset(1, 9)), (2, 5, 4, 5));
        let inside = "\u{1F600}".as_bytes();
        assert_eq!(Lines::of(inside).offset(inside, Position { line: 0, character: 1 }, Encoding::Utf16), 0);
    }
}
