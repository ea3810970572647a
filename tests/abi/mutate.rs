//! Thousands of damaged inputs, the same in every run: none may cause a panic, in a reader or in a rule.

use extlint::abi::{read_binary, read_wheel};
use extlint::facts::{Artifact, FileId};
use rayon::prelude::*;

use crate::elf::{module, shared};
use crate::images::{AMD64, ARM64, MachO, X86_64, fat, macho, pe};
use crate::recover::{GIL, OBJECTS, types};
use crate::support::{Wheel, check};
use crate::{dlls, elf_images, macho_images};

/// A generator after Marsaglia (xorshift64): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Overwrites a few bytes, now and then by values that tables break on, or cuts the end off.
    fn damage(&mut self, bytes: &mut Vec<u8>, within: usize) {
        const VALUES: &[&[u8]] =
            &[&[0], &[0xff], &[0x7f], &[1], &[0xff; 4], &[0; 4], &[0xff; 8], &[0xf0, 0xff, 0xff, 0xff]];
        for _ in 0..=self.below(6) {
            let at = self.below(within.min(bytes.len()));
            let value = VALUES[self.below(VALUES.len())];
            let end = (at + value.len()).min(bytes.len());
            if self.below(3) == 0 {
                bytes[at] = self.below(256) as u8;
            } else {
                bytes[at..end].copy_from_slice(&value[..end - at]);
            }
        }
        if self.below(20) == 0 {
            bytes.truncate(self.below(bytes.len()));
        }
    }
}

/// So many times the usual number of rounds, where somebody wants a long run: `EXTLINT_ROUNDS=20`.
fn rounds(usual: usize) -> usize {
    usual * std::env::var("EXTLINT_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// Returns how many of the damaged files could still be read.
fn binaries(original: &[u8], rounds: usize, seed: u64) -> usize {
    let mut numbers = Numbers(seed);
    let mut read = 0;
    for _ in 0..rounds {
        let mut bytes = original.to_vec();
        numbers.damage(&mut bytes, original.len());
        if let Ok(facts) = read_binary(FileId(0), "_core.abi3.so", &bytes) {
            read += 1;
            check(Artifact::Binary(facts));
        }
    }
    read
}

#[test]
fn damaged_binaries() {
    let imports = [("PyLong_FromLong", None), ("PyUnicode_New", Some("libpython3.11.dylib"))];
    let slice = |cpu, dyld_info| {
        macho(MachO { cpu, imports: &imports, exports: &["PyInit__core", "PyMine"], min_macos: 0, dyld_info })
    };
    let dlls: &[(&str, &[&str])] = &[("python3.dll", &["PyLong_FromLong", "PyUnicode_New"])];
    let originals = [
        pe(AMD64, dlls, &["PyInit__core", "PyMine"]),
        slice(ARM64, false),
        slice(X86_64, true),
        // Only the head of a fat file is worth damaging: its slices are done above.
        fat(&[(ARM64, slice(ARM64, false)), (X86_64, slice(X86_64, true))]),
    ];
    for (i, original) in originals.iter().enumerate() {
        let rounds = rounds(2000);
        let read = binaries(original, rounds, 0x9e37_79b9_7f4a_7c15 + i as u64);
        assert!((1..rounds).contains(&read), "{read} of {rounds}: the damage is too little or too much");
    }
}

/// Files with every kind of table, machine and pointer; they are small, so that most damage hits something.
#[test]
fn damaged_files_laid_out_by_hand() {
    for (i, originals) in [elf_images::files(), macho_images::files(), dlls::files()].into_iter().enumerate() {
        let (mut read, rounds) = (0, rounds(4000 / originals.len()));
        for (j, original) in originals.iter().enumerate() {
            read += binaries(original, rounds, 0xbb67_ae85_84ca_a73b + (i * 100 + j) as u64);
        }
        let all = rounds * originals.len();
        assert!((1..all).contains(&read), "{read} of {all}: the damage is too little or too much");
    }
}

#[test]
fn damaged_elf_files() {
    let source = module("PyInit__core", &["PyLong_FromLong", "PyUnicode_New", "printf"]);
    let Some(elf) = shared(&source, &["-Wl,-z,noseparate-code"]) else { return };
    let read = binaries(&elf, rounds(3000), 0x2545_f491_4f6c_dd1d);
    assert!((1..rounds(3000)).contains(&read), "{read}");
    // With objects to find, code to follow and debug information to read.
    for flags in [&["-g"][..], &["-s", "-Wl,-z,pack-relative-relocs"]] {
        let Some(elf) = shared(&(types("{1, 0}", GIL) + OBJECTS), flags) else { return };
        let read = binaries(&elf, rounds(3000), 0x6a09_e667_f3bc_c908);
        assert!((1..rounds(3000)).contains(&read), "{read}");
    }
}

#[test]
fn damaged_wheels() {
    let core = pe(AMD64, &[("python3.dll", &["PyLong_FromLong"])], &["PyInit__core"]);
    let wheel = Wheel::new("cp311-abi3-win_amd64").member("spam/_core.pyd", core);
    let original = wheel.bytes();
    let mut numbers = Numbers(0x0123_4567_89ab_cdef);
    let mut read = 0;
    for _ in 0..rounds(2000) {
        let mut bytes = original.clone();
        numbers.damage(&mut bytes, original.len());
        if let Ok(facts) = read_wheel(FileId(0), &wheel.name, &bytes) {
            read += 1;
            check(Artifact::Wheel(facts));
        }
    }
    assert!((1..rounds(2000)).contains(&read), "{read}");
}

#[test]
fn order_does_not_depend_on_threads() {
    let mut wheel = Wheel::new("cp311-abi3-win_amd64");
    for i in 0..40 {
        let hook = format!("PyInit__m{i}");
        wheel = wheel
            .member(&format!("spam/_m{i}.pyd"), pe(AMD64, &[("python3.dll", &["PyUnicode_New"])], &[&hook]))
            .member(&format!("spam/_b{i}.pyd"), "broken");
    }
    let bytes = wheel.bytes();
    let read = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            (0..4).into_par_iter().map(|_| read_wheel(FileId(0), &wheel.name, &bytes).unwrap()).collect::<Vec<_>>()
        })
    };
    let one = read(1);
    assert_eq!((one[0].binaries.len(), one[0].problems.len()), (40, 40));
    assert!(one.iter().chain(&read(8)).all(|facts| *facts == one[0]));
}
