//! What is known of macros that no project defines: those of CPython and of other implementations.

use crate::capi::predefined::{self, Where};

use super::{
    Python, Targets, Truth,
    comparison::Comparison,
    cond::{Cond, CondId, CondTable},
};

/// Whether a macro is defined when compiling an extension for `python`.
pub(super) fn defined(name: &str, python: Python, targets: &Targets) -> Truth {
    let Some(known) = predefined::lookup(name) else { return Truth::Maybe };
    let there = python.0 >= known.since;
    match known.place {
        Where::Always => there.into(),
        Where::Never => Truth::False,
        Where::FreeThreaded if !there || targets.free_threading == Truth::False => Truth::False,
        Where::LimitedApi => targets.limited_api,
        // In newer limited APIs they are functions.
        Where::MacroOrFunction if targets.limited_api == Truth::False => there.into(),
        Where::Core if !targets.cpython => Truth::False,
        Where::FreeThreaded | Where::Core | Where::Debug | Where::MacroOrFunction => Truth::Maybe,
    }
}

impl CondTable {
    /// `Py_LIMITED_API op value`. Where the build gives it one number or none, it is settled by its being defined.
    pub fn limited_api(&mut self, op: Comparison, value: u32) -> CondId {
        let (Truth::Maybe, Some(version)) = (self.targets.limited_api, self.targets.limited_api_version) else {
            return self.add(Cond::LimitedApi(op, value));
        };
        match (op.range(version, version, value), op.range(0, 0, value)) {
            (with, without) if with == without => self.constant(with == Truth::True),
            (with, _) => {
                let defined = self.add(Cond::Defined(predefined::LIMITED_API.into()));
                if with == Truth::True { defined } else { self.not(defined) }
            }
        }
    }
}
