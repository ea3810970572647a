//! Names of the C API in code and in the bodies of macros that code uses.

use rustc_hash::FxHashMap;

use super::{Compiled, NameUse, stable};
use crate::capi::functions::facts_of;
use crate::capi::{limited, names};
use crate::facts::{CondId, Define, FileFacts, FileId, Mentions, Name, Span, Targets, Truth, VersionSet, WordKind};
use crate::link::macros::tokens::words_of;
use crate::link::{CutKind, Relations};

/// So many definitions of one macro in one file are told apart.
const MAX_DEFINITIONS: usize = 16;

/// Whether a name is one that something may be said about: all others are in every target, public and meant to stay.
fn is_notable(name: &str, targets: &Targets) -> bool {
    let Some(versions) = names::versions(name) else { return names::exported(name) != 0 && names::is_private(name) };
    let leaving = || facts_of(name).is_some_and(|f| f.deprecated.is_some() || f.soft_deprecated.is_some());
    let pending = || names::advice(name).is_some_and(|a| a.pending.is_some());
    names::is_private(name)
        || names::is_unstable(name)
        || targets.versions().0 & !versions != 0
        || targets.limited_api != Truth::False
        || limited::gone_with_abi3t(name)
        || stable::is_obstacle(name, targets)
        || leaving()
        || pending()
}

/// The uses of notable names.
pub(super) fn collect(
    project: &Relations,
    used: &FxHashMap<(FileId, Name), VersionSet>,
    compiled: &Compiled,
) -> Vec<NameUse> {
    uses(project, used, compiled, is_notable)
}

/// The uses of every name that some version has.
pub(super) fn all(
    project: &Relations,
    used: &FxHashMap<(FileId, Name), VersionSet>,
    compiled: &Compiled,
) -> Vec<NameUse> {
    uses(project, used, compiled, |name, _| names::versions(name).is_some() || names::exported(name) != 0)
}

fn uses(
    project: &Relations,
    used: &FxHashMap<(FileId, Name), VersionSet>,
    compiled: &Compiled,
    wanted: fn(&str, &Targets) -> bool,
) -> Vec<NameUse> {
    let mut known: FxHashMap<Name, bool> = FxHashMap::default();
    let mut is = |name: Name| *known.entry(name).or_insert_with(|| wanted(&name, &project.targets));
    let mut out = Vec::new();
    for facts in &project.files {
        if project.includes.dead.contains(&facts.file) {
            continue;
        }
        let mut seen = Seen { project, compiled, facts, own: FxHashMap::default(), asked: Mentions::of(&facts.conds) };
        for word in facts.words.iter().filter(|w| !matches!(w.kind, WordKind::Member | WordKind::Macro)) {
            if is(word.name) {
                let span = Span::new(word.start, word.start + word.name.len() as u32);
                out.extend(seen.used(word.name, span, facts.conds.at(word.start), None, VersionSet(u32::MAX)));
            }
        }
        let mut same: FxHashMap<Name, Vec<CondId>> = FxHashMap::default();
        for define in &facts.defines {
            same.entry(define.name).or_default().push(define.cond);
        }
        for define in &facts.defines {
            let mut words: Vec<Name> = words_of(&define.body).filter(|w| looks_like_api(w)).map(Name::from).collect();
            words.retain(|&word| is(word) && word != define.name);
            words.dedup();
            if words.is_empty() {
                continue;
            }
            // Which of two definitions a use means is a question of places.
            let others = same.get(&define.name).map_or(&[][..], Vec::as_slice);
            let again = others.iter().filter(|&&other| !facts.conds.exclusive(other, define.cond)).count() > 1;
            if again {
                continue;
            }
            if others.len() > MAX_DEFINITIONS {
                project.cuts.add(CutKind::Namesakes, facts.file, define.name_span);
                continue;
            }
            let used = used.get(&(facts.file, define.name)).copied().unwrap_or_default();
            for word in words {
                out.extend(seen.used(word, define.name_span, define.cond, Some(define.name), used));
            }
        }
    }
    out.shrink_to_fit();
    out
}

fn looks_like_api(word: &str) -> bool {
    let bare = word.trim_start_matches('_');
    bare.starts_with("Py") || bare.starts_with("PY")
}

/// The targets on which code uses each definition of a macro, by itself or through others: by the file of the definition
/// and its name. What uses it shares a unit with it.
pub(super) fn macros(project: &Relations, compiled: &Compiled) -> FxHashMap<(FileId, Name), VersionSet> {
    let mut defined: FxHashMap<Name, Vec<(FileId, &Define)>> = FxHashMap::default();
    for (file, define) in project.files.iter().flat_map(|f| f.defines.iter().map(move |d| (f.file, d))) {
        defined.entry(define.name).or_default().push((file, define));
    }
    let mut out: FxHashMap<(FileId, Name), VersionSet> = FxHashMap::default();
    let mut used: FxHashMap<Name, VersionSet> = FxHashMap::default();
    let mut words: FxHashMap<(FileId, Span), Vec<Name>> = FxHashMap::default();
    let mut open: Vec<Name> = Vec::new();
    for facts in &project.files {
        for word in facts.words.iter().filter(|w| w.kind != WordKind::Member && defined.contains_key(&w.name)) {
            let live = compiled.at(facts.file, facts.conds.at(word.start)).0;
            used.entry(word.name).or_insert_with(|| {
                open.push(word.name);
                VersionSet::default()
            });
            used.entry(word.name).and_modify(|known| *known = known.or(live));
        }
        while let Some(name) = open.pop() {
            let live = used.get(&name).copied().unwrap_or_default();
            for &(at, define) in defined.get(&name).into_iter().flatten() {
                if !project.includes.share(facts.file, at) {
                    continue;
                }
                let known = out.entry((at, name)).or_default();
                *known = known.or(live);
                let inner = words.entry((at, define.name_span)).or_insert_with(|| {
                    words_of(&define.body).map(Name::from).filter(|word| defined.contains_key(word)).collect()
                });
                for &word in inner.iter() {
                    // A set grows no oftener than it has versions.
                    let known = used.entry(word).or_default();
                    let more = known.or(live);
                    if more != std::mem::replace(known, more) {
                        open.push(word);
                    }
                }
            }
        }
        used.clear();
    }
    out
}

/// What was worked out for one file.
struct Seen<'p> {
    project: &'p Relations,
    compiled: &'p Compiled,
    facts: &'p FileFacts,
    own: FxHashMap<Name, (VersionSet, VersionSet)>,
    /// Whether a condition asks for a name.
    asked: Mentions<'p>,
}

impl Seen<'_> {
    /// A use, where it is CPython's name on some target.
    fn used(
        &mut self,
        name: Name,
        span: Span,
        cond: CondId,
        through: Option<Name>,
        among: VersionSet,
    ) -> Option<NameUse> {
        let (project, file) = (self.project, self.facts.file);
        let (defined, declared) = *self.own.entry(name).or_insert_with(|| project.own(file, name));
        let (live, certain) = self.compiled.at(file, cond);
        let live = live.and(among).without(defined);
        // `#ifdef NAME`: it is used where it is there.
        if live.is_empty() || self.asked.has(cond, name) {
            return None;
        }
        Some(NameUse { name, file, span, live, certain: certain.and(live), declared, through })
    }
}
