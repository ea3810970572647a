//! WHL001: the tags in a wheel's name, those in its metadata, and what it holds do not agree.

mod nobody;

use std::collections::BTreeSet;

use crate::facts::{Tag, TagSet, WheelFacts, WheelMetadata};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL001};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        if let Some(metadata) = &wheel.metadata {
            tags(wheel, metadata, out);
            // A wheel for any platform says so on purpose; whether it should is asked below.
            if metadata.root_is_purelib == Some(true) && !for_any(wheel) {
                purelib(wheel, metadata, out);
            }
            purelib_twice(wheel, metadata, out);
        }
        any_platform(wheel, out);
        nobody::check(wheel, out);
        folders(wheel, out);
    }
}

fn tags(wheel: &WheelFacts, metadata: &WheelMetadata, out: &mut Vec<Finding>) {
    let finding = |message: String| Finding::binary(&WHL001, message, wheel.file, Some(metadata.path.clone()));
    if metadata.tags.is_empty() {
        out.push(finding("the metadata has no `Tag:` line".to_owned()).severity(Severity::Warning));
        return;
    }
    let mut expanded: BTreeSet<Tag> = BTreeSet::new();
    let mut compressed = Vec::new();
    for line in &metadata.tags {
        let Some(set) = TagSet::parse(line) else {
            out.push(finding(format!("`Tag: {line}` does not have the form python-abi-platform")));
            return;
        };
        let tags = set.tags();
        if tags.len() > 1 {
            compressed.push(line);
        }
        expanded.extend(tags);
    }
    let named = wheel.name.tags.tags();
    let list = |tags: Vec<&Tag>| tags.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
    let (only_name, only_metadata): (Vec<&Tag>, Vec<&Tag>) =
        (named.difference(&expanded).collect(), expanded.difference(&named).collect());
    if !only_name.is_empty() || !only_metadata.is_empty() {
        let mut found = finding("the tags in the file name and in the metadata differ".to_owned())
            .help("use `wheel tags` to rename a wheel: it changes both");
        if !only_name.is_empty() {
            found = found.note(format!("only in the file name: {}", list(only_name)));
        }
        if !only_metadata.is_empty() {
            found = found.note(format!("only in the metadata: {}", list(only_metadata)));
        }
        out.push(found);
    }
    for line in compressed {
        out.push(
            finding(format!("`Tag: {line}` has several tags in one line"))
                .severity(Severity::Note)
                .note("the wheel format requires one line per tag; installers use the file name and accept this"),
        );
    }
}

/// Two lines about the folder that contradict each other.
fn purelib_twice(wheel: &WheelFacts, metadata: &WheelMetadata, out: &mut Vec<Finding>) {
    if metadata.purelib_differs {
        let message = "the metadata has several `Root-Is-Purelib` lines with different values";
        out.push(
            Finding::binary(&WHL001, message, wheel.file, Some(metadata.path.clone()))
                .severity(Severity::Warning)
                .note("installers use the first one"),
        );
    }
}

/// An extension module that goes to the folder for pure Python.
fn purelib(wheel: &WheelFacts, metadata: &WheelMetadata, out: &mut Vec<Finding>) {
    let misplaced = wheel
        .binaries
        .iter()
        .find(|b| b.is_extension() && b.member.as_deref().is_some_and(|member| !WheelFacts::is_platlib_data(member)));
    if let Some(member) = misplaced.and_then(|b| b.member.as_deref()) {
        out.push(
            Finding::binary(
                &WHL001,
                "`Root-Is-Purelib: true`, but the wheel contains extension modules",
                wheel.file,
                Some(metadata.path.clone()),
            )
            .note(format!("for example `{member}`"))
            .note("on systems with separate directories for pure and compiled modules, it is installed into the one that several machines may share"),
        );
    }
}

/// The folder of the metadata: installers refuse a wheel with several, or with another distribution's.
fn folders(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    let tops = wheel.members.iter().filter_map(|member| member.path.split_once('/'));
    let folders: BTreeSet<&str> = tops.map(|(top, _)| top).filter(|top| top.ends_with(".dist-info")).collect();
    let message = match Vec::from_iter(folders).as_slice() {
        [] => return,
        [one] if normal(one).starts_with(&normal(&wheel.name.distribution)) => return,
        [one] => format!("the metadata is in `{one}`, but the wheel is named `{}`", wheel.name.distribution),
        several => format!("the wheel has several `.dist-info` directories: `{}`", several.join("`, `")),
    };
    out.push(Finding::binary(&WHL001, message, wheel.file, None).note("installers reject the wheel"));
}

/// A distribution's name as comparisons write it.
fn normal(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

fn for_any(wheel: &WheelFacts) -> bool {
    wheel.name.tags.platforms.iter().any(|platform| platform == "any")
}

/// The platform `any` with extension modules for one system.
fn any_platform(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    // Compiled files for several systems in one wheel are there on purpose, chosen when the package is loaded.
    let formats: Vec<&str> = wheel.binaries.iter().map(|b| b.format.as_str()).collect();
    if !for_any(wheel) || formats.iter().any(|f| *f != formats[0]) {
        return;
    }
    if let Some(binary) = wheel.binaries.iter().find(|b| b.is_extension()) {
        let message =
            format!("the platform tag is `any`, but this is an extension module in {} format", binary.format.as_str());
        out.push(
            Finding::binary(&WHL001, message, wheel.file, binary.member.clone())
                .severity(Severity::Warning)
                .note("installers accept the wheel on every machine"),
        );
    }
}
