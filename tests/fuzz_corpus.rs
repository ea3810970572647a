//! What the fuzz targets were fed and what they found once, run without a fuzzer; that and real sources damaged, the same
//! in every run.

// What it prints is its report.
#![allow(clippy::print_stdout)]

// In the crate of the fuzz targets it is public.
#[allow(unreachable_pub)]
#[path = "../fuzz/src/entries/mod.rs"]
mod entries;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The files of a folder and of those in it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() { pending.push(path) } else { out.push(path) }
        }
    }
    out.sort();
    out
}

#[test]
fn every_kept_input_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (target, run) in entries::ALL {
        let declared =
            fs::read_to_string(root.join(format!("fuzz_targets/{target}.rs"))).expect("a target of that name");
        assert!(declared.contains(&format!("::{target}(bytes)")), "{target}");
        let inputs = files(&root.join("corpus").join(target));
        assert!(!inputs.is_empty(), "{target} has no inputs");
        inputs.iter().for_each(|path| run(&fs::read(path).expect("the input is there")));
    }
}

/// A generator after Marsaglia (xorshift64): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Takes parts of a text out, doubles them, puts them elsewhere, or writes what readers break on.
    fn damage(&mut self, text: &mut Vec<u8>) {
        const VALUES: &[&str] = &[
            "{", "}", "(", ")", "\"", "'", "/*", "*/", "#if 1\n", "#endif\n", "#else\n", "\\\n", ";", ",", "\0",
            "\u{e9}", "<", "::", "?", "...",
        ];
        for _ in 0..=self.below(4) {
            let (at, length) = (self.below(text.len()), self.below(60));
            let end = (at + length).min(text.len());
            match self.below(4) {
                0 => drop(text.drain(at..end)),
                1 => {
                    let part = text[at..end].to_vec();
                    let to = self.below(text.len());
                    text.splice(to..to, part);
                }
                2 => {
                    let value = VALUES[self.below(VALUES.len())].as_bytes();
                    text.splice(at..at, value.iter().copied());
                }
                _ if !text.is_empty() => text[at] = self.below(256) as u8,
                _ => {}
            }
        }
    }
}

/// So many times the usual number of rounds, where somebody wants a long run: `EXTLINT_ROUNDS=50`.
fn rounds(usual: usize) -> usize {
    usual * std::env::var("EXTLINT_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// Runs a target on inputs that `input` makes by number, all on one thread, and says those that it fails on.
fn run_all(target: &str, run: entries::Target, count: usize, input: &(dyn Fn(usize) -> Vec<u8> + Sync)) {
    let start = Instant::now();
    let failed = entries::on_thread(|| {
        let fails = |bytes: &Vec<u8>| catch_unwind(AssertUnwindSafe(|| run(bytes))).is_err();
        (0..count).map(input).filter(fails).take(10).collect::<Vec<_>>()
    });
    println!("{target}: {count} inputs in {:.0} s", start.elapsed().as_secs_f64());
    let shown: Vec<String> = failed.iter().map(|bytes| format!("\"{}\"", bytes.escape_ascii())).collect();
    assert!(failed.is_empty(), "{target} fails on:\n{}", shown.join("\n"));
}

/// What a target is fed, damaged; `EXTLINT_TARGET` names the only target of a long run.
#[test]
fn damaged_inputs() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let only = std::env::var("EXTLINT_TARGET").ok();
    for &(target, run) in entries::ALL.iter().filter(|(target, _)| only.as_ref().is_none_or(|only| only == target)) {
        let kept: Vec<Vec<u8>> =
            files(&corpus.join(target)).iter().map(|path| fs::read(path).expect("the input is there")).collect();
        run_all(target, run, rounds(20), &|round| {
            let mut numbers = Numbers(0x3c6e_f372_fe94_f82b ^ ((round as u64 + 1) << 20));
            let mut bytes = kept[numbers.below(kept.len())].clone();
            bytes.truncate(2048);
            match numbers.below(4) {
                0 => numbers.damage(&mut bytes),
                // Where bytes pick pieces, any bytes are an input.
                1 => bytes = (0..1 + numbers.below(200)).map(|_| numbers.below(256) as u8).collect(),
                2 => {
                    let other = &kept[numbers.below(kept.len())];
                    let from = numbers.below(other.len());
                    bytes.truncate(numbers.below(bytes.len() + 1));
                    bytes.extend(other[from..].iter().take(1024));
                }
                _ if !bytes.is_empty() => {
                    for _ in 0..=numbers.below(8) {
                        let at = numbers.below(bytes.len());
                        bytes[at] = numbers.below(256) as u8;
                    }
                }
                _ => {}
            }
            bytes
        });
    }
}

#[test]
fn damaged_sources() {
    let corpus = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"));
    let source = |path: &PathBuf| path.extension().is_some_and(|end| end == "c" || end == "cpp");
    let sources: Vec<PathBuf> = corpus.into_iter().filter(source).collect();
    assert!(sources.len() > 100, "{} sources", sources.len());
    let texts: Vec<Vec<u8>> = sources.iter().map(|path| fs::read(path).expect("the case is there")).collect();
    run_all("source", entries::texts::source, rounds(1000), &|round| {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ ((round as u64 + 1) << 20));
        let picked = numbers.below(sources.len());
        // The first byte is the language that the target reads it as.
        let mut input = vec![u8::from(sources[picked].extension().is_some_and(|end| end == "cpp"))];
        let mut text = texts[picked].clone();
        numbers.damage(&mut text);
        input.append(&mut text);
        input
    });
}
