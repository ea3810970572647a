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
        let mut shown = Bar::new(ProgressDrawTarget::stderr());
        while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            shown.show(&numbers);
        }
        shown.bar.finish_and_clear();
    });
    let done = work();
    drop(end);
    // Nothing is written before the bar is gone.
    let _ = watcher.join();
    done
}

/// What is drawn: the files that were read, then the rules that ran.
struct Bar {
    bar: ProgressBar,
    reading: bool,
}

impl Bar {
    fn new(target: ProgressDrawTarget) -> Bar {
        let bar = Bar { bar: ProgressBar::with_draw_target(None, target), reading: true };
        bar.looks(READING);
        bar
    }

    fn looks(&self, template: &str) {
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    fn show(&mut self, numbers: &Progress) {
        let (files, steps) = (numbers.files(), numbers.steps());
        if self.reading && steps.1 > 0 {
            self.reading = false;
            self.looks(CHECKING);
        }
        let (at, all) = if self.reading { files } else { steps };
        self.bar.set_length(all as u64);
        self.bar.set_position(at as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Mutex, PoisonError},
    };

    use indicatif::TermLike;

    use super::*;

    /// A terminal of one line.
    #[derive(Clone, Debug, Default)]
    struct Screen(Arc<Mutex<String>>);

    impl Screen {
        fn line(&self) -> String {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
        }

        fn change(&self, change: impl FnOnce(&mut String)) -> io::Result<()> {
            change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
            Ok(())
        }
    }

    impl TermLike for Screen {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            self.change(String::clear)
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.change(|line| line.push_str(text))
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.change(|line| line.push_str(text))
        }
        fn clear_line(&self) -> io::Result<()> {
            self.change(String::clear)
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn files_are_counted_then_rules_and_the_line_is_gone_in_the_end() {
        let screen = Screen::default();
        let mut bar = Bar::new(ProgressDrawTarget::term_like(Box::new(screen.clone())));
        bar.show(&Progress::at((1, 4), (0, 0)));
        assert!(screen.line().contains("1/4 files"), "{:?}", screen.line());
        bar.show(&Progress::at((4, 4), (3, 9)));
        assert!(screen.line().contains("3/9 rules") && !screen.line().contains("files"), "{:?}", screen.line());
        bar.bar.finish_and_clear();
        assert_eq!(screen.line().trim(), "");
    }

    #[test]
    fn nobody_who_watches_sees_nothing_of_a_short_run() {
        assert_eq!(watch(false, &Arc::default(), || 1), 1);
        assert_eq!(watch(true, &Arc::default(), || 2), 2);
    }
}
