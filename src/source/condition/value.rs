//! What an expression of an `#if` is worth, and what two values make.

use super::Conditions;
use crate::facts::{Comparison, Cond, CondId, Name};

/// What an expression is worth.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Int(i64),
    VersionHex,
    Major,
    Minor,
    LimitedApi,
    /// A truth value.
    Truth(CondId),
    /// One of several numbers, each under a condition that excludes the others.
    OneOf(Vec<(CondId, i64)>),
    Unknown,
}

impl Conditions<'_> {
    pub(super) fn join(&mut self, alternatives: Vec<(CondId, Value)>) -> Value {
        if let [(_, value)] = &alternatives[..] {
            return value.clone();
        }
        let ints: Option<Vec<(CondId, i64)>> = alternatives
            .iter()
            .map(|(cond, value)| if let Value::Int(i) = value { Some((*cond, *i)) } else { None })
            .collect();
        if let Some(ints) = ints {
            return match ints.first() {
                Some((_, first)) if ints.iter().all(|(_, i)| i == first) => Value::Int(*first),
                _ => Value::OneOf(ints),
            };
        }
        let mut out = CondId::NEVER;
        for (cond, value) in alternatives {
            let truth = self.truth(value);
            let both = self.table.and(cond, truth);
            out = self.table.or(out, both);
        }
        Value::Truth(out)
    }

    pub(super) fn truth(&mut self, value: Value) -> CondId {
        match value {
            Value::Int(i) => self.table.constant(i != 0),
            Value::VersionHex | Value::Major | Value::Minor => CondId::ALWAYS,
            Value::LimitedApi => self.table.limited_api(Comparison::NotEqual, 0),
            Value::Truth(cond) => cond,
            Value::OneOf(all) => {
                all.into_iter().filter(|(_, i)| *i != 0).fold(CondId::NEVER, |out, (cond, _)| self.table.or(out, cond))
            }
            Value::Unknown => self.table.add(Cond::Opaque(Name::from("?"))),
        }
    }

    pub(super) fn compare(&mut self, op: Comparison, left: Value, right: Value) -> Value {
        let (op, left, right) = match (&left, &right) {
            (Value::Int(_), r) if !matches!(r, Value::Int(_)) => (op.mirrored(), right, left),
            _ => (op, left, right),
        };
        let Value::Int(value) = right else { return Value::Unknown };
        let unsigned = value.clamp(0, u32::MAX.into()) as u32;
        match left {
            Value::Int(i) => Value::Int(compare(op, i, value).into()),
            Value::Major => Value::Int(compare(op, 3, value).into()),
            Value::VersionHex => Value::Truth(self.table.add(Cond::VersionHex(op, unsigned))),
            Value::Minor => Value::Truth(self.table.add(Cond::Minor(op, unsigned))),
            Value::LimitedApi => Value::Truth(self.table.limited_api(op, unsigned)),
            Value::OneOf(all) => Value::Truth(
                all.into_iter()
                    .filter(|(_, i)| compare(op, *i, value))
                    .fold(CondId::NEVER, |out, (cond, _)| self.table.or(out, cond)),
            ),
            Value::Truth(cond) if value == 0 && op == Comparison::Equal => Value::Truth(self.table.not(cond)),
            Value::Truth(cond) if value == 0 && op == Comparison::NotEqual => Value::Truth(cond),
            Value::Truth(_) | Value::Unknown => Value::Unknown,
        }
    }
}

fn compare(op: Comparison, a: i64, b: i64) -> bool {
    match op {
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
        Comparison::Less => a < b,
        Comparison::LessEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterEqual => a >= b,
    }
}
