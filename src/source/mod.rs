//! C and C++ text to facts: lexer, conditions, same-length masking, tree-sitter, extraction. Knows no rule.
//!
//! Two passes over the files of a run, each in parallel. The first takes every text apart and collects the macros of
//! the project; the second resolves `#if`, expands and masks macros, parses item by item and walks the trees.

mod brackets;
mod branches;
mod condition;
mod cpp;
mod deep;
mod directives;
mod expand;
mod expandable;
mod extract;
mod file;
mod file_set;
mod generated;
mod includes;
mod items;
mod language;
mod lex;
mod loaded;
mod macros;
mod mask;
mod parse;
mod piecelet;
mod places;
mod plain;
mod resolve;
mod room;
mod scopes;
mod syntax;
mod tables;
mod uses;
mod usual;
mod words;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::facts::{FileFacts, FileId, Gap, GapKind, Generated, Generator, Language, Name, Span, Targets};
use branches::Branches;
use lex::{Directive, LinterComment, Token};
use macros::MacroTable;
pub use room::Room;

/// What the other front end shares: tokens, numbers, and the names of the API that stay as they are written.
#[cfg(feature = "clang")]
pub(crate) mod shared {
    pub(crate) use super::condition::number;
    pub(crate) use super::lex::{Kind, Token, lex_range};
}

/// Bytes of the tokens in a region: what of it is code, without blanks, comments and directives.
pub fn code_bytes(text: &[u8], span: Span) -> usize {
    let region = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    lex::lex(region).tokens.iter().map(|token| (token.end - token.start) as usize).sum()
}

/// One C or C++ file to read.
#[derive(Clone, Copy, Debug)]
pub struct SourceInput<'a> {
    /// Its index in the run.
    pub file: FileId,
    /// Its path: the ending picks the language, other files' includes resolve against it.
    pub path: &'a str,
    /// Its bytes, of any encoding.
    pub text: &'a [u8],
}

/// A file after the first pass.
#[derive(Debug)]
pub(crate) struct Scanned<'a> {
    input: SourceInput<'a>,
    text: &'a [u8],
    language: Language,
    /// Neither its ending, nor its text, nor who includes it says the language: the reading with fewer gaps counts.
    either: bool,
    directives: Vec<Directive>,
    comments: Vec<LinterComment>,
    branches: Branches,
    generated: Option<Generated>,
    /// Where the `#include`s stand that are inside of braces.
    inside: Vec<u32>,
    /// What the grammar finds no reading for is no loss, as the file is no whole text of C.
    partial: Option<GapKind>,
    /// Plain items are read without the grammar.
    plain: bool,
}

/// Bytes of text whose tokens are kept from the first pass to the second; what lies behind is taken apart again. Tokens
/// take twice the room of the text, and taking it apart a hundredth of the time that reading it takes.
const KEPT: usize = 8 << 20;

/// Bytes of text from which on a file is large. Half of the threads read large files, the others small ones: the tree of a
/// C++ file takes forty times its room while it is read, and those of all threads would add up.
const LARGE: usize = 1 << 20;

/// Bytes of text from which on files are read one after the other: one such tree has a gigabyte.
const HUGE: usize = 8 << 20;

/// Reads all source files of a run, in parallel on rayon's threads; the result is in the order of `inputs`.
///
/// Never fails: what could not be read is a [`crate::facts::Gap`] of its file. A file whose reading panics comes back
/// with one gap of kind [`GapKind::GivenUp`] over its whole length.
pub fn read(inputs: &[SourceInput<'_>], targets: &Targets) -> Vec<FileFacts> {
    read_counted(inputs, targets, &AtomicUsize::new(0), &Room::default())
}

/// The same; `count` is raised by one with every file. Where there is no `room` left the files that are still to be read
/// have one gap of kind [`GapKind::Room`]: which these are is open, so that nobody should ask the others then.
pub fn read_counted(inputs: &[SourceInput<'_>], targets: &Targets, count: &AtomicUsize, room: &Room) -> Vec<FileFacts> {
    read_scanned(inputs, scan(inputs), targets, count, room)
}

/// The facts as the grammar alone gives them, the slow way: those of [`read`] are the same.
#[doc(hidden)]
pub fn read_by_grammar(inputs: &[SourceInput<'_>], targets: &Targets) -> Vec<FileFacts> {
    let mut scan = scan(inputs);
    scan.scanned.iter_mut().for_each(|file| file.plain = false);
    read_scanned(inputs, scan, targets, &AtomicUsize::new(0), &Room::default())
}

fn read_scanned(
    inputs: &[SourceInput<'_>],
    scan: Scan<'_>,
    targets: &Targets,
    count: &AtomicUsize,
    room: &Room,
) -> Vec<FileFacts> {
    let Scan { scanned, mut tokens, macros } = scan;
    // Large files first, so that no thread is left with one at the end, and the room for large trees is there before the
    // facts are. Halves that rayon makes of a list do not keep to an order, so the threads take file by file.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(inputs[i].text.len()));
    // Each file's tokens go with its reading.
    let mut order: Vec<(usize, Option<Vec<Token>>)> = order.into_iter().map(|i| (i, tokens[i].take())).collect();
    let small = order.split_off(order.partition_point(|&(i, _)| inputs[i].text.len() >= LARGE));
    let mut lanes: Vec<(usize, Vec<_>)> = vec![Default::default(); rayon::current_num_threads().div_ceil(2)];
    for large in order {
        let size = inputs[large.0].text.len();
        // The largest come first, when all lanes are empty.
        let among = if size >= HUGE { 1 } else { lanes.len() };
        if let Some((bytes, files)) = lanes[..among].iter_mut().min_by_key(|(bytes, _)| *bytes) {
            *bytes += size;
            files.push(large);
        }
    }
    let read = |(i, tokens): (usize, Option<Vec<Token>>)| {
        let read = || {
            if room.is_short() {
                return left_out(scanned[i].input.file, scanned[i].language, scanned[i].text.len(), GapKind::Room);
            }
            let mut facts = file::either(i as u32, tokens, &scanned, &macros, targets);
            facts.lost_words.extend(lost_words(scanned[i].text, &facts.gaps));
            facts.conds.tell_systems_apart();
            facts.shrink();
            room.take(facts.bytes());
            facts
        };
        let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
        count.fetch_add(1, Ordering::Relaxed);
        let given_up = || {
            let whole = left_out(scanned[i].input.file, scanned[i].language, scanned[i].text.len(), GapKind::GivenUp);
            FileFacts { lost_words: lost_words(scanned[i].text, &whole.gaps), ..whole }
        };
        (i, read.unwrap_or_else(|_| given_up()))
    };
    let (mut facts, others): (Vec<(usize, FileFacts)>, Vec<_>) = rayon::join(
        || lanes.into_par_iter().with_max_len(1).flat_map_iter(|(_, files)| files.into_iter().map(read)).collect(),
        || small.into_iter().par_bridge().map(read).collect(),
    );
    facts.extend(others);
    facts.sort_by_key(|(i, _)| *i);
    facts.into_iter().map(|(_, facts)| facts).collect()
}

/// What the first pass leaves.
struct Scan<'a> {
    scanned: Vec<Scanned<'a>>,
    /// By file; None where they are not kept.
    tokens: Vec<Option<Vec<Token>>>,
    macros: MacroTable,
}

fn scan<'a>(inputs: &[SourceInput<'a>]) -> Scan<'a> {
    let mut sum = 0;
    let kept = inputs.iter().map(|input| {
        sum += input.text.len();
        sum <= KEPT
    });
    let kept: Vec<bool> = kept.collect();
    let all: Vec<_> = inputs
        .par_iter()
        .enumerate()
        .map(|(i, input)| {
            let text = input.text.strip_prefix(b"\xef\xbb\xbf").map_or(input.text, |_| input.text);
            let lexed = lex::lex(text);
            let branches = Branches::read(&lexed, text.len() as u32);
            let defines = macros::read_defines(text, &lexed, &branches, i as u32);
            let language = language::of(extension(input.path), text, &lexed, &branches);
            let generated = generated::generated(text, extension(input.path));
            let (language, either) = language.map_or((Language::C, true), |language| (language, false));
            let partial = language::is_objective(text, &lexed).then_some(GapKind::Foreign);
            let inside = includes::inside(text, &lexed);
            let lex::Lexed { mut tokens, directives, comments } = lexed;
            tokens.shrink_to_fit();
            let tokens = kept[i].then_some(tokens);
            let input = *input;
            let scanned = Scanned {
                input,
                text,
                language,
                either,
                directives,
                comments,
                branches,
                generated,
                inside,
                partial,
                plain: true,
            };
            ((scanned, tokens), defines)
        })
        .collect();
    let (read, defines): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let (mut scanned, tokens): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let edges = includes::edges(&scanned);
    language::settle(&mut scanned, &edges);
    for (i, within) in includes::within(&scanned).into_iter().enumerate() {
        let file = &mut scanned[i];
        let unused = within.is_none() && matches!(extension(file.input.path), "inc" | "in" | "inl");
        if file.partial.is_none() && (within == Some(true) || unused) {
            file.partial = Some(GapKind::Fragment);
        }
    }
    let seen = includes::seen(&edges);
    Scan { scanned, tokens, macros: MacroTable::new(defines, seen) }
}

/// The tool that wrote a text, as its first lines say; `path` gives the file's ending.
pub fn generator(path: &str, text: &[u8]) -> Option<Generator> {
    generated::generated(text, extension(path)).map(|g| g.by)
}

/// Masks every file without parsing it, for benchmarks: bytes of masked text.
#[doc(hidden)]
pub fn mask_only(inputs: &[SourceInput<'_>], targets: &Targets) -> usize {
    let Scan { scanned, macros, .. } = scan(inputs);
    (0..inputs.len()).map(|i| file::masked_len(i as u32, &scanned, &macros, targets)).sum()
}

/// The facts of a file of which nothing is known, and why.
pub fn left_out(file: FileId, language: Language, bytes: usize, why: GapKind) -> FileFacts {
    let mut facts = FileFacts::empty(file, language);
    facts.gaps.push(Gap { kind: why, span: Span::new(0, bytes as u32), cond: Default::default() });
    facts.stats.bytes = bytes as u64;
    facts
}

/// The words in the gaps of a text, but for those that say nothing; each byte is looked at once.
fn lost_words(text: &[u8], gaps: &[Gap]) -> FxHashSet<Name> {
    // Braces of a branch (`extern "C" {`) are closed in another one.
    let blanked = |gap: &&Gap| matches!(gap.kind, GapKind::Blanked | GapKind::BranchLeftOut);
    let lost = |gap: &&Gap| gap.kind.is_loss();
    let mut out = FxHashSet::default();
    for span in gaps.iter().filter(blanked).map(|gap| gap.span) {
        add_words(text.get(span.start as usize..span.end as usize).unwrap_or_default(), &mut out);
    }
    let mut spans: Vec<Span> = gaps.iter().filter(lost).map(|gap| gap.span).collect();
    spans.sort_unstable();
    let mut done = 0;
    for span in spans {
        let mut at = done.max(span.start as usize).min(text.len());
        let mut end = done.max(span.end as usize).min(text.len());
        // What stands beside on its lines, and in braces that open there, may not have been read either.
        while at > done && text[at - 1] != b'\n' {
            at -= 1;
        }
        let mut open = text[at..end.max(at)].iter().map(|&b| braces(b)).sum::<i32>();
        while end < text.len() && (open > 0 || text[end] != b'\n') {
            open += braces(text[end]);
            end += 1;
        }
        add_words(&text[at..end.max(at)], &mut out);
        done = done.max(at.max(end));
    }
    out
}

/// Adds the words of a text.
fn add_words(text: &[u8], out: &mut FxHashSet<Name>) {
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
    let words = text.split(|b| !part(b)).filter(|word| word.first().is_some_and(|b| !b.is_ascii_digit()));
    out.extend(words.filter_map(|word| std::str::from_utf8(word).ok()).map(Name::from));
}

fn braces(byte: u8) -> i32 {
    i32::from(byte == b'{') - i32::from(byte == b'}')
}

fn extension(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ext)| ext)
}
