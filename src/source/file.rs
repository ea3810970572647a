//! The second pass over one file: conditions, masking, parsing, extraction.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Tree};

use super::condition::Conditions;
use super::expand::{Cut, Expanded, Expander, Places};
use super::extract::Extractor;
use super::lex::{Kind, Token, lex_range};
use super::macros::{MacroDef, MacroTable, close_of, name_of};
use super::mask::Masker;
use super::resolve::{Item, Resolved, items, resolve};
use super::syntax::grammar;
use super::uses::Uses;
use super::{Scanned, tables};
use crate::facts::{Comment, CondTable, Define, FileFacts, Gap, GapKind, Include, Language, Span, Targets, Var};
use crate::source::lex::DirectiveKind;

/// What the grammar may take for one item.
const PARSE_TIME: Duration = Duration::from_secs(20);

/// Bytes of an ERROR node from which a C++ file is read item by item: more than a statement, less than a file.
const SHATTERED: usize = 4096;

struct Reader<'a> {
    scanned: &'a Scanned<'a>,
    targets: &'a Targets,
    uses: Uses<'a>,
    conditions: Conditions<'a>,
    resolved: Resolved,
    /// The text with directives and left-out branches blanked, then masked item by item.
    text: Vec<u8>,
    blanked: Vec<(u32, u32)>,
    /// What tables lost: ranges of the text.
    cuts: Vec<(u32, u32)>,
    /// Bytes of the tokens in `cuts`.
    shortened: u64,
}

impl<'a> Reader<'a> {
    fn new(input: u32, all: &'a [Scanned<'a>], macros: &'a MacroTable, targets: &'a Targets) -> Self {
        let scanned = &all[input as usize];
        let mut conditions = Conditions::new(all, macros, scanned.language, CondTable::new(*targets));
        let tokens = &scanned.lexed.tokens;
        let resolved = resolve(scanned.text, tokens, &scanned.branches, input, &mut conditions, targets);
        let mut text = scanned.text.to_vec();
        joins(&mut text);
        for directive in &scanned.lexed.directives {
            blank(&mut text, directive.start, directive.end);
        }
        for (span, _) in &resolved.left_out {
            blank(&mut text, span.start, span.end);
        }
        let uses = Uses::new(macros, input);
        Reader {
            scanned,
            targets,
            uses,
            conditions,
            resolved,
            text,
            blanked: Vec::new(),
            cuts: Vec::new(),
            shortened: 0,
        }
    }

    /// Where conditions begin and end.
    fn changes(&mut self, input: u32) {
        let mut changes: Vec<(u32, crate::facts::CondId)> = Vec::new();
        let branches = &self.scanned.branches;
        for (i, branch) in branches.all.iter().enumerate() {
            let cond = self.conditions.branch(input, i as u32);
            changes.push((branch.bytes.0, cond));
            let outer = self.conditions.holder(input, branch.parent);
            changes.push((branch.bytes.1, outer));
        }
        changes.sort_by_key(|&(offset, _)| offset);
        for (offset, cond) in changes {
            self.conditions.table.change_at(offset, cond);
        }
    }

    /// Learns every identifier's meaning, so that masking can ask without changing anything; shortens tables.
    fn learn(&mut self, tokens: &mut Vec<Token>) {
        let text = self.scanned.text;
        for token in tokens.iter_mut().filter(|t| t.kind == Kind::Ident) {
            let found = self.uses.of(token.bytes(text), &mut self.conditions, self.targets);
            token.plain = found.is_nothing();
        }
        let is_number = |t: &Token| {
            !t.plain && self.uses.seen(t.bytes(text)).def.is_some_and(|d| d.params.is_none() && is_literal(d))
        };
        let before = length(tokens);
        self.cuts = tables::shorten(text, tokens, is_number);
        self.shortened = before - length(tokens);
    }

    /// A part of the masked text, without what is cut, and the way back.
    fn part(&self, from: u32, to: u32) -> (Cow<'_, [u8]>, Places) {
        let cut = Cut { text: &self.text, cuts: &self.cuts };
        if !cut.is_cut(from, to) {
            return (Cow::Borrowed(&self.text[from as usize..to as usize]), Places::plain(from));
        }
        let (mut text, mut places) = (Vec::new(), Places::default());
        cut.copy(&mut text, &mut places, from, to);
        (Cow::Owned(text), places)
    }
}

/// Whether a macro stands for a number, signed or in parentheses.
fn is_literal(def: &MacroDef) -> bool {
    let body = def.body.as_bytes();
    let punct = |t: &Token| matches!(t.punct(body), b'(' | b')' | b'-' | b'+');
    !def.tokens.is_empty() && def.tokens.iter().all(|t| t.kind == Kind::Number || t.kind == Kind::Punct && punct(t))
}

/// The grammar knows a joined line end inside of a string literal only as backslash and newline, so a carriage return
/// between them changes places with the backslash.
fn joins(text: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text[from..], b"\\\r\n") {
        text[from + at..from + at + 2].copy_from_slice(b" \\");
        from += at + 3;
    }
}

fn blank(text: &mut [u8], start: u32, end: u32) {
    for byte in &mut text[start as usize..end as usize] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Length of the masked text: lexing, conditions and masking without a parse.
pub(super) fn masked_len(input: u32, all: &[Scanned<'_>], macros: &MacroTable, targets: &Targets) -> usize {
    let mut reader = Reader::new(input, all, macros, targets);
    let mut tokens = std::mem::take(&mut reader.resolved.tokens);
    reader.learn(&mut tokens);
    for item in items(reader.scanned.text, &tokens) {
        let tokens = &tokens[item.first..item.end];
        let cautious = reader.scanned.language == Language::Cpp;
        Masker::new(&mut reader.text, tokens, &reader.uses, cautious, &mut reader.blanked).run();
    }
    reader.text.len()
}

/// The facts of file `input`.
pub(super) fn facts(input: u32, all: &[Scanned<'_>], macros: &MacroTable, targets: &Targets) -> FileFacts {
    let mut reader = Reader::new(input, all, macros, targets);
    reader.changes(input);
    let scanned = reader.scanned;
    let mut tokens = std::mem::take(&mut reader.resolved.tokens);
    reader.learn(&mut tokens);
    let mut facts = FileFacts::empty(scanned.input.file, scanned.language);
    directives(&mut facts, &mut reader, macros, input);
    facts.conds = std::mem::take(&mut reader.conditions.table);
    let mut parser = Parser::new();
    // A grammar of a version that this tree-sitter cannot load would be a build error of ours: no facts then.
    if parser.set_language(&grammar(scanned.language)).is_err() {
        return facts;
    }
    facts.ast.reserve(tokens.len());
    if scanned.language == Language::Cpp {
        read_calls(&mut reader, &mut parser, &tokens, &mut facts);
        Masker::new(&mut reader.text, &tokens, &reader.uses, true, &mut reader.blanked).run();
        let (text, places) = reader.part(0, reader.text.len() as u32);
        match parse(&mut parser, &text, &places, &mut facts) {
            Some(tree) if largest_error(tree.root_node(), 0) <= SHATTERED => {
                walk(&tree, &text, &places, &mut facts);
            }
            // An error of one item must not swallow the others.
            _ => {
                for item in items(scanned.text, &tokens) {
                    read_plain(&reader, &mut parser, &tokens[item.first..item.end], &mut facts);
                }
            }
        }
    } else {
        read_items(&mut reader, &mut parser, &tokens, &mut facts);
    }
    finish(&mut facts, &reader, &tokens);
    facts
}

/// Expands where that tells something, masks, parses and walks the top-level items.
///
/// Each is parsed by itself: an error cannot spread, and small trees cost less than one large one.
fn read_items(reader: &mut Reader<'_>, parser: &mut Parser, tokens: &[Token], facts: &mut FileFacts) {
    for item in items(reader.scanned.text, tokens) {
        let run = &tokens[item.first..item.end];
        if let Some(mut expanded) = expanded(reader, tokens, item, facts) {
            let tokens = lex_range(&expanded.text, 0, expanded.text.len() as u32);
            let mut blanked = Vec::new();
            Masker::new(&mut expanded.text, &tokens, &reader.uses, false, &mut blanked).run();
            read_tree(parser, &expanded.text, &expanded.places, facts);
            continue;
        }
        Masker::new(&mut reader.text, run, &reader.uses, false, &mut reader.blanked).run();
        read_plain(reader, parser, run, facts);
    }
}

/// Expands and reads the top-level items that are nothing but the call of a macro, as `SPEC(Thing);` is.
///
/// The rest of a C++ file is read without its macros: templates and classes do not divide into small items.
fn read_calls(reader: &mut Reader<'_>, parser: &mut Parser, tokens: &[Token], facts: &mut FileFacts) {
    let text = reader.scanned.text;
    for item in items(text, tokens).into_iter().filter(|item| item.body.is_none()) {
        let run = &tokens[item.first..item.end];
        let called =
            run.first().is_some_and(|t| t.kind == Kind::Ident) && run.get(1).is_some_and(|t| t.punct(text) == b'(');
        if !called || run[close_of(text, run, 1) + 1..].iter().any(|t| t.punct(text) != b';') {
            continue;
        }
        if let Some(expanded) = expanded(reader, tokens, item, facts) {
            read_tree(parser, &expanded.text, &expanded.places, facts);
        }
    }
}

fn expanded(reader: &mut Reader<'_>, tokens: &[Token], item: Item, facts: &mut FileFacts) -> Option<Expanded> {
    // Conditions of macro definitions go into the same table as those of the file.
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    let cut = Cut { text: &reader.text, cuts: &reader.cuts };
    let expanded = Expander::new(cut, &mut reader.uses, &mut reader.conditions, reader.targets).item(tokens, item);
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    expanded
}

/// Parses and walks one top-level item of the masked text.
fn read_plain(reader: &Reader<'_>, parser: &mut Parser, run: &[Token], facts: &mut FileFacts) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    // One byte more: a separator may have been put behind the last token.
    let end = (last.end as usize + 1).min(reader.text.len()) as u32;
    let (text, places) = reader.part(first.start, end);
    read_tree(parser, &text, &places, facts);
}

/// Bytes of the largest outermost ERROR node; those deep inside of an item do no harm to others.
fn largest_error(node: tree_sitter::Node<'_>, depth: u8) -> usize {
    if node.is_error() || depth > 8 {
        return if node.is_error() { node.byte_range().len() } else { 0 };
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).filter(|n| n.has_error()).map(|n| largest_error(n, depth + 1)).max().unwrap_or(0)
}

fn read_tree(parser: &mut Parser, text: &[u8], places: &Places, facts: &mut FileFacts) {
    if let Some(tree) = parse(parser, text, places, facts) {
        walk(&tree, text, places, facts);
    }
}

fn walk(tree: &Tree, text: &[u8], places: &Places, facts: &mut FileFacts) {
    let (initialisers, gaps) = (facts.vars.len(), facts.gaps.len());
    Extractor::new(facts, text, places).root(tree.root_node());
    count_initialisers(facts, initialisers, gaps);
}

/// The tree of a text; None, and a gap, where the grammar takes too long.
fn parse(parser: &mut Parser, text: &[u8], places: &Places, facts: &mut FileFacts) -> Option<Tree> {
    let started = Instant::now();
    let mut steps = 0u32;
    let mut watch = |_: &tree_sitter::ParseState| {
        steps += 1;
        if steps.is_multiple_of(64) && started.elapsed() > PARSE_TIME {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let options = ParseOptions::new().progress_callback(&mut watch);
    let mut rest = |offset: usize, _| text.get(offset..).unwrap_or(&[]);
    let tree: Option<Tree> = parser.parse_with_options(&mut rest, None, Some(options));
    if tree.is_none() {
        parser.reset();
        let span = places.span(0, text.len());
        let cond = facts.conds.at_span(span);
        facts.gaps.push(Gap { kind: GapKind::Limit, span, cond });
    }
    tree
}

/// Counts the initialisers of type objects, specs and slot arrays added since, and those with an error inside.
fn count_initialisers(facts: &mut FileFacts, first_var: usize, first_gap: usize) {
    let telling =
        |v: &&Var| v.init.is_some() && v.ty.pointers == 0 && crate::capi::struct_roles::is_described(v.ty.bare_base());
    for var in facts.vars[first_var..].iter().filter(telling) {
        facts.stats.initialisers += 1;
        let gaps = &facts.gaps[first_gap..];
        let broken = gaps.iter().any(|g| g.kind == GapKind::Unparsed && var.span.contains(g.span));
        facts.stats.broken_initialisers += u64::from(broken);
    }
}

/// Includes, definitions, comments and the generator's mark.
fn directives(facts: &mut FileFacts, reader: &mut Reader<'_>, macros: &MacroTable, input: u32) {
    let scanned = reader.scanned;
    let text = scanned.text;
    for (directive, &holder) in scanned.lexed.directives.iter().zip(&scanned.branches.holder) {
        let cond = reader.conditions.holder(input, holder);
        match directive.kind {
            DirectiveKind::Include => {
                let body = String::from_utf8_lossy(&text[directive.body as usize..directive.end as usize]);
                let body = body.trim();
                let Some(open) = body.chars().next().filter(|c| matches!(c, '<' | '"')) else { continue };
                let close = if open == '<' { '>' } else { '"' };
                let Some((path, _)) = body[1..].split_once(close) else { continue };
                let path = path.replace('\\', "/");
                let span = Span::new(directive.start, directive.end);
                facts.includes.push(Include { path, system: open == '<', span, cond });
            }
            DirectiveKind::Define => {
                let first = lex_range(text, directive.body, directive.end).first().copied();
                let Some(first) = first.filter(|t| t.kind == Kind::Ident) else { continue };
                let name = name_of(first.bytes(text));
                let def = macros.visible(input, name).find(|d| d.input == input && d.offset == directive.start);
                let Some(def) = def else { continue };
                let name_span = Span::new(def.name_span.0, def.name_span.1);
                facts.defines.push(Define {
                    name,
                    name_span,
                    params: def.params.clone(),
                    body: def.body.clone(),
                    cond,
                });
            }
            _ => {}
        }
    }
    for comment in &scanned.lexed.comments {
        let span = Span::new(comment.start, comment.end);
        let words = String::from_utf8_lossy(&text[span.start as usize..span.end as usize]);
        let words = words.trim_start_matches(['/', '*']).trim_end_matches(['/', '*']).trim().to_owned();
        facts.comments.push(Comment { span, text: words, own_line: comment.own_line });
    }
    facts.generated = scanned.generated.clone();
}

/// Bytes of the tokens.
fn length(tokens: &[Token]) -> u64 {
    tokens.iter().map(|t| u64::from(t.end - t.start)).sum()
}

/// Marks the functions that the loader runs: the attribute, or a macro that stands for it, is in the function's
/// declaration or before it.
fn loaded(facts: &mut FileFacts, reader: &Reader<'_>, kept: &[Token]) {
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

/// Gaps of masking, and the byte counts.
fn finish(facts: &mut FileFacts, reader: &Reader<'_>, kept: &[Token]) {
    loaded(facts, reader, kept);
    facts.stats.bytes = reader.scanned.text.len() as u64;
    facts.stats.code_bytes = length(&reader.scanned.lexed.tokens);
    facts.stats.left_out_bytes = facts.stats.code_bytes - length(kept) - reader.shortened;
    facts.stats.blanked_bytes = reader.blanked.iter().map(|(start, end)| u64::from(end - start)).sum();
    for &(span, cond) in &reader.resolved.left_out {
        facts.gaps.push(Gap { kind: GapKind::BranchLeftOut, span, cond });
    }
    for &(start, end) in &reader.blanked {
        let span = Span::new(start, end);
        let cond = facts.conds.at_span(span);
        facts.gaps.push(Gap { kind: GapKind::Blanked, span, cond });
    }
    facts.gaps.sort_by_key(|g| (g.span, g.kind as u8));
}
