//! Where the state is declared: in the file of the module, before all that speaks of it; in a header that its files share,
//! where several do. And the declarations of globals that go.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Edits;
use super::super::layout::Layout;
use super::super::refusal::{Refusal, refuse};
use super::Home;
use super::globals::Global;
use super::heads::Heads;
use super::old::Old;
use crate::facts::{FileId, Span};
use crate::link::VarRef;
use crate::source::text_tokens::DirectiveKind;

/// How many headers one within another are followed.
const MAX_INCLUDES: usize = 8;

/// Where the state is declared.
pub(super) struct Place {
    pub(super) file: FileId,
    pub(super) at: u32,
    /// Several files use it: the definition of the module is no longer `static`.
    pub(super) shared: bool,
    /// Where files are told to include it, that did not know it.
    pub(super) includes: Vec<(FileId, u32, String)>,
}

/// A declaration of variables: what stands before the first `*`, and each declarator with its name.
pub(super) struct Declaration {
    pub(super) span: Span,
    specifiers: String,
    items: Vec<(String, String)>,
}

/// Which headers are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// One that declares a global, or a function that gets the state.
    Declares,
    /// One that all files include.
    Any,
    /// One that declares a global; the others are told to include it.
    Told,
}

/// Finds the place.
pub(super) fn place(
    home: &Home<'_>,
    globals: &[Global],
    heads: &Heads,
    (old, def_at): (&Old, u32),
) -> Result<Place, Refusal> {
    let starts = |file: FileId| -> Vec<u32> {
        let declared = globals.iter().flat_map(|g| &g.declared).filter(|d| d.file == file);
        let declared = declared.filter_map(|d| home.declarators(*d).map(|d| d.span.start));
        let layout = home.parts.layout(file);
        let changed = heads.changed.iter().filter(|(f, _)| *f == file).map(|(_, at)| layout.declaration(*at));
        let users = heads.users.iter().filter(|func| func.file == file).map(|func| home.func(*func).span.start);
        declared.chain(changed).chain(users).collect()
    };
    let users = heads.users.iter().map(|func| func.file).chain(heads.changed.iter().map(|(file, _)| *file));
    let users: BTreeSet<FileId> = users.collect();
    if users.iter().all(|file| *file == home.file) {
        let first = starts(home.file).into_iter().chain([def_at]).min().unwrap_or(def_at);
        let layout = home.parts.layout(home.file);
        let at = layout.branch(first).first().map_or(first, |arm| layout.line_start(arm.opened));
        if !includes_before(layout, at) {
            return refuse(
                home.file,
                first,
                "what would use the state stands before every `#include`, or under an `#if` that does",
            );
        }
        return Ok(Place { file: home.file, at, shared: false, includes: Vec::new() });
    }
    // A header that declares one of them already, and that all files include.
    let project = home.project();
    let lacking = |header: FileId| -> Vec<FileId> {
        let all = users.iter().chain([&home.file]).filter(|file| !home.parts.get(**file).is_header);
        all.filter(|file| !home.includes(**file, header)).copied().collect()
    };
    // At last any header that they all include, or one that declares a global, which the others are told to include.
    let headers = || home.parts.iter().filter(|part| part.is_header);
    let all = [Which::Declares, Which::Any, Which::Told].into_iter().flat_map(|w| headers().map(move |part| (part, w)));
    for (part, which) in all {
        let (file, any) = (part.facts.file, which == Which::Any);
        // Or one that declares a function which gets it, where all know Python before.
        let declares = globals.iter().flat_map(|g| &g.declared).any(|d| d.file == file);
        let hands = || heads.changed.iter().any(|(f, _)| *f == file) && home.knows_python(file);
        let lacking = lacking(file);
        let fits = match which {
            Which::Declares => (declares || hands()) && lacking.is_empty(),
            Which::Any => home.knows_python(file) && lacking.is_empty(),
            Which::Told => declares && home.knows_python(file),
        };
        if !fits || !home.parts.is_open(home.scene, file) {
            continue;
        }
        let told: Vec<Option<(FileId, u32, String)>> = lacking.into_iter().map(|f| home.told(f, file)).collect();
        let Some(mut includes) = told.into_iter().collect::<Option<Vec<_>>>() else { continue };
        let own = starts(file).into_iter().min();
        let behind = || behind_includes(&part.layout).filter(|_| any).map(|at| old.behind(&part.layout, (file, at)));
        let Some(at) = own.or_else(behind) else { continue };
        let guard = part.layout.directives().next().map(|(_, span, _)| span.start);
        if part.layout.branch(at).iter().any(|arm| Some(arm.opened) != guard) {
            continue;
        }
        let others = heads.changed.iter().filter(|(f, _)| *f != file && home.parts.get(*f).is_header);
        for &(other, at) in others.filter(|(other, _)| !home.is_known_in(*other, file)) {
            match home.told(other, file) {
                Some(told) if includes.contains(&told) => {}
                Some(told) => includes.push(told),
                None => {
                    let why = "a header declares a function that would get the state, and does not know it";
                    return refuse(other, at, why);
                }
            }
        }
        return Ok(Place { file, at, shared: true, includes });
    }
    let other = users.iter().find(|file| **file != home.file).copied().unwrap_or(home.file);
    let name = project.path(other).to_owned();
    refuse(
        home.file,
        def_at,
        format!("`{name}` uses globals as well, and no header that may be changed is included by all files"),
    )
}

/// Refuses a place that stands before the struct of a global is declared.
pub(super) fn known(home: &Home<'_>, global: &Global, place: &Place) -> Result<(), Refusal> {
    let name = global.base.as_str();
    let name = name.rsplit(' ').next().unwrap_or(name);
    let is_before = |at: &super::At| {
        let own = at.file == place.file && home.parts.span(*at).start < place.at;
        own || (home.parts.get(at.file).is_header && home.includes(place.file, at.file))
    };
    match home.parts.tokens_of(name).iter().any(is_before) {
        true => Ok(()),
        false => refuse(place.file, place.at, format!("`{}`: its struct is declared behind the state", global.name)),
    }
}

/// The first declaration of a header behind all that it includes.
fn behind_includes(layout: &Layout<'_>) -> Option<u32> {
    let heads = |kind: DirectiveKind| matches!(kind, DirectiveKind::Include | DirectiveKind::Define);
    let includes = layout.directives().filter(|(kind, ..)| *kind == DirectiveKind::Include);
    let last = includes.last().or_else(|| layout.directives().find(|(kind, ..)| heads(*kind)));
    let end = last.map_or(0, |(_, span, _)| span.end);
    layout.tokens().get(layout.at(end)).map(|token| token.start)
}

/// Whether an `#include` stands before an offset.
fn includes_before(layout: &Layout<'_>, at: u32) -> bool {
    layout.directives().any(|(kind, span, _)| kind == DirectiveKind::Include && span.end <= at)
}

/// Takes the declarations away; gives the one that stands at `place`, which other text is to replace.
pub(super) fn remove(home: &Home<'_>, globals: &[Global], place: (FileId, u32), own: &mut Edits) -> Option<Span> {
    let mut groups: BTreeMap<(FileId, u32), (Declaration, BTreeSet<String>)> = BTreeMap::new();
    for global in globals {
        for &at in &global.declared {
            let Some(declaration) = home.declarators(at) else { continue };
            let key = (at.file, declaration.span.start);
            let group = groups.entry(key).or_insert_with(|| (declaration, BTreeSet::new()));
            group.1.insert(global.name.to_string());
        }
    }
    let mut gone: Vec<(FileId, Span)> = Vec::new();
    for ((file, _), (declaration, names)) in groups {
        let stay: Vec<&str> =
            declaration.items.iter().filter(|(name, _)| !names.contains(name)).map(|(_, text)| text.as_str()).collect();
        if !stay.is_empty() {
            own.replace(file, declaration.span, format!("{} {};", declaration.specifiers, stay.join(", ")));
            continue;
        }
        let layout = home.parts.layout(file);
        match gone.last_mut() {
            // Those that stand together go together.
            Some((f, before)) if *f == file && layout.blank(before.end, declaration.span.start) => {
                before.end = declaration.span.end;
            }
            _ => gone.push((file, declaration.span)),
        }
    }
    let mut replaced = None;
    for (file, span) in gone {
        if (file, span.start) == place {
            replaced = Some(span);
        } else {
            own.delete(file, home.parts.layout(file).lines(span));
        }
    }
    replaced
}

impl Home<'_> {
    /// The token that is the name of a variable.
    pub(super) fn name_token(&self, at: VarRef) -> usize {
        self.parts.layout(at.file).at(self.project().var(at).name_span.start)
    }

    /// Whether a file includes a header: a source, be it by another one; a header, by itself.
    pub(super) fn includes(&self, file: FileId, header: FileId) -> bool {
        let project = self.project();
        let name = project.path(header).rsplit(['/', '\\']).next().unwrap_or_default();
        let direct = project.file(file).includes.iter().any(|i| i.path.rsplit('/').next() == Some(name));
        direct || (!self.parts.get(file).is_header && project.share_unit(file, header))
    }

    /// Where a file is told to include a header of its own folder: behind what it includes.
    fn told(&self, file: FileId, header: FileId) -> Option<(FileId, u32, String)> {
        let project = self.project();
        let folder = |file: FileId| project.path(file).rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
        let name = project.path(header).rsplit(['/', '\\']).next()?;
        // The header may be read twice, and does not include the other one.
        let own = self.parts.layout(header);
        let first = own.directives().next().map_or("", |(_, span, _)| own.slice(span));
        let guarded = first.starts_with("#ifndef") || first.contains("once");
        if folder(file) != folder(header) || !guarded || self.includes(header, file) {
            return None;
        }
        let (layout, is_header) = (self.parts.layout(file), self.parts.get(file).is_header);
        let includes = layout.directives().filter(|(kind, ..)| *kind == DirectiveKind::Include);
        let outer = includes.filter(|(_, span, _)| layout.branch(span.start).len() <= usize::from(is_header));
        let (_, last, _) = outer.last()?;
        let end = last.start + layout.slice(last).trim_end().len() as u32;
        self.parts.is_open(self.scene, file).then(|| (file, end, format!("\n#include \"{name}\"")))
    }

    /// Whether a header includes Python's, or all that include it do so before.
    fn knows_python(&self, header: FileId) -> bool {
        let name = |file: FileId| self.project().path(file).rsplit(['/', '\\']).next().unwrap_or_default();
        let is = |path: &str, file: FileId| path.rsplit(['/', '\\']).next() == Some(name(file));
        // Headers that bring Python with them, by those that they include.
        let mut bring: Vec<FileId> = Vec::new();
        let headers: Vec<FileId> = self.parts.iter().filter(|p| p.is_header).map(|p| p.facts.file).collect();
        let brings = |path: &str, bring: &[FileId]| path.ends_with("Python.h") || bring.iter().any(|f| is(path, *f));
        for _ in 0..MAX_INCLUDES {
            let own = |file: &&FileId| self.parts.get(**file).facts.includes.iter().any(|i| brings(&i.path, &bring));
            let next: Vec<FileId> = headers.iter().filter(own).copied().collect();
            if next.len() == bring.len() {
                break;
            }
            bring = next;
        }
        let mut users = self.parts.iter().filter(|part| part.facts.includes.iter().any(|i| is(&i.path, header)));
        let before = |part: &super::parts::Part<'_>| {
            let mut all = part.facts.includes.iter().take_while(|i| !is(&i.path, header));
            all.any(|i| brings(&i.path, &bring))
        };
        bring.contains(&header) || users.all(before)
    }

    /// Whether what a header declares is known in another one: that one includes it, or all sources do before.
    fn is_known_in(&self, other: FileId, header: FileId) -> bool {
        if self.includes(other, header) {
            return true;
        }
        let project = self.project();
        let name = |file: FileId| project.path(file).rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let (first, second) = (name(header), name(other));
        let sources = self.parts.iter().filter(|part| !part.is_header && project.share_unit(part.facts.file, other));
        sources.into_iter().all(|part| {
            let place = |name: &str| part.facts.includes.iter().position(|i| i.path.rsplit('/').next() == Some(name));
            matches!((place(&first), place(&second)), (Some(a), Some(b)) if a < b)
        })
    }

    /// The declaration of a variable; None where it is not understood.
    pub(super) fn declarators(&self, at: VarRef) -> Option<Declaration> {
        let layout = self.parts.layout(at.file);
        let name = self.name_token(at);
        let start = layout.declaration(self.project().var(at).name_span.start);
        let first = layout.at(start);
        let end = (name..layout.tokens().len()).take(256).find(|&i| layout.word(i) == ";")?;
        let text = |from: usize, to: usize| {
            let (from, to) = (layout.tokens()[from].start, layout.tokens()[to - 1].end);
            layout.slice(Span::new(from, to)).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        // A struct has no star: its name is the last word.
        let named = |&i: &usize| matches!(layout.word(i + 1), "," | ";");
        let star = (first..end).find(|&i| layout.word(i) == "*").or_else(|| (first..end).find(named))?;
        let odd = (first..end).any(|i| matches!(layout.word(i), "{" | "}" | "[" | "]" | "("));
        let whole = Span::new(start, layout.tokens()[end].end);
        if odd || star == first || layout.has_directives(whole) {
            return None;
        }
        let mut items = Vec::new();
        let mut from = star;
        for i in star..=end {
            if matches!(layout.word(i), "," | ";") {
                let word = (from..i).find(|&k| !matches!(layout.word(k), "*" | "const" | "volatile"))?;
                items.push((layout.word(word).to_owned(), text(from, i)));
                from = i + 1;
            }
        }
        Some(Declaration { span: whole, specifiers: text(first, star), items })
    }
}
