//! Where an analysis stopped at a limit of its own. Counts and first places by kind, no judgement.
//!
//! Rules run side by side and ask the same project. What is kept here is a sum and a minimum: neither depends on who
//! comes first.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::facts::{FileId, Span};

/// What was not followed to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CutKind {
    /// What a use of a macro does, through the macros in its body.
    Macros,
    /// The body of a macro.
    MacroBody,
    /// An expression or a statement in others.
    Nesting,
    /// A chain of calls.
    Calls,
    /// The values that a variable is given.
    Values,
    /// The paths through a function.
    Paths,
    /// The definitions of one name.
    Namesakes,
    /// The values and references of one function.
    Walks,
    /// Types that are made of types, or inherit from them.
    Types,
}

impl CutKind {
    const ALL: [CutKind; 9] = [
        CutKind::Macros,
        CutKind::MacroBody,
        CutKind::Nesting,
        CutKind::Calls,
        CutKind::Values,
        CutKind::Paths,
        CutKind::Namesakes,
        CutKind::Walks,
        CutKind::Types,
    ];

    /// What was too much, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            CutKind::Macros => "nested macros",
            CutKind::MacroBody => "the body of a macro",
            CutKind::Nesting => "nested code",
            CutKind::Calls => "a chain of calls",
            CutKind::Values => "the values of a variable",
            CutKind::Paths => "the paths through a function",
            CutKind::Namesakes => "functions, variables or macros with the same name",
            CutKind::Walks => "the references in one function",
            CutKind::Types => "nested types",
        }
    }
}

#[derive(Debug)]
struct Cut {
    count: AtomicU32,
    /// File and offset of the first place.
    first: AtomicU64,
}

impl Default for Cut {
    fn default() -> Self {
        Cut { count: AtomicU32::new(0), first: AtomicU64::new(u64::MAX) }
    }
}

/// What was cut in one project.
#[derive(Debug, Default)]
pub struct Cuts {
    kinds: [Cut; CutKind::ALL.len()],
}

impl Cuts {
    /// Counts an analysis that ended at this place.
    pub(crate) fn add(&self, kind: CutKind, file: FileId, span: Span) {
        let cut = &self.kinds[kind as usize];
        cut.count.fetch_add(1, Ordering::Relaxed);
        cut.first.fetch_min(u64::from(file.0) << 32 | u64::from(span.start), Ordering::Relaxed);
    }

    /// What was cut, how often, and the file and offset of the first place.
    pub fn found(&self) -> impl Iterator<Item = (CutKind, u32, FileId, u32)> + '_ {
        CutKind::ALL.into_iter().zip(&self.kinds).filter_map(|(kind, cut)| {
            let (count, first) = (cut.count.load(Ordering::Relaxed), cut.first.load(Ordering::Relaxed));
            (count > 0).then_some((kind, count, FileId((first >> 32) as u32), first as u32))
        })
    }
}
