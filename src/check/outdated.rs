//! Files that no Python 3 compiles: their module is made by a function of Python 2, whatever a build defines.

use std::collections::BTreeSet;
use std::path::Path;

use super::first_of;
use crate::capi::hooks;
use crate::capi::roles::{self, Role};
use crate::facts::FileId;
use crate::link::Project;
use crate::link::sites::CallSite;
use crate::text::Sources;

/// The files with such a module, and what is compiled together with them: nothing is reported in them.
pub(super) fn files(projects: &[Project]) -> BTreeSet<FileId> {
    projects.iter().flat_map(of_project).collect()
}

fn of_project(project: &Project) -> BTreeSet<FileId> {
    let mut old: BTreeSet<FileId> = BTreeSet::new();
    for name in roles::named(Role::ModuleCreate).filter(|name| hooks::makes_old_module(name)) {
        let sites = project.sites.calls_of(name);
        // A project may have one of its own for Python 3.
        let own = || {
            let defines = || project.files.iter().flat_map(|facts| &facts.defines).any(|define| define.name == name);
            !project.funcs_named(name.into()).is_empty() || defines()
        };
        if !sites.is_empty() && !own() {
            old.extend(sites.iter().filter(|site| is_always_made(project, site)).map(|site| site.file));
        }
    }
    old.retain(|&file| {
        let new = |&file: &FileId| project.file(file).funcs.iter().any(|func| hooks::of(&func.name).is_some());
        project.file(file).generated.is_none() && !project.unit(file).iter().any(new)
    });
    let mut out = old.clone();
    for extension in project.build.extensions.iter().filter(|e| e.sources.iter().any(|file| old.contains(file))) {
        let others = || project.build.extensions.iter().filter(|other| other.place != extension.place);
        let only = |file: &&FileId| !others().any(|other| other.sources.contains(file));
        out.extend(extension.sources.iter().filter(only));
    }
    // Where the run has no module of Python 3 at all, what stands beside belongs to the same one.
    if !old.is_empty() && project.modules.is_empty() && !project.build.modules_unseen {
        let folder = |file: FileId| Path::new(project.path(file)).parent();
        let folders: BTreeSet<Option<&Path>> = old.iter().map(|&file| folder(file)).collect();
        out.extend(project.files.iter().map(|facts| facts.file).filter(|&file| folders.contains(&folder(file))));
    }
    out
}

/// Whether an init function of Python 2 makes its module at this place on every target.
fn is_always_made(project: &Project, site: &CallSite) -> bool {
    let facts = project.file(site.file);
    let there = facts.conds.certain(facts.conds.at_span(facts.ast.expr_span(site.expr)), &project.targets);
    let init = site.func.is_some_and(|func| hooks::has_old_shape(&facts.func(func).name));
    init && there == project.targets.versions()
}

/// Says that such files are passed over.
pub(super) fn note(outdated: &BTreeSet<FileId>, sources: &Sources) -> Option<String> {
    let files = first_of(outdated.iter().copied().filter(|&file| sources.get(file).reported), sources)?;
    Some(format!("{files}: not checked, because the module can be built on Python 2 alone (Py_InitModule)"))
}
