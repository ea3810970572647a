//! Time of a whole check of wheels beside only inflating their native members with the same library, on one thread.
//!
//! `EXTLINT_BENCH_WHEELS` names a folder of wheels; without it there is nothing to measure. What debug information and
//! machine code cost shows the difference between runs with and without their features:
//!
//! ```text
//! cargo bench --bench wheels
//! cargo bench --bench wheels --no-default-features
//! ```

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::fs;
use std::io::{self, Cursor, Read as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser as _;
use extlint::cli::Cli;
use extlint::commands::{Streams, run};
use zip::ZipArchive;

/// Runs of which the fastest counts.
const RUNS: usize = 7;

fn main() {
    let Some(folder) = std::env::var_os("EXTLINT_BENCH_WHEELS").map(PathBuf::from) else {
        println!("EXTLINT_BENCH_WHEELS names no folder of wheels");
        return;
    };
    let entries = fs::read_dir(&folder).expect("the folder is readable").flatten().map(|e| e.path());
    let paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "whl")).collect();
    let wheels: Vec<Vec<u8>> = paths.iter().map(|p| fs::read(p).expect("a wheel is readable")).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let (mut inflate, mut whole, mut bytes) = (Duration::MAX, Duration::MAX, 0);
    // In turns, so that both see the same load of the machine.
    for _ in 0..RUNS {
        inflate = inflate.min(time(|| bytes = pool.install(|| wheels.iter().map(|w| inflate_binaries(w)).sum())));
        whole = whole.min(time(|| pool.install(|| check(&paths))));
    }
    let features = [("debuginfo", cfg!(feature = "debuginfo")), ("disasm", cfg!(feature = "disasm"))];
    let on: Vec<&str> = features.iter().filter(|f| f.1).map(|f| f.0).collect();
    println!("{} wheels, {:.1} MB of native members, features {on:?}", wheels.len(), bytes as f64 / 1e6);
    println!(
        "inflating {:.3} s, whole check {:.3} s, whole check / inflating = {:.2}",
        inflate.as_secs_f64(),
        whole.as_secs_f64(),
        whole.as_secs_f64() / inflate.as_secs_f64()
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Inflates every member that begins like an ELF, Mach-O or PE file; gives the number of bytes.
fn inflate_binaries(wheel: &[u8]) -> u64 {
    let mut archive = ZipArchive::new(Cursor::new(wheel)).expect("a zip archive");
    let mut total = 0;
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        let mut bytes = Vec::with_capacity(member.size() as usize);
        member.by_ref().take(4).read_to_end(&mut bytes).expect("it inflates");
        let binary = matches!(
            bytes.as_slice(),
            [0x7f, b'E', b'L', b'F']
                | [b'M', b'Z', ..]
                | [0xcf | 0xce, 0xfa, 0xed, 0xfe]
                | [0xca, 0xfe, 0xba, 0xbe | 0xbf]
        );
        if binary {
            member.read_to_end(&mut bytes).expect("it inflates");
            total += bytes.len() as u64;
        }
    }
    total
}

fn check(paths: &[PathBuf]) {
    let mut args = vec!["extlint".into(), "check".into(), "--no-cache".into(), "--no-config".into()];
    args.extend(paths.iter().cloned().map(PathBuf::into_os_string));
    let cli = Cli::try_parse_from(args).expect("arguments");
    let streams = &mut Streams { out: &mut io::sink(), err: &mut io::sink(), terminal: false, watched: false };
    run(&cli, streams).expect("the check runs");
}
