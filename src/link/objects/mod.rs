//! The objects that instances hold, what they refer to, and where objects are made.

pub(crate) mod acyclic;
pub mod allocations;
pub(crate) mod asked;
pub mod declared;
pub(crate) mod outside;
pub mod owned;
pub(crate) mod reached;
pub(crate) mod structs;
