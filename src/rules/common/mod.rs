//! What several rules say in the same words. No rule of its own.

pub(crate) mod deallocs;
pub(crate) mod traverses;
pub(crate) mod types;
