//! Rules about wheels and compiled files: what tags promise and what is inside.

pub mod abi3_symbols;
pub mod build_flavour_mismatch;
pub mod header_version_mismatch;
pub mod libc_newer_than_tag;
pub mod libpython_linkage;
pub mod machine_mismatch;
pub mod module_hook_mismatch;
pub mod private_symbol;
pub mod shadows_cpython_symbol;
pub mod suffix_tag_mismatch;
pub mod symbol_not_exported;
pub mod tag_metadata_mismatch;
pub mod unreadable_or_missing_binary;
