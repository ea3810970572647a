//! The second pass over one file: conditions, masking, parsing, extraction.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use tree_sitter::{Parser, Tree};

use super::condition::Conditions;
use super::deep;
use super::expand::{Expanded, Expander, TooLarge, file_limit};
use super::expandable::{braces, is_unbalanced};
use super::extract::Extractor;
use super::items::{Braces, Item, items, items_opened, old_style_parameters};
use super::lex::{Kind, Token, lex, lex_range};
use super::macro_table::MacroTable;
use super::macros::close_of;
use super::mask::Masker;
use super::parse::{Grammar, PARSE_STEPS, parse};
use super::places::{Cut, Places};
use super::plain;
use super::resolve::{Resolved, resolve};
use super::scan::Scanned;
use super::syntax::grammar;
use super::uses::Uses;
use super::{Read, add_words, cpp, directives, loaded, scopes, tables, words};
use crate::capi::struct_roles;
use crate::facts::{CondTable, FileFacts, Gap, GapKind, Language, Span, Targets, Var};

pub(super) struct Reader<'a> {
    pub(super) scanned: &'a Scanned<'a>,
    pub(super) targets: &'a Targets,
    pub(super) uses: Uses<'a>,
    pub(super) conditions: Conditions<'a>,
    pub(super) resolved: Resolved,
    /// The text with directives and left-out branches blanked, then masked item by item.
    pub(super) text: Vec<u8>,
    pub(super) blanked: Vec<(u32, u32)>,
    /// What tables lost, and what lies too deep: ranges of the text.
    pub(super) cuts: Vec<(u32, u32)>,
    /// Those of them that lie too deep.
    deep: Vec<(u32, u32)>,
    /// Bytes of all tokens.
    code: u64,
    /// Bytes of the tokens in `cuts`.
    pub(super) shortened: u64,
    /// Bytes that expansion may still read.
    pub(super) expansion: usize,
}

impl<'a> Reader<'a> {
    /// `tokens` are those of the file, as the first pass saw them.
    fn new(
        input: u32,
        language: Language,
        tokens: &[Token],
        all: &'a [Scanned<'a>],
        macros: &'a MacroTable,
        targets: &'a Targets,
    ) -> Self {
        let scanned = &all[input as usize];
        let mut conditions = Conditions::new(all, macros, (input, language), CondTable::new(*targets));
        let resolved = resolve(scanned.text, tokens, &scanned.branches, input, &mut conditions, targets);
        let mut text = scanned.text.to_vec();
        joins(&mut text);
        for directive in &scanned.directives {
            blank(&mut text, directive.start, directive.end);
        }
        let mut left_out: Vec<Span> = resolved.left_out.iter().map(|&(span, _)| span).collect();
        left_out.sort_unstable();
        let mut done = 0;
        for span in left_out {
            // Branches that are left out stand in others that are.
            if done < span.end {
                blank(&mut text, span.start.max(done), span.end);
                done = span.end;
            }
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
            deep: Vec::new(),
            code: length(tokens),
            shortened: 0,
            expansion: file_limit(scanned.text.len()),
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

    /// Learns every identifier's meaning, so that masking can ask without changing anything; shortens tables and what is deep.
    fn learn(&mut self, tokens: &mut Vec<Token>, language: Language) {
        let text = self.scanned.text;
        for token in tokens.iter_mut().filter(|t| t.kind == Kind::Ident) {
            let found = self.uses.of(token.bytes(text), &mut self.conditions, self.targets);
            token.plain = found.is_nothing();
        }
        let (uses, conditions, targets) = (&mut self.uses, &mut self.conditions, self.targets);
        let is_number = |t: &Token| !t.plain && uses.is_number(t.bytes(text), conditions, targets);
        let before = length(tokens);
        self.cuts = tables::shorten(text, tokens, is_number);
        self.deep = deep::shorten(text, tokens, language);
        if !self.deep.is_empty() {
            let deep = &self.deep;
            let within = |start| deep.partition_point(|&(_, end)| end <= start);
            self.cuts.retain(|&(start, _)| deep.get(within(start)).is_none_or(|range| start < range.0));
            self.cuts.extend_from_slice(deep);
            self.cuts.sort_unstable();
        }
        self.shortened = before - length(tokens);
    }

    /// A part of the masked text, without what is cut, and the way back.
    pub(super) fn part(&self, from: u32, to: u32) -> (Cow<'_, [u8]>, Places) {
        let cut = Cut { text: &self.text, cuts: &self.cuts };
        if !cut.is_cut(from, to) {
            return (Cow::Borrowed(&self.text[from as usize..to as usize]), Places::plain(from));
        }
        let (mut text, mut places) = (Vec::new(), Places::default());
        cut.copy(&mut text, &mut places, from, to);
        (Cow::Owned(text), places)
    }
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
    let scanned = &all[input as usize];
    let mut reader = Reader::new(input, scanned.language, &lex(scanned.text).tokens, all, macros, targets);
    let mut tokens = std::mem::take(&mut reader.resolved.tokens);
    reader.learn(&mut tokens, scanned.language);
    for item in items(reader.scanned.text, &tokens) {
        let tokens = &tokens[item.first..item.end];
        let cautious = reader.scanned.language == Language::Cpp;
        Masker::new(&mut reader.text, tokens, &reader.uses, cautious, &mut reader.blanked).run();
    }
    reader.text.len()
}

/// The facts of file `input`. A header that may be of either language and has gaps as C is read as C++ as well: the
/// reading with fewer gaps counts. `tokens` are those of the file where they were kept.
pub(super) fn either(
    input: u32,
    tokens: Option<Vec<Token>>,
    all: &[Scanned<'_>],
    macros: &MacroTable,
    targets: &Targets,
) -> Read {
    let scanned = &all[input as usize];
    let mut read = facts(input, scanned.language, tokens, all, macros, targets);
    if !scanned.either || read.facts.stats.errors == 0 {
        return read;
    }
    let other = facts(input, Language::Cpp, None, all, macros, targets);
    read.asked.extend(other.asked);
    let gaps = |facts: &FileFacts| (facts.stats.error_bytes, facts.stats.errors);
    if gaps(&other.facts) < gaps(&read.facts) {
        read.facts = other.facts;
    }
    read
}

/// The facts of file `input`, read as one language.
fn facts(
    input: u32,
    language: Language,
    tokens: Option<Vec<Token>>,
    all: &[Scanned<'_>],
    macros: &MacroTable,
    targets: &Targets,
) -> Read {
    let tokens = tokens.unwrap_or_else(|| lex(all[input as usize].text).tokens);
    let mut reader = Reader::new(input, language, &tokens, all, macros, targets);
    let mut words = words::words(all[input as usize].text, &tokens);
    drop(tokens);
    reader.changes(input);
    let scanned = reader.scanned;
    let mut tokens = std::mem::take(&mut reader.resolved.tokens);
    reader.learn(&mut tokens, language);
    words::add_macros(&mut words, scanned.text, &tokens);
    let mut facts = FileFacts::empty(scanned.input.file, language);
    facts.words = words;
    directives::say(&mut facts, &mut reader, macros, input);
    for &(start, end) in &reader.deep {
        facts.gap(GapKind::Depth, Span::new(start, end));
    }
    for at in reader.conditions.cuts() {
        facts.gap(GapKind::Condition, Span::new(at, at));
    }
    facts.conds = std::mem::take(&mut reader.conditions.table);
    let mut parser = Parser::new();
    // A grammar of a version that this tree-sitter cannot load would be a build error of ours: no facts then.
    if parser.set_language(&grammar(language)).is_err() {
        return Read { facts, asked: Vec::new() };
    }
    facts.ast.reserve(tokens.len());
    let mut grammar = Grammar { parser, steps: PARSE_STEPS, plain: scanned.plain };
    if language == Language::Cpp {
        read_calls(&mut reader, &mut grammar, &tokens, &mut facts);
        cpp::whole_file(&mut reader, &mut grammar, &tokens, &mut facts);
        // Generators write macros that open braces which others close.
        if scanned.generated.is_none() {
            scopes::settle(scanned.text, &tokens, &mut facts);
        }
    } else {
        read_items(&mut reader, &mut grammar, &tokens, &mut facts);
    }
    finish(&mut facts, &reader, &tokens);
    Read { facts, asked: reader.conditions.asked_of_all() }
}

/// Expands where that tells something, masks, parses and walks the top-level items.
///
/// Each is parsed by itself: an error cannot spread, and small trees cost less than one large one.
fn read_items(reader: &mut Reader<'_>, grammar: &mut Grammar, tokens: &[Token], facts: &mut FileFacts) {
    let text = reader.scanned.text;
    // Each macro's body is looked at once.
    let mut known: FxHashMap<&[u8], Braces> = FxHashMap::default();
    let mut of_macro = |token: &Token| {
        let word = token.bytes(text);
        *known.entry(word).or_insert_with(|| reader.uses.seen(word).def.map(braces).unwrap_or_default())
    };
    for item in items_opened(text, tokens, &mut of_macro) {
        let run = &tokens[item.first..item.end];
        for (first, end) in old_style_parameters(reader.scanned.text, tokens, item).into_iter().flatten() {
            let (start, end) = (tokens[first].start, tokens[end - 1].end);
            blank(&mut reader.text, start, end);
            reader.blanked.push((start, end));
        }
        if let Some(mut expanded) = expanded(reader, tokens, item, facts) {
            let tokens = lex_range(&expanded.text, 0, expanded.text.len() as u32);
            let (before, mut blanked) = (expanded.text.clone(), Vec::new());
            Masker::new(&mut expanded.text, &tokens, &reader.uses, false, &mut blanked).run();
            for (start, end) in blanked {
                add_words(&before[start as usize..end as usize], &mut facts.lost_words);
            }
            read_tree(grammar, (&expanded.text, tokens.len()), &expanded.places, facts);
            continue;
        }
        Masker::new(&mut reader.text, run, &reader.uses, false, &mut reader.blanked).run();
        read_plain(reader, grammar, run, facts);
    }
}

/// Expands and reads the top-level items that are nothing but the call of a macro, as `SPEC(Thing);` is.
///
/// The rest of a C++ file is read without its macros: templates and classes do not divide into small items.
fn read_calls(reader: &mut Reader<'_>, grammar: &mut Grammar, tokens: &[Token], facts: &mut FileFacts) {
    let text = reader.scanned.text;
    for item in items(text, tokens).into_iter().filter(|item| item.body.is_none()) {
        let run = &tokens[item.first..item.end];
        let called =
            run.first().is_some_and(|t| t.kind == Kind::Ident) && run.get(1).is_some_and(|t| t.punct(text) == b'(');
        // What opens or closes a namespace is none by itself.
        let opens = |t: &Token| reader.uses.seen(t.bytes(text)).def.is_some_and(is_unbalanced);
        if !called || opens(&run[0]) || run[close_of(text, run, 1) + 1..].iter().any(|t| t.punct(text) != b';') {
            continue;
        }
        if let Some(expanded) = expanded(reader, tokens, item, facts) {
            let tokens = lex_range(&expanded.text, 0, expanded.text.len() as u32).len();
            read_tree(grammar, (&expanded.text, tokens), &expanded.places, facts);
        }
    }
}

fn expanded(reader: &mut Reader<'_>, tokens: &[Token], item: Item, facts: &mut FileFacts) -> Option<Expanded> {
    // Conditions of macro definitions go into the same table as those of the file.
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    let cut = Cut { text: &reader.text, cuts: &reader.cuts };
    let left = &mut reader.expansion;
    let mut expander = Expander::new(cut, &mut reader.uses, &mut reader.conditions, reader.targets, left);
    let expanded = expander.item(tokens, item);
    std::mem::swap(&mut facts.conds, &mut reader.conditions.table);
    expanded.unwrap_or_else(|TooLarge| {
        let span = Span::new(tokens[item.first].start, tokens[item.end - 1].end);
        facts.gap(GapKind::Expansion, span);
        None
    })
}

/// Parses and walks one top-level item of the masked text.
pub(super) fn read_plain(reader: &Reader<'_>, grammar: &mut Grammar, run: &[Token], facts: &mut FileFacts) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    // One byte more where it is no code of its own: a separator may have been put behind the last token.
    let free = reader.scanned.text.get(last.end as usize).is_some_and(u8::is_ascii_whitespace);
    let end = last.end + u32::from(free);
    let (text, places) = reader.part(first.start, end);
    read_tree(grammar, (&text, run.len()), &places, facts);
}

/// Parses and walks a text of so many tokens; a gap where it has too many, or the grammar takes too many steps.
pub(super) fn read_tree(grammar: &mut Grammar, (text, tokens): (&[u8], usize), places: &Places, facts: &mut FileFacts) {
    let before = (facts.vars.len(), facts.gaps.len());
    if facts.language == Language::C && grammar.plain && plain::item(text, places, facts) {
        return count_initialisers(facts, before.0, before.1);
    }
    match parse(grammar, text, tokens) {
        Some(tree) => walk(&tree, text, places, facts),
        None => facts.gap(GapKind::Limit, places.span(0, text.len())),
    }
}

pub(super) fn walk(tree: &Tree, text: &[u8], places: &Places, facts: &mut FileFacts) {
    let (initialisers, gaps) = (facts.vars.len(), facts.gaps.len());
    Extractor::new(facts, text, places).root(tree.root_node());
    count_initialisers(facts, initialisers, gaps);
}

/// Counts the initialisers of type objects, specs and slot arrays added since, and those with an error inside.
fn count_initialisers(facts: &mut FileFacts, first_var: usize, first_gap: usize) {
    let telling = |v: &&Var| v.init.is_some() && v.ty.pointers == 0 && struct_roles::is_described(v.ty.bare_base());
    let unparsed = facts.gaps[first_gap..].iter().filter(|g| g.kind == GapKind::Unparsed);
    let mut unparsed: Vec<Span> = unparsed.map(|g| g.span).collect();
    unparsed.sort_unstable();
    for var in facts.vars[first_var..].iter().filter(telling) {
        facts.stats.initialisers += 1;
        let first = unparsed.partition_point(|gap| gap.start < var.span.start);
        let broken = unparsed.get(first).is_some_and(|gap| var.span.contains(*gap));
        facts.stats.broken_initialisers += u64::from(broken);
    }
}

/// Bytes of the tokens.
fn length(tokens: &[Token]) -> u64 {
    tokens.iter().map(|t| u64::from(t.end - t.start)).sum()
}

/// Gaps of masking, and the byte counts.
fn finish(facts: &mut FileFacts, reader: &Reader<'_>, kept: &[Token]) {
    loaded::mark(facts, reader, kept);
    facts.stats.bytes = reader.scanned.text.len() as u64;
    facts.stats.code_bytes = reader.code;
    facts.stats.left_out_bytes = facts.stats.code_bytes - length(kept) - reader.shortened;
    facts.stats.blanked_bytes = reader.blanked.iter().map(|(start, end)| u64::from(end - start)).sum();
    for &(span, cond) in &reader.resolved.left_out {
        facts.gaps.push(Gap { kind: GapKind::BranchLeftOut, span, cond });
    }
    for &(start, end) in &reader.blanked {
        facts.gap(GapKind::Blanked, Span::new(start, end));
    }
    if let Some(kind) = reader.scanned.partial {
        facts.gaps.iter_mut().filter(|g| g.kind == GapKind::Unparsed).for_each(|g| g.kind = kind);
    }
    facts.gaps.sort_by_key(|g| (g.span, g.kind as u8));
}
