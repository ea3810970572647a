//! What a macro that gets the object does with it, as the tokens of its body say. Nothing is expanded.

use crate::facts::{Define, FileId, Name};
use crate::link::flow::followed::crashes;
use crate::link::macros::tokens::{Token, tokens};
use crate::link::macros::words;

use super::Body;

/// Words that leave a block.
pub(super) const LEAVE: [&str; 9] =
    ["return", "goto", "break", "continue", "throw", "exit", "abort", "longjmp", "Py_FatalError"];

/// What a macro does with an object.
pub(super) enum Does {
    /// It follows this field of it first; `first`: before it does or tests anything else.
    Follows { field: Name, first: bool },
    /// It asks it, or is not understood.
    Asks,
    /// It only names or casts it.
    Nothing,
}

/// What a macro does whose argument of this index is the object.
pub(super) fn does(
    body: &Body<'_>,
    (file, define): (FileId, &Define),
    object: Option<usize>,
    wanted: &dyn Fn(Name) -> bool,
) -> Does {
    let words = words::words(body.project, file, define);
    let is_field = |name: &Name| body.record.fields.iter().any(|f| f.name == *name);
    let mentioned: Vec<Name> = words.iter().copied().filter(is_field).collect();
    let calls = words.iter().any(|w| !body.project.resolve_func(file, *w).is_empty());
    let param = object.and_then(|i| define.params.as_ref()?.get(i).copied());
    let Some(param) = param else {
        return if mentioned.is_empty() { Does::Nothing } else { Does::Asks };
    };
    match (mentioned.is_empty(), calls) {
        (true, false) => return Does::Nothing,
        (_, false) if goes_on(define, &words) && !mentioned.iter().any(|field| wanted(*field)) => return Does::Nothing,
        (_, true) => return Does::Asks,
        _ => {}
    }
    let tokens = tokens(&define.body);
    let (mut first, mut seen) = (None, Vec::new());
    for (i, token) in tokens.iter().enumerate() {
        let Some(field) = token.word().map(Name::from).filter(is_field) else { continue };
        let start = operand(&tokens, i, &param).filter(|_| wanted(field) && body.is_pointer(field, false));
        let Some(start) = start else { return Does::Asks };
        let mut behind = tokens[i + 1..].iter().skip_while(|t| **t == Token::Sign(")"));
        let through = matches!(behind.next(), Some(Token::Sign("->" | "[")));
        let handed = start >= 2
            && tokens[start - 1] == Token::Sign("(")
            && tokens[start - 2].word().is_some_and(|w| crashes(body.project, body.at, Name::from(w)));
        if !through && !handed {
            return Does::Asks;
        }
        first = first.or_else(|| Some((field, tokens[..start].iter().all(is_idle))));
        seen.push(field);
    }
    // A macro that this one uses may name more.
    match first {
        Some((field, first)) if mentioned.iter().all(|m| seen.contains(m)) => Does::Follows { field, first },
        _ => Does::Asks,
    }
}

/// Whether a token before an operand leaves it sure that the operand is computed: `do {`, `if (!`.
fn is_idle(token: &Token<'_>) -> bool {
    matches!(token, Token::Word("do" | "if" | "return" | "switch") | Token::Sign("{" | "(" | "!"))
}

/// Whether what follows a macro runs whatever the macro found: a block that nothing leaves, and no loop but its own.
fn goes_on(define: &Define, words: &[Name]) -> bool {
    let tokens = tokens(&define.body);
    let whole = match &tokens[..] {
        [
            Token::Word("do"),
            Token::Sign("{"),
            ..,
            Token::Sign("}"),
            Token::Word("while"),
            Token::Sign("("),
            zero,
            Token::Sign(")"),
        ] => zero.text() == "0",
        [Token::Sign("{"), .., Token::Sign("}")] => true,
        _ => false,
    };
    let loops = tokens.iter().filter(|token| matches!(token.word(), Some("while" | "for"))).count();
    let own = usize::from(tokens.first() == Some(&Token::Word("do")));
    whole && loops == own && !words.iter().any(|word| LEAVE.contains(&word.as_str()))
}

/// Where the operand of `operand->field` starts, the field being the token of this index; None where the operand is not
/// `param`, however cast.
fn operand(tokens: &[Token<'_>], field: usize, param: &Name) -> Option<usize> {
    if field < 2 || tokens[field - 1] != Token::Sign("->") {
        return None;
    }
    let end = field - 2;
    if tokens[end].word() == Some(param.as_str()) {
        return Some(end);
    }
    let mut open = 0i32;
    for i in (0..=end).rev() {
        match tokens[i] {
            Token::Sign(")") => open += 1,
            Token::Sign("(") => open -= 1,
            _ => {}
        }
        if open == 0 {
            let inside = &tokens[i..=end];
            let plain = inside.iter().all(|t| matches!(t, Token::Word(_) | Token::Sign("(" | ")" | "*")));
            let last = inside.iter().rev().find_map(|t| t.word());
            return (plain && last == Some(param.as_str())).then_some(i);
        }
    }
    None
}
