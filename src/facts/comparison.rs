//! Comparisons in the conditions of `#if`; not those of expressions in code.

use super::{BinaryOp, Truth};

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

    /// Compares two numbers.
    pub fn holds(self, number: u32, value: u32) -> bool {
        self.range(number, number, value) == Truth::True
    }

    /// Compares a number known to lie in `low..=high` with `value`.
    pub(super) fn range(self, low: u32, high: u32, value: u32) -> Truth {
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
