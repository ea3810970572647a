//! How far a run is, for whoever watches it from another thread, and whether it is still wanted. Counts; shows nothing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// Numbers that a run raises as it goes.
#[derive(Debug, Default)]
pub struct Progress {
    files: AtomicUsize,
    pub(super) read: AtomicUsize,
    steps: AtomicUsize,
    done: AtomicUsize,
    stopped: AtomicBool,
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

    /// Says that nobody wants what the run finds any more: it ends soon.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// Whether somebody said so.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Relaxed)
    }

    /// One that is so far with its files and steps.
    #[cfg(test)]
    pub(crate) fn at(files: (usize, usize), steps: (usize, usize)) -> Progress {
        Progress {
            read: files.0.into(),
            files: files.1.into(),
            done: steps.0.into(),
            steps: steps.1.into(),
            stopped: false.into(),
        }
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
