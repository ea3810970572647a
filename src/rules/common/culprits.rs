//! What contradicts a module's claim to be isolated: the state that its files share between interpreters.

use crate::capi::families::{self, Family};
use crate::capi::roles;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

use crate::facts::{FileId, Linkage, Name, Python, Scope, Span, VersionSet};
use crate::finding::Finding;
use crate::link::flow::locks::{Against, Protection};
use crate::link::modules::reached::{Reach, Reached};
use crate::link::sites::CallSite;
use crate::link::types::{TypeId, TypeKind};
use crate::link::{Content, Project, Role, StaticVar};

/// Secondary labels of a finding; the rest is counted.
const SHOWN: usize = 5;

/// Since this release `Py_None` and the like are immortal: every interpreter may hold them.
pub(crate) const IMMORTAL_SINCE: Python = Python(12);

/// One reason.
#[derive(Clone, Debug)]
pub(crate) struct Culprit {
    pub file: FileId,
    pub span: Span,
    pub name: String,
    pub what: String,
    /// Worse is lower.
    pub rank: u8,
    /// Nothing about it was guessed.
    pub certain: bool,
    /// It is a call, which the module makes; else something that it shares.
    pub call: bool,
    /// The Pythons on which it is there.
    pub versions: VersionSet,
}

/// Whether a variable is state: not exempt by its declaration, and written.
pub(crate) fn is_mutable(var: &StaticVar) -> bool {
    var.exempt.is_none() && (var.is_written() && !var.only_safe_writes() || var.is_written_elsewhere())
}

/// What the files of a project share, found file by file.
pub(crate) struct SharedState<'a> {
    project: &'a Project,
    locks: Protection<'a>,
    reach: Reach<'a>,
    /// Places in the lists of the project, by file.
    vars: FxHashMap<FileId, Vec<usize>>,
    types: FxHashMap<FileId, Vec<TypeId>>,
    /// Calls of functions that know one interpreter, or one module a process.
    calls: FxHashMap<FileId, Vec<(Name, CallSite)>>,
}

impl<'a> SharedState<'a> {
    pub(crate) fn new(project: &'a Project) -> Self {
        let locks = Protection::new(project, Against::Interpreters);
        let (mut vars, mut types, mut calls) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        for (i, var) in project.statics().vars.iter().enumerate() {
            vars.entry(var.definition.file).or_insert_with(Vec::new).push(i);
        }
        let shared = |kind| matches!(kind, TypeKind::Static | TypeKind::StructSequence);
        for (id, object) in project.types.iter().filter(|(_, t)| shared(t.kind)) {
            types.entry(object.file).or_insert_with(Vec::new).push(id);
        }
        // Whoever asks only whether the thread is attached is told the truth in every interpreter.
        for (name, sites) in project.sites.calls.iter().filter(|(name, _)| roles::knows_one_interpreter(name.as_str()))
        {
            for site in sites.iter().filter(|s| !s.func_ref().is_some_and(|f| project.is_unused(f))) {
                calls.entry(site.file).or_insert_with(Vec::new).push((*name, *site));
            }
        }
        SharedState { project, locks, reach: project.module_reach(), vars, types, calls }
    }

    /// What the files share, on the Pythons given, whether their module runs it or not; the worst first.
    pub(crate) fn of(&mut self, files: &[FileId], versions: VersionSet) -> Vec<Culprit> {
        self.all(files, versions, None)
    }

    /// The part of it that the module of these files may run.
    pub(crate) fn run_by(&mut self, files: &[FileId], versions: VersionSet) -> Vec<Culprit> {
        let reached = self.reach.of(files);
        self.all(files, versions, Some(&reached))
    }

    fn all(&mut self, files: &[FileId], versions: VersionSet, reached: Option<&Reached>) -> Vec<Culprit> {
        let (project, mut out) = (self.project, Vec::new());
        types(project, sorted(files, &self.types), versions, &mut out);
        for i in sorted(files, &self.vars) {
            let var = &project.statics().vars[i];
            let definition = project.var(var.definition);
            let facts = project.file(var.definition.file);
            let versions = facts.conds.live(definition.cond, &project.targets).and(versions);
            let var = reached.map_or(Cow::Borrowed(var), |reached| Cow::Owned(reached.part_of(var)));
            if versions.is_empty() || var.local && is_unused(project, &var) || is_locked(&var, &mut self.locks) {
                continue;
            }
            variable(project, &var, versions, &mut out);
        }
        let mut made: Vec<(Name, CallSite)> =
            files.iter().filter_map(|f| self.calls.get(f)).flatten().copied().collect();
        made.retain(|(_, site)| site.func_ref().is_none_or(|f| reached.is_none_or(|r| r.runs(f))));
        made.sort_by_key(|(name, site)| (name.as_str(), site.file, site.func.map_or(u32::MAX, |f| f.0), site.expr));
        calls(project, &made, versions, &mut out);
        for culprit in &mut out {
            culprit.certain &= project.only_where(culprit.file, culprit.span).is_none();
        }
        out.sort_by_key(|c| (!c.certain, c.rank, c.file, c.span));
        out
    }
}

/// What these files have, in its order.
fn sorted<T: Copy + Ord>(files: &[FileId], by_file: &FxHashMap<FileId, Vec<T>>) -> Vec<T> {
    let mut found: Vec<T> = files.iter().filter_map(|f| by_file.get(f)).flatten().copied().collect();
    found.sort_unstable();
    found
}

/// Whether the variable holds no object and is only changed by functions that take a lock.
fn is_locked(var: &StaticVar, locks: &mut Protection<'_>) -> bool {
    let mut changed = var.writes.iter().filter(|w| w.after_init);
    var.content == Content::Plain
        && var.written_after_init()
        && changed.all(|w| w.site.func.is_some_and(|f| locks.covers(f)))
}

fn types(project: &Project, types: Vec<TypeId>, versions: VersionSet, out: &mut Vec<Culprit>) {
    let mut named: FxHashSet<Name> = FxHashSet::default();
    for id in types {
        let object = project.types.get(id);
        let versions = project.type_live(id).and(versions);
        if versions.is_empty() || !named.insert(object.symbol) {
            continue;
        }
        let name = object.symbol.to_string();
        let what = format!("static type `{name}`");
        let (file, span) = (object.file, object.span);
        out.push(Culprit { file, span, name, what, rank: 0, certain: true, call: false, versions });
    }
}

fn variable(project: &Project, var: &StaticVar, versions: VersionSet, out: &mut Vec<Culprit>) {
    let definition = project.var(var.definition);
    let name = definition.name.to_string();
    let (rank, what) = match var.content {
        Content::Object if var.exempt.is_none() && var.ty.pointers == 0 => (1, format!("static object `{name}`")),
        Content::Object => return,
        _ if !is_mutable(var) || var.names_static_types(project) => return,
        Content::ObjectPointer | Content::ObjectStruct => {
            let immortal = versions.min().is_some_and(|python| python >= IMMORTAL_SINCE);
            if immortal && var.holds_only_cpython_objects() {
                return;
            }
            (2, format!("`{name}` holds Python objects"))
        }
        Content::Plain => {
            let role = var.role(project);
            let rank = match role {
                Role::ThreadState => 3,
                _ if var.single_constant(project).is_some() || var.looked_up_in(project).is_some() => 6,
                _ if var.written_after_init() => 5,
                _ => 6,
            };
            (rank, format!("`{name}` is a mutable {}", role.as_str()))
        }
    };
    // Set to one value, or by the import alone: two interpreters hardly disagree about it.
    let certain = var.is_written() && rank < 6;
    let (file, span) = (var.definition.file, definition.name_span);
    out.push(Culprit { file, span, name, what, rank, certain, call: false, versions });
}

/// Whether a variable belongs to a function that nothing mentions: most such are helpers of a header shared by many.
fn is_unused(project: &Project, var: &StaticVar) -> bool {
    let Scope::Local(func) = project.var(var.definition).scope else { return false };
    let func = project.file(var.definition.file).func(func);
    let internal = func.linkage == Linkage::Internal;
    internal
        && project.sites.calls_of(func.name.as_str()).is_empty()
        && !is_mentioned(project, var.definition.file, func.name)
}

fn is_mentioned(project: &Project, file: FileId, name: Name) -> bool {
    project.sites.mentions_of(name).iter().any(|&(f, _)| project.share_unit(file, f))
}

fn calls(project: &Project, made: &[(Name, CallSite)], versions: VersionSet, out: &mut Vec<Culprit>) {
    for (name, site) in made {
        let facts = project.file(site.file);
        let span = facts.ast.expr_span(site.expr);
        let versions = facts.conds.live(facts.conds.at_span(span), &project.targets).and(versions);
        if versions.is_empty() {
            continue;
        }
        // A thread that has run Python code before comes back to its interpreter: harm is possible, not certain.
        let attaches = families::is(name, Family::GilState);
        let what = if attaches {
            format!("`{name}` attaches a thread that Python did not create to the main interpreter")
        } else {
            format!("`{name}` works only for modules with single-phase initialization")
        };
        let (file, name) = (site.file, name.to_string());
        out.push(Culprit { file, span, name, what, rank: 4, certain: !attaches, call: true, versions });
    }
}

/// Puts the first culprits on a finding as labels, and the number of the others as a note.
pub(crate) fn label(mut finding: Finding, culprits: &[Culprit]) -> Finding {
    for culprit in culprits.iter().take(SHOWN) {
        finding = finding.label(culprit.file, culprit.span, culprit.what.as_str());
    }
    match culprits.len().saturating_sub(SHOWN) {
        0 => finding,
        more => finding.note(format!("and {more} more")),
    }
}
