//! How far the first reading of a folder is, told to the client while it goes on.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::wire;
use crate::check::Progress;

/// Time between two words.
const STEP: Duration = Duration::from_millis(200);

/// A run that the client is told about.
#[derive(Debug)]
struct Bar {
    token: String,
    root: PathBuf,
    progress: Arc<Progress>,
    /// The last percentage.
    said: usize,
}

/// The runs that the client is told about.
#[derive(Debug, Default)]
pub(super) struct Bars {
    bars: Vec<Bar>,
    next: Option<Instant>,
}

impl Bars {
    /// When there is something to say.
    pub(super) fn next(&self) -> Option<Instant> {
        self.next.filter(|_| !self.bars.is_empty())
    }

    /// Begins to tell of a run.
    pub(super) fn begin(
        &mut self,
        out: &mut dyn Write,
        (number, root): (u64, PathBuf),
        progress: Arc<Progress>,
    ) -> io::Result<()> {
        self.end(out, &root)?;
        let token = format!("extlint-reading-{number}");
        wire::request(out, number, "window/workDoneProgress/create", &json!({"token": token}))?;
        let title = format!("Reading {}", root.file_name().unwrap_or(root.as_os_str()).to_string_lossy());
        let begin = json!({"kind": "begin", "title": title, "percentage": 0, "cancellable": false});
        say(out, &token, &begin)?;
        self.bars.push(Bar { token, root, progress, said: 0 });
        self.next = Some(Instant::now() + STEP);
        Ok(())
    }

    /// Says how far runs are, where it is time.
    pub(super) fn step(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.next().is_none_or(|next| next > Instant::now()) {
            return Ok(());
        }
        self.next = Some(Instant::now() + STEP);
        for bar in &mut self.bars {
            let ((read, files), (done, steps)) = (bar.progress.files(), bar.progress.steps());
            // Reading takes the most time of a first run.
            let part = |done: usize, all: usize, share: usize| (done.min(all) * share).checked_div(all).unwrap_or(0);
            let percentage = part(read, files, 80) + part(done, steps, 20);
            if percentage > bar.said {
                bar.said = percentage;
                let message = format!("{read} of {files} files");
                say(out, &bar.token, &json!({"kind": "report", "percentage": percentage, "message": message}))?;
            }
        }
        Ok(())
    }

    /// Tells that the run over a folder is over.
    pub(super) fn end(&mut self, out: &mut dyn Write, root: &Path) -> io::Result<()> {
        let over: Vec<Bar> = self.bars.extract_if(.., |bar| bar.root == root).collect();
        over.iter().try_for_each(|bar| say(out, &bar.token, &json!({"kind": "end"})))
    }

    /// Tells that all runs are over.
    pub(super) fn end_all(&mut self, out: &mut dyn Write) -> io::Result<()> {
        std::mem::take(&mut self.bars).iter().try_for_each(|bar| say(out, &bar.token, &json!({"kind": "end"})))
    }
}

fn say(out: &mut dyn Write, token: &str, value: &Value) -> io::Result<()> {
    wire::notify(out, "$/progress", &json!({"token": token, "value": value}))
}
