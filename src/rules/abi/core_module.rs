//! ABI020: a module outside of CPython that is built like a part of it.

use crate::capi::headers;
use crate::facts::{Python, Targets, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::link::modules::core::CoreModule;
use crate::rules::{ABI020, Context};

/// So many headers, and so many names, are named.
const NAMED: usize = 8;
/// So many includes are shown.
const SHOWN: usize = 3;

const BINDS: &str = "what internal headers declare holds within a minor version at most: a wheel of it can be for one version \
                     alone, by its tag too (cp313-cp313), and not for abi3";
const LESS: &str = "even that promises too much: the structs behind internal headers may change in a bugfix release, and \
                    debug builds and builds without the GIL have others";
const HELP: &str = "build and tag it for one minor version at a time, against the headers of the release that it runs on; or \
                    take out what is internal";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    out.extend(project.core_modules().iter().map(|core| told(project, core)));
}

fn told(project: &Project, core: &CoreModule<'_>) -> Finding {
    let init = project.func(core.module.init);
    let name = core.module.name;
    let message = if core.named {
        format!("`{name}` has the name of a module of CPython, and is built like a part of it")
    } else {
        format!("`{name}` is built like a part of CPython")
    };
    let label = Label::new(core.module.init.file, init.name_span, "relies on what CPython keeps to itself");
    let mut finding = Finding::source(&ABI020, message, label).symbol(name.as_str());
    for (_, (file, span), _) in core.headers.iter().take(SHOWN) {
        finding = finding.label(*file, *span, "an internal header");
    }
    if let Some(&(file, span)) = core.core.first() {
        finding = finding.label(file, span, "reserved for CPython itself");
    }
    if let Some(&(file, span)) = core.clinic.first() {
        finding = finding.label(file, span, "a file of Argument Clinic");
    }
    if !core.headers.is_empty() {
        finding =
            finding.note(format!("internal headers: {}", listed(core.headers.iter().map(|(name, ..)| header(name)))));
        finding = finding.note(together(project, core));
    }
    if !core.private.is_empty() {
        let names = core.private.iter().map(|name| format!("`{name}`"));
        finding = finding.note(format!("private names: {}", listed(names)));
    }
    finding.note(BINDS).note(LESS).help(HELP)
}

/// Some words, and how many more.
fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    let shown = words[..words.len().min(NAMED)].join(", ");
    match words.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A header with the Pythons that have it.
fn header(name: &str) -> String {
    match headers::versions(&format!("internal/{name}")) {
        Some(known) => format!("`{name}` ({})", range(known)),
        None => format!("`{name}`"),
    }
}

/// The minor versions of a list in order, in words.
fn range(known: &[u8]) -> String {
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else { return "none".to_owned() };
    let connected = usize::from(last - first) + 1 == known.len();
    match (first == last, connected) {
        (true, _) => Python(first).to_string(),
        (_, true) if last == Targets::NEWEST.0 => format!("{} and newer", Python(first)),
        (_, true) => format!("{} to {}", Python(first), Python(last)),
        _ => known.iter().map(|&minor| Python(minor).to_string()).collect::<Vec<_>>().join(", "),
    }
}

/// The Pythons that have all headers which are included on every target.
fn together(project: &Project, core: &CoreModule<'_>) -> String {
    let always = core.headers.iter().filter(|(.., live)| *live == project.targets.versions());
    let known = always.filter_map(|(name, ..)| headers::versions(&format!("internal/{name}")));
    let sets = known.map(|minors| minors.iter().fold(VersionSet::default(), |set, &m| VersionSet(set.0 | 1 << m)));
    let all = VersionSet::range(Python(headers::KNOWN.0), Python(headers::KNOWN.1));
    let both: Vec<u8> = sets.fold(all, VersionSet::and).iter().map(|p| p.0).collect();
    if both.is_empty() {
        "no Python has all of them".to_owned()
    } else {
        format!("Pythons that have all of them: {}", range(&both))
    }
}
