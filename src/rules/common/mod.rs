//! What several rules say in the same words. No rule of its own.

pub(crate) mod api;
pub(crate) mod binary;
pub(crate) mod built;
pub(crate) mod changes;
pub(crate) mod culprits;
pub(crate) mod deallocs;
pub(crate) mod foreign_types;
pub(crate) mod module_slots;
pub(crate) mod modules;
pub(crate) mod references;
pub(crate) mod regions;
pub(crate) mod stores;
pub(crate) mod threads;
pub(crate) mod types;
pub(crate) mod variables;
