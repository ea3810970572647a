//! GC020: a dealloc that clears fields of an object which the collector still tracks.

use super::common::deallocs::{event, first_stmt, select};
use super::common::types::label_gc;
use super::{Context, GC020};
use crate::facts::Span;
use crate::finding::{Applicability, Finding};
use crate::link::life::EventKind;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let found = select(project, 0, |_, case| {
        (case.gc == Some(true)).then(|| event(case, |kind| kind == EventKind::TouchedTracked)).flatten()
    });
    for found in found {
        let func = project.func(found.func);
        let message = format!("`{}` clears fields while the object is still tracked", func.name);
        let mut finding = found.finding(&GC020, project, message, None).label(
            found.what.file,
            found.what.span,
            "a collection started here meets an object without references",
        );
        if let Some(case) = found.cases.first() {
            finding = label_gc(project, case.id, finding);
        }
        finding = finding
            .note("clearing a field may run Python code or start a collection")
            .help("call PyObject_GC_UnTrack(self) first");
        let calls = |name: &str| {
            project.sites.calls_of(name).iter().any(|s| s.func_ref() == Some(found.func))
        };
        let untouched = !["PyObject_CallFinalizerFromDealloc", "PyObject_GC_UnTrack", "_PyObject_GC_UNTRACK"]
            .into_iter()
            .any(calls);
        if let (Some(span), Some(object), true) =
            (first_stmt(project, found.func), func.params.first().and_then(|p| p.name), untouched)
        {
            let text = format!("PyObject_GC_UnTrack({object});\n{}", func.indent);
            finding =
                finding.edit(found.func.file, Span::new(span.start, span.start), text, Applicability::Safe);
        }
        out.push(finding);
    }
}
