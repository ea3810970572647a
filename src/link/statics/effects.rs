//! Joins what the files recorded: decides what callees do to the pointers they get, and gives each variable its writes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::families::{self, Family};
use crate::facts::{FileId, Name, Scope};
use crate::link::{FuncRef, Relations};

use super::bodies::{Object, Pass, Recorded};
use super::catalog::Catalog;
use super::guard::Guard;
use super::known::{self, ArgumentUse};
use super::{Exemption, Site, Statics, Value, Write, WriteKind, init, once};

/// What a function does to a parameter, by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Nothing,
    /// Writes, by atomic operations only.
    Atomic,
    Unknown,
    Writes,
}

/// A parameter; `true` for the parameter itself instead of what it points to.
type Param = (FuncRef, usize, bool);

/// What each name means in each file, asked once.
struct Callees<'a> {
    project: &'a Relations,
    found: FxHashMap<(FileId, Name), Vec<FuncRef>>,
}

impl Callees<'_> {
    fn of(&mut self, file: FileId, name: Name) -> &[FuncRef] {
        let project = self.project;
        self.found.entry((file, name)).or_insert_with(|| project.resolve_func(file, name))
    }
}

pub(crate) fn join(project: &Relations, catalog: Catalog, recorded: Vec<Recorded>) -> Statics {
    let mut callees = Callees { project, found: FxHashMap::default() };
    let params = params(project, &recorded, &mut callees);
    let initialisation = init::Initialisation::new(project, &recorded);
    let init = initialisation.only(project, &FxHashSet::default(), &|_, _, _| false);
    let once = once::once_only(project, &recorded, &initialisation.calls);
    let mut vars = catalog.vars;
    let mut guards: Vec<Guard> = Vec::new();
    for recorded in recorded {
        guards.extend(recorded.guards);
        for (id, write) in recorded.writes {
            vars[id as usize].writes.push(write);
        }
        for (id, site) in recorded.escapes {
            vars[id as usize].escapes.push(site);
        }
        for id in recorded.reads {
            vars[id as usize].reads += 1;
        }
        for pass in recorded.passes {
            let Object::Static(id) = pass.object else { continue };
            let var = &mut vars[id as usize];
            let words = var.ty.bare_base() == "char" && var.ty.pointers == 1 && var.ty.arrays == 1;
            if words
                && families::is(&pass.callee, Family::Arguments)
                && pass.callee.ends_with("AndKeywords")
                && var.exempt.is_none()
            {
                var.exempt = Some(Exemption::Table);
            }
            match outcome(project, &params, &mut callees, &pass, var.ty.pointers) {
                ArgumentUse::Writes | ArgumentUse::WritesLvalue => {
                    var.writes.push(passed(&pass, WriteKind::Passed(pass.callee)));
                }
                ArgumentUse::WritesAtomically => var.writes.push(passed(&pass, WriteKind::Atomic(pass.callee))),
                ArgumentUse::Reads if pass.by_reference => {}
                ArgumentUse::Reads => {
                    var.address_reads += 1;
                    var.address_passed |= passes_address(project, &mut callees, &pass, var.ty.pointers);
                }
                ArgumentUse::Unknown if !pass.by_reference => var.escapes.push(pass.site),
                ArgumentUse::Unknown => {}
            }
        }
    }
    for var in &mut vars {
        let facts = project.file(var.definition.file);
        let declared = facts.var(var.definition.id).cond;
        let home = var.definition.file;
        let apart = |site: Site| site.file == home && facts.conds.exclusive(declared, facts.conds.at_span(site.span));
        let only = var.declared.iter().filter(|d| d.file == home).count() == 1;
        // What nothing calls is in no build.
        let dead = |site: Site| site.func.is_some_and(|f| project.is_unused(f)) || only && apart(site);
        var.writes.retain(|w| !dead(w.site));
        var.escapes.retain(|&site| !dead(site));
        for write in &mut var.writes {
            write.after_init = write.site.func.is_none_or(|f| !init.contains(&f));
            let guard = matches!(write.kind, WriteKind::Passed(callee) if once::is_named_once(callee));
            write.once = guard || write.site.func.is_none_or(|f| once.contains(&f));
        }
        var.writes.sort_by_key(|w| (w.site.file != home, w.site));
        var.writes.dedup_by_key(|w| w.site);
        var.escapes.sort_by_key(|&site| (site.file != home, site));
    }
    // A flag that the initialisation does not set behind the test keeps nobody out: a version that was too low.
    let sets = |g: &Guard, id: u32| {
        let behind = |w: &Write| w.site.func != g.site.func || w.site.span.start >= g.site.span.start;
        vars[id as usize].writes.iter().any(|w| !w.after_init && behind(w))
    };
    let keeps_out = |g: &Guard| g.by_interpreter || g.flags.iter().any(|&id| sets(g, id));
    let guards = guards.into_iter().filter(|g| g.site.func.is_some_and(|f| init.contains(&f)) && keeps_out(g));
    let guards = guards.map(|g| g.site).collect();
    let order: Vec<_> = vars.iter().map(|v| (v.definition.file, project.var(v.definition).name_span)).collect();
    let mut sorted: Vec<usize> = (0..vars.len()).collect();
    sorted.sort_by_key(|&i| order[i]);
    let mut slots: Vec<Option<super::StaticVar>> = vars.into_iter().map(Some).collect();
    let in_build = |var: &super::StaticVar| match project.var(var.definition).scope {
        Scope::Local(id) => !project.is_unused(FuncRef { file: var.definition.file, id }),
        _ => true,
    };
    let vars = sorted.into_iter().filter_map(|i| slots[i].take()).filter(in_build).collect();
    Statics { vars, guards, initialisation, init, once }
}

fn passed(pass: &Pass, kind: WriteKind) -> Write {
    Write { site: pass.site, kind, value: Value::Other, cond: pass.cond, after_init: true, once: false, stored: None }
}

/// Whether a function of the project takes the pointer without promising to write nothing through it. `pointers`: those
/// of the variable's elements, or of the variable that is no array.
fn passes_address(project: &Relations, callees: &mut Callees<'_>, pass: &Pass, pointers: u8) -> bool {
    let mut params = callees.of(pass.site.file, pass.callee).iter().map(|&f| project.func(f).params.get(pass.index));
    params.any(|param| {
        let Some(ty) = param.map(|p| p.ty) else { return true };
        let levels = ty.pointers + u8::from(ty.arrays > 0);
        match pointers {
            _ if levels != pointers + 1 => !ty.const_base || levels > 1,
            0 => !ty.const_base,
            outer => ty.const_pointers & (1 << (outer - 1)) == 0,
        }
    })
}

/// What becomes of an object whose address (or, by reference, itself) is an argument.
fn outcome(
    project: &Relations,
    params: &FxHashMap<Param, Effect>,
    callees: &mut Callees<'_>,
    pass: &Pass,
    pointers: u8,
) -> ArgumentUse {
    let defined = callees.of(pass.site.file, pass.callee);
    if defined.is_empty() {
        if pass.by_reference {
            return ArgumentUse::Unknown;
        }
        if let Some(reads) = prototype_reads(project, pass) {
            return if reads { ArgumentUse::Reads } else { ArgumentUse::Unknown };
        }
        return known::argument(&pass.callee, pass.index);
    }
    let mut worst = Effect::Nothing;
    for &func in defined {
        let Some(param) = project.func(func).params.get(pass.index) else {
            worst = worst.max(Effect::Unknown);
            continue;
        };
        let used = |itself| params.get(&(func, pass.index, itself)).copied().unwrap_or(Effect::Nothing);
        let now = if !pass.by_reference {
            used(false)
        } else if param.ty.pointers == pointers + 1 && !param.ty.const_base {
            used(true).max(used(false))
        } else {
            Effect::Nothing
        };
        worst = worst.max(now);
    }
    match worst {
        Effect::Writes => ArgumentUse::Writes,
        Effect::Unknown => ArgumentUse::Unknown,
        Effect::Atomic => ArgumentUse::WritesAtomically,
        Effect::Nothing => ArgumentUse::Reads,
    }
}

/// Whether the prototypes of a function without a body say that it only reads; None without a prototype.
fn prototype_reads(project: &Relations, pass: &Pass) -> Option<bool> {
    let prototypes = project.funcs_named(pass.callee);
    let mut params = prototypes.iter().filter_map(|&f| project.func(f).params.get(pass.index)).peekable();
    params.peek()?;
    Some(params.all(|p| p.ty.pointers <= 1 && p.ty.const_base))
}

/// What every parameter suffers, callees included: ranks only rise, so the work ends.
fn params(project: &Relations, recorded: &[Recorded], callees: &mut Callees<'_>) -> FxHashMap<Param, Effect> {
    let mut params: FxHashMap<Param, Effect> = FxHashMap::default();
    let raise = |params: &mut FxHashMap<Param, Effect>, param: Param, to: Effect| {
        let now = params.entry(param).or_insert(Effect::Nothing);
        let rises = to > *now;
        *now = (*now).max(to);
        rises
    };
    // Who hands which parameter on to this one.
    let mut users: FxHashMap<Param, FxHashSet<Param>> = FxHashMap::default();
    for recorded in recorded {
        for &param in &recorded.written_params {
            raise(&mut params, param, Effect::Writes);
        }
        for &(func, index) in &recorded.leaked_params {
            raise(&mut params, (func, index, false), Effect::Unknown);
        }
        for pass in &recorded.passes {
            let (Some(func), Object::Pointee(index)) = (pass.site.func, pass.object) else { continue };
            if pass.by_reference {
                continue;
            }
            let own = (func, index, false);
            let defined = callees.of(pass.site.file, pass.callee);
            if defined.is_empty() {
                let used = match prototype_reads(project, pass) {
                    Some(true) => ArgumentUse::Reads,
                    Some(false) => ArgumentUse::Unknown,
                    None => known::argument(&pass.callee, pass.index),
                };
                let to = match used {
                    ArgumentUse::Writes => Effect::Writes,
                    ArgumentUse::WritesAtomically => Effect::Atomic,
                    ArgumentUse::Unknown => Effect::Unknown,
                    ArgumentUse::Reads | ArgumentUse::WritesLvalue => Effect::Nothing,
                };
                raise(&mut params, own, to);
            }
            for &callee in defined {
                users.entry((callee, pass.index, false)).or_default().insert(own);
            }
        }
    }
    let mut work: Vec<Param> = params.iter().filter(|(_, used)| **used > Effect::Nothing).map(|(p, _)| *p).collect();
    while let Some(param) = work.pop() {
        let used = params[&param];
        for &user in users.get(&param).into_iter().flatten() {
            if raise(&mut params, user, used) {
                work.push(user);
            }
        }
    }
    params
}
