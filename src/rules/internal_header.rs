//! ABI001 and ABI002: includes of CPython headers that are not for extensions.

use super::{ABI001, ABI002, Context};
use crate::facts::{FileFacts, Include, Python, Targets, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;

/// Headers that say which minor versions install them; see the file's own first lines.
const HEADERS: &str = include_str!("internal_header/headers.tsv");

/// The versions that [`HEADERS`] was made from.
const KNOWN: (Python, Python) = (Python(8), Python(13));

/// Headers that `Python.h` includes itself, names that no other library uses.
const CORE: &[&str] = &[
    "bltinmodule.h", "boolobject.h", "bytearrayobject.h", "bytesobject.h", "cellobject.h", "ceval.h", "classobject.h",
    "complexobject.h", "descrobject.h", "dictobject.h", "enumobject.h", "floatobject.h", "funcobject.h",
    "genericaliasobject.h", "genobject.h", "iterobject.h", "listobject.h", "longobject.h", "memoryobject.h",
    "methodobject.h", "modsupport.h", "moduleobject.h", "objimpl.h", "odictobject.h", "pyarena.h", "pybuffer.h",
    "pycapsule.h", "pyctype.h", "pyerrors.h", "pyframe.h", "pyhash.h", "pylifecycle.h", "pymacro.h", "pymem.h",
    "pyport.h", "pystate.h", "pystrcmp.h", "pystrtod.h", "pythonrun.h", "pytypedefs.h", "rangeobject.h", "setobject.h",
    "sliceobject.h", "structseq.h", "sysmodule.h", "tupleobject.h", "typeslots.h", "unicodeobject.h", "weakrefobject.h",
];

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
    core || folder.split('/').next_back() == Some("internal") && versions(&format!("internal/{name}")).is_some()
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
    let mut finding = Finding::source(&ABI001, format!("`{name}` is an internal header of CPython{part}"), label)
        .symbol(name)
        .help("use the public API; ask for what is missing at capi-workgroup");
    finding = match versions(&format!("internal/{name}")) {
        Some(known) => finding.note(known_in(name, known)),
        None => finding.note("what it declares changes within a minor release"),
    };
    Some(finding)
}

fn subheader(file: &FileFacts, include: &Include, path: &str, live: VersionSet, targets: &Targets) -> Option<Finding> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let part = part(live, targets);
    let finding = |message: String, label: &str| {
        Finding::source(&ABI002, message, Label::new(file.file, include.span, label)).symbol(path)
    };
    if folder.rsplit('/').next() == Some("cpython") {
        let known = versions(&format!("cpython/{name}"))?;
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
            finding(format!("`longintrepr.h` is not there from Python {LONGINTREPR_MOVED} on"), "does not compile there")
                .severity(Severity::Error)
                .note("Python.h includes it since then")
                .help(format!("guard it with `#if PY_VERSION_HEX < 0x03{:02X}0000`", LONGINTREPR_MOVED.0)),
        );
    }
    CORE.contains(&path).then(|| {
        finding(format!("`{path}` is already in Python.h{part}"), "superfluous")
            .severity(Severity::Note)
            .help("#include <Python.h>")
    })
}

fn part(live: VersionSet, targets: &Targets) -> String {
    live.describe(targets).map_or(String::new(), |part| format!(" ({part})"))
}

fn versions(header: &str) -> Option<VersionSet> {
    let row = HEADERS.lines().find_map(|line| line.strip_prefix(header)?.strip_prefix('\t'))?;
    let minors = row.split(',').filter_map(|m| m.parse::<u8>().ok());
    Some(minors.fold(VersionSet::default(), |set, m| set.or(VersionSet::range(Python(m), Python(m)))))
}

/// "`pycore_frame.h` is in Python 3.11, 3.12 and 3.13 (of 3.8 to 3.13)".
fn known_in(header: &str, known: VersionSet) -> String {
    let words: Vec<String> = known.iter().map(|v| v.to_string()).collect();
    format!("of Python {} to {}, `{header}` is in {}", KNOWN.0, KNOWN.1, words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_when_a_header_came() {
        assert_eq!(versions("internal/pycore_frame.h"), Some(VersionSet::range(Python(11), Python(13))));
        assert_eq!(versions("internal/nothing.h"), None);
    }

    #[test]
    fn a_folder_called_internal_is_not_enough() {
        assert!(is_internal("internal/pycore_gc.h"));
        assert!(is_internal("pycore_new.h"));
        assert!(!is_internal("internal/queue.h"));
        assert!(!is_internal("zstd/internal/zstd.h"));
    }
}
