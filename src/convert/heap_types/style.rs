//! How a file is written: its indentation, and where its braces stand.

use super::Work;
use crate::facts::{FileId, Origin};

/// How a file is written.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// One step of indentation.
    pub indent: String,
    /// The brace of a function stands on its own line.
    own_line: bool,
    /// The type that a function returns stands on its own line.
    type_line: bool,
}

impl Style {
    /// How most functions of a file are written.
    pub(super) fn of(work: &Work<'_>, file: FileId) -> Style {
        let facts = work.scene.project.file(file);
        let bytes = work.scene.bytes(file);
        let (mut total, mut own_line, mut type_line) = (0usize, 0usize, 0usize);
        let mut indents: Vec<&str> = Vec::new();
        for func in facts.funcs.iter().filter(|f| f.origin == Origin::Written) {
            let Some(body) = func.body.map(|body| facts.ast.stmt_span(body).start as usize) else { continue };
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r');
            let before = |at: usize| bytes.get(..at).unwrap_or_default().iter().rev().find(|b| !blank(b));
            total += 1;
            own_line += usize::from(before(body) == Some(&b'\n'));
            type_line += usize::from(before(func.name_span.start as usize) == Some(&b'\n'));
            indents.push(func.indent.as_str());
        }
        let usable = |text: &&&str| !text.is_empty() && text.len() <= 8 && text.trim().is_empty();
        let mut best = "    ";
        let mut count = 0;
        for indent in indents.iter().filter(usable) {
            let same = indents.iter().filter(|other| *other == indent).count();
            if same > count {
                (best, count) = (indent, same);
            }
        }
        Style { indent: best.to_owned(), own_line: own_line * 2 >= total, type_line: type_line * 2 >= total }
    }

    /// The head of a function to its open brace.
    pub(super) fn head(&self, returns: &str, rest: &str) -> String {
        let between = if self.type_line { '\n' } else { ' ' };
        let brace = if self.own_line { '\n' } else { ' ' };
        format!("{returns}{between}{rest}{brace}{{\n")
    }

    /// `if (test) { return value; }`.
    pub(super) fn if_return(&self, test: &str, value: &str) -> String {
        let tab = &self.indent;
        format!("{tab}if ({test}) {{\n{tab}{tab}return {value};\n{tab}}}\n")
    }
}
