//! Which files the lists of sources leave out, as far as the build files tell them: what is on no list, and what another
//! file on one stands in for.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::modules::extension::is_header;
use super::programs::is_compiled;
use super::{FuncRef, Relations};
use crate::facts::{BuildExtension, BuildFacts, FileId, FuncId, Language, Linkage};

/// How much is known of the lists of sources of all extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lists {
    /// Too little.
    Open,
    /// All sources; what a script looks for may be linked as well.
    Found,
    /// All sources; libraries of the project may be linked as well.
    Known,
    /// All that an extension is made of.
    Whole,
}

impl Lists {
    /// `hooks`: the files of the init functions. `made`: there are modules that are not seen as such.
    pub(super) fn of(project: &Relations, build: &BuildFacts, hooks: &[FileId], made: bool) -> Lists {
        let all = || build.extensions.iter();
        if all().next().is_none() || !hooks.iter().all(|&hook| is_source(project, build, hook)) {
            return Lists::Open;
        }
        // Modules of Cython are in sight where their files are; what cffi compiles, is not read.
        let seen = build.cython_names.is_some() && !build.cffi && (!hooks.is_empty() || build.cython && !made);
        let closed = build.all_closed && all().all(|e| e.closed) && seen;
        if closed && all().all(|e| e.alone) && !made {
            Lists::Whole
        } else if build.all_listed && !hooks.is_empty() && all().all(|e| e.complete) {
            Lists::Known
        } else if closed {
            Lists::Found
        } else {
            Lists::Open
        }
    }

    /// Whether a file is in no extension because it is on no list. `named`: a word in the build files may mean it.
    /// `taken`: what the files of Cython take in.
    pub(super) fn leave_out(
        self,
        project: &Relations,
        build: &BuildFacts,
        file: FileId,
        named: bool,
        taken: &[FileId],
    ) -> bool {
        let stem = Path::new(project.path(file)).file_stem().and_then(|stem| stem.to_str());
        match self {
            Lists::Open => return false,
            Lists::Found if named || build.found_files.contains(&file) => return false,
            Lists::Known if named => return false,
            // What a script of Python speaks of, it may do something with; a library's own build is another's.
            Lists::Whole if stem.is_none_or(|stem| build.words_of_python.contains(stem)) => return false,
            Lists::Whole if named && is_header(project, file) => return false,
            Lists::Found | Lists::Known | Lists::Whole => {}
        }
        !is_source(project, build, file) && !taken.iter().any(|&one| one == file || project.share_unit(one, file))
    }
}

/// The files that the files of Cython speak of: what is generated of these includes them.
pub(super) fn taken_by_cython(project: &Relations, build: &BuildFacts) -> Vec<FileId> {
    let stem = |file: FileId| Path::new(project.path(file)).file_stem().and_then(|stem| stem.to_str());
    let said = |file: &FileId| stem(*file).is_none_or(|stem| build.cython_files.contains(stem));
    project.files.iter().map(|facts| facts.file).filter(said).collect()
}

/// Whether a file is a source of an extension, or shares a unit with one.
fn is_source(project: &Relations, build: &BuildFacts, file: FileId) -> bool {
    build.extensions.iter().flat_map(|e| e.sources.iter().chain(&e.found)).any(|&s| project.share_unit(s, file))
}

/// Whether the sources of all extensions are known, and another file that defines the same functions stands in the place
/// of this one, on a list of an extension or of a library: no extension has both, and this one is on no list.
pub(super) fn is_replaced(project: &Relations, build: &BuildFacts, file: FileId) -> bool {
    let listed = build.all_listed && build.extensions.iter().all(|e| e.written);
    let closed = build.all_closed && build.extensions.iter().all(|e| e.closed);
    if build.extensions.is_empty()
        || !(listed || closed)
        || is_source(project, build, file)
        || !is_compiled(project, file)
    {
        return false;
    }
    let external = |at: FuncRef| {
        let (facts, func) = (project.file(at.file), project.func(at));
        facts.language == Language::C && func.linkage == Linkage::External && func.body.is_some()
    };
    let sure = |at: FuncRef| !project.file(at.file).conds.certain(project.func(at).cond, &project.targets).is_empty();
    let own = (0..project.file(file).funcs.len()).map(|i| FuncRef { file, id: FuncId(i as u32) });
    let pairs = own.filter(|&at| external(at)).flat_map(|at| {
        let others = project.funcs_named(project.func(at).name).iter().copied();
        others.filter(|other| other.file != file).map(move |other| (at, other))
    });
    let pairs: Vec<(FuncRef, FuncRef)> = pairs.filter(|&(_, other)| external(other)).collect();
    let twins: FxHashSet<FileId> =
        pairs.iter().filter(|&&(at, other)| sure(at) && sure(other)).map(|(_, other)| other.file).collect();
    let has = |extension: &BuildExtension| extension.sources.iter().any(|source| twins.contains(source));
    if build.extensions.iter().any(has) && build.extensions.iter().all(|e| e.complete || has(e)) {
        return true;
    }
    // A library of the project that is linked; what of this file a build would compile is not asked.
    let chosen = build.listed_files.contains(&file) || build.found_files.contains(&file);
    !chosen && pairs.iter().any(|(_, twin)| build.listed_files.contains(&twin.file))
}
