//! Which unit reads a file that several of them include. Nothing is done while the lock is held but a look-up.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// The first unit, by its place among the inputs, that holds a file.
#[derive(Default)]
pub(super) struct Claims {
    units: Mutex<HashMap<usize, usize>>,
}

impl Claims {
    /// The unit that has a file so far.
    pub(super) fn holder(&self, input: usize) -> Option<usize> {
        self.units.lock().unwrap_or_else(PoisonError::into_inner).get(&input).copied()
    }

    /// Claims a file for a unit; false where an earlier unit has it.
    pub(super) fn claim(&self, input: usize, unit: usize) -> bool {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        let holder = units.entry(input).or_insert(unit);
        *holder = unit.min(*holder);
        *holder == unit
    }
}
