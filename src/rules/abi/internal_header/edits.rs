//! The edits that put `Python.h` in the place of a header that it includes, or keep one to the Pythons that have it.

use crate::capi::headers;
use crate::facts::{CondId, FileFacts, Include, Python, Targets, VersionSet};
use crate::finding::{Applicability, Finding};

/// Offers `Python.h`, or a header of the folder itself that includes this one; takes the include out where `Python.h`
/// came before.
pub(super) fn instead(file: &FileFacts, include: &Include, targets: &Targets, finding: Finding) -> Finding {
    let name = include.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let there = |python: Python| headers::versions(name).is_some_and(|v| v.contains(&python.0));
    let text = if headers::IN_PYTHON_H.contains(&name) {
        if has_python_h(file, include) { String::new() } else { "#include <Python.h>".to_owned() }
    } else if targets.versions().iter().all(there) && has_python_h(file, include) {
        format!("#include <{name}>")
    } else {
        return finding;
    };
    finding.edit(file.file, include.span, text, Applicability::Safe)
}

/// Offers to keep an include to Pythons before `since`, from which on `Python.h` has what is public of the header; to
/// take it out where it is compiled on no other.
pub(super) fn until(
    file: &FileFacts,
    include: &Include,
    path: &str,
    since: Python,
    live: VersionSet,
    finding: Finding,
) -> Finding {
    if !has_python_h(file, include) {
        return finding;
    }
    let text = match (live.min() >= Some(since), include.system) {
        (true, _) => String::new(),
        (false, true) => format!("#if PY_VERSION_HEX < 0x03{:02X}0000\n#include <{path}>\n#endif", since.0),
        (false, false) => format!("#if PY_VERSION_HEX < 0x03{:02X}0000\n#include \"{path}\"\n#endif", since.0),
    };
    finding.edit(file.file, include.span, text, Applicability::Safe)
}

/// Whether `Python.h` is included before, wherever this one is.
fn has_python_h(file: &FileFacts, include: &Include) -> bool {
    let always = |i: &Include| i.cond == include.cond || i.cond == CondId::ALWAYS;
    file.includes.iter().any(|i| i.path == "Python.h" && i.span.start < include.span.start && always(i))
}
