//! Operators: asked from libclang, or read from the text where the library is too old to say.

use clang_sys::*;

use super::super::cursor::{Cursor, Look, SourceOffset};
use super::Extractor;
use crate::facts::{BinaryOp, Expr, ExprId, UnaryOp};

/// A unary operator.
pub(super) enum Unary {
    Plain(UnaryOp),
    /// `++` (true) or `--`.
    Step(bool),
    /// `__extension__`
    Extension,
    Unknown,
}

/// A binary operator: plain, or of an assignment.
#[derive(Clone, Copy)]
enum Binary {
    Plain(BinaryOp),
    Assign(Option<BinaryOp>),
    Comma,
}

impl<'u> Extractor<'u, '_> {
    pub(super) fn unary_op(&self, cursor: Cursor<'u>) -> Unary {
        match cursor.unary_operator() {
            Some(op) => match op {
                CXUnaryOperator_PostInc | CXUnaryOperator_PreInc => Unary::Step(true),
                CXUnaryOperator_PostDec | CXUnaryOperator_PreDec => Unary::Step(false),
                CXUnaryOperator_AddrOf => Unary::Plain(UnaryOp::AddressOf),
                CXUnaryOperator_Deref => Unary::Plain(UnaryOp::Deref),
                CXUnaryOperator_Plus => Unary::Plain(UnaryOp::Plus),
                CXUnaryOperator_Minus => Unary::Plain(UnaryOp::Negate),
                CXUnaryOperator_Not => Unary::Plain(UnaryOp::BitNot),
                CXUnaryOperator_LNot => Unary::Plain(UnaryOp::Not),
                CXUnaryOperator_Extension => Unary::Extension,
                _ => Unary::Unknown,
            },
            None => self.unary_from_text(cursor),
        }
    }

    fn unary_from_text(&self, cursor: Cursor<'u>) -> Unary {
        let Some((_, end)) = cursor.range(Look::Spelling) else { return Unary::Unknown };
        let Some(start) = self.first_token(cursor) else { return Unary::Unknown };
        let text = self.unit.contents(start.file).get(start.offset as usize..).unwrap_or_default();
        // A macro may end what the operator begins: its end is elsewhere then.
        let whole = text.get(..(end.offset.saturating_sub(start.offset)) as usize);
        let whole = whole.filter(|_| start.file == end.file).unwrap_or_default();
        let step = |sign: &[u8]| text.starts_with(sign) || whole.ends_with(sign);
        match text.first() {
            _ if step(b"++") => Unary::Step(true),
            _ if step(b"--") => Unary::Step(false),
            Some(b'&') => Unary::Plain(UnaryOp::AddressOf),
            Some(b'*') => Unary::Plain(UnaryOp::Deref),
            Some(b'!') => Unary::Plain(UnaryOp::Not),
            Some(b'~') => Unary::Plain(UnaryOp::BitNot),
            Some(b'-') => Unary::Plain(UnaryOp::Negate),
            Some(b'+') => Unary::Plain(UnaryOp::Plus),
            Some(b'_') => Unary::Extension,
            _ => Unary::Unknown,
        }
    }

    /// Where the first token of a node is spelled. Libraries before 19 do not say it for what a macro's body holds.
    fn first_token(&self, cursor: Cursor<'u>) -> Option<SourceOffset> {
        let (written, _) = cursor.range(Look::Written)?;
        if written.file != self.here || !self.part().uses.contains_key(&written.offset) {
            return Some(written);
        }
        let (spelled, _) = cursor.range(Look::Spelling)?;
        (spelled != written).then_some(spelled)
    }

    pub(super) fn binary(&mut self, cursor: Cursor<'u>) -> ExprId {
        let [left, right] = self.operands(cursor)[..] else { return self.add(Expr::Opaque, cursor) };
        let op = match cursor.binary_operator() {
            Some(op) => of_libclang(op),
            None => self.binary_from_text(left, right),
        };
        let (left, right) = (self.expr(left), self.expr(right));
        let expr = match op {
            Some(Binary::Plain(op)) => Expr::Binary { op, left, right },
            Some(Binary::Assign(op)) => Expr::Assign { op, target: left, value: right },
            Some(Binary::Comma) => Expr::Comma { left, right },
            None => Expr::Opaque,
        };
        self.add(expr, cursor)
    }

    /// The operator in front of the right operand: in the file, or in the macro's body where that holds both operands.
    fn binary_from_text(&self, left: Cursor<'u>, right: Cursor<'u>) -> Option<Binary> {
        const LONGEST: usize = 3;
        let written = |c: Cursor<'u>| c.range(Look::Written).map(|r| r.0);
        let made = written(left) == written(right);
        let to = if made { self.first_token(right)? } else { written(right)? };
        let before = self.unit.contents(to.file).get(..to.offset as usize)?.trim_ascii_end();
        let tail = &before[before.len().saturating_sub(LONGEST)..];
        let tail = std::str::from_utf8(tail).ok()?;
        if tail.ends_with(',') && !made {
            return Some(Binary::Comma);
        }
        let plain = |word: &str| {
            Some(match word {
                "+" => BinaryOp::Add,
                "-" => BinaryOp::Sub,
                "*" => BinaryOp::Mul,
                "/" => BinaryOp::Div,
                "%" => BinaryOp::Rem,
                "&" => BinaryOp::BitAnd,
                "|" => BinaryOp::BitOr,
                "^" => BinaryOp::BitXor,
                "<<" => BinaryOp::ShiftLeft,
                ">>" => BinaryOp::ShiftRight,
                "==" => BinaryOp::Equal,
                "!=" => BinaryOp::NotEqual,
                "<" => BinaryOp::Less,
                "<=" => BinaryOp::LessEqual,
                ">" => BinaryOp::Greater,
                ">=" => BinaryOp::GreaterEqual,
                "&&" => BinaryOp::And,
                "||" => BinaryOp::Or,
                _ => return None,
            })
        };
        // The longest that fits: `<<=` before `<=` before `=`.
        (0..tail.len()).filter_map(|from| tail.get(from..)).find_map(|word| match plain(word) {
            Some(op) => Some(Binary::Plain(op)),
            None if word == "=" => Some(Binary::Assign(None)),
            None => word.strip_suffix('=').and_then(plain).map(|op| Binary::Assign(Some(op))),
        })
    }
}

fn of_libclang(op: CXBinaryOperatorKind) -> Option<Binary> {
    let plain = |op| {
        Some(match op {
            CXBinaryOperator_Mul | CXBinaryOperator_MulAssign => BinaryOp::Mul,
            CXBinaryOperator_Div | CXBinaryOperator_DivAssign => BinaryOp::Div,
            CXBinaryOperator_Rem | CXBinaryOperator_RemAssign => BinaryOp::Rem,
            CXBinaryOperator_Add | CXBinaryOperator_AddAssign => BinaryOp::Add,
            CXBinaryOperator_Sub | CXBinaryOperator_SubAssign => BinaryOp::Sub,
            CXBinaryOperator_Shl | CXBinaryOperator_ShlAssign => BinaryOp::ShiftLeft,
            CXBinaryOperator_Shr | CXBinaryOperator_ShrAssign => BinaryOp::ShiftRight,
            CXBinaryOperator_LT => BinaryOp::Less,
            CXBinaryOperator_GT => BinaryOp::Greater,
            CXBinaryOperator_LE => BinaryOp::LessEqual,
            CXBinaryOperator_GE => BinaryOp::GreaterEqual,
            CXBinaryOperator_EQ => BinaryOp::Equal,
            CXBinaryOperator_NE => BinaryOp::NotEqual,
            CXBinaryOperator_And | CXBinaryOperator_AndAssign => BinaryOp::BitAnd,
            CXBinaryOperator_Xor | CXBinaryOperator_XorAssign => BinaryOp::BitXor,
            CXBinaryOperator_Or | CXBinaryOperator_OrAssign => BinaryOp::BitOr,
            CXBinaryOperator_LAnd => BinaryOp::And,
            CXBinaryOperator_LOr => BinaryOp::Or,
            _ => return None,
        })
    };
    Some(match op {
        CXBinaryOperator_Comma => Binary::Comma,
        CXBinaryOperator_Assign => Binary::Assign(None),
        CXBinaryOperator_MulAssign
        | CXBinaryOperator_DivAssign
        | CXBinaryOperator_RemAssign
        | CXBinaryOperator_AddAssign
        | CXBinaryOperator_SubAssign
        | CXBinaryOperator_ShlAssign
        | CXBinaryOperator_ShrAssign
        | CXBinaryOperator_AndAssign
        | CXBinaryOperator_XorAssign
        | CXBinaryOperator_OrAssign => Binary::Assign(plain(op)),
        _ => Binary::Plain(plain(op)?),
    })
}
