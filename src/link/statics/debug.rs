//! Which conditions of a file demand a debug or test build, whose state no release has.

use crate::capi::predefined;
use crate::facts::{Cond, CondId, CondTable, Name};

/// Judgements of the formulas of one file, each made once: formulas share their parts.
#[derive(Debug, Default)]
pub(crate) struct DebugBuilds {
    known: Vec<Demand>,
}

/// What a formula demands.
#[derive(Clone, Copy, Debug, Default)]
struct Demand {
    /// A debug or test build.
    debug: bool,
    /// A macro of the project named like one (`SPAM_DEBUG`), which alone may be a feature of the release.
    named: bool,
    /// A comparison that was not understood: of such a macro, a level that no release has
    /// (`defined(SPAM_DEBUG) && SPAM_DEBUG >= 6`).
    compared: bool,
}

impl DebugBuilds {
    /// Whether a condition of the file demands a debug or test build.
    pub(crate) fn only(&mut self, table: &CondTable, cond: CondId) -> bool {
        // Parts of a formula are in the table before it.
        while self.known.len() <= cond.0 as usize {
            let next = CondId(self.known.len() as u32);
            let demand = self.of(*table.get(next));
            self.known.push(demand);
        }
        self.known[cond.0 as usize].debug
    }

    fn of(&self, cond: Cond) -> Demand {
        let part = |id: CondId| self.known[id.0 as usize];
        match cond {
            Cond::Defined(name) | Cond::Value(name) => {
                Demand { debug: is_debug_macro(name), named: name.ends_with("_DEBUG"), compared: false }
            }
            Cond::Opaque(_) => Demand { compared: true, ..Demand::default() },
            Cond::And(a, b) => {
                let (a, b) = (part(a), part(b));
                let (named, compared) = (a.named || b.named, a.compared || b.compared);
                Demand { debug: a.debug || b.debug || named && compared, named, compared }
            }
            Cond::Or(a, b) => Demand { debug: part(a).debug && part(b).debug, ..Demand::default() },
            _ => Demand::default(),
        }
    }
}

fn is_debug_macro(name: Name) -> bool {
    predefined::is_debug(&name)
        || matches!(name.as_str(), "_DEBUG" | "DEBUG")
        || name.ends_with("_TEST")
        || name.ends_with("_TESTING")
}
