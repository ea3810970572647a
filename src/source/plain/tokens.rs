//! Tokens of C as the grammar sees them: operators whole, keywords told apart.

use super::super::lex::{Kind, lex_range};
use crate::facts::BinaryOp;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Name,
    Number,
    Str,
    Char,
    True,
    False,
    Null,
    /// `signed`, `unsigned`, `short`, `long`.
    Sized,
    /// A type that the grammar knows by name.
    Primitive,
    Struct,
    Union,
    Enum,
    Static,
    Extern,
    /// A storage class that says nothing to rules: `register`, `inline`.
    Register,
    Const,
    Volatile,
    Restrict,
    If,
    Else,
    While,
    Do,
    For,
    Switch,
    Case,
    Default,
    Goto,
    Return,
    Break,
    Continue,
    Sizeof,
    Offsetof,
    Typedef,
    /// How a function is called: `__stdcall`.
    Calling,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `{`
    Begin,
    /// `}`
    End,
    /// `[`
    Bracket,
    /// `]`
    Unbracket,
    Semicolon,
    Comma,
    Colon,
    Question,
    Dot,
    Arrow,
    Dots,
    Not,
    Tilde,
    /// `++` (true) or `--`.
    Step(bool),
    /// Binary operators; `*`, `&`, `+` and `-` are unary ones as well.
    Op(BinaryOp),
    /// `=`, or an operator with it.
    Assign(Option<BinaryOp>),
    /// Behind the last token.
    Nothing,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok {
    pub(super) what: What,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The tokens of a text; None where one is not of plain C.
pub(super) fn split(text: &[u8]) -> Option<Vec<Tok>> {
    let tokens = lex_range(text, 0, text.len() as u32);
    let mut out = Vec::with_capacity(tokens.len() + 1);
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let bytes = token.bytes(text);
        let (what, count) = match token.kind {
            Kind::Ident => (word(bytes)?, 1),
            Kind::Number => (number(bytes).then_some(What::Number)?, 1),
            // The grammar of C has no raw strings.
            Kind::Str if bytes.split(|b| *b == b'"').next().is_some_and(|prefix| prefix.ends_with(b"R")) => {
                return None;
            }
            Kind::Str => (What::Str, 1),
            Kind::Char => (What::Char, 1),
            Kind::Punct => {
                // Operators are bytes side by side, each a token of its own.
                let rest = &text[token.start as usize..];
                let next = |n: usize| rest.get(n).copied().unwrap_or_default();
                punctuation([next(0), next(1), next(2)])?
            }
        };
        let last = tokens.get(i + count - 1).filter(|t| t.end - token.start == count as u32 || count == 1)?;
        out.push(Tok { what, start: token.start, end: last.end });
        i += count;
    }
    let end = text.len() as u32;
    out.push(Tok { what: What::Nothing, start: end, end });
    Some(out)
}

/// The longest operator that three bytes begin with, and its length.
fn punctuation(bytes: [u8; 3]) -> Option<(What, usize)> {
    use BinaryOp::*;
    Some(match bytes {
        [b'<', b'<', b'='] => (What::Assign(Some(ShiftLeft)), 3),
        [b'>', b'>', b'='] => (What::Assign(Some(ShiftRight)), 3),
        [b'.', b'.', b'.'] => (What::Dots, 3),
        [b'-', b'>', _] => (What::Arrow, 2),
        [b'+', b'+', _] => (What::Step(true), 2),
        [b'-', b'-', _] => (What::Step(false), 2),
        [b'<', b'<', _] => (What::Op(ShiftLeft), 2),
        [b'>', b'>', _] => (What::Op(ShiftRight), 2),
        [b'<', b'=', _] => (What::Op(LessEqual), 2),
        [b'>', b'=', _] => (What::Op(GreaterEqual), 2),
        [b'=', b'=', _] => (What::Op(Equal), 2),
        [b'!', b'=', _] => (What::Op(NotEqual), 2),
        [b'&', b'&', _] => (What::Op(And), 2),
        [b'|', b'|', _] => (What::Op(Or), 2),
        [b'+', b'=', _] => (What::Assign(Some(Add)), 2),
        [b'-', b'=', _] => (What::Assign(Some(Sub)), 2),
        [b'*', b'=', _] => (What::Assign(Some(Mul)), 2),
        [b'/', b'=', _] => (What::Assign(Some(Div)), 2),
        [b'%', b'=', _] => (What::Assign(Some(Rem)), 2),
        [b'&', b'=', _] => (What::Assign(Some(BitAnd)), 2),
        [b'|', b'=', _] => (What::Assign(Some(BitOr)), 2),
        [b'^', b'=', _] => (What::Assign(Some(BitXor)), 2),
        [b'=', ..] => (What::Assign(None), 1),
        [b'<', ..] => (What::Op(Less), 1),
        [b'>', ..] => (What::Op(Greater), 1),
        [b'+', ..] => (What::Op(Add), 1),
        [b'-', ..] => (What::Op(Sub), 1),
        [b'*', ..] => (What::Op(Mul), 1),
        [b'/', ..] => (What::Op(Div), 1),
        [b'%', ..] => (What::Op(Rem), 1),
        [b'&', ..] => (What::Op(BitAnd), 1),
        [b'|', ..] => (What::Op(BitOr), 1),
        [b'^', ..] => (What::Op(BitXor), 1),
        [b'!', ..] => (What::Not, 1),
        [b'~', ..] => (What::Tilde, 1),
        [b'(', ..] => (What::Open, 1),
        [b')', ..] => (What::Close, 1),
        [b'{', ..] => (What::Begin, 1),
        [b'}', ..] => (What::End, 1),
        [b'[', ..] => (What::Bracket, 1),
        [b']', ..] => (What::Unbracket, 1),
        [b';', ..] => (What::Semicolon, 1),
        [b',', ..] => (What::Comma, 1),
        [b':', ..] => (What::Colon, 1),
        [b'?', ..] => (What::Question, 1),
        [b'.', ..] => (What::Dot, 1),
        _ => return None,
    })
}

/// What a word is; None for one that has a meaning to the grammar which is not followed here.
fn word(bytes: &[u8]) -> Option<What> {
    Some(match bytes {
        b"if" => What::If,
        b"else" => What::Else,
        b"while" => What::While,
        b"do" => What::Do,
        b"for" => What::For,
        b"switch" => What::Switch,
        b"case" => What::Case,
        b"default" => What::Default,
        b"goto" => What::Goto,
        b"return" => What::Return,
        b"break" => What::Break,
        b"continue" => What::Continue,
        b"sizeof" => What::Sizeof,
        b"offsetof" => What::Offsetof,
        b"struct" => What::Struct,
        b"union" => What::Union,
        b"enum" => What::Enum,
        b"static" => What::Static,
        b"extern" => What::Extern,
        b"register" | b"inline" | b"__inline" | b"__inline__" | b"__forceinline" => What::Register,
        b"const" => What::Const,
        b"volatile" => What::Volatile,
        b"restrict" | b"__restrict__" => What::Restrict,
        b"signed" | b"unsigned" | b"short" | b"long" => What::Sized,
        b"bool" | b"char" | b"int" | b"float" | b"double" | b"void" | b"size_t" | b"ssize_t" | b"ptrdiff_t"
        | b"intptr_t" | b"uintptr_t" | b"charptr_t" | b"nullptr_t" | b"max_align_t" | b"int8_t" | b"int16_t"
        | b"int32_t" | b"int64_t" | b"uint8_t" | b"uint16_t" | b"uint32_t" | b"uint64_t" | b"char8_t" | b"char16_t"
        | b"char32_t" | b"char64_t" => What::Primitive,
        b"TRUE" | b"true" => What::True,
        b"FALSE" | b"false" => What::False,
        b"NULL" | b"nullptr" => What::Null,
        b"typedef" => What::Typedef,
        b"__cdecl" | b"__clrcall" | b"__stdcall" | b"__fastcall" | b"__thiscall" | b"__vectorcall" => What::Calling,
        b"auto" | b"asm" | b"__asm" | b"__asm__" | b"constexpr" | b"noreturn" | b"defined" | b"alignas"
        | b"alignof" | b"thread_local" => return None,
        // `__attribute__`, `__declspec`, `_Generic`, `__thread` and their like, and what a project may call so.
        [b'_', b'A'..=b'Z', rest @ ..] if rest.iter().any(u8::is_ascii_lowercase) && is_reserved(bytes) => {
            return None;
        }
        [b'_', b'_' | b'a'..=b'z', ..] if is_reserved(bytes) => return None,
        _ => What::Name,
    })
}

/// Words with an underscore before them that the grammar knows.
fn is_reserved(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        b"_Generic"
            | b"_Atomic"
            | b"_Noreturn"
            | b"_Nonnull"
            | b"_Alignas"
            | b"_Alignof"
            | b"_Thread_local"
            | b"__thread"
            | b"__extension__"
            | b"__attribute__"
            | b"__attribute"
            | b"__declspec"
            | b"__based"
            | b"__restrict"
            | b"__uptr"
            | b"__sptr"
            | b"__unaligned"
            | b"_unaligned"
            | b"__volatile__"
            | b"__alignof__"
            | b"__alignof"
            | b"_alignof"
            | b"__try"
            | b"__except"
            | b"__finally"
            | b"__leave"
    )
}

/// Whether the grammar has a token for a number of this spelling.
fn number(bytes: &[u8]) -> bool {
    let run = |at: usize, hex: bool| {
        let digit = |b: &&u8| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() };
        at + bytes[at..].iter().take_while(digit).count()
    };
    let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
    let hex = at(0) == b'0' && matches!(at(1), b'x' | b'X');
    let first = if hex { 2 } else { 0 };
    let mut i = run(first, hex);
    if i == first {
        if hex || at(0) != b'.' {
            return false;
        }
        i = run(1, false);
        if i == 1 {
            return false;
        }
    }
    // An exponent, and letters behind it.
    let ends = |from: usize| {
        let mut i = from;
        if matches!(at(i), b'e' | b'E' | b'p' | b'P') {
            let first = i + 1 + usize::from(matches!(at(i + 1), b'+' | b'-'));
            i = run(first.min(bytes.len()), true);
            if i == first {
                return false;
            }
        }
        bytes[i..].iter().all(|b| b"uUlLwWfFbBdD".contains(b))
    };
    // To the grammar digits behind a point may be hexadecimal ones, of which `e` is one.
    let point = bytes[first..i].contains(&b'.');
    ends(i) || !point && at(i) == b'.' && (ends(run(i + 1, false)) || ends(run(i + 1, true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_whole_and_keywords_told_apart() {
        let what = |text: &str| split(text.as_bytes()).map(|t| t.into_iter().map(|t| t.what).collect::<Vec<_>>());
        use What::*;
        let expected = vec![Name, Arrow, Name, Assign(Some(BinaryOp::ShiftRight)), Op(BinaryOp::Sub), Number, Nothing];
        assert_eq!(what("a->b >>= -1"), Some(expected));
        assert_eq!(what("if (x)"), Some(vec![If, Open, Name, Close, Nothing]));
        assert_eq!(what("a---b"), Some(vec![Name, Step(false), Op(BinaryOp::Sub), Name, Nothing]));
        for strange in ["__attribute__((x))", "_Generic(x)", "a # b", "a @ b", "1abc", "0x"] {
            assert_eq!(what(strange), None, "{strange}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_grammar() {
        for yes in ["0", "12UL", "0x1fL", "1.5e-3", "1.", ".5f", "0x1p-3", "1e10"] {
            assert!(number(yes.as_bytes()), "{yes}");
        }
        for no in ["0x", "1e", "1_000", "0b2x", "."] {
            assert!(!number(no.as_bytes()), "{no}");
        }
    }
}
