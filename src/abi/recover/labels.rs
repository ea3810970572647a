//! C names of the objects found, where the file has symbols for them.

use crate::capi::hooks;
use std::collections::BTreeMap;

use crate::facts::{DataSpec, Recovered};

/// Looks the objects' addresses up among symbols.
pub(in crate::abi) struct Labels {
    wanted: BTreeMap<u64, Option<String>>,
}

impl Labels {
    /// The addresses whose names are of use: modules, types, specs and their traverse functions.
    pub(in crate::abi) fn wanted(recovered: &Recovered) -> Self {
        let modules = recovered.modules.iter().map(|m| m.address);
        let types = recovered.types.iter().map(|t| t.address);
        let sequences = recovered.sequences.iter().map(|s| s.address);
        let specs = recovered.specs.iter().map(|s| s.address);
        let traverse = recovered.specs.iter().filter_map(DataSpec::traverse_at);
        Labels {
            wanted: modules.chain(types).chain(sequences).chain(specs).chain(traverse).map(|at| (at, None)).collect(),
        }
    }

    /// The addresses.
    #[cfg(feature = "debuginfo")]
    pub(in crate::abi) fn addresses(&self) -> Vec<u64> {
        self.wanted.keys().copied().collect()
    }

    /// Takes one symbol. Of several at one address the first counts; module hooks are always of use.
    pub(in crate::abi) fn symbol(&mut self, address: u64, name: &[u8]) {
        if hooks::has_shape(name) {
            self.wanted.entry(address).or_default();
        }
        if let Some(place) = self.wanted.get_mut(&address)
            && place.is_none()
        {
            *place = c_name(name).map(str::to_owned);
        }
    }

    /// Hands the names over.
    pub(in crate::abi) fn finish(self, recovered: &mut Recovered) {
        recovered.symbols = self.wanted.into_iter().filter_map(|(at, name)| Some((at, name?))).collect();
    }
}

/// The name as the source writes it: without what the compiler appends, and of a C++ variable the last part. Functions
/// of C++ are left out: several may have one name.
fn c_name(symbol: &[u8]) -> Option<&str> {
    let symbol = std::str::from_utf8(symbol).ok()?;
    let Some(mut rest) = symbol.strip_prefix("_Z") else {
        // `walk.constprop.0`, `module.3`
        return symbol.split('.').next().filter(|name| !name.is_empty());
    };
    rest = rest.strip_prefix('N').unwrap_or(rest);
    let mut last = None;
    loop {
        rest = rest.strip_prefix('L').unwrap_or(rest);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let Ok(length) = rest[..digits].parse::<usize>() else {
            return last.filter(|_| rest.is_empty() || rest == "E");
        };
        last = Some(rest.get(digits..digits.checked_add(length)?)?);
        rest = &rest[digits + length..];
    }
}

#[cfg(test)]
mod tests {
    use super::c_name;

    #[test]
    fn names_as_the_source_writes_them() {
        for (symbol, name) in [
            ("Spam_Type", Some("Spam_Type")),
            ("walk.constprop.0", Some("walk")),
            ("_ZL9Spam_Type", Some("Spam_Type")),
            ("_ZN4spam12_GLOBAL__N_1L9Spam_TypeE", Some("Spam_Type")),
            ("_ZN4spam12_GLOBAL__N_1L4walkEP7_objectPFiS2_PvES3_", None),
            ("_ZTV4Spam", None),
            ("_Z99x", None),
            ("", None),
        ] {
            assert_eq!(c_name(symbol.as_bytes()), name, "{symbol}");
        }
    }
}
