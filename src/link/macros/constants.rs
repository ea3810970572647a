//! Integer constants: type flags, slot numbers and project macros folded to bits that are known, possible or unknown.
//!
//! Evaluates expressions of the syntax tree for one Python; the bodies of object-like macros, which are text, are read by
//! [`crate::link::macros::values`]. Knows no type and no rule.

use crate::capi;
use crate::facts::{BinaryOp, Comparison, CondId, Expr, ExprId, FileFacts, FileId, Name, Python, Span, Truth, UnaryOp};
use crate::link::macros::tokens::mentions;
use crate::link::macros::values;
use crate::link::{CutKind, Units, presence};

/// How deep macros and enumerators may refer to each other.
const MAX_DEPTH: u32 = 64;
/// Most words of macros looked at for one name: a bomb of macros has more.
const MAX_WORDS: u32 = 10_000;
/// Deepest nesting of expressions.
const MAX_NESTING: u32 = 256;

/// An unsigned number of which some bits may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits {
    /// Bits set in every configuration.
    pub must: u64,
    /// Bits set in some configuration that `#if` leaves open; holds `must`.
    pub may: u64,
    /// Some operand was not resolved: any further bit may be set.
    pub unknown: bool,
}

impl Bits {
    /// A number known exactly.
    pub const fn exact(value: u64) -> Self {
        Bits { must: value, may: value, unknown: false }
    }

    /// Nothing is known.
    pub const UNKNOWN: Bits = Bits { must: 0, may: 0, unknown: true };

    /// The number, where all of it is known.
    pub fn value(self) -> Option<u64> {
        (self.must == self.may && !self.unknown).then_some(self.must)
    }

    /// Whether a bit is set: `Maybe` where only some configurations set it; None where an operand is unknown.
    pub fn has(self, bit: u64) -> Option<Truth> {
        if self.must & bit != 0 {
            Some(Truth::True)
        } else if self.may & bit != 0 {
            Some(Truth::Maybe)
        } else if self.unknown {
            None
        } else {
            Some(Truth::False)
        }
    }

    /// Whether a bit is set in some configuration, as far as known.
    pub fn may_have(self, bit: u64) -> bool {
        self.may & bit != 0
    }

    pub(crate) fn or(self, other: Bits) -> Bits {
        Bits { must: self.must | other.must, may: self.may | other.may, unknown: self.unknown || other.unknown }
    }

    /// Either of two numbers: what an open condition leaves.
    pub(crate) fn either(self, other: Bits) -> Bits {
        Bits { must: self.must & other.must, may: self.may | other.may, unknown: self.unknown || other.unknown }
    }

    /// Both numbers with an operator applied; inexact operands keep bits for `|`, `&` and `& ~x` only.
    pub(crate) fn binary(op: BinaryOp, a: Bits, b: Bits) -> Bits {
        if let (Some(x), Some(y)) = (a.value(), b.value()) {
            return fold(op, x, y).map_or(Bits::UNKNOWN, Bits::exact);
        }
        match op {
            BinaryOp::BitOr | BinaryOp::Add => a.or(b),
            BinaryOp::BitAnd => match (a.value(), b.value()) {
                (_, Some(mask)) => masked(a, mask),
                (Some(mask), _) => masked(b, mask),
                _ => Bits::UNKNOWN,
            },
            _ => Bits::UNKNOWN,
        }
    }
}

/// `value & mask`. Unknown bits outside the mask are gone; inside they stay unknown.
fn masked(value: Bits, mask: u64) -> Bits {
    Bits { must: value.must & mask, may: value.may & mask, unknown: value.unknown && mask != 0 }
}

fn fold(op: BinaryOp, a: u64, b: u64) -> Option<u64> {
    Some(match op {
        BinaryOp::Add => a.wrapping_add(b),
        BinaryOp::Sub => a.wrapping_sub(b),
        BinaryOp::Mul => a.wrapping_mul(b),
        BinaryOp::Div => a.checked_div(b)?,
        BinaryOp::Rem => a.checked_rem(b)?,
        BinaryOp::BitAnd => a & b,
        BinaryOp::BitOr => a | b,
        BinaryOp::BitXor => a ^ b,
        BinaryOp::ShiftLeft => a.checked_shl(u32::try_from(b).ok()?)?,
        BinaryOp::ShiftRight => a.checked_shr(u32::try_from(b).ok()?)?,
        BinaryOp::And => u64::from(a != 0 && b != 0),
        BinaryOp::Or => u64::from(a != 0 || b != 0),
        compare => u64::from(match Comparison::from_op(compare)? {
            Comparison::Equal => a == b,
            Comparison::NotEqual => a != b,
            Comparison::Less => a < b,
            Comparison::LessEqual => a <= b,
            Comparison::Greater => a > b,
            Comparison::GreaterEqual => a >= b,
        }),
    })
}

/// Folds constants of one file for one Python.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// Where names are looked up.
    pub project: &'a Units,
    /// The file of the expressions.
    pub file: FileId,
    /// What holds anyway: only conditions beyond it are asked for.
    pub given: CondId,
    /// The Python folded for.
    pub python: Python,
}

impl<'a> Folder<'a> {
    fn facts(&self) -> &'a FileFacts {
        self.project.file(self.file)
    }

    /// The value of an expression. An operand that an `#if` takes away counts as 0, one that it may take away as open.
    /// What is not known from the text has the value that a compiler's front end gave it, where one did.
    pub fn bits(&self, id: ExprId) -> Bits {
        let bits = self.bits_at(id, 0);
        match self.facts().ast.value(id) {
            Some(value) if bits.unknown && bits.must == bits.may => Bits::exact(value),
            _ => bits,
        }
    }

    /// The value of what is assigned to the flags of a type that had the flags `before`, and may be made of them:
    /// `type->tp_flags = (type->tp_flags & ~A) | B`.
    pub fn bits_over(&self, value: ExprId, before: Bits) -> Bits {
        let facts = self.facts();
        let mut own = false;
        facts.ast.each_expr(value, &mut |e| own |= self.is_own_flags(value, e));
        if own { self.over(value, value, before, 0) } else { self.bits(value) }
    }

    fn over(&self, value: ExprId, id: ExprId, before: Bits, depth: u32) -> Bits {
        let ast = &self.facts().ast;
        let id = ast.strip_casts(id);
        match ast.expr(id) {
            _ if self.is_own_flags(value, id) => before,
            Expr::Binary { op, left, right } if depth < MAX_NESTING => {
                Bits::binary(op, self.over(value, left, before, depth + 1), self.over(value, right, before, depth + 1))
            }
            _ => self.bits(id),
        }
    }

    /// Whether an expression is the flags to which `value` is assigned.
    fn is_own_flags(&self, value: ExprId, id: ExprId) -> bool {
        let ast = &self.facts().ast;
        let Expr::Member { base, field, .. } = ast.expr(id) else { return false };
        let Some(name) = ast.referred_name(base).filter(|_| field == "tp_flags") else { return false };
        self.project.sites.assignments_to(field).iter().any(|site| {
            let to = site
                .target
                .filter(|_| site.file == self.file && site.value == value)
                .map(|t| ast.expr(ast.strip_casts(t)));
            matches!(to, Some(Expr::Member { base, .. }) if ast.referred_name(base) == Some(name))
        })
    }

    /// The value, where all of it is known.
    pub fn value(&self, id: ExprId) -> Option<u64> {
        self.bits(id).value()
    }

    fn bits_at(&self, id: ExprId, depth: u32) -> Bits {
        let ast = &self.facts().ast;
        if depth > MAX_NESTING {
            self.project.cuts.add(CutKind::Nesting, self.file, ast.expr_span(id));
            return Bits::UNKNOWN;
        }
        let operand = |id: ExprId| {
            let bits = self.bits_at(id, depth + 1);
            // `#if … A | #endif B`: the operands have conditions, not the expression that begins in the branch.
            if let Expr::Binary { .. } = ast.expr(id) {
                return bits;
            }
            match presence::truth_at(self.project, self.file, ast.expr_span(id), self.given, self.python) {
                Truth::True => bits,
                Truth::Maybe => bits.either(Bits::exact(0)),
                Truth::False => Bits::exact(0),
            }
        };
        match ast.expr(id) {
            Expr::Int(value) => Bits::exact(value),
            Expr::Cast { arg, .. } => self.bits_at(arg, depth + 1),
            Expr::Unary { op, arg } => {
                let bits = self.bits_at(arg, depth + 1);
                match (op, bits.value()) {
                    (UnaryOp::Plus, _) => bits,
                    (UnaryOp::Negate, Some(v)) => Bits::exact(v.wrapping_neg()),
                    (UnaryOp::BitNot, Some(v)) => Bits::exact(!v),
                    (UnaryOp::Not, Some(v)) => Bits::exact(u64::from(v == 0)),
                    _ => Bits::UNKNOWN,
                }
            }
            Expr::Binary { op, left, right } => Bits::binary(op, operand(left), operand(right)),
            Expr::Conditional { test, then, other } => {
                let tested = self.bits_at(test, depth + 1);
                // `a ?: b`: what stands once is read once.
                let chosen = || if then == test { tested } else { self.bits_at(then, depth + 1) };
                match tested.value() {
                    Some(0) => self.bits_at(other, depth + 1),
                    Some(_) => chosen(),
                    None => chosen().either(self.bits_at(other, depth + 1)),
                }
            }
            Expr::Name(name) => self.name(name, 0, &mut { MAX_WORDS }),
            Expr::Call { .. } => {
                let args = match ast.expr(id) {
                    Expr::Call { args, .. } => ast.exprs(args),
                    _ => &[],
                };
                match ast.callee_name(id) {
                    Some(name) if name == "Py_PACK_VERSION" && args.len() == 2 => {
                        match (self.bits_at(args[0], depth + 1).value(), self.bits_at(args[1], depth + 1).value()) {
                            (Some(major), Some(minor)) => Bits::exact(major << 24 | minor << 16),
                            _ => Bits::UNKNOWN,
                        }
                    }
                    _ if ast.strip_casts(id) != id => self.bits_at(ast.strip_casts(id), depth + 1),
                    _ => Bits::UNKNOWN,
                }
            }
            _ => Bits::UNKNOWN,
        }
    }

    /// The value of a macro, an enumerator or one of CPython's constants.
    /// `left`: words of macros that may still be looked at.
    pub(crate) fn name(&self, name: Name, depth: u32, left: &mut u32) -> Bits {
        if depth > MAX_DEPTH || *left == 1 {
            *left = 0;
            self.project.cuts.add(CutKind::Macros, self.file, Span::default());
        }
        // Once said, nothing more is looked at.
        if *left == 0 {
            return Bits::UNKNOWN;
        }
        *left -= 1;
        if let Some(value) = builtin(name.as_str(), self.python) {
            return Bits::exact(value);
        }
        let defines = self.project.defines_of(self.file, name);
        let mut found: Option<Bits> = None;
        for (file, define) in defines {
            let given = if file == self.file { self.given } else { CondId::ALWAYS };
            let truth = presence::truth(self.project, file, define.cond, given, self.python);
            if truth == Truth::False || define.params.is_some() {
                continue;
            }
            let folder = Folder { file, given, ..*self };
            // A name that stands for itself is no macro there.
            let itself = mentions(&define.body, name.as_str());
            let bits = if itself { Bits::UNKNOWN } else { values::bits(&folder, &define.body, depth + 1, left) };
            found = Some(found.map_or(bits, |f| f.either(bits)));
        }
        if let Some(bits) = found {
            return bits;
        }
        self.project.enumerator(self.file, name).map_or(Bits::UNKNOWN, |(file, at)| self.enumerator(file, at))
    }

    /// The value of an enumerator: its own expression, or one more than the enumerator before it.
    fn enumerator(&self, file: FileId, at: usize) -> Bits {
        let facts = self.project.file(file);
        let folder = Folder { file, given: CondId::ALWAYS, ..*self };
        for back in 0..=at.min(64) {
            if let Some(value) = facts.enumerators[at - back].value {
                return folder.value(value).map_or(Bits::UNKNOWN, |v| Bits::exact(v.wrapping_add(back as u64)));
            }
        }
        Bits::UNKNOWN
    }
}

/// Bits of `tp_flags`, `Include/object.h` of CPython 3.8 to 3.15.
#[allow(missing_docs)]
pub mod flags {
    pub const DISALLOW_INSTANTIATION: u64 = 1 << 7;
    pub const IMMUTABLETYPE: u64 = 1 << 8;
    pub const HEAPTYPE: u64 = 1 << 9;
    pub const BASETYPE: u64 = 1 << 10;
    pub const HAVE_GC: u64 = 1 << 14;
    pub const MANAGED_WEAKREF: u64 = 1 << 3;
    pub const MANAGED_DICT: u64 = 1 << 4;
    pub const ITEMS_AT_END: u64 = 1 << 23;
}

/// Constants of CPython's headers (`object.h`, `methodobject.h`, `patchlevel.h`).
fn builtin(name: &str, python: Python) -> Option<u64> {
    if capi::flags::is_of_types(name) {
        return capi::flags::value(name);
    }
    Some(match name {
        "PY_VERSION_HEX" | "Py_Version" => 0x0300_00F0 | u64::from(python.0) << 16,
        "PY_MAJOR_VERSION" => 3,
        "PY_MINOR_VERSION" => python.0.into(),
        "NULL" | "nullptr" | "false" => 0,
        "true" => 1,
        other => return capi::flags::value(other),
    })
}

/// The value of an integer constant on the newest Python checked, with its sign; None where it is not known.
pub(crate) fn integer(project: &Units, file: FileId, expr: ExprId) -> Option<i64> {
    let ast = &project.file(file).ast;
    let (mut value, mut negative) = (ast.strip_casts(expr), false);
    while let Expr::Unary { op: UnaryOp::Negate, arg } = ast.expr(value) {
        (value, negative) = (ast.strip_casts(arg), !negative);
    }
    let folder = Folder { project, file, given: CondId::ALWAYS, python: project.targets.max_python };
    let value = folder.value(value)?.cast_signed();
    if negative { value.checked_neg() } else { Some(value) }
}
