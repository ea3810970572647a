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
mod kept;
mod language;
mod lex;
mod loaded;
mod macro_table;
mod macros;
mod mask;
mod parse;
mod piecelet;
mod places;
mod plain;
mod resolve;
mod room;
mod same;
mod scan;
mod scopes;
mod syntax;
mod tables;
mod uses;
mod usual;
mod words;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::facts::{FileFacts, FileId, Gap, GapKind, Generator, Language, Name, Span, Targets};
pub use kept::Kept;
use lex::Token;
pub use room::Room;
pub use same::same_code;
use scan::{Scan, Scanned, scan};

/// The tokens of a text for whoever edits it: what stands there, whatever branch of `#if` it is in.
pub(crate) mod text_tokens {
    pub(crate) use super::lex::{DirectiveKind, Kind, Lexed, Token, lex, lex_range};
}

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
    read_scanned(scan(inputs, None), targets, count, room)
}

/// The facts as the grammar alone gives them, the slow way: those of [`read`] are the same.
#[doc(hidden)]
pub fn read_by_grammar(inputs: &[SourceInput<'_>], targets: &Targets) -> Vec<FileFacts> {
    let mut scan = scan(inputs, None);
    scan.scanned.iter_mut().for_each(|file| file.plain = false);
    read_scanned(scan, targets, &AtomicUsize::new(0), &Room::default())
}

fn read_scanned(scan: Scan<'_>, targets: &Targets, count: &AtomicUsize, room: &Room) -> Vec<FileFacts> {
    let Scan { scanned, tokens, macros, .. } = scan;
    let all = (0..scanned.len()).collect();
    let facts = read_some(all, (&scanned, tokens, &macros), targets, (count, room, &|| false));
    facts.into_iter().map(|(_, read)| read.facts).collect()
}

/// The same for somebody who reads again and again: what `kept` still holds of a file is not read anew. The result is that
/// of [`read_counted`]. Where `stop` says so the files that are still to be read are left out, and nobody should ask the
/// others then. The facts are those of the inputs, by their indices, that are `wanted`.
pub fn read_kept(
    inputs: &[SourceInput<'_>],
    targets: &Targets,
    (count, room, stop): (&AtomicUsize, &Room, &(dyn Fn() -> bool + Sync)),
    kept: &mut Kept,
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<FileFacts> {
    let Scan { scanned, tokens, macros, edges, seen } = scan(inputs, Some(&mut *kept));
    let marks = kept.marks(&scanned, &edges, &seen, targets);
    let wanted: Vec<bool> = (0..inputs.len()).map(wanted).collect();
    let known = scanned.iter().zip(&marks).zip(&wanted);
    let known: Vec<Option<FileFacts>> =
        known.map(|((file, mark), wanted)| wanted.then(|| kept.take(file.input, *mark, &macros)).flatten()).collect();
    let open: Vec<usize> = (0..inputs.len()).filter(|&i| wanted[i] && known[i].is_none()).collect();
    count.fetch_add(known.iter().flatten().count(), Ordering::Relaxed);
    known.iter().flatten().for_each(|facts| room.take(facts.bytes()));
    let mut read = read_some(open, (&scanned, tokens, &macros), targets, (count, room, stop)).into_iter();
    let mut out = Vec::with_capacity(inputs.len());
    for (i, known) in known.into_iter().enumerate().filter(|(i, _)| wanted[*i]) {
        let facts = known.or_else(|| {
            let (_, read) = read.next()?;
            // What was left out, or given up, is tried again.
            let whole = !read.facts.gaps.iter().any(|gap| matches!(gap.kind, GapKind::Room | GapKind::GivenUp));
            kept.expect(inputs[i].path, whole.then_some(marks[i]), read.asked, &macros);
            Some(read.facts)
        });
        out.extend(facts);
    }
    out
}

/// What reading a file gives: its facts, and the macros that it matters for them whether any file defines.
struct Read {
    facts: FileFacts,
    asked: Vec<Name>,
}

/// Reads those files whose indices are in `order`, in parallel; the result is in the order of the indices.
fn read_some(
    mut order: Vec<usize>,
    (scanned, mut tokens, macros): (&[Scanned<'_>], Vec<Option<Vec<Token>>>, &macro_table::MacroTable),
    targets: &Targets,
    (count, room, stop): (&AtomicUsize, &Room, &(dyn Fn() -> bool + Sync)),
) -> Vec<(usize, Read)> {
    // Large files first, so that no thread is left with one at the end, and the room for large trees is there before the
    // facts are. Halves that rayon makes of a list do not keep to an order, so the threads take file by file.
    order.sort_by_key(|&i| std::cmp::Reverse(scanned[i].input.text.len()));
    // Each file's tokens go with its reading.
    let mut order: Vec<(usize, Option<Vec<Token>>)> = order.into_iter().map(|i| (i, tokens[i].take())).collect();
    let small = order.split_off(order.partition_point(|&(i, _)| scanned[i].input.text.len() >= LARGE));
    let mut lanes: Vec<(usize, Vec<_>)> = vec![Default::default(); rayon::current_num_threads().div_ceil(2)];
    for large in order {
        let size = scanned[large.0].input.text.len();
        // The largest come first, when all lanes are empty.
        let among = if size >= HUGE { 1 } else { lanes.len() };
        if let Some((bytes, files)) = lanes[..among].iter_mut().min_by_key(|(bytes, _)| *bytes) {
            *bytes += size;
            files.push(large);
        }
    }
    let read = |(i, tokens): (usize, Option<Vec<Token>>)| {
        let read = || {
            if room.is_short() || stop() {
                return Read::nothing(scanned, i, GapKind::Room);
            }
            let mut read = file::either(i as u32, tokens, scanned, macros, targets);
            let facts = &mut read.facts;
            facts.lost_words.extend(lost_words(scanned[i].text, &facts.gaps));
            facts.conds.tell_systems_apart();
            facts.shrink();
            room.take(facts.bytes());
            read
        };
        let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
        count.fetch_add(1, Ordering::Relaxed);
        let given_up = || {
            let mut whole = Read::nothing(scanned, i, GapKind::GivenUp);
            whole.facts.lost_words = lost_words(scanned[i].text, &whole.facts.gaps);
            whole
        };
        (i, read.unwrap_or_else(|_| given_up()))
    };
    let (mut facts, others): (Vec<(usize, Read)>, Vec<_>) = rayon::join(
        || lanes.into_par_iter().with_max_len(1).flat_map_iter(|(_, files)| files.into_iter().map(read)).collect(),
        || small.into_iter().par_bridge().map(read).collect(),
    );
    facts.extend(others);
    facts.sort_by_key(|(i, _)| *i);
    facts
}

impl Read {
    fn nothing(scanned: &[Scanned<'_>], i: usize, why: GapKind) -> Self {
        let facts = left_out(scanned[i].input.file, scanned[i].language, scanned[i].text.len(), why);
        Read { facts, asked: Vec::new() }
    }
}

/// The tool that wrote a text, as its first lines say; `path` gives the file's ending.
pub fn generator(path: &str, text: &[u8]) -> Option<Generator> {
    generated::generated(text, extension(path)).map(|g| g.by)
}

/// Masks every file without parsing it, for benchmarks: bytes of masked text.
#[doc(hidden)]
pub fn mask_only(inputs: &[SourceInput<'_>], targets: &Targets) -> usize {
    let Scan { scanned, macros, .. } = scan(inputs, None);
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
