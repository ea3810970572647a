//! What functions do to the exception: those of CPython by the table, those of the project by what they call. Each is
//! found out once for a project. No paths, no judgement.

use rustc_hash::{FxHashMap, FxHashSet};

use super::MAX_DEPTH;
use crate::capi::exceptions::{self, Effect};
use crate::capi::functions::Fails;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, FileId, Name, Stmt};
use crate::link::flow::references;
use crate::link::{CutKind, FuncRef, Project};

/// So many functions are looked at beyond the end of a chain.
const MAX_BEYOND: usize = 64;

/// What a function does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Does {
    /// To the exception.
    pub effect: Effect,
    /// It gives NULL, and no exception, where there is no memory.
    pub allocates: bool,
}

/// What is known of the functions of a project.
pub(crate) struct Effects<'p> {
    project: &'p Project,
    /// By the depth of the chain of calls at which they were asked about: below the deepest nothing is known.
    effects: FxHashMap<(FileId, Name, u32), Effect>,
    does: FxHashMap<(FileId, Name), Does>,
}

impl<'p> Effects<'p> {
    pub(crate) fn new(project: &'p Project) -> Effects<'p> {
        Effects { project, effects: FxHashMap::default(), does: FxHashMap::default() }
    }

    /// The project.
    pub(crate) fn project(&self) -> &'p Project {
        self.project
    }

    /// What the functions do that a function calls by name; None where its body holds what is not modelled.
    pub(super) fn of_calls(&mut self, at: FuncRef) -> Option<FxHashMap<Name, Does>> {
        let calls = Calls::of(self.project, at).filter(|calls| !calls.opaque)?;
        Some(calls.names.into_iter().map(|name| (name, self.does(at.file, name))).collect())
    }

    /// Whether a function of the project calls nothing that sets an exception.
    pub(crate) fn is_quiet(&mut self, file: FileId, name: Name) -> bool {
        self.effect(file, name, 0) == Effect::Quiet
    }

    fn does(&mut self, file: FileId, name: Name) -> Does {
        if let Some(&known) = self.does.get(&(file, name)) {
            return known;
        }
        let effect = self.effect(file, name, 0);
        let project = self.project;
        let own = own_of(project, file, name);
        let allocates = match own.as_slice() {
            [] => exceptions::allocates(&name) && project.defines_of(file, name).is_empty(),
            // A function of the project that calls one and nothing that sets an exception.
            own => {
                let asks = |&at: &FuncRef| {
                    let any = Calls::of(project, at).is_some_and(|c| c.names.iter().any(|n| exceptions::allocates(n)));
                    any && project.func(at).ret.pointers > 0
                };
                effect == Effect::Quiet && own.iter().all(asks)
            }
        };
        let does = Does { effect, allocates };
        self.does.insert((file, name), does);
        does
    }

    fn effect(&mut self, file: FileId, name: Name, depth: u32) -> Effect {
        if let Some(&known) = self.effects.get(&(file, name, depth)) {
            return known;
        }
        let effect = self.found(file, name, depth);
        self.effects.insert((file, name, depth), effect);
        effect
    }

    fn found(&mut self, file: FileId, name: Name, depth: u32) -> Effect {
        let project = self.project;
        let own = own_of(project, file, name);
        if own.is_empty() {
            let macros = !project.defines_of(file, name).is_empty();
            return exceptions::of(&name).filter(|_| !macros).unwrap_or(Effect::Open);
        }
        if own.iter().all(|&at| self.leaves_alone(at, depth)) {
            return Effect::Quiet;
        }
        let objects = own.iter().all(|&at| {
            let ret = &project.func(at).ret;
            struct_roles::is(ret.bare_base(), Kind::Object) && ret.pointers == 1
        });
        if objects { Effect::Tells(Fails::Null) } else { Effect::Open }
    }

    /// Whether a function of the project leaves the exception alone.
    fn leaves_alone(&mut self, at: FuncRef, depth: u32) -> bool {
        let Some(names) = self.plain_calls(at) else { return false };
        if depth >= MAX_DEPTH {
            if self.is_quiet_beyond(at) {
                self.project.cuts.add(CutKind::Calls, at.file, self.project.func(at).name_span);
            }
            return false;
        }
        names.into_iter().all(|name| self.effect(at.file, name, depth + 1) == Effect::Quiet)
    }

    /// What a function calls by name; None where its body does more than that, or is not modelled.
    fn plain_calls(&self, at: FuncRef) -> Option<Vec<Name>> {
        let project = self.project;
        let (facts, body, span) = (project.file(at.file), project.func(at).body?, project.func(at).span);
        if facts.gaps_in(span).next().is_some() {
            return None;
        }
        // What is not modelled may do anything, as may a macro by itself and a call through a pointer.
        let calls = Calls::of(project, at).filter(|calls| !calls.opaque && !calls.open)?;
        let mut plain = true;
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Expr(e) = facts.ast.stmt(stmt) {
                plain &= !matches!(facts.ast.expr(e), Expr::Name(_));
            }
        });
        plain.then_some(calls.names)
    }

    /// Whether a function at the end of the chain would leave the exception alone as well, so that something is lost by not
    /// following it. Of more functions than are looked at that is not known.
    fn is_quiet_beyond(&self, at: FuncRef) -> bool {
        let (mut open, mut seen) = (vec![at], FxHashSet::from_iter([at]));
        while let Some(at) = open.pop().filter(|_| seen.len() <= MAX_BEYOND) {
            let Some(names) = self.plain_calls(at) else { return false };
            for name in names {
                let own = own_of(self.project, at.file, name);
                let macros = || !self.project.defines_of(at.file, name).is_empty();
                if own.is_empty() && (macros() || exceptions::of(&name) != Some(Effect::Quiet)) {
                    return false;
                }
                open.extend(own.into_iter().filter(|&at| seen.insert(at)));
            }
        }
        true
    }
}

/// The functions of the project that a name means, CPython's own left out.
pub(super) fn own_of(project: &Project, file: FileId, name: Name) -> Vec<FuncRef> {
    let own = project.resolve_func(file, name);
    if references::cpythons(project, name, &own).is_some() { Vec::new() } else { own }
}

/// What the body of a function calls.
#[derive(Default)]
struct Calls {
    /// The names, each once.
    names: Vec<Name>,
    /// It calls through a pointer.
    open: bool,
    /// It holds what is not modelled.
    opaque: bool,
}

impl Calls {
    fn of(project: &Project, at: FuncRef) -> Option<Calls> {
        let (facts, body) = (project.file(at.file), project.func(at).body?);
        let mut calls = Calls::default();
        facts.each_body_expr(body, &mut |id| match facts.ast.expr(id) {
            Expr::Call { .. } => match facts.ast.callee_name(id) {
                Some(name) => calls.names.push(name),
                None => calls.open = true,
            },
            Expr::Opaque => calls.opaque = true,
            _ => {}
        });
        calls.names.sort_unstable_by_key(|name| name.as_str());
        calls.names.dedup();
        Some(calls)
    }
}
