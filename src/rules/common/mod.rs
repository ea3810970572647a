//! What several rules say in the same words. No rule of its own.

pub(crate) mod binary;
pub(crate) mod flavour;
pub(crate) mod types;
