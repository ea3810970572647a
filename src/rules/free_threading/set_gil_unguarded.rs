//! FT005: the call that says whether a module needs the GIL stands where Python does not have it: in builds with the GIL.

use crate::capi::predefined::WITHOUT_GIL;
use crate::capi::roles::{self, Role};
use crate::facts::{CondId, FileId, Name, Truth, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::rules::common::threads::calls;
use crate::rules::{Context, FT005};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    call(context.project, out);
}

/// The Pythons on which a place is compiled in whatever is open, in builds with the GIL.
fn surely_with_gil(project: &Project, file: FileId, cond: CondId) -> VersionSet {
    let conds = &project.file(file).conds;
    // A macro of the project may stand for the build without the GIL.
    let live = conds.live_where(WITHOUT_GIL, false, cond);
    let open = live.without(conds.certain(cond, &project.targets));
    live.without(open)
}

fn call(project: &Project, out: &mut Vec<Finding>) {
    for name in roles::named(Role::SetGil) {
        for (at, site) in calls(project, name) {
            let (file, span) = (site.file, project.call(site).span());
            let cond = project.file(file).conds.at_span(span);
            let versions = surely_with_gil(project, file, cond).and(FT005.pythons(&project.targets));
            if versions.is_empty() || defines(project, file, name) {
                continue;
            }
            let message = format!("`{name}` is declared only in builds without the GIL");
            out.push(
                Finding::source(&FT005, message, Label::new(file, span, "no `#ifdef Py_GIL_DISABLED` around it"))
                    .symbol(project.func(at).name.as_str())
                    .help("put it between `#ifdef Py_GIL_DISABLED` and `#endif`"),
            );
        }
    }
}

/// Whether the project has something of that name itself.
fn defines(project: &Project, file: FileId, name: &str) -> bool {
    let live = |cond| project.file(file).conds.truth(cond, project.targets.min_python) != Truth::False;
    project.defines_of(file, Name::from(name)).iter().any(|(at, d)| *at != file || live(d.cond))
}
