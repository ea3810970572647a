//! Bodies of macros, which are text: tokens, the value of an object-like flag macro, the words that a body speaks of.

use std::collections::HashSet;

use super::constants::{Bits, Folder};
use super::{CutKind, Project};
use crate::facts::{BinaryOp, Define, FileId, Name};

/// A token of a macro's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An identifier.
    Word(&'a str),
    /// An integer or character constant, as written.
    Number(&'a str),
    /// A string or character literal with its quotes.
    Quoted(&'a str),
    /// An operator or another sign.
    Sign(&'a str),
}

/// Splits text into tokens; blanks are gone.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let run = |mut at: usize, keep: &dyn Fn(u8) -> bool| {
            while at < bytes.len() && keep(bytes[at]) {
                at += 1;
            }
            at
        };
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        if byte.is_ascii_whitespace() || byte == b'\\' {
            at += 1;
        } else if byte.is_ascii_digit() {
            at = run(at, &|b| word(b) || b == b'.');
            out.push(Token::Number(&text[start..at]));
        } else if word(byte) {
            at = run(at, &word);
            out.push(Token::Word(&text[start..at]));
        } else if byte == b'"' || byte == b'\'' {
            at += 1;
            while at < bytes.len() && bytes[at] != byte {
                at += 1 + usize::from(bytes[at] == b'\\');
            }
            at = (at + 1).min(bytes.len());
            out.push(Token::Quoted(text.get(start..at).unwrap_or("")));
        } else {
            let two = text.get(at..at + 2).unwrap_or("");
            at += if SIGNS.contains(&two) { 2 } else { 1 };
            out.push(Token::Sign(text.get(start..at).unwrap_or("")));
        }
    }
    out
}

const SIGNS: [&str; 12] = ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "->", "##", "++", "--"];

/// The value of an object-like macro's body.
pub(crate) fn bits(folder: &Folder<'_>, body: &str, depth: u32, left: &mut u32) -> Bits {
    let tokens = tokens(body);
    let mut reader = Reader { folder, tokens: &tokens, at: 0, depth, nesting: 0, left };
    let value = reader.expression(0);
    if reader.at == tokens.len() && !tokens.is_empty() { value } else { Bits::UNKNOWN }
}

struct Reader<'a> {
    folder: &'a Folder<'a>,
    tokens: &'a [Token<'a>],
    at: usize,
    depth: u32,
    nesting: u32,
    /// Words that may still be looked at.
    left: &'a mut u32,
}

impl Reader<'_> {
    fn sign(&self) -> &str {
        match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) => sign,
            _ => "",
        }
    }

    fn expression(&mut self, level: u8) -> Bits {
        let mut left = self.operand();
        while let Some((op, strength)) = binary(self.sign()).filter(|&(_, s)| s > level) {
            self.at += 1;
            let right = self.expression(strength);
            left = Bits::binary(op, left, right);
        }
        left
    }

    fn operand(&mut self) -> Bits {
        self.nesting += 1;
        let value = if self.nesting > 64 { Bits::UNKNOWN } else { self.operand_inner() };
        self.nesting -= 1;
        value
    }

    fn operand_inner(&mut self) -> Bits {
        let Some(&token) = self.tokens.get(self.at) else { return Bits::UNKNOWN };
        self.at += 1;
        match token {
            Token::Number(text) => number(text).map_or(Bits::UNKNOWN, Bits::exact),
            Token::Word(word) => {
                if self.sign() == "(" {
                    self.skip_group();
                    return Bits::UNKNOWN;
                }
                self.folder.name(Name::from(word), self.depth, self.left)
            }
            Token::Sign("~") => self.operand().value().map_or(Bits::UNKNOWN, |v| Bits::exact(!v)),
            Token::Sign("-") => self.operand().value().map_or(Bits::UNKNOWN, |v| Bits::exact(v.wrapping_neg())),
            Token::Sign("!") => self.operand().value().map_or(Bits::UNKNOWN, |v| Bits::exact(u64::from(v == 0))),
            Token::Sign("+") => self.operand(),
            Token::Sign("(") => {
                if self.is_cast() {
                    while self.sign() != ")" {
                        self.at += 1;
                    }
                    self.at += 1;
                    return self.operand();
                }
                let value = self.expression(0);
                if self.sign() != ")" {
                    return Bits::UNKNOWN;
                }
                self.at += 1;
                value
            }
            _ => Bits::UNKNOWN,
        }
    }

    /// Whether the parenthesis just opened holds words only and an operand follows: `(unsigned long) 4`.
    fn is_cast(&self) -> bool {
        let words =
            self.tokens[self.at..].iter().take_while(|t| matches!(t, Token::Word(_) | Token::Sign("*"))).count();
        words > 0
            && self.tokens.get(self.at + words) == Some(&Token::Sign(")"))
            && matches!(
                self.tokens.get(self.at + words + 1),
                Some(Token::Number(_) | Token::Word(_) | Token::Sign("(" | "~"))
            )
    }

    fn skip_group(&mut self) {
        let mut open = 0;
        while self.at < self.tokens.len() {
            match self.sign() {
                "(" => open += 1,
                ")" => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }
}

fn binary(sign: &str) -> Option<(BinaryOp, u8)> {
    Some(match sign {
        "||" => (BinaryOp::Or, 1),
        "&&" => (BinaryOp::And, 2),
        "|" => (BinaryOp::BitOr, 3),
        "^" => (BinaryOp::BitXor, 4),
        "&" => (BinaryOp::BitAnd, 5),
        "==" => (BinaryOp::Equal, 6),
        "!=" => (BinaryOp::NotEqual, 6),
        "<" => (BinaryOp::Less, 7),
        "<=" => (BinaryOp::LessEqual, 7),
        ">" => (BinaryOp::Greater, 7),
        ">=" => (BinaryOp::GreaterEqual, 7),
        "<<" => (BinaryOp::ShiftLeft, 8),
        ">>" => (BinaryOp::ShiftRight, 8),
        "+" => (BinaryOp::Add, 9),
        "-" => (BinaryOp::Sub, 9),
        "*" => (BinaryOp::Mul, 10),
        "/" => (BinaryOp::Div, 10),
        "%" => (BinaryOp::Rem, 10),
        _ => return None,
    })
}

/// The value of an integer constant with its suffixes.
fn number(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok();
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return u64::from_str_radix(digits, 8).ok();
    }
    digits.parse().ok()
}

/// Most words of a macro and those that it uses.
const MAX_WORDS: usize = 4096;

/// Every word that a macro's body speaks of, through the macros that it uses in turn.
pub(crate) fn words(project: &Project, file: FileId, define: &Define) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut seen: HashSet<Name> = HashSet::new();
    let mut pending = vec![(file, define.body.as_str())];
    while let Some((file, body)) = pending.pop() {
        for token in tokens(body) {
            let Token::Word(word) = token else { continue };
            let name = Name::from(word);
            if !seen.insert(name) {
                continue;
            }
            if out.len() >= MAX_WORDS {
                project.cuts.add(CutKind::Macros, file, define.name_span);
                return out;
            }
            out.push(name);
            pending.extend(project.defines_of(file, name).into_iter().map(|(f, d)| (f, d.body.as_str())));
        }
    }
    out
}

/// The arguments of the first call of a function `wanted` accepts in a macro's body: its name and each argument's tokens.
pub(crate) fn call_in<'a>(body: &'a str, wanted: &dyn Fn(&str) -> bool) -> Option<(&'a str, Vec<Vec<Token<'a>>>)> {
    let all = tokens(body);
    for (i, pair) in all.windows(2).enumerate() {
        let (Token::Word(word), Token::Sign("(")) = (pair[0], pair[1]) else { continue };
        if !wanted(word) {
            continue;
        }
        let (mut args, mut open) = (vec![Vec::new()], 0);
        for &token in &all[i + 2..] {
            match token {
                Token::Sign(")") if open == 0 => return Some((word, args)),
                Token::Sign(",") if open == 0 => args.push(Vec::new()),
                _ => {
                    match token {
                        Token::Sign("(") => open += 1,
                        Token::Sign(")") => open -= 1,
                        _ => {}
                    }
                    if let Some(last) = args.last_mut() {
                        last.push(token);
                    }
                }
            }
        }
    }
    None
}

/// Whether a function-like macro of one parameter only casts it: `((FooObject *)(op))`.
pub(crate) fn only_casts(define: &Define) -> bool {
    let Some([param]) = define.params.as_deref() else { return false };
    let tokens = tokens(&define.body);
    // A word before `(` is a call, unless its name says that it casts too.
    let calls = tokens.windows(2).any(
        |pair| matches!(pair, [Token::Word(word), Token::Sign("(")] if !word.to_ascii_lowercase().contains("cast")),
    );
    let plain = !calls && tokens.iter().all(|t| matches!(t, Token::Word(_) | Token::Sign("(" | ")" | "*" | "<" | ">")));
    let mut words = tokens.iter().filter_map(|t| if let Token::Word(w) = t { Some(*w) } else { None });
    let uses = words.clone().filter(|w| *w == param.as_str()).count();
    plain && uses == 1 && words.next_back() == Some(param.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{CondId, Span};

    fn define(params: &[&str], body: &str) -> Define {
        Define {
            name: Name::from("M"),
            name_span: Span::default(),
            params: Some(params.iter().map(|p| Name::from(p)).collect()),
            body: body.to_owned(),
            cond: CondId::ALWAYS,
        }
    }

    #[test]
    fn a_macro_that_only_casts() {
        assert!(only_casts(&define(&["op"], "((FooObject *)(op))")));
        assert!(only_casts(&define(&["op"], "(reinterpret_cast<FooObject *>(op))")));
        assert!(only_casts(&define(&["op"], "_PyObject_CAST(op)")));
        assert!(!only_casts(&define(&["op"], "Py_TYPE(op)")));
        assert!(!only_casts(&define(&["op"], "(((FooObject *)(op))->next)")));
        assert!(!only_casts(&define(&["a", "b"], "(a)")));
    }

    #[test]
    fn the_arguments_of_a_call_in_a_body() {
        let body = "do { x = (PyTypeObject *)make(m, f(a, b), NULL); } while (0)";
        let (name, args) = call_in(body, &|word| word == "make").unwrap();
        assert_eq!((name, args.len()), ("make", 3));
        assert_eq!(args[0], [Token::Word("m")]);
        assert_eq!(args[2], [Token::Word("NULL")]);
    }

    #[test]
    fn numbers_of_every_base() {
        assert_eq!(number("0x4000UL"), Some(0x4000));
        assert_eq!(number("010"), Some(8));
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("1.5"), None);
    }
}
