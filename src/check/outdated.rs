//! Files that no Python 3 compiles: their module is made by a function of Python 2, whatever a build defines.

use std::collections::BTreeSet;
use std::path::Path;

use crate::capi::roles::{self, Role};
use crate::facts::{FileFacts, FileId, Func, Linkage};
use crate::link::Project;
use crate::text::Sources;

/// How the names of its makers of modules begin; and of the init functions that Python 2 and Python 3 look for.
const MAKER: &str = "Py_InitModule";
const OLD: &str = "init";
const NEW: &str = "PyInit_";

/// The files with such a module, and what is compiled together with them: nothing is reported in them.
pub(super) fn files(projects: &[Project]) -> BTreeSet<FileId> {
    let mut out = BTreeSet::new();
    for project in projects {
        let old: BTreeSet<FileId> =
            project.files.iter().filter(|facts| is_old(project, facts)).map(|facts| facts.file).collect();
        for extension in project.build.extensions.iter().filter(|e| e.sources.iter().any(|file| old.contains(file))) {
            let only = |file: &&FileId| {
                let others = project.build.extensions.iter().filter(|other| other.place != extension.place);
                !others.into_iter().any(|other| other.sources.contains(file))
            };
            out.extend(extension.sources.iter().filter(only));
        }
        // Where the run has no module of Python 3 at all, what stands beside belongs to the same one.
        if project.modules.is_empty() && !project.build.modules_unseen {
            let folder = |file: FileId| Path::new(project.path(file)).parent();
            let folders: BTreeSet<Option<&Path>> = old.iter().map(|&file| folder(file)).collect();
            out.extend(project.files.iter().map(|facts| facts.file).filter(|&file| folders.contains(&folder(file))));
        }
        out.extend(old);
    }
    out
}

/// Whether the one init function of a file and all that is compiled with it is one of Python 2 on every target.
fn is_old(project: &Project, facts: &FileFacts) -> bool {
    let external = |func: &&Func| func.body.is_some() && func.linkage == Linkage::External;
    let begins = |start: &str| facts.funcs.iter().filter(external).any(|func| func.name.starts_with(start));
    if facts.generated.is_some() || !begins(OLD) {
        return false;
    }
    let makes = roles::named(Role::ModuleCreate).filter(|name| name.starts_with(MAKER)).any(|name| {
        // A project may have one of its own for Python 3.
        let own = !project.funcs_named(name.into()).is_empty()
            || project.files.iter().any(|facts| facts.defines.iter().any(|define| define.name == name));
        !own && project.sites.calls_of(name).iter().filter(|site| site.file == facts.file).any(|site| {
            let there = facts.conds.certain(facts.conds.at_span(facts.ast.expr_span(site.expr)), &project.targets);
            let init = site.func.is_some_and(|func| facts.func(func).name.starts_with(OLD));
            init && there == project.targets.versions()
        })
    });
    makes
        && !project.unit(facts.file).iter().any(|&file| {
            let funcs = &project.file(file).funcs;
            funcs.iter().any(|func| func.name.starts_with(NEW))
        })
}

/// Says that such files are passed over.
pub(super) fn note(outdated: &BTreeSet<FileId>, sources: &Sources) -> Option<String> {
    let mut reported = outdated.iter().map(|&file| sources.get(file)).filter(|file| file.reported);
    let first = reported.next()?;
    let others = match reported.count() {
        0 => String::new(),
        1 => " and 1 other file".to_owned(),
        n => format!(" and {n} other files"),
    };
    Some(format!("{}{others}: not checked, because the module can be built on Python 2 alone ({MAKER})", first.name))
}
