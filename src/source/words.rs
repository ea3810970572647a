//! Gathers the words of the C API from the tokens of a file. Not what they mean there.

use super::lex::{Kind, Token};
use super::macros::name_of;
use crate::capi::fields;
use crate::facts::{Word, WordKind};

/// The words of a text, in its order; directives are none of it.
pub(super) fn words(text: &[u8], tokens: &[Token]) -> Vec<Word> {
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Ident) {
        let word = token.bytes(text);
        let sign = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or(0, |t| t.punct(text));
        let arrow = sign(i.checked_sub(1)) == b'>' && sign(i.checked_sub(2)) == b'-';
        let kind = if arrow || sign(i.checked_sub(1)) == b'.' {
            WordKind::Member
        } else if sign(Some(i + 1)) == b'(' {
            WordKind::Call
        } else {
            WordKind::Name
        };
        let known = if kind == WordKind::Member {
            std::str::from_utf8(word).is_ok_and(fields::is_field)
        } else {
            let bare = word.iter().position(|b| *b != b'_').map_or(word, |at| &word[at..]);
            bare.starts_with(b"Py") || bare.starts_with(b"PY")
        };
        if known {
            out.push(Word { name: name_of(word), start: token.start, kind });
        }
    }
    out
}

/// Adds the names that macros of the project have, of tokens that are told apart; names of the C API are there already.
pub(super) fn add_macros(words: &mut Vec<Word>, text: &[u8], tokens: &[Token]) {
    let known = words.len();
    for token in tokens.iter().filter(|t| t.kind == Kind::Ident && !t.plain) {
        if words[..known].binary_search_by_key(&token.start, |w| w.start).is_err() {
            words.push(Word { name: name_of(token.bytes(text)), start: token.start, kind: WordKind::Macro });
        }
    }
    words.sort_by_key(|word| word.start);
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    #[test]
    fn words_by_the_signs_beside_them() {
        let text =
            b"f->f_back = Py_NewRef(x); _PyTime_t t; a.mine; // Py_None\n#define X Py_True\nchar *s = \"Py_False\";";
        let found = words(text, &lex(text).tokens);
        let names: Vec<&str> = found.iter().map(|w| w.name.as_str()).collect();
        assert_eq!(names.join(" "), "f_back Py_NewRef _PyTime_t");
        let kinds: Vec<WordKind> = found.iter().map(|w| w.kind).collect();
        assert_eq!(kinds, [WordKind::Member, WordKind::Call, WordKind::Name]);
    }
}
