//! What braces show: a variable inside of a class or a function is none of the file, whatever the parse made of it.

use super::lex::{Kind, Token};
use crate::facts::{FileFacts, Name, Scope, Storage};

/// Takes from file scope what stands between braces that open no namespace. Where braces do not match up, they show
/// nothing.
pub(super) fn settle(text: &[u8], tokens: &[Token], facts: &mut FileFacts) {
    let Some(inner) = inner(text, tokens) else { return };
    for var in facts.vars.iter_mut().filter(|v| v.scope == Scope::File && v.storage != Storage::Extern) {
        let before = inner.partition_point(|&(start, _)| start < var.name_span.start);
        if inner[..before].last().is_some_and(|&(_, end)| var.name_span.start < end) {
            var.scope = Scope::Class(Name::from(""));
        }
    }
}

/// The outermost braces that open a class, a function or a list: byte ranges, ascending.
fn inner(text: &[u8], tokens: &[Token]) -> Option<Vec<(u32, u32)>> {
    let mut ranges = Vec::new();
    // How many namespaces are open, and how many braces in what is no namespace, with where it began.
    let (mut namespaces, mut depth, mut began) = (0usize, 0usize, 0);
    // First token of the statement in hand.
    let mut first = 0;
    for (i, token) in tokens.iter().enumerate() {
        match token.punct(text) {
            b'{' if depth == 0 && opens_namespace(text, &tokens[first..i]) => {
                namespaces += 1;
                first = i + 1;
            }
            b'{' => {
                began = if depth == 0 { token.start } else { began };
                depth += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    ranges.push((began, token.end));
                    first = i + 1;
                }
            }
            b'}' => {
                // A macro may have opened it.
                namespaces = namespaces.saturating_sub(1);
                first = i + 1;
            }
            b';' if depth == 0 => first = i + 1,
            _ => {}
        }
    }
    (depth == 0).then_some(ranges)
}

/// Whether the tokens before a `{` are those of a namespace or of `extern "C"`, or one macro alone that may be either.
fn opens_namespace(text: &[u8], tokens: &[Token]) -> bool {
    let word = |t: &Token| t.bytes(text);
    let alone = tokens.len() == 1 && tokens[0].kind == Kind::Ident;
    let named = tokens.iter().any(|t| word(t) == b"namespace");
    let linkage = tokens.last().is_some_and(|t| t.kind == Kind::Str) && tokens.iter().any(|t| word(t) == b"extern");
    alone || named || linkage
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn held(text: &str) -> Option<Vec<&str>> {
        let tokens = lex(text.as_bytes()).tokens;
        let ranges = inner(text.as_bytes(), &tokens)?;
        Some(ranges.iter().map(|&(start, end)| &text[start as usize..end as usize]).collect())
    }

    #[test]
    fn namespaces_hold_what_is_of_the_file() {
        let text = "namespace a { int x; class C { int y; }; } extern \"C\" { int z; void f() { int w; } }";
        assert_eq!(held(text), Some(vec!["{ int y; }", "{ int w; }"]));
        assert_eq!(held("OPEN { int x; } CLOSE"), Some(vec![]));
    }

    #[test]
    fn braces_that_do_not_match_show_nothing() {
        assert_eq!(held("class C { int y; "), None);
        assert_eq!(held("} int x; class D { int z; };"), Some(vec!["{ int z; }"]));
    }
}
