//! Who owns the references in each function of a project: one walk over each body, callees before callers.
//!
//! A walk follows every object of a function at once: the results of calls, and what parameters hold. What a call does
//! is told by the table of CPython's functions, or by the summary of the project's function that it calls. Whatever is not
//! understood makes an object lost: nothing more is said of it. Paths that are too many are left out, and counted: each
//! path is judged by itself, so what is left out hides faults and makes none.
//!
//! [`super::references`] follows one reference for whoever asks; here all are followed once, for the rules of references.
//! This module does not judge: it says which faults it met, and rules say what that means.

mod asked;
mod calls;
mod certain;
mod config;
mod ends;
mod faults;
mod fields;
mod given_away;
mod nulls;
mod order;
mod places;
mod plan;
mod pointers;
mod project;
mod reentry;
mod scopes;
mod sources;
mod state;
mod summary;
mod values;
mod walk;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, FuncId, Generated, Param, Python, Truth};
use crate::link::flow::paths;
use crate::link::flow::references::{Meaning, References};
use crate::link::{CutKind, FuncRef, Model};
use config::Config;
use plan::{Plan, Source};
use state::{Object, State, Value};
use summary::{Also, Ends, Summary};
use walk::{Meanings, Walk};

pub use faults::{Fault, FaultKind, How};

/// The faults of a project, in order of file and place.
#[derive(Debug, Default)]
pub struct Ownership {
    faults: Vec<Fault>,
}

impl Ownership {
    /// The faults of one kind.
    pub fn faults(&self, kind: FaultKind) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |fault| fault.kind == kind)
    }

    /// Follows the references in the code that is compiled for the newest Python that is checked. Files that Cython, mypyc
    /// and SWIG wrote are left out: who reads the findings cannot change them.
    pub(crate) fn collect(model: &Model) -> Ownership {
        let python = model.targets.max_python;
        let fields = fields::Fields::of(model);
        let (summaries, meanings) = (FxHashMap::default(), Meanings::default());
        let mut all = All { model, python, fields, summaries, meanings };
        let mut faults = Vec::new();
        for at in order::callees_first(model) {
            if !model.file(at.file).generated.as_ref().is_some_and(Generated::is_whole) {
                faults.extend(all.walk(at));
            }
        }
        faults.sort_by_key(|fault| (fault.at, fault.place.start, fault.kind, fault.source));
        Ownership { faults }
    }
}

struct All<'a> {
    model: &'a Model,
    python: Python,
    fields: fields::Fields,
    summaries: FxHashMap<FuncRef, Summary>,
    meanings: Meanings,
}

impl All<'_> {
    fn walk(&mut self, at: FuncRef) -> Vec<Fault> {
        let (model, facts, func) = (self.model, self.model.file(at.file), self.model.func(at));
        let given = facts.conds.at_span(func.name_span);
        let (Some(body), true) = (func.body, facts.conds.truth(given, self.python) != Truth::False) else {
            return Vec::new();
        };
        let Some(plan) = Plan::of(model, at) else { return Vec::new() };
        self.learn(at, &plan);
        if !self.is_worth_it(at, &plan) {
            return Vec::new();
        }
        let mut ends = Ends::default();
        let (mut told, mut whole, mut also) = (BTreeMap::new(), true, Also::default());
        let build = |defined| Config::of(facts, func.span, self.python, defined);
        let (with, without) = (build(true), build(false));
        let one = with == without;
        for config in [with, without].into_iter().take(if one { 1 } else { 2 }) {
            let mut walk = Walk {
                model,
                facts,
                at,
                python: self.python,
                config: &config,
                plan: &plan,
                summaries: &self.summaries,
                meanings: &self.meanings,
                faults: faults::Faults::default(),
                ends: &mut ends,
                cut: false,
                forks: Vec::new(),
                balanced: FxHashSet::default(),
                hidden: FxHashMap::default(),
                runs: false,
                fields: &self.fields,
                uses_again: 0,
                may_be_null: false,
            };
            whole &= paths::walk(&mut walk, facts, body, entry(model, at, &plan)) && !walk.cut;
            also.runs |= walk.runs;
            also.uses_again |= walk.uses_again;
            also.may_be_null |= walk.may_be_null;
            for (id, fault) in std::mem::take(&mut walk.faults).told(at, facts, &plan) {
                if walk.is_fault(id, &fault) {
                    told.entry((fault.kind, id)).or_insert(fault);
                }
            }
        }
        if !whole {
            model.cuts.add(CutKind::Paths, at.file, func.name_span);
        }
        self.summaries.insert(at, ends.summary(whole, also));
        told.into_values().collect()
    }

    /// Whether a function has to do with references: it gets an object, or calls something that gives, takes or releases one.
    fn is_worth_it(&self, at: FuncRef, plan: &Plan) -> bool {
        let ast = &self.model.file(at.file).ast;
        let object = |param: &Param| param.ty.pointers == 1 && param.ty.bare_base().starts_with("Py");
        let counts = |source: &Source| {
            let Source::Call(call) = *source else { return false };
            let Expr::Call { callee, args } = ast.expr(call) else { return false };
            match ast.expr(ast.strip_casts(callee)) {
                Expr::Name(name) => match self.meanings.get(&(at.file, name)) {
                    Some(Meaning::Api(f)) => {
                        f.returns_new()
                            || f.returns_borrowed()
                            || (1..=ast.exprs(args).len())
                                .any(|n| f.releases().has(n) || f.steals_on_success(n) || f.takes.has(n))
                    }
                    Some(Meaning::Functions(funcs)) => funcs.iter().any(|func| self.summaries.contains_key(func)),
                    _ => false,
                },
                Expr::Member { field, .. } => field == "tp_alloc" || field == "tp_new",
                _ => false,
            }
        };
        self.model.func(at).params.iter().any(object) || plan.sources.iter().any(counts)
    }

    /// Looks up what the names mean that a function calls.
    fn learn(&mut self, at: FuncRef, plan: &Plan) {
        let ast = &self.model.file(at.file).ast;
        let mut references: Option<References<'_>> = None;
        for source in &plan.sources {
            let Source::Call(call) = *source else { continue };
            let Expr::Call { callee, .. } = ast.expr(call) else { continue };
            let Expr::Name(name) = ast.expr(ast.strip_casts(callee)) else { continue };
            let (model, python) = (self.model, self.python);
            self.meanings
                .entry((at.file, name))
                .or_insert_with(|| references.get_or_insert_with(|| References::new(model, python)).meaning(at, name));
        }
    }
}

/// What is known where a function begins.
fn entry(model: &Model, at: FuncRef, plan: &Plan) -> State {
    let mut state = State::default();
    for (id, source) in plan.sources.iter().enumerate() {
        let Source::Param(index) = *source else { break };
        let Some(local) = plan.param(model, at, index) else { continue };
        let id = id as u16;
        // Text that is a part of an object may go with it: whether it is used after code ran is told to callers.
        let ty = model.func(at).params[index].ty;
        let lent = matches!(ty.bare_base(), "char" | "unsigned char") && ty.pointers == 1;
        state.put(Object { id, lent, argument: true, ..Object::default() });
        state.set(local, Some(Value::Object(id)));
    }
    state
}

/// All functions with a body.
fn functions(model: &Model) -> impl Iterator<Item = FuncRef> + '_ {
    model.files.iter().flat_map(|facts| {
        let bodies = facts.funcs.iter().enumerate().filter(|(_, func)| func.body.is_some());
        bodies.map(|(i, _)| FuncRef { file: facts.file, id: FuncId(i as u32) })
    })
}
