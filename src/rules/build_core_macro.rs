//! ABI003: an extension defines `Py_BUILD_CORE`.

use super::{ABI003, Context};
use crate::finding::{Finding, Label};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    if project.targets.cpython {
        return;
    }
    for file in &project.files {
        for define in &file.defines {
            let macros = ["Py_BUILD_CORE", "Py_BUILD_CORE_BUILTIN", "Py_BUILD_CORE_MODULE"];
            if !macros.contains(&define.name.as_str()) || file.conds.live(define.cond, &project.targets).is_empty() {
                continue;
            }
            let label = Label::new(file.file, define.name_span, "opens the internal headers");
            out.push(
                Finding::source(&ABI003, format!("`{}` is for CPython itself", define.name), label)
                    .symbol(define.name.as_str())
                    .note("internal headers give no guarantee: what they declare changes even in bug-fix releases")
                    .help("remove the definition and use the public API"),
            );
        }
    }
}
