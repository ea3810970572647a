//! The value of an object-like macro's body. Expressions of the syntax tree: [`super::constants`].

use crate::facts::{BinaryOp, Name};
use crate::link::macros::constants::{Bits, Folder};
use crate::link::macros::tokens::{Token, tokens};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_base() {
        assert_eq!(number("0x4000UL"), Some(0x4000));
        assert_eq!(number("010"), Some(8));
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("1.5"), None);
    }
}
