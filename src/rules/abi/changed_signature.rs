//! ABI018: a call whose number of arguments fits one targeted Python and not another.

use crate::capi::functions::{Arity, NEWEST, OLDEST, facts_of};
use crate::capi::signatures;
use crate::facts::{FileId, Name, Python, Span, VersionSet};
use crate::finding::Finding;
use crate::link::Project;
use crate::link::macros::words::call_in;
use crate::link::sites::CallSite;
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::{ABI018, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut calls: Vec<(Name, &CallSite)> = Vec::new();
    for (&name, sites) in project.sites.calls.iter() {
        if changes(&name) {
            calls.extend(sites.iter().map(|site| (name, site)));
        }
    }
    calls.sort_by_key(|(_, site)| (site.file, site.expr));
    let uses = calls.into_iter().filter_map(|(name, site)| Some((name, misfit(project, name, site)?)));
    let uses = uses.chain(in_macros(project));
    for found in folded(uses) {
        let name = found.what;
        let there = found.at.min().unwrap_or(project.targets.min_python);
        let wanted = facts_of(&name).and_then(|f| f.args(there.0)).map_or(0, |arity| arity.fixed);
        let at = found.at.describe(&project.targets).unwrap_or_else(|| "on every Python checked".to_owned());
        let message = format!("`{name}` takes {wanted} arguments {at}, this call has another number");
        let mut finding = found.finding(&ABI018, message, "does not compile there").symbol(name.as_str());
        if let Some(types) = signatures::of(&name, there.0) {
            finding = finding.note(format!("from Python 3.{} on: {name}({})", types.since, types.parameters));
        }
        out.push(finding.help("write each call behind a test of PY_VERSION_HEX"));
    }
}

/// Whether the number of arguments is not the same in all Pythons that have the function, be they targets or not.
fn changes(name: &str) -> bool {
    let Some(function) = facts_of(name) else { return false };
    let mut counts = (OLDEST..=NEWEST).filter(|&minor| function.is_in(minor)).filter_map(|minor| function.args(minor));
    let first = counts.next();
    counts.any(|count| Some(count) != first)
}

/// Where a call does not fit, though it fits some Python.
fn misfit(project: &Project, name: Name, site: &CallSite) -> Option<Occurrence> {
    let call = project.call(*site);
    let live = call.live().and(lacking(project, site.file, name, call.args().len())?);
    if is_spread(project, site.file, call.span()) {
        return None;
    }
    let (_, certain) = project.api().compiled(site.file, call.facts().conds.at_span(call.span()));
    Some(Occurrence { file: site.file, span: call.span(), at: live.and(certain) })
}

/// Calls in the bodies of macros that code uses.
fn in_macros(project: &Project) -> impl Iterator<Item = (Name, Occurrence)> {
    let defines = project.files.iter().flat_map(|f| f.defines.iter().map(move |d| (f.file, d)));
    defines.filter_map(|(file, define)| {
        let (callee, args) = call_in(&define.body, &|word| word != define.name && changes(word))?;
        // What stands for any number of arguments.
        if args.iter().flatten().any(|token| matches!(token.text(), "__VA_ARGS__" | "##")) {
            return None;
        }
        let name = Name::from(callee);
        let at = lacking(project, file, name, args.len())?.and(project.api().uses_macro(file, define.name));
        let (_, certain) = project.api().compiled(file, define.cond);
        Some((name, Occurrence { file, span: define.name_span, at: at.and(certain) }))
    })
}

/// The targets on which a function takes another number of arguments; None where no Python takes that number.
fn lacking(project: &Project, file: FileId, name: Name, count: usize) -> Option<VersionSet> {
    let function = facts_of(&name)?;
    let fits = |python: &Python| function.args(python.0).is_none_or(|arity| takes(arity, count));
    let ever = (OLDEST..=NEWEST).map(Python);
    if !ever.filter(|v| function.is_in(v.0)).any(|v| fits(&v)) {
        return None;
    }
    let targets = project.targets.versions();
    let at = targets
        .iter()
        .filter(|v| function.is_in(v.0) && !fits(v))
        .fold(VersionSet::default(), |set, v| set.or(VersionSet::range(v, v)));
    Some(at.without(project.own(file, name).0).without(project.with_internal_headers(file)))
}

fn takes(arity: Arity, count: usize) -> bool {
    let fixed = usize::from(arity.fixed);
    count == fixed || arity.more && count > fixed
}

/// Whether directives stand inside of the call: then its arguments are not those of one Python.
fn is_spread(project: &Project, file: FileId, span: Span) -> bool {
    project.file(file).conds.changes_in(span)
}
