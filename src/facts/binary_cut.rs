//! What was not read of a binary to its end. No judgement: what is cut is unknown, and a report says so.

/// A part of a binary that costs more than is spent on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum BinaryCut {
    /// Its machine code.
    Code,
    /// The paths through one of its functions.
    Paths,
    /// Its debug information.
    Debug,
    /// A type in its debug information that is made of types.
    Types,
}

impl BinaryCut {
    /// What was cut, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            BinaryCut::Code => "machine code",
            BinaryCut::Paths => "the paths through a function in machine code",
            BinaryCut::Debug => "debug information",
            BinaryCut::Types => "types in debug information that are made of types",
        }
    }
}
