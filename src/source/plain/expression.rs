//! Expressions by precedence: operators, casts, `sizeof`.

use super::tokens::{Tok, What};
use super::types::STAR;
use super::{LEVELS, Plain};
use crate::capi::structs;
use crate::facts::{BinaryOp, CType, Expr, ExprId, UnaryOp};
use crate::source::condition::number;

/// An expression that was read, and the text that it takes: with the parentheses around it.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) id: ExprId,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Levels below it.
    pub(super) levels: u32,
    /// The grammar allows it to the left of `=`.
    pub(super) assignable: bool,
    /// A name alone in parentheses, behind any casts: it may be a type.
    pub(super) maybe_type: Option<Tok>,
    pub(super) shape: Shape,
}

/// What the grammar calls an expression, as far as it matters to what stands before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Number,
    Char,
    Call,
    Unary,
    Paren,
    Other,
}

/// How strongly an operator binds.
fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::BitOr => 3,
        BinaryOp::BitXor => 4,
        BinaryOp::BitAnd => 5,
        BinaryOp::Equal | BinaryOp::NotEqual => 6,
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => 7,
        BinaryOp::ShiftLeft | BinaryOp::ShiftRight => 8,
        BinaryOp::Add | BinaryOp::Sub => 9,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem => 10,
    }
}

impl Plain<'_> {
    pub(super) fn made(&mut self, expr: Expr, start: u32, end: u32, below: u32) -> Option<Read> {
        if below >= LEVELS {
            return None;
        }
        let id = self.add(expr, start, end);
        Some(Read { id, start, end, levels: below + 1, assignable: false, maybe_type: None, shape: Shape::Other })
    }

    pub(super) fn leaf(&mut self, expr: Expr, token: Tok) -> Option<Read> {
        self.made(expr, token.start, token.end, 0)
    }

    /// An expression, with commas: `a, (b, c)`.
    pub(super) fn comma(&mut self) -> Option<Read> {
        let first = self.assignment()?;
        if self.what() != What::Comma {
            return Some(first);
        }
        let mut all = vec![first];
        while self.eat(What::Comma) {
            all.push(self.assignment()?);
        }
        let mut right = all.pop()?;
        while let Some(left) = all.pop() {
            let expr = Expr::Comma { left: left.id, right: right.id };
            right = self.made(expr, left.start, right.end, left.levels.max(right.levels))?;
        }
        Some(right)
    }

    /// An expression without commas.
    pub(super) fn assignment(&mut self) -> Option<Read> {
        let outer = self.doubtful;
        let target = self.nest(Self::conditional)?;
        self.doubtful = outer;
        let What::Assign(op) = self.what() else { return Some(target) };
        if !target.assignable {
            return None;
        }
        self.at += 1;
        let value = self.nest(Self::assignment)?;
        let expr = Expr::Assign { op, target: target.id, value: value.id };
        self.made(expr, target.start, value.end, target.levels.max(value.levels))
    }

    fn conditional(&mut self) -> Option<Read> {
        let test = self.binary(0)?;
        if !self.eat(What::Question) {
            return Some(test);
        }
        let then = if self.what() == What::Colon { None } else { Some(self.nest(Self::comma)?) };
        self.expect(What::Colon)?;
        let other = self.nest(Self::conditional)?;
        let levels = test.levels.max(other.levels).max(then.map_or(0, |t| t.levels));
        let expr = Expr::Conditional { test: test.id, then: then.unwrap_or(test).id, other: other.id };
        self.made(expr, test.start, other.end, levels)
    }

    /// Operators that bind more strongly than `least`.
    fn binary(&mut self, least: u8) -> Option<Read> {
        let (first, mark) = (self.at, self.facts.ast.mark());
        let mut left = self.unary(false)?;
        while let What::Op(op) = self.what() {
            let strength = strength(op);
            if strength <= least {
                break;
            }
            self.at += 1;
            let signed = self.is_sign(op);
            if self.doubtful && signed {
                return None;
            }
            // Each of them may stand before an operand as well.
            let unary = matches!(op, BinaryOp::BitAnd | BinaryOp::Mul | BinaryOp::Add | BinaryOp::Sub);
            self.doubtful |= unary && left.maybe_type.is_some();
            let behind = self.at;
            let right = self.binary(strength)?;
            // `(T)-1 * 2` is a cast to the grammar, whatever `T` is.
            if signed && left.maybe_type.is_some() && right.shape != Shape::Number {
                return None;
            }
            if let Some(name) = left.maybe_type
                && let Some(op) = self.casts(name, op, right.shape, first)
            {
                // The left side is no expression then.
                self.facts.ast.rewind(mark);
                self.at = behind;
                let right = self.binary(strength)?;
                let ty = CType { base: self.name(name), ..CType::plain("") };
                let arg = self.made(Expr::Unary { op, arg: right.id }, left.start, right.end, right.levels)?;
                left = self.made(Expr::Cast { ty, arg: arg.id }, left.start, right.end, right.levels)?;
                continue;
            }
            let expr = Expr::Binary { op, left: left.id, right: right.id };
            left = self.made(expr, left.start, right.end, left.levels.max(right.levels))?;
        }
        Some(left)
    }

    /// Whether the operator just taken may be the sign of a number, as in `(name)-1`.
    fn is_sign(&self, op: BinaryOp) -> bool {
        let (before, sign, behind) = (self.tokens[self.at - 2], self.tokens[self.at - 1], self.tokens[self.at]);
        matches!(op, BinaryOp::Add | BinaryOp::Sub)
            && before.what == What::Close
            && behind.what == What::Number
            && sign.end == behind.start
    }

    /// Whether `(name)&x`, `(name)-1`, which begins at token `first`, is a cast: what the name tells, or where it stands.
    fn casts(&self, name: Tok, op: BinaryOp, right: Shape, first: usize) -> Option<UnaryOp> {
        let word = self.bytes(name);
        let typedef = || self.facts.typedefs.iter().any(|t| t.name.as_bytes() == word);
        match op {
            BinaryOp::Sub => {
                let cast = right == Shape::Number && (word.ends_with(b"_t") || typedef());
                cast.then_some(UnaryOp::Negate)
            }
            BinaryOp::BitAnd if right == Shape::Other => {
                let whole = self.listed == Some(first) && matches!(self.what(), What::Comma | What::End);
                let listed = whole && word.iter().any(u8::is_ascii_lowercase);
                (listed || structs::is_function_type(word) || typedef()).then_some(UnaryOp::AddressOf)
            }
            _ => None,
        }
    }

    /// An operand with what stands before it. To the grammar `!x++` is `(!x)++`: `bare` where that would be meant.
    fn unary(&mut self, bare: bool) -> Option<Read> {
        let token = self.tokens[self.at];
        let op = match token.what {
            What::Op(sign @ (BinaryOp::Add | BinaryOp::Sub)) => {
                let next = self.tokens.get(self.at + 1).filter(|n| n.what == What::Number && n.start == token.end);
                if let Some(number) = next {
                    return self.signed(token, *number, sign == BinaryOp::Sub);
                }
                if sign == BinaryOp::Sub { UnaryOp::Negate } else { UnaryOp::Plus }
            }
            What::Not => UnaryOp::Not,
            What::Tilde => UnaryOp::BitNot,
            STAR => UnaryOp::Deref,
            What::Op(BinaryOp::BitAnd) => UnaryOp::AddressOf,
            What::Step(increment) => {
                self.at += 1;
                let arg = self.nest(|reader| reader.unary(false))?;
                return self.made(Expr::Step { arg: arg.id, increment }, token.start, arg.end, arg.levels);
            }
            What::Sizeof => return self.sizeof(),
            What::Open => return self.parenthesized(bare),
            _ => {
                let operand = self.operand()?;
                return self.postfix(operand, bare);
            }
        };
        self.at += 1;
        let pointer = matches!(op, UnaryOp::Deref | UnaryOp::AddressOf);
        let arg = self.nest(|reader| reader.unary(!pointer))?;
        let read = self.made(Expr::Unary { op, arg: arg.id }, token.start, arg.end, arg.levels)?;
        Some(Read { assignable: pointer, shape: if pointer { Shape::Other } else { Shape::Unary }, ..read })
    }

    /// A number and the sign before it, which the grammar takes for a part of it.
    fn signed(&mut self, sign: Tok, literal: Tok, negative: bool) -> Option<Read> {
        self.at += 2;
        let whole = Tok { start: sign.start, ..literal };
        let bytes = if negative { self.bytes(literal) } else { self.bytes(whole) };
        let value = number(bytes).map_or(Expr::Opaque, |v| Expr::Int(v as u64));
        let read = self.leaf(value, whole)?;
        let read = match negative {
            true => self.made(Expr::Unary { op: UnaryOp::Negate, arg: read.id }, whole.start, whole.end, 0)?,
            false => read,
        };
        Some(Read { shape: Shape::Number, ..read })
    }

    /// A cast, a compound literal, or an expression in parentheses.
    fn parenthesized(&mut self, bare: bool) -> Option<Read> {
        let open = self.expect(What::Open)?;
        let name = self.tokens[self.at];
        let alone = name.what == What::Name && self.peek(1) == What::Close;
        let typed = match self.peek(2) {
            _ if !alone => self.is_type(),
            What::Name | What::Number | What::Str | What::Char | What::True | What::False | What::Null => true,
            What::Not | What::Tilde | What::Sizeof | What::Offsetof | What::Begin => true,
            What::Step(_) => return None,
            _ => false,
        };
        if typed {
            let ty = self.described()?;
            self.expect(What::Close)?;
            if self.what() == What::Begin {
                let list = self.list()?;
                let literal = self.made(Expr::Compound { ty, list: list.id }, open.start, list.end, list.levels)?;
                return self.postfix(literal, bare);
            }
            let arg = self.nest(|reader| reader.unary(false))?;
            let read = self.made(Expr::Cast { ty, arg: arg.id }, open.start, arg.end, arg.levels)?;
            return Some(Read { maybe_type: arg.maybe_type, ..read });
        }
        let inner = self.nest(Self::comma)?;
        let close = self.expect(What::Close)?;
        let maybe_type = alone.then_some(name);
        let read =
            Read { start: open.start, end: close.end, assignable: true, maybe_type, shape: Shape::Paren, ..inner };
        self.postfix(read, bare)
    }

    /// `sizeof(T)`, `sizeof x`.
    fn sizeof(&mut self) -> Option<Read> {
        let token = self.take();
        let follows = |what: What| matches!(what, What::Open | What::Bracket | What::Dot | What::Arrow | What::Step(_));
        if self.what() == What::Open {
            self.at += 1;
            if self.is_type() {
                let ty = self.described()?;
                let close = self.expect(What::Close)?;
                // `sizeof(T)-1` is a cast to the grammar.
                let behind = self.what();
                let sign = matches!(behind, What::Op(BinaryOp::Add | BinaryOp::Sub));
                let signed =
                    sign && self.peek(1) == What::Number && self.tokens[self.at + 1].start == self.tokens[self.at].end;
                let ends = matches!(
                    behind,
                    What::Op(_)
                        | What::Close
                        | What::Comma
                        | What::Semicolon
                        | What::Unbracket
                        | What::End
                        | What::Question
                        | What::Colon
                );
                if !ends || signed {
                    return None;
                }
                return self.made(Expr::SizeofType(ty), token.start, close.end, 0);
            }
            if self.what() == What::Name && self.peek(1) == What::Close && follows(self.peek(2)) {
                return None;
            }
            self.at -= 1;
        }
        let arg = self.nest(|reader| reader.unary(false))?;
        self.made(Expr::SizeofExpr(arg.id), token.start, arg.end, arg.levels)
    }
}
