//! LIM001, LIM004: names that the limited API of a file does not have.

use crate::capi::functions::{Kind, NEWEST, facts_of};
use crate::capi::names;
use crate::capi::predefined::LIMITED_API;
use crate::facts::{FileId, Name, VersionSet};
use crate::finding::{Finding, RuleMeta};
use crate::link::Project;
use crate::link::api::{Limited, NameUse};
use crate::rules::common::api::{Occurrence, Occurrences, folded, instead};
use crate::rules::{Context, LIM001, LIM004};

/// The limited API that a file asks for, and the versions for each of its conditions.
type Asked = (Limited, Vec<VersionSet>);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut file: Option<(FileId, Option<Asked>)> = None;
    let mut places = Vec::new();
    for used in &project.api().names {
        if file.as_ref().is_none_or(|(at, _)| *at != used.file) {
            let limited = project.limited(used.file).filter(|l| l.known);
            file = Some((used.file, limited.map(|l| (l, project.file(used.file).conds.with_limited_api(l.value)))));
        }
        let Some((_, Some((limited, live)))) = &file else { continue };
        if let Some(at) = lacking(project, used, *limited, live) {
            places.push((used.name, Occurrence::of_name(used, at)));
        }
    }
    out.extend(folded(places.into_iter()).into_iter().filter_map(|found| told(project, &found)));
}

/// The targets on which a use is compiled with a limited API that does not have it.
fn lacking(project: &Project, used: &NameUse, limited: Limited, live: &[VersionSet]) -> Option<VersionSet> {
    let name = used.name.as_str();
    // What is gone altogether is another matter.
    if names::versions(name)? & (1 << NEWEST) == 0 || names::is_unstable(name) {
        return None;
    }
    // Macros of CPython stand for accepted names; a function is declared or it is not.
    if names::is_accepted(name) && facts_of(name).is_none_or(|f| f.kind != Kind::Function) {
        return None;
    }
    if names::limited(name).is_some_and(|first| first <= limited.minor()) {
        return None;
    }
    // The headers show it all the same: it compiles, and whether older Pythons load it is not said by the name.
    if names::shown_in_limited(name).is_some_and(|first| first <= limited.minor()) {
        return None;
    }
    let conds = &project.file(used.file).conds;
    let cond = conds.at_span(used.span);
    // Where the file itself defines the macro for some builds, others are not meant.
    let mut own =
        project.live_defines(used.file, LIMITED_API).into_iter().filter(|(at, _)| *at == used.file).peekable();
    if own.peek().is_some() && own.all(|(_, define)| conds.exclusive(define.cond, cond)) {
        return None;
    }
    live.get(cond.0 as usize).copied()
}

fn told(project: &Project, found: &Occurrences<Name>) -> Option<Finding> {
    let name = found.what;
    let limited = project.limited(found.places[0].file)?;
    let is_macro = facts_of(&name).is_some_and(|f| matches!(f.kind, Kind::Macro | Kind::StaticInline));
    let (rule, message): (&'static RuleMeta, String) = match names::limited(&name) {
        Some(first) => (
            &LIM001,
            format!("`{name}` is in the limited API from 3.{first} on, this file asks for 3.{}", limited.minor()),
        ),
        None if is_macro => (&LIM004, format!("the macro `{name}` is not in the limited API")),
        None => (&LIM001, format!("`{name}` is not in the limited API")),
    };
    let finding = found.finding(rule, message, "not declared there").symbol(name.as_str());
    let checked = names::checked_twin(&name).map(str::to_owned);
    let advice = names::advice(&name).and_then(|a| Some(instead(a.instead?, a.since, &project.targets)));
    let help = match (names::limited(&name), checked) {
        (Some(first), _) => format!("raise Py_LIMITED_API to 0x03{first:02X}0000, or put the use behind a test of it"),
        (None, Some(twin)) => format!("use {twin}"),
        (None, None) => advice.unwrap_or_else(|| "use what the limited API has".to_owned()),
    };
    Some(finding.help(help))
}
