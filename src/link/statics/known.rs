//! What functions and macros of the C library and of CPython do to the pointers they get: only those that matter for
//! variables with static storage. A name that is not here is unknown.

/// What a callee does to one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentUse {
    /// Writes what the pointer points to.
    Writes,
    /// Writes the argument itself, an lvalue (macros such as `Py_CLEAR`).
    WritesLvalue,
    /// Writes what the pointer points to in one atomic step.
    WritesAtomically,
    /// Reads only, and keeps no pointer.
    Reads,
    /// Nothing is known.
    Unknown,
}

use ArgumentUse::{Reads, Unknown, Writes, WritesAtomically, WritesLvalue};

use crate::capi::families::{self, Family};
use crate::capi::pointers::{self, Effect};

/// Prefixes of atomic operations of compilers and systems on the object that their first argument points to.
const ATOMIC: &[&str] = &["__atomic_", "__sync_", "atomic_", "std::atomic_", "Interlocked", "_Interlocked"];

/// Words in the name of an atomic operation that only reads.
const ATOMIC_READS: &[&str] = &["load", "thread_fence", "is_lock_free", "synchronize"];

/// What `callee` does to its argument of this index.
pub(crate) fn argument(callee: &str, index: usize) -> ArgumentUse {
    let bare = callee.strip_prefix("std::").unwrap_or(callee);
    // What is atomic is that first: the table of functions says only that it writes.
    if ATOMIC.iter().any(|prefix| callee.starts_with(prefix)) || families::is(callee, Family::Atomic) {
        let reads = index > 0 || ATOMIC_READS.iter().any(|word| callee.contains(word));
        return if reads { Reads } else { WritesAtomically };
    }
    match pointers::argument(bare, index) {
        Some(Effect::Writes) => Writes,
        Some(Effect::WritesLvalue) => WritesLvalue,
        Some(Effect::Reads) => Reads,
        None => Unknown,
    }
}

/// Methods of C++ library types that change the object, atomics left out.
const MUTATING: &[&str] = &[
    "push_back",
    "emplace_back",
    "push_front",
    "emplace_front",
    "pop_back",
    "pop_front",
    "insert",
    "emplace",
    "try_emplace",
    "insert_or_assign",
    "erase",
    "clear",
    "resize",
    "reserve",
    "assign",
    "append",
    "swap",
    "push",
    "pop",
    "reset",
    "merge",
];

/// Whether a C++ method of this name changes its object.
pub(crate) fn mutates(method: &str) -> bool {
    MUTATING.contains(&method)
}
