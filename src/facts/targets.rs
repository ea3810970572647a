//! Pythons, sets of them, and the configurations that a run checks.

/// A truth value that may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[allow(missing_docs)]
pub enum Truth {
    False,
    Maybe,
    True,
}

impl Truth {
    pub(super) fn of(surely: bool, surely_not: bool) -> Self {
        match (surely, surely_not) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Maybe,
        }
    }

    /// Negation; `Maybe` stays.
    #[allow(clippy::should_implement_trait)]
    pub fn not(self) -> Self {
        match self {
            Truth::False => Truth::True,
            Truth::Maybe => Truth::Maybe,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Truth::True } else { Truth::False }
    }
}

/// A CPython 3 minor version: `Python(9)` is 3.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Python(pub u8);

impl std::fmt::Display for Python {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "3.{}", self.0)
    }
}

/// A set of CPython 3 minor versions (0 to 31).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct VersionSet(pub u32);

impl VersionSet {
    /// All versions from `min` to `max`, both included.
    pub fn range(min: Python, max: Python) -> Self {
        (min.0..=max.0.min(31)).fold(VersionSet(0), |set, minor| VersionSet(set.0 | 1 << minor))
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it holds `python`.
    pub fn contains(self, python: Python) -> bool {
        self.0 & (1 << python.0) != 0
    }

    /// What both hold.
    pub fn and(self, other: VersionSet) -> VersionSet {
        VersionSet(self.0 & other.0)
    }

    /// What either holds.
    pub fn or(self, other: VersionSet) -> VersionSet {
        VersionSet(self.0 | other.0)
    }

    /// What is here and not in `other`.
    pub fn without(self, other: VersionSet) -> VersionSet {
        VersionSet(self.0 & !other.0)
    }

    /// The versions in order.
    pub fn iter(self) -> impl Iterator<Item = Python> {
        (0..32u8).filter(move |minor| self.0 & (1 << minor) != 0).map(Python)
    }

    /// The lowest.
    pub fn min(self) -> Option<Python> {
        self.iter().next()
    }

    /// The highest.
    pub fn max(self) -> Option<Python> {
        self.iter().last()
    }

    /// In words, inside the `targets` checked: "on Python 3.9 and newer"; None where it holds all targets.
    pub fn describe(self, targets: &Targets) -> Option<String> {
        let (here, all) = (self.and(targets.versions()), targets.versions());
        let (min, max) = (here.min()?, here.max()?);
        if here == all {
            return None;
        }
        let connected = here == VersionSet::range(min, max);
        Some(if min == max {
            format!("on Python {min}")
        } else if connected && Some(max) == all.max() {
            format!("on Python {min} and newer")
        } else if connected && Some(min) == all.min() {
            format!("on Python {max} and older")
        } else {
            format!("on Python {}", here.iter().map(|v| v.to_string()).collect::<Vec<_>>().join(", "))
        })
    }
}

/// Which interpreters a module is to be used in: what it says itself, or what a setting demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Isolation {
    /// The main interpreter only.
    Process,
    /// Several interpreters under one GIL, or nothing said.
    SubInterpreter,
    /// Interpreters with an own GIL.
    PerInterpreterGil,
}

impl Isolation {
    /// Every value with its word in settings.
    pub const WORDS: [(&str, Isolation); 3] = [
        ("process", Isolation::Process),
        ("subinterpreter", Isolation::SubInterpreter),
        ("per-interpreter-gil", Isolation::PerInterpreterGil),
    ];
}

/// The configurations that a run checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Targets {
    /// Lowest Python supported.
    pub min_python: Python,
    /// Highest Python checked.
    pub max_python: Python,
    /// Whether code is built with `Py_LIMITED_API`; `Maybe` where the project does so somewhere.
    pub limited_api: Truth,
    /// The value of `Py_LIMITED_API`, where known (`0x030B0000`).
    pub limited_api_version: Option<u32>,
    /// The sources are CPython itself: `Py_BUILD_CORE` is legitimate.
    pub cpython: bool,
    /// Which interpreters the modules are to support; None: what each says itself.
    pub isolation: Option<Isolation>,
    /// Whether the modules are to run without the GIL; `Maybe`: what each says itself.
    pub free_threading: Truth,
}

impl Targets {
    /// Highest Python known to this release.
    pub const NEWEST: Python = Python(15);
    /// Lowest Python checked where nothing says otherwise.
    pub const DEFAULT_MIN: Python = Python(10);

    /// The versions checked.
    pub fn versions(&self) -> VersionSet {
        VersionSet::range(self.min_python, self.max_python)
    }
}

impl Default for Targets {
    fn default() -> Self {
        Targets {
            min_python: Self::DEFAULT_MIN,
            max_python: Self::NEWEST,
            limited_api: Truth::False,
            limited_api_version: None,
            cpython: false,
            isolation: None,
            free_threading: Truth::Maybe,
        }
    }
}
