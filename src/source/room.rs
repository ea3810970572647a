//! How much room the facts of a run may take. Whether it is enough does not hang on the order in which files are read.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of facts of a run: 2 GB. Links and findings take about as much again.
const ROOM: usize = 2 << 30;

/// What the facts of a run take, and may take.
#[derive(Debug)]
pub struct Room {
    held: AtomicUsize,
    limit: usize,
}

impl Default for Room {
    fn default() -> Self {
        Room::of(ROOM)
    }
}

impl Room {
    /// Room for facts of so many bytes.
    pub fn of(limit: usize) -> Self {
        Room { held: AtomicUsize::new(0), limit }
    }

    /// Counts the facts of a file.
    pub(super) fn take(&self, bytes: usize) {
        self.held.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether all facts together take more room than they may. While files are read, "no" may still become "yes".
    pub fn is_short(&self) -> bool {
        self.held.load(Ordering::Relaxed) > self.limit
    }

    /// The bytes that facts may take.
    pub fn limit(&self) -> usize {
        self.limit
    }
}
