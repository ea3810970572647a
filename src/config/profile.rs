//! Profiles: the rules that answer one question, by a word.

use super::Selector;

/// A question that a run is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// Sub-interpreters: shared state, heap types and their GC, module initialization
    #[default]
    Isolation,
    /// Private and removed API, the stable ABI
    Abi,
    /// Running without the GIL: shared variables that change, the claims of modules
    FreeThreading,
    /// What a wheel promises and holds
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

    /// The rules: categories and beginnings of codes; a rule named by its code runs where it is off as well.
    fn words(self) -> &'static [&'static str] {
        match self {
            Profile::Isolation => &["isolation", "gc", "heap-types", "module-init", "INIT005", "INIT008"],
            Profile::Abi => &["abi", "WHL006", "WHL007", "WHL008", "WHL009", "WHL010", "WHL012", "WHL014"],
            Profile::FreeThreading => &["free-threading", "FT004", "ISO02", "ISO03"],
            Profile::Packaging => &["wheel"],
        }
    }

    /// What it selects.
    pub fn selectors(self) -> Vec<Selector> {
        self.words().iter().filter_map(|word| Selector::parse(word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_a_rule() {
        for profile in [Profile::Isolation, Profile::Abi, Profile::FreeThreading, Profile::Packaging] {
            assert_eq!(profile.selectors().len(), profile.words().len(), "{}", profile.as_str());
        }
    }
}
