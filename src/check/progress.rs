//! How far a run is, for whoever watches it from another thread. Counts; shows nothing.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Numbers that a run raises as it goes.
#[derive(Debug, Default)]
pub struct Progress {
    files: AtomicUsize,
    pub(super) read: AtomicUsize,
    steps: AtomicUsize,
    done: AtomicUsize,
}

impl Progress {
    pub(super) fn add_files(&self, count: usize) {
        self.files.fetch_add(count, Relaxed);
    }

    pub(super) fn add_steps(&self, count: usize) {
        self.steps.fetch_add(count, Relaxed);
    }

    pub(super) fn step(&self) {
        self.done.fetch_add(1, Relaxed);
    }

    /// One that is so far with its files and steps.
    #[cfg(test)]
    pub(crate) fn at(files: (usize, usize), steps: (usize, usize)) -> Progress {
        Progress { read: files.0.into(), files: files.1.into(), done: steps.0.into(), steps: steps.1.into() }
    }

    /// Files read, of so many.
    pub fn files(&self) -> (usize, usize) {
        (self.read.load(Relaxed), self.files.load(Relaxed))
    }

    /// Rules run over projects, of so many; nothing as long as files are read.
    pub fn steps(&self) -> (usize, usize) {
        (self.done.load(Relaxed), self.steps.load(Relaxed))
    }
}
