//! C and C++ text to facts: lexer, conditions, same-length masking, tree-sitter, extraction. Knows no rule.
//!
//! Two passes over the files of a run, each in parallel. The first takes every text apart and collects the macros of
//! the project; the second resolves `#if`, expands and masks macros, parses item by item and walks the trees.

mod branches;
mod condition;
mod expand;
mod extract;
mod file;
mod generated;
mod includes;
mod lex;
mod macros;
mod mask;
mod resolve;
mod syntax;
mod tables;
mod uses;

use rayon::prelude::*;

use crate::facts::{FileFacts, FileId, Gap, GapKind, Generated, Generator, Language, Span, Targets};
use branches::Branches;
use lex::Lexed;
use macros::{MacroDef, MacroTable};

/// What the other front end shares: tokens, numbers, and the names of the API that stay as they are written.
#[cfg(feature = "clang")]
pub(crate) mod shared {
    pub(crate) use super::condition::number;
    pub(crate) use super::lex::{Kind, Token, lex_range};
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
    lexed: Lexed,
    branches: Branches,
    generated: Option<Generated>,
}

/// Reads all source files of a run, in parallel on rayon's threads; the result is in the order of `inputs`.
///
/// Never fails: what could not be read is a [`crate::facts::Gap`] of its file. A file whose reading panics comes back
/// with one gap of kind [`GapKind::Limit`] over its whole length.
pub fn read(inputs: &[SourceInput<'_>], targets: &Targets) -> Vec<FileFacts> {
    let (scanned, macros) = scan(inputs);
    // Large files first, so that no thread is left with one at the end.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(inputs[i].text.len()));
    let mut facts: Vec<(usize, FileFacts)> = order
        .into_par_iter()
        .with_max_len(1)
        .map(|i| {
            let read = || file::facts(i as u32, &scanned, &macros, targets);
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
            (i, read.unwrap_or_else(|_| given_up(&scanned[i])))
        })
        .collect();
    facts.sort_by_key(|(i, _)| *i);
    facts.into_iter().map(|(_, facts)| facts).collect()
}

fn scan<'a>(inputs: &[SourceInput<'a>]) -> (Vec<Scanned<'a>>, MacroTable) {
    let all: Vec<(Scanned<'a>, Vec<MacroDef>)> = inputs
        .par_iter()
        .enumerate()
        .map(|(i, input)| {
            let text = input.text.strip_prefix(b"\xef\xbb\xbf").map_or(input.text, |_| input.text);
            let lexed = lex::lex(text);
            let branches = Branches::read(&lexed, text.len() as u32);
            let defines = macros::read_defines(text, &lexed, &branches, i as u32);
            let language = language(input.path, text, &lexed, &branches);
            let generated = generated::generated(text, extension(input.path));
            (Scanned { input: *input, text, language, lexed, branches, generated }, defines)
        })
        .collect();
    let (scanned, defines): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let seen = includes::seen(&scanned);
    (scanned, MacroTable::new(defines, seen))
}

/// The tool that wrote a text, as its first lines say; `path` gives the file's ending.
pub fn generator(path: &str, text: &[u8]) -> Option<Generator> {
    generated::generated(text, extension(path)).map(|g| g.by)
}

/// Masks every file without parsing it, for benchmarks: bytes of masked text.
#[doc(hidden)]
pub fn mask_only(inputs: &[SourceInput<'_>], targets: &Targets) -> usize {
    let (scanned, macros) = scan(inputs);
    (0..inputs.len()).map(|i| file::masked_len(i as u32, &scanned, &macros, targets)).sum()
}

fn given_up(scanned: &Scanned<'_>) -> FileFacts {
    let mut facts = FileFacts::empty(scanned.input.file, scanned.language);
    let span = Span::new(0, scanned.text.len() as u32);
    facts.gaps.push(Gap { kind: GapKind::Limit, span, cond: Default::default() });
    facts.stats.bytes = scanned.text.len() as u64;
    facts
}

fn extension(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ext)| ext)
}

/// C++ by its ending, or a header that speaks C++ outside `#ifdef __cplusplus`.
fn language(path: &str, text: &[u8], lexed: &Lexed, branches: &Branches) -> Language {
    match extension(path) {
        "cc" | "cpp" | "cxx" | "hpp" | "hh" | "hxx" | "C" | "c++" | "h++" | "ipp" | "tpp" => return Language::Cpp,
        "h" | "inc" => {}
        _ => return Language::C,
    }
    let guarded: Vec<(u32, u32)> = branches
        .all
        .iter()
        .filter(|b| memchr::memmem::find(&text[b.expr.0 as usize..b.expr.1 as usize], b"__cplusplus").is_some())
        .map(|b| b.bytes)
        .collect();
    let speaks = lexed.tokens.windows(3).any(|pair| {
        let word = pair[0].bytes(text);
        let follows = pair[1].kind == lex::Kind::Ident || pair[1].punct(text) == b'<' || pair[1].punct(text) == b'{';
        let cpp = matches!(word, b"class" | b"namespace" | b"template") && follows && pair[0].first;
        // `f() const {`: a method that leaves its object alone.
        let method = word == b")" && pair[1].bytes(text) == b"const" && matches!(pair[2].punct(text), b'{' | b';');
        (cpp || method) && !guarded.iter().any(|&(start, end)| start <= pair[0].start && pair[0].start < end)
    });
    if speaks { Language::Cpp } else { Language::C }
}
