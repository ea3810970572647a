//! Words of C that layout is told by. Knows no macro.

use crate::capi::hooks;

/// Words that types are made of.
pub(super) fn is_type_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"int"
            | b"char"
            | b"short"
            | b"long"
            | b"unsigned"
            | b"signed"
            | b"float"
            | b"double"
            | b"void"
            | b"struct"
            | b"union"
            | b"enum"
            | b"const"
            | b"_Bool"
            | b"bool"
    )
}

/// Words that a declaration begins with.
pub(super) fn is_declaration_keyword(word: &[u8]) -> bool {
    is_type_keyword(word) || matches!(word, b"static" | b"extern" | b"typedef" | b"inline") || hooks::is_keyword(word)
}

/// Words that no macro has the name of.
pub(super) fn is_keyword(word: &[u8]) -> bool {
    is_declaration_keyword(word)
        || matches!(
            word,
            b"return"
                | b"if"
                | b"else"
                | b"for"
                | b"while"
                | b"do"
                | b"switch"
                | b"case"
                | b"default"
                | b"goto"
                | b"break"
                | b"continue"
                | b"sizeof"
                | b"volatile"
                | b"register"
                | b"auto"
        )
}
