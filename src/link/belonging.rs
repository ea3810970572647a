//! Which files are in no extension of the project: programs, tests of vendored libraries, what the build leaves out.
//! An extension is what [`crate::link::modules::extension`] makes of calls and includes; a doubt keeps a file in.

use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

use super::aside::Aside;
use super::knobs::Knobs;
use super::listing::{self, Lists};
use super::programs::{self, callers, is_compiled, is_entry};
use super::{Project, Relations};
use crate::facts::{BuildFacts, FileId, Name};
use crate::link::modules::extension::is_header;

/// Why a file is taken to be in no extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belonging {
    /// It is a program, or only programs use it.
    Program,
    /// The build files list the sources of every extension, and it is neither among them nor included by one.
    NotListed,
    /// It stands in a folder of tests or tools, knows no Python, and nothing of an extension uses it.
    Aside,
    /// Nothing of an extension includes or calls it.
    Unreached,
    /// A header that no file includes.
    NotIncluded,
    /// The build files name its neighbours and not it, and nothing is seen to call it.
    Unnamed,
    /// It holds a module that no build file names, where they name those beside it.
    OtherModule,
    /// It holds a module that another file on a list of the build holds as well, and is on none.
    OtherCopy,
}

impl Belonging {
    /// Whether it rests on one sign alone.
    pub fn is_weak(self) -> bool {
        matches!(
            self,
            Belonging::Unreached
                | Belonging::NotIncluded
                | Belonging::Unnamed
                | Belonging::OtherModule
                | Belonging::OtherCopy
        )
    }
}

/// Macros of C++ libraries that make modules which are not seen as such.
const MAKERS: [&str; 4] = ["PYBIND11_MODULE", "PYBIND11_EMBEDDED_MODULE", "NB_MODULE", "BOOST_PYTHON_MODULE"];
/// Folders of headers that include `Python.h`.
const WRAPPERS: [&str; 3] = ["pybind11/", "nanobind/", "boost/python"];
/// So many files of a folder have to be named before a missing one says something.
const NEIGHBOURS: usize = 3;

impl Project {
    /// Why a file is taken to be in no extension of the project; None where it may be in one.
    pub fn belonging(&self, file: FileId) -> Option<Belonging> {
        self.belonging.get(&file).copied()
    }
}

pub(super) fn collect(project: &Relations, build: &BuildFacts, knobs: &Knobs) -> FxHashMap<FileId, Belonging> {
    let view = View::new(project, build);
    let programs = view.programs(knobs);
    let neighbours = view.neighbours();
    let mut out = FxHashMap::default();
    for facts in &project.files {
        if let Some(why) = view.of(facts.file, &programs, &neighbours) {
            out.insert(facts.file, why);
        }
    }
    out
}

struct View<'a> {
    project: &'a Relations,
    build: &'a BuildFacts,
    /// The files of the init functions, each once.
    hooks: Vec<FileId>,
    /// How much of the lists of sources is known.
    lists: Lists,
    /// What the files of Cython take in.
    taken: Vec<FileId>,
    /// Modules may be made of what is not in sight.
    unseen: bool,
    aside: Aside<'a>,
    /// The files of modules that no build file names.
    other_modules: FxHashSet<FileId>,
    /// The files of modules that are copies of one that is built.
    other_copies: FxHashSet<FileId>,
    /// How many compiled files of each folder a setup.py names by their paths.
    named_in: FxHashMap<&'a Path, usize>,
    /// The folders in which it finds files by a pattern.
    found_in: FxHashSet<&'a Path>,
}

impl<'a> View<'a> {
    fn new(project: &'a Relations, build: &'a BuildFacts) -> Self {
        let mut hooks: Vec<FileId> = project.modules.iter().map(|m| m.init.file).collect();
        hooks.dedup();
        let made =
            |name: &&str| !project.sites.calls_of(name).is_empty() || !project.funcs_named((**name).into()).is_empty();
        let made = MAKERS.iter().any(made);
        let unseen = build.modules_unseen || made;
        let (lists, taken) = (Lists::of(project, build, &hooks, made), listing::taken_by_cython(project, build));
        let mut named_in: FxHashMap<&Path, usize> = FxHashMap::default();
        for &file in build.named_files.iter().filter(|&&file| !is_header(project, file)) {
            *named_in.entry(folder(project, file)).or_default() += 1;
        }
        let found_in = build.found_files.iter().map(|&file| folder(project, file)).collect();
        let (other_modules, other_copies) = (other_modules(project, build), other_copies(project, build));
        let aside = Aside::new(project);
        View { project, build, hooks, lists, taken, unseen, aside, other_modules, other_copies, named_in, found_in }
    }

    /// Whether a setup.py names or finds compiled files beside this one, and no build file names it.
    fn is_left_out(&self, file: FileId) -> bool {
        let (folder, build) = (folder(self.project, file), self.build);
        let beside = self.named_in.get(folder).is_some_and(|&count| count > 1) || self.found_in.contains(folder);
        let chosen = build.named_files.contains(&file) || build.found_files.contains(&file);
        beside && !chosen && is_compiled(self.project, file) && !self.is_named(file)
    }

    fn of(&self, file: FileId, programs: &FxHashSet<FileId>, neighbours: &FxHashSet<FileId>) -> Option<Belonging> {
        let project = self.project;
        if programs.contains(&file) {
            return Some(Belonging::Program);
        }
        if self.other_modules.contains(&file) {
            return Some(Belonging::OtherModule);
        }
        if self.other_copies.contains(&file) {
            return Some(Belonging::OtherCopy);
        }
        // Included where no target compiles anything, and compiled by nobody.
        if project.includes.dead.contains(&file) && !self.is_named(file) {
            return Some(Belonging::Unreached);
        }
        if self.hooks.iter().any(|&hook| project.share_unit(hook, file)) {
            return None;
        }
        if self.lists.leave_out(project, self.build, file, self.is_named(file), &self.taken) {
            return Some(Belonging::NotListed);
        }
        if listing::is_replaced(project, self.build, file) {
            return Some(Belonging::NotListed);
        }
        if !project.extensions.of(file).is_empty() {
            return None;
        }
        if self.is_left_out(file) {
            return Some(Belonging::Unnamed);
        }
        if self.hooks.is_empty() {
            return self.aside.is_framed_test(file).then_some(Belonging::Unreached);
        }
        if project.extensions.may_hold(file) {
            return None;
        }
        let alone = is_header(project, file) && !project.is_included(file);
        // What knows Python may be called through a table or a macro that was not seen.
        if !alone && project.unit(file).iter().any(|&f| includes_python(project, f)) {
            return None;
        }
        if self.aside.has(file) {
            return Some(if self.unseen { Belonging::Unreached } else { Belonging::Aside });
        }
        if self.unseen {
            return neighbours.contains(&file).then_some(Belonging::Unnamed);
        }
        Some(if alone { Belonging::NotIncluded } else { Belonging::Unreached })
    }

    /// The files with a `main` that is in a build, and those that only they use.
    fn programs(&self, knobs: &Knobs) -> FxHashSet<FileId> {
        let project = self.project;
        let free = |file: FileId| {
            !project.extensions.may_hold(file) && !self.hooks.iter().any(|&hook| project.share_unit(hook, file))
        };
        let (callers, sure) = (callers(project), programs::sure(project));
        let mut mains = Vec::new();
        for facts in &project.files {
            let main = facts.funcs.iter().any(|func| {
                let live = || !facts.conds.live(func.cond, &project.targets).is_empty();
                is_entry(func) && live() && !knobs.rules_out(facts.file, func.cond)
            });
            // A program may define what an extension takes from elsewhere, and include the code of one.
            let compiled = is_compiled(project, facts.file);
            let called = || callers.iter().any(|&caller| caller != facts.file);
            if (main || sure.contains(&facts.file)) && compiled && !self.hooks.contains(&facts.file) && !called() {
                mains.push(facts.file);
            }
        }
        let mut found: FxHashSet<FileId> = mains.iter().copied().collect();
        // Whatever is not in sight may use a library as well.
        if mains.is_empty() || self.hooks.is_empty() || self.unseen {
            return found;
        }
        let mut users: FxHashMap<FileId, Vec<FileId>> = FxHashMap::default();
        let mut edges: FxHashMap<FileId, Vec<FileId>> = FxHashMap::default();
        for facts in project.files.iter().filter(|f| !is_header(project, f.file)) {
            let needed = project.extensions.needs(facts.file).iter().copied();
            let beside = |file: &FileId| folder(project, *file) == folder(project, facts.file);
            let maybe = project.extensions.may_need(facts.file).iter().copied().filter(beside);
            let used = project.unit(facts.file).into_iter().chain(needed).chain(maybe);
            let used: Vec<FileId> = used.filter(|&f| f != facts.file).collect();
            used.iter().for_each(|&file| users.entry(file).or_default().push(facts.file));
            edges.insert(facts.file, used);
        }
        let mut pending = mains.clone();
        while let Some(file) = pending.pop() {
            let used = edges.get(&file).into_iter().flatten().copied();
            pending.extend(used.filter(|&f| free(f)).filter(|&f| found.insert(f)));
        }
        // What others use as well is a library.
        loop {
            let shared = |file: &FileId| users.get(file).into_iter().flatten().any(|user| !found.contains(user));
            let out: Vec<FileId> = found.iter().filter(|file| !mains.contains(file) && shared(file)).copied().collect();
            if out.is_empty() {
                return found;
            }
            out.iter().for_each(|file| {
                found.remove(file);
            });
        }
    }

    /// Compiled files that no build file names, where it names most of those beside them.
    fn neighbours(&self) -> FxHashSet<FileId> {
        let mut folders: FxHashMap<&Path, (usize, Vec<FileId>)> = FxHashMap::default();
        for facts in self.project.files.iter().filter(|f| !is_header(self.project, f.file)) {
            let (named, others) = folders.entry(folder(self.project, facts.file)).or_default();
            if self.is_named(facts.file) { *named += 1 } else { others.push(facts.file) }
        }
        let most = folders.into_values().filter(|(named, others)| *named >= NEIGHBOURS.max(others.len()));
        most.flat_map(|(_, others)| others).collect()
    }

    /// Whether a word in the build files may mean the file.
    fn is_named(&self, file: FileId) -> bool {
        let stem = Path::new(self.project.path(file)).file_stem().and_then(|stem| stem.to_str());
        stem.is_none_or(|stem| self.build.words.contains(stem))
    }
}

/// The files of modules that no build file names, where all names are written out and those of others in the folder are
/// among them.
fn other_modules(project: &Relations, build: &BuildFacts) -> FxHashSet<FileId> {
    let last = |name: &str| Name::from(name.rsplit('.').next().unwrap_or(name));
    let names: FxHashSet<Name> = build.extensions.iter().map(|extension| last(&extension.name)).collect();
    let named = |file: FileId| project.modules.iter().any(|m| m.init.file == file && names.contains(&m.name));
    let hooks: FxHashSet<FileId> = project.modules.iter().map(|m| m.init.file).collect();
    let folders: FxHashSet<&Path> = hooks.iter().filter(|&&f| named(f)).map(|&file| folder(project, file)).collect();
    let stem = |file: FileId| Path::new(project.path(file)).file_stem().and_then(|stem| stem.to_str());
    let other = |file: &FileId| {
        let known = build.named_files.contains(file) || build.found_files.contains(file);
        let word = stem(*file).is_none_or(|stem| build.words.contains(stem));
        let own = project.modules.iter().filter(|m| m.init.file == *file).all(|m| stem(*file) == Some(m.name.as_str()));
        own && !named(*file)
            && !known
            && !word
            && folders.contains(folder(project, *file))
            && is_compiled(project, *file)
    };
    let dropped = dropped(project, build);
    hooks.into_iter().filter(|file| build.all_named && other(file) || dropped.contains(file)).collect()
}

/// The files of init functions on no list, where another file on one has the same init function.
fn other_copies(project: &Relations, build: &BuildFacts) -> FxHashSet<FileId> {
    let listed: FxHashSet<FileId> =
        build.extensions.iter().filter(|e| e.passed).flat_map(|e| &e.sources).copied().collect();
    let chosen = |file: FileId| {
        let lists = [&build.named_files, &build.found_files, &build.listed_files];
        listed.contains(&file) || lists.iter().any(|list| list.contains(&file))
    };
    let inits = || project.modules.iter().map(|module| (module.name, module.init.file));
    let built: FxHashSet<Name> = inits()
        .filter(|(_, file)| listed.contains(file) || build.listed_files.contains(file))
        .map(|(name, _)| name)
        .collect();
    let copies = inits().filter(|&(name, file)| built.contains(&name) && !chosen(file) && is_compiled(project, file));
    copies.map(|(_, file)| file).collect()
}

/// The sources of extensions that a build file makes and hands to nobody, beside others that it builds.
fn dropped(project: &Relations, build: &BuildFacts) -> FxHashSet<FileId> {
    let of = |passed: bool| build.extensions.iter().filter(move |e| e.passed == passed).flat_map(|e| &e.sources);
    let mut files: FxHashSet<FileId> = of(false).copied().collect();
    let built: Vec<FileId> = of(true).copied().collect();
    files.retain(|&file| !built.is_empty() && !built.iter().any(|&other| project.share_unit(other, file)));
    files
}

fn folder(project: &Relations, file: FileId) -> &Path {
    Path::new(project.path(file)).parent().unwrap_or(Path::new(""))
}

fn includes_python(project: &Relations, file: FileId) -> bool {
    let wrapper = |path: &str| WRAPPERS.iter().any(|folder| path.starts_with(folder));
    let paths = project.file(file).includes.iter().map(|include| include.path.as_str());
    paths.into_iter().any(|path| path.rsplit('/').next() == Some("Python.h") || wrapper(path))
}
