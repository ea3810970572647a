//! The way from offsets of a text that is parsed back to the file that it was made of.

use crate::facts::{Name, Span};

/// Maps offsets of a parsed text to the file.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Offset of the text's first byte, where it is a plain part of the file.
    base: u32,
    /// Otherwise its pieces in order.
    pub(super) pieces: Vec<Piece>,
}

/// A run of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where it begins in the expanded text.
    pub(super) out: u32,
    /// What it stands for in the file.
    pub(super) file: Span,
    /// The macro that made it; None: copied byte for byte.
    pub(super) made_by: Option<Name>,
}

impl Places {
    /// A text that begins at `base` of the file.
    pub(crate) fn plain(base: u32) -> Self {
        Places { base, pieces: Vec::new() }
    }

    /// The way back of the part `from..to` of the text.
    pub(super) fn part(&self, from: u32, to: u32) -> Places {
        let first = self.pieces.partition_point(|p| p.out <= from).saturating_sub(1);
        let pieces = self.pieces[first..].iter().take_while(|p| p.out < to).map(|p| {
            let gone = from.saturating_sub(p.out);
            let copied = if p.made_by.is_none() { gone } else { 0 };
            Piece {
                out: p.out.saturating_sub(from),
                file: Span::new((p.file.start + copied).min(p.file.end), p.file.end),
                ..*p
            }
        });
        Places { base: self.base, pieces: pieces.collect() }
    }

    fn piece(&self, offset: u32) -> Option<&Piece> {
        self.pieces[..self.pieces.partition_point(|p| p.out <= offset)].last()
    }

    fn offset(&self, offset: u32, end: bool) -> u32 {
        // The end of a range belongs to the piece before it.
        let probe = if end { offset.saturating_sub(1) } else { offset };
        match self.piece(probe) {
            None => self.base + offset,
            Some(Piece { file, made_by: Some(_), .. }) => {
                if end {
                    file.end
                } else {
                    file.start
                }
            }
            Some(piece) => (piece.file.start + offset.saturating_sub(piece.out)).min(piece.file.end),
        }
    }

    /// The range of the file that a range of the text stands for.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let from = self.offset(start as u32, false);
        Span::new(from, self.offset(end as u32, end > start).max(from))
    }

    /// The macro that made the byte at `offset`.
    pub(crate) fn macro_at(&self, offset: usize) -> Option<Name> {
        self.piece(offset as u32).and_then(|p| p.made_by)
    }
}

/// Text of which some ranges are not worth reading.
#[derive(Clone, Copy)]
pub(crate) struct Cut<'t> {
    /// All of it.
    pub(crate) text: &'t [u8],
    /// The ranges, ascending.
    pub(crate) cuts: &'t [(u32, u32)],
}

impl Cut<'_> {
    /// Whether `from..to` holds a range that is cut.
    pub(crate) fn is_cut(&self, from: u32, to: u32) -> bool {
        self.within(from, to).next().is_some()
    }

    fn within(&self, from: u32, to: u32) -> impl Iterator<Item = (u32, u32)> {
        let first = self.cuts.partition_point(|&(start, _)| start < from);
        self.cuts[first..].iter().copied().take_while(move |&(start, _)| start < to)
    }

    /// Appends `from..to` without what is cut.
    pub(crate) fn copy(&self, out: &mut Vec<u8>, places: &mut Places, from: u32, to: u32) {
        let mut from = from;
        for (start, end) in self.within(from, to).chain([(to, to)]) {
            if from < start {
                places.pieces.push(Piece { out: out.len() as u32, file: Span::new(from, start), made_by: None });
                out.extend_from_slice(&self.text[from as usize..start as usize]);
            }
            from = end;
        }
    }
}
