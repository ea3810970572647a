//! Wording and labels that the rules about types share.

use crate::facts::{Expr, FileId, Truth, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::macros::constants::flags;
use crate::link::modules::Isolation;
use crate::link::types::{ModuleArg, TypeId};
use crate::link::{FuncRef, Project};

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
            "the module declares that it supports interpreters with their own GIL: without a shared lock this is a data race",
        ),
        Isolation::SubInterpreter => match project.statics().guard_for(project, file) {
            Some(guard) => finding
                .severity(Severity::Note)
                .label(guard.file, guard.span, "this check refuses to load the module a second time")
                .note("allowed here: the module refuses to be loaded a second time"),
            None => finding,
        },
        Isolation::Process => finding
            .severity(Severity::Note)
            .note("allowed here: the module declares that it supports only the main interpreter"),
    }
}

/// Points at the flag expression that makes instances tracked by the collector, or at the spec.
pub(crate) fn label_gc(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let versions = project.type_live(id);
    let python = versions.max().unwrap_or(project.targets.max_python);
    let part = object.flags.iter().find(|part| {
        let folder = crate::link::macros::constants::Folder { project, file: part.file, given: object.cond, python };
        folder.bits(part.value).may_have(flags::HAVE_GC)
    });
    match part {
        Some(part) => finding.label(part.file, part.span, "`Py_TPFLAGS_HAVE_GC` is set here"),
        None => finding.label(object.file, object.span, "inherits `Py_TPFLAGS_HAVE_GC` from its base"),
    }
}

/// Whether a type without a visit does little harm: immutable, not subclassable, without module, and its instances own nothing: there is no cycle to find.
pub(crate) fn harmless(project: &Project, id: TypeId) -> bool {
    let object = project.types.get(id);
    let Some(python) = project.type_live(id).max() else { return false };
    let bits = project.type_flags(id, python);
    let has = |bit| bits.has(bit) == Some(Truth::True);
    let without_module = !object.creations.is_empty() && object.creations.iter().all(|c| c.module == ModuleArg::Absent);
    if !has(flags::IMMUTABLETYPE) || bits.has(flags::BASETYPE) != Some(Truth::False) || !without_module {
        return false;
    }
    let facts = project.file(object.file);
    let size = object.basicsize.map(|e| facts.ast.expr(facts.ast.strip_casts(e)));
    let name = match size {
        Some(Expr::SizeofType(ty)) => ty.base,
        Some(Expr::SizeofExpr(e)) => match facts.ast.referred_name(e) {
            Some(name) => name,
            None => return false,
        },
        _ => return false,
    };
    let record = project.resolve_record(object.file, name);
    record.is_some_and(|(_, r)| r.fields.iter().all(|f| f.ty.pointers == 0 || !f.ty.bare_base().starts_with("Py")))
}

/// A note where the function hands on to the traverse of a static type of CPython.
pub(crate) fn delegates(project: &Project, at: FuncRef) -> Option<String> {
    let facts = project.file(at.file);
    let mut base = None;
    facts.each_body_expr(project.func(at).body?, &mut |e| {
        if let Expr::Call { callee, .. } = facts.ast.expr(e)
            && let Expr::Member { base: of, field, .. } = facts.ast.expr(callee)
            && field == "tp_traverse"
        {
            base = base.or(facts.ast.referred_name(of));
        }
    });
    base.map(|name| format!("`{name}` is static: its `tp_traverse` never visits the type"))
}
