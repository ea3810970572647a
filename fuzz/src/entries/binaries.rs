//! Compiled files: as bytes, and sound ones of which parts are damaged.

use std::sync::LazyLock;

use extlint::abi;
use extlint::facts::{Artifact, FileId};

use super::picks::Picks;
use super::{findings_in, on_thread};

/// A sound file.
struct Seed {
    name: &'static str,
    bytes: &'static [u8],
}

macro_rules! seeds {
    ($name:literal: $($file:literal)+) => {
        [$(Seed { name: $name, bytes: include_bytes!(concat!("../../seeds/", $file)) }),+]
    };
}

const NAME: &str = "m.cpython-313-x86_64-linux-gnu.so";
/// A module with debug information and machine code, compiled from `module.c`.
pub(super) const MODULE: &[u8] = include_bytes!("../../seeds/module.so");

// Every machine, class, byte order and kind of pointer.
const ELF: &[Seed] = &seeds!("m.cpython-312-x86_64-linux-gnu.so":
    "elf0" "elf1" "elf2" "elf3" "elf4" "elf5" "elf6" "elf7" "elf8" "elf9" "elf10" "elf11" "elf12" "module.so");
const PE: &[Seed] = &seeds!("m.cp312-win_amd64.pyd": "pe0" "pe1" "pe2");
const MACHO: &[Seed] =
    &seeds!("m.cpython-312-darwin.so": "macho0" "macho1" "macho2" "macho3" "macho4" "macho5" "macho6");

const NAMES: &[&str] = &[
    "m.abi3.so",
    "m.cpython-313-x86_64-linux-gnu.so",
    "m.pyd",
    "m.cpython-312-darwin.so",
    "m.cpython-313t-x86_64-linux-gnu.so",
];

/// Values that tables break on.
const VALUES: &[&[u8]] = &[
    &[0],
    &[0xff],
    &[0x7f],
    &[0x80],
    &[1],
    &[0xff; 4],
    &[0; 4],
    &[0xff; 8],
    &[0, 0, 0, 0x80],
    &[0xf0, 0xff, 0xff, 0xff],
];

/// Reads bytes as a compiled file, and asks the rules.
fn read(path: &str, bytes: &[u8]) {
    on_thread(|| {
        if let Ok(facts) = abi::read_binary(FileId(0), path, bytes) {
            findings_in(Artifact::Binary(facts));
        }
    });
}

/// Any bytes; the first picks the name.
pub fn binary(bytes: &[u8]) {
    if let Some((&first, bytes)) = bytes.split_first()
        && bytes.len() < 1 << 20
    {
        read(NAMES[usize::from(first) % NAMES.len()], bytes);
    }
}

/// Writes values over a file, each into one of its parts.
fn damage(file: &mut [u8], parts: &[(usize, usize)], picks: &mut Picks<'_>) {
    for _ in 0..48 {
        if !picks.any() || parts.is_empty() {
            return;
        }
        let (start, length) = parts[usize::from(picks.byte()) % parts.len()];
        let at = start + picks.short() % length.max(1);
        let value = match picks.byte() {
            kind @ 0..0x80 => VALUES[usize::from(kind) % VALUES.len()],
            _ => picks.run(32),
        };
        let end = (at + value.len()).min(start + length).min(file.len());
        file[at..end].copy_from_slice(&value[..end.saturating_sub(at)]);
    }
}

/// Offset and length of the parts of a file that are not empty space.
fn filled(file: &[u8]) -> Vec<(usize, usize)> {
    let parts = file.chunks(256).enumerate().filter(|(_, part)| part.iter().any(|byte| *byte != 0));
    parts.map(|(i, part)| (i * 256, part.len())).collect()
}

/// One of the seeds, damaged anywhere, now and then cut short.
fn damaged(seeds: &[Seed], bytes: &[u8]) {
    let mut picks = Picks(bytes);
    let seed = &seeds[usize::from(picks.byte()) % seeds.len()];
    let mut file = seed.bytes.to_vec();
    let cut = picks.short();
    let parts = filled(&file);
    damage(&mut file, &parts, &mut picks);
    if cut % 16 == 1 {
        file.truncate(cut / 16);
    }
    read(seed.name, &file);
}

/// ELF of every machine.
pub fn elf(bytes: &[u8]) {
    damaged(ELF, bytes);
}

/// PE, 32 and 64 bits.
pub fn pe(bytes: &[u8]) {
    damaged(PE, bytes);
}

/// Mach-O with every kind of pointer, and fat files.
pub fn macho(bytes: &[u8]) {
    damaged(MACHO, bytes);
}

/// Offset and length of sections of the module whose names do or do not begin like debug information.
fn sections(debug: bool) -> Vec<(usize, usize)> {
    let at = |offset: usize, bytes: usize| {
        let part = &MODULE[offset..offset + bytes];
        part.iter().rev().fold(0usize, |sum, &byte| sum << 8 | usize::from(byte))
    };
    let (table, size, count, names) = (at(0x28, 8), at(0x3a, 2), at(0x3c, 2), at(0x3e, 2));
    let names = at(table + names * size + 0x18, 8);
    let rows = (0..count).map(|i| table + i * size).filter(|&row| !matches!(at(row + 4, 4), 0 | 8));
    let wanted = rows.filter(|&row| MODULE[names + at(row, 4)..].starts_with(b".debug") == debug);
    wanted.map(|row| (at(row + 0x18, 8), at(row + 0x20, 8))).filter(|part| part.1 > 0).collect()
}

fn module_with(parts: &[(usize, usize)], bytes: &[u8]) {
    let mut file = MODULE.to_vec();
    damage(&mut file, parts, &mut Picks(bytes));
    read(NAME, &file);
}

/// Debug information in a sound file.
pub fn dwarf(bytes: &[u8]) {
    static PARTS: LazyLock<Vec<(usize, usize)>> = LazyLock::new(|| sections(true));
    module_with(&PARTS, bytes);
}

/// Machine code, data, relocations and symbols in a sound file.
pub fn code(bytes: &[u8]) {
    static PARTS: LazyLock<Vec<(usize, usize)>> = LazyLock::new(|| sections(false));
    module_with(&PARTS, bytes);
}
