//! The texts of a run by [`FileId`]: bytes, line index, and positions as people count them. Reads nothing itself.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::{facts::FileId, facts::Span, input::Bytes};

/// A place in a text as people count: both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line; lines end with `\n`.
    pub line: usize,
    /// Column in Unicode characters; a byte that is no UTF-8 counts as one.
    pub column: usize,
}

/// One file of a run.
#[derive(Debug)]
pub struct SourceText {
    /// Where it was read.
    pub path: PathBuf,
    /// Its path as given, joined with the walk; bytes that are no UTF-8 replaced.
    pub name: String,
    /// Its path below the project's root, with `/`: the same whatever folder the run starts in.
    pub key: String,
    /// Its bytes; empty for a file that was given up.
    pub bytes: Bytes,
    /// Findings in it are reported.
    pub reported: bool,
    /// The tool that generated it, in words (`Cython 3.1.2`).
    pub generator: Option<String>,
    lines: OnceLock<Vec<u32>>,
    marks: OnceLock<Vec<(u32, u32)>>,
}

/// Bytes from one mark in a text to the next; shorter lines are counted from their start.
const MARKED: usize = 4096;

impl SourceText {
    /// A text; its lines are counted when somebody asks.
    pub fn new(path: PathBuf, name: String, key: String, bytes: Bytes, reported: bool) -> Self {
        SourceText { path, name, key, bytes, reported, generator: None, lines: OnceLock::new(), marks: OnceLock::new() }
    }

    /// Its name with the bytes that it has on the disk. The end of its path, as far as the name goes, has them.
    pub fn name_bytes(&self) -> Vec<u8> {
        if !self.name.contains('\u{FFFD}') {
            return self.name.clone().into_bytes();
        }
        let name = self.name.trim_start_matches("./");
        let mut parts: Vec<&OsStr> = self.path.iter().rev().take(Path::new(name).iter().count()).collect();
        parts.reverse();
        let path: PathBuf = parts.iter().collect();
        let same = path.to_string_lossy() == name;
        if same { path.as_os_str().as_encoded_bytes().to_vec() } else { self.name.clone().into_bytes() }
    }

    /// Offsets of the lines' first bytes.
    fn starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', &self.bytes).map(|at| at as u32 + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// Number of lines; text behind the last `\n` is one, even where it is empty.
    pub fn line_count(&self) -> usize {
        self.starts().len()
    }

    /// Index (from 0) of the line that holds the byte `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts().partition_point(|&start| start <= offset) - 1
    }

    /// Bytes of a line (index from 0) without its line end; empty behind the last line.
    pub fn line(&self, index: usize) -> &[u8] {
        let (start, end) = self.line_range(index);
        let line = &self.bytes[start..end];
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Offsets of a line (index from 0): its first byte, and its `\n` or the end of the file.
    pub fn line_range(&self, index: usize) -> (usize, usize) {
        let starts = self.starts();
        let Some(&start) = starts.get(index) else { return (self.bytes.len(), self.bytes.len()) };
        let end = starts.get(index + 1).map_or(self.bytes.len(), |&next| next as usize - 1);
        (start as usize, end)
    }

    /// Line and column of a byte offset; an offset behind the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.bytes.len() as u32);
        let line = self.line_of(offset);
        let (start, offset) = (self.starts()[line] as usize, offset as usize);
        // Lines of generated files may have megabytes, and places in them are asked for again and again.
        let before =
            if offset - start <= MARKED { characters(&self.bytes[start..offset]) } else { self.between(start, offset) };
        Position { line: line + 1, column: before + 1 }
    }

    /// Characters from the start of a line to an offset, by way of the marks.
    fn between(&self, start: usize, offset: usize) -> usize {
        let marks = self.marks.get_or_init(|| {
            let mut marks = vec![(0, 0)];
            let (mut at, mut count) = (0, 0);
            let mut next = MARKED;
            let mut step = |length: usize| {
                (at, count) = (at + length, count + 1);
                if at >= next {
                    marks.push((at as u32, count));
                    next = at + MARKED;
                }
            };
            for chunk in self.bytes.utf8_chunks() {
                chunk.valid().chars().for_each(|char| step(char.len_utf8()));
                chunk.invalid().iter().for_each(|_| step(1));
            }
            marks
        });
        let count = |offset: usize| {
            let (at, count) = marks[marks.partition_point(|(at, _)| *at as usize <= offset) - 1];
            count as usize + characters(&self.bytes[at as usize..offset])
        };
        count(offset) - count(start)
    }

    /// First position of a span, and the position behind its last character. A line end at the end is left out.
    pub fn range(&self, span: Span) -> (Position, Position) {
        let span = self.trimmed(span);
        (self.position(span.start), self.position(span.end))
    }

    /// The span inside the file and without the line ends at its end.
    pub fn trimmed(&self, span: Span) -> Span {
        let length = self.bytes.len() as u32;
        let (start, mut end) = (span.start.min(length), span.end.min(length));
        while end > start && matches!(self.bytes[end as usize - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Span { start, end: end.max(start) }
    }
}

/// Characters in bytes of any encoding; an invalid byte counts as one.
pub fn characters(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

/// The texts of a run.
#[derive(Debug, Default)]
pub struct Sources {
    /// By [`FileId`].
    pub files: Vec<SourceText>,
}

impl Sources {
    /// The file of an id that this run made.
    pub fn get(&self, file: FileId) -> &SourceText {
        &self.files[file.0 as usize]
    }

    /// Calls the files by their paths below `root`, with `/`; `absolute` says where a name is. Those elsewhere keep
    /// their names.
    pub fn name_from(&mut self, root: &Path, absolute: impl Fn(&Path) -> PathBuf) {
        for file in &mut self.files {
            let path = absolute(Path::new(&file.name));
            if let Some(below) = path.strip_prefix(root).ok().and_then(Path::to_str).filter(|p| !p.is_empty()) {
                file.name = below.replace(std::path::MAIN_SEPARATOR, "/");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> SourceText {
        SourceText::new(PathBuf::new(), String::new(), String::new(), Bytes::Owned(bytes.to_vec()), true)
    }

    #[test]
    fn columns_count_characters_and_invalid_bytes() {
        let text = text("a\nü\u{1F600}x\n".as_bytes());
        assert_eq!(text.position(2), Position { line: 2, column: 1 });
        assert_eq!(text.position(8), Position { line: 2, column: 3 });
        let latin = self::text(b"/* \xE9\xE8 */ int x;");
        assert_eq!(latin.position(9).column, 10);
    }

    #[test]
    fn columns_in_long_lines_are_those_of_short_ones() {
        let mut bytes = b"x\n".to_vec();
        bytes.extend("a\u{FC}\u{1F600}".repeat(5000).bytes());
        bytes.extend(b"\xE9\xE8".repeat(3000));
        let long = text(&bytes);
        for offset in (2..bytes.len()).step_by(97) {
            let column = characters(&bytes[2..offset]) + 1;
            assert_eq!(long.position(offset as u32), Position { line: 2, column }, "{offset}");
        }
    }

    #[test]
    fn ends_of_file_are_positions() {
        assert_eq!(text(b"").position(7), Position { line: 1, column: 1 });
        assert_eq!(text(b"a\n").position(2), Position { line: 2, column: 1 });
        assert_eq!(text(b"a").line(5), b"");
        let lines = text(b"a\r\nb");
        assert_eq!((lines.line(0), lines.line(1)), (&b"a"[..], &b"b"[..]));
        assert_eq!(lines.range(Span::new(0, 3)).1, Position { line: 1, column: 2 });
    }
}
