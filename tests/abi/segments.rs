//! ELF files without section headers: what the loader reads is enough.

use extlint::abi::{AbiError, read_binary};
use extlint::facts::{FileId, Slice};

use crate::elf::shared;
use crate::recover::{GIL, OBJECTS, types};

/// The file without its table of section headers, and without the table's place in the header.
fn without_sections(mut bytes: Vec<u8>) -> Vec<u8> {
    let wide = bytes[4] == 2;
    let (table, counts, word) = if wide { (0x28, 0x3a, 8) } else { (0x20, 0x2e, 4) };
    let start = usize::from_ne_bytes(bytes[table..table + word].try_into().unwrap());
    bytes.truncate(start);
    bytes[table..table + word].fill(0);
    bytes[counts..counts + 6].fill(0);
    bytes
}

fn slice(bytes: &[u8]) -> Slice {
    read_binary(FileId(0), "spam.so", bytes).unwrap().slices.remove(0)
}

#[test]
fn the_same_is_found() {
    let source = types("{1, 0}", GIL)
        + OBJECTS
        + "extern int printf(const char *, ...);\nint say(void) { return printf(\"\"); }\n";
    let ways: [&[&str]; 5] = [
        &["-s"],
        &["-s", "-Wl,-z,pack-relative-relocs"],
        &["-s", "-Wl,--hash-style=sysv"],
        &["-s", "-Wl,--hash-style=gnu"],
        // Code and constants in one segment.
        &["-s", "-Wl,-z,noseparate-code"],
    ];
    for flags in ways {
        let Some(bytes) = shared(&source, flags) else { return };
        let whole = slice(&bytes);
        let mut bare = slice(&without_sections(bytes));
        assert!(whole.recovered.types.len() == 1 && !whole.version_needs.is_empty() && whole.hooks.len() == 1);
        // A file without sections has no table of symbols beside the dynamic ones.
        assert_eq!(bare.recovered.modules, whole.recovered.modules, "{flags:?}");
        assert_eq!(bare.recovered.types, whole.recovered.types, "{flags:?}");
        bare.recovered = whole.recovered.clone();
        assert_eq!(bare, whole, "{flags:?}");
    }
}

/// Where the segments do not lead to the symbols either, that is said.
#[test]
fn without_a_dynamic_section() {
    let Some(bytes) = shared(&(types("{1, 0}", GIL) + OBJECTS), &["-s"]) else { return };
    let mut bytes = without_sections(bytes);
    let wide = bytes[4] == 2;
    let table = if wide { 64 } else { 52 };
    let entry = if wide { 56 } else { 32 };
    for at in (table..table + 20 * entry).step_by(entry) {
        // PT_DYNAMIC.
        if bytes[at..at + 4] == 2u32.to_ne_bytes() {
            bytes[at] = 0;
            break;
        }
    }
    let error = read_binary(FileId(0), "spam.so", &bytes).unwrap_err();
    assert!(matches!(error, AbiError::Unsupported(_)), "{error}");
}
