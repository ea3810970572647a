//! Rules about the limited API, and the stable ABI of both kinds of build.

pub mod abi3t;
pub mod libc_includes;
pub mod limited_macro;
pub mod needs_cast;
pub mod not_in_limited_api;
pub mod opaque_in_limited;
pub mod version_conditional;
