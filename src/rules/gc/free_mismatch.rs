//! GC013, GC023: memory given back by another function than the one that fits the allocation, or by one that does not own
//! the object.

mod borrowed;

use crate::capi::functions::Domain;
use crate::capi::roles;
use crate::facts::{Python, Truth, VersionSet};
use crate::finding::{Applicability, Finding, Label};
use crate::link::Project;
use crate::link::flow::deallocs::Case;
use crate::link::flow::lifecycle::{Event, EventKind, Free};
use crate::link::macros::constants::flags;
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::rules::common::deallocs::{event, only_name, select};
use crate::rules::common::types::{label_gc, on_versions};
use crate::rules::{Context, GC013, GC023};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for found in select(project, 0, |_, case| mismatch(project, case)) {
        let (event, why) = found.what;
        let name = found.cases.first().map_or("", |c| project.types.get(c.id).short_name());
        let message = match why {
            Why::Header => format!("`{name}` objects have a GC header but are freed without it"),
            Why::NoHeader => format!("`{name}` objects have no GC header but are freed with `PyObject_GC_Del`"),
            Why::Subclass => format!("a Python subclass of `{name}` may have a GC header, which this call ignores"),
        };
        let mut finding = found.finding(&GC013, project, message, Some((event, "does not match the allocation")));
        if let (Some(case), Why::Header) = (found.cases.first(), why) {
            finding = label_gc(project, case.id, finding);
        }
        finding = finding
            .note("the freed address is not the one that was allocated: debug builds abort, others corrupt memory")
            .help("free the object with `Py_TYPE(self)->tp_free((PyObject *)self)`");
        let ast = &project.file(event.file).ast;
        let sites = roles::freeing_objects();
        let call = sites
            .flat_map(|n| project.sites.calls_of(n))
            .find(|s| s.file == event.file && ast.expr_span(s.expr) == event.span);
        if let Some((site, at)) = call.and_then(|s| Some((s, s.func_ref()?)))
            && let Some(object) = only_name(project, at, site.expr)
        {
            let text = format!("Py_TYPE({object})->tp_free((PyObject *){object})");
            finding = finding.edit(event.file, event.span, text, Applicability::Safe);
        }
        out.push(finding);
    }
    borrowed::check(project, out);
    for (id, _) in project.types.iter() {
        slot(project, id, out);
    }
}

#[derive(Clone, Copy)]
enum Why {
    Header,
    NoHeader,
    Subclass,
}

fn mismatch(project: &Project, case: &Case) -> Option<(Event, Why)> {
    let python = case.versions.min()?;
    let set = |name| project.type_sets(case.id, name, python) != Some(Truth::False);
    // An own allocator decides what fits.
    if set("tp_alloc") {
        return None;
    }
    let plain = event(case, |kind| matches!(kind, EventKind::Freed(Free::Plain, _)));
    let bits = project.type_flags(case.id, python);
    match case.gc {
        Some(true) => plain.map(|e| (e, Why::Header)),
        Some(false) => {
            let collector = event(case, |kind| matches!(kind, EventKind::Freed(Free::Collector, false)));
            let subclassed = event(case, |kind| kind == EventKind::Freed(Free::Plain, false));
            let may = bits.has(flags::BASETYPE) == Some(Truth::True)
                && bits.has(flags::DISALLOW_INSTANTIATION) == Some(Truth::False)
                && !set("tp_free")
                && has_new(project, case.id, python);
            collector.map(|e| (e, Why::NoHeader)).or(subclassed.filter(|_| may).map(|e| (e, Why::Subclass)))
        }
        None => None,
    }
}

/// Whether Python code may make instances of a subclass: a static type over `object` inherits no `tp_new`, and neither
/// do the types below it.
fn has_new(project: &Project, id: TypeId, python: Python) -> bool {
    let own = |id: TypeId| {
        project.types.get(id).kind != TypeKind::Static || project.type_sets(id, "tp_new", python) != Some(Truth::False)
    };
    let all = project.with_bases(id);
    let last = all.last().map_or(TypeRef::Unknown, |&top| project.type_base(top).unwrap_or(TypeRef::Unknown));
    all.into_iter().any(own)
        || match last {
            TypeRef::Null => false,
            TypeRef::Builtin(name) => name != "PyBaseObject_Type",
            TypeRef::Type(_) | TypeRef::Unknown => true,
        }
}

/// `Py_tp_free` against the GC header.
fn slot(project: &Project, id: TypeId, out: &mut Vec<Finding>) {
    let object = project.types.get(id);
    let (mut wrong, mut own, mut at) = (VersionSet::default(), VersionSet::default(), None);
    for python in project.type_live(id).iter() {
        for slot in project.type_view(id).slots("tp_free", python) {
            let Some(name) = slot.name() else { continue };
            let gc = project.type_gc_certain(id, python);
            let plain = name == "free" || roles::frees(name.as_str()).is_some_and(|d| d != Domain::Gc);
            let collector = roles::frees(name.as_str()) == Some(Domain::Gc);
            let here = VersionSet::range(python, python);
            if name == "NULL" {
                continue;
            }
            if (plain && gc == Some(true)) || (collector && gc == Some(false)) {
                wrong = wrong.or(here);
                at = Some((slot, name));
            }
            if gc == Some(true) && !collector && object.kind == TypeKind::Spec {
                own = own.or(here);
                at = Some((slot, name));
            }
        }
    }
    let Some((slot, name)) = at else { return };
    if !wrong.is_empty() {
        let message =
            format!("`tp_free` of `{}` is `{name}`, which does not match the allocation", object.short_name());
        let label = Label::new(slot.file, slot.span, "does not handle a GC header");
        let finding =
            Finding::source(&GC013, on_versions(project, message, wrong), label).symbol(object.symbol.as_str());
        out.push(finding.help("remove the slot: the type inherits the right function"));
    }
    if !own.is_empty() {
        let message = format!("`tp_free` of the GC heap type `{}` must be `PyObject_GC_Del`", object.short_name());
        let label = Label::new(slot.file, slot.span, "");
        let finding = Finding::source(&GC023, on_versions(project, message, own), label).symbol(object.symbol.as_str());
        out.push(label_gc(project, id, finding).help("remove the slot"));
    }
}
