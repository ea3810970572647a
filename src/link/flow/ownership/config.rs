//! Which branches of `#if` a walk takes: those of one build, in which every open macro is defined, or none is.
//!
//! To walk both branches of each `#if` would double the states, and take paths that no build has. Two builds of a function
//! show most of its code.

use rustc_hash::FxHashMap;

use crate::capi::systems;
use crate::facts::{Cond, CondId, CondTable, FileFacts, Python, Span, Truth};

/// So deep formulas are taken apart; below it stands what the build says of open macros.
const MAX_DEPTH: u32 = 64;

/// The build that a walk is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Config {
    chosen: FxHashMap<CondId, bool>,
}

impl Config {
    /// The `#if`s in a region, where open macros are defined, or are not.
    pub(super) fn of(facts: &FileFacts, region: Span, python: Python, defined: bool) -> Config {
        let table = &facts.conds;
        // The function itself is compiled in.
        let given = table.at(region.start);
        let mut config = Config { chosen: FxHashMap::default() };
        config.chosen.insert(given, true);
        for &(_, cond) in table.inside(region) {
            if config.chosen.contains_key(&cond) {
                continue;
            }
            let holds = chosen(table, cond, python, (given, defined), 0);
            config.chosen.insert(cond, holds);
        }
        config
    }

    /// Whether what a condition governs is compiled in.
    pub(super) fn has(&self, cond: CondId) -> bool {
        self.chosen.get(&cond).copied().unwrap_or(true)
    }
}

fn chosen(table: &CondTable, cond: CondId, python: Python, build: (CondId, bool), depth: u32) -> bool {
    let (given, defined) = build;
    if cond == given {
        return true;
    }
    match table.truth(cond, python) {
        Truth::True => return true,
        Truth::False => return false,
        Truth::Maybe if depth > MAX_DEPTH => return defined,
        Truth::Maybe => {}
    }
    let inner = |cond| chosen(table, cond, python, build, depth + 1);
    match *table.get(cond) {
        Cond::Not(a) => !inner(a),
        Cond::And(a, b) => inner(a) && inner(b),
        Cond::Or(a, b) => inner(a) || inner(b),
        Cond::Defined(name) | Cond::Value(name) => match systems::of(&name) {
            // One system at a time.
            Some(_) => systems::is_on_linux(&name),
            None => defined,
        },
        _ => defined,
    }
}
