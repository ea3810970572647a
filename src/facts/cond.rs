//! Presence conditions: under which `#if` a fact exists, and on which Pythons that is live.
//!
//! A condition is a formula over version comparisons and macros. It is evaluated with three truth values for one
//! minor version of CPython at a time, so that `#if PY_VERSION_HEX >= 0x030900A1` and `#ifdef PYPY_VERSION` are
//! decided, and `#ifdef HAVE_FOO` stays open (both branches live).

use std::collections::HashMap;

use super::{BinaryOp, Name, Python, Span, Targets, Truth, VersionSet};

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

/// A comparison of an unsigned number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Comparison {
    /// From the operator of an expression.
    pub fn from_op(op: BinaryOp) -> Option<Self> {
        Some(match op {
            BinaryOp::Equal => Comparison::Equal,
            BinaryOp::NotEqual => Comparison::NotEqual,
            BinaryOp::Less => Comparison::Less,
            BinaryOp::LessEqual => Comparison::LessEqual,
            BinaryOp::Greater => Comparison::Greater,
            BinaryOp::GreaterEqual => Comparison::GreaterEqual,
            _ => return None,
        })
    }

    /// The comparison with its sides exchanged: `a < b` is `b > a`.
    pub fn mirrored(self) -> Self {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessEqual => Comparison::GreaterEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterEqual => Comparison::LessEqual,
            same => same,
        }
    }

    /// Compares a number known to lie in `low..=high` with `value`.
    fn range(self, low: u32, high: u32, value: u32) -> Truth {
        match self {
            Comparison::GreaterEqual => Truth::of(low >= value, high < value),
            Comparison::Greater => Truth::of(low > value, high <= value),
            Comparison::Less => Comparison::GreaterEqual.range(low, high, value).not(),
            Comparison::LessEqual => Comparison::Greater.range(low, high, value).not(),
            Comparison::Equal => Truth::of(low == value && high == value, value < low || value > high),
            Comparison::NotEqual => Comparison::Equal.range(low, high, value).not(),
        }
    }
}

/// The formulas of one file, shared, and the regions that they govern.
#[derive(Clone, Debug, serde::Serialize)]
pub struct CondTable {
    conds: Vec<Cond>,
    /// For each formula the minor versions on which it may be true, and those on which it may be false.
    masks: Vec<(u32, u32)>,
    targets: Targets,
    /// Where conditions change: offset and the condition from there on, ascending.
    changes: Vec<(u32, CondId)>,
    #[serde(skip)]
    known: HashMap<Cond, CondId>,
}

impl Default for CondTable {
    fn default() -> Self {
        CondTable::new(Targets::default())
    }
}

impl CondTable {
    /// An empty table; `targets` says how the macros of the limited API and of CPython's own build are set.
    pub fn new(targets: Targets) -> Self {
        let (conds, masks, changes) = (Vec::new(), Vec::new(), Vec::new());
        let mut table = CondTable { conds, masks, targets, changes, known: HashMap::new() };
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
        self.masks.push(self.mask(cond));
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

    /// The condition that governs the start of `span`.
    pub fn at_span(&self, span: Span) -> CondId {
        self.at(span.start)
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
        let mut masks = self.masks.clone();
        for (i, &cond) in self.conds.iter().enumerate() {
            match cond {
                Cond::Defined(n) | Cond::Value(n) if n == name => masks[i] = (u32::MAX, 0),
                Cond::Not(_) | Cond::And(..) | Cond::Or(..) => masks[i] = combined(cond, &masks),
                _ => {}
            }
        }
        VersionSet(masks[id.0 as usize].0).and(self.targets.versions())
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
        let (mut left, mut right) = (Vec::new(), Vec::new());
        self.conjuncts(a, &mut left);
        self.conjuncts(b, &mut right);
        let opposite = |x: CondId, y: CondId| {
            *self.get(x) == Cond::Not(y)
                || *self.get(y) == Cond::Not(x)
                || matches!((*self.get(x), *self.get(y)), (Cond::Not(p), _) if self.implies_one(y, p))
                || matches!((*self.get(x), *self.get(y)), (_, Cond::Not(q)) if self.implies_one(x, q))
        };
        left.iter().any(|&x| right.iter().any(|&y| opposite(x, y)))
    }

    fn implies_one(&self, a: CondId, b: CondId) -> bool {
        a == b || matches!(*self.get(b), Cond::Or(l, r) if self.implies_one(a, l) || self.implies_one(a, r))
    }

    fn conjuncts(&self, id: CondId, out: &mut Vec<CondId>) {
        out.push(id);
        if let Cond::And(a, b) = *self.get(id) {
            self.conjuncts(a, out);
            self.conjuncts(b, out);
        }
    }

    /// Whether the formula speaks of a macro called `name`, in any place.
    pub fn mentions(&self, id: CondId, name: &str) -> bool {
        match *self.get(id) {
            Cond::Defined(n) | Cond::Value(n) => n == name,
            Cond::Opaque(text) => text.contains(name),
            Cond::LimitedApi(..) => name == "Py_LIMITED_API",
            Cond::VersionHex(..) => name == "PY_VERSION_HEX",
            Cond::Minor(..) => name == "PY_MINOR_VERSION",
            Cond::Not(a) => self.mentions(a, name),
            Cond::And(a, b) | Cond::Or(a, b) => self.mentions(a, name) || self.mentions(b, name),
            Cond::Constant(_) => false,
        }
    }
}

/// The masks of a formula from those of its parts; an atom may be either.
fn combined(cond: Cond, masks: &[(u32, u32)]) -> (u32, u32) {
    let of = |id: CondId| masks[id.0 as usize];
    match cond {
        Cond::Not(a) => (of(a).1, of(a).0),
        Cond::And(a, b) => (of(a).0 & of(b).0, of(a).1 | of(b).1),
        Cond::Or(a, b) => (of(a).0 | of(b).0, of(a).1 & of(b).1),
        _ => (u32::MAX, u32::MAX),
    }
}

/// Whether a macro is defined when compiling an extension for `python`.
fn defined(name: &str, python: Python, targets: &Targets) -> Truth {
    match name {
        // CPython's own macros, Include/patchlevel.h and pyport.h.
        "PY_VERSION_HEX"
        | "PY_MAJOR_VERSION"
        | "PY_MINOR_VERSION"
        | "Py_PYTHON_H"
        | "METH_FASTCALL"
        | "METH_VARARGS"
        | "METH_KEYWORDS"
        | "Py_TPFLAGS_HAVE_GC"
        | "Py_TPFLAGS_HAVE_FINALIZE"
        | "Py_TPFLAGS_DEFAULT"
        | "Py_TPFLAGS_BASETYPE"
        | "Py_TPFLAGS_HEAPTYPE"
        | "Py_TPFLAGS_HAVE_VERSION_TAG" => Truth::True,
        "Py_TPFLAGS_IMMUTABLETYPE" | "Py_TPFLAGS_DISALLOW_INSTANTIATION" => (python.0 >= 10).into(),
        "Py_TPFLAGS_MANAGED_DICT" | "Py_TPFLAGS_MANAGED_WEAKREF" | "Py_mod_multiple_interpreters" => {
            (python.0 >= 12).into()
        }
        "Py_mod_gil" => (python.0 >= 13).into(),
        "Py_GIL_DISABLED" if python.0 < 13 || targets.free_threading == Truth::False => Truth::False,
        // Other implementations, and Python 2.
        "PYPY_VERSION"
        | "PYPY_VERSION_NUM"
        | "GRAALVM_PYTHON"
        | "PYSTON_VERSION"
        | "JYTHON_VERSION"
        | "Py_TPFLAGS_CHECKTYPES"
        | "Py_TPFLAGS_HAVE_ITER"
        | "Py_TPFLAGS_HAVE_WEAKREFS"
        | "Py_TPFLAGS_HAVE_CLASS"
        | "Py_TPFLAGS_HAVE_RICHCOMPARE"
        | "Py_TPFLAGS_HAVE_NEWBUFFER"
        | "HPY" => Truth::False,
        "Py_LIMITED_API" => targets.limited_api,
        "Py_BUILD_CORE" | "Py_BUILD_CORE_MODULE" | "Py_BUILD_CORE_BUILTIN" if targets.cpython => Truth::Maybe,
        "Py_BUILD_CORE" | "Py_BUILD_CORE_MODULE" | "Py_BUILD_CORE_BUILTIN" => Truth::False,
        _ => Truth::Maybe,
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
