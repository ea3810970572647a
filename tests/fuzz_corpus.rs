//! What the fuzz targets were fed and what they found once, run without a fuzzer; and damaged sources, the same in every run.

// In the crate of the fuzz targets it is public.
#[allow(unreachable_pub)]
#[path = "../fuzz/src/entries/mod.rs"]
mod entries;

use std::fs;
use std::path::{Path, PathBuf};

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

#[test]
fn damaged_sources() {
    let corpus = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"));
    let source = |path: &PathBuf| path.extension().is_some_and(|end| end == "c" || end == "cpp");
    let sources: Vec<PathBuf> = corpus.into_iter().filter(source).collect();
    assert!(sources.len() > 100, "{} sources", sources.len());
    for round in 0..rounds(1000) {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ ((round as u64 + 1) << 20));
        let path = &sources[numbers.below(sources.len())];
        // The first byte is the language that the target reads it as.
        let mut input = vec![u8::from(path.extension().is_some_and(|end| end == "cpp"))];
        let mut text = fs::read(path).expect("the case is there");
        numbers.damage(&mut text);
        input.append(&mut text);
        entries::texts::source(&input);
    }
}
