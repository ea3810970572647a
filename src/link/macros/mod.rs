//! What the project's macros stand for: tokens, values, words.

pub mod constants;
pub mod text;
