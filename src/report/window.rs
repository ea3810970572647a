//! The lines of a file that a finding shows: as text, long ones cut to a window around what is marked. Draws nothing.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    facts::Span,
    text::{Position, SourceText},
};

/// Longest line that is shown whole, in characters.
const LONGEST: usize = 160;
/// Width of the window on a longer one.
const WIDTH: usize = 140;
/// What is shown before the first mark of a window.
const BEFORE: usize = 40;
/// Lines shown behind the first and before the last line of a mark over several lines.
pub(super) const CONTEXT: (usize, usize) = (3, 1);

/// A mark in a line: start and end in UTF-16 units, as browsers count, and the index of its span.
pub(super) type Mark = (usize, usize, usize);

/// Some lines of one file as a text of their own. Offsets in it are *virtual*.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The lines, each with `\n`; bytes that are no UTF-8 and control characters replaced.
    pub text: String,
    /// Virtual range of each line (index in the file, from 0), without its line end.
    lines: BTreeMap<usize, Range<usize>>,
    /// Virtual start of each mark, with its true position.
    starts: Vec<(usize, Position)>,
    /// Virtual range of each mark.
    marks: Vec<Range<usize>>,
}

impl View {
    /// The lines of `text` that are needed to show `spans`.
    pub(super) fn new(text: &SourceText, spans: &[Span]) -> View {
        let spans: Vec<Span> = spans.iter().map(|&span| text.trimmed(span)).collect();
        let mut view = View::default();
        // Per line the offsets that must be visible.
        let mut wanted: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for span in &spans {
            let (first, last) = (text.line_of(span.start), text.line_of(span.end));
            let end = (last + 1).min(text.line_count() - 1);
            // One line more on both sides: the renderer closes gaps of one line.
            let near = (first.saturating_sub(1)..=(first + CONTEXT.0 + 1).min(end))
                .chain(last.saturating_sub(CONTEXT.1 + 1).max(first)..=end);
            for line in near {
                wanted.entry(line).or_default();
            }
            wanted.entry(first).or_default().push(span.start);
            wanted.entry(last).or_default().push(span.end);
        }
        let mut windows: BTreeMap<usize, Window> = BTreeMap::new();
        for (&line, marks) in &wanted {
            let window = Window::new(text, line, marks);
            let start = view.text.len();
            view.text.push_str(&window.text);
            view.lines.insert(line, start..view.text.len());
            view.text.push('\n');
            windows.insert(line, window);
        }
        for span in &spans {
            let place = |offset: u32| {
                let line = text.line_of(offset);
                view.lines[&line].start + windows[&line].place(offset)
            };
            let (start, end) = (place(span.start), place(span.end));
            view.starts.push((start, text.position(span.start)));
            view.marks.push(start..end.max(start));
        }
        view
    }

    /// Virtual range of the mark `index`, in the order of the spans given.
    pub(super) fn mark(&self, index: usize) -> Range<usize> {
        self.marks[index].clone()
    }

    /// Index in the file of the line that holds a virtual offset.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        let found = self.lines.iter().find(|(_, range)| offset <= range.end);
        found.or(self.lines.iter().next_back()).map_or(0, |(&line, _)| line)
    }

    /// Virtual range of a line; empty for one that is not shown.
    pub(super) fn line(&self, index: usize) -> Range<usize> {
        self.lines.get(&index).cloned().unwrap_or(0..0)
    }

    /// The lines, each with its number (from 1), its text, and its marks.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &str, Vec<Mark>)> {
        self.lines.iter().map(|(&index, range)| {
            let units = |offset: usize| self.text[range.start..offset].encode_utf16().count();
            let marks = self.marks.iter().enumerate();
            let here = marks.filter(|(_, mark)| mark.start <= range.end && mark.end >= range.start);
            let here = here.filter(|(_, mark)| mark.end > range.start || mark.start >= range.start);
            let place = |(i, mark): (usize, &Range<usize>)| {
                (units(mark.start.max(range.start)), units(mark.end.min(range.end)), i)
            };
            (index + 1, &self.text[range.clone()], here.map(place).collect())
        })
    }

    /// The true column (from 1) of a mark that starts at a virtual offset.
    pub(super) fn column(&self, offset: usize) -> usize {
        self.starts.iter().find(|(start, _)| *start == offset).map_or(1, |(_, position)| position.column)
    }
}

/// One line, cut where it is long.
struct Window {
    text: String,
    /// True offset and place in `text` of each character shown, ascending; the last one is the end.
    places: Vec<(u32, usize)>,
}

impl Window {
    fn new(text: &SourceText, line: usize, marks: &[u32]) -> Window {
        let base = text.line_range(line).0 as u32;
        let end = base + text.line(line).len() as u32;
        let first = marks.iter().min().map_or(base, |&offset| offset.clamp(base, end));
        let near = around(text.line(line), (first - base) as usize);
        let chars = characters(&text.line(line)[near.clone()], base + near.start as u32);
        let (mut from, mut to) = (0, chars.len());
        if chars.len() > LONGEST {
            let first = chars.partition_point(|(at, _)| *at < first);
            from = first.saturating_sub(BEFORE).min(chars.len() - WIDTH);
            to = from + WIDTH;
        }
        let mut window = Window { text: String::new(), places: Vec::new() };
        if from > 0 {
            window.places.push((base, 0));
            window.text.push('…');
        }
        for &(offset, char) in &chars[from..to] {
            window.places.push((offset, window.text.len()));
            window.text.push(char);
        }
        let cut = to < chars.len();
        window.places.push((if cut { chars[to].0 } else { end }, window.text.len()));
        if cut {
            window.text.push('…');
        }
        window
    }

    /// Where a true offset is shown: at an end of the window where it lies outside.
    fn place(&self, offset: u32) -> usize {
        let at = self.places.partition_point(|(shown, _)| *shown <= offset);
        self.places[at.saturating_sub(1)].1
    }
}

/// The bytes of a line that a window around the byte `mark` can show: of a line of megabytes a small part.
fn around(line: &[u8], mark: usize) -> Range<usize> {
    // A character has up to four bytes.
    const REACH: usize = 4 * (LONGEST + BEFORE);
    // Not in the midst of a character: its other bytes begin with 10.
    let start = |at: usize| (0..3).fold(at, |at, _| if at > 0 && line[at] & 0xC0 == 0x80 { at - 1 } else { at });
    let (from, to) = (mark.saturating_sub(REACH), mark + REACH);
    let to = if to < line.len() { start(to) } else { line.len() };
    if from == 0 { 0..to } else { start(from)..to }
}

/// Characters with their offsets. A byte that is no UTF-8, and a control character, is shown as U+FFFD.
fn characters(bytes: &[u8], base: u32) -> Vec<(u32, char)> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = base;
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            out.push((at, super::shown(char)));
            at += char.len_utf8() as u32;
        }
        for _ in chunk.invalid() {
            out.push((at, '\u{FFFD}'));
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::input::Bytes;

    fn text(bytes: &[u8]) -> SourceText {
        SourceText::new(PathBuf::new(), String::new(), String::new(), Bytes::Owned(bytes.to_vec()), true)
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}MARK{}\n", "a".repeat(500), "b".repeat(500));
        let view = View::new(&text(line.as_bytes()), &[Span::new(500, 504)]);
        let shown = view.text.lines().next().unwrap_or_default();
        assert_eq!(shown.chars().count(), WIDTH + 2);
        assert!(shown.starts_with('…') && shown.ends_with('…'));
        assert_eq!(&view.text[view.mark(0)], "MARK");
        assert_eq!(view.column(view.mark(0).start), 501);
    }

    #[test]
    fn a_window_on_a_very_long_line_is_that_of_a_long_one() {
        let shown = |before: usize, after: usize| {
            let line = format!("{}MARK{}", "\u{1F600}".repeat(before), "\u{FC}".repeat(after));
            let at = 4 * before as u32;
            let view = View::new(&text(line.as_bytes()), &[Span::new(at, at + 4)]);
            assert_eq!(&view.text[view.mark(0)], "MARK");
            view.text
        };
        assert_eq!(shown(300, 300), shown(50_000, 50_000));
        assert_eq!(shown(300, 20), shown(50_000, 20));
        assert_eq!(shown(20, 300), shown(20, 50_000));
    }

    #[test]
    fn marks_outside_the_window_stay_at_its_end() {
        let line = format!("FIRST{}SECOND", "x".repeat(900));
        let view = View::new(&text(line.as_bytes()), &[Span::new(0, 5), Span::new(905, 911)]);
        assert_eq!(&view.text[view.mark(0)], "FIRST");
        assert!(view.text[view.mark(1).start..].starts_with('…'));
    }

    #[test]
    fn bytes_that_are_no_text_keep_the_marks_in_place() {
        let view = View::new(&text(b"/* \xE9\xE9 \x1b[31m */ int x;\nnext\n"), &[Span::new(19, 20)]);
        assert_eq!(&view.text[view.mark(0)], "x");
        assert!(!view.text.contains('\x1b'));
    }

    #[test]
    fn ends_of_files_can_be_marked() {
        let empty = View::new(&text(b""), &[Span::new(0, 0)]);
        assert_eq!((empty.mark(0), empty.line_of(0)), (0..0, 0));
        let behind = View::new(&text(b"a\n"), &[Span::new(2, 9)]);
        assert_eq!(behind.line_of(behind.mark(0).start), 1);
    }
}
