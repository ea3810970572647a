//! Expressions of a meson.build. What is compared, and what a program would say, is not known.

use super::super::tokens::Token;
use super::value::Value;
use super::{Placed, Reading};

/// The arguments of a call.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) plain: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
}

/// A place in the tokens of a file.
pub(super) struct Cursor<'t> {
    pub(super) all: &'t [Placed],
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn sign(&self, ahead: usize) -> char {
        if let Some((Token::Sign(sign), _)) = self.all.get(self.at + ahead) { *sign } else { ' ' }
    }

    pub(super) fn word(&self) -> &'t str {
        if let Some((Token::Word(word), _)) = self.all.get(self.at) { word } else { "" }
    }

    pub(super) fn takes(&mut self, sign: char) -> bool {
        let there = self.sign(0) == sign;
        self.at += usize::from(there);
        there
    }
}

impl Reading<'_> {
    pub(super) fn expression(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Value {
        self.steps = self.steps.saturating_sub(1);
        if depth == 0 || self.steps == 0 {
            self.steps = 0;
            return Value::Unknown;
        }
        let mut value = self.sum(cursor, depth);
        loop {
            // Comparisons and logic make no files.
            let compares = matches!((cursor.sign(0), cursor.sign(1)), ('=' | '!', '=') | ('<' | '>', _));
            if compares {
                cursor.at += 1 + usize::from(cursor.sign(1) == '=');
            } else if matches!(cursor.word(), "and" | "or" | "in" | "not") {
                cursor.at += 1;
            } else if cursor.takes('?') {
                let then = self.expression(cursor, depth - 1);
                cursor.takes(':');
                return then.or(self.expression(cursor, depth - 1));
            } else {
                return value;
            }
            self.sum(cursor, depth);
            value = Value::Unknown;
        }
    }

    fn sum(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Value {
        let mut value = self.operand(cursor, depth);
        loop {
            value = match (cursor.sign(0), cursor.sign(1)) {
                ('+', after) if after != '=' => {
                    cursor.at += 1;
                    let other = self.operand(cursor, depth);
                    value.plus(&other)
                }
                ('/', after) if after != '=' => {
                    cursor.at += 1;
                    let other = self.operand(cursor, depth);
                    value.below(&other)
                }
                ('-' | '*' | '%', after) if after != '=' => {
                    cursor.at += 1;
                    self.operand(cursor, depth);
                    Value::Unknown
                }
                _ => return value,
            };
            let size = value.size();
            self.steps = self.steps.saturating_sub(size);
        }
    }

    fn operand(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Value {
        while cursor.word() == "not" || cursor.sign(0) == '-' {
            cursor.at += 1;
        }
        let Some((token, line)) = cursor.all.get(cursor.at) else { return Value::Unknown };
        cursor.at += 1;
        let mut value = match token {
            Token::Str(text) => self.filled(text),
            Token::Computed(_) => Value::Unknown,
            Token::Word(word) if cursor.sign(0) == '(' => {
                let args = self.arguments(cursor, ')', depth);
                self.call(word, &args, *line)
            }
            Token::Word(word) if word.bytes().all(|b| b.is_ascii_digit()) => Value::Text(word.clone()),
            Token::Word(word) => self.variables.get(word).cloned().unwrap_or(Value::Unknown),
            Token::Sign('[') => {
                cursor.at -= 1;
                Value::List(self.arguments(cursor, ']', depth).plain)
            }
            Token::Sign('(') => {
                let inner = self.expression(cursor, depth - 1);
                cursor.takes(')');
                inner
            }
            Token::Sign('{') => {
                cursor.at -= 1;
                let named = self.arguments(cursor, '}', depth).named;
                if named.iter().any(|(key, _)| key.is_empty()) { Value::Unknown } else { Value::Dict(named) }
            }
            Token::Sign(_) => {
                // What closes is the caller's.
                cursor.at -= 1;
                return Value::Unknown;
            }
        };
        loop {
            if cursor.sign(0) == '[' {
                let index = self.arguments(cursor, ']', depth).plain;
                value = index.first().map_or(Value::Unknown, |index| value.at(index));
            } else if cursor.sign(0) == '.' {
                cursor.at += 1;
                let (name, line) = (cursor.word(), cursor.all.get(cursor.at).map_or(0, |(_, line)| *line));
                cursor.at += 1;
                let args =
                    if cursor.sign(0) == '(' { self.arguments(cursor, ')', depth) } else { Arguments::default() };
                value = self.method(&value, name, &args, line);
            } else {
                self.steps = self.steps.saturating_sub(value.size());
                return value;
            }
        }
    }

    /// What stands between brackets, from the opening one on.
    fn arguments(&mut self, cursor: &mut Cursor<'_>, close: char, depth: usize) -> Arguments {
        let mut out = Arguments::default();
        cursor.at += 1;
        while cursor.at < cursor.all.len() && !cursor.takes(close) {
            let before = cursor.at;
            if !cursor.word().is_empty() && cursor.sign(1) == ':' {
                let name = cursor.word().to_owned();
                cursor.at += 2;
                let value = self.expression(cursor, depth - 1);
                out.named.push((name, value));
            } else {
                let value = self.expression(cursor, depth - 1);
                if cursor.takes(':') {
                    let held = self.expression(cursor, depth - 1);
                    out.named.push((value.text().unwrap_or_default().to_owned(), held));
                } else {
                    out.plain.push(value);
                }
            }
            cursor.takes(',');
            if cursor.at == before {
                cursor.at += 1;
            }
        }
        out
    }

    /// A text with names between `@`.
    fn filled(&self, text: &str) -> Value {
        let parts: Vec<&str> = text.split('@').collect();
        if parts.len() < 3 || parts.len().is_multiple_of(2) {
            return Value::Text(text.to_owned());
        }
        let mut out = String::new();
        for (i, part) in parts.iter().enumerate() {
            match self.variables.get(*part) {
                _ if i % 2 == 0 => out.push_str(part),
                Some(Value::Text(value)) => out.push_str(value),
                // `format()` fills it, or nothing that is known does.
                _ => {
                    out.push('@');
                    out.push_str(part);
                    out.push('@');
                }
            }
        }
        Value::Text(out)
    }
}
