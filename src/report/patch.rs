//! Edits as lines taken out and put in: what the help block shows. Changes no file.

use crate::{
    facts::FileId,
    finding::Edit,
    text::{SourceText, Sources},
};

/// Most lines that one hunk shows.
const MOST_LINES: usize = 40;

/// A line of a hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number (from 1), before the edits for a line taken out, after those of this hunk for one put in.
    pub number: usize,
    /// Put in, not taken out.
    pub added: bool,
    /// Its text without line end.
    pub text: String,
}

/// Neighbouring changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The file changed.
    pub file: FileId,
    /// Lines out, lines in.
    pub lines: Vec<Line>,
}

/// The hunks of a finding's edits, by file and line. Edits that overlap or do not fit the file are left out.
pub(super) fn hunks(edits: &[Edit], sources: &Sources) -> Vec<Hunk> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.file, edit.span));
    let mut groups: Vec<Vec<&Edit>> = Vec::new();
    for edit in sorted {
        let text = sources.get(edit.file);
        if edit.span.start > edit.span.end || edit.span.end as usize > text.bytes.len() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group[0].file == edit.file && touches(text, group, edit) => {
                if group.last().is_none_or(|last| last.span.end <= edit.span.start) {
                    group.push(edit);
                }
            }
            _ => groups.push(vec![edit]),
        }
    }
    groups.iter().map(|group| hunk(sources.get(group[0].file), group)).filter(|hunk| !hunk.lines.is_empty()).collect()
}

fn touches(text: &SourceText, group: &[&Edit], edit: &Edit) -> bool {
    group.last().is_some_and(|last| text.line_of(edit.span.start) <= text.line_of(last.span.end) + 1)
}

fn hunk(text: &SourceText, edits: &[&Edit]) -> Hunk {
    let file = edits[0].file;
    let first = text.line_of(edits[0].span.start);
    let last = edits.last().map_or(first, |edit| text.line_of(edit.span.end));
    let (from, to) = (text.line_range(first).0, text.line_range(last).1);
    let mut changed = Vec::new();
    let mut at = from;
    for edit in edits {
        changed.extend_from_slice(&text.bytes[at..edit.span.start as usize]);
        changed.extend_from_slice(edit.text.as_bytes());
        at = edit.span.end as usize;
    }
    changed.extend_from_slice(&text.bytes[at.min(to)..to]);
    let split = |bytes: &[u8]| -> Vec<String> {
        let lines = bytes.split(|&byte| byte == b'\n');
        lines.map(|line| shown(line.strip_suffix(b"\r").unwrap_or(line))).collect()
    };
    let (before, after) = (split(&text.bytes[from..to]), split(&changed));
    let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - same_start;
    let same_end = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let lines = |all: &[String], added: bool| -> Vec<Line> {
        let changed = all[same_start..all.len() - same_end].iter().enumerate().take(MOST_LINES);
        changed.map(|(i, text)| Line { number: first + same_start + i + 1, added, text: text.clone() }).collect()
    };
    let mut all = lines(&before, false);
    all.extend(lines(&after, true));
    Hunk { file, lines: all }
}

fn shown(line: &[u8]) -> String {
    super::plain(&String::from_utf8_lossy(line))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{facts::Span, finding::Applicability, input::Bytes};

    fn show(text: &str, edits: &[(u32, u32, &str)]) -> Vec<String> {
        let bytes = Bytes::Owned(text.as_bytes().to_vec());
        let file = SourceText::new(PathBuf::new(), String::new(), String::new(), bytes, true);
        let sources = Sources { files: vec![file] };
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(start, end, text)| Edit {
                file: FileId(0),
                span: Span::new(start, end),
                text: text.to_owned(),
                applicability: Applicability::Safe,
            })
            .collect();
        let lines = hunks(&edits, &sources).into_iter().flat_map(|hunk| hunk.lines);
        lines.map(|l| format!("{}{}{}", l.number, if l.added { '+' } else { '-' }, l.text)).collect()
    }

    #[test]
    fn an_insertion_shows_the_new_line_only() {
        assert_eq!(show("a\nb\nc\n", &[(2, 2, "new\n")]), ["2+new"]);
        assert_eq!(show("a\nb", &[(3, 3, "\nnew")]), ["3+new"]);
    }

    #[test]
    fn replacements_show_both_lines_and_neighbours_join() {
        assert_eq!(show("one two\n", &[(4, 7, "2")]), ["1-one two", "1+one 2"]);
        assert_eq!(show("a\nb\nc\nd\n", &[(0, 1, "A"), (2, 3, "B")]), ["1-a", "2-b", "1+A", "2+B"]);
        assert_eq!(show("a\nb\nc\nd\n", &[(0, 1, "A"), (6, 7, "D")]), ["1-a", "1+A", "4-d", "4+D"]);
    }

    #[test]
    fn a_removal_shows_the_old_lines_only() {
        assert_eq!(show("a\nb\nc\n", &[(2, 4, "")]), ["2-b"]);
    }

    #[test]
    fn edits_that_do_not_fit_are_left_out() {
        assert_eq!(show("a\n", &[(5, 9, "x")]), Vec::<String>::new());
        assert_eq!(show("abc\n", &[(0, 2, "x"), (1, 3, "y")]), ["1-abc", "1+xc"]);
    }
}
