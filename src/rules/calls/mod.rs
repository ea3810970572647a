//! Rules about calls: what functions are called with, and what is made of their results.

pub mod format_mismatch;
pub mod method_signature_mismatch;
