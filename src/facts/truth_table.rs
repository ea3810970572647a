//! Truth tables of formulas over a few open atoms, for every minor version at once; not the formulas themselves.
//!
//! Without them `A or not A` would stay open: masks of parts cannot tell that both parts speak of the same macro.

use super::CondId;

/// Atoms that a table may have: 2^7 rows of 32 versions. A formula over more has the versions of its parts alone, which are
/// never too few: it may be taken for open where the macros in it rule each other out.
const ATOMS: usize = 7;

/// For each assignment of the atoms the minor versions on which the formula is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TruthTable {
    /// Ascending.
    atoms: Vec<CondId>,
    /// 2^atoms rows; bit `i` of a row's number is the value of atom `i`.
    rows: Vec<u32>,
}

impl TruthTable {
    /// An atom that may be true on the versions of `may` and false on those of `may_not`.
    pub(super) fn atom(id: CondId, (may, may_not): (u32, u32)) -> Self {
        if may & may_not == 0 {
            return TruthTable { atoms: Vec::new(), rows: vec![may] };
        }
        TruthTable { atoms: vec![id], rows: vec![!may_not, may] }
    }

    /// The negation.
    pub(super) fn not(&self) -> Self {
        TruthTable { atoms: self.atoms.clone(), rows: self.rows.iter().map(|row| !row).collect() }
    }

    /// Both tables row by row; None where they have too many atoms together.
    pub(super) fn joined(&self, other: &Self, join: impl Fn(u32, u32) -> u32) -> Option<Self> {
        let mut atoms = self.atoms.clone();
        atoms.extend(other.atoms.iter().filter(|a| !self.atoms.contains(a)));
        if atoms.len() > ATOMS {
            return None;
        }
        atoms.sort_unstable();
        let place =
            |table: &Self| -> Vec<usize> { table.atoms.iter().map(|a| atoms.partition_point(|b| b < a)).collect() };
        let (left, right) = (place(self), place(other));
        let row = |table: &Self, places: &[usize], number: usize| {
            let own = places.iter().enumerate().fold(0, |own, (bit, place)| own | (number >> place & 1) << bit);
            table.rows[own]
        };
        let rows = (0..1usize << atoms.len()).map(|n| join(row(self, &left, n), row(other, &right, n))).collect();
        Some(TruthTable { atoms, rows }.reduced())
    }

    /// Without the atoms that change nothing.
    fn reduced(mut self) -> Self {
        for bit in (0..self.atoms.len()).rev() {
            let rows = self.rows.len();
            let matters = (0..rows).any(|n| n >> bit & 1 == 0 && self.rows[n] != self.rows[n | 1 << bit]);
            if !matters {
                self.rows = (0..rows).filter(|n| n >> bit & 1 == 0).map(|n| self.rows[n]).collect();
                self.atoms.remove(bit);
            }
        }
        self
    }

    /// The versions on which the formula may be true, and those on which it may be false.
    pub(super) fn masks(&self) -> (u32, u32) {
        self.rows.iter().fold((0, 0), |(may, may_not), row| (may | row, may_not | !row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_either_way_is_settled() {
        let open = (u32::MAX, u32::MAX);
        let (a, b) = (TruthTable::atom(CondId(5), open), TruthTable::atom(CondId(3), open));
        let either = a.joined(&a.not(), |x, y| x | y).map(|t| t.masks());
        assert_eq!(either, Some((u32::MAX, 0)));
        let both = a.joined(&b, |x, y| x & y).and_then(|t| t.joined(&b.not(), |x, y| x & y));
        assert_eq!(both.map(|t| t.masks()), Some((0, u32::MAX)));
        assert_eq!(a.joined(&b, |x, y| x | y).map(|t| t.masks()), Some(open));
    }

    #[test]
    fn an_atom_is_open_on_some_versions_only() {
        let late = TruthTable::atom(CondId(2), (0xE000, u32::MAX));
        assert_eq!(late.masks(), (0xE000, u32::MAX));
        assert_eq!(late.joined(&late.not(), |x, y| x | y).map(|t| t.masks()), Some((u32::MAX, 0)));
    }

    #[test]
    fn too_many_atoms_have_no_table() {
        let open = (u32::MAX, u32::MAX);
        let mut table = Some(TruthTable::atom(CondId(2), open));
        for id in 3..20 {
            table = table.and_then(|t| t.joined(&TruthTable::atom(CondId(id), open), |x, y| x & y));
        }
        assert_eq!(table, None);
    }
}
