//! GC005: a heap type whose instances the collector does not see.

use rustc_hash::FxHashSet;

use crate::capi::objects;
use crate::capi::roles::{self, Role};
use crate::facts::{DataSpec, Expr, FileId, Span, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::constants::flags;
use crate::link::objects::owned::OwnedField;
use crate::link::types::{ModuleArg, TypeId, TypeKind, TypeRef};
use crate::rules::common::binary;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC005};

const NOTE: &str = "an instance owns a reference to its type: reference cycles through it are never found";
const HELP: &str = "add `Py_TPFLAGS_HAVE_GC`, a `tp_traverse` that visits `Py_TYPE(self)` and the fields, a `tp_clear`, and `PyObject_GC_UnTrack` in `tp_dealloc`; allocate with `tp_alloc`";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    let by_owners = visited_by_owners(project);
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        // Where instances have items behind a base's own, there is no room for the collector's header.
        let full = |name: &str| objects::has_items(name) && objects::gc(name) == Some(false);
        if matches!(project.type_base(id), Some(TypeRef::Builtin(name)) if full(&name)) {
            continue;
        }
        let owned = project.owned_fields(id);
        let (mut versions, mut severity) = (VersionSet::default(), Severity::Off);
        for python in project.type_live(id).iter().filter(|p| p.0 >= 8) {
            let bits = project.type_flags(id, python);
            let (Some(immutable), Some(base)) = (bits.has(flags::IMMUTABLETYPE), bits.has(flags::BASETYPE)) else {
                continue;
            };
            if project.type_gc_certain(id, python) != Some(false) {
                continue;
            }
            if let Some(here) = grade(project, &by_owners, id, immutable != Truth::True, base == Truth::True, owned) {
                versions = versions.or(VersionSet::range(python, python));
                severity = severity.max(here);
            }
        }
        if versions.is_empty() {
            continue;
        }
        let message =
            format!("instances of heap type `{}` are not tracked by the garbage collector", object.short_name());
        let label = Label::new(object.file, object.span, "no `Py_TPFLAGS_HAVE_GC`");
        let mut finding = Finding::source(&GC005, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .severity(severity);
        if let Some(field) = owned.into_iter().flatten().find(|f| !f.atomic) {
            finding = finding.label(field.file, field.span, "each instance owns this reference").label(
                field.evidence.0,
                field.evidence.1,
                field.evidence_words(),
            );
        } else if let Some(part) = object.flags.first() {
            finding = finding.label(part.file, part.span, "the flags");
        }
        out.push(finding.note(NOTE).help(HELP));
    }
}

fn grade(
    project: &Project,
    by_owners: &FxHashSet<(FileId, Span)>,
    id: TypeId,
    mutable: bool,
    base_type: bool,
    owned: Option<&[OwnedField]>,
) -> Option<Severity> {
    let object = project.types.get(id);
    let owns = owned.is_some_and(|fields| fields.iter().any(|f| !f.atomic));
    let with_module = object.creations.iter().any(|c| c.module == ModuleArg::Given);
    if owns && project.instance_record(id).is_some_and(|(file, record)| by_owners.contains(&(file, record.span))) {
        return None;
    }
    if owns && (mutable || base_type) {
        Some(Severity::Warning)
    } else if mutable || (with_module && owns) {
        Some(Severity::Note)
    } else {
        None
    }
}

/// The structs whose fields a traverse function visits that is not their own: their container does it.
fn visited_by_owners(project: &Project) -> FxHashSet<(FileId, Span)> {
    let mut out = FxHashSet::default();
    for site in roles::named(Role::Visit).flat_map(|name| project.sites.calls_of(name)) {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
        let Some(Expr::Member { base, .. }) = ast.exprs(args).first().map(|&arg| ast.expr(ast.strip_casts(arg))) else {
            continue;
        };
        let Some((file, record)) = project.record_at(site.file, site.func_ref(), base, 0) else { continue };
        // A type of the same struct that visits its own fields is no container of this one.
        let own = site.func_ref().is_some_and(|at| {
            let types = project.types_with_slot(at, &|slot| slot == "tp_traverse").into_iter();
            types.filter_map(|id| project.instance_record(id)).any(|(f, r)| f == file && r.span == record.span)
        });
        if !own {
            out.insert((file, record.span));
        }
    }
    out
}

/// Compiled modules: types made of a specification without the flag and without a base that could have it. What their
/// instances own is not seen, so it is advice, and immutable types are left alone.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(
        context,
        |recovered| &recovered.specs,
        |found| {
            let spec = found.object;
            let untracked = u64::from(spec.flags) & (flags::HAVE_GC | flags::IMMUTABLETYPE) == 0;
            let slots = [DataSpec::TRAVERSE, DataSpec::CLEAR].iter().any(|&id| spec.slot(id).is_some());
            if !spec.without_base || !untracked || slots {
                return;
            }
            let message = format!("instances of heap type `{}` are not tracked by the garbage collector", spec.name);
            let finding = found.finding(&GC005, message, &spec.name, spec.address).severity(Severity::Note);
            out.push(finding.note(NOTE).help(HELP));
        },
    );
}
