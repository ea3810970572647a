//! The walk from libclang's cursors to facts, in the form in which the other front end gives them.
//!
//! One unit gives facts of several files: its main file and the files of the run that it includes. What a macro from
//! outside the run (CPython's headers, the system's) makes stays the name or call that was written; macros of the
//! project are expanded, as the compiler did.

#![allow(non_upper_case_globals)]

mod cpp;
mod decl;
mod expr;
mod init;
mod literal;
mod operator;
mod record;
mod stmt;
mod types;
mod uses;

use std::{cell::RefCell, collections::HashMap};

use clang_sys::*;

use super::{
    cursor::{Cursor, FileKey, Look, SourceOffset},
    unit::Unit,
};
use crate::facts::{CondId, FileFacts, FuncId, GapKind, Language, Name, Origin, Precision, Span};
pub(super) use uses::PREFIX;
use uses::{Definition, MacroUse};

/// Nesting of expressions and statements that is followed; deeper ones become `Opaque`, and a gap.
const DEPTH: u32 = 250;

/// A file of the run that a unit may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    /// Its bytes.
    pub(super) text: &'a [u8],
    /// What the other front end says: comments, directives, conditions.
    pub(super) syntactic: &'a FileFacts,
}

/// The facts of one file as one unit saw it.
#[derive(Debug)]
pub(crate) struct UnitFacts {
    /// The facts.
    pub(crate) facts: FileFacts,
    /// What `#if` left out, ascending.
    pub(crate) skipped: Vec<Span>,
}

impl UnitFacts {
    /// Whether `#if` left out the byte.
    pub(crate) fn is_skipped(&self, offset: u32) -> bool {
        let after = self.skipped.partition_point(|s| s.start <= offset);
        self.skipped[..after].iter().rev().take(4).any(|s| offset < s.end)
    }
}

/// The facts that are filled, with what is known about their file in this unit.
struct Part<'a> {
    given: Given<'a>,
    facts: FileFacts,
    skipped: Vec<Span>,
    /// Uses of macros by their first byte.
    uses: HashMap<u32, MacroUse>,
    /// The furthest end of a declaration: a file that is included again starts over.
    reached: u32,
    /// Records by their first byte.
    records: HashMap<u32, usize>,
}

/// Walks one unit.
pub(super) struct Extractor<'u, 'a> {
    unit: &'u Unit<'u>,
    /// The files of the unit that facts are wanted of.
    files: HashMap<FileKey, usize>,
    /// The files of the unit that belong to the run.
    project: HashMap<FileKey, usize>,
    /// Where a file was included.
    included: HashMap<FileKey, SourceOffset>,
    parts: Vec<(usize, Part<'a>)>,
    at: usize,
    here: FileKey,
    definitions: RefCell<HashMap<(FileKey, u32), Option<Definition>>>,
    func: Option<FuncId>,
    class: Option<Name>,
    c_linkage: bool,
    anonymous: bool,
    depth: u32,
}

/// Reads the facts of a unit. `project` maps the unit's files to inputs; `wanted` says of which of them facts are read.
pub(super) fn read<'u, 'a>(
    unit: &'u Unit<'u>,
    project: HashMap<FileKey, usize>,
    wanted: &dyn Fn(usize) -> bool,
    given: &dyn Fn(usize) -> Given<'a>,
) -> Vec<(usize, UnitFacts)> {
    let mut files = HashMap::new();
    let mut parts: Vec<(usize, Part<'a>)> = Vec::new();
    let mut included = HashMap::new();
    for inclusion in unit.inclusions() {
        if let Some(from) = inclusion.from {
            included.entry(inclusion.file).or_insert(from);
        }
        let Some(&input) = project.get(&inclusion.file) else { continue };
        if !wanted(input) || files.contains_key(&inclusion.file) {
            continue;
        }
        let part = parts.iter().position(|(i, _)| *i == input).unwrap_or_else(|| {
            parts.push((input, Part::new(given(input), unit.skipped(inclusion.file))));
            parts.len() - 1
        });
        files.insert(inclusion.file, part);
    }
    let mut extractor = Extractor {
        unit,
        files,
        project,
        included,
        parts,
        at: 0,
        here: FileKey(0),
        definitions: RefCell::default(),
        func: None,
        class: None,
        c_linkage: false,
        anonymous: false,
        depth: 0,
    };
    let items = unit.root().children();
    let (directives, declarations): (Vec<Cursor<'u>>, Vec<Cursor<'u>>) =
        items.into_iter().partition(|&c| uses::is_preprocessing(c));
    directives.into_iter().for_each(|c| extractor.directive(c));
    declarations.into_iter().for_each(|c| extractor.top(c));
    extractor.parts.into_iter().map(|(input, part)| (input, part.finish())).collect()
}

impl<'a> Part<'a> {
    fn new(given: Given<'a>, skipped: Vec<(u32, u32)>) -> Self {
        let other = given.syntactic;
        let mut facts = FileFacts::empty(other.file, other.language);
        facts.precision = Precision::Exact;
        facts.generated = other.generated.clone();
        facts.comments = other.comments.clone();
        facts.conds = other.conds.clone();
        facts.stats.bytes = other.stats.bytes;
        let mut skipped: Vec<Span> = skipped.into_iter().map(|(start, end)| Span::new(start, end)).collect();
        skipped.sort();
        Part { given, facts, skipped, uses: HashMap::new(), reached: 0, records: HashMap::new() }
    }

    fn finish(self) -> UnitFacts {
        UnitFacts { facts: self.facts, skipped: self.skipped }
    }
}

impl<'u, 'a> Extractor<'u, 'a> {
    fn part(&self) -> &Part<'a> {
        &self.parts[self.at].1
    }

    fn facts(&mut self) -> &mut FileFacts {
        &mut self.parts[self.at].1.facts
    }

    fn source(&self) -> &'a [u8] {
        self.part().given.text
    }

    fn is_cpp(&self) -> bool {
        self.part().facts.language == Language::Cpp
    }

    /// Where a place is in the file that is read: places in a file that it includes are at the directive.
    fn offset(&self, place: SourceOffset) -> u32 {
        let mut place = place;
        for _ in 0..64 {
            if place.file == self.here {
                return place.offset;
            }
            match self.included.get(&place.file) {
                Some(&from) => place = from,
                None => return 0,
            }
        }
        0
    }

    /// Whether a node is nested deeper than is followed: a gap then.
    fn is_too_deep(&mut self, cursor: Cursor<'u>) -> bool {
        if self.depth <= DEPTH {
            return false;
        }
        let span = self.span(cursor);
        self.facts().gap(GapKind::Depth, span);
        true
    }

    /// The text of a cursor; of what a macro made, the use of the macro.
    fn span(&self, cursor: Cursor<'u>) -> Span {
        let Some((start, end)) = cursor.range(Look::Expansion) else { return Span::default() };
        let (from, mut to) = (self.offset(start), self.offset(end));
        // The end of an argument of a macro comes out as the start of the use.
        if to == from || end.file == self.here && self.ends_in_argument(cursor, end) {
            to = self.part().uses.get(&to).map_or(to, |u| u.end);
        }
        Span::new(from, to.max(from))
    }

    fn ends_in_argument(&self, cursor: Cursor<'u>, end: SourceOffset) -> bool {
        self.part().uses.contains_key(&end.offset)
            && cursor.range(Look::Spelling).is_some_and(|(_, spelled)| spelled != end)
    }

    /// The macro that made what begins here.
    fn origin(&self, span: Span) -> Origin {
        match self.part().uses.get(&span.start) {
            Some(made) if made.end <= span.end => Origin::Macro(made.name),
            _ => Origin::Written,
        }
    }

    /// Where the name of a declaration stands.
    fn name_span(&self, cursor: Cursor<'u>, name: &str) -> Span {
        let Some(place) = cursor.place(Look::Expansion) else { return Span::default() };
        let start = self.offset(place);
        match self.part().uses.get(&start) {
            Some(made) => Span::new(start, made.end),
            None => Span::new(start, start + name.len() as u32),
        }
    }

    fn cond(&self, span: Span) -> CondId {
        self.part().facts.conds.at_span(span)
    }

    /// A directive or a use of a macro.
    fn directive(&mut self, cursor: Cursor<'u>) {
        let Some((start, end)) = cursor.range(Look::Expansion) else { return };
        let Some(&part) = self.files.get(&start.file) else { return };
        match cursor.kind() {
            CXCursor_MacroExpansion => {
                let made = self.read_use(cursor, end.offset);
                self.parts[part].1.uses.insert(start.offset, made);
            }
            CXCursor_MacroDefinition => {
                let part = &mut self.parts[part].1;
                let all = &part.given.syntactic.defines;
                if let Ok(at) = all.binary_search_by_key(&start.offset, |d| d.name_span.start) {
                    part.facts.defines.push(all[at].clone());
                }
            }
            _ => {
                let part = &mut self.parts[part].1;
                let all = &part.given.syntactic.includes;
                if let Ok(at) = all.binary_search_by_key(&start.offset, |i| i.span.start) {
                    part.facts.includes.push(all[at].clone());
                }
            }
        }
    }

    /// A declaration of file scope, wherever it stands.
    fn top(&mut self, cursor: Cursor<'u>) {
        let Some((start, _)) = cursor.range(Look::Expansion) else { return };
        let Some(&part) = self.files.get(&start.file) else { return };
        (self.at, self.here) = (part, start.file);
        // The first reading of a file that is included more than once counts.
        let end = self.span(cursor).end;
        let reached = &mut self.parts[part].1.reached;
        if end < *reached {
            *reached = u32::MAX;
        } else if *reached != u32::MAX {
            *reached = end;
            self.item(cursor);
        }
    }
}
