//! How well facts are known: from the text alone, or from a compiler's front end.

/// How well a fact is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Precision {
    /// Read from the text: all branches, names not resolved by a compiler.
    #[default]
    Syntactic,
    /// Seen by a compiler's front end, in one configuration.
    Exact,
}
