//! What of a file the facts do not cover, and why; not what that means for findings.

use super::{CondId, FileFacts, Span};

/// Why a region is not in the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum GapKind {
    /// The grammar found no reading.
    Unparsed,
    /// A branch of a conditional whose braces do not balance was left out.
    BranchLeftOut,
    /// A token that says nothing about facts (attribute, calling convention) was blanked.
    Blanked,
    /// A limit (size, steps of the parser) was reached: nothing of the region was read.
    Limit,
    /// The reading of the file ended by an error of the program's own: nothing of it is known.
    GivenUp,
    /// Code nested deeper than is followed.
    Depth,
    /// The macros of an item expand to more than is followed: it was read as it stands.
    Expansion,
    /// The test of an `#if` asks for more than is followed: it is open.
    Condition,
    /// What is known of the sources of the run takes more room than it may: nothing of the file is kept.
    Room,
    /// The grammar found no reading, in a text that is whole only where another file includes it.
    Fragment,
    /// The grammar found no reading, in a text of Objective-C.
    Foreign,
}

impl GapKind {
    /// Whether a reader should know of it: something that facts are made of was not understood.
    pub fn is_loss(self) -> bool {
        matches!(
            self,
            GapKind::Unparsed | GapKind::Limit | GapKind::GivenUp | GapKind::Depth | GapKind::Expansion | GapKind::Room
        )
    }

    /// Whether code may be in it that the facts lack: what is not seen around it may be there.
    pub fn hides_code(self) -> bool {
        self.is_loss() || self == GapKind::BranchLeftOut
    }
}

/// A region that the facts do not cover.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Gap {
    /// Why.
    pub kind: GapKind,
    /// Where.
    pub span: Span,
    /// Presence condition of the region.
    pub cond: CondId,
}

impl FileFacts {
    /// Adds a gap, under the condition of its place; what is at one place, as all that a macro makes is, counts once.
    pub fn gap(&mut self, kind: GapKind, span: Span) {
        if self.gaps.last().is_some_and(|last| last.kind == kind && last.span == span) {
            return;
        }
        self.gaps.push(Gap { kind, span, cond: self.conds.at_span(span) });
    }

    /// The gaps that share a byte with a span.
    pub fn gaps_in(&self, span: Span) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(move |gap| gap.span.start < span.end && span.start < gap.span.end)
    }
}
