//! ABI001 and ABI002: includes of CPython headers that are not for extensions.

use crate::capi::headers;
use crate::facts::{FileFacts, Include, Python, Targets, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::rules::{ABI001, ABI002, Context};

/// The release that moved `longintrepr.h` into `cpython/`.
const LONGINTREPR_MOVED: Python = Python(11);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    if project.targets.cpython {
        return;
    }
    for file in &project.files {
        for include in &file.includes {
            let live = file.conds.live(include.cond, &project.targets);
            if live.is_empty() {
                continue;
            }
            let path = include.path.replace('\\', "/");
            let finding = if is_internal(&path) {
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

/// `internal/…` as a folder of the path, or a `pycore_` header.
fn is_internal(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let core = name.starts_with("pycore_") && name.ends_with(".h");
    // Other libraries have a folder `internal` too: only a known header, or CPython's own prefix, counts there.
    core || folder.split('/').next_back() == Some("internal")
        && headers::versions(&format!("internal/{name}")).is_some()
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
    let label = Label::new(file.file, include.span, "no guarantee covers this header");
    let part = part(live, targets);
    let known = headers::versions(&format!("internal/{name}"));
    let note = known.map_or("what it declares changes within a minor release".to_owned(), |k| known_in(name, k));
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
        return Some(
            finding(format!("`{path}` must not be included directly{part}"), "`Python.h` includes what it may")
                .note(known_in(path, known))
                .help("#include <Python.h>"),
        );
    }
    if path == "longintrepr.h" {
        let gone = live.and(VersionSet::range(LONGINTREPR_MOVED, Targets::NEWEST));
        if gone.is_empty() {
            return None;
        }
        return Some(
            finding(
                format!("`longintrepr.h` is not there from Python {LONGINTREPR_MOVED} on"),
                "does not compile there",
            )
            .severity(Severity::Error)
            .note("Python.h includes it since then")
            .help(format!("guard it with `#if PY_VERSION_HEX < 0x03{:02X}0000`", LONGINTREPR_MOVED.0)),
        );
    }
    headers::IN_PYTHON_H.contains(&path).then(|| {
        finding(format!("`{path}` is already in Python.h{part}"), "superfluous")
            .severity(Severity::Note)
            .help("#include <Python.h>")
    })
}

fn part(live: VersionSet, targets: &Targets) -> String {
    live.describe(targets).map_or(String::new(), |part| format!(" ({part})"))
}

/// "`pycore_frame.h` is in Python 3.11, 3.12 and 3.13 (of 3.8 to 3.13)".
fn known_in(header: &str, known: &[u8]) -> String {
    let words: Vec<String> = known.iter().map(|&minor| Python(minor).to_string()).collect();
    format!(
        "of Python {} to {}, `{header}` is in {}",
        Python(headers::KNOWN.0),
        Python(headers::KNOWN.1),
        words.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_called_internal_is_not_enough() {
        assert!(is_internal("internal/pycore_gc.h"));
        assert!(is_internal("pycore_new.h"));
        assert!(!is_internal("internal/queue.h"));
        assert!(!is_internal("zstd/internal/zstd.h"));
    }
}
