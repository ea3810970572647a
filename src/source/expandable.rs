//! What a macro's body shows about where it can stand. Expands nothing.

use super::items::Braces;
use super::lex::{Kind, Token};
use super::macros::MacroDef;
use crate::capi::hooks;

/// Whether the body can stand where a declaration has its name: another name, or what follows a name.
pub(super) fn names(def: &MacroDef) -> bool {
    let body = def.body.as_bytes();
    let Some(first) = def.tokens.first() else { return true };
    match first.kind {
        Kind::Ident => {
            def.tokens.iter().all(|t| t.kind == Kind::Ident)
                || def.tokens.get(1).is_some_and(|t| {
                    matches!(t.punct(body), b'=' | b'[' | b',' | b'*' | b';') || t.bytes(body) == b"##"
                })
        }
        _ => matches!(first.punct(body), b'=' | b'[' | b',' | b'*' | b';'),
    }
}

/// Words of C++ that a macro may stand for among the specifiers of a declaration.
const SPECIFIERS: &[&[u8]] = &[
    b"__thread",
    b"_Thread_local",
    b"auto",
    b"class",
    b"const",
    b"constexpr",
    b"explicit",
    b"extern",
    b"final",
    b"friend",
    b"inline",
    b"mutable",
    b"noexcept",
    b"override",
    b"static",
    b"struct",
    b"thread_local",
    b"typedef",
    b"virtual",
    b"volatile",
];

/// Whether a word is one of them.
pub(super) fn is_specifier(word: &[u8]) -> bool {
    SPECIFIERS.contains(&word)
}

/// Whether the arguments of a call are none of the language: an empty one, an operator alone, or braces that do not
/// close. What the macro makes of them is.
pub(super) fn takes_parts(text: &[u8], arguments: &[Token]) -> bool {
    let (mut depth, mut braces, mut first) = (0i32, 0i32, 0);
    if arguments.is_empty() {
        return false;
    }
    for (i, token) in arguments.iter().enumerate() {
        match token.punct(text) {
            b'{' => (depth, braces) = (depth + 1, braces + 1),
            b'}' => (depth, braces) = (depth - 1, braces - 1),
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b',' if depth == 0 => {
                if is_part(text, &arguments[first..i]) {
                    return true;
                }
                first = i + 1;
            }
            _ => {}
        }
        if braces < 0 {
            return true;
        }
    }
    braces != 0 || is_part(text, &arguments[first..])
}

/// Nothing, an operator without its operands, or a declaration.
fn is_part(text: &[u8], argument: &[Token]) -> bool {
    if argument.len() > 1 && argument[0].bytes(text) == b"mutable" {
        return true;
    }
    let operator = |t: &Token| {
        matches!(t.punct(text), b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'&' | b'|' | b'^' | b'!')
    };
    argument.iter().all(operator)
}

/// Whether a macro leaves braces open, or closes some that it did not open.
pub(super) fn is_unbalanced(def: &MacroDef) -> bool {
    let body = def.body.as_bytes();
    let mut depth = 0i32;
    for token in &def.tokens {
        depth += match token.punct(body) {
            b'{' => 1,
            b'}' => -1,
            _ => 0,
        };
        if depth < 0 {
            return true;
        }
    }
    depth != 0
}

/// What a macro does to the braces around it; nothing where it is about something else than a function, as
/// `extern "C" {` is.
pub(super) fn braces(def: &MacroDef) -> Braces {
    let body = def.body.as_bytes();
    if def.tokens.iter().any(|t| matches!(t.bytes(body), b"extern" | b"namespace" | b"class")) {
        return Braces::default();
    }
    let count = |of: u8| def.tokens.iter().filter(|t| t.punct(body) == of).count() as i32;
    let open = count(b'{') - count(b'}');
    Braces { open, begins: open > 0 && count(b')') > 0 }
}

/// Whether the brace at token `i` follows the head of a function.
pub(super) fn opens_body(text: &[u8], all: &[Token], i: usize) -> bool {
    let ends =
        |t: &Token| t.punct(text) == b')' || matches!(t.bytes(text), b"const" | b"noexcept" | b"override" | b"final");
    i.checked_sub(1).is_some_and(|before| ends(&all[before]))
}

/// Whether a macro is a text.
pub(super) fn is_text(def: &MacroDef) -> bool {
    def.params.is_none() && !def.tokens.is_empty() && def.tokens.iter().all(|t| t.kind == Kind::Str)
}

/// Whether a macro is nothing but specifiers, opens or closes a namespace or anything else, begins an init function, or
/// returns.
pub(super) fn shows_structure(def: &MacroDef) -> bool {
    let body = def.body.as_bytes();
    let word = |t: &Token| t.bytes(body);
    let Some(first) = def.tokens.first() else { return false };
    // The head of an init function, with the module's name pasted in.
    let pastes = |pair: &[Token]| hooks::is_prefix(word(&pair[0])) && word(&pair[1]).starts_with(b"#");
    if def.tokens.windows(2).any(pastes) {
        return true;
    }
    let access =
        |pair: &[Token]| matches!(word(&pair[0]), b"public" | b"protected" | b"private") && word(&pair[1]) == b":";
    if is_unbalanced(def) || def.tokens.windows(2).any(access) {
        return true;
    }
    if def.params.is_none() && def.tokens.iter().all(|t| SPECIFIERS.contains(&word(t))) {
        return true;
    }
    let declspec = |t: &Token| matches!(word(t), b"__declspec" | b"(" | b")" | b"thread" | b"static" | b"extern");
    if def.params.is_none() && def.tokens.iter().all(declspec) && def.tokens.iter().any(|t| word(t) == b"thread") {
        return true;
    }
    match word(first) {
        b"namespace" | b"inline" | b"using" => def.tokens.iter().any(|t| word(t) == b"namespace"),
        b"extern" => def.tokens.get(1).is_some_and(|t| t.kind == Kind::Str),
        // `#define MOD_RETURN(m) return m`: how a function ends.
        b"return" => true,
        b"}" => def.tokens.iter().all(|t| matches!(t.punct(body), b'}' | b';')),
        _ => false,
    }
}
