//! Locks and once primitives by their exact names: CPython's own, those of the platforms and of C++. Data and look-ups:
//! which call a piece of source means is for others to say.
//!
//! The table stands in `locks.tsv`, written by hand.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Lock>> = LazyLock::new(|| Table::of(include_str!("locks.tsv")).collect(read).0);

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Lock>> =
    LazyLock::new(|| TABLE.iter().map(|lock| (lock.name, lock)).collect());

static ONCE_METHODS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let once = TABLE.iter().filter(|l| l.does == Does::Once && l.place == Some(LockPosition::Object));
    once.filter_map(|l| l.name.rsplit("::").next()).collect()
});

/// What a name does to a lock, or what a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Waits until it has the lock.
    Acquire,
    /// May come back without it.
    TryAcquire,
    /// Gives it up.
    Release,
    /// Gives it up while it waits for a signal.
    Wait,
    /// Only looks.
    Test,
    /// Makes a lock.
    Init,
    /// Ends a lock.
    Destroy,
    /// Runs a function at most once.
    Once,
    /// A type whose objects are locks.
    LockType,
    /// A type whose objects hold a lock while they live.
    GuardType,
    /// A type whose objects say whether something ran.
    OnceType,
    /// A type whose objects threads wait for, and none holds.
    ConditionType,
}

/// Where the lock stands among the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockPosition {
    /// The object of a method.
    Object,
    /// This argument; the first is 1.
    Argument(u8),
    /// These two arguments.
    Two(u8, u8),
    /// All arguments.
    All,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The exact name; methods as `std::mutex::lock`.
    pub name: &'static str,
    /// What it does or is.
    pub does: Does,
    /// Who has it: `cpython`, `pthread`, `c11`, `windows`, `c++`, …
    pub from: &'static str,
    /// Which argument is the lock.
    pub place: Option<LockPosition>,
    /// The type of what is locked or run once.
    pub type_name: Option<&'static str>,
    /// The name that undoes it.
    pub partner: Option<&'static str>,
    /// Others may hold it too: a read lock. None where that means nothing.
    pub shared: Option<bool>,
    /// Lets other threads run Python while it waits. None where it does not wait, or that is not known.
    pub detaches: Option<bool>,
    /// Does nothing in a build with the GIL, or holds back the threads of one interpreter only.
    pub free_threaded_only: bool,
}

impl Lock {
    /// Whether a call that comes back may hold the lock.
    pub fn acquires(&self) -> bool {
        matches!(self.does, Does::Acquire | Does::TryAcquire)
    }
}

/// All rows, in the order of their names.
pub fn all() -> impl Iterator<Item = &'static Lock> {
    TABLE.iter()
}

/// What is known of a name; None for one that is no lock.
pub fn lookup(name: &str) -> Option<&'static Lock> {
    BY_NAME.get(name).copied()
}

/// What is known of a name of C++ as it may be written: without its template arguments, and without `std::` too.
pub fn lookup_cpp(name: &str) -> Option<&'static Lock> {
    let bare = name.split('<').next().unwrap_or(name).trim_end().trim_start_matches("::");
    lookup(bare).or_else(|| lookup(&format!("std::{bare}")))
}

/// Whether a call runs a function that it gets at most once; of a method its own name is enough. Libraries give theirs the
/// name of the standard's, in a namespace: `absl::call_once`.
pub fn runs_once(name: &str) -> bool {
    let once = |lock: &Lock| lock.does == Does::Once && lock.partner.is_none();
    let last = name.split('<').next().and_then(|bare| bare.trim_end().rsplit("::").next());
    lookup_cpp(name).is_some_and(once) || last.and_then(lookup).is_some_and(once) || ONCE_METHODS.contains(name)
}

/// Whether a type is a lock, or what is run once or waited for.
pub fn is_type(name: &str) -> bool {
    let found = lookup(name).or_else(|| lookup(&format!("std::{name}")));
    found.is_some_and(|lock| matches!(lock.does, Does::LockType | Does::OnceType | Does::ConditionType))
}

/// Whether objects of a type are never held: what guards a first time, and what threads wait for.
pub fn is_never_held(type_name: &str) -> bool {
    let found = lookup(type_name).or_else(|| lookup(&format!("std::{type_name}")));
    found.is_some_and(|lock| matches!(lock.does, Does::OnceType | Does::ConditionType))
}

/// What works on this type: `pthread_mutex_t`, `PyMutex`, …
pub fn of_type(type_name: &str) -> impl Iterator<Item = &'static Lock> {
    TABLE.iter().filter(move |lock| lock.type_name == Some(type_name))
}

fn read(row: &Row<'_>) -> Result<Lock, Wrong> {
    let does = [
        ("acquire", Does::Acquire),
        ("try-acquire", Does::TryAcquire),
        ("release", Does::Release),
        ("wait", Does::Wait),
        ("test", Does::Test),
        ("init", Does::Init),
        ("destroy", Does::Destroy),
        ("once", Does::Once),
        ("lock-type", Does::LockType),
        ("guard-type", Does::GuardType),
        ("once-type", Does::OnceType),
        ("condition-type", Does::ConditionType),
    ];
    Ok(Lock {
        name: row.required("name")?,
        does: row.word("does", &does)?.ok_or_else(|| row.wrong("does", "empty"))?,
        from: row.required("from")?,
        place: row.map("arg", place)?,
        type_name: row.text("type"),
        partner: row.text("partner"),
        shared: row.word("mode", &[("exclusive", false), ("shared", true)])?,
        detaches: row.word("detaches", &[("yes", true), ("no", false)])?,
        free_threaded_only: row.word("builds", &[("free-threaded", true)])?.unwrap_or(false),
    })
}

fn place(text: &str) -> Option<LockPosition> {
    match text.split_once(',') {
        Some((first, second)) => Some(LockPosition::Two(first.parse().ok()?, second.parse().ok()?)),
        None if text == "*" => Some(LockPosition::All),
        None if text == "0" => Some(LockPosition::Object),
        None => text.parse().ok().map(LockPosition::Argument),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions;

    #[test]
    fn table_is_whole_and_sorted() {
        let table = Table::of(include_str!("locks.tsv"));
        let (rows, wrong) = table.collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert!(rows.len() > 200);
        assert!(rows.is_sorted_by(|a, b| a.name.as_bytes() < b.name.as_bytes()), "sorted, each name once");
    }

    #[test]
    fn partners_know_each_other() {
        for lock in TABLE.iter().filter(|l| l.acquires()) {
            let Some(partner) = lock.partner else { continue };
            let other = lookup(partner).unwrap_or_else(|| panic!("{}: no row for {partner}", lock.name));
            assert_eq!(other.does, Does::Release, "{}", lock.name);
            assert!(other.partner.and_then(lookup).is_some_and(Lock::acquires), "{partner}");
        }
    }

    #[test]
    fn every_type_of_a_lock_is_a_row() {
        for lock in TABLE.iter().filter(|l| l.acquires() || l.does == Does::Once) {
            let Some(name) =
                lock.type_name.filter(|n| !["PyObject", "HANDLE", "std::atomic_flag", "atomic_flag"].contains(n))
            else {
                continue;
            };
            assert!(
                lookup(name).is_some_and(|t| matches!(t.does, Does::LockType | Does::OnceType | Does::GuardType)),
                "{}: {name} is no row",
                lock.name
            );
        }
    }

    #[test]
    fn known_names() {
        let of = |name: &str| lookup(name).unwrap_or_else(|| panic!("no row for {name}"));
        assert_eq!((of("PyMutex_Lock").does, of("PyMutex_Lock").detaches), (Does::Acquire, Some(true)));
        assert_eq!(
            (of("pthread_mutex_lock").place, of("pthread_mutex_lock").detaches),
            (Some(LockPosition::Argument(1)), Some(false))
        );
        assert_eq!(of("PyThread_acquire_lock").type_name, Some("PyThread_type_lock"));
        assert_eq!(of("Py_BEGIN_CRITICAL_SECTION2").place, Some(LockPosition::Two(1, 2)));
        assert_eq!(
            (of("std::mutex::lock").place, of("std::scoped_lock").does),
            (Some(LockPosition::Object), Does::GuardType)
        );
        assert_eq!((of("std::call_once").does, of("InitOnceExecuteOnce").does), (Does::Once, Does::Once));
        assert!(["call_once", "absl::call_once", "::pthread_once", "ours::call_once<F>"].into_iter().all(runs_once));
        assert!(!runs_once("ours::call") && !runs_once("call_once_more"));
        assert_eq!(of("AcquireSRWLockShared").shared, Some(true));
        assert_eq!(of("mtx_unlock").partner, Some("mtx_lock"));
        assert!(of_type("PyMutex").any(|l| l.name == "PyMutex_Unlock"));
        assert!(lookup("lock").is_none());
    }

    #[test]
    fn public_names_of_cpython_are_functions() {
        for lock in TABLE.iter().filter(|l| l.from == "cpython" && l.name.starts_with("Py")) {
            let is_type = matches!(lock.does, Does::LockType | Does::GuardType | Does::OnceType);
            let internal =
                ["PyMutex_LockFast", "PyMutex_LockFlags"].contains(&lock.name) || lock.name.ends_with("SEQUENCE_FAST");
            assert!(is_type || internal || functions::facts_of(lock.name).is_some(), "{}", lock.name);
        }
    }
}
