//! Suppression comments for the findings of a file, as a new text of it. Writes no file.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    finding::{Finding, Place},
    source::same_code,
    text::SourceText,
};

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Alone on the line above.
    Above,
    /// At the end of the line.
    End,
}

/// Whether comments can hold the reason.
///
/// # Errors
/// The cause in words.
pub fn parse_reason(reason: &str) -> Result<String, String> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err("the reason must not be empty: it becomes part of the comment".to_owned());
    }
    if reason.contains("*/") || reason.contains("/*") || reason.chars().any(char::is_control) || reason.ends_with('\\')
    {
        return Err("the reason must fit into a comment on one line".to_owned());
    }
    Ok(reason.to_owned())
}

/// The text of a file with a comment for each line that `findings` stand on; None where the comments have no place that
/// leaves the code as it is.
pub fn insert<'a>(text: &SourceText, findings: impl Iterator<Item = &'a Finding>, reason: &str) -> Option<Vec<u8>> {
    let mut lines: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        let (Place::Source(_), Some(primary)) = (&finding.place, finding.primary()) else { continue };
        lines.entry(text.line_of(text.trimmed(primary.span).start)).or_default().insert(finding.rule.name);
    }
    let mut tries = [Side::Above, Side::End].into_iter().map(|side| with_comments(text, &lines, reason, side));
    tries.find(|bytes| same_code(&text.bytes, bytes))
}

fn with_comments(text: &SourceText, lines: &BTreeMap<usize, BTreeSet<&str>>, reason: &str, side: Side) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.bytes.len() + 80 * lines.len());
    let mut done = 0;
    for (&line, rules) in lines {
        let rules: Vec<&str> = rules.iter().copied().collect();
        let comment = format!("/* extlint: ignore[{}] {reason} */", rules.join(", "));
        let (start, content) = (text.line_range(line).0, text.line(line));
        let line_end: &[u8] = if text.bytes[start + content.len()..].starts_with(b"\r") { b"\r\n" } else { b"\n" };
        match side {
            Side::Above => {
                let blanks = content.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
                out.extend_from_slice(&text.bytes[done..start + blanks]);
                out.extend_from_slice(comment.as_bytes());
                // Inside of a macro the line goes on.
                if line > 0 && text.line(line - 1).ends_with(b"\\") {
                    out.extend_from_slice(b" \\");
                }
                out.extend_from_slice(line_end);
                done = start;
            }
            Side::End => {
                let continued = content.ends_with(b"\\");
                let end = content.len() - usize::from(continued);
                let end = start + content[..end].trim_ascii_end().len();
                out.extend_from_slice(&text.bytes[done..end]);
                out.extend_from_slice(b" ");
                out.extend_from_slice(comment.as_bytes());
                done = end;
            }
        }
    }
    out.extend_from_slice(&text.bytes[done..]);
    out
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{facts::FileId, facts::Span, finding::Label, input::Bytes, rules::find};

    fn after(bytes: &str, words: &[&str]) -> Option<String> {
        let text = SourceText::new(PathBuf::new(), String::new(), String::new(), Bytes::Owned(bytes.into()), true);
        let rule = find("ISO010").expect("a rule");
        let finding = |word: &&str| {
            let at = bytes.find(word).expect("the word") as u32;
            Finding::source(rule, "m", Label::new(FileId(0), Span::new(at, at + word.len() as u32), ""))
        };
        let findings: Vec<Finding> = words.iter().map(finding).collect();
        insert(&text, findings.iter(), "why").map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn comments_stand_above_or_where_that_would_break_code_at_the_end() {
        let comment = "/* extlint: ignore[global-object] why */";
        assert_eq!(after("int a;\n  int b;\n", &["b"]), Some(format!("int a;\n  {comment}\n  int b;\n")));
        assert_eq!(after("int a;\r\nint b;\r\n", &["b"]), Some(format!("int a;\r\n{comment}\r\nint b;\r\n")));
        assert_eq!(
            after("#define M \\\n  int b;\n", &["b"]),
            Some(format!("#define M \\\n  {comment} \\\n  int b;\n"))
        );
        assert_eq!(after("/* x\n y */ int b;\n", &["b"]), Some(format!("/* x\n y */ int b; {comment}\n")));
        assert_eq!(after("/* x\n y */ int b; /* z\n*/\n", &["b"]), None);
        let string = "#define M \"x \\\n y\" b";
        assert_eq!(after(&format!("{string}\n"), &["b"]), Some(format!("{string} {comment}\n")));
        // A comment that nothing closes would end with the new one, and the directive in it would count.
        assert_eq!(after("/* x\n b\n#if 1\n", &["b"]), None);
        assert_eq!(after("int b, c;", &["b", "c"]), Some(format!("{comment}\nint b, c;")));
    }

    #[test]
    fn a_reason_fits_into_a_comment() {
        assert_eq!(parse_reason(" set once "), Ok("set once".to_owned()));
        assert!(parse_reason("").is_err() && parse_reason("a */ b").is_err() && parse_reason("a\nb").is_err());
    }
}
