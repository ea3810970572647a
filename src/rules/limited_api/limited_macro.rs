//! LIM002: `Py_LIMITED_API` is defined in a way that does not do what it says.

mod tag;

use crate::capi::headers;
use crate::capi::predefined::LIMITED_API;
use crate::facts::{Define, FileFacts};
use crate::finding::{Finding, Label, RuleMeta, Severity};
use crate::link::Project;
use crate::link::api::number;
use crate::rules::{Context, LIM002};

/// Values below this one all mean the first limited API.
const SHORT: u32 = 4;

/// No release has so many before it with the same minor version.
const MICROS: u32 = 64;

/// The level of an alpha release in `PY_VERSION_HEX`.
const ALPHA: u32 = 0xA;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in project.files.iter().filter(|f| f.generated.is_none()) {
        let live =
            facts.defines.iter().filter(|d| d.name == LIMITED_API && !project.live(facts.file, d.cond).is_empty());
        for define in live {
            out.extend(late(project, facts, define).or_else(|| odd(facts, define)));
        }
    }
    differs(project, out);
    out.extend(tag::older(context));
}

fn finding(facts: &FileFacts, define: &Define, message: String, label: &str, help: &str) -> Finding {
    let rule: &'static RuleMeta = &LIM002;
    Finding::source(rule, message, Label::new(facts.file, define.name_span, label)).symbol(LIMITED_API).help(help)
}

/// Behind Python.h, which has been read without it.
fn late(project: &Project, facts: &FileFacts, define: &Define) -> Option<Finding> {
    let python = facts.includes.iter().find(|i| {
        headers::is_python_h(&i.path)
            && i.span.start < define.name_span.start
            && !facts.conds.exclusive(i.cond, define.cond)
            && !project.live(facts.file, i.cond).is_empty()
    })?;
    let finding = finding(
        facts,
        define,
        format!("`{LIMITED_API}` is defined behind Python.h"),
        "Python.h does not see it",
        "define it before Python.h is included",
    );
    Some(finding.label(facts.file, python.span, "read before"))
}

/// A value that is no version. The value of `PY_VERSION_HEX` of a release is one: headers compare with `>=`.
fn odd(facts: &FileFacts, define: &Define) -> Option<Finding> {
    let value = number(&define.body)?;
    let (micro, level) = (value >> 8 & 0xFF, value >> 4 & 0xF);
    let version = value >> 24 == 3 && (value & 0xFFFF == 0 || micro < MICROS && level >= ALPHA);
    if version || value == 0 {
        return None;
    }
    let message = if value < SHORT {
        format!("`{LIMITED_API}` of {value} asks for the limited API of Python 3.2")
    } else {
        format!("`{LIMITED_API}` is no version: 0x{value:08X}")
    };
    Some(finding(facts, define, message, "", "write the lowest Python that is supported: 0x030A0000 for 3.10"))
}

/// Files of one extension that ask for different versions.
fn differs(project: &Project, out: &mut Vec<Finding>) {
    for module in &project.modules {
        let files = project.extension(module);
        let all = files.iter().flat_map(|&file| {
            let facts = project.file(file);
            facts.defines.iter().filter(|d| d.name == LIMITED_API && facts.generated.is_none()).map(move |d| (facts, d))
        });
        let known: Vec<(&FileFacts, &Define, u32)> = all
            .filter(|(facts, define)| !project.live(facts.file, define.cond).is_empty())
            .filter_map(|(facts, define)| Some((facts, define, number(&define.body)?)))
            .collect();
        let Some(&(first, place, value)) = known.first() else { continue };
        if let Some((facts, define, other)) = known.iter().find(|(facts, _, v)| *v != value && facts.file != first.file)
        {
            let message = format!("files of one extension ask for limited API 0x{other:08X} and 0x{value:08X}");
            let finding = finding(facts, define, message, "another one here", "define it once, in the build");
            // It compiles; which of the two is meant is not known.
            out.push(finding.label(first.file, place.name_span, "the other").severity(Severity::Warning));
        }
    }
}
