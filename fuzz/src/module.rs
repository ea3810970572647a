//! The compiled module that binary targets start from.

use std::sync::OnceLock;

/// The file: ELF with debug information.
pub const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/module.so"));

/// Offset and length of its sections, those without bytes left out.
pub fn sections() -> &'static [(usize, usize)] {
    static FOUND: OnceLock<Vec<(usize, usize)>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let at = |offset: usize, bytes: usize| {
            let part = &BYTES[offset..offset + bytes];
            part.iter().rev().fold(0usize, |sum, &byte| sum << 8 | byte as usize)
        };
        let (table, size, count) = (at(0x28, 8), at(0x3a, 2), at(0x3c, 2));
        let rows = (0..count).map(|i| table + i * size);
        let found = rows.filter(|&row| !matches!(at(row + 4, 4), 0 | 8)).map(|row| (at(row + 0x18, 8), at(row + 0x20, 8)));
        found.filter(|&(start, length)| length > 0 && start + length <= BYTES.len()).collect()
    })
}
