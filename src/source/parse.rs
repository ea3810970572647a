//! The grammar's work on one text, and how much of it there may be: tokens of a tree, steps of the parser. Knows no facts.

use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, Parser, Tree};

/// Steps that the grammar may take for a file, in hundreds: the parser reports every hundredth. Beside them, twelve for
/// each token of what is parsed; code takes four to seven. A step may take a hundred bytes.
pub(super) const PARSE_STEPS: usize = 10_000;

/// Tokens that are parsed at once: a tree takes some three hundred bytes for each. The longest functions that macros and
/// tools write have half of it.
pub(super) const TREE_TOKENS: usize = 3_000_000;

/// A parser, and the steps that it may still take, in hundreds.
pub(super) struct Grammar {
    pub(super) parser: Parser,
    pub(super) steps: usize,
    /// Plain code is read without it.
    pub(super) plain: bool,
}

/// Bytes of an ERROR node from which a C++ file is read item by item: more than a statement, less than a file.
pub(super) const SHATTERED: usize = 4096;

/// Bytes of the largest outermost ERROR node; those deep inside of an item do no harm to others.
pub(super) fn largest_error(node: Node<'_>, depth: u8) -> usize {
    if node.is_error() || depth > 8 {
        return if node.is_error() { node.byte_range().len() } else { 0 };
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).filter(|n| n.has_error()).map(|n| largest_error(n, depth + 1)).max().unwrap_or(0)
}

/// The tree of a text of so many tokens; None where it has too many, or the grammar takes too many steps.
pub(super) fn parse(grammar: &mut Grammar, text: &[u8], tokens: usize) -> Option<Tree> {
    if tokens > TREE_TOKENS {
        return None;
    }
    let Grammar { parser, steps, .. } = grammar;
    *steps += tokens / 8;
    let mut watch = |_: &tree_sitter::ParseState| {
        *steps = steps.saturating_sub(1);
        if *steps == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut watch);
    let mut rest = |offset: usize, _| text.get(offset..).unwrap_or(&[]);
    let tree: Option<Tree> = parser.parse_with_options(&mut rest, None, Some(options));
    if tree.is_none() {
        parser.reset();
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::super::syntax::grammar;
    use super::*;
    use crate::facts::Language;

    #[test]
    fn the_parser_stops_where_its_steps_are_used_up() {
        let mut parser = Parser::new();
        parser.set_language(&grammar(Language::C)).expect("the grammar is of this version");
        let text = "int a; ".repeat(2000);
        let mut of = |steps, tokens| {
            let mut grammar = Grammar { parser: Parser::new(), steps, plain: false };
            std::mem::swap(&mut grammar.parser, &mut parser);
            let tree = parse(&mut grammar, text.as_bytes(), tokens);
            std::mem::swap(&mut grammar.parser, &mut parser);
            tree.is_some()
        };
        assert!(of(PARSE_STEPS, 6000));
        // Just what it takes, and a hundred steps less.
        let needed = (1..PARSE_STEPS).find(|&steps| of(steps, 0)).unwrap_or_default();
        assert!(needed > 10 && !of(needed - 1, 0) && of(needed, 0), "{needed}");
        assert!(!of(PARSE_STEPS, TREE_TOKENS + 1));
        // What was broken off leaves nothing behind.
        assert!(of(PARSE_STEPS, 6000));
    }
}
