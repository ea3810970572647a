//! The `tp_dealloc` functions of a project with what each does for every type that installs it. Walks:
//! [`crate::link::flow::lifecycle`]; no judgement.

use crate::facts::{Python, Truth, VersionSet};
use crate::link::flow::lifecycle::{Of, Outcome};
use crate::link::types::{Slot, TypeId};
use crate::link::{FuncRef, Model};

/// A dealloc function as one type uses it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The type.
    pub id: TypeId,
    /// The slot that installs the function.
    pub slot: Slot,
    /// Whether the collector tracks instances; None: not known, or not in every configuration.
    pub gc: Option<bool>,
    /// The Pythons for which this is so.
    pub versions: VersionSet,
    /// What happens.
    pub outcome: Outcome,
}

/// A dealloc function.
#[derive(Clone, Debug)]
pub struct Dealloc {
    /// The function.
    pub func: FuncRef,
    /// Its uses, in order of types; Pythons with one outcome together.
    pub cases: Vec<Case>,
}

/// The dealloc functions, in order of file and place.
pub(crate) fn collect(project: &Model) -> Vec<Dealloc> {
    let mut cases: Vec<(FuncRef, Case)> = Vec::new();
    for (id, _) in project.types.iter() {
        let first = cases.len();
        for python in project.type_live(id).iter() {
            add(project, id, python, &mut cases, first);
        }
    }
    cases.sort_by_key(|(func, _)| *func);
    let mut out: Vec<Dealloc> = Vec::new();
    for (func, case) in cases {
        match out.last_mut() {
            Some(last) if last.func == func => last.cases.push(case),
            _ => out.push(Dealloc { func, cases: vec![case] }),
        }
    }
    out
}

fn add(project: &Model, id: TypeId, python: Python, cases: &mut Vec<(FuncRef, Case)>, first: usize) {
    let object = project.types.get(id);
    let gc = project.type_gc_certain(id, python);
    for slot in project.type_slots(id, "tp_dealloc", python) {
        let Some(name) = project.file(slot.file).ast.referred_name(slot.value) else { continue };
        for func in project.resolve_func_at(slot.file, name, slot.span) {
            if project.file(func.file).conds.truth(project.func(func).cond, python) == Truth::False {
                continue;
            }
            let outcome =
                project.lifecycle_of_self(func, Of { id: Some(id), heap: Some(object.is_heap()), gc, python });
            let here = VersionSet::range(python, python);
            let same = cases[first..].iter_mut().find(|(f, c)| *f == func && c.gc == gc && c.outcome == outcome);
            match same {
                Some((_, case)) => case.versions = case.versions.or(here),
                None => cases.push((func, Case { id, slot, gc, versions: here, outcome })),
            }
        }
    }
}
