//! What a macro's body mentions: its words, a call in it, a cast. Nothing is expanded.

use rustc_hash::FxHashSet;

use crate::facts::{Define, FileId, Name};
use crate::link::macros::tokens::{Token, tokens, words_of};
use crate::link::{CutKind, Units};

/// Most words of a macro and those that it uses.
const MAX_WORDS: usize = 4096;

/// Every word that a macro's body mentions, through the macros that it uses in turn.
pub(crate) fn words(project: &Units, file: FileId, define: &Define) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut seen: FxHashSet<Name> = FxHashSet::default();
    let mut pending = vec![(file, define.body.as_str())];
    while let Some((file, body)) = pending.pop() {
        for word in words_of(body) {
            let name = Name::from(word);
            if !seen.insert(name) {
                continue;
            }
            if out.len() >= MAX_WORDS {
                project.cuts.add(CutKind::Macros, file, define.name_span);
                return out;
            }
            out.push(name);
            pending.extend(project.defines_of(file, name).into_iter().map(|(f, d)| (f, d.body.as_str())));
        }
    }
    out
}

/// The arguments of the first call of a function `wanted` accepts in a macro's body: its name and each argument's tokens.
pub(crate) fn call_in<'a>(body: &'a str, wanted: &dyn Fn(&str) -> bool) -> Option<(&'a str, Vec<Vec<Token<'a>>>)> {
    let all = tokens(body);
    for (i, pair) in all.windows(2).enumerate() {
        let (Token::Word(word), Token::Sign("(")) = (pair[0], pair[1]) else { continue };
        if !wanted(word) {
            continue;
        }
        let (mut args, mut open) = (vec![Vec::new()], 0);
        for &token in &all[i + 2..] {
            match token {
                Token::Sign(")") if open == 0 => return Some((word, args)),
                Token::Sign(",") if open == 0 => args.push(Vec::new()),
                _ => {
                    match token {
                        Token::Sign("(") => open += 1,
                        Token::Sign(")") => open -= 1,
                        _ => {}
                    }
                    if let Some(last) = args.last_mut() {
                        last.push(token);
                    }
                }
            }
        }
    }
    None
}

/// Whether a function-like macro of one parameter only casts it: `((FooObject *)(op))`.
pub(crate) fn only_casts(define: &Define) -> bool {
    let Some([param]) = define.params.as_deref() else { return false };
    let tokens = tokens(&define.body);
    // A word before `(` is a call, unless its name says that it casts too.
    let calls = tokens.windows(2).any(
        |pair| matches!(pair, [Token::Word(word), Token::Sign("(")] if !word.to_ascii_lowercase().contains("cast")),
    );
    let plain = !calls && tokens.iter().all(|t| matches!(t, Token::Word(_) | Token::Sign("(" | ")" | "*" | "<" | ">")));
    let mut words = tokens.iter().filter_map(|t| t.word());
    let uses = words.clone().filter(|w| *w == param.as_str()).count();
    plain && uses == 1 && words.next_back() == Some(param.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{CondId, Span};

    fn define(params: &[&str], body: &str) -> Define {
        Define {
            name: Name::from("M"),
            name_span: Span::default(),
            params: Some(params.iter().map(|p| Name::from(p)).collect()),
            body: body.to_owned(),
            cond: CondId::ALWAYS,
        }
    }

    #[test]
    fn a_macro_that_only_casts() {
        assert!(only_casts(&define(&["op"], "((FooObject *)(op))")));
        assert!(only_casts(&define(&["op"], "(reinterpret_cast<FooObject *>(op))")));
        assert!(only_casts(&define(&["op"], "_PyObject_CAST(op)")));
        assert!(!only_casts(&define(&["op"], "Py_TYPE(op)")));
        assert!(!only_casts(&define(&["op"], "(((FooObject *)(op))->next)")));
        assert!(!only_casts(&define(&["a", "b"], "(a)")));
    }

    #[test]
    fn the_arguments_of_a_call_in_a_body() {
        let body = "do { x = (PyTypeObject *)make(m, f(a, b), NULL); } while (0)";
        let (name, args) = call_in(body, &|word| word == "make").unwrap();
        assert_eq!((name, args.len()), ("make", 3));
        assert_eq!(args[0], [Token::Word("m")]);
        assert_eq!(args[2], [Token::Word("NULL")]);
    }
}
