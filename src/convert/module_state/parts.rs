//! The files of an extension as the step edits them: their words, the bodies of their functions, what macros name.

use rustc_hash::FxHashMap;

use super::super::Scene;
use super::super::layout::Layout;
use crate::facts::{Define, FileFacts, FileId, FuncId, GapKind, Language, Name, Span};
use crate::link::macros::tokens::mentions;
use crate::link::modules::extension::is_header;
use crate::link::{FuncRef, Project};
use crate::source::text_tokens::{DirectiveKind, Kind, lex_range};

/// A token of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: FileId,
    pub(super) token: usize,
}

/// A file of the extension.
pub(super) struct Part<'a> {
    pub(super) facts: &'a FileFacts,
    pub(super) layout: Layout<'a>,
    pub(super) is_header: bool,
    words: FxHashMap<&'a str, Vec<usize>>,
    /// The bodies of functions, ascending.
    bodies: Vec<(Span, FuncId)>,
    /// What the facts lack of code that some Python of the project compiles.
    lost: Vec<Span>,
}

impl<'a> Part<'a> {
    fn new(scene: &'a Scene<'a>, file: FileId) -> Part<'a> {
        let (facts, layout) = (scene.project.file(file), Layout::new(scene.bytes(file)));
        let mut words: FxHashMap<&'a str, Vec<usize>> = FxHashMap::default();
        let is_field = |i: usize| {
            let before = i.checked_sub(1).map_or("", |i| layout.word(i));
            before == "." || before == ">" && i > 1 && layout.word(i - 2) == "-"
        };
        for (i, token) in layout.tokens().iter().enumerate() {
            if token.kind == Kind::Ident && !is_field(i) {
                words.entry(layout.word(i)).or_default().push(i);
            }
        }
        let with_body = facts.funcs.iter().enumerate().filter_map(|(i, f)| Some((f, f.body?, FuncId(i as u32))));
        let mut bodies: Vec<(Span, FuncId)> =
            with_body.map(|(f, body, id)| (Span::new(facts.ast.stmt_span(body).start, f.span.end), id)).collect();
        bodies.sort_unstable_by_key(|(span, _)| span.start);
        let is_live = |cond| !scene.project.live(file, cond).is_empty();
        let gaps = facts
            .gaps
            .iter()
            .filter(|gap| gap.kind.is_loss() || (gap.kind == GapKind::BranchLeftOut && is_live(gap.cond)));
        let lost = gaps.map(|gap| gap.span).collect();
        Part { facts, layout, is_header: is_header(scene.project, file), words, bodies, lost }
    }

    /// The function whose body holds a place.
    fn function_at(&self, offset: u32) -> Option<FuncId> {
        let before = self.bodies.partition_point(|(span, _)| span.start <= offset);
        let (span, id) = before.checked_sub(1).map(|i| self.bodies[i])?;
        (offset < span.end).then_some(id)
    }
}

/// The files of an extension, that of the init function first.
pub(super) struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    pub(super) fn of(scene: &'a Scene<'a>, home: FileId, extension: &[FileId]) -> Parts<'a> {
        let project = scene.project;
        let all = project.files.iter().map(|facts| facts.file);
        let near = all.filter(|&f| f != home && (extension.contains(&f) || project.share_unit(f, home)));
        Parts(std::iter::once(home).chain(near).map(|file| Part::new(scene, file)).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Part<'a>> {
        self.0.iter()
    }

    pub(super) fn has(&self, file: FileId) -> bool {
        self.0.iter().any(|part| part.facts.file == file)
    }

    /// A file of the extension; the first one where it is none.
    pub(super) fn get(&self, file: FileId) -> &Part<'a> {
        self.0.iter().find(|part| part.facts.file == file).unwrap_or(&self.0[0])
    }

    pub(super) fn layout(&self, file: FileId) -> &Layout<'a> {
        &self.get(file).layout
    }

    /// Where a token stands.
    pub(super) fn span(&self, at: At) -> Span {
        let token = &self.layout(at.file).tokens()[at.token];
        Span::new(token.start, token.end)
    }

    /// The token so many behind one, as text.
    pub(super) fn word(&self, at: At, behind: usize) -> &'a str {
        self.layout(at.file).word(at.token + behind)
    }

    /// The token so many before one, as text.
    pub(super) fn back(&self, at: At, by: usize) -> &'a str {
        at.token.checked_sub(by).map_or("", |token| self.layout(at.file).word(token))
    }

    /// The tokens that are a name, fields of it left out.
    pub(super) fn tokens_of(&self, name: &str) -> Vec<At> {
        let places = |part: &Part<'a>| {
            let file = part.facts.file;
            part.words.get(name).into_iter().flatten().map(move |&token| At { file, token }).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(places).collect()
    }

    /// The function whose body holds a token.
    pub(super) fn function_at(&self, at: At) -> Option<FuncRef> {
        let id = self.get(at.file).function_at(self.span(at).start)?;
        Some(FuncRef { file: at.file, id })
    }

    /// Where the body of a function begins.
    pub(super) fn body_start(&self, func: FuncRef) -> u32 {
        let facts = self.get(func.file).facts;
        let own = facts.func(func.id);
        own.body.map_or(own.span.end, |body| facts.ast.stmt_span(body).start)
    }

    /// Whether a name stands where it cannot be edited: in what was not understood, in a branch that was left out.
    pub(super) fn is_lost(&self, name: &str) -> bool {
        self.0.iter().any(|part| part.lost.iter().any(|span| part.layout.names(*span, name)))
    }

    /// The macros whose bodies name something.
    pub(super) fn macros_with(&self, name: &str) -> Vec<(FileId, &'a Define)> {
        let defines = self.0.iter().flat_map(|part| part.facts.defines.iter().map(move |d| (part.facts.file, d)));
        defines.filter(|(_, define)| mentions(&define.body, name)).collect()
    }

    /// Where a name stands in the body of a macro; None where the body cannot be edited.
    pub(super) fn places_in(&self, file: FileId, define: &Define, name: &str) -> Option<Vec<u32>> {
        let layout = self.layout(file);
        let mut own = layout
            .directives()
            .filter(|(kind, span, _)| *kind == DirectiveKind::Define && span.contains(define.name_span));
        let (_, span, body) = own.next()?;
        let tokens = lex_range(layout.text, body, span.end);
        let text = |i: usize| tokens.get(i).map_or(&b""[..], |token| token.bytes(layout.text));
        let mut out = Vec::new();
        for i in (0..tokens.len()).filter(|&i| text(i) == name.as_bytes()) {
            let before = |by: usize| i.checked_sub(by).map_or(&b""[..], text);
            if before(1) == b"#" || before(1) == b"##" || text(i + 1) == b"##" {
                return None;
            }
            if before(1) != b"." && !(before(1) == b">" && before(2) == b"-") {
                out.push(tokens[i].start);
            }
        }
        Some(out)
    }

    /// Whether some file of the project that is no part of the extension has a word.
    pub(super) fn is_named_outside(&self, scene: &Scene<'_>, name: Name) -> bool {
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let outside = scene.project.files.iter().map(|facts| facts.file).filter(|file| !self.has(*file));
        outside.into_iter().any(|file| {
            let text = scene.bytes(file);
            memchr::memmem::find_iter(text, name.as_bytes()).any(|at| {
                let before = at.checked_sub(1).is_some_and(|i| is_word(text[i]));
                !before && !text.get(at + name.len()).copied().is_some_and(is_word)
            })
        })
    }

    /// Whether a file may be edited: it is C, and open.
    pub(super) fn is_open(&self, scene: &Scene<'_>, file: FileId) -> bool {
        self.has(file) && scene.is_open(file) && self.get(file).facts.language == Language::C
    }
}

/// Whether a file of C is taken into another by `#include`.
pub(super) fn is_fragment(project: &Project, part: &Part<'_>) -> bool {
    !part.is_header && project.is_included(part.facts.file)
}
