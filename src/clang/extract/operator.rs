//! Operators: asked from libclang, or read from the text where the library is too old to say.

use clang_sys::*;

use super::super::cursor::{Cursor, Look};
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
        let Some((start, end)) = cursor.range(Look::Spelling).filter(|(s, e)| s.file == e.file) else {
            return Unary::Unknown;
        };
        let text = self.unit.contents(start.file);
        let Some(text) = text.get(start.offset as usize..end.offset as usize) else { return Unary::Unknown };
        let step = |sign: &[u8]| text.starts_with(sign) || text.ends_with(sign);
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

    /// The operator between two operands.
    fn binary_from_text(&self, left: Cursor<'u>, right: Cursor<'u>) -> Option<Binary> {
        let (from, to) = (left.range(Look::Spelling)?.1, right.range(Look::Spelling)?.0);
        let text = self.unit.contents(from.file).get(from.offset as usize..to.offset as usize);
        let text = String::from_utf8_lossy(text.filter(|_| from.file == to.file)?).into_owned();
        let word = text.split_whitespace().find(|w| w.starts_with(|c: char| c.is_ascii_punctuation()))?;
        let word = word.trim_matches(|c| matches!(c, '(' | ')'));
        if word == "," {
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
        match plain(word) {
            Some(op) => Some(Binary::Plain(op)),
            None if word == "=" => Some(Binary::Assign(None)),
            None => word.strip_suffix('=').and_then(plain).map(|op| Binary::Assign(Some(op))),
        }
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
