//! Edits to the texts of several files: by ranges of bytes, applied together. Those that get into each other's way are
//! refused, all of a thing at once.

use std::collections::BTreeMap;

use crate::facts::{FileId, Span};

/// Edits that want the same bytes: where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub file: FileId,
    /// The bytes that both want.
    pub span: Span,
}

/// Edits by file. Insertions at one place stay in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    files: BTreeMap<FileId, Vec<(Span, String)>>,
}

impl Edits {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files that change.
    pub fn files(&self) -> Vec<FileId> {
        self.files.keys().copied().collect()
    }

    /// Puts text in the place of a range.
    pub fn replace(&mut self, file: FileId, span: Span, text: impl Into<String>) {
        self.files.entry(file).or_default().push((span, text.into()));
    }

    /// Puts text before an offset.
    pub fn insert(&mut self, file: FileId, at: u32, text: impl Into<String>) {
        self.replace(file, Span::new(at, at), text);
    }

    /// Takes a range away.
    pub fn delete(&mut self, file: FileId, span: Span) {
        self.replace(file, span, "");
    }

    /// Those edits that do not lie within a range.
    #[must_use]
    pub fn without(mut self, file: FileId, span: Span) -> Edits {
        if let Some(list) = self.files.get_mut(&file) {
            list.retain(|(edit, _)| !span.contains(*edit));
        }
        self
    }

    /// Takes in all edits of another thing. The same edit of both counts once.
    ///
    /// # Errors
    /// Where two of them overlap; then none is taken in.
    pub fn join(&mut self, other: Edits) -> Result<(), Conflict> {
        let mut together = self.clone();
        for (file, edits) in other.files {
            let list = together.files.entry(file).or_default();
            for edit in edits {
                if edit.0.start == edit.0.end || !list.contains(&edit) {
                    list.push(edit);
                }
            }
        }
        for (&file, list) in &mut together.files {
            list.sort_by_key(|(span, _)| (span.start, span.end));
            if let Some(pair) = list.windows(2).find(|pair| pair[0].0.end > pair[1].0.start) {
                return Err(Conflict { file, span: pair[1].0 });
            }
        }
        *self = together;
        Ok(())
    }

    /// A part of a text with the edits in it made.
    pub fn edited_part(&self, file: FileId, bytes: &[u8], part: Span) -> Vec<u8> {
        let mut own = Edits::default();
        for (span, text) in self.files.get(&file).into_iter().flatten().filter(|(span, _)| part.contains(*span)) {
            own.replace(file, Span::new(span.start - part.start, span.end - part.start), text.clone());
        }
        own.edited(file, bytes.get(part.start as usize..part.end as usize).unwrap_or_default())
    }

    /// A text with the edits of its file made; line ends are those of the text.
    pub fn edited(&self, file: FileId, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        let carried = memchr::memmem::find(bytes, b"\r\n").is_some();
        let mut list: Vec<&(Span, String)> = self.files.get(&file).into_iter().flatten().collect();
        list.sort_by_key(|(span, _)| (span.start, span.end));
        for (span, text) in list.into_iter().rev() {
            let text = if carried { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.clone() };
            let end = (span.end as usize).min(out.len());
            out.splice((span.start as usize).min(end)..end, text.into_bytes());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(0);

    #[test]
    fn edits_are_made_together_and_overlaps_are_refused() {
        let mut all = Edits::default();
        let mut one = Edits::default();
        one.replace(FILE, Span::new(0, 1), "x");
        one.insert(FILE, 3, "1");
        one.insert(FILE, 3, "2");
        assert_eq!(all.join(one.clone()), Ok(()));
        assert_eq!(all.edited(FILE, b"abc"), b"xbc12");
        let mut two = Edits::default();
        two.delete(FILE, Span::new(0, 2));
        assert_eq!(all.join(two), Err(Conflict { file: FILE, span: Span::new(0, 2) }));
        assert_eq!(all.edited(FILE, b"abc"), b"xbc12");
    }

    #[test]
    fn line_ends_are_those_of_the_text() {
        let mut all = Edits::default();
        all.insert(FILE, 0, "x;\n");
        assert_eq!(all.edited(FILE, b"a;\r\n"), b"x;\r\na;\r\n");
    }
}
