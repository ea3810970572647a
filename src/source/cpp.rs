//! A C++ file as a whole: classes and templates do not divide into small items, and only those macros are expanded that
//! hide its namespaces and specifiers.

use super::expand::{Expanded, Expander};
use super::file::{Reader, read_plain, read_tree, walk};
use super::items::items;
use super::lex::{Token, lex_range};
use super::mask::Masker;
use super::parse::{Grammar, PARSE_STEPS, SHATTERED, largest_error, parse};
use super::places::{Cut, Places};
use crate::facts::FileFacts;

/// Masks, parses and walks all of the file.
pub(super) fn whole_file(reader: &mut Reader<'_>, grammar: &mut Grammar, tokens: &[Token], facts: &mut FileFacts) {
    let Some(mut expanded) = structure(reader, tokens, facts) else {
        return read_masked(reader, grammar, tokens, facts);
    };
    let run = lex_range(&expanded.text, 0, expanded.text.len() as u32);
    let mut blanked = Vec::new();
    Masker::new(&mut expanded.text, &run, &reader.uses, true, &mut blanked).run();
    reader.blanked.extend(blanked.iter().map(|&(start, end)| {
        let span = expanded.places.span(start as usize, end as usize);
        (span.start, span.end)
    }));
    read_expanded(grammar, &expanded.text, &expanded.places, &run, facts);
}

fn read_masked(reader: &mut Reader<'_>, grammar: &mut Grammar, tokens: &[Token], facts: &mut FileFacts) {
    Masker::new(&mut reader.text, tokens, &reader.uses, true, &mut reader.blanked).run();
    let (text, places) = reader.part(0, reader.text.len() as u32);
    match parse(grammar, &text, tokens.len()) {
        Some(tree) if largest_error(tree.root_node(), 0) <= SHATTERED => walk(&tree, &text, &places, facts),
        // An error of one item must not swallow the others.
        _ => {
            grammar.steps = PARSE_STEPS;
            for run in flat(reader.scanned.text, tokens) {
                read_plain(reader, grammar, run, facts);
            }
        }
    }
}

/// The top-level items of a C++ file, those inside of its named namespaces each by itself: an error must not swallow all
/// that a namespace holds. What an unnamed one holds is of this file alone, so it stays whole.
fn flat<'t>(text: &[u8], tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let mut out = Vec::new();
    let mut pending = vec![tokens];
    while let Some(tokens) = pending.pop() {
        for item in items(text, tokens) {
            let run = &tokens[item.first..item.end];
            match opens_namespace(text, run) {
                Some(brace) if run.last().is_some_and(|t| t.punct(text) == b'}') => {
                    pending.push(&run[brace + 1..run.len() - 1]);
                }
                _ => out.push(run),
            }
        }
    }
    out.sort_by_key(|run| run.first().map_or(0, |t| t.start));
    out
}

/// The brace behind `namespace a::b` at the start of an item.
fn opens_namespace(text: &[u8], run: &[Token]) -> Option<usize> {
    let first = usize::from(run.first()?.bytes(text) == b"inline");
    let brace = run.iter().position(|t| t.punct(text) == b'{')?;
    let named = brace > first + 1 && run[first].bytes(text) == b"namespace";
    (named && run[..brace].iter().all(|t| t.punct(text) != b';')).then_some(brace)
}

/// All of a C++ file with the macros expanded that hide its namespaces and specifiers; None where there are none.
fn structure(reader: &mut Reader<'_>, tokens: &[Token], facts: &mut FileFacts) -> Option<Expanded> {
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    let cut = Cut { text: &reader.text, cuts: &reader.cuts };
    let left = &mut reader.expansion;
    let expanded = Expander::new(cut, &mut reader.uses, &mut reader.conditions, reader.targets, left).structure(tokens);
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    expanded.unwrap_or_default()
}

/// Reads an expanded C++ text: whole, or item by item where an error would swallow too much.
fn read_expanded(grammar: &mut Grammar, text: &[u8], places: &Places, tokens: &[Token], facts: &mut FileFacts) {
    match parse(grammar, text, tokens.len()) {
        Some(tree) if largest_error(tree.root_node(), 0) <= SHATTERED => walk(&tree, text, places, facts),
        _ => {
            grammar.steps = PARSE_STEPS;
            for run in flat(text, tokens) {
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                let end = (last.end as usize + 1).min(text.len());
                read_tree(
                    grammar,
                    (&text[first.start as usize..end], run.len()),
                    &places.part(first.start, end as u32),
                    facts,
                );
            }
        }
    }
}
