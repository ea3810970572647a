//! Rules about who owns a reference on each path of a function: leaks, uses after the end, missing tests.

pub mod borrowed_across_call;
pub mod dealloc_clobbers_exception;
pub mod leak_on_path;
pub mod release_after_steal;
pub mod released_uninitialised;
pub mod unchecked_null;
pub mod unguarded_recursion;
pub mod use_after_release;
