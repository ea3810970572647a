//! Which branch of an `#if` is the usual one, where a choice must be made; not what is true.

use crate::capi::predefined::{self, Where};
use crate::facts::{Cond, CondId, CondTable};

/// Judgements of the formulas of one file, each made once: formulas share their parts.
#[derive(Debug, Default)]
pub(super) struct Usual {
    /// By [`CondId`]: the assumed truth, and whether it asks for more.
    known: Vec<(Option<bool>, bool)>,
}

impl Usual {
    /// The truth of a condition where a choice must be made: no Windows, no debug build, a regular GIL build.
    pub(super) fn assumed(&mut self, table: &CondTable, cond: CondId) -> Option<bool> {
        self.judge(table, cond).0
    }

    /// Whether the branch wants a macro that only a special build defines: of `#ifdef EMBEDDED` and its `#else` the
    /// latter is the usual one. What `configure` finds (`HAVE_…`) and what compilers and headers define is as likely
    /// there as not.
    pub(super) fn asks_for_more(&mut self, table: &CondTable, cond: CondId) -> bool {
        self.judge(table, cond).1
    }

    fn judge(&mut self, table: &CondTable, cond: CondId) -> (Option<bool>, bool) {
        // Parts of a formula are in the table before it.
        while self.known.len() <= cond.0 as usize {
            let next = CondId(self.known.len() as u32);
            let judged = self.of(*table.get(next));
            self.known.push(judged);
        }
        self.known[cond.0 as usize]
    }

    fn of(&self, cond: Cond) -> (Option<bool>, bool) {
        let part = |id: CondId| self.known[id.0 as usize];
        match cond {
            Cond::Constant(value) => (Some(value), false),
            Cond::Defined(name) => (absent(name.as_str()), is_special(name.as_str())),
            Cond::Value(name) => (absent(name.as_str()), is_special(name.as_str())),
            Cond::LimitedApi(..) | Cond::Opaque(_) | Cond::VersionHex(..) | Cond::Minor(..) => (None, false),
            Cond::Not(a) => (part(a).0.map(|value| !value), false),
            Cond::And(a, b) => (joined(part(a).0, part(b).0, false), part(a).1 || part(b).1),
            Cond::Or(a, b) => (joined(part(a).0, part(b).0, true), false),
        }
    }
}

/// Of a disjunction (`strong`: true) or a conjunction (false).
fn joined(a: Option<bool>, b: Option<bool>, strong: bool) -> Option<bool> {
    if a == Some(strong) || b == Some(strong) {
        return Some(strong);
    }
    a.and(b)
}

fn is_special(name: &str) -> bool {
    !["HAVE_", "WITH_", "_", "Py", "PY"].iter().any(|prefix| name.starts_with(prefix))
}

fn absent(name: &str) -> Option<bool> {
    let absent = [
        "_WIN32",
        "WIN32",
        "_WIN64",
        "MS_WINDOWS",
        "MS_WIN32",
        "MS_WIN64",
        "_MSC_VER",
        "__MINGW32__",
        "__CYGWIN__",
        "_DEBUG",
        "DEBUG",
        "__APPLE__",
        "__BORLANDC__",
    ];
    let unusual = predefined::lookup(name)
        .is_some_and(|macro_| matches!(macro_.place, Where::Debug | Where::FreeThreaded | Where::LimitedApi));
    (unusual || absent.contains(&name)).then_some(false)
}
