//! FT006: a module says that it needs no GIL, and changes shared variables without protection.

use crate::capi::predefined::WITHOUT_GIL;
use crate::facts::{CondId, FileFacts, Truth, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::flow::locks::{Against, Protection};
use crate::link::modules::Module;
use crate::link::modules::reached::{Reach, Reached};
use crate::link::{Content, Project, StaticVar, Value, Write, WriteKind};
use crate::rules::common::culprits::{Culprit, is_mutable, label};
use crate::rules::common::threads::claim;
use crate::rules::{Context, FT006};

/// Rank of what holds objects: worse than other state.
const OBJECTS: u8 = 0;
const PLAIN: u8 = 1;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    if is_off(project) {
        return;
    }
    let mut races = Races::new(project);
    for module in &project.modules {
        let Some((file, span, versions)) = claim(project, module, &FT006) else { continue };
        let culprits = races.of(module, versions);
        let Some(worst) = culprits.first() else { continue };
        let message = format!("the GIL is declared unused, but `{}` is changed without protection", worst.name);
        let mut finding = Finding::source(
            &FT006,
            message,
            Label::new(file, span, "without the GIL, threads can run this code at the same time"),
        )
        .symbol(module.name.as_str())
        .help("use a lock or an atomic operation, or move the variable to module state");
        if !worst.certain {
            finding = finding.likely(
                "no call of the function that changes it was found, but part of this extension's code was not understood",
            );
        }
        out.push(label(finding, &culprits));
    }
}

/// Builds without the GIL are no target.
fn is_off(project: &Project) -> bool {
    project.targets.max_python < FT006.since_python || project.targets.free_threading == Truth::False
}

/// The variables with objects that each module of the project changes without a lock, and whether that is certain,
/// whatever the module declares. The rules about them speak of interpreters, for which it is enough that they are set once;
/// those about other state count for builds without the GIL by themselves.
pub fn object_races(project: &Project) -> Vec<Vec<(String, bool)>> {
    if is_off(project) {
        return vec![Vec::new(); project.modules.len()];
    }
    let mut races = Races::new(project);
    let of = |module| {
        let found = races.of(module, FT006.pythons(&project.targets));
        found.into_iter().filter(|c| c.rank == OBJECTS).map(|c| (c.name, c.certain)).collect()
    };
    project.modules.iter().map(of).collect()
}

/// Finds what modules change without a lock.
struct Races<'a> {
    project: &'a Project,
    protection: Protection<'a>,
    reach: Reach<'a>,
}

impl<'a> Races<'a> {
    fn new(project: &'a Project) -> Self {
        Races { project, protection: Protection::new(project, Against::Threads), reach: project.module_reach() }
    }

    /// A write of each such variable, the worst first.
    fn of(&mut self, module: &Module, versions: VersionSet) -> Vec<Culprit> {
        let project = self.project;
        let files = project.built_files(module);
        let reached = self.reach.in_use(&files);
        let mut culprits = Vec::new();
        for var in project.statics().vars.iter().filter(|v| files.contains(&v.definition.file) && is_mutable(v)) {
            let var = reached.part_of(var);
            if is_mutable(&var) {
                culprits.extend(unprotected(project, &var, versions, &mut self.protection, &reached));
            }
        }
        culprits.sort_by_key(|c| (!c.certain, c.rank, c.file, c.span));
        culprits
    }
}

/// A variable with a write behind the module's initialisation that no lock covers.
fn unprotected(
    project: &Project,
    var: &StaticVar,
    versions: VersionSet,
    protection: &mut Protection<'_>,
    reached: &Reached,
) -> Option<Culprit> {
    let definition = project.var(var.definition);
    let facts = project.file(var.definition.file);
    if !is_built(facts, definition.cond, versions) {
        return None;
    }
    let open = |w: &&Write| {
        let here = is_built(project.file(w.site.file), w.cond, versions);
        let atomic = matches!(w.kind, WriteKind::Atomic(_));
        w.after_init && !w.once && here && !atomic && w.site.func.is_some()
    };
    let covered = |w: &Write, protection: &mut Protection<'_>| {
        let passed = match w.kind {
            WriteKind::Passed(callee) => protection.locks_below(w.site.file, callee),
            _ => false,
        };
        passed || w.site.func.is_some_and(|f| protection.covers(f))
    };
    let mut writes: Vec<&Write> = var.writes.iter().filter(open).collect();
    let named = |w: &Write| w.site.func.is_none_or(|func| reached.is_named(func));
    writes.sort_by_key(|w| (!named(w), is_callback(project, w), w.value == Value::Null));
    let write = writes.into_iter().find(|w| !covered(w, protection))?;
    let rank = match var.content {
        Content::Plain => PLAIN,
        _ => OBJECTS,
    };
    let name = definition.name.to_string();
    let what = format!("`{name}` is changed here without a lock");
    let (file, span) = (write.site.file, write.site.span);
    let certain = named(write);
    Some(Culprit { file, span, name, what, rank, certain, call: false, versions })
}

/// Whether a write stands in a function that is only handed to others, as a handler of the library is: what Python code
/// calls shows the race better.
fn is_callback(project: &Project, write: &Write) -> bool {
    let Some(at) = write.site.func else { return false };
    let name = project.func(at).name;
    project.sites.calls_of(name.as_str()).is_empty() && !project.sites.calls_with(name).is_empty()
}

/// Whether code under a condition is in free-threaded builds for some of these Pythons.
fn is_built(facts: &FileFacts, cond: CondId, versions: VersionSet) -> bool {
    !facts.conds.live_with(WITHOUT_GIL, cond).and(versions).is_empty()
}
