//! A bound on the work that one file may cause; not a bound on its size.

use super::AbiError;

/// Table entries (symbols, imports, version records, trie nodes) read of one slice.
const ENTRIES: u64 = 8_000_000;
/// Bytes of names read of one slice. Names of real files are short; a table whose entries all name one endless string
/// reaches this after a few of them.
const NAME_BYTES: u64 = 1 << 30;

/// What one slice may still cost.
pub(super) struct Budget {
    entries: u64,
    name_bytes: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Budget { entries: ENTRIES, name_bytes: NAME_BYTES }
    }

    /// Counts one entry.
    pub(super) fn entry(&mut self) -> Result<(), AbiError> {
        self.entries =
            self.entries.checked_sub(1).ok_or(AbiError::Limit { what: "table entries in one file", limit: ENTRIES })?;
        Ok(())
    }

    /// Counts the bytes of a name.
    pub(super) fn name(&mut self, name: &[u8]) -> Result<(), AbiError> {
        self.name_bytes = self
            .name_bytes
            .checked_sub(name.len() as u64)
            .ok_or(AbiError::Limit { what: "bytes of symbol names in one file", limit: NAME_BYTES })?;
        Ok(())
    }
}
