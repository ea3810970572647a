//! Which formulas of a file speak of a macro. All formulas are asked at once: of a long chain of `#elif` each holds those
//! before it, and one by one they cost the square of its length.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Cond, CondId, CondTable, Name};
use crate::capi::predefined::LIMITED_API;

/// Answers about the formulas of one table, each name worked out once.
#[derive(Debug)]
pub struct Mentions<'c> {
    conds: &'c CondTable,
    /// Every name that some formula holds, and those of expressions that were not understood.
    anywhere: FxHashSet<&'c str>,
    known: FxHashMap<Name, Vec<bool>>,
}

impl<'c> Mentions<'c> {
    /// Nothing asked yet.
    pub fn of(conds: &'c CondTable) -> Self {
        let anywhere = conds.conds.iter().flat_map(words).collect();
        Mentions { conds, anywhere, known: FxHashMap::default() }
    }

    /// Whether a formula speaks of a macro called `name`, in any place.
    pub fn has(&mut self, id: CondId, name: Name) -> bool {
        if !self.anywhere.contains(name.as_str()) {
            return false;
        }
        let conds = self.conds;
        let known = self.known.entry(name).or_insert_with(|| all(conds, name.as_str()));
        known.get(id.0 as usize).copied().unwrap_or_default()
    }
}

/// For each formula whether it speaks of a name. The parts of a formula stand before it in the table.
fn all(conds: &CondTable, name: &str) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(conds.conds.len());
    for cond in &conds.conds {
        let found = match *cond {
            Cond::Not(a) => out[a.0 as usize],
            Cond::And(a, b) | Cond::Or(a, b) => out[a.0 as usize] || out[b.0 as usize],
            _ => words(cond).any(|word| word == name),
        };
        out.push(found);
    }
    out
}

/// The names in an atom.
fn words(cond: &Cond) -> impl Iterator<Item = &str> {
    let text = match cond {
        Cond::Defined(name) | Cond::Value(name) | Cond::Opaque(name) => name.as_str(),
        Cond::LimitedApi(..) => LIMITED_API,
        Cond::VersionHex(..) => "PY_VERSION_HEX",
        Cond::Minor(..) => "PY_MINOR_VERSION",
        Cond::Constant(_) | Cond::Not(_) | Cond::And(..) | Cond::Or(..) => "",
    };
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_speaks_of_the_names_in_its_parts() {
        let mut conds = CondTable::default();
        let (one, two) = (Name::from("ONE"), Name::from("TWO"));
        let (a, b) = (conds.add(Cond::Defined(one)), conds.add(Cond::Value(two)));
        let not = conds.not(a);
        let both = conds.and(not, b);
        let opaque = conds.add(Cond::Opaque(Name::from("THREE(ONE_MORE) < 4")));
        let mut mentions = Mentions::of(&conds);
        assert!(mentions.has(not, one) && mentions.has(both, one) && mentions.has(both, two));
        assert!(!mentions.has(not, two) && !mentions.has(CondId::ALWAYS, one) && !mentions.has(opaque, one));
        assert!(mentions.has(opaque, Name::from("ONE_MORE")) && !mentions.has(both, Name::from("FOUR")));
    }
}
