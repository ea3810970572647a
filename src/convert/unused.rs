//! What a step leaves unused goes as well. A static function or variable that nothing names any more raises a warning: the
//! function of a slot that other code sets anew, a table that was only used by such a function.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::layout::Layout;
use super::words::Words;
use super::{Plan, Scene, Step};
use crate::facts::{FileId, Linkage, Origin, Scope, Span, Storage};
use crate::link::modules::extension::is_header;
use crate::source::text_tokens::DirectiveKind;

/// What goes may have been all that used another thing: so many times.
const MAX_ROUNDS: usize = 32;
/// So many tokens of a declaration are looked at.
const MAX_TOKENS: usize = 65_536;

/// A static function or variable of a file.
struct Candidate {
    name: &'static str,
    /// Where it stands in the text that the step found.
    at: u32,
    is_function: bool,
    /// What stands before its name in each of its declarations.
    heads: Vec<String>,
}

/// Takes away what a step left unused in the texts that it changed.
pub(super) fn remove(scene: &Scene<'_>, step: Step, after: &mut BTreeMap<FileId, Vec<u8>>, plan: &mut Plan) {
    let own = |file: &FileId| scene.project.files.iter().any(|facts| facts.file == *file);
    let files: Vec<FileId> = after.keys().copied().filter(|file| own(file) && scene.is_open(*file)).collect();
    for file in files {
        if is_header(scene.project, file) {
            continue;
        }
        let before = Words::of(scene.bytes(file));
        let before = places(&before);
        let mut candidates = candidates(scene, file);
        candidates.retain(|c| before.contains_key(c.name));
        for _ in 0..MAX_ROUNDS {
            let Some(text) = after.get(&file).cloned() else { break };
            let (words, layout) = (Words::of(&text), Layout::new(&text));
            let now = places(&words);
            let mut gone: Vec<Span> = Vec::new();
            candidates.retain(|candidate| {
                let there = now.get(candidate.name).map_or(&[][..], Vec::as_slice);
                if there.len() >= before.get(candidate.name).map_or(0, Vec::len) {
                    return true;
                }
                let Some(declared) = unused(&layout, &words, candidate, there) else { return true };
                if is_named_beside(scene, after, file, candidate.name) {
                    return true;
                }
                let (at, name) = ((file, candidate.at), candidate.name);
                match declared.iter().map(|span| whole(&layout, *span)).collect::<Option<Vec<Span>>>() {
                    Some(spans) => {
                        gone.extend(spans);
                        plan.done(scene, step, at, format!("`{name}` goes: nothing uses it any more"));
                    }
                    None => {
                        let why = "nothing uses it any more, and it does not stand by itself: a compiler warns of it";
                        plan.left(scene, step, at, format!("`{name}`"), why);
                    }
                }
                false
            });
            if gone.is_empty() {
                break;
            }
            gone.sort_unstable();
            let mut text = text;
            for span in gone.iter().rev() {
                text.drain(span.start as usize..span.end as usize);
            }
            after.insert(file, text);
        }
    }
}

/// Where each name stands, those of fields left out.
fn places<'t>(words: &Words<'t>) -> FxHashMap<&'t str, Vec<usize>> {
    let mut out: FxHashMap<&'t str, Vec<usize>> = FxHashMap::default();
    for (i, _) in words.tokens.iter().enumerate().filter(|(_, token)| token.is_name) {
        let is_field = words.back(i, 1) == b"." || (words.back(i, 1) == b">" && words.back(i, 2) == b"-");
        if !is_field {
            out.entry(words.name(i)).or_default().push(i);
        }
    }
    out
}

/// The static functions and variables that a file defines itself.
fn candidates(scene: &Scene<'_>, file: FileId) -> Vec<Candidate> {
    let facts = scene.project.file(file);
    let layout = Layout::new(scene.bytes(file));
    let mut out: Vec<Candidate> = Vec::new();
    let mut take = |name: &'static str, at: u32, is_function: bool, all: Vec<u32>| {
        let heads: Option<Vec<String>> = all.into_iter().map(|at| head(&layout, layout.at(at))).collect();
        if let Some(heads) = heads.filter(|_| !out.iter().any(|c| c.name == name)) {
            out.push(Candidate { name, at, is_function, heads });
        }
    };
    for func in facts.funcs.iter().filter(|f| f.linkage == Linkage::Internal && f.body.is_some()) {
        let same = facts.funcs.iter().filter(|f| f.name == func.name);
        if func.origin == Origin::Written && !func.at_load {
            take(func.name.as_str(), func.name_span.start, true, same.map(|f| f.name_span.start).collect());
        }
    }
    for var in facts.vars.iter().filter(|v| v.scope == Scope::File && v.storage == Storage::Static) {
        let same = facts.vars.iter().filter(|v| v.name == var.name && v.scope == Scope::File);
        if var.origin == Origin::Written {
            take(var.name.as_str(), var.name_span.start, false, same.map(|v| v.name_span.start).collect());
        }
    }
    out
}

/// What stands before the name of a declaration; None where that is more than names and stars.
fn head(layout: &Layout<'_>, name: usize) -> Option<String> {
    let start = layout.declaration(layout.tokens().get(name)?.start);
    let words: Vec<&str> = (layout.at(start)..name).map(|i| layout.word(i)).collect();
    let plain = |word: &&str| *word == "*" || word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (!words.is_empty() && words.iter().all(plain)).then(|| words.join(" "))
}

/// The declarations of something, where its name stands nowhere else.
fn unused(layout: &Layout<'_>, words: &Words<'_>, candidate: &Candidate, places: &[usize]) -> Option<Vec<Span>> {
    let (mut declared, mut others) = (Vec::new(), Vec::new());
    for token in places.iter().map(|&i| words.tokens[i]) {
        let found = if token.in_macro { None } else { declaration(layout, candidate, layout.at(token.start)) };
        match found {
            Some(span) => declared.push(span),
            None => others.push(token.span()),
        }
    }
    // A function that calls itself is not used by that.
    let inside = |span: &Span| declared.iter().any(|d: &Span| d.contains(*span));
    (!declared.is_empty() && others.iter().all(inside)).then_some(declared)
}

/// The declaration that a name stands in, to its semicolon or its last brace.
fn declaration(layout: &Layout<'_>, candidate: &Candidate, name: usize) -> Option<Span> {
    let own = head(layout, name)?;
    if !candidate.heads.contains(&own) {
        return None;
    }
    let start = layout.declaration(layout.tokens()[name].start);
    let last = if candidate.is_function {
        let close = layout.closing(name + 1).filter(|_| layout.word(name + 1) == "(")?;
        match layout.word(close + 1) {
            ";" => close + 1,
            "{" => layout.closing(close + 1)?,
            _ => return None,
        }
    } else {
        let (mut depth, end) = (0usize, layout.tokens().len().min(name + MAX_TOKENS));
        (name + 1..end).find(|&i| {
            match layout.word(i) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(layout.word(i), ";" | ",")
        })?
    };
    Some(Span::new(start, layout.tokens()[last].end))
}

/// The lines of a declaration with the comment that belongs to it; None where it does not stand by itself.
fn whole(layout: &Layout<'_>, span: Span) -> Option<Span> {
    let last = layout.slice(Span::new(span.end - 1, span.end));
    let mut depth = 0usize;
    for (kind, directive, _) in layout.directives().filter(|(_, d, _)| d.start >= span.start && d.start < span.end) {
        match kind {
            DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => depth += 1,
            DirectiveKind::Endif => depth = depth.checked_sub(1)?,
            DirectiveKind::Elif | DirectiveKind::Elifdef | DirectiveKind::Elifndef | DirectiveKind::Else => {
                depth.checked_sub(1)?;
            }
            _ => return None,
        }
        debug_assert!(directive.start < span.end);
    }
    if depth > 0 || last == "," {
        return None;
    }
    let start = layout.above_comments(span.start).min(span.start);
    Some(layout.lines(Span::new(start, span.end)))
}

/// Whether another file that is compiled with one names something.
fn is_named_beside(scene: &Scene<'_>, after: &BTreeMap<FileId, Vec<u8>>, file: FileId, name: &str) -> bool {
    let project = scene.project;
    let near = project.files.iter().map(|facts| facts.file).filter(|&f| f != file && project.share_unit(file, f));
    near.into_iter().any(|other| {
        let text = after.get(&other).map_or(scene.bytes(other), Vec::as_slice);
        memchr::memmem::find(text, name.as_bytes()).is_some() && Words::of(text).named(name).next().is_some()
    })
}
