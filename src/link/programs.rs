//! Files that are programs: they define `main`; and those that are modules of another language. What such a file defines
//! is linked to no extension.

use rustc_hash::FxHashSet;

use super::modules::extension::is_header;
use super::sites::CallSite;
use super::{Model, Units};
use crate::facts::{FileFacts, FileId, Func, Linkage};

/// Where programs begin.
pub(crate) const ENTRIES: [&str; 6] = ["main", "wmain", "WinMain", "wWinMain", "_tmain", "_tWinMain"];

/// Where modules of other languages begin: a header of the language, and how the name of the function begins that it
/// looks for. Only of languages that nobody takes into a module of Python, as Lua and Java are.
const FOREIGN: [(&str, &str); 6] = [
    ("ruby.h", "Init_"),
    ("mex.h", "mexFunction"),
    ("R.h", "R_init_"),
    ("Rinternals.h", "R_init_"),
    ("perl.h", "boot_"),
    ("node_api.h", "napi_register_module"),
];

/// Whether a file is a module of another language.
fn is_foreign(facts: &FileFacts) -> bool {
    let begins = |start: &str| facts.funcs.iter().any(|func| func.body.is_some() && func.name.starts_with(start));
    let includes = |header: &str| facts.includes.iter().any(|include| include.path == header);
    FOREIGN.iter().any(|(header, start)| includes(header) && begins(start))
}

/// Whether a function is where a program begins.
pub(crate) fn is_entry(func: &Func) -> bool {
    ENTRIES.contains(&func.name.as_str()) && func.linkage == Linkage::External && func.body.is_some()
}

/// Whether a file is compiled by itself: no header, and no part of another one.
pub(crate) fn is_compiled(project: &Units, file: FileId) -> bool {
    !is_header(project, file) && !project.is_included(file)
}

/// The files that call `main` and are no part of a program: they take another file's for a function like any other. One
/// entry that calls the other (`wmain`) is a program all the same.
pub(crate) fn callers(project: &Units) -> Vec<FileId> {
    let entries: Vec<FileId> =
        project.files.iter().filter(|facts| facts.funcs.iter().any(is_entry)).map(|facts| facts.file).collect();
    let in_entry = |site: &&CallSite| site.func_ref().is_some_and(|at| is_entry(project.func(at)));
    let calls = project.sites.calls_of("main").iter().filter(|site| !in_entry(site));
    let mut files: Vec<FileId> = calls.map(|site| site.file).collect();
    files.dedup();
    // `WinMain` of a header that programs include calls theirs.
    files.retain(|&file| !entries.iter().any(|&entry| entry != file && project.share_unit(entry, file)));
    files
}

/// The files that are programs in every build and hold no module: those too that get their `main` from a header, as tests
/// do from their framework.
pub(crate) fn sure(project: &Model) -> FxHashSet<FileId> {
    let hooks: FxHashSet<FileId> = project.modules.iter().map(|module| module.init.file).collect();
    let callers = callers(project);
    let begins = |file: FileId| {
        let facts = project.file(file);
        let sure = |func: &Func| is_entry(func) && !facts.conds.certain(func.cond, &project.targets).is_empty();
        facts.funcs.iter().any(sure)
    };
    let headers: FxHashSet<FileId> =
        project.files.iter().map(|facts| facts.file).filter(|&f| is_header(project, f) && begins(f)).collect();
    let program = |file: &FileId| {
        let called = || callers.iter().any(|caller| caller != file);
        let by_header = || !headers.is_empty() && project.includes.below(*file).iter().any(|f| headers.contains(f));
        let foreign = || is_foreign(project.file(*file));
        (begins(*file) || by_header() || foreign()) && !hooks.contains(file) && is_compiled(project, *file) && !called()
    };
    project.files.iter().map(|facts| facts.file).filter(program).collect()
}
