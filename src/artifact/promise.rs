//! What a wheel's tags and a file's suffix promise: which interpreters may load it. No judgement on whether they can.

use crate::facts::{Artifact, BinaryFacts, ModuleName, SuffixTag, TagSet, WheelFacts};

/// A family of interpreters that installers give a wheel to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interpreter {
    /// `cp313-cp313t`: one minor version with its build flags.
    Version {
        /// 13.
        minor: u8,
        /// Of `t`, `d`, `m`, `u`.
        flags: String,
    },
    /// `cp39-abi3`: this minor version and all later ones, with the GIL.
    Abi3 {
        /// 9.
        floor: u8,
    },
    /// `cp315-abi3t`: this minor version and all later ones, free-threaded.
    Abi3t {
        /// 15 or later: older ones know no such ABI, whatever the tag says.
        floor: u8,
    },
    /// `py3-none`: every Python 3 that `Requires-Python` admits, of any build; nothing is said of an ABI.
    Any {
        /// The oldest, 0 where nothing says it.
        first: u8,
        /// The newest; None where none is the last.
        last: Option<u8>,
    },
}

impl Interpreter {
    /// Whether a free-threaded build is among them.
    pub fn free_threaded(&self) -> bool {
        match self {
            Interpreter::Version { flags, .. } => flags.contains('t'),
            Interpreter::Abi3 { .. } => false,
            Interpreter::Abi3t { .. } => true,
            Interpreter::Any { last, .. } => last.is_none_or(|last| last >= FREE_THREADED_SINCE),
        }
    }

    /// Whether a build with the GIL is among them.
    pub fn with_gil(&self) -> bool {
        matches!(self, Interpreter::Any { .. } | Interpreter::Abi3 { .. }) || !self.free_threaded()
    }

    /// The oldest minor version among them.
    pub fn first(&self) -> u8 {
        match self {
            Interpreter::Version { minor: first, .. }
            | Interpreter::Abi3 { floor: first }
            | Interpreter::Abi3t { floor: first }
            | Interpreter::Any { first, .. } => *first,
        }
    }

    /// Whether this minor version or a later one is among them.
    pub fn reaches(&self, minor: u8) -> bool {
        match self {
            Interpreter::Version { minor: own, .. } => *own >= minor,
            Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } => true,
            Interpreter::Any { last, .. } => last.is_none_or(|last| last >= minor),
        }
    }
}

/// The first version with free-threaded builds.
pub const FREE_THREADED_SINCE: u8 = 13;
/// The first version everywhere that looks for `.abi3-x86_64-linux-gnu.so`.
pub const STABLE_WITH_PLATFORM_SINCE: u8 = 15;

/// The first version that knows `abi3t` and `PyModExport_` hooks.
pub const ABI3T_FLOOR: u8 = 15;

/// The CPythons that a set of tags names, sorted, each once. Tags of other implementations and `none` give nothing.
pub fn interpreters(tags: &TagSet) -> Vec<Interpreter> {
    let mut found = Vec::new();
    for python in &tags.pythons {
        let minor = python.strip_prefix("cp3").and_then(|digits| digits.parse::<u8>().ok());
        for abi in &tags.abis {
            let version = abi.strip_prefix("cp3").map(|v| v.split_at(v.trim_end_matches(char::is_alphabetic).len()));
            found.extend(match (minor, abi.as_str(), version) {
                (Some(floor), "abi3", _) => Some(Interpreter::Abi3 { floor }),
                (Some(floor), "abi3t", _) => Some(Interpreter::Abi3t { floor: floor.max(ABI3T_FLOOR) }),
                (_, _, Some((digits, flags))) => {
                    digits.parse().ok().map(|minor| Interpreter::Version { minor, flags: flags.to_owned() })
                }
                _ => None,
            });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The Pythons that the ABI tag `none` gives a wheel to, sorted, each once: `cp313-none` is for one version of either
/// build, `py3-none` for all. Nothing where another ABI tag stands beside it: it says more.
fn without_abi(wheel: &WheelFacts) -> Vec<Interpreter> {
    let tags = &wheel.name.tags;
    if tags.abis.iter().any(|abi| abi != "none") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for python in &tags.pythons {
        let minor = |prefix: &str| python.strip_prefix(prefix)?.parse::<u8>().ok();
        if let Some(minor) = minor("cp3") {
            found.push(Interpreter::Version { minor, flags: String::new() });
            if minor >= FREE_THREADED_SINCE {
                found.push(Interpreter::Version { minor, flags: "t".to_owned() });
            }
        } else if let Some(first) = minor("py3").or((python == "py3").then_some(0)) {
            let first = first.max(wheel.min_python.unwrap_or(0));
            found.push(Interpreter::Any { first, last: wheel.max_python });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The Pythons that get the wheel, whether its tags say an ABI or not.
pub fn takers(wheel: &WheelFacts) -> Vec<Interpreter> {
    let mut found = interpreters(&wheel.name.tags);
    found.extend(without_abi(wheel));
    found
}

/// Whether import in one of these interpreters looks for the file's suffix, and the file is meant for it.
pub fn finds(interpreter: &Interpreter, name: &ModuleName) -> bool {
    // A stable suffix with the platform in it came late.
    let known_from = if name.platform.is_empty() { 0 } else { STABLE_WITH_PLATFORM_SINCE };
    match (interpreter, &name.tag) {
        (_, SuffixTag::None) => true,
        (Interpreter::Version { minor, flags }, SuffixTag::CPython { minor: m, flags: f, .. }) => {
            // The flags `m` and `u` went away; Windows never had them in suffixes.
            let plain = |flags: &str| flags.replace(['m', 'u'], "");
            minor == m && plain(flags) == plain(f)
        }
        (Interpreter::Version { minor, flags }, SuffixTag::Abi3) => !flags.contains('t') && *minor >= known_from,
        (Interpreter::Version { minor, .. }, SuffixTag::Abi3t) => *minor >= ABI3T_FLOOR,
        (Interpreter::Abi3 { floor }, SuffixTag::Abi3) => *floor >= known_from,
        (Interpreter::Abi3 { floor }, SuffixTag::Abi3t) => *floor >= ABI3T_FLOOR,
        (Interpreter::Abi3t { .. }, SuffixTag::Abi3t) => true,
        // Every one of them, where the file is for none in particular.
        (Interpreter::Any { first, .. }, SuffixTag::Abi3) => *first >= known_from,
        (Interpreter::Any { first, .. }, SuffixTag::Abi3t) => *first >= ABI3T_FLOOR,
        (Interpreter::Any { first, last }, SuffixTag::CPython { minor, .. }) => *last == Some(*minor) && first == minor,
        _ => false,
    }
}

/// The CPythons that may load the file, by its suffix or else by its wheel's tags; empty where nothing says it.
///
/// What a more exact file of the same module is for is left out: import takes that one.
pub fn loaders(artifact: &Artifact, binary: &BinaryFacts) -> Vec<Interpreter> {
    match &binary.name.tag {
        SuffixTag::CPython { minor, flags, .. } => {
            return vec![Interpreter::Version { minor: *minor, flags: flags.clone() }];
        }
        SuffixTag::Other(_) => return Vec::new(),
        _ => {}
    }
    let Some(wheel) = artifact.wheel() else { return Vec::new() };
    let mut promised = interpreters(&wheel.name.tags);
    if promised.is_empty() && binary.is_extension() && !wheel.brings_python() {
        promised = without_abi(wheel);
    }
    let exact = |i: &Interpreter| {
        wheel.variants(binary).any(|other| other.name.tag.is_before(&binary.name.tag) && finds(i, &other.name))
    };
    let own: Vec<Interpreter> = promised.iter().filter(|i| finds(i, &binary.name) && !exact(i)).cloned().collect();
    if own.is_empty() { promised } else { own }
}

/// Whether a Python of this minor version or a later one may load the file; true where nothing says otherwise.
pub fn may_load_since(artifact: &Artifact, binary: &BinaryFacts, minor: u8) -> bool {
    let loaders = loaders(artifact, binary);
    loaders.is_empty() || loaders.iter().any(|i| i.reaches(minor))
}

/// A binary's promise to need nothing but the stable ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StablePromise {
    /// Minor version of the oldest Python promised; None where nothing says it.
    pub floor: Option<u8>,
    /// Minor version of the oldest Python that gets the file at all, by `Requires-Python`.
    pub installed_from: u8,
}

impl StablePromise {
    /// The oldest Python that has to load the file.
    pub fn first(self) -> Option<u8> {
        self.floor.map(|floor| floor.max(self.installed_from))
    }
}

/// The promise that a shared object makes by its own suffix or by its wheel's tags; None where it makes none.
pub fn stable_promise(artifact: &Artifact, binary: &BinaryFacts) -> Option<StablePromise> {
    let stable = |b: &BinaryFacts| matches!(b.name.tag, SuffixTag::Abi3 | SuffixTag::Abi3t);
    if !binary.is_shared() {
        return None;
    }
    let Some(wheel) = artifact.wheel() else {
        return stable(binary).then_some(StablePromise { floor: None, installed_from: 0 });
    };
    let installed_from = wheel.min_python.unwrap_or(0);
    let interpreters = interpreters(&wheel.name.tags);
    let floor = interpreters.iter().filter_map(|i| match i {
        Interpreter::Abi3 { floor } | Interpreter::Abi3t { floor } => Some(*floor),
        Interpreter::Version { .. } | Interpreter::Any { .. } => None,
    });
    match floor.min() {
        // Where a module has a file for one version beside the stable one, only the stable one promises.
        Some(_) if !stable(binary) && wheel.variants(binary).any(stable) => None,
        Some(floor) => Some(StablePromise { floor: Some(floor), installed_from }),
        // A wheel for one version goes to no other, whatever its files are called.
        None if !interpreters.is_empty() => None,
        None => stable(binary).then_some(StablePromise { floor: None, installed_from }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_to_interpreters() {
        let of = |text: &str| interpreters(&TagSet::parse(text).unwrap_or_else(|| panic!("{text}")));
        assert_eq!(of("cp313-cp313t-any"), [Interpreter::Version { minor: 13, flags: "t".into() }]);
        assert_eq!(of("cp37-cp37m-any"), [Interpreter::Version { minor: 7, flags: "m".into() }]);
        assert_eq!(of("cp311-abi3-any"), [Interpreter::Abi3 { floor: 11 }]);
        assert_eq!(of("cp313-abi3.abi3t-any"), [Interpreter::Abi3 { floor: 13 }, Interpreter::Abi3t { floor: 15 }]);
        assert_eq!(of("py3-none-any"), []);
        assert_eq!(of("pp310-pypy310_pp73-any"), []);
    }
}
