//! The first pass: every text taken apart by itself, then what the files of a run say of each other. Parses nothing.

use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;

use super::branches::Branches;
use super::includes::Seen;
use super::kept::Kept;
use super::lex::{Directive, LinterComment, Token};
use super::macro_table::MacroTable;
use super::macros::MacroText;
use super::{SourceInput, extension, generated, includes, language, lex, macros};
use crate::facts::{GapKind, Generated, Language};

/// Bytes of text whose tokens are kept from the first pass to the second; what lies behind is taken apart again. Tokens
/// take twice the room of the text, and taking it apart a hundredth of the time that reading it takes.
const KEPT: usize = 8 << 20;

/// What a text says by itself, without its tokens: the same wherever the file stands.
#[derive(Debug)]
pub(crate) struct FileScan {
    pub(crate) directives: Vec<Directive>,
    pub(crate) comments: Vec<LinterComment>,
    pub(crate) branches: Branches,
    pub(crate) generated: Option<Generated>,
    /// Where the `#include`s stand that are inside of braces.
    pub(crate) inside: Vec<u32>,
    /// Its macros, in the order of the text.
    pub(super) defines: Vec<Arc<MacroText>>,
    /// What its ending and its text say.
    language: Option<Language>,
    /// It is Objective-C.
    objective: bool,
}

impl FileScan {
    /// Takes a text apart; the tokens beside.
    pub(super) fn take_apart(text: &[u8], extension: &str) -> (FileScan, Vec<Token>) {
        let lexed = lex::lex(text);
        let branches = Branches::read(&lexed, text.len() as u32);
        let defines = macros::read_defines(text, &lexed, &branches);
        let language = language::of(extension, text, &lexed, &branches);
        let generated = generated::generated(text, extension);
        let objective = language::is_objective(text, &lexed);
        let inside = includes::inside(text, &lexed);
        let lex::Lexed { mut tokens, directives, comments } = lexed;
        tokens.shrink_to_fit();
        let defines = defines.into_iter().map(Arc::new).collect();
        (FileScan { directives, comments, branches, generated, inside, defines, language, objective }, tokens)
    }
}

/// A file after the first pass.
#[derive(Debug)]
pub(crate) struct Scanned<'a> {
    pub(super) input: SourceInput<'a>,
    pub(super) text: &'a [u8],
    pub(super) language: Language,
    /// Neither its ending, nor its text, nor who includes it says the language: the reading with fewer gaps counts.
    pub(super) either: bool,
    /// What the grammar finds no reading for is no loss, as the file is no whole text of C.
    pub(super) partial: Option<GapKind>,
    /// Plain items are read without the grammar.
    pub(super) plain: bool,
    pub(super) scan: Arc<FileScan>,
}

impl Deref for Scanned<'_> {
    type Target = FileScan;

    #[inline]
    fn deref(&self) -> &FileScan {
        &self.scan
    }
}

/// What the first pass leaves.
pub(super) struct Scan<'a> {
    pub(super) scanned: Vec<Scanned<'a>>,
    /// By file; None where they are not kept.
    pub(super) tokens: Vec<Option<Vec<Token>>>,
    pub(super) macros: MacroTable,
    /// The files that each file includes itself.
    pub(super) edges: Vec<Vec<u32>>,
    /// What each file sees.
    pub(super) seen: Vec<Seen>,
}

/// Takes the texts apart, in parallel, but for those that `kept` still has.
pub(super) fn scan<'a>(inputs: &[SourceInput<'a>], kept: Option<&mut Kept>) -> Scan<'a> {
    let mut sum = 0;
    let held = inputs.iter().map(|input| {
        sum += input.text.len();
        sum <= KEPT
    });
    let held: Vec<bool> = held.collect();
    let bare = |input: &SourceInput<'a>| input.text.strip_prefix(b"\xef\xbb\xbf").map_or(input.text, |_| input.text);
    let of = |input: &SourceInput<'a>, held: bool| {
        let (scan, tokens) = FileScan::take_apart(bare(input), extension(input.path));
        (Arc::new(scan), held.then_some(tokens))
    };
    let all: Vec<(Arc<FileScan>, Option<Vec<Token>>)> = match kept {
        None => inputs.par_iter().zip(held).map(|(input, held)| of(input, held)).collect(),
        Some(kept) => {
            let known = |input: &SourceInput<'_>| kept.scan(input);
            let found: Vec<_> =
                inputs.par_iter().map(|input| known(input).map_err(|id| (id, of(input, true)))).collect();
            let mut all = Vec::with_capacity(inputs.len());
            for (input, found) in inputs.iter().zip(found) {
                all.push(found.map(|scan| (scan, None)).unwrap_or_else(|(id, (scan, tokens))| {
                    kept.put_scan(input.path, bare(input), id, Arc::clone(&scan));
                    (scan, tokens)
                }));
            }
            all
        }
    };
    let (mut scanned, mut tokens) = (Vec::with_capacity(inputs.len()), Vec::with_capacity(inputs.len()));
    for (input, (scan, of_file)) in inputs.iter().zip(all) {
        let (language, either) = scan.language.map_or((Language::C, true), |language| (language, false));
        let partial = scan.objective.then_some(GapKind::Foreign);
        scanned.push(Scanned { input: *input, text: bare(input), language, either, partial, plain: true, scan });
        tokens.push(of_file);
    }
    let edges = includes::edges(&scanned);
    language::settle(&mut scanned, &edges);
    // These do not read each other.
    let (within, (seen, macros)) = rayon::join(
        || includes::within(&scanned),
        || {
            let seen = includes::seen(&edges);
            let macros = MacroTable::new(scanned.iter().map(|file| &file.defines[..]), seen.clone());
            (seen, macros)
        },
    );
    for (i, within) in within.into_iter().enumerate() {
        let file = &mut scanned[i];
        let unused = within.is_none() && matches!(extension(file.input.path), "inc" | "in" | "inl");
        if file.partial.is_none() && (within == Some(true) || unused) {
            file.partial = Some(GapKind::Fragment);
        }
    }
    Scan { scanned, tokens, macros, edges, seen }
}
