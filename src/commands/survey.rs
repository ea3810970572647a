//! `extlint survey`.

use std::{
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{CommandError, Exit, Streams, write_errors};
use crate::{
    cli::SurveyArgs,
    input::{InputError, read_source, read_stdin},
    survey::{Done, Failure, Input, Survey, inputs},
};

/// Distributions at one time where nobody says how many: each may take memory.
const JOBS: usize = 4;
/// Stack of the threads that check.
const STACK: usize = 64 << 20;
/// Between two looks at the clock.
const TICK: Duration = Duration::from_millis(500);
const LOOK: &str = "{bar:30} {pos}/{len} distributions, {per_sec}, {eta} left";
/// What a survey runs pip with where nobody says.
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Checks distributions and writes their tables.
pub(super) fn run(args: &SurveyArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let mut errors = Vec::new();
    let inputs = named(args, &mut errors);
    let python = args.python.as_deref().unwrap_or(Path::new(PYTHON));
    let survey = match Survey::new(&args.output, python) {
        Ok(survey) => survey,
        Err(error) => {
            write_errors(&[error], streams.err)?;
            return Ok(Exit::Failed);
        }
    };
    let jobs =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get().min(JOBS)), usize::from);
    let target = if streams.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let counts = work(&survey, &inputs, jobs, target, &mut errors);
    if let Some(error) = &counts.stopped {
        errors.push(error.clone());
    }
    errors.sort();
    write_errors(&errors, streams.err)?;
    let Counts { checked, partly, before, failed, .. } = counts;
    let output = args.output.display();
    write!(streams.err, "{output}: {}", some(checked, "distribution checked", "distributions checked"))?;
    if partly > 0 {
        write!(streams.err, ", {partly} of them with gaps")?;
    }
    writeln!(streams.err, "; {before} done before, {failed} failed")?;
    let left = inputs.len().saturating_sub(checked + before + failed);
    if counts.stopped.is_some() {
        let left = some(left, "input was", "inputs were");
        writeln!(streams.err, "{left} not looked at; the same command goes on from here")?;
    }
    Ok(if errors.is_empty() { Exit::Clean } else { Exit::Failed })
}

fn some(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How it went.
#[derive(Default)]
struct Counts {
    checked: usize,
    partly: usize,
    before: usize,
    failed: usize,
    /// Why not all inputs were looked at.
    stopped: Option<InputError>,
}

/// Surveys the inputs, some at a time. The bar is drawn by this thread alone, which has the lock of its stream.
fn work(
    survey: &Survey,
    inputs: &[Input],
    jobs: usize,
    target: ProgressDrawTarget,
    errors: &mut Vec<InputError>,
) -> Counts {
    let bar = ProgressBar::with_draw_target(Some(inputs.len() as u64), target);
    bar.set_style(ProgressStyle::with_template(LOOK).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut counts = Counts::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (said, heard) = mpsc::channel();
        let mut started = 0;
        for _ in 0..jobs.min(inputs.len()) {
            let (said, next) = (said.clone(), &next);
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
        if started == 0 && !inputs.is_empty() {
            let cause = "there is no thread to check with; `--jobs 1` needs the least memory";
            counts.stopped = Some(InputError { path: "the survey".to_owned(), cause: cause.to_owned() });
        }
        loop {
            match heard.recv_timeout(TICK) {
                Err(RecvTimeoutError::Timeout) => bar.tick(),
                Err(RecvTimeoutError::Disconnected) => break,
                Ok(result) => {
                    bar.inc(1);
                    match result {
                        Ok(Done::Before) => counts.before += 1,
                        Ok(Done::Checked { partly }) => {
                            counts.checked += 1;
                            counts.partly += usize::from(partly);
                        }
                        Err(Failure::Input(error)) => {
                            counts.failed += 1;
                            errors.push(error);
                        }
                        Err(Failure::Output(error)) => {
                            // No other input is begun.
                            next.store(inputs.len(), Ordering::Relaxed);
                            counts.stopped.get_or_insert(error);
                        }
                    }
                }
            }
        }
    });
    bar.finish_and_clear();
    counts
}

/// What the arguments name; lists that cannot be read are errors.
fn named(args: &SurveyArgs, errors: &mut Vec<InputError>) -> Vec<Input> {
    let mut lines = |list: &Path| -> Vec<String> {
        let read = if list == Path::new("-") { read_stdin(list) } else { read_source(list) };
        match read {
            Ok(text) => listed(&String::from_utf8_lossy(&text)),
            Err(error) => {
                errors.push(error);
                Vec::new()
            }
        }
    };
    let mut paths = Vec::new();
    for path in &args.paths {
        match path.to_str().and_then(|path| path.strip_prefix('@')) {
            Some(list) => paths.extend(lines(Path::new(list)).into_iter().map(PathBuf::from)),
            None => paths.push(path.clone()),
        }
    }
    paths.extend(args.from.iter().flat_map(|list| lines(list)).map(PathBuf::from));
    let requirements = args.requirements.iter().flat_map(|list| lines(list));
    // As pip has it, a comment may stand behind a requirement; a path may hold anything.
    let requirements = requirements.map(|line| line.split(" #").next().unwrap_or_default().trim().to_owned());
    let requirements: Vec<String> = requirements.collect();
    inputs(&paths, &requirements)
}

/// The lines of a list; empty ones, and those that begin with `#`, say nothing.
fn listed(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}
