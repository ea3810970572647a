//! Variables that are there in every build and written in none that is seen.

use crate::link::{Project, Site, StaticVar};

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
    let called = |site: Site| site.func.is_none_or(|func| !project.is_called_by_none(func));
    let func = first.func.filter(|_| !sites().any(called))?;
    Some(format!(
        "written only in `{}`, which nothing in this project calls or uses as a slot or callback",
        project.func(func).name
    ))
}
