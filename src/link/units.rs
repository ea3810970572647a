//! The facts of a project's files, by name and by translation unit: what a name in a file means.
//!
//! Lookup follows the language: a name of internal linkage is seen in its own file, in the files it includes and in
//! those that include it (a `.h` or `.c` included by another belongs to the same translation unit); a name of external
//! linkage is seen everywhere. What is not found is unknown, never "missing". The first of the parts of
//! [`super::Project`]: knows no type and no module.

use rustc_hash::FxHashMap;

use super::includes::Includes;
use super::lookup::Lookup;
use super::{Cuts, FuncRef, Local, VarRef};
use crate::facts::{FileFacts, FileId, Func, FuncId, Name, Targets, Var, VarId};
use crate::link::sites::Sites;

/// The files of a project and what their names mean.
#[derive(Debug)]
pub struct Units {
    /// Facts by file, ascending by [`FileId`].
    pub files: Vec<FileFacts>,
    /// Paths by [`FileId`], for messages.
    pub paths: Vec<String>,
    /// The configurations checked.
    pub targets: Targets,
    /// Where an analysis stopped at a limit.
    pub cuts: Cuts,
    /// By [`FileId`] the place in `files`; behind its end for a file that is none of them.
    index: Vec<u32>,
    /// The locals of the functions that have many, by name: the first of each.
    locals: FxHashMap<FuncRef, FxHashMap<Name, VarId>>,
    pub(super) names: Lookup,
    pub(super) includes: Includes,
    /// Calls and assignments by name.
    pub sites: Sites,
}

impl Units {
    /// Indexes the facts of a run. `paths` holds every file's path by [`FileId`].
    pub(super) fn new(mut files: Vec<FileFacts>, paths: Vec<String>, targets: Targets) -> Self {
        files.sort_by_key(|f| f.file);
        let mut index = vec![u32::MAX; files.last().map_or(0, |last| last.file.0 as usize + 1)];
        files.iter().enumerate().for_each(|(i, f)| index[f.file.0 as usize] = i as u32);
        let path = |file: FileId| paths.get(file.0 as usize).cloned().unwrap_or_default();
        // These do not read each other.
        let (sites, (names, (includes, locals))) = rayon::join(
            || Sites::collect(&files),
            || rayon::join(|| Lookup::new(&files), || (Includes::new(&files, &targets, &path), locals(&files))),
        );
        Units { files, paths, targets, cuts: Cuts::default(), index, locals, names, includes, sites }
    }

    /// The facts of a file; None for a file that is no C or C++ source.
    pub fn facts(&self, file: FileId) -> Option<&FileFacts> {
        self.index.get(file.0 as usize).and_then(|&i| self.files.get(i as usize))
    }

    /// The facts of the file of a reference that this project made.
    ///
    /// # Panics
    /// Where `file` is not one of the project's C or C++ files.
    #[inline]
    pub fn file(&self, file: FileId) -> &FileFacts {
        &self.files[self.index[file.0 as usize] as usize]
    }

    /// The path of a file, as given.
    pub fn path(&self, file: FileId) -> &str {
        self.paths.get(file.0 as usize).map_or("", String::as_str)
    }

    /// The function of a reference.
    #[inline]
    pub fn func(&self, func: FuncRef) -> &Func {
        self.file(func.file).func(func.id)
    }

    /// The variable of a reference.
    #[inline]
    pub fn var(&self, var: VarRef) -> &Var {
        self.file(var.file).var(var.id)
    }

    /// The local variable (static or automatic) or parameter index of this name in a function.
    pub fn local(&self, func: FuncRef, name: Name) -> Option<Local> {
        let facts = self.file(func.file);
        let (start, end) = facts.func(func.id).locals;
        let found = match end.saturating_sub(start) {
            MANY.. => self.locals.get(&func).and_then(|named| named.get(&name)).copied(),
            _ => (start..end).map(VarId).find(|&id| facts.var(id).name == name),
        };
        if let Some(id) = found {
            return Some(Local::Var(id));
        }
        facts.func(func.id).params.iter().position(|p| p.name == Some(name)).map(Local::Param)
    }
}

/// A function with so many locals has them indexed: to look through them for every name costs the square.
const MANY: u32 = 32;

fn locals(files: &[FileFacts]) -> FxHashMap<FuncRef, FxHashMap<Name, VarId>> {
    let mut out: FxHashMap<FuncRef, FxHashMap<Name, VarId>> = FxHashMap::default();
    for facts in files {
        for (i, func) in facts.funcs.iter().enumerate() {
            let (start, end) = func.locals;
            if end.saturating_sub(start) >= MANY {
                let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
                // The first of a name is put in last.
                out.insert(at, (start..end).rev().map(|i| (facts.var(VarId(i)).name, VarId(i))).collect());
            }
        }
    }
    out
}
