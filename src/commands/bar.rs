//! The progress bar of a run that takes longer than a second, on a terminal alone.

use std::{
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::check::Progress;

/// A run that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two looks at the numbers.
const TICK: Duration = Duration::from_millis(100);

const READING: &str = "{bar:30} {pos}/{len} files, {per_sec}, {eta} left";
const CHECKING: &str = "{bar:30} {pos}/{len} rules";

/// Runs `work` and shows meanwhile how far it is; `shown`: people watch.
pub(super) fn watch<T>(shown: bool, progress: &Arc<Progress>, work: impl FnOnce() -> T) -> T {
    if !shown {
        return work();
    }
    let (end, ended) = mpsc::channel::<()>();
    let numbers = Arc::clone(progress);
    let watcher = std::thread::spawn(move || {
        if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = |template| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style(READING));
        let mut reading = true;
        while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            let (files, steps) = (numbers.files(), numbers.steps());
            if reading && steps.1 > 0 {
                reading = false;
                bar.set_style(style(CHECKING));
            }
            let (at, all) = if reading { files } else { steps };
            bar.set_length(all as u64);
            bar.set_position(at as u64);
        }
        bar.finish_and_clear();
    });
    let done = work();
    drop(end);
    // Nothing is written before the bar is gone.
    let _ = watcher.join();
    done
}
