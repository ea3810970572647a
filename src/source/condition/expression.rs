//! The expression of an `#if`: a precedence climber over its tokens.

use super::value::Value;
use super::{Conditions, NESTING};
use crate::capi::headers;
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Comparison, Cond, CondId, Name};
use crate::source::lex::{Kind, Token};
use crate::source::macros::{close_of, name_of};

/// A precedence climber over the tokens of one expression.
pub(super) struct Expression<'e, 'a> {
    conditions: &'e mut Conditions<'a>,
    text: &'e [u8],
    tokens: &'e [Token],
    at: Option<(u32, u32)>,
    next: usize,
}

impl<'e, 'a> Expression<'e, 'a> {
    /// Over `tokens` of `text`, which stand at `at`.
    pub(super) fn of(
        conditions: &'e mut Conditions<'a>,
        text: &'e [u8],
        tokens: &'e [Token],
        at: Option<(u32, u32)>,
    ) -> Self {
        Expression { conditions, text, tokens, at, next: 0 }
    }

    /// The whole expression; Unknown when something is left over or missing.
    pub(super) fn whole(mut self) -> Value {
        if self.tokens.is_empty() {
            return Value::Int(0);
        }
        let value = self.binary(0);
        if self.next == self.tokens.len() { value } else { Value::Unknown }
    }

    fn punct(&self, ahead: usize) -> u8 {
        self.tokens.get(self.next + ahead).map_or(0, |t| t.punct(self.text))
    }

    /// The operator at the cursor: itself, its length in tokens and how tight it binds.
    fn operator(&self) -> Option<(BinaryOp, usize, u8)> {
        Some(match (self.punct(0), self.punct(1)) {
            (b'|', b'|') => (BinaryOp::Or, 2, 1),
            (b'&', b'&') => (BinaryOp::And, 2, 2),
            (b'=', b'=') => (BinaryOp::Equal, 2, 6),
            (b'!', b'=') => (BinaryOp::NotEqual, 2, 6),
            (b'<', b'<') => (BinaryOp::ShiftLeft, 2, 8),
            (b'>', b'>') => (BinaryOp::ShiftRight, 2, 8),
            (b'<', b'=') => (BinaryOp::LessEqual, 2, 7),
            (b'>', b'=') => (BinaryOp::GreaterEqual, 2, 7),
            (b'|', _) => (BinaryOp::BitOr, 1, 3),
            (b'^', _) => (BinaryOp::BitXor, 1, 4),
            (b'&', _) => (BinaryOp::BitAnd, 1, 5),
            (b'<', _) => (BinaryOp::Less, 1, 7),
            (b'>', _) => (BinaryOp::Greater, 1, 7),
            (b'+', _) => (BinaryOp::Add, 1, 9),
            (b'-', _) => (BinaryOp::Sub, 1, 9),
            (b'*', _) => (BinaryOp::Mul, 1, 10),
            (b'/', _) => (BinaryOp::Div, 1, 10),
            _ => return None,
        })
    }

    fn binary(&mut self, min: u8) -> Value {
        let mut left = self.unary();
        while let Some((op, len, binding)) = self.operator() {
            if binding <= min {
                break;
            }
            self.next += len;
            let right = self.binary(binding);
            left = self.apply(op, left, right);
        }
        left
    }

    fn apply(&mut self, op: BinaryOp, left: Value, right: Value) -> Value {
        if let Some(comparison) = Comparison::from_op(op) {
            return self.conditions.compare(comparison, left, right);
        }
        match (op, left, right) {
            (BinaryOp::And | BinaryOp::Or, left, right) => {
                let (l, r) = (self.conditions.truth(left), self.conditions.truth(right));
                let table = &mut self.conditions.table;
                Value::Truth(if op == BinaryOp::And { table.and(l, r) } else { table.or(l, r) })
            }
            (_, Value::Int(a), Value::Int(b)) => match op {
                BinaryOp::Add => a.checked_add(b),
                BinaryOp::Sub => a.checked_sub(b),
                BinaryOp::Mul => a.checked_mul(b),
                BinaryOp::Div => a.checked_div(b),
                BinaryOp::BitAnd => Some(a & b),
                BinaryOp::BitOr => Some(a | b),
                BinaryOp::BitXor => Some(a ^ b),
                BinaryOp::ShiftLeft => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
                BinaryOp::ShiftRight => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
                _ => None,
            }
            .map_or(Value::Unknown, Value::Int),
            // `Py_LIMITED_API + 0` is the way to compare a macro that may be empty.
            (BinaryOp::Add, value @ (Value::LimitedApi | Value::Truth(_)), Value::Int(0)) => value,
            _ => Value::Unknown,
        }
    }

    fn unary(&mut self) -> Value {
        if self.conditions.nesting > NESTING {
            self.conditions.cut();
            self.next = self.tokens.len() + 1;
            return Value::Unknown;
        }
        self.conditions.nesting += 1;
        let value = self.unary_inner();
        self.conditions.nesting -= 1;
        value
    }

    fn unary_inner(&mut self) -> Value {
        match self.punct(0) {
            b'!' if self.punct(1) != b'=' => {
                self.next += 1;
                let value = self.unary();
                let cond = self.conditions.truth(value);
                Value::Truth(self.conditions.table.not(cond))
            }
            b'-' => {
                self.next += 1;
                if let Value::Int(i) = self.unary() { Value::Int(i.wrapping_neg()) } else { Value::Unknown }
            }
            b'(' => {
                self.next += 1;
                let value = self.binary(0);
                if self.punct(0) == b')' {
                    self.next += 1;
                }
                value
            }
            _ => self.primary(),
        }
    }

    fn primary(&mut self) -> Value {
        let Some(token) = self.tokens.get(self.next) else { return Value::Unknown };
        self.next += 1;
        match token.kind {
            Kind::Number => number(token.bytes(self.text)).map_or(Value::Unknown, Value::Int),
            Kind::Ident if token.bytes(self.text) == b"defined" => {
                let parenthesised = self.punct(0) == b'(';
                self.next += usize::from(parenthesised);
                let name = self.tokens.get(self.next).filter(|t| t.kind == Kind::Ident);
                self.next += 1 + usize::from(parenthesised);
                match name {
                    Some(name) => Value::Truth(self.conditions.defined(name_of(name.bytes(self.text)), self.at)),
                    None => Value::Unknown,
                }
            }
            Kind::Ident if self.punct(0) == b'(' => {
                let close = close_of(self.text, self.tokens, self.next);
                let name = token.bytes(self.text);
                let arguments = &self.tokens[self.next + 1..close.max(self.next + 1)];
                self.next = close + 1;
                self.call(name, arguments)
            }
            Kind::Ident => self.conditions.value(name_of(token.bytes(self.text)), self.at),
            _ => Value::Unknown,
        }
    }

    /// `__has_include(<genobject.h>)`: of a header that only CPython has, its versions tell. Another may stand anywhere; the
    /// test keeps its text.
    fn has_include(&mut self, arguments: &[Token]) -> Value {
        let (Some(first), Some(last)) = (arguments.first(), arguments.last()) else { return Value::Unknown };
        let written = String::from_utf8_lossy(&self.text[first.start as usize..last.end as usize]).into_owned();
        let header = written.trim_matches(['<', '>', '"', ' ']);
        let table = &mut self.conditions.table;
        let Some((&since, &last)) = versions_with(header).and_then(|v| v.first().zip(v.last())) else {
            return Value::Truth(table.add(Cond::Opaque(Name::from(&format!("__has_include({written})")))));
        };
        let hex = |minor: u8| 0x0300_0000 | u32::from(minor) << 16;
        let mut cond = CondId::ALWAYS;
        if since > headers::KNOWN.0 {
            cond = table.add(Cond::VersionHex(Comparison::GreaterEqual, hex(since)));
        }
        if last < headers::KNOWN.1 {
            let until = table.add(Cond::VersionHex(Comparison::Less, hex(last + 1)));
            cond = table.and(cond, until);
        }
        Value::Truth(cond)
    }

    /// `Py_PACK_VERSION(3, 15)` and its long form (Include/pymacro.h, 3.14); other function-like macros stay unknown.
    fn call(&mut self, name: &[u8], arguments: &[Token]) -> Value {
        if name == b"__has_include" {
            return self.has_include(arguments);
        }
        if !std::str::from_utf8(name).is_ok_and(|name| roles::is(name, Role::PackVersion)) {
            return Value::Unknown;
        }
        let parts: Vec<i64> =
            arguments.iter().filter(|t| t.kind == Kind::Number).filter_map(|t| number(t.bytes(self.text))).collect();
        let part = |i: usize| parts.get(i).copied().unwrap_or(0);
        if parts.len() < 2 {
            return Value::Unknown;
        }
        Value::Int(part(0) << 24 | part(1) << 16 | part(2) << 8 | part(3) << 4 | part(4))
    }
}

/// The versions of CPython with a header, where no other library has one of this name.
fn versions_with(header: &str) -> Option<&'static [u8]> {
    let own = header.contains('/') || headers::is_distinctive(header);
    headers::versions(header).filter(|_| own)
}

/// The value of an integer literal, suffixes and digit separators allowed.
pub(crate) fn number(bytes: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(bytes).ok()?.replace('\'', "");
    let text = text.trim_end_matches(['u', 'U', 'l', 'L']);
    let parsed = if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        u64::from_str_radix(hex, 16)
    } else if let Some(binary) = text.strip_prefix("0b").or_else(|| text.strip_prefix("0B")) {
        u64::from_str_radix(binary, 2)
    } else if text.len() > 1 && text.starts_with('0') {
        u64::from_str_radix(&text[1..], 8)
    } else {
        text.parse()
    };
    parsed.ok().map(|value| value as i64)
}
