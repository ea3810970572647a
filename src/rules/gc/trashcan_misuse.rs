//! GC026: the trashcan macros used wrongly, or on Pythons that have them no more.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, Python, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::flow::lifecycle::EventKind;
use crate::rules::common::deallocs::{event, select};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC026};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for name in roles::named(Role::TrashcanBegin) {
        for site in project.sites.calls_of(name) {
            let facts = project.file(site.file);
            let span = facts.ast.expr_span(site.expr);
            let own = !project.defines_of(site.file, crate::facts::Name::from(name)).is_empty();
            let live = project.live_at(site.file, span);
            if own || live.is_empty() {
                continue;
            }
            if name == "Py_TRASHCAN_SAFE_BEGIN" {
                out.extend(removed(project, site.file, span, live));
                continue;
            }
            if project.targets.limited_api == Truth::True && live.contains(project.targets.max_python) {
                let label = Label::new(site.file, span, "");
                let message = format!("`{name}` is not in the limited API");
                out.push(Finding::source(&GC026, message, label).severity(Severity::Error));
            }
            if project.targets.min_python >= Python(14) {
                let message = format!("`{name}` is no longer needed");
                let finding =
                    Finding::source(&GC026, message, Label::new(site.file, span, "")).severity(Severity::Note);
                out.push(
                    finding
                        .note("since Python 3.14 every `tp_dealloc` is protected from deep recursion")
                        .help("remove both macros"),
                );
            }
            let Expr::Call { args, .. } = facts.ast.expr(site.expr) else { continue };
            let named = facts.ast.exprs(args).get(1).and_then(|&a| facts.ast.referred_name(a));
            let Some((func, named)) = site.func.map(|f| facts.func(f)).zip(named) else { continue };
            if named != func.name && !func.name.ends_with(&format!("::{named}")) {
                let message = format!("`{name}` in `{}` names `{named}`", func.name);
                let label = Label::new(site.file, span, "the second argument must be the enclosing `tp_dealloc`");
                out.push(
                    Finding::source(&GC026, message, label)
                        .symbol(func.name.as_str())
                        .note("the macro compares it with the object's `tp_dealloc` and does nothing if they differ"),
                );
            }
        }
    }
    for (kind, text) in [
        (EventKind::TrashcanTracked, "the object is still tracked here, and must be untracked before"),
        (EventKind::TrashcanReturn, "returns before `Py_TRASHCAN_END`: the nesting depth stays wrong"),
    ] {
        for found in select(project, 0, |_, case| event(case, |k| k == kind)) {
            let message = format!("`{}` misuses the trashcan macros", project.func(found.func).name);
            let finding = found.finding(&GC026, project, message, Some((found.what, text)));
            let error = kind == EventKind::TrashcanReturn;
            out.push(if error { finding.severity(Severity::Error) } else { finding });
        }
    }
}

fn removed(
    project: &Project,
    file: crate::facts::FileId,
    span: crate::facts::Span,
    live: VersionSet,
) -> Option<Finding> {
    let gone = live.and(VersionSet::range(Python(13), project.targets.max_python));
    let old = live.and(VersionSet::range(Python(11), project.targets.max_python));
    let label = Label::new(file, span, "");
    let finding = if !gone.is_empty() {
        let message = on_versions(project, "`Py_TRASHCAN_SAFE_BEGIN` was removed in Python 3.13".into(), gone);
        Finding::source(&GC026, message, label).severity(Severity::Error)
    } else if !old.is_empty() {
        Finding::source(&GC026, "`Py_TRASHCAN_SAFE_BEGIN` is deprecated since Python 3.11", label)
    } else {
        return None;
    };
    Some(finding.help("use `Py_TRASHCAN_BEGIN(self, dealloc)` and `Py_TRASHCAN_END`, after `PyObject_GC_UnTrack`"))
}
