//! Which macro makes a look-up that stands where it is used: the finding belongs there, once.

use super::Macro;
use crate::facts::{Define, Expr, FileId};
use crate::link::Project;
use crate::link::macros::tokens::mentions;
use crate::link::sites::CallSite;

/// The one macro whose body makes this call.
pub(super) fn holder(project: &Project, callee: &str, site: &CallSite) -> Option<Macro> {
    let ast = &project.file(site.file).ast;
    let Expr::Call { callee: called, .. } = ast.expr(site.expr) else { return None };
    // What a macro makes stands, as a whole, where the macro is used.
    let used = ast.expr_span(site.expr);
    if ast.expr_span(called) != used {
        return None;
    }
    // A use without arguments is as long as the name.
    let length = (used.end - used.start) as usize;
    let holds = |d: &&Define| {
        let sized = d.params.is_none() && d.name.len() == length;
        sized && mentions(&d.body, callee)
    };
    let unit = project.unit(site.file);
    let files = unit.iter().copied().filter(|&file| file != site.file).chain([site.file]);
    let mut found = files
        .flat_map(|file| project.file(file).defines.iter().filter(holds).map(move |d| (d.name, file, d.name_span)));
    match (found.next(), found.next()) {
        (Some(first), None) => Some(first),
        (None, _) => inner(project, callee, &unit),
        _ => None,
    }
}

/// The one macro without parameters that makes the call in the nearest of some files that has one, where another macro
/// uses it.
fn inner(project: &Project, callee: &str, unit: &[FileId]) -> Option<Macro> {
    let of = |file: FileId| project.file(file).defines.iter().map(move |d| (file, d));
    let holds = |file: FileId| of(file).filter(|(_, d)| mentions(&d.body, callee));
    let mut found = unit.iter().copied().find_map(|file| Some(holds(file)).filter(|_| holds(file).next().is_some()))?;
    let (Some((file, only)), None) = (found.next(), found.next()) else { return None };
    let used = unit.iter().flat_map(|&f| of(f)).any(|(_, d)| d.name != only.name && mentions(&d.body, &only.name));
    (only.params.is_none() && used).then_some((only.name, file, only.name_span))
}
