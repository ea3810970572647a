//! A bound on the work that one file may cause; not a bound on its size.

use std::collections::BTreeSet;

use super::AbiError;
use crate::facts::BinaryCut;

/// Table entries (symbols, imports, version records, trie nodes) read of one slice.
const ENTRIES: u64 = 8_000_000;
/// Bytes of names read of one slice. Names of real files are short; a table whose entries all name one endless string
/// reaches this after a few of them.
const NAME_BYTES: u64 = 1 << 30;

/// What one slice may still cost.
pub(super) struct Budget {
    entries: u64,
    name_bytes: u64,
    cuts: BTreeSet<BinaryCut>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Budget { entries: ENTRIES, name_bytes: NAME_BYTES, cuts: BTreeSet::new() }
    }

    /// Counts one entry.
    pub(super) fn entry(&mut self) -> Result<(), AbiError> {
        self.entries =
            self.entries.checked_sub(1).ok_or(AbiError::Limit { what: "table entries in one file", limit: ENTRIES })?;
        Ok(())
    }

    /// Notes what is not read to its end, though the rest of the file is.
    pub(super) fn cut(&mut self, what: BinaryCut) {
        self.cuts.insert(what);
    }

    /// Counts one entry of what may be cut; false where it is.
    #[cfg_attr(not(any(feature = "debuginfo", feature = "disasm", test)), expect(dead_code))]
    pub(super) fn entry_of(&mut self, what: BinaryCut) -> bool {
        let left = self.entry().is_ok();
        if !left {
            self.cut(what);
        }
        left
    }

    /// What was cut, each once.
    pub(super) fn cuts(self) -> Vec<BinaryCut> {
        self.cuts.into_iter().collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_used_up_budget_cuts_is_noted_once() {
        let mut budget = Budget::new();
        budget.entries = 2;
        let read: Vec<bool> = (0..5).map(|_| budget.entry_of(BinaryCut::Debug)).collect();
        assert_eq!(read, [true, true, false, false, false]);
        budget.cut(BinaryCut::Code);
        assert_eq!(budget.cuts(), [BinaryCut::Code, BinaryCut::Debug]);
    }

    #[test]
    fn names_without_end_use_up_the_budget() {
        let mut budget = Budget::new();
        let name = vec![b'a'; 1 << 20];
        let read = (0..2000).take_while(|_| budget.name(&name).is_ok()).count();
        assert_eq!(read, (NAME_BYTES >> 20) as usize);
        let limit = AbiError::Limit { what: "bytes of symbol names in one file", limit: NAME_BYTES };
        assert_eq!(budget.name(&name), Err(limit));
    }
}
