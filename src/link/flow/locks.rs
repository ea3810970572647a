//! Which functions run under a lock: those that take one, and those that only such functions call.

mod steps;

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{FileId, FuncId, Name};
use crate::link::values::each_expr;
use crate::link::{FuncRef, Project};

pub(crate) use steps::Against;
use steps::Steps;

/// Which functions take a lock, or are called by such only.
pub(crate) struct Protection<'a> {
    project: &'a Project,
    steps: Steps<'a>,
    known: FxHashMap<FuncRef, bool>,
}

impl<'a> Protection<'a> {
    pub(crate) fn new(project: &'a Project, against: Against) -> Self {
        Protection { project, steps: Steps::new(project, against), known: FxHashMap::default() }
    }

    /// Whether a function takes a lock, or every caller of it does, however far above.
    pub(crate) fn covers(&mut self, func: FuncRef) -> bool {
        if let Some(&known) = self.known.get(&func) {
            return known;
        }
        let (mut asked, mut next) = (vec![func], 0);
        let mut seen = FxHashSet::from_iter([func]);
        // Who waits for a caller, and for how many callers.
        let mut waiting: FxHashMap<FuncRef, Vec<FuncRef>> = FxHashMap::default();
        let mut missing: FxHashMap<FuncRef, usize> = FxHashMap::default();
        let mut covered: Vec<FuncRef> = Vec::new();
        while let Some(&at) = asked.get(next) {
            next += 1;
            if self.known.get(&at) == Some(&true) || !self.known.contains_key(&at) && self.steps.takes(at) {
                covered.push(at);
            } else if !self.known.contains_key(&at) {
                let callers = self.callers(at);
                missing.insert(at, callers.len());
                for caller in callers {
                    waiting.entry(caller).or_default().push(at);
                    if seen.insert(caller) {
                        asked.push(caller);
                    }
                }
            }
        }
        self.known
            .extend(asked.into_iter().filter(|at| missing.contains_key(at)).map(|at| (at, false)).collect::<Vec<_>>());
        while let Some(at) = covered.pop() {
            self.known.insert(at, true);
            for called in waiting.remove(&at).unwrap_or_default() {
                if let Some(pending) = missing.get_mut(&called) {
                    *pending -= 1;
                    if *pending == 0 {
                        covered.push(called);
                    }
                }
            }
        }
        self.known.get(&func) == Some(&true)
    }

    fn callers(&self, func: FuncRef) -> BTreeSet<FuncRef> {
        let name = self.project.func(func).name;
        if self.project.func(func).is_lambda() {
            return self.around(func).into_iter().collect();
        }
        self.project.sites.calls_of(name.as_str()).iter().filter_map(|s| s.func_ref()).collect()
    }

    /// The function that a lambda stands in.
    fn around(&self, lambda: FuncRef) -> Option<FuncRef> {
        let facts = self.project.file(lambda.file);
        let span = facts.func(lambda.id).span;
        let outer = |i: &usize| {
            let func = &facts.funcs[*i];
            func.body.is_some() && func.span != span && func.span.contains(span)
        };
        let id = (0..lambda.id.0 as usize).rev().find(outer)?;
        Some(FuncRef { file: lambda.file, id: FuncId(id as u32) })
    }

    /// Whether the function that gets the address, or one that it calls, takes a lock.
    pub(crate) fn locks_below(&mut self, file: FileId, callee: Name) -> bool {
        let mut pending = self.project.resolve_func(file, callee);
        let mut seen: FxHashSet<FuncRef> = pending.iter().copied().collect();
        while let Some(func) = pending.pop() {
            if self.steps.takes(func) {
                return true;
            }
            let ast = &self.project.file(func.file).ast;
            let mut callees: Vec<Name> = Vec::new();
            each_expr(self.project, func, &mut |e| callees.extend(ast.callee_name(e)));
            let below = callees.into_iter().flat_map(|name| self.project.resolve_func(func.file, name));
            pending.extend(below.filter(|&func| seen.insert(func)));
        }
        false
    }
}
