//! HT015: the new reference that PyType_GetDict returns is never given back.

use crate::capi::roles::{self, Role};
use crate::facts::{ExprId, Python};
use crate::finding::{Finding, Label};
use crate::link::flow::references::{Act, Origin, References, Walks};
use crate::link::{FuncRef, Project};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT015};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut walks = Walks::default();
    for site in roles::named(Role::GetDict).flat_map(|name| project.sites.calls_of(name)) {
        let facts = project.file(site.file);
        let ast = &facts.ast;
        let span = ast.expr_span(site.expr);
        let live = facts.conds.live(facts.conds.at_span(span), &project.targets);
        let versions = live.and(HT015.pythons(&project.targets));
        let (Some(at), Some(python)) = (site.func_ref(), versions.max()) else { continue };
        if !walks.may(project, at) || !is_kept(project, at, site.expr, python) {
            continue;
        }
        let message = on_versions(project, "the dict from `PyType_GetDict` is never released".to_owned(), versions);
        out.push(
            Finding::source(&HT015, message, Label::new(site.file, span, "a new reference"))
                .symbol(project.func(at).name.as_str())
                .help("call `Py_DECREF` on it after use"),
        );
    }
}

/// Whether every path on which there is a dict ends with a reference too many, and none gives one up.
fn is_kept(project: &Project, at: FuncRef, call: ExprId, python: Python) -> bool {
    let mut references = References::new(project, python);
    // A function of the project with this name gives what it gives.
    if references.api(at, call).is_none() {
        return false;
    }
    let trace = references.follow(at, Origin::Value(call));
    let given = |act: &Act| matches!(act, Act::Released(_) | Act::Stolen(_) | Act::Stored(_));
    let Some(mut ends) = trace.known().map(Iterator::peekable) else { return false };
    ends.peek().is_some() && ends.all(|end| end.left_over() > 0 && !end.state.did(given))
}
