//! GC002: a heap type that inherits the traverse function of a static type.

use crate::facts::{Python, Truth, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::link::macros::constants::flags;
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC002};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let since = GC002.pythons(&project.targets);
    for (id, object) in project.types.iter().filter(|(_, t)| t.is_heap()) {
        let mut versions = VersionSet::default();
        let mut from = None;
        for python in project.type_live(id).and(since).iter() {
            if let Some(name) = static_source(project, id, python) {
                versions = versions.or(VersionSet::range(python, python));
                from = Some(name);
            }
        }
        let Some(from) = from else { continue };
        let message = format!(
            "heap type `{}` inherits the `tp_traverse` of `{from}`, which never visits the type",
            object.short_name()
        );
        let label = Label::new(object.file, object.span, "sets neither `Py_TPFLAGS_HAVE_GC` nor `Py_tp_traverse`");
        let mut finding =
            Finding::source(&GC002, on_versions(project, message, versions), label).symbol(object.symbol.as_str());
        for creation in &object.creations {
            let span = project.file(creation.file).ast.expr_span(creation.call);
            finding = finding.label(creation.file, span, "created here with its base");
        }
        out.push(
            finding
                .note("static types do not visit their type; since Python 3.9 a heap type must do it in its own `tp_traverse`")
                .help(format!(
                    "add `Py_TPFLAGS_HAVE_GC`, a `tp_traverse` that visits `Py_TYPE(self)` and calls that of `{from}`, and a `tp_clear` that calls its `tp_clear`; for an exception use `PyErr_NewException`"
                )),
        );
    }
}

/// The static ancestor that supplies the traverse function, where the type gets GC by inheritance alone.
fn static_source(project: &Project, id: TypeId, python: Python) -> Option<String> {
    let none = |slot| project.type_sets(id, slot, python) == Some(Truth::False);
    if project.type_flags(id, python).has(flags::HAVE_GC) != Some(Truth::False)
        || !none("tp_traverse")
        || !none("tp_clear")
        || project.type_gc(id, python) != Some(Truth::True)
    {
        return None;
    }
    let (mut current, mut seen) = (id, Vec::new());
    while !seen.contains(&current) {
        seen.push(current);
        match project.type_base(current)? {
            TypeRef::Builtin(name) => return Some(name.as_str().to_owned()),
            TypeRef::Type(base) => {
                let object = project.types.get(base);
                if object.kind == TypeKind::Static {
                    return Some(object.symbol.as_str().to_owned());
                }
                // A heap type with an own traverse is a case of its own; without one it inherits as well.
                if project.type_flags(base, python).has(flags::HAVE_GC) != Some(Truth::False) {
                    return None;
                }
                current = base;
            }
            TypeRef::Null | TypeRef::Unknown => return None,
        }
    }
    None
}
