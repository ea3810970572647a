//! How soon a change of one file is answered: with its extension alone, and with the whole project; what is kept for
//! that; and what a second run over the same files takes beside the first.
//!
//! ```sh
//! EXTLINT_BENCH_DIR=cpython/Modules EXTLINT_BENCH_FILE=_ssl.c cargo bench --bench editor
//! ```
//!
//! Without a folder the sources of this repository are taken, and in any folder the largest file. A key stroke is a
//! character put into a comment at the end of the file, or a digit into a function: both change its text. Printed: the
//! fastest, the median and the slowest of the rounds, in milliseconds, and the peak of resident memory (Linux).

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use extlint::cache::Cache;
use extlint::check::{Kept, Progress, check_watched};
use extlint::config::{Overrides, Settings};
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
    for (what, body) in [("a comment", false), ("a function", true)] {
        let (mut near, mut whole) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let text = typed(&before, body, round);
            let start = Instant::now();
            let sources = std::mem::take(&mut outcome.sources);
            match kept.check_near(sources, (&path, &text), &request, &settings, &Progress::default()) {
                Ok(first) => {
                    near.push(ms(start));
                    outcome.sources = first.sources;
                }
                Err(sources) => outcome.sources = sources,
            }
            request.overlay.set(&path, text);
            let start = Instant::now();
            outcome = kept.check(&request, &settings, &Progress::default()).expect("nobody stops it");
            whole.push(ms(start));
        }
        println!("typed into {what}: its extension {}, the project {}", three(near), three(whole));
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

fn three(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    match (times.first(), times.get(times.len() / 2), times.last()) {
        (Some(first), Some(middle), Some(last)) => format!("{first:.0} / {middle:.0} / {last:.0} ms"),
        _ => "is not checked by itself".to_owned(),
    }
}

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
