//! Facts of files joined into one project: who defines the function, variable or record that a name in a file means.
//!
//! Lookup follows the language: a name of internal linkage is seen in its own file, in the files it includes and in
//! those that include it (a `.h` or `.c` included by another belongs to the same translation unit); a name of external
//! linkage is seen everywhere. What is not found is unknown, never "missing".

pub mod allocations;
mod assigned;
mod atoms;
mod binding;
pub mod calls;
pub mod constants;
mod creation;
mod cuts;
pub mod deallocs;
pub mod extension;
pub mod factories;
mod fields;
mod installed;
pub mod life;
mod life_calls;
mod life_truth;
mod lookup;
pub(crate) mod macro_text;
mod metaclass;
pub mod modules;
mod names;
pub mod owned;
mod paths;
pub mod phases;
pub mod platform;
mod presence;
pub mod promise;
pub mod provider;
pub mod reach;
mod slots;
mod spec_types;
mod state;
mod static_types;
mod statics;
pub mod summary;
mod tables;
pub mod types;
mod units;
mod unused;
mod visits;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::facts::{BuildFacts, FileFacts, FileId, Func, FuncId, Name, Targets, Var, VarId};

pub use cuts::{CutKind, Cuts};
pub(crate) use slots::is_end as is_slot_end;
pub use state::OwnedField;
pub use statics::{Content, Exemption, Role, Site, StaticVar, Statics, Value, Write, WriteKind};
pub(crate) use statics::{is_lock_type, is_table_type};

/// A function of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FuncRef {
    /// Its file.
    pub file: FileId,
    /// Its place there.
    pub id: FuncId,
}

/// A variable of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VarRef {
    /// Its file.
    pub file: FileId,
    /// Its place there.
    pub id: VarId,
}

/// Everything known about the sources of one run.
#[derive(Debug)]
pub struct Project {
    /// Facts by file, ascending by [`FileId`].
    pub files: Vec<FileFacts>,
    /// Paths by [`FileId`], for messages.
    pub paths: Vec<String>,
    /// The configurations checked.
    pub targets: Targets,
    /// What the build files say; empty where nobody read them.
    pub build: BuildFacts,
    /// Where an analysis stopped at a limit.
    pub cuts: Cuts,
    index: HashMap<FileId, usize>,
    names: lookup::Lookup,
    units: units::Units,
    /// Calls and assignments by name.
    pub sites: calls::Sites,
    /// The types.
    pub types: types::Types,
    /// The modules.
    pub modules: Vec<modules::Module>,
    statics: OnceLock<Statics>,
    /// See [`Self::installers`].
    installers: OnceLock<HashMap<FuncRef, Vec<types::TypeId>>>,
    /// Where functions are installed: see [`Self::types_with_slot`].
    slot_names: OnceLock<HashMap<Name, Vec<(types::TypeId, usize)>>>,
    extensions: OnceLock<extension::Extensions>,
    unused: OnceLock<unused::Unused>,
    deallocs: OnceLock<Vec<deallocs::Dealloc>>,
    field_uses: OnceLock<owned::FieldUses>,
}

impl Project {
    /// Links the facts of a run. `paths` holds every file's path by [`FileId`].
    pub fn link(mut files: Vec<FileFacts>, paths: Vec<String>, targets: Targets) -> Self {
        files.sort_by_key(|f| f.file);
        let index = files.iter().enumerate().map(|(i, f)| (f.file, i)).collect();
        let mut project = Project {
            files,
            paths,
            targets,
            build: BuildFacts::default(),
            cuts: Cuts::default(),
            index,
            names: lookup::Lookup::default(),
            units: units::Units::default(),
            sites: calls::Sites::default(),
            types: types::Types::default(),
            modules: Vec::new(),
            statics: OnceLock::new(),
            installers: OnceLock::new(),
            slot_names: OnceLock::new(),
            extensions: OnceLock::new(),
            unused: OnceLock::new(),
            deallocs: OnceLock::new(),
            field_uses: OnceLock::new(),
        };
        project.names = lookup::Lookup::new(&project.files);
        project.units = units::Units::new(&project.files, &|file| project.path(file).to_owned());
        project.sites = calls::Sites::collect(&project.files);
        project.types = types::Types::collect(&project);
        project.modules = modules::collect(&project);
        project
    }

    /// The facts of a file; None for a file that is no C or C++ source.
    pub fn facts(&self, file: FileId) -> Option<&FileFacts> {
        self.index.get(&file).map(|&i| &self.files[i])
    }

    /// The facts of the file of a reference that this project made.
    ///
    /// # Panics
    /// Where `file` is not one of the project's C or C++ files.
    pub fn file(&self, file: FileId) -> &FileFacts {
        &self.files[self.index[&file]]
    }

    /// The path of a file, as given.
    pub fn path(&self, file: FileId) -> &str {
        self.paths.get(file.0 as usize).map_or("", String::as_str)
    }

    /// The function of a reference.
    pub fn func(&self, func: FuncRef) -> &Func {
        self.file(func.file).func(func.id)
    }

    /// The variable of a reference.
    pub fn var(&self, var: VarRef) -> &Var {
        self.file(var.file).var(var.id)
    }

    /// The variables with static storage and what writes them; found once, on first use.
    pub fn statics(&self) -> &Statics {
        self.statics.get_or_init(|| Statics::collect(self))
    }

    /// The local variable (static or automatic) or parameter index of this name in a function.
    pub fn local(&self, func: FuncRef, name: Name) -> Option<Local> {
        let facts = self.file(func.file);
        let (start, end) = facts.func(func.id).locals;
        if let Some(i) = (start..end).find(|&i| facts.var(VarId(i)).name == name) {
            return Some(Local::Var(VarId(i)));
        }
        facts.func(func.id).params.iter().position(|p| p.name == Some(name)).map(Local::Param)
    }
}

/// What a name means inside a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// A local variable.
    Var(VarId),
    /// The parameter of this index.
    Param(usize),
}
