//! Gives memory that is free back to the system, between two parts of a run that use it differently. glibc keeps for each
//! thread what the trees of large files took; other allocators give it back by themselves.
#![allow(unsafe_code)]

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::ffi::c_int;

    // SAFETY: the function of malloc.h, which takes a number and may be called at any time by any thread.
    unsafe extern "C" {
        pub(super) safe fn malloc_trim(pad: usize) -> c_int;
    }
}

/// Gives back what is free.
pub(super) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::malloc_trim(0);
}
