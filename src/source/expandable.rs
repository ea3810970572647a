//! What a macro's body shows about where it can stand. Expands nothing.

use super::lex::{Kind, Token};
use super::macros::MacroDef;

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

/// Whether a macro is nothing but specifiers, or opens or closes a namespace.
pub(super) fn shows_structure(def: &MacroDef) -> bool {
    let body = def.body.as_bytes();
    let word = |t: &Token| t.bytes(body);
    let Some(first) = def.tokens.first() else { return false };
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
        b"}" => def.tokens.iter().all(|t| matches!(t.punct(body), b'}' | b';')),
        _ => false,
    }
}
