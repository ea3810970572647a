//! What the build files around the sources of a project say, told in files of the run.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use rustc_hash::FxHashSet;

use super::version_folders;
use crate::{
    facts::{BuildExtension, BuildFacts, FileFacts, FileId, VersionSet},
    input::{self, BuildWords, normal},
    text::Sources,
};

/// What the build files around the sources of a project say, and which of them were not read.
pub(super) fn build(root: &Path, files: &[FileId], sources: &Sources, cwd: &Path) -> (BuildFacts, Vec<String>) {
    if root.as_os_str().is_empty() {
        return Default::default();
    }
    let by_path: HashMap<PathBuf, FileId> =
        files.iter().map(|&file| (normal(cwd, &sources.get(file).path), file)).collect();
    let folders: BTreeSet<PathBuf> = by_path.keys().filter_map(|p| p.parent().map(Path::to_owned)).collect();
    let text = input::build_text(root, &folders);
    let extensions = text.extensions.iter().map(|named| {
        // Cython writes its C beside.
        let beside = |path: &PathBuf| {
            let made = ["c", "cpp", "cc", "cxx"].iter().map(|end| path.with_extension(end));
            made.filter(|_| is_cython(path)).find_map(|path| by_path.get(&path).copied())
        };
        let find = |path: &PathBuf| by_path.get(path).copied().or_else(|| beside(path));
        let found: Vec<FileId> = named.sources.iter().filter_map(find).collect();
        let complete = named.complete && found.len() == named.sources.len();
        // The build may copy a file to where it compiles it.
        let copies = |path: &PathBuf| -> Vec<FileId> {
            let name = path.file_name().filter(|_| !path.exists());
            let same = |other: &Path| name.is_some() && other.file_name() == name;
            by_path.iter().filter(|(other, _)| same(other)).map(|(_, &file)| file).collect()
        };
        let known = |path: &PathBuf| find(path).is_some() || is_cython(path) || !copies(path).is_empty();
        let closed = named.closed && named.sources.iter().all(known);
        let written = named.closed
            && named.patterns.is_empty()
            && named.sources.iter().all(|path| find(path).is_some() || is_cython(path));
        let (name, place) = (named.name.clone(), named.place.clone());
        let mut by_pattern: Vec<FileId> =
            by_path.iter().filter(|(path, _)| named.finds(path)).map(|(_, &file)| file).collect();
        by_pattern.extend(named.sources.iter().filter(|path| find(path).is_none()).flat_map(copies));
        by_pattern.sort_unstable();
        let (passed, alone) = (named.passed, named.alone);
        BuildExtension { name, sources: found, found: by_pattern, complete, written, closed, alone, passed, place }
    });
    let extensions = extensions.collect();
    let by_folder = version_folders::versions(root, &folders, &text.by_version);
    let mut built_on: Vec<(FileId, VersionSet)> = Vec::new();
    for (path, &file) in &by_path {
        built_on.extend(path.parent().and_then(|folder| by_folder.get(folder)).map(|&versions| (file, versions)));
    }
    built_on.sort_unstable_by_key(|&(file, _)| file);
    let (mut named_files, mut found_files, mut listed_files) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut hidden_c, mut hidden_cpp) = (HashMap::new(), HashMap::new());
    for (path, &file) in &by_path {
        let (by_path, by_pattern) = text.names(path);
        named_files.extend(by_path.then_some(file));
        found_files.extend(by_pattern.then_some(file));
        listed_files.extend(text.lists_file(path).then_some(file));
        let hiding = || text.hidden.iter().filter(|hiding| hiding.covers(path));
        hidden_c.extend(hiding().find_map(|hiding| hiding.c.clone()).map(|place| (file, place)));
        hidden_cpp.extend(hiding().find_map(|hiding| hiding.cpp.clone()).map(|place| (file, place)));
    }
    let facts = BuildFacts {
        built_on,
        extensions,
        defines: text.defines,
        hidden_c,
        hidden_cpp,
        named_files,
        found_files,
        all_named: !text.computed_names,
        listed_files,
        all_listed: !text.computed && !text.searches,
        all_closed: !text.open,
        ..BuildFacts::default()
    };
    (facts, text.notes)
}

fn is_cython(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "pyx")
}

/// What the texts of the build files of a project are asked for, once the facts of its sources are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Question {
    root: PathBuf,
    folders: BTreeSet<PathBuf>,
    /// Macros of conditions, and the names of source files without their endings.
    wanted: BTreeSet<String>,
    funcs: BTreeSet<String>,
    stems: BTreeSet<String>,
}

impl Question {
    /// What is to be asked for these sources; None where they belong to no project.
    pub(super) fn of(root: &Path, files: &[FileFacts], sources: &Sources, cwd: &Path) -> Option<Question> {
        if root.as_os_str().is_empty() {
            return None;
        }
        let paths: Vec<PathBuf> = files.iter().map(|facts| normal(cwd, &sources.get(facts.file).path)).collect();
        let folders = paths.iter().filter_map(|p| p.parent().map(Path::to_owned)).collect();
        let stems: BTreeSet<String> =
            paths.iter().filter_map(|p| p.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned)).collect();
        let macros = files.iter().flat_map(|facts| facts.conds.macros()).map(|name| name.to_string());
        let funcs = files.iter().flat_map(|facts| &facts.funcs).filter(|func| func.body.is_some());
        let funcs = funcs.map(|func| func.name.to_string()).collect();
        let wanted = stems.iter().cloned().chain(macros).collect();
        Some(Question { root: root.to_owned(), folders, wanted, funcs, stems })
    }

    /// What the texts say now.
    pub(super) fn ask(&self) -> BuildWords {
        let (wanted, funcs, stems) = (words(&self.wanted), words(&self.funcs), words(&self.stems));
        input::build_words(&self.root, &self.folders, &wanted, &funcs, &stems)
    }
}

fn words(set: &BTreeSet<String>) -> FxHashSet<&str> {
    set.iter().map(String::as_str).collect()
}

/// Takes up which of the words the build files name; gives what was not read of them.
pub(super) fn take_in(found: BuildWords, build: &mut BuildFacts) -> Vec<String> {
    build.all_listed &= !found.finds && !build.extensions.is_empty();
    // What other builds find is in no extension that links nothing of them.
    let alone = build.extensions.iter().all(|extension| extension.alone);
    build.all_closed &= (!found.finds || alone) && !build.extensions.is_empty();
    build.cffi = found.cffi;
    build.cython_files = found.cython.as_ref().map(|said| said.files.clone()).unwrap_or_default();
    build.modules_unseen = found.modules_unseen;
    build.cython = found.cython.as_ref().is_some_and(|said| said.modules);
    build.cython_names = found.cython.map(|said| said.names);
    build.words = found.words;
    build.words_of_python = found.of_python;
    found.notes
}
