//! Tokens on their way through expansion: bodies, arguments, texts. Expands nothing.

use super::lex::{Kind, Token};
use super::macros::MacroDef;

/// A token on its way through expansion.
#[derive(Clone, Debug)]
pub(super) struct Piecelet<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// Its letters.
    pub(super) text: std::borrow::Cow<'a, [u8]>,
    /// White space stands before it.
    pub(super) apart: bool,
    /// A name met inside its own expansion: it is not expanded any more, wherever it comes to stand.
    pub(super) done: bool,
}

/// The body of a macro.
pub(super) fn pieces<'t>(def: &'t MacroDef) -> Vec<Piecelet<'t>> {
    let body = def.body.as_bytes();
    let mut last = 0;
    let piece = |t: &Token| {
        let apart = t.start != last;
        last = t.end;
        Piecelet { kind: t.kind, text: t.bytes(body).into(), apart, done: false }
    };
    def.tokens.iter().map(piece).collect()
}

/// The arguments of the call whose `(` is at `open`, and the index behind its `)`. Only parentheses hold commas
/// together.
pub(super) fn arguments<'t>(
    input: &[Piecelet<'t>],
    open: usize,
    wanted: usize,
    variadic: bool,
) -> (Vec<Vec<Piecelet<'t>>>, usize) {
    let mut all = vec![Vec::new()];
    let mut depth = 0usize;
    let mut i = open;
    while i < input.len() {
        match input[i].text.as_ref() {
            b"(" => depth += 1,
            b")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (all, i + 1);
        }
        if input[i].text.as_ref() == b"," && depth == 1 && !(variadic && all.len() == wanted) {
            all.push(Vec::new());
        } else if i > open
            && let Some(last) = all.last_mut()
        {
            last.push(input[i].clone());
        }
        i += 1;
    }
    (all, i)
}

/// What `#` makes of an argument.
pub(super) fn stringized<'t>(argument: &[Piecelet<'t>]) -> Piecelet<'t> {
    let mut text = vec![b'"'];
    for (i, piece) in argument.iter().enumerate() {
        if i > 0 && piece.apart {
            text.push(b' ');
        }
        for &byte in piece.text.iter() {
            if matches!(byte, b'"' | b'\\') {
                text.push(b'\\');
            }
            text.push(byte);
        }
    }
    text.push(b'"');
    Piecelet { kind: Kind::Str, text: text.into(), apart: true, done: false }
}
