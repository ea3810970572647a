//! What several rules say in the same words. No rule of its own.

pub(crate) mod binary;
pub(crate) mod culprits;
pub(crate) mod deallocs;
pub(crate) mod flavour;
pub(crate) mod members;
pub(crate) mod modules;
pub(crate) mod protection;
pub(crate) mod types;
pub(crate) mod values;
pub(crate) mod variables;
