//! Words of the C API in the code of one file, where they stand: what the text itself says, before any macro is expanded.

use super::Name;

/// What a word is used as, by the signs beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A name.
    Name,
    /// A name with arguments.
    Call,
    /// Behind `.` or `->`.
    Member,
    /// No name of the C API, but one that a macro of the project has.
    Macro,
}

/// A word: a name that begins as those of the C API do, or a member that one of its structs has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub name: Name,
    /// Its first byte.
    pub start: u32,
    /// What it is used as.
    pub kind: WordKind,
}
