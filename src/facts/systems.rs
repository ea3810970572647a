//! Conditions that ask for systems: no code is compiled for two of them at once.

use super::CondTable;
use crate::capi::systems::{self, Systems};

impl CondTable {
    /// Says of each formula of the file, which is complete, that it does not hold where it wants two systems at once.
    pub fn tell_systems_apart(&mut self) {
        let asked: Vec<Systems> = self.macros().filter_map(|name| systems::of(&name)).collect();
        let apart = |a: &Systems| asked.iter().any(|b| !a.meet(*b));
        if !asked.iter().any(apart) {
            return;
        }
        let mut either = vec![(0, 0); self.conds.len()];
        for system in Systems::each() {
            let elsewhere = |on: Systems| (!on.meet(system)).then_some(false);
            let masks = self.masks_where(&|name| systems::of(&name).and_then(elsewhere));
            for (either, mask) in either.iter_mut().zip(masks) {
                *either = (either.0 | mask.0, either.1 | mask.1);
            }
        }
        for (mask, either) in self.masks.iter_mut().zip(either) {
            *mask = (mask.0 & either.0, mask.1 & either.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Cond, CondTable, Name, Targets};

    #[test]
    fn two_systems_at_once() {
        let targets = Targets::default();
        let mut table = CondTable::new(targets);
        let [windows, unix, apple, other] =
            ["__WIN32__", "__unix__", "__APPLE__", "HAVE_X11"].map(|name| table.add(Cond::Defined(Name::from(name))));
        let not_apple = table.not(apple);
        let both = table.and(windows, unix);
        let either = table.or(windows, unix);
        let fine = table.and(unix, not_apple);
        let known = table.and(windows, not_apple);
        let (dead, open) = (table.and(both, other), table.and(windows, other));
        table.tell_systems_apart();
        assert!(table.live(both, &targets).is_empty() && table.live(dead, &targets).is_empty());
        for cond in [windows, unix, apple, either, fine, known, open] {
            assert_eq!(table.live(cond, &targets), targets.versions());
        }
        assert!(table.certain(either, &targets).is_empty());
    }
}
