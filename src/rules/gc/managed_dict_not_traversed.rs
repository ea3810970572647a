//! GC030: a managed dict that the collector does not see or that outlives its object.

use crate::capi::roles::{self, Role};
use crate::facts::{Python, Truth, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC030};

/// Since then freeing an object leaves its managed dict alone.
const DEALLOC_SINCE: Python = Python(14);
const UNSEEN: &str = "seen by the garbage collector: `Py_TPFLAGS_HAVE_GC` is missing";
/// Not about the dict.
const WEAKREF: &str = "weakref";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let since = GC030.pythons(&project.targets);
    for (id, object) in project.types.iter() {
        let mut found: Option<(&str, VersionSet)> = None;
        for python in project.type_live(id).and(since).iter() {
            let Some(what) = lacks(project, id, python) else { continue };
            let here = VersionSet::range(python, python);
            found = Some(found.map_or((what, here), |(first, versions)| (first, versions.or(here))));
        }
        let Some((what, versions)) = found else { continue };
        let name = object.short_name();
        let (message, flag) = match what {
            WEAKREF => (format!("`{name}` has `Py_TPFLAGS_MANAGED_WEAKREF` without `Py_TPFLAGS_HAVE_GC`"), "WEAKREF"),
            what => (format!("the managed dict of `{name}` is not {what}"), "DICT"),
        };
        let label = Label::new(object.file, object.span, format!("has `Py_TPFLAGS_MANAGED_{flag}`"));
        out.push(
            Finding::source(&GC030, on_versions(project, message, versions), label)
                .symbol(object.symbol.as_str())
                .help(
                    "set `Py_TPFLAGS_HAVE_GC`, call `PyObject_VisitManagedDict(self, visit, arg)` in `tp_traverse` and `PyObject_ClearManagedDict(self)` in `tp_clear` and `tp_dealloc`",
                ),
        );
    }
}

fn lacks(project: &Project, id: TypeId, python: Python) -> Option<&'static str> {
    let bits = project.type_flags(id, python);
    let without_gc =
        bits.has(flags::HAVE_GC) == Some(Truth::False) && project.type_gc(id, python) == Some(Truth::False);
    if python >= Python(15) && bits.has(flags::MANAGED_WEAKREF) == Some(Truth::True) && without_gc {
        return Some(if bits.has(flags::MANAGED_DICT) == Some(Truth::True) { UNSEEN } else { WEAKREF });
    }
    if bits.has(flags::MANAGED_DICT) != Some(Truth::True) {
        return None;
    }
    if without_gc {
        return Some(UNSEEN);
    }
    let own = |slot: &str| project.type_view(id).slot_funcs(slot, python);
    let never = |funcs: &[FuncRef], names: &[&str]| {
        !funcs.is_empty() && funcs.iter().all(|&f| project.calls_any(f, names) == Some(false))
    };
    if never(&own("tp_traverse"), &roles::named(Role::VisitDict).chain(["tp_traverse"]).collect::<Vec<_>>()) {
        return Some("visited");
    }
    let names = roles::named(Role::ClearDict).chain(["tp_dealloc", "tp_clear"]).collect::<Vec<_>>();
    let (clear, dealloc) = (own("tp_clear"), own("tp_dealloc"));
    if never(&clear, &names) {
        return Some("cleared");
    }
    // Before, tp_free did it.
    (python >= DEALLOC_SINCE && never(&dealloc, &names)).then_some("cleared by `tp_dealloc`")
}
