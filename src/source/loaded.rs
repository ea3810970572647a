//! Functions that the loader runs, by their attribute. Knows nothing of what they do.

use super::file::Reader;
use super::lex::{Kind, Token};
use crate::facts::FileFacts;

/// Marks the functions that the loader runs: the attribute, or a macro that stands for it, is in the function's
/// declaration or before it.
pub(super) fn mark(facts: &mut FileFacts, reader: &Reader<'_>, kept: &[Token]) {
    let text = reader.scanned.text;
    let says = |word: &[u8]| {
        let word = word.strip_prefix(b"__").and_then(|w| w.strip_suffix(b"__")).unwrap_or(word);
        matches!(word, b"constructor" | b"destructor")
    };
    let attributes = kept.iter().enumerate().filter(|(i, token)| {
        if token.kind != Kind::Ident {
            return false;
        }
        let word = token.bytes(text);
        if says(word) {
            let before = kept[i.saturating_sub(4)..*i].iter().map(|t| t.bytes(text));
            return before.into_iter().any(|w| w.starts_with(b"__attribute") || w == b"gnu");
        }
        // `#define AT_LOAD __attribute__((constructor))`
        let def = if token.plain { None } else { reader.uses.seen(word).def };
        def.is_some_and(|d| {
            let body = d.body.as_bytes();
            d.params.is_none() && d.body.starts_with("__attribute") && d.tokens.iter().any(|t| says(t.bytes(body)))
        })
    });
    for (_, token) in attributes {
        let behind = facts.funcs.iter_mut().filter(|f| f.span.end >= token.end && !f.is_lambda());
        if let Some(func) = behind.min_by_key(|f| (f.span.end, f.span.start)) {
            func.at_load = true;
        }
    }
}
