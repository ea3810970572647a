//! Rules about calls: what functions are called with, and what is made of their results.

pub mod error_as_truth;
pub mod format_mismatch;
pub mod method_signature_mismatch;
pub mod null_without_exception;
