//! What joining a whole project says about which of its files, places and functions count, for whoever joins a part of it
//! again: a part alone would take for unused what only others use. Functions are known by their names, as their places in
//! a file change with its text.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::belonging::Belonging;
use super::includes::Includes;
use super::knobs::Knobs;
use super::modules::extension::Extensions;
use super::uncalled::Uncalled;
use super::{FuncRef, Units};
use crate::facts::{FileId, FuncId, Name};

/// The tables of a whole project.
#[derive(Debug, Default)]
pub struct Tables {
    pub(super) includes: Includes,
    pub(super) extensions: Extensions,
    pub(super) belonging: FxHashMap<FileId, Belonging>,
    pub(super) knobs: Knobs,
    /// The functions that nothing calls.
    pub(super) uncalled: FxHashSet<(FileId, Name)>,
    /// The init functions that nobody runs.
    pub(super) never_run: FxHashSet<(FileId, Name)>,
}

impl Tables {
    /// The files of all extensions that a file is part of, and itself.
    pub fn family(&self, file: FileId) -> BTreeSet<FileId> {
        let inits = self.extensions.of(file).iter();
        inits.flat_map(|&init| self.extensions.files_of(init)).copied().chain([file]).collect()
    }

    /// Those files of some extensions of which nothing else has a part: no other extension, and no file outside includes
    /// what they are, or what includes them. None where one of all these files may need another one outside.
    pub fn closed(&self, family: &BTreeSet<FileId>) -> BTreeSet<FileId> {
        let away = |file: &FileId| self.extensions.may_need(*file).iter().any(|other| !family.contains(other));
        if family.iter().any(away) {
            return BTreeSet::new();
        }
        let inits: BTreeSet<FileId> = family.iter().filter(|file| self.extensions.is_init(**file)).copied().collect();
        let own = |file: FileId| self.extensions.of(file).iter().all(|init| inits.contains(init));
        let alone = |file: FileId| self.includes.with(file).iter().all(|other| family.contains(other));
        family.iter().copied().filter(|&file| own(file) && alone(file)).collect()
    }

    /// What is said of which files belong where, of the files of a part.
    pub(super) fn belonging_of(&self, part: &Units) -> FxHashMap<FileId, Belonging> {
        let of = |facts: &crate::facts::FileFacts| Some((facts.file, *self.belonging.get(&facts.file)?));
        part.files.iter().filter_map(of).collect()
    }

    /// The functions of a part that nothing in the project calls.
    pub(super) fn uncalled_of(&self, part: &Units) -> Uncalled {
        Uncalled::known(functions(&self.uncalled, part))
    }

    /// The init functions of a part that nobody runs.
    pub(super) fn never_run_of(&self, part: &Units) -> FxHashSet<FuncRef> {
        functions(&self.never_run, part)
    }
}

/// The names of functions.
pub(super) fn names<'f>(
    project: &'f Units,
    funcs: impl Iterator<Item = &'f FuncRef> + 'f,
) -> impl Iterator<Item = (FileId, Name)> + 'f {
    funcs.map(|&func| (func.file, project.func(func).name))
}

/// The functions of a part that have one of the names, and a body.
fn functions(names: &FxHashSet<(FileId, Name)>, part: &Units) -> FxHashSet<FuncRef> {
    if names.is_empty() {
        return FxHashSet::default();
    }
    let of = |facts: &crate::facts::FileFacts| {
        let file = facts.file;
        let named = facts.funcs.iter().enumerate();
        let named = named.filter(|(_, func)| func.body.is_some() && names.contains(&(file, func.name)));
        named.map(|(i, _)| FuncRef { file, id: FuncId(i as u32) }).collect::<Vec<FuncRef>>()
    };
    part.files.iter().flat_map(of).collect()
}
