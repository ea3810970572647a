//! Wording and labels that the rules about types share.

use crate::facts::{FileId, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::Project;
use crate::link::constants::flags;
use crate::link::modules::Isolation;
use crate::link::types::TypeId;

/// `message`, followed by the Pythons where these are not all that are checked.
pub(crate) fn on_versions(project: &Project, message: String, versions: VersionSet) -> String {
    match versions.describe(&project.targets) {
        Some(part) => format!("{message} {part}"),
        None => message,
    }
}

/// Sets the level of an isolation hazard by what the module says about interpreters.
pub(crate) fn by_isolation(project: &Project, file: FileId, finding: Finding) -> Finding {
    match project.isolation(file) {
        Isolation::PerInterpreterGil => finding.severity(Severity::Error).note(
            "the module says that it supports interpreters with an own GIL: without a shared lock this is a data race",
        ),
        Isolation::SubInterpreter => match project.statics().guard_for(project, file) {
            Some(guard) => finding
                .severity(Severity::Note)
                .label(guard.file, guard.span, "this guard refuses to load the module twice")
                .note("allowed by the load-once guard"),
            None => finding,
        },
        Isolation::Process => finding
            .severity(Severity::Note)
            .note("allowed here: the module says that it supports the main interpreter only"),
    }
}

/// Points at the flag expression that makes instances tracked by the collector, or at the spec.
pub(crate) fn label_gc(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let versions = project.type_live(id);
    let python = versions.max().unwrap_or(project.targets.max_python);
    let part = object.flags.iter().find(|part| {
        let folder = crate::link::constants::Folder { project, file: part.file, given: object.cond, python };
        folder.bits(part.value).may_have(flags::HAVE_GC)
    });
    match part {
        Some(part) => finding.label(part.file, part.span, "Py_TPFLAGS_HAVE_GC is set here"),
        None => finding.label(object.file, object.span, "inherits Py_TPFLAGS_HAVE_GC from its base"),
    }
}
