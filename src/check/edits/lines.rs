//! Edits against the lines of their file: directives, lines that would be left blank, line ends.

use crate::facts::Span;
use crate::finding::Edit;
use crate::text::SourceText;

/// Whether an edit is in a directive (a macro's body among them), or takes one away.
pub(super) fn touches_directive(edit: &Edit, text: &SourceText) -> bool {
    let first = first_joined(text, text.line_of(edit.span.start));
    // What begins behind the line end of a directive is not in it.
    let last = text.line_of(edit.span.end.max(edit.span.start + 1) - 1);
    let replaced = &text.bytes[edit.span.start as usize..edit.span.end as usize];
    if first == last && is_include(replaced) && edit.text.lines().all(|line| is_directive(line.as_bytes())) {
        return false;
    }
    (first..=last).any(|line| is_directive(text.line(line)))
}

fn is_directive(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"#")
}

/// An include is the one directive that stands for itself.
fn is_include(text: &[u8]) -> bool {
    let word = text.trim_ascii_start().strip_prefix(b"#").map(<[u8]>::trim_ascii_start);
    word.is_some_and(|word| word.starts_with(b"include") && !word.ends_with(b"\\"))
}

/// The first of the lines that backslashes join to a line.
fn first_joined(text: &SourceText, mut line: usize) -> usize {
    while line > 0 && text.line(line - 1).ends_with(b"\\") {
        line -= 1;
    }
    line
}

/// The same change without lines that hold nothing any more, with directives on lines of their own and with comments
/// where they were.
pub(super) fn shape(edit: &Edit, text: &SourceText) -> Edit {
    let mut edit = edit.clone();
    let before = blank_before(edit.span.start, text);
    let behind = blank_behind(edit.span.end, text);
    if edit.text.is_empty() {
        if let (Some(start), true) = (before, edit.span.start < edit.span.end) {
            match behind {
                Some(end) => edit.span = Span::new(start, end),
                None => edit.span.end = skip_blanks(edit.span.end, text),
            }
        }
        return edit;
    }
    let is_insertion = edit.span.start == edit.span.end;
    let directives = edit.text.lines().any(|line| is_directive(line.as_bytes()));
    if let Some(rest) = edit.text.strip_prefix('\n') {
        if let Some(start) = before {
            let lines = rest.trim_end_matches([' ', '\t']);
            let blanks = String::from_utf8_lossy(&text.bytes[start as usize..edit.span.start as usize]);
            let kept = if lines.ends_with('\n') && is_insertion { blanks.as_ref() } else { &rest[lines.len()..] };
            edit.text = format!("{lines}{kept}");
            edit.span.start = start;
        } else if let (Some(end), true) = (comment_behind(edit.span.end, text), is_insertion) {
            edit.span = Span::new(end, end);
        } else if behind.is_none() && !directives {
            edit.text = format!(" {}", rest.trim_start());
        } else if is_insertion {
            let (start, _) = text.line_range(text.line_of(edit.span.start));
            let before = &text.bytes[start..edit.span.start as usize];
            let blanks = before.iter().rev().take_while(|b| b" \t".contains(b)).count() as u32;
            edit.span.start -= blanks;
        }
    } else if let (Some(start), true) = (before, is_insertion) {
        // The statement behind keeps its own blanks.
        let lines = edit.text.trim_end_matches([' ', '\t']);
        if lines.ends_with('\n') {
            let blanks = String::from_utf8_lossy(&text.bytes[start as usize..edit.span.start as usize]);
            edit.text = format!("{lines}{blanks}");
        }
    } else if !directives && is_insertion {
        // What stands on a line with others stays there.
        let lines = edit.text.trim_end_matches([' ', '\t']);
        if let Some(kept) = lines.strip_suffix('\n').filter(|kept| !kept.contains('\n')) {
            edit.text = format!("{kept} ");
        }
    }
    let last = edit.text.rsplit('\n').next().unwrap_or_default();
    if is_directive(last.as_bytes()) && blank_behind(edit.span.end, text).is_none() {
        edit.text.push('\n');
        edit.text.push_str(&indent(edit.span.end, text));
        edit.span.end = skip_blanks(edit.span.end, text);
    }
    edit
}

/// The blanks that the line of an offset begins with.
fn indent(offset: u32, text: &SourceText) -> String {
    let line = text.line(text.line_of(offset));
    line.iter().take_while(|b| b" \t".contains(b)).map(|&b| char::from(b)).collect()
}

fn skip_blanks(offset: u32, text: &SourceText) -> u32 {
    let rest = &text.bytes[offset as usize..];
    offset + rest.iter().take_while(|b| b" \t".contains(b)).count() as u32
}

/// The end of the line, where only one comment stands between the offset and the line end.
fn comment_behind(offset: u32, text: &SourceText) -> Option<u32> {
    let (_, end) = text.line_range(text.line_of(offset));
    let rest = text.bytes.get(skip_blanks(offset, text) as usize..end)?.trim_ascii_end();
    let whole = rest.starts_with(b"/*") && memchr::memmem::find(rest, b"*/").is_some_and(|at| at + 2 == rest.len());
    let line = rest.starts_with(b"//") && !rest.ends_with(b"\\");
    let end = if end > 0 && text.bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
    (whole || line).then_some(end as u32)
}

/// The start of the line, where only blanks stand between it and the offset.
fn blank_before(offset: u32, text: &SourceText) -> Option<u32> {
    let (start, _) = text.line_range(text.line_of(offset));
    text.bytes[start..offset as usize].iter().all(|b| b" \t".contains(b)).then_some(start as u32)
}

/// The start of the next line, where only blanks stand between the offset and the line end.
fn blank_behind(offset: u32, text: &SourceText) -> Option<u32> {
    let (_, end) = text.line_range(text.line_of(offset));
    let rest = text.bytes.get(offset as usize..end)?;
    let next = (end + 1).min(text.bytes.len());
    rest.iter().all(|b| b" \t\r".contains(b)).then_some(next as u32)
}

/// The text with the line ends of the line that it comes to.
pub(super) fn with_ends(text: &str, around: &SourceText, offset: u32) -> String {
    let (start, end) = around.line_range(around.line_of(offset));
    let end = match around.bytes.get(end) {
        Some(_) => end,
        // The last line may have no end: that of the line before counts.
        None => start.saturating_sub(1),
    };
    let carried = end > 0 && around.bytes.get(end - 1) == Some(&b'\r');
    if carried { text.replace('\n', "\r\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{facts::FileId, finding::Applicability, input::Bytes};

    fn file(text: &str) -> SourceText {
        let bytes = Bytes::Owned(text.as_bytes().to_vec());
        SourceText::new(PathBuf::new(), String::new(), String::new(), bytes, true)
    }

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { file: FileId(0), span: Span::new(start, end), text: text.to_owned(), applicability: Applicability::Safe }
    }

    fn shaped(text: &str, start: u32, end: u32, new: &str) -> String {
        let file = file(text);
        let edit = shape(&edit(start, end, new), &file);
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        format!("{}{}{}", &text[..start], with_ends(&edit.text, &file, edit.span.start), &text[end..])
    }

    #[test]
    fn no_blank_line_is_left() {
        assert_eq!(shaped("a;\n  b;  \nc;\n", 5, 7, ""), "a;\nc;\n");
        assert_eq!(shaped("a;\n  b; /* why */\nc;\n", 5, 7, ""), "a;\n  /* why */\nc;\n");
        assert_eq!(shaped("a;\n  b;", 5, 7, ""), "a;\n");
        assert_eq!(shaped("  a;\n", 2, 2, "\n#if X\n  "), "#if X\n  a;\n");
    }

    #[test]
    fn directives_have_lines_of_their_own_and_line_ends_stay() {
        assert_eq!(shaped("  a; b;\n", 4, 4, "\n#endif"), "  a;\n#endif\n  b;\n");
        assert_eq!(shaped("{a, {0}}\n", 4, 4, "\n#if X\nb,\n#endif\n  "), "{a,\n#if X\nb,\n#endif\n  {0}}\n");
        assert_eq!(shaped("  a; // why\n", 4, 4, "\n#endif"), "  a; // why\n#endif\n");
        assert_eq!(shaped("  a;\n", 4, 4, "\n#endif"), "  a;\n#endif\n");
        assert_eq!(shaped("a;\r\n", 2, 2, "\nb;"), "a;\r\nb;\r\n");
        assert_eq!(shaped("a;\r\nc;", 6, 6, "\nb;"), "a;\r\nc;\r\nb;");
    }

    #[test]
    fn what_stands_on_one_line_stays_there() {
        assert_eq!(shaped("{ a; }\n", 2, 2, "x;\n"), "{ x; a; }\n");
        assert_eq!(shaped("{ a; }\n", 4, 4, "\n    x;"), "{ a; x; }\n");
        assert_eq!(shaped("  a; /* why */\r\n", 4, 4, "\n  x;"), "  a; /* why */\r\n  x;\r\n");
        assert_eq!(shaped("  a; /* why\n*/\n", 4, 4, "\n  x;"), "  a; x; /* why\n*/\n");
        assert_eq!(shaped("  a;\n", 2, 2, "x;\n  "), "  x;\n  a;\n");
    }

    #[test]
    fn directives_are_not_touched() {
        let text = file("#define A \\\n  x;\\\n  y;\nz;\n");
        assert!(touches_directive(&edit(14, 16, ""), &text));
        assert!(touches_directive(&edit(20, 20, "b"), &text));
        assert!(!touches_directive(&edit(23, 25, ""), &text));
        let text = file("a;\n#if X\nb;\n");
        assert!(touches_directive(&edit(0, 11, ""), &text) && !touches_directive(&edit(0, 2, ""), &text));
    }
}
