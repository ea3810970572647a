//! Variables that are there in every build and written in none that is seen.

use crate::link::{FuncRef, Project, Site, StaticVar};

/// Why no build is seen to write a variable that is there in every one.
pub(crate) fn why_not(project: &Project, var: &StaticVar) -> Option<String> {
    if project.only_where(var.definition.file, project.var(var.definition).name_span).is_some() {
        return None;
    }
    let sites = || var.writes.iter().map(|write| write.site);
    let first = sites().next()?;
    let knob = |site: Site| project.only_where(site.file, site.span);
    if let Some(why) = knob(first).filter(|_| sites().all(|site| knob(site).is_some())) {
        return Some(format!("written {why}"));
    }
    let uncalled = |site: &Site| site.func.filter(|&func| project.is_called_by_none(func));
    let func = sites().find_map(|site| uncalled(&site))?;
    sites()
        .all(|site| uncalled(&site).is_some() || knob(site).is_some())
        .then(|| is_never_called("written", project, func))
}

/// Says that something is done in a function that nothing calls.
pub(crate) fn is_never_called(done: &str, project: &Project, func: FuncRef) -> String {
    let name = project.func(func).name;
    format!("{done} only in `{name}`, which nothing in this project calls or uses as a slot or callback")
}
