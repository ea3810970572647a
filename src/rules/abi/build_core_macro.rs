//! ABI003: an extension defines `Py_BUILD_CORE`.

use crate::capi::predefined;
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::rules::{ABI003, Context};

const WHY: &str = "internal headers are not stable: what they declare can change even in a bugfix release";
const HELP: &str = "remove the definition and use the public API";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for file in &project.files {
        for define in &file.defines {
            let live = project.live(file.file, define.cond);
            if !predefined::is_core(define.name.as_str()) || live.is_empty() {
                continue;
            }
            let part = live.describe(&project.targets).map_or(String::new(), |part| format!(" ({part})"));
            let label = Label::new(file.file, define.name_span, "gives access to internal headers");
            out.push(
                Finding::source(&ABI003, format!("`{}` is reserved for CPython itself{part}", define.name), label)
                    .symbol(define.name.as_str())
                    .note(WHY)
                    .help(HELP),
            );
        }
    }
    out.extend(by_build(project));
}

/// The macro as an option of the build: one finding, at the first init function.
fn by_build(project: &Project) -> Option<Finding> {
    let define = project.build.defines.iter().find(|d| predefined::is_core(d.name.as_str()))?;
    let module = project.modules.first()?;
    let func = project.func(module.init);
    let label = Label::new(module.init.file, func.name_span, "built with this macro");
    let finding = Finding::source(
        &ABI003,
        format!("the build defines `{}`, which is reserved for CPython itself", define.name),
        label,
    );
    Some(finding.symbol(func.name.as_str()).note(format!("defined in {}", define.place)).note(WHY).help(HELP))
}
