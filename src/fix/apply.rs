//! Edits to bytes, and which findings' edits go together. Reads and writes no file.

use std::collections::BTreeMap;

use crate::facts::{FileId, Span};
use crate::finding::Edit;

/// The findings, by index, whose edits can be made together: in order, each where none before is in its way. Edits at
/// one place are in each other's way.
pub(super) fn apart<'f>(candidates: &[usize], edits: impl Fn(usize) -> &'f [Edit]) -> Vec<usize> {
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    let mut chosen = Vec::new();
    for &candidate in candidates {
        let edits = edits(candidate);
        if edits.iter().any(|edit| is_taken(&taken, edit.file, edit.span)) {
            continue;
        }
        taken.extend(edits.iter().map(|edit| ((edit.file, edit.span.start), edit.span.end)));
        chosen.push(candidate);
    }
    chosen
}

/// Whether a place touches one that is taken.
fn is_taken(taken: &BTreeMap<(FileId, u32), u32>, file: FileId, span: Span) -> bool {
    let before = taken.range((file, 0)..=(file, span.end)).next_back();
    before.is_some_and(|(&(_, start), &end)| end > span.start || start == span.start || end == span.end)
}

/// The bytes with edits made; None where they overlap or do not fit.
pub(super) fn edited(bytes: &[u8], edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut sorted: Vec<&Edit> = edits.to_vec();
    // Insertions at one place stay in the order of the finding that has them.
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    sorted.dedup();
    let mut out = Vec::with_capacity(bytes.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if start < at || end < start {
            return None;
        }
        out.extend_from_slice(bytes.get(at..start)?);
        out.extend_from_slice(edit.text.as_bytes());
        at = end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Applicability;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { file: FileId(0), span: Span::new(start, end), text: text.to_owned(), applicability: Applicability::Safe }
    }

    #[test]
    fn bytes_that_are_no_text_stay() {
        let edits = [edit(4, 5, "d"), edit(0, 1, ""), edit(4, 4, "x")];
        assert_eq!(edited(b"a\xE9\xFF c", &edits.iter().collect::<Vec<_>>()), Some(b"\xE9\xFF xd".to_vec()));
        assert_eq!(edited(b"abc", &[&edit(0, 2, ""), &edit(1, 3, "")]), None);
        assert_eq!(edited(b"abc", &[&edit(2, 9, "")]), None);
    }

    #[test]
    fn what_overlaps_waits() {
        let all = [
            vec![edit(0, 4, ""), edit(10, 10, "x")],
            vec![edit(3, 5, "")],
            vec![edit(10, 10, "y")],
            vec![edit(4, 6, "")],
            vec![edit(8, 12, "")],
        ];
        assert_eq!(apart(&[0, 1, 2, 3, 4], |i| &all[i]), [0, 3]);
        assert_eq!(apart(&[4, 1], |i| &all[i]), [4, 1]);
    }
}
