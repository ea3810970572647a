//! Profiles: the rules that answer one question, by a word.

use super::Selector;
use crate::rules::RULES;

/// A question that a run is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// Sub-interpreters: shared state, heap types and their GC, module initialization
    #[default]
    Isolation,
    /// Private and removed API, the stable ABI
    Abi,
    /// Running without the GIL: mutable shared variables, what modules declare
    FreeThreading,
    /// What a wheel promises and contains
    Packaging,
}

impl Profile {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Isolation => "isolation",
            Profile::Abi => "abi",
            Profile::FreeThreading => "free-threading",
            Profile::Packaging => "packaging",
        }
    }

    /// Categories of rules, and beginnings of codes. The table of rules names others one by one.
    fn families(self) -> &'static [&'static str] {
        match self {
            Profile::Isolation => &["isolation", "gc", "heap-types", "module-init"],
            Profile::Abi => &["abi", "limited-api"],
            Profile::FreeThreading => &["free-threading", "ISO02", "ISO03"],
            Profile::Packaging => &["wheel"],
        }
    }

    /// What it selects. A rule named by its code runs where it is off as well.
    pub fn selectors(self) -> Vec<Selector> {
        let named = RULES.iter().filter(|rule| rule.profiles.contains(&self.as_str())).map(|rule| rule.code);
        self.families().iter().copied().chain(named).filter_map(Selector::parse).map(Selector::of_profile).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_a_rule() {
        for profile in [Profile::Isolation, Profile::Abi, Profile::FreeThreading, Profile::Packaging] {
            let known = profile.families().iter().filter(|word| Selector::parse(word).is_some()).count();
            assert_eq!(known, profile.families().len(), "{}", profile.as_str());
            assert!(profile.selectors().len() >= known);
        }
    }
}
