//! Rules about headers and names that are no part of the API.

pub mod build_core_macro;
pub mod internal_header;
