//! ABI001 and ABI002: includes of CPython headers that are not for extensions, or gone.

mod edits;
mod words;

use std::collections::HashSet;

use crate::capi::headers;
use crate::facts::{Cond, FileFacts, Include, Python, Targets, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::rules::{ABI001, ABI002, Context};
use words::{known_in, part};

/// The most parts of an include's condition that are looked at.
const TESTS: usize = 1024;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for file in &project.files {
        for include in &file.includes {
            let live = project.live(file.file, include.cond);
            if live.is_empty() {
                continue;
            }
            let path = include.path.replace('\\', "/");
            let finding = if headers::is_internal(&path) {
                internal(file, include, &path, live, &project.targets)
            } else {
                subheader(file, include, &path, live, &project.targets)
            };
            if let Some(finding) = finding
                && !is_own(project, &path)
            {
                out.push(finding);
            }
        }
    }
}

/// A header of the project itself.
fn is_own(project: &Project, path: &str) -> bool {
    let tail = path.trim_start_matches("./").trim_start_matches("../");
    project.files.iter().any(|f| {
        let own = project.path(f.file).replace('\\', "/");
        own.strip_suffix(tail).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    })
}

fn internal(file: &FileFacts, include: &Include, path: &str, live: VersionSet, targets: &Targets) -> Option<Finding> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let label = Label::new(file.file, include.span, "not part of the public API");
    let part = part(live, targets);
    let known = headers::versions(&format!("internal/{name}"));
    let note = known.map_or("what it declares can change within a minor release".to_owned(), |k| known_in(name, k));
    let finding = Finding::source(&ABI001, format!("`{name}` is an internal header of CPython{part}"), label);
    Some(finding.symbol(name).note(note).help("use the public API"))
}

fn subheader(file: &FileFacts, include: &Include, path: &str, live: VersionSet, targets: &Targets) -> Option<Finding> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let part = part(live, targets);
    let finding = |message: String, label: &str| {
        Finding::source(&ABI002, message, Label::new(file.file, include.span, label)).symbol(path)
    };
    if folder.rsplit('/').next() == Some("cpython") {
        let known = headers::versions(&format!("cpython/{name}"))?;
        return Some(edits::instead(
            file,
            include,
            targets,
            finding(format!("`{path}` must not be included directly{part}"), "only `Python.h` may include this header")
                .note(known_in(path, known))
                .help("include `Python.h` instead"),
        ));
    }
    if !folder.is_empty() {
        return None;
    }
    if let Some(gone) = gone(file, include, path, live, targets) {
        return Some(gone);
    }
    // Included for some Pythons alone, it is there for a reason.
    if live != targets.versions() {
        return None;
    }
    headers::IN_PYTHON_H.contains(&path).then(|| {
        let finding = finding(format!("`{path}` is already included by `Python.h`{part}"), "redundant");
        edits::instead(file, include, targets, finding.severity(Severity::Note).help("include `Python.h` instead"))
    })
}

/// A header of the folder itself that newer Pythons do not have: the compiler stops there.
fn gone(file: &FileFacts, include: &Include, path: &str, live: VersionSet, targets: &Targets) -> Option<Finding> {
    let known = headers::versions(path)?;
    let since = Python(known.last()? + 1);
    let gone = live.and(VersionSet::range(since, Targets::NEWEST));
    if gone.is_empty() || !headers::is_distinctive(path) && !is_beside_python(file, include) {
        return None;
    }
    if is_looked_for(file, include, path) {
        return None;
    }
    let label = Label::new(file.file, include.span, "does not compile since that version");
    let finding = Finding::source(&ABI002, format!("`{path}` does not exist since Python {since}"), label)
        .severity(Severity::Error)
        .symbol(path);
    let guard = format!("guard the include with `#if PY_VERSION_HEX < 0x03{:02X}0000`", since.0);
    let leaves_out = targets.min_python >= since;
    Some(match headers::moved(path, since.0) {
        headers::Moved::InPythonH => {
            let finding = finding.note("since then, `Python.h` declares the public part of it");
            let finding = finding.help(if leaves_out { "include only `Python.h`".to_owned() } else { guard });
            edits::until(file, include, path, since, live, finding)
        }
        headers::Moved::Internal => finding
            .note("since then, it is an internal header of CPython, which is not stable")
            .help(if leaves_out { "use the public API".to_owned() } else { guard }),
        headers::Moved::Nowhere => finding.note("no other header declares what it contained").help(if leaves_out {
            "use the public API".to_owned()
        } else {
            guard
        }),
    })
}

/// Whether an include stands behind a test that looks for the header: `#if __has_include(<token.h>)`.
fn is_looked_for(file: &FileFacts, include: &Include, path: &str) -> bool {
    let (mut open, mut seen) = (vec![include.cond], HashSet::new());
    while let Some(cond) = open.pop().filter(|_| seen.len() < TESTS) {
        match *file.cond(cond) {
            _ if !seen.insert(cond) => {}
            Cond::Not(a) => open.push(a),
            Cond::And(a, b) | Cond::Or(a, b) => open.extend([a, b]),
            Cond::Opaque(text) if text.starts_with("__has_include(") && text.contains(path) => return true,
            _ => {}
        }
    }
    false
}

/// Whether an include stands among those of Python: in angle brackets, behind `Python.h`. Other libraries have a
/// `node.h` or `token.h` too.
fn is_beside_python(file: &FileFacts, include: &Include) -> bool {
    let python = |i: &&Include| i.path == "Python.h" && i.span.start < include.span.start;
    include.system && file.includes.iter().any(|i| python(&i))
}
