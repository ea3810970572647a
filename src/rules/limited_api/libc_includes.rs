//! LIM006: what comes with `Python.h` no more has to be included.

use rustc_hash::FxHashSet;

use crate::capi::{headers, libc};
use crate::facts::{Expr, ExprId, FileFacts, FileId, Name, Span};
use crate::finding::Finding;
use crate::link::Project;
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::{Context, LIM006};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut own: Option<FxHashSet<&str>> = None;
    for facts in &project.files {
        let Some(limited) = project.limited(facts.file).filter(|l| l.known) else { continue };
        let wanted = libc::all().filter(|(_, entry)| entry.since <= limited.minor());
        let mut missing: Vec<(&str, &str)> = wanted.map(|(name, entry)| (name, entry.header)).collect();
        if missing.is_empty() || !facts.includes.iter().any(|i| headers::is_python_h(&i.path)) {
            continue;
        }
        let own = own.get_or_insert_with(|| project.files.iter().map(|f| last(project.path(f.file))).collect());
        let unit = project.unit(facts.file);
        if unit.iter().any(|&file| brings_others(project, file, own)) {
            continue;
        }
        missing.retain(|(_, header)| !unit.iter().any(|&file| includes(project, file, header)));
        for found in folded(used(project, facts, &missing).into_iter()) {
            let header = found.what;
            let message = format!("`Python.h` does not include <{header}> for a limited API of 3.{}", limited.minor());
            let finding = found.finding(&LIM006, message, "not declared").symbol(header);
            out.push(finding.help(format!("#include <{header}>")));
        }
    }
}

/// The calls of functions, and mentions of `errno`, with the header that they lack.
fn used<'n>(project: &Project, facts: &FileFacts, missing: &[(&str, &'n str)]) -> Vec<(&'n str, Occurrence)> {
    let at = project.targets.versions();
    let place = |span: Span| Occurrence { file: facts.file, span, at: project.live_at(facts.file, span).and(at) };
    let mut out = Vec::new();
    for &(name, header) in missing {
        let known = Name::from(name);
        if !project.resolve_func(facts.file, known).is_empty() || !project.defines_of(facts.file, known).is_empty() {
            continue;
        }
        let calls = project.sites.calls.get(&known).iter().filter(|site| site.file == facts.file);
        // `free` may be the name of a local that holds a function.
        let calls = calls.filter(|site| site.func_ref().is_none_or(|func| project.local(func, known).is_none()));
        out.extend(calls.map(|site| (header, place(project.call(*site).span()))));
    }
    let errno = missing.iter().filter(|(_, header)| *header == ERRNO);
    for &(name, header) in errno {
        let mentions = (0..facts.ast.expr_count() as u32).map(ExprId);
        let mentions = mentions.filter(|&e| matches!(facts.ast.expr(e), Expr::Name(n) if n == name));
        out.extend(mentions.map(|e| (header, place(facts.ast.expr_span(e)))));
    }
    out.sort_by_key(|(header, place)| (*header, place.span.start));
    out
}

/// The header of the one name that is no function.
const ERRNO: &str = "errno.h";

fn includes(project: &Project, file: FileId, header: &str) -> bool {
    project.file(file).includes.iter().any(|include| libc::is_header(&include.path, header))
}

/// Whether a file includes a header that is not known: it may bring anything.
fn brings_others(project: &Project, file: FileId, own: &FxHashSet<&str>) -> bool {
    let known = |path: &str| {
        libc::is_plain(path)
            || libc::all().any(|(_, entry)| libc::is_header(path, entry.header))
            || headers::versions(path).is_some()
            || own.contains(last(path))
    };
    project.file(file).includes.iter().any(|include| !known(&include.path))
}

fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
