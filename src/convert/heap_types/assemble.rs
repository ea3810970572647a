//! The edits of all types that are taken, or those that cannot be taken as the set is.

use std::collections::{BTreeMap, BTreeSet};

use super::mentions::{self, Mentions};
use super::read::Reading;
use super::{Refused, Set, Work, functions, given, suites, text};
use crate::convert::Edits;
use crate::facts::{CondId, FileId, Language, Python, Span, Storage};
use crate::link::types::{TypeId, TypeKind, TypeRef};

/// The edits of a set of types.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// All of them.
    pub edits: Edits,
    /// What a person should know of each type.
    pub notes: Vec<String>,
}

/// Makes the edits of a set of types.
///
/// # Errors
/// The types that cannot be taken, and why.
pub(super) fn assemble(work: &Work<'_>, set: &Set<'_>) -> Result<Made, Vec<(TypeId, Refused)>> {
    let mut wrong: Vec<(TypeId, Refused)> = Vec::new();
    let mut found: BTreeMap<TypeId, Mentions> = BTreeMap::new();
    for (&id, reading) in set.readings {
        match together(work, set, id, reading).and_then(|()| mentions::mentions(work, set, reading)) {
            Ok(named) => drop(found.insert(id, named)),
            Err(why) => wrong.push((id, why)),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut made = Made::default();
    let mut members: BTreeSet<FileId> = BTreeSet::new();
    let macros = spent_macros(work, set);
    let mut gone = set.taken.clone();
    gone.extend(&macros);
    for (&id, reading) in set.readings {
        match one(work, set, (id, reading), (&found, &gone), &mut members) {
            Ok(edits) => {
                if let Err(conflict) = made.edits.join(edits) {
                    let why = "its edits and those of another type are in each other's way".to_owned();
                    return Err(vec![(id, Refused { at: (conflict.file, conflict.span.start), why })]);
                }
            }
            Err(why) => return Err(vec![(id, why)]),
        }
    }
    let mut shared = shared(work, set, members)?;
    for (&id, named) in &found {
        for &given in &named.given {
            let earlier = found.range(..id).any(|(_, other)| other.given.contains(&given));
            let own = given::edits(work, set, given).map_err(|why| vec![(id, why)])?;
            if let Some(conflict) = (!earlier).then(|| shared.join(own).err()).flatten() {
                let why = "the edits of a macro that gets it are in the way of others".to_owned();
                return Err(vec![(id, Refused { at: (conflict.file, conflict.span.start), why })]);
            }
        }
    }
    for (file, span) in macros {
        shared.delete(file, work.words(file).whole_lines(span));
    }
    if let Err(conflict) = made.edits.join(shared) {
        // Whichever types have code there: none is taken.
        let why = "the edits of its functions are in the way of others".to_owned();
        let all =
            set.readings.keys().map(|&id| (id, Refused { at: (conflict.file, conflict.span.start), why: why.clone() }));
        return Err(all.collect());
    }
    made.notes = notes(work);
    Ok(made)
}

/// Whether a type can be taken beside those that are not.
fn together(work: &Work<'_>, set: &Set<'_>, id: TypeId, reading: &Reading) -> Result<(), Refused> {
    let project = work.scene.project;
    let stays = |other: TypeId| project.types.get(other).kind == TypeKind::Static && !set.readings.contains_key(&other);
    for (other, object) in project.types.iter() {
        if stays(other) && object.bases.contains(&TypeRef::Type(id)) {
            let why = format!("{} has it as its base and stays a static type", object.symbol);
            return Err(Refused { at: (object.file, object.span.start), why });
        }
    }
    for &func in &reading.deallocs {
        if let Some(&other) = project.installers(func).iter().find(|other| stays(**other)) {
            let object = project.types.get(other);
            let why = format!("{} has the same dealloc function and stays a static type", object.symbol);
            return Err(Refused { at: (object.file, object.span.start), why });
        }
    }
    let name = reading.symbol;
    let at = (reading.var.file, reading.declaration.start);
    for taken in ["_create", "_slots", "_spec", "_members"].map(|end| format!("{name}{end}")) {
        let used = work.words.values().any(|words| {
            memchr::memmem::find(words.bytes, taken.as_bytes()).is_some() && words.named(&taken).next().is_some()
        });
        if used {
            return Err(Refused { at, why: format!("the name {taken} is used for something else") });
        }
    }
    if pasted(work, reading) {
        return Err(Refused { at, why: "a macro may make its name with ##".to_owned() });
    }
    let cython = project.build.cython_names.as_ref().is_some_and(|names| names.contains(name.as_str()));
    if cython && project.var(reading.var).storage != Storage::Static {
        return Err(Refused { at, why: "the project's Cython files name it".to_owned() });
    }
    Ok(())
}

/// Whether some macro with `##` has a part that the name ends or begins with, and the rest stands somewhere as a word.
fn pasted(work: &Work<'_>, reading: &Reading) -> bool {
    let name = reading.symbol.as_str();
    let is_word = |text: &str| {
        !text.is_empty()
            && work.words.iter().filter(|(file, _)| near(work, **file, reading)).any(|(_, words)| {
                memchr::memmem::find(words.bytes, text.as_bytes()).is_some() && words.named(text).next().is_some()
            })
    };
    work.words.iter().filter(|(file, _)| near(work, **file, reading)).any(|(_, words)| {
        words.pastes.iter().any(|&body| {
            let (from, to) = (words.from(body.start), words.from(body.end));
            (from..to).filter(|&i| words.text(i) == b"##").any(|i| {
                let before = std::str::from_utf8(words.back(i, 1)).unwrap_or_default();
                let behind = std::str::from_utf8(words.text(i + 1)).unwrap_or_default();
                let ends = name.strip_suffix(behind).filter(|_| !behind.is_empty()).is_some_and(is_word);
                ends || name.strip_prefix(before).filter(|_| !before.is_empty()).is_some_and(is_word)
            })
        })
    })
}

fn near(work: &Work<'_>, file: FileId, reading: &Reading) -> bool {
    let external = work.scene.project.var(reading.var).storage != Storage::Static;
    external || file == reading.var.file || work.scene.project.share_unit(file, reading.var.file)
}

/// The edits of one type, but for its functions.
fn one(
    work: &Work<'_>,
    set: &Set<'_>,
    (id, reading): (TypeId, &Reading),
    (found, gone): (&BTreeMap<TypeId, Mentions>, &[(FileId, Span)]),
    members: &mut BTreeSet<FileId>,
) -> Result<Edits, Refused> {
    let project = work.scene.project;
    let named = &found[&id];
    let own = reading.var.file;
    let mut edits = named.edits.clone();
    // Where it is made: where code says so, and before the types that have it as their base.
    let mut created = named.created.clone();
    for (&other, derived) in set.readings {
        if derived.base.as_ref().is_some_and(|base| base.of == Some(id)) {
            // What goes to one place stands there in the order of the types.
            let behind = derived.place == reading.place && other > id;
            created.push((derived.var.file, derived.place + u32::from(behind)));
        }
    }
    let start = reading.place;
    let moved = start != reading.declaration.start;
    // A file that others include is part of theirs: its definition stands before what they do behind the `#include`.
    let is_static = reading.storage.split_whitespace().any(|word| word == "static");
    let away = |file: FileId| file != own && !(is_static && project.share_unit(file, own));
    let before = |d: &&(FileId, u32, bool)| d.0 == own && d.1 <= reading.declaration.start;
    if moved && created.iter().any(|c| c.0 != own || c.1 <= start) {
        let why = "it is made before all is declared that its slots are set to".to_owned();
        return Err(Refused { at: (own, reading.declaration.start), why });
    }
    let internal =
        is_static || created.iter().all(|c| c.0 == own && (c.1 >= start || named.declared.iter().any(|d| before(&d))));
    if let Some(&(file, at)) = created.iter().find(|c| away(c.0)) {
        let languages = (project.file(file).language, project.file(own).language);
        if languages.0 != languages.1 {
            return Err(Refused { at: (file, at), why: "C and C++ make it".to_owned() });
        }
    }
    let early = created.iter().any(|c| away(c.0) || (c.0 == own && c.1 < start));
    let included = is_static && named.declared.iter().any(|d| d.0 != own);
    if early || included {
        let fits = |d: &&(FileId, u32, bool)| if internal && !is_static { before(d) } else { d.0 != own || before(d) };
        let mut places = named.declared.iter().filter(fits).peekable();
        if places.peek().is_none() {
            let at = (own, reading.declaration.start);
            return Err(Refused { at, why: "it is made where no declaration of it stands before".to_owned() });
        }
        for &(file, at, _) in places {
            edits.insert(file, at, format!("\n{}", text::prototype(reading, internal)));
        }
    }
    // A static declaration without a value defines the pointer: one place for each variable is enough.
    let facts = project.file(own);
    let always = |at: u32| facts.conds.at(at) == facts.conds.at(reading.declaration.start);
    let defines = |d: &(FileId, u32, bool)| before(&d) && !d.2 && always(d.1);
    let defined = is_static && facts.language == Language::C && named.declared.iter().any(defines);
    let text = text::definition(work, set, reading, (internal, defined || moved));
    if moved {
        edits.insert(own, start, format!("{text}\n\n"));
    }
    match (moved, defined) {
        (false, _) => edits.replace(own, reading.declaration, text),
        (true, true) => edits.delete(own, with_blank_line(work, own, reading.declaration)),
        (true, false) => edits.replace(own, reading.declaration, text::pointer(reading)),
    }
    for &(file, span) in &reading.taken {
        edits.delete(file, span);
    }
    for &suite in &reading.suites {
        if let Some(span) = suites::removable(work, suite, gone) {
            edits.delete(suite.file, with_blank_line(work, suite.file, span));
        }
    }
    if reading.offsets.is_empty() {
        return Ok(edits);
    }
    members.insert(own);
    if let Some(table) = reading.members {
        let var = project.var(table);
        let words = work.words(table.file);
        let others = work.mentions(var.name).iter().filter(|(file, i)| {
            let span = work.words(*file).tokens[*i].span();
            near(work, *file, reading)
                && (*file, span) != (table.file, var.name_span)
                && !(*file == own && reading.declaration.contains(span))
        });
        let open = var.init.map(|init| project.file(table.file).ast.expr_span(init).start);
        let (0, Some(open), true) = (others.count(), open, table.file == own) else {
            let why = "its table of members is used elsewhere, and must hold its offsets".to_owned();
            return Err(Refused { at: (table.file, var.name_span.start), why });
        };
        let first = words.tokens.get(words.from(open) + 1).map_or(open + 1, |token| token.start);
        let indent = words.line_indent(first);
        let lines = text::members_lines(work, reading, indent);
        // Before the line of the first item, where that stands on a line of its own.
        let line = first.saturating_sub(indent.len() as u32);
        let own_line = words.bytes[..line as usize].ends_with(b"\n");
        if !own_line {
            let why = "its table of members stands on one line, and must hold its offsets".to_owned();
            return Err(Refused { at: (table.file, var.name_span.start), why });
        }
        edits.insert(table.file, line, lines);
    }
    Ok(edits)
}

/// The definitions of macros that hold fields of types, where nothing else uses them.
fn spent_macros(work: &Work<'_>, set: &Set<'_>) -> Vec<(FileId, Span)> {
    let project = work.scene.project;
    let mut out: Vec<(FileId, Span)> = Vec::new();
    for reading in set.readings.values() {
        for &name in &reading.macros {
            let own = reading.var.file;
            let [(file, define)] = project.defines_of(own, name)[..] else { continue };
            let words = work.words(file);
            let whole = words.directives.iter().find(|d| d.contains(define.name_span));
            let Some(&whole) = whole.filter(|_| work.scene.is_open(file)) else { continue };
            let used = work.words.iter().filter(|(other, _)| **other == file || project.share_unit(**other, file));
            let all_gone = used.into_iter().all(|(&other, words)| {
                let own = |span: Span| other == file && whole.contains(span);
                let mut places = words.named(&name).map(|i| words.tokens[i].span());
                places.all(|span| own(span) || set.takes(other, span))
                    && !words
                        .directives
                        .iter()
                        .any(|&d| (other, d) != (file, whole) && has_word(words, d, name.as_str()))
            });
            if all_gone && !out.contains(&(file, whole)) {
                out.push((file, whole));
            }
        }
    }
    out
}

/// Whether a directive has a word.
fn has_word(words: &crate::convert::words::Words<'_>, directive: Span, word: &str) -> bool {
    let text = words.bytes.get(directive.start as usize..directive.end as usize).unwrap_or_default();
    let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    memchr::memmem::find_iter(text, word.as_bytes()).any(|at| {
        let (before, behind) = (at.checked_sub(1).map(|i| text[i]), text.get(at + word.len()));
        !before.is_some_and(part) && !behind.copied().is_some_and(part)
    })
}

/// A range with the empty line behind it, where there is one before it as well.
fn with_blank_line(work: &Work<'_>, file: FileId, span: Span) -> Span {
    let words = work.words(file);
    let whole = words.whole_lines(span);
    let (start, end) = (whole.start as usize, whole.end as usize);
    let before = start == 0 || words.bytes[..start].ends_with(b"\n\n");
    if before && words.bytes.get(end) == Some(&b'\n') { Span::new(whole.start, whole.end + 1) } else { whole }
}

/// The edits of functions that several types may share, and of includes.
fn shared(work: &Work<'_>, set: &Set<'_>, members: BTreeSet<FileId>) -> Result<Edits, Vec<(TypeId, Refused)>> {
    let mut edits = Edits::default();
    let mut wrong = Vec::new();
    let users = |of: &dyn Fn(&Reading) -> bool| -> Vec<TypeId> {
        set.readings.iter().filter(|(_, r)| of(r)).map(|(&id, _)| id).collect()
    };
    for &func in &set.deallocs {
        let all = users(&|r| r.deallocs.contains(&func));
        let gc = all.iter().any(|id| set.readings[id].gc);
        match functions::dealloc(work, set, func, gc) {
            Ok(own) => drop(edits.join(own)),
            Err(why) => wrong.extend(all.into_iter().map(|id| (id, why.clone()))),
        }
    }
    for &func in &set.traverses {
        match functions::traverse(work, set, func) {
            Ok(own) => drop(edits.join(own)),
            Err(why) => {
                wrong.extend(users(&|r| r.traverses.contains(&func)).into_iter().map(|id| (id, why.clone())));
            }
        }
    }
    if work.scene.project.targets.min_python < Python(12) {
        for file in members {
            match include(work, file) {
                Ok(own) => drop(edits.join(own)),
                Err(why) => {
                    let all = users(&|r| r.var.file == file && !r.offsets.is_empty());
                    wrong.extend(all.into_iter().map(|id| (id, why.clone())));
                }
            }
        }
    }
    if wrong.is_empty() { Ok(edits) } else { Err(wrong) }
}

/// `T_PYSSIZET` stands in a header of its own before 3.12.
fn include(work: &Work<'_>, file: FileId) -> Result<Edits, Refused> {
    let project = work.scene.project;
    let mut edits = Edits::default();
    let has = |facts: &crate::facts::FileFacts| facts.includes.iter().any(|i| i.path.ends_with("structmember.h"));
    if project.files.iter().any(|facts| (facts.file == file || project.share_unit(file, facts.file)) && has(facts)) {
        return Ok(edits);
    }
    let facts = project.file(file);
    // Behind Python's header, which it needs; or behind all headers, of which one brings that.
    let first = facts.funcs.iter().map(|f| f.span.start).min().unwrap_or(u32::MAX);
    let plain = || facts.includes.iter().filter(|i| i.cond == CondId::ALWAYS && i.span.start < first);
    let after = plain().find(|i| i.path.ends_with("Python.h")).or_else(|| plain().next_back());
    let Some(after) = after else {
        return Err(Refused { at: (file, 0), why: "no place for an #include of structmember.h is found".to_owned() });
    };
    edits.insert(file, after.span.end, "\n#include <structmember.h>");
    Ok(edits)
}

/// What a person should know about the types that are taken.
fn notes(work: &Work<'_>) -> Vec<String> {
    let min = work.scene.project.targets.min_python;
    let mut out = Vec::new();
    if min < Python(10) {
        out.push(
            "before Python 3.10 its attributes can be set from Python, and its __text_signature__ is lost".to_owned(),
        );
    }
    if min < Python(8) {
        out.push("before Python 3.8 its instances keep their references to it for ever".to_owned());
    }
    out
}
