//! Operands: names, literals, and the calls, members and indices behind them.

use super::Plain;
use super::expression::{Read, Shape};
use super::tokens::{Tok, What};
use crate::facts::{Expr, Name};
use crate::source::condition::number;
use crate::source::extract::character;
use crate::source::macros::name_of;

impl Plain<'_> {
    /// What has no operands before it.
    pub(super) fn operand(&mut self) -> Option<Read> {
        let token = self.take();
        match token.what {
            What::Name if self.what() == What::Str => {
                self.at -= 1;
                self.strings()
            }
            What::Name => {
                let read = self.leaf(Expr::Name(self.name(token)), token)?;
                Some(Read { assignable: true, ..read })
            }
            What::Null => self.leaf(Expr::Name(Name::from("NULL")), token),
            What::True => self.leaf(Expr::Int(1), token),
            What::False => self.leaf(Expr::Int(0), token),
            What::Number => {
                let value = number(self.bytes(token)).map_or(Expr::Opaque, |v| Expr::Int(v as u64));
                Some(Read { shape: Shape::Number, ..self.leaf(value, token)? })
            }
            What::Char => {
                let bytes = self.bytes(token);
                contents(bytes, b'\'').filter(|inner| !inner.is_empty())?;
                let value = character(bytes).map_or(Expr::Opaque, Expr::Int);
                Some(Read { shape: Shape::Char, ..self.leaf(value, token)? })
            }
            What::Str => {
                self.at -= 1;
                self.strings()
            }
            What::Offsetof => self.offset(token),
            _ => None,
        }
    }

    /// `offsetof(T, member)`.
    fn offset(&mut self, token: Tok) -> Option<Read> {
        self.expect(What::Open)?;
        let ty = self.described()?;
        self.expect(What::Comma)?;
        let member = self.expect(What::Name)?;
        let close = self.expect(What::Close)?;
        let callee = self.leaf(Expr::Name(Name::from("offsetof")), Tok { end: close.end, ..token })?;
        let of = self.made(Expr::SizeofType(ty), token.start, close.end, 0)?;
        let name = self.leaf(Expr::Name(self.name(member)), member)?;
        let args = self.facts.ast.add_exprs(&[of.id, name.id]);
        self.made(Expr::Call { callee: callee.id, args }, token.start, close.end, 0)
    }

    /// Literals in a row, with the names of macros between them.
    fn strings(&mut self) -> Option<Read> {
        let (first, mut text) = (self.start(), Vec::new());
        loop {
            let token = self.tokens[self.at];
            match token.what {
                What::Str => text.extend_from_slice(contents(self.bytes(token), b'"')?),
                What::Name => {
                    text.push(b'{');
                    text.extend_from_slice(self.bytes(token));
                    text.push(b'}');
                }
                _ => break,
            }
            self.at += 1;
        }
        let end = self.end();
        self.made(Expr::Str(name_of(&text)), first, end, 0)
    }

    /// Calls, members, indices and steps behind an operand.
    pub(super) fn postfix(&mut self, mut read: Read, bare: bool) -> Option<Read> {
        loop {
            let expr;
            let mut levels = read.levels;
            let (mut assignable, mut shape) = (true, Shape::Other);
            match self.what() {
                What::Open => {
                    self.at += 1;
                    self.doubtful |= read.maybe_type.is_some();
                    let mut args = Vec::new();
                    if !self.eat(What::Close) {
                        loop {
                            let arg = self.assignment()?;
                            levels = levels.max(arg.levels);
                            args.push(arg.id);
                            if self.eat(What::Close) {
                                break;
                            }
                            self.expect(What::Comma)?;
                        }
                    }
                    let args = self.facts.ast.add_exprs(&args);
                    shape = Shape::Call;
                    expr = Expr::Call { callee: read.id, args };
                }
                What::Bracket => {
                    self.at += 1;
                    let index = self.assignment()?;
                    self.expect(What::Unbracket)?;
                    levels = levels.max(index.levels);
                    expr = Expr::Index { base: read.id, index: index.id };
                }
                arrow @ (What::Dot | What::Arrow) => {
                    self.at += 1;
                    let field = self.expect(What::Name)?;
                    expr = Expr::Member { base: read.id, field: self.name(field), arrow: arrow == What::Arrow };
                }
                What::Step(_) if bare => return None,
                What::Step(increment) => {
                    self.at += 1;
                    assignable = false;
                    expr = Expr::Step { arg: read.id, increment };
                }
                _ => return Some(read),
            }
            let end = self.end();
            read = Read { assignable, shape, ..self.made(expr, read.start, end, levels)? };
        }
    }
}

/// What stands between the quotes of a literal; None where the grammar has no reading for it.
fn contents(bytes: &[u8], quote: u8) -> Option<&[u8]> {
    let first = bytes.iter().position(|b| *b == quote)? + 1;
    let mut at = first;
    loop {
        let skipped = match *bytes.get(at)? {
            b if b == quote => break,
            b'\\' => {
                let digits = bytes.get(at + 2..)?.iter().take_while(|b| b.is_ascii_hexdigit()).count();
                match bytes.get(at + 1)? {
                    b'x' if digits == 0 => return None,
                    b'u' if digits < 4 => return None,
                    b'U' if digits < 8 => return None,
                    _ => 2,
                }
            }
            b'\n' => return None,
            _ => 1,
        };
        at += skipped;
    }
    (at + 1 == bytes.len()).then(|| &bytes[first..at])
}
