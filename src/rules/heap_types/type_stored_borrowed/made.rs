//! What becomes of types in the functions that create them, and which functions read the places where they are kept.

use rustc_hash::FxHashMap;

use crate::capi::families::{self, Family};
use crate::capi::functions::{self, Makes};
use crate::facts::{Expr, ExprId, FileFacts, FuncId, Name, Python, VersionSet};
use crate::link::flow::references::{Act, End, Keeper, Origin, References, Trace, Walks};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

/// A type that a call creates, and what its function does with it.
pub(super) struct Made {
    pub(super) at: FuncRef,
    pub(super) call: ExprId,
    trace: Trace,
}

/// What is wrong with the reference of the creation.
pub(super) enum Wrong {
    /// It is in a place without a reference of its own: the store, and the call that took the reference.
    Borrowed(Keeper, ExprId, ExprId),
    /// Nobody releases it: the call that took one of its own.
    LeftOver(ExprId),
}

/// The types that calls of CPython's functions create, in order of file and place.
pub(super) fn all(project: &Project) -> Vec<Made> {
    let makers = functions::all().iter().filter(|f| matches!(f.makes, Some(Makes::Type | Makes::ExceptionType)));
    let mut sites: Vec<CallSite> = makers.flat_map(|f| project.sites.calls_of(f.name)).copied().collect();
    sites.sort_unstable_by_key(|s| (s.file, s.expr));
    let mut walks = Walks::default();
    let adders: Vec<Name> =
        project.sites.calls.keys().copied().filter(|name| families::is(name, Family::Modules)).collect();
    // What is wrong, a call that puts the type into a module shows.
    let adds = |at: FuncRef| adders.iter().any(|&name| !project.sites.calls_by(at, name).is_empty());
    let sites = sites.into_iter().filter(|site| site.func_ref().is_some_and(adds));
    sites.filter_map(|site| made(project, site, &mut walks)).collect()
}

fn made(project: &Project, site: CallSite, walks: &mut Walks) -> Option<Made> {
    let at = site.func_ref()?;
    let facts = project.file(site.file);
    let live: VersionSet = facts.conds.live(facts.conds.at_span(facts.ast.expr_span(site.expr)), &project.targets);
    let python: Python = live.max()?;
    let mut references = References::new(project, python);
    references.api(at, site.expr)?;
    if !walks.may(project, at) {
        return None;
    }
    let trace = references.follow(at, Origin::Value(site.expr));
    Some(Made { at, call: site.expr, trace })
}

impl Made {
    /// The places that some path leaves the type in.
    pub(super) fn kept(&self) -> impl Iterator<Item = Keeper> {
        self.trace.objects().flat_map(|end| &end.state.kept).copied()
    }

    /// What is wrong on the paths that do not fail.
    pub(super) fn wrong(&self, facts: &FileFacts) -> Option<Wrong> {
        // What happens after a failure is another matter.
        let good = |end: &&End| end.failed != Some(true);
        if self.trace.unknown || self.trace.ends.iter().filter(good).any(|end| end.state.lost) {
            return None;
        }
        let ends: Vec<&End> = self.trace.objects().filter(good).collect();
        ends.iter().find_map(|end| borrowed(facts, end)).or_else(|| {
            let added =
                ends.iter().find_map(|end| end.state.acts.iter().find_map(|act| to_module(facts, act, true)))?;
            let mut with = ends.iter().filter(|end| end.state.did(|act| *act == Act::Shared(added)));
            with.all(|end| left_over(end)).then_some(Wrong::LeftOver(added))
        })
    }
}

/// A path on which a module takes the only reference, while a place keeps the type.
fn borrowed(facts: &FileFacts, end: &End) -> Option<Wrong> {
    let counted = |act: &Act| matches!(act, Act::Taken(_) | Act::Shared(_) | Act::Released(_));
    let place = *end.state.kept.first()?;
    let store = end.state.acts.iter().find_map(|act| if let Act::Stored(e) = *act { Some(e) } else { None })?;
    let given = end.state.acts.iter().find_map(|act| to_module(facts, act, false))?;
    let only = end.state.owned == 0 && !end.returned && !end.state.did(counted);
    only.then_some(Wrong::Borrowed(place, store, given))
}

fn left_over(end: &End) -> bool {
    let given = |act: &Act| matches!(act, Act::Taken(_) | Act::Released(_) | Act::Stolen(_) | Act::Stored(_));
    end.left_over() > 0 && !end.state.did(given)
}

/// The call that puts the type into a module, taking a reference of its own or the one it is given.
fn to_module(facts: &FileFacts, act: &Act, shared: bool) -> Option<ExprId> {
    let call = match *act {
        Act::Shared(call) if shared => call,
        Act::Stolen(call) if !shared => call,
        _ => return None,
    };
    facts.ast.callee_name(call).filter(|name| families::is(name, Family::Modules)).map(|_| call)
}

/// The functions that name a field or global, for those in which types are kept.
pub(super) struct Readers<'a> {
    project: &'a Project,
    by_name: FxHashMap<Name, Vec<FuncRef>>,
}

impl<'a> Readers<'a> {
    pub(super) fn of(project: &'a Project, made: &[Made]) -> Readers<'a> {
        let mut by_name: FxHashMap<Name, Vec<FuncRef>> =
            made.iter().flat_map(Made::kept).map(|place| (place.name, Vec::new())).collect();
        for facts in if by_name.is_empty() { &[][..] } else { &project.files } {
            for (i, func) in facts.funcs.iter().enumerate() {
                let (Some(body), at) = (func.body, FuncRef { file: facts.file, id: FuncId(i as u32) }) else {
                    continue;
                };
                facts.each_body_expr(body, &mut |e| {
                    if let Expr::Name(name) | Expr::Member { field: name, .. } = facts.ast.expr(e)
                        && let Some(funcs) = by_name.get_mut(&name)
                        && funcs.last() != Some(&at)
                    {
                        funcs.push(at);
                    }
                });
            }
        }
        Readers { project, by_name }
    }

    /// Whether another function than the one that creates the type reads a field or global of this name.
    pub(super) fn read_elsewhere(&self, place: Keeper, at: FuncRef) -> bool {
        let read = |f: &FuncRef| *f != at && self.project.share_unit(at.file, f.file);
        self.by_name.get(&place.name).is_some_and(|funcs| funcs.iter().any(read))
    }
}
