//! ABI016: formats that newer Pythons take in another way: `#` without `PY_SSIZE_T_CLEAN`, `u` and `Z`.

use crate::capi::formats::{self, ALWAYS_CLEAN, NEEDS_CLEAN, SSIZE_T_CLEAN, Takes, WITHOUT_WIDE};
use crate::facts::{Expr, FileId, Name, Python, Targets, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::Project;
use crate::link::view::Call;
use crate::rules::common::api::{Occurrence, Occurrences, folded, is_generated, part};
use crate::rules::{ABI016, Context};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Length,
    Wide,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let built = project.build.defines.iter().any(|d| d.name == SSIZE_T_CLEAN);
    let newest = project.targets.max_python;
    let (lengths, wide) = (
        VersionSet::range(Python(0), Python(ALWAYS_CLEAN - 1)),
        VersionSet::range(Python(WITHOUT_WIDE), newest.max(Python(WITHOUT_WIDE))),
    );
    let mut uses = Vec::new();
    for (name, takes) in formats::all() {
        for call in project.api_calls(name) {
            let Some(format) = literal(&call, takes) else { continue };
            let file = call.site.file;
            if takes.has_length(&format) && !built {
                let at = call.live().and(lengths).without(cleaned(project, file));
                uses.push((Fault::Length, at, call));
            }
            if takes.has_wide(&format) {
                uses.push((Fault::Wide, call.live().and(wide), call));
            }
        }
    }
    uses.sort_by_key(|(_, _, call)| (call.site.file, call.span().start));
    let places = uses.into_iter().map(|(fault, at, call)| {
        let at = if is_generated(project, call.site.file) { VersionSet::default() } else { at };
        (fault, Occurrence { file: call.site.file, span: call.span(), at })
    });
    out.extend(folded(places).into_iter().map(|found| told(project, &found)));
}

/// The format of a call, where it is a literal.
fn literal(call: &Call<'_>, takes: &Takes) -> Option<Name> {
    let ast = &call.facts().ast;
    match ast.expr(ast.strip_casts(*call.args().get(takes.format)?)) {
        Expr::Str(text) => Some(text),
        _ => None,
    }
}

/// The targets on which some file of the unit defines the macro.
fn cleaned(project: &Project, file: FileId) -> VersionSet {
    project.own(file, Name::from(SSIZE_T_CLEAN)).0
}

fn told(project: &Project, found: &Occurrences<Fault>) -> Finding {
    let targets = &project.targets;
    if found.what == Fault::Wide {
        let at = part(found.at, targets);
        let finding = found.finding(
            &ABI016,
            format!("the formats `u` and `Z` are no longer parsed{at}"),
            "raises SystemError there",
        );
        return finding.help("take the object with `U`, and PyUnicode_AsWideCharString");
    }
    let raising = found.at.and(VersionSet::range(Python(NEEDS_CLEAN), Python(ALWAYS_CLEAN - 1)));
    let message = format!("`#` in a format without `{SSIZE_T_CLEAN}`");
    let finding = if raising.is_empty() {
        let finding = found.finding(&ABI016, message, "the length is an int there").severity(Severity::Note);
        finding.note("Python 3.8 and 3.9 warn, 3.10 to 3.12 raise an exception")
    } else {
        let label = "the length is not known to be Py_ssize_t";
        found.finding(&ABI016, format!("{message} raises SystemError{}", span_of(raising, targets)), label)
    };
    let finding = match targets.max_python >= Python(ALWAYS_CLEAN) {
        true => finding.note(format!(
            "Python {} and newer take the length for a Py_ssize_t: an int is read or written beyond its end",
            Python(ALWAYS_CLEAN)
        )),
        false => finding,
    };
    finding.help(format!("`#define {SSIZE_T_CLEAN}` before Python.h, and lengths of type Py_ssize_t"))
}

/// Some Pythons in a row: " (on Python 3.10 to 3.12)"; nothing where those are all targets. What older ones do is another
/// matter.
fn span_of(at: VersionSet, targets: &Targets) -> String {
    match (at.min(), at.max()) {
        (Some(first), Some(last)) if at.describe(targets).is_some() && first < last => {
            format!(" (on Python {first} to {last})")
        }
        _ => part(at, targets),
    }
}
