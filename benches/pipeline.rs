//! Speed of the pipeline beside a bare tree-sitter parse of the same bytes, on one thread.
//!
//! `EXTLINT_BENCH_DIR` names a folder of C and C++ sources, read as one project. Without it, the sources of this
//! repository are taken many times over, each copy as a project of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use extlint::facts::{FileFacts, FileId, Targets};
use extlint::link::Project;
use extlint::source::{SourceInput, read};

/// Bytes of the corpus made from the repository's own sources.
const OWN_BYTES: usize = 4 << 20;
/// Runs of which the fastest counts for the closing ratio.
const RUNS: usize = 5;

/// Path and bytes of each file of a project.
type Sources = Vec<(String, Vec<u8>)>;

fn main() {
    let (files, bytes) = (projects().iter().map(Vec::len).sum::<usize>(), total_bytes());
    println!("{files} files in {} projects, {:.1} MB", projects().len(), bytes as f64 / 1e6);
    divan::main();
    let bare = fastest(parse_all);
    let whole = fastest(|| one_thread(check_all));
    println!(
        "bare parse {:.1} MB/s, whole check {:.1} MB/s, ratio {:.2}",
        speed(bare),
        speed(whole),
        whole.as_secs_f64() / bare.as_secs_f64()
    );
}

fn projects() -> &'static [Sources] {
    static PROJECTS: OnceLock<Vec<Sources>> = OnceLock::new();
    PROJECTS.get_or_init(|| match std::env::var_os("EXTLINT_BENCH_DIR") {
        Some(folder) => vec![sources(&PathBuf::from(folder))],
        None => {
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            let own = [sources(&root.join("examples")), sources(&root.join("tests/corpus"))].concat();
            let size: usize = own.iter().map(|(_, text)| text.len()).sum();
            vec![own; OWN_BYTES.div_ceil(size.max(1))]
        }
    })
}

fn sources(folder: &Path) -> Sources {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for path in entries.flatten().map(|e| e.path()) {
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if path.is_dir() {
                open.push(path);
            } else if ["c", "h", "cc", "cpp", "cxx", "hpp"].contains(&extension)
                && let Ok(text) = fs::read(&path)
            {
                found.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no sources in {}", folder.display());
    found
}

fn total_bytes() -> usize {
    projects().iter().flatten().map(|(_, text)| text.len()).sum()
}

fn inputs(sources: &Sources) -> Vec<SourceInput<'_>> {
    let numbered = (0u32..).zip(sources);
    numbered.map(|(i, (path, text))| SourceInput { file: FileId(i), path, text }).collect()
}

fn facts(sources: &Sources, targets: &Targets) -> Vec<FileFacts> {
    read(&inputs(sources), targets)
}

fn one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    pool.install(work)
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn speed(time: Duration) -> f64 {
    total_bytes() as f64 / 1e6 / time.as_secs_f64()
}

/// The bytes as they are, by the C grammar: what no tool of this kind can be faster than.
fn parse_all() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_c::LANGUAGE.into()).expect("the grammar fits the library");
    for (_, text) in projects().iter().flatten() {
        black_box(parser.parse(text, None));
    }
}

fn read_all() {
    for sources in projects() {
        black_box(facts(sources, &Targets::default()));
    }
}

fn link_all() {
    for sources in projects() {
        let targets = Targets::default();
        let paths = sources.iter().map(|(path, _)| path.clone()).collect();
        black_box(Project::link(facts(sources, &targets), paths, targets));
    }
}

fn check_all() {
    link_all();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn bare_parse(bencher: Bencher) {
    bencher.counter(BytesCount::new(total_bytes())).bench(parse_all);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn read_facts(bencher: Bencher) {
    bencher.counter(BytesCount::new(total_bytes())).bench(|| one_thread(read_all));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn read_and_link(bencher: Bencher) {
    bencher.counter(BytesCount::new(total_bytes())).bench(|| one_thread(link_all));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn whole_check(bencher: Bencher) {
    bencher.counter(BytesCount::new(total_bytes())).bench(|| one_thread(check_all));
}
