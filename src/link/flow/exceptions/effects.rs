//! What functions do to the exception: those of CPython by the table, those of the project by what they call. Each is
//! found out once for a project. No paths, no judgement.

use rustc_hash::FxHashMap;

use super::MAX_DEPTH;
use crate::capi::exceptions::{self, Effect};
use crate::capi::functions::Fails;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, FileId, Name, Stmt};
use crate::link::flow::references;
use crate::link::{FuncRef, Project};

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
        let project = self.project;
        let (facts, Some(body)) = (project.file(at.file), project.func(at).body) else { return false };
        let span = project.func(at).span;
        let cut = facts.gaps.iter().any(|gap| gap.span.start < span.end && span.start < gap.span.end);
        if depth >= MAX_DEPTH || cut {
            return false;
        }
        // What is not modelled may do anything, as may a macro by itself and a call through a pointer.
        let Some(calls) = Calls::of(project, at).filter(|calls| !calls.opaque && !calls.open) else { return false };
        let mut plain = true;
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Expr(e) = facts.ast.stmt(stmt) {
                plain &= !matches!(facts.ast.expr(e), Expr::Name(_));
            }
        });
        plain && calls.names.into_iter().all(|name| self.effect(at.file, name, depth + 1) == Effect::Quiet)
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
