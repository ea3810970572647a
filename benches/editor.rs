//! How soon a change of one file is answered: with its extension alone, and with the whole project; what is kept for
//! that; and what a second run over the same files takes beside the first.
//!
//! ```sh
//! EXTLINT_BENCH_DIR=cpython/Modules EXTLINT_BENCH_FILE=_ssl.c cargo bench --bench editor
//! ```
//!
//! Without a folder the sources of this repository are taken, and in any folder the largest file. A key stroke is a
//! character put into a comment at the end of the file, or a digit into a function: both change its text. Printed: the
//! fastest, the median and the slowest of the rounds, in milliseconds, with the processor time of all threads behind the
//! median, and the peak of resident memory (Linux). With `EXTLINT_BENCH_EACH=1` a first answer is asked for about each file
//! of the folder as well, and compared with what the whole project says.

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use extlint::cache::Cache;
use extlint::check::{Kept, Outcome, Progress, check_watched};
use extlint::config::{Overrides, Settings};
use extlint::facts::FileId;
use extlint::finding::Finding;
use extlint::input::{Overlay, Request};

/// Key strokes that are measured.
const ROUNDS: usize = 15;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = env::var_os("EXTLINT_BENCH_DIR").map_or_else(|| root.join("examples/sources"), PathBuf::from);
    let folder = fs::canonicalize(folder).expect("the folder is there");
    let settings = Settings::settle(&Overrides::default(), &folder, &folder).expect("settings");
    let mut request = Request {
        paths: vec![".".into()],
        cwd: folder.clone(),
        exclude: settings.exclude.clone(),
        force_exclude: false,
        gitignore: true,
        stdin_name: None,
        overlay: Overlay::default(),
    };
    let mut kept = Kept::default();
    let start = Instant::now();
    let mut outcome = kept.check(&request, &settings, &Progress::default()).expect("nobody stops it");
    let files = &outcome.sources.files;
    let bytes: usize = files.iter().map(|text| text.bytes.len()).sum();
    println!("{} files, {:.1} MB, first reading {:.0} ms", files.len(), bytes as f64 / 1e6, ms(start));
    let named = env::var_os("EXTLINT_BENCH_FILE").map(|name| folder.join(name));
    let largest = || files.iter().max_by_key(|text| text.bytes.len()).map(|text| text.path.clone());
    let path = named.or_else(largest).expect("a file");
    let path = fs::canonicalize(folder.join(path)).expect("the file is there");
    let before = fs::read(&path).expect("the file is readable");
    println!("{}: {} lines", path.display(), memchr::memchr_iter(b'\n', &before).count());
    let mut differ = 0;
    for (what, body) in [("a comment", false), ("a function", true)] {
        let (mut near, mut whole) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let text = typed(&before, body, round);
            let start = Clock::start();
            let sources = std::mem::take(&mut outcome.sources);
            let first = match kept.check_near(sources, (&path, &text), &request, &settings, &Progress::default()) {
                Ok(first) => {
                    near.push(start.spent());
                    outcome.sources = first.outcome.sources;
                    Some((first.outcome.findings, first.files))
                }
                Err(sources) => {
                    outcome.sources = sources;
                    None
                }
            };
            request.overlay.set(&path, text);
            let start = Clock::start();
            outcome = kept.check(&request, &settings, &Progress::default()).expect("nobody stops it");
            whole.push(start.spent());
            differ += first.map_or(0, |(found, files)| usize::from(!is_same(&found, &files, &outcome)));
        }
        println!("typed into {what}: its extension {}, the project {}", three(near), three(whole));
    }
    println!("first answers that the project's corrected: {differ}");
    if env::var_os("EXTLINT_BENCH_EACH").is_some() {
        each(&mut kept, &mut outcome, &request, &settings);
    }
    println!("files read anew: {}; peak of memory {}", kept.read(), peak());
    request.overlay = Overlay::default();
    let place = env::temp_dir().join(format!("extlint-bench-{}", std::process::id()));
    let cache = Cache::at(&place).expect("a folder for the cache");
    let once = || {
        let start = Instant::now();
        check_watched(&request, &settings, &Progress::default(), Some(&cache));
        ms(start)
    };
    let first = once();
    let mut again: Vec<f64> = (0..5).map(|_| once()).collect();
    again.sort_by(f64::total_cmp);
    println!("a run {first:.0} ms, the same again {:.0} ms: {:.1} times as fast", again[2], first / again[2]);
    // What is left is the system's to clean.
    let _ = fs::remove_dir_all(place);
}

/// The text with one thing more.
fn typed(before: &[u8], body: bool, round: usize) -> Vec<u8> {
    let mut text = before.to_vec();
    let inside = memchr::memmem::rfind(before, b"\n    return ").filter(|_| body);
    match inside {
        Some(at) => drop(text.splice(at..at, format!("\n    (void){round};").into_bytes())),
        None => text.extend(format!("/* {round} */\n").bytes()),
    }
    text
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// Wall and processor time, in milliseconds.
type Spent = (f64, f64);

/// The time since a moment.
struct Clock(Instant, f64);

impl Clock {
    fn start() -> Self {
        Clock(Instant::now(), processor())
    }

    fn spent(&self) -> Spent {
        (ms(self.0), processor() - self.1)
    }
}

/// Processor time of all threads of this process, in milliseconds; 0 where the system does not tell (Linux does).
fn processor() -> f64 {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: fs::DirEntry| {
        let text = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0)
    };
    tasks.map(of).sum::<f64>() / 1e6
}

/// What is said of each file by its extensions alone, beside what the project says of it.
fn each(kept: &mut Kept, outcome: &mut Outcome, request: &Request, settings: &Settings) {
    let (mut asked, mut same, mut alone) = (0, 0, 0);
    for at in 0..outcome.sources.files.len() {
        let (path, text) = (outcome.sources.files[at].path.clone(), outcome.sources.files[at].bytes.to_vec());
        let path = fs::canonicalize(request.cwd.join(path)).expect("the file is there");
        let sources = std::mem::take(&mut outcome.sources);
        match kept.check_near(sources, (&path, &text), request, settings, &Progress::default()) {
            Ok(first) => {
                outcome.sources = first.outcome.sources;
                let equal = is_same(&first.outcome.findings, &first.files, outcome);
                if !equal {
                    println!("{}: differs", path.display());
                }
                alone += usize::from(first.files.len() == 1);
                asked += 1;
                same += usize::from(equal);
            }
            Err(sources) => outcome.sources = sources,
        }
    }
    println!("first answers about each file: {asked}, of these {alone} about it alone; {same} as the project says");
}

/// Whether findings are all that an outcome has in some files.
fn is_same(found: &[Finding], files: &BTreeSet<FileId>, outcome: &Outcome) -> bool {
    let whole = outcome.findings.iter().filter(|finding| files.contains(&finding.file()));
    found.iter().map(|finding| format!("{finding:?}")).eq(whole.map(|finding| format!("{finding:?}")))
}

fn three(mut times: Vec<Spent>) -> String {
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    match (times.first(), times.get(times.len() / 2), times.last()) {
        (Some((first, _)), Some((middle, _)), Some((last, _))) => {
            let mut used: Vec<f64> = times.iter().map(|spent| spent.1).collect();
            used.sort_by(f64::total_cmp);
            format!("{first:.0} / {middle:.0} / {last:.0} ms ({:.0} ms of processor time)", used[used.len() / 2])
        }
        _ => "is not checked by itself".to_owned(),
    }
}

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
