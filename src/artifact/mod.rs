//! What wheels and compiled files promise: which Pythons load them, on which platforms, who provides a name.

pub mod platform;
pub mod promise;
pub mod provider;
