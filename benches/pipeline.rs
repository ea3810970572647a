//! Speed of the pipeline's parts beside a bare tree-sitter parse of the same bytes, on one thread.
//!
//! `EXTLINT_BENCH_DIR` names a folder of C and C++ sources. Without it, the sources of this repository are taken, as
//! many times over as make a few megabytes: each time a run of its own.

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::Parser as _;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use extlint::cli::Cli;
use extlint::commands::{Streams, run};
use extlint::facts::{FileId, Targets};
use extlint::link::Project;
use extlint::source::{SourceInput, mask_only, read};

/// Bytes that one measurement reads where the sources of the repository are taken.
const OWN_BYTES: usize = 4 << 20;
/// Runs of which the fastest counts for the closing ratio.
const RUNS: usize = 5;

/// What is measured: the sources below some folders, `times` over.
struct Corpus {
    folders: Vec<PathBuf>,
    sources: Vec<(String, Vec<u8>)>,
    times: usize,
}

impl Corpus {
    fn bytes(&self) -> usize {
        self.times * self.sources.iter().map(|(_, text)| text.len()).sum::<usize>()
    }

    fn inputs(&self) -> Vec<SourceInput<'_>> {
        let numbered = (0u32..).zip(&self.sources);
        numbered.map(|(i, (path, text))| SourceInput { file: FileId(i), path, text }).collect()
    }
}

fn main() {
    let corpus = corpus();
    println!("{} files, {:.1} MB, {} time(s) over", corpus.sources.len(), corpus.bytes() as f64 / 1e6, corpus.times);
    divan::main();
    // In turns, so that both see the same load of the machine.
    let (mut bare, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        bare = bare.min(time(parse_all));
        whole = whole.min(time(|| one_thread(check_all)));
    }
    println!(
        "\nbare parse {:.1} MB/s, whole check {:.1} MB/s, whole check / bare parse = {:.2}",
        speed(bare),
        speed(whole),
        whole.as_secs_f64() / bare.as_secs_f64()
    );
}

fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let given = std::env::var_os("EXTLINT_BENCH_DIR").map(PathBuf::from);
        let own = || ["examples/sources", "tests/corpus", "tests/modules"].map(|folder| root.join(folder)).to_vec();
        let folders = given.clone().map_or_else(own, |folder| vec![folder]);
        let mut sources: Vec<_> = folders.iter().flat_map(|folder| sources(folder)).collect();
        sources.sort();
        let size: usize = sources.iter().map(|(_, text)| text.len()).sum();
        assert!(size > 0, "no sources in {folders:?}");
        Corpus { folders, sources, times: if given.is_some() { 1 } else { OWN_BYTES.div_ceil(size) } }
    })
}

fn sources(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).build().flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if ["c", "h", "cc", "cpp", "cxx", "hpp"].contains(&extension)
            && let Ok(text) = fs::read(path)
        {
            found.push((path.to_string_lossy().into_owned(), text));
        }
    }
    found
}

fn one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    pool.install(work)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn speed(time: Duration) -> f64 {
    corpus().bytes() as f64 / 1e6 / time.as_secs_f64()
}

/// The bytes as they are, by the grammar of their language: no tool on this grammar can be faster.
fn parse_all() {
    let mut c = tree_sitter::Parser::new();
    c.set_language(&tree_sitter_c::LANGUAGE.into()).expect("the grammar fits the library");
    #[cfg(feature = "cpp")]
    let mut cpp = tree_sitter::Parser::new();
    #[cfg(feature = "cpp")]
    cpp.set_language(&tree_sitter_cpp::LANGUAGE.into()).expect("the grammar fits the library");
    for _ in 0..corpus().times {
        for (path, text) in &corpus().sources {
            let parser = if path.ends_with(".c") || path.ends_with(".h") || cfg!(not(feature = "cpp")) {
                &mut c
            } else {
                #[cfg(not(feature = "cpp"))]
                unreachable!();
                #[cfg(feature = "cpp")]
                &mut cpp
            };
            black_box(parser.parse(text, None));
        }
    }
}

fn mask_all() {
    for _ in 0..corpus().times {
        black_box(mask_only(&corpus().inputs(), &Targets::default()));
    }
}

fn read_all() {
    for _ in 0..corpus().times {
        black_box(read(&corpus().inputs(), &Targets::default()));
    }
}

fn link_all() {
    let corpus = corpus();
    for _ in 0..corpus.times {
        let paths = corpus.sources.iter().map(|(path, _)| path.clone()).collect();
        let targets = Targets::default();
        black_box(Project::link(read(&corpus.inputs(), &targets), paths, targets));
    }
}

/// `extlint check`: walking, reading files, facts, rules, report.
fn check_all() {
    let mut args =
        vec!["extlint".into(), "check".into(), "--no-cache".into(), "--no-config".into(), "--no-ignore".into()];
    args.extend(corpus().folders.iter().cloned().map(PathBuf::into_os_string));
    let cli = Cli::try_parse_from(args).expect("arguments");
    for _ in 0..corpus().times {
        let streams = &mut Streams { out: &mut io::sink(), err: &mut io::sink(), terminal: false, watched: false };
        black_box(run(&cli, streams).expect("the check runs"));
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_bare_parse(bencher: Bencher) {
    bencher.counter(BytesCount::new(corpus().bytes())).bench(parse_all);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn b_lex_and_mask(bencher: Bencher) {
    bencher.counter(BytesCount::new(corpus().bytes())).bench(|| one_thread(mask_all));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn c_read_facts(bencher: Bencher) {
    bencher.counter(BytesCount::new(corpus().bytes())).bench(|| one_thread(read_all));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn d_read_and_link(bencher: Bencher) {
    bencher.counter(BytesCount::new(corpus().bytes())).bench(|| one_thread(link_all));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn e_whole_check(bencher: Bencher) {
    bencher.counter(BytesCount::new(corpus().bytes())).bench(|| one_thread(check_all));
}
