//! What a wheel's tags and a file's suffix promise: which interpreters may load it. No judgement on whether they can.

use crate::facts::{Artifact, BinaryFacts, SuffixTag, TagSet};

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
}

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

/// The CPythons that may load the file, by its suffix or else by its wheel's tags; empty where nothing says it.
pub fn loaders(artifact: &Artifact, binary: &BinaryFacts) -> Vec<Interpreter> {
    match &binary.name.tag {
        SuffixTag::CPython { minor, flags, .. } => {
            vec![Interpreter::Version { minor: *minor, flags: flags.clone() }]
        }
        SuffixTag::Other(_) => Vec::new(),
        _ => artifact.wheel().map(|wheel| interpreters(&wheel.name.tags)).unwrap_or_default(),
    }
}

/// Whether a Python of this minor version or a later one may load the file; true where nothing says otherwise.
pub fn may_load_since(artifact: &Artifact, binary: &BinaryFacts, minor: u8) -> bool {
    if let SuffixTag::CPython { minor: own, .. } = binary.name.tag {
        return own >= minor;
    }
    let interpreters = artifact.wheel().map(|wheel| interpreters(&wheel.name.tags)).unwrap_or_default();
    let late = |i: &Interpreter| match i {
        Interpreter::Version { minor: own, .. } => *own >= minor,
        Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } => true,
    };
    interpreters.is_empty() || interpreters.iter().any(late)
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
        Interpreter::Version { .. } => None,
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
