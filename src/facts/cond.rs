//! Presence conditions: under which `#if` a fact exists, and on which Pythons that is live.
//!
//! A condition is a formula over version comparisons and macros. It is evaluated with three truth values for one
//! minor version of CPython at a time, so that `#if PY_VERSION_HEX >= 0x030900A1` and `#ifdef PYPY_VERSION` are
//! decided, and `#ifdef HAVE_FOO` stays open (both branches live).

use rustc_hash::FxHashMap;

use super::predefined::defined;
use super::truth_table::TruthTable;
use super::{Comparison, Name, Python, Span, Targets, Truth, VersionSet};

/// Parts of a formula that are compared with those of another: it costs the product. Formulas with more, and with too many
/// macros for a table, may be taken to hold together; rules ask for that where they say less.
const PARTS: usize = 64;

/// Names a formula in a [`CondTable`]. [`CondId::ALWAYS`] is "no condition".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct CondId(pub u32);

impl CondId {
    /// No condition.
    pub const ALWAYS: CondId = CondId(0);
    /// Never present (`#if 0`).
    pub const NEVER: CondId = CondId(1);
}

/// A formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Cond {
    /// A constant.
    Constant(bool),
    /// `PY_VERSION_HEX <op> value` (also `Py_Version`).
    VersionHex(Comparison, u32),
    /// `PY_MINOR_VERSION <op> value` (`PY_MAJOR_VERSION` is folded).
    Minor(Comparison, u32),
    /// `Py_LIMITED_API <op> value`.
    LimitedApi(Comparison, u32),
    /// `defined(name)`.
    Defined(Name),
    /// A macro's value taken as truth, its definition not known.
    Value(Name),
    /// An expression that was not understood; its text.
    Opaque(Name),
    /// Negation.
    Not(CondId),
    /// Conjunction.
    And(CondId, CondId),
    /// Disjunction.
    Or(CondId, CondId),
}

/// The formulas of one file, shared, and the regions that they govern.
#[derive(Clone, Debug, serde::Serialize)]
pub struct CondTable {
    pub(super) conds: Vec<Cond>,
    /// For each formula the minor versions on which it may be true, and those on which it may be false.
    pub(super) masks: Vec<(u32, u32)>,
    /// For each formula its truth table, where it is small enough.
    #[serde(skip)]
    tables: Vec<Option<TruthTable>>,
    pub(super) targets: Targets,
    /// Where conditions change: offset and the condition from there on, ascending.
    changes: Vec<(u32, CondId)>,
    #[serde(skip)]
    known: FxHashMap<Cond, CondId>,
}

impl Default for CondTable {
    fn default() -> Self {
        CondTable::new(Targets::default())
    }
}

impl CondTable {
    /// An empty table; `targets` says how the macros of the limited API and of CPython's own build are set.
    pub fn new(targets: Targets) -> Self {
        let (conds, masks, tables, changes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut table = CondTable { conds, masks, tables, targets, changes, known: FxHashMap::default() };
        table.add(Cond::Constant(true));
        table.add(Cond::Constant(false));
        table
    }

    /// Adds a formula as it is, once.
    pub fn add(&mut self, cond: Cond) -> CondId {
        if let Some(&id) = self.known.get(&cond) {
            return id;
        }
        let id = CondId(self.conds.len() as u32);
        let table = self.table(cond, id);
        self.masks.push(table.as_ref().map_or_else(|| self.mask(cond), TruthTable::masks));
        self.tables.push(table);
        self.conds.push(cond);
        self.known.insert(cond, id);
        id
    }

    /// The formula.
    pub fn get(&self, id: CondId) -> &Cond {
        &self.conds[id.0 as usize]
    }

    /// `not a`, simplified.
    pub fn not(&mut self, a: CondId) -> CondId {
        match *self.get(a) {
            Cond::Constant(value) => self.constant(!value),
            Cond::Not(inner) => inner,
            _ => self.add(Cond::Not(a)),
        }
    }

    /// `a and b`, simplified.
    pub fn and(&mut self, a: CondId, b: CondId) -> CondId {
        match (a, b) {
            (CondId::ALWAYS, other) | (other, CondId::ALWAYS) => other,
            (CondId::NEVER, _) | (_, CondId::NEVER) => CondId::NEVER,
            (a, b) if a == b => a,
            _ => self.add(Cond::And(a, b)),
        }
    }

    /// `a or b`, simplified.
    pub fn or(&mut self, a: CondId, b: CondId) -> CondId {
        match (a, b) {
            (CondId::NEVER, other) | (other, CondId::NEVER) => other,
            (CondId::ALWAYS, _) | (_, CondId::ALWAYS) => CondId::ALWAYS,
            (a, b) if a == b => a,
            _ => self.add(Cond::Or(a, b)),
        }
    }

    /// A constant formula.
    pub fn constant(&self, value: bool) -> CondId {
        if value { CondId::ALWAYS } else { CondId::NEVER }
    }

    /// Says that `cond` governs the file from `offset` on; offsets must not fall.
    pub fn change_at(&mut self, offset: u32, cond: CondId) {
        self.changes.push((offset, cond));
    }

    /// The condition that governs `offset`.
    pub fn at(&self, offset: u32) -> CondId {
        match self.changes.partition_point(|&(start, _)| start <= offset) {
            0 => CondId::ALWAYS,
            n => self.changes[n - 1].1,
        }
    }

    /// Where other conditions than before govern, inside of `span`: their places and themselves.
    pub fn inside(&self, span: Span) -> &[(u32, CondId)] {
        let from = self.changes.partition_point(|&(start, _)| start <= span.start);
        let to = self.changes.partition_point(|&(start, _)| start < span.end);
        &self.changes[from..to.max(from)]
    }

    /// Whether conditions begin or end inside of `span`.
    pub fn changes_in(&self, span: Span) -> bool {
        let first = self.changes.partition_point(|&(start, _)| start <= span.start);
        self.changes.get(first).is_some_and(|&(start, _)| start < span.end)
    }

    /// The condition that governs the start of `span`.
    pub fn at_span(&self, span: Span) -> CondId {
        self.at(span.start)
    }

    /// Says that the whole file is built on these versions alone: on others no condition holds.
    pub fn built_on(&mut self, versions: VersionSet) {
        for (may, may_not) in &mut self.masks {
            *may &= versions.0;
            *may_not |= !versions.0;
        }
    }

    /// The truth of a condition on one Python.
    pub fn truth(&self, id: CondId, python: Python) -> Truth {
        let (may, may_not) = self.masks[id.0 as usize];
        Truth::of(may_not & (1 << python.0) == 0, may & (1 << python.0) == 0)
    }

    /// The target versions on which the condition may hold.
    pub fn live(&self, id: CondId, targets: &Targets) -> VersionSet {
        VersionSet(self.masks[id.0 as usize].0).and(targets.versions())
    }

    /// The target versions on which the condition holds whatever is open.
    pub fn certain(&self, id: CondId, targets: &Targets) -> VersionSet {
        let (may, may_not) = self.masks[id.0 as usize];
        VersionSet(may & !may_not).and(targets.versions())
    }

    /// The truth that a condition has on every target Python, whatever is open; None where it has not the same on all.
    pub fn settled(&self, id: CondId) -> Option<bool> {
        let (may, may_not) = self.masks[id.0 as usize];
        let targets = self.targets.versions().0;
        match (may & targets, may_not & targets) {
            (_, 0) => Some(true),
            (0, _) => Some(false),
            _ => None,
        }
    }

    /// The target versions on which the condition may hold where the macro `name` is defined, and true.
    pub fn live_with(&self, name: &str, id: CondId) -> VersionSet {
        self.live_where(name, true, id)
    }

    /// The target versions on which the condition may hold where the macro `name` is defined, and true, or is not.
    pub fn live_where(&self, name: &str, defined: bool, id: CondId) -> VersionSet {
        let named = |n: Name| self.known.contains_key(&Cond::Defined(n)) || self.known.contains_key(&Cond::Value(n));
        if !named(Name::from(name)) {
            return VersionSet(self.masks[id.0 as usize].0).and(self.targets.versions());
        }
        let masks = self.masks_where(&|n| (n == name).then_some(defined));
        VersionSet(masks[id.0 as usize].0 & self.masks[id.0 as usize].0).and(self.live(CondId::ALWAYS, &self.targets))
    }

    /// About the bytes that the table takes: a formula, its masks, its place in the index and a truth table each.
    pub fn bytes(&self) -> usize {
        self.conds.len() * 128 + size_of_val(&self.changes[..])
    }

    /// Gives back what the table holds in reserve.
    pub fn shrink(&mut self) {
        self.conds.shrink_to_fit();
        self.masks.shrink_to_fit();
        self.tables.shrink_to_fit();
        self.changes.shrink_to_fit();
        self.known.shrink_to_fit();
    }

    fn table(&self, cond: Cond, id: CondId) -> Option<TruthTable> {
        let of = |id: CondId| self.tables[id.0 as usize].as_ref();
        match cond {
            Cond::Not(a) => of(a).map(TruthTable::not),
            Cond::And(a, b) => of(a)?.joined(of(b)?, |x, y| x & y),
            Cond::Or(a, b) => of(a)?.joined(of(b)?, |x, y| x | y),
            atom => Some(TruthTable::atom(id, self.mask(atom))),
        }
    }

    fn mask(&self, cond: Cond) -> (u32, u32) {
        match cond {
            Cond::Not(_) | Cond::And(..) | Cond::Or(..) => combined(cond, &self.masks),
            atom => (0..32u8).map(Python).fold((0, 0), |(may, may_not), python| {
                let truth = self.atom(atom, python);
                let bit = 1 << python.0;
                (
                    if truth == Truth::False { may } else { may | bit },
                    if truth == Truth::True { may_not } else { may_not | bit },
                )
            }),
        }
    }

    fn atom(&self, cond: Cond, python: Python) -> Truth {
        let targets = &self.targets;
        match cond {
            Cond::Constant(value) => value.into(),
            Cond::VersionHex(op, value) => {
                let base = 0x0300_0000 | u32::from(python.0) << 16;
                op.range(base | 0xF0, base | 0xFFFF, value)
            }
            Cond::Minor(op, value) => op.range(python.0.into(), python.0.into(), value),
            Cond::LimitedApi(op, value) => match (targets.limited_api, targets.limited_api_version) {
                (Truth::False, _) => op.range(0, 0, value),
                (Truth::True, Some(version)) => op.range(version, version, value),
                (Truth::True, None) => op.range(0x0302_0000, u32::MAX, value),
                (Truth::Maybe, _) => Truth::Maybe,
            },
            Cond::Defined(name) => defined(name.as_str(), python, targets),
            Cond::Value(name) => match defined(name.as_str(), python, targets) {
                Truth::True if name != "PY_MAJOR_VERSION" => Truth::Maybe,
                truth => truth,
            },
            Cond::Opaque(_) | Cond::Not(_) | Cond::And(..) | Cond::Or(..) => Truth::Maybe,
        }
    }

    /// Whether two conditions of this file can never hold together (`#if A` and its `#else`).
    pub fn exclusive(&self, a: CondId, b: CondId) -> bool {
        let may = |id: CondId| self.masks[id.0 as usize].0;
        if may(a) & may(b) == 0 {
            return true;
        }
        if let (Some(a), Some(b)) = (&self.tables[a.0 as usize], &self.tables[b.0 as usize])
            && let Some(both) = a.joined(b, |x, y| x & y)
        {
            return both.masks().0 == 0;
        }
        let (left, right) = (self.conjuncts(a), self.conjuncts(b));
        let opposite = |x: CondId, y: CondId| {
            *self.get(x) == Cond::Not(y)
                || *self.get(y) == Cond::Not(x)
                || matches!((*self.get(x), *self.get(y)), (Cond::Not(p), _) if self.implies_one(y, p))
                || matches!((*self.get(x), *self.get(y)), (_, Cond::Not(q)) if self.implies_one(x, q))
        };
        left.iter().any(|&x| right.iter().any(|&y| opposite(x, y)))
    }

    /// Whether `a` is one of the alternatives that `b` is made of.
    fn implies_one(&self, a: CondId, b: CondId) -> bool {
        self.parts(b, |cond| if let Cond::Or(l, r) = cond { Some((l, r)) } else { None }).contains(&a)
    }

    fn conjuncts(&self, id: CondId) -> Vec<CondId> {
        self.parts(id, |cond| if let Cond::And(l, r) = cond { Some((l, r)) } else { None })
    }

    /// A formula, the two parts that `split` sees in it, theirs, and so on: the first [`PARTS`].
    fn parts(&self, id: CondId, split: impl Fn(Cond) -> Option<(CondId, CondId)>) -> Vec<CondId> {
        let mut out = vec![id];
        let mut next = 0;
        while next < out.len() && out.len() < PARTS {
            if let Some((left, right)) = split(*self.get(out[next])) {
                out.extend([left, right]);
            }
            next += 1;
        }
        out
    }
}

/// The masks of a formula from those of its parts; an atom may be either.
pub(super) fn combined(cond: Cond, masks: &[(u32, u32)]) -> (u32, u32) {
    let of = |id: CondId| masks[id.0 as usize];
    match cond {
        Cond::Not(a) => (of(a).1, of(a).0),
        Cond::And(a, b) => (of(a).0 & of(b).0, of(a).1 | of(b).1),
        Cond::Or(a, b) => (of(a).0 | of(b).0, of(a).1 & of(b).1),
        _ => (u32::MAX, u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_comparison() {
        let mut table = CondTable::default();
        let targets = Targets::default();
        let cond = table.add(Cond::VersionHex(Comparison::GreaterEqual, 0x030C_00A7));
        assert_eq!(table.live(cond, &targets), VersionSet::range(Python(12), Python(15)));
        let not = table.not(cond);
        assert_eq!(table.certain(not, &targets), VersionSet::range(Python(10), Python(11)));
        assert_eq!(table.live(cond, &targets).describe(&targets).as_deref(), Some("on Python 3.12 and newer"));
        assert!(table.exclusive(cond, not));
    }

    #[test]
    fn an_unknown_macro_leaves_both_branches_live() {
        let mut table = CondTable::default();
        let targets = Targets::default();
        let have = table.add(Cond::Defined(Name::from("HAVE_FOO")));
        let not = table.not(have);
        assert_eq!(table.live(have, &targets), targets.versions());
        assert_eq!(table.live(not, &targets), targets.versions());
        let pypy = table.add(Cond::Defined(Name::from("PYPY_VERSION")));
        assert!(table.live(pypy, &targets).is_empty());
    }
}
