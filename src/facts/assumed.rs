//! Conditions where macros are taken to be defined, or not to be.

use rustc_hash::FxHashSet;

use crate::capi::{names, predefined, systems};

use super::cond::combined;
use super::{Cond, CondId, CondTable, Name, Targets, VersionSet};

impl CondTable {
    /// The macros that formulas of the file ask for, each once.
    pub fn macros(&self) -> impl Iterator<Item = Name> {
        let mut seen = FxHashSet::default();
        self.conds.iter().filter_map(asked).filter(move |&name| seen.insert(name))
    }

    /// Those of them that a formula asks whether they are defined, not for their value.
    pub fn asked_for_definition(&self) -> impl Iterator<Item = Name> {
        self.conds.iter().filter_map(|cond| if let Cond::Defined(name) = cond { Some(*name) } else { None })
    }

    /// The macros that one formula wants to be defined, in the order of the text.
    pub fn wanted_in(&self, id: CondId) -> Vec<Name> {
        let (mut seen, mut pending, mut out) = (FxHashSet::default(), vec![(id, true)], Vec::new());
        while let Some((id, wanted)) = pending.pop() {
            if !seen.insert((id, wanted)) {
                continue;
            }
            match *self.get(id) {
                Cond::Not(a) => pending.push((a, !wanted)),
                Cond::And(a, b) | Cond::Or(a, b) => pending.extend([(b, wanted), (a, wanted)]),
                atom => out.extend(asked(&atom).filter(|name| wanted && !out.contains(name))),
            }
        }
        out
    }

    /// By formula the target versions on which it may hold, where CPython's headers say which of their macros `#ifdef`
    /// finds; and whether it asks for macros that tell no system and that nothing known defines, so that what it is worth
    /// is open.
    pub fn by_headers(&self, targets: &Targets) -> Vec<(VersionSet, bool)> {
        let mut masks = self.masks.clone();
        let mut doubts = vec![false; masks.len()];
        for (i, cond) in self.conds.iter().enumerate() {
            match *cond {
                Cond::Defined(name) | Cond::Value(name) => match names::defined(&name) {
                    Some(there) => masks[i] = (there, !there),
                    None => doubts[i] = systems::of(&name).is_none() && predefined::lookup(&name).is_none(),
                },
                Cond::Opaque(_) => doubts[i] = true,
                Cond::Not(a) => doubts[i] = doubts[a.0 as usize],
                Cond::And(a, b) | Cond::Or(a, b) => doubts[i] = doubts[a.0 as usize] || doubts[b.0 as usize],
                _ => {}
            }
            if let Cond::Not(_) | Cond::And(..) | Cond::Or(..) = cond {
                masks[i] = combined(*cond, &masks);
            }
        }
        let live = masks.iter().zip(&self.masks).map(|(by, own)| VersionSet(by.0 & own.0).and(targets.versions()));
        live.zip(doubts).collect()
    }

    /// By formula the target versions on which it may hold where `Py_LIMITED_API` has a value.
    pub fn with_limited_api(&self, value: u32) -> Vec<VersionSet> {
        let mut masks = self.masks.clone();
        for (i, cond) in self.conds.iter().enumerate() {
            match cond {
                Cond::Defined(name) | Cond::Value(name) if *name == predefined::LIMITED_API => masks[i] = (u32::MAX, 0),
                Cond::LimitedApi(op, bound) => {
                    let holds = op.range(value, value, *bound) == super::Truth::True;
                    masks[i] = if holds { (u32::MAX, 0) } else { (0, u32::MAX) };
                }
                Cond::Not(_) | Cond::And(..) | Cond::Or(..) => masks[i] = combined(*cond, &masks),
                _ => {}
            }
        }
        let targets = self.targets.versions();
        masks.iter().zip(&self.masks).map(|(with, own)| VersionSet(with.0 & own.0).and(targets)).collect()
    }

    /// The formulas that hold on no target where `defined` says of some macros whether they are defined, and that may
    /// hold where it does not.
    pub fn ruled_out(&self, defined: &dyn Fn(Name) -> Option<bool>) -> FxHashSet<CondId> {
        let masks = self.masks_where(defined);
        let targets = self.targets.versions().0;
        let dead = |i: &usize| self.masks[*i].0 & targets != 0 && masks[*i].0 & targets == 0;
        (0..masks.len()).filter(dead).map(|i| CondId(i as u32)).collect()
    }

    /// The masks of all formulas where some macros are known to be defined, and true, or not to be.
    pub(super) fn masks_where(&self, defined: &dyn Fn(Name) -> Option<bool>) -> Vec<(u32, u32)> {
        let mut masks = self.masks.clone();
        for (i, cond) in self.conds.iter().enumerate() {
            match cond {
                Cond::Defined(name) | Cond::Value(name) => match defined(*name) {
                    Some(true) => masks[i] = (u32::MAX, 0),
                    Some(false) => masks[i] = (0, u32::MAX),
                    None => {}
                },
                Cond::Not(_) | Cond::And(..) | Cond::Or(..) => masks[i] = combined(*cond, &masks),
                _ => {}
            }
        }
        masks
    }
}

/// The macro that an atom asks for.
fn asked(cond: &Cond) -> Option<Name> {
    match cond {
        Cond::Defined(name) | Cond::Value(name) => Some(*name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::lvalues;
    use crate::facts::Python;

    #[test]
    fn macros_of_the_headers() {
        let targets = Targets { min_python: Python(7), ..Targets::default() };
        let mut table = CondTable::new(targets);
        let setter = lvalues::all().find_map(|(_, l)| l.setter).expect("a macro of newer headers");
        let there = table.add(Cond::Defined(Name::from(setter)));
        let not = table.not(there);
        let other = table.add(Cond::Defined(Name::from("HAVE_X")));
        let either = table.or(not, other);
        let by_headers = table.by_headers(&targets);
        let [there, not, other, either] = [there, not, other, either].map(|cond| by_headers[cond.0 as usize]);
        assert_eq!(there.0.min(), Some(Python(lvalues::SETTERS_SINCE)));
        assert_eq!(not.0.max(), Some(Python(lvalues::SETTERS_SINCE - 1)));
        assert_eq!(either.0, targets.versions());
        assert!(other.1 && either.1 && !there.1 && !not.1);
    }

    #[test]
    fn what_hangs_on_a_macro() {
        let mut table = CondTable::new(Targets::default());
        let [knob, other] = ["COUNT", "OTHER"].map(|name| table.add(Cond::Defined(Name::from(name))));
        let (not, either) = (table.not(knob), table.or(knob, other));
        let both = table.and(other, knob);
        let dead = table.ruled_out(&|name| (name == "COUNT").then_some(false));
        assert_eq!(dead, FxHashSet::from_iter([knob, both]));
        assert!(!dead.contains(&not) && !dead.contains(&either));
        assert_eq!(table.wanted_in(both), [Name::from("OTHER"), Name::from("COUNT")]);
        assert!(table.wanted_in(not).is_empty());
        assert_eq!(table.macros().count(), 2);
    }
}
