//! `extlint survey`.

use std::{
    path::PathBuf,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{CommandError, Exit, Streams, write_errors};
use crate::{
    cli::SurveyArgs,
    input::{InputError, read_small_named},
    survey::{Done, Survey, inputs},
};

/// Distributions at one time where nobody says how many: each may take memory.
const JOBS: usize = 4;
/// Stack of the threads that check.
const STACK: usize = 64 << 20;
const LOOK: &str = "{bar:30} {pos}/{len} distributions, {per_sec}, {eta} left";

/// Checks distributions and writes their tables.
pub(super) fn run(args: &SurveyArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let mut errors = Vec::new();
    let mut paths = args.paths.clone();
    for list in &args.list {
        match read_small_named(list) {
            Ok(text) => paths.extend(listed(&String::from_utf8_lossy(&text))),
            Err(error) => errors.push(error),
        }
    }
    let survey = match Survey::new(&args.output) {
        Ok(survey) => survey,
        Err(error) => {
            write_errors(&[error], streams.err)?;
            return Ok(Exit::Failed);
        }
    };
    let inputs = inputs(&paths);
    let jobs =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get().min(JOBS)), usize::from);
    let target = if streams.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(inputs.len() as u64), target);
    bar.set_style(ProgressStyle::with_template(LOOK).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let [mut checked, mut before, mut partly] = [0usize; 3];
    let next = AtomicUsize::new(0);
    let started = std::thread::scope(|scope| {
        let (said, heard) = mpsc::channel();
        let mut started = 0;
        for _ in 0..jobs.min(inputs.len()) {
            let said = said.clone();
            let (survey, inputs, next) = (&survey, &inputs, &next);
            let work = move || {
                while let Some(input) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if said.send(survey.add(input)).is_err() {
                        return;
                    }
                }
            };
            // With fewer threads than asked for it takes longer.
            started += usize::from(std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok());
        }
        drop(said);
        for result in heard {
            bar.inc(1);
            match result {
                Ok(Done::Before) => before += 1,
                Ok(Done::Checked { gaps }) => {
                    checked += 1;
                    partly += usize::from(gaps > 0);
                }
                Err(error) => errors.push(error),
            }
        }
        started
    });
    bar.finish_and_clear();
    if started == 0 && !inputs.is_empty() {
        errors.push(InputError::new(&args.output, "cannot start a thread; `--jobs 1` needs the least memory"));
    }
    errors.sort();
    write_errors(&errors, streams.err)?;
    let (failed, output) = (errors.len(), args.output.display());
    writeln!(
        streams.err,
        "{output}: {checked} distributions checked ({partly} of them with gaps), {before} done before, {failed} failed"
    )?;
    Ok(if errors.is_empty() { Exit::Clean } else { Exit::Failed })
}

/// The paths in a list; empty lines and those that begin with `#` say nothing.
fn listed(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(PathBuf::from).collect()
}
