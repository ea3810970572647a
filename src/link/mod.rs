//! Facts of files joined into one project: what names, types, modules, variables and functions are to each other.
//!
//! A [`Project`] is made part by part, in this order, and finished before any rule runs:
//!
//! 1. [`Units`]: the files, and what a name in a file means;
//! 2. [`Model`]: types and modules;
//! 3. [`Relations`]: who installs, uses and belongs to what;
//! 4. [`Project`]: what functions do to variables, objects and fields.
//!
//! Each part holds the one before it and reads it like its own (`Deref`); it cannot name a later one. What is worked
//! out is handed over whole, and nothing is worked out on demand. So no rule waits for another, no thread sees a half
//! of an answer, and no answer hangs on who asked first. That is also why there is no cell and no lock in this layer.

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
mod includes;
mod installed;
pub mod life;
mod life_calls;
mod life_truth;
mod lookup;
pub(crate) mod macro_text;
mod metaclass;
mod model;
pub mod modules;
mod names;
pub mod owned;
mod paths;
pub mod phases;
pub mod platform;
mod presence;
mod project;
pub mod promise;
pub mod provider;
pub mod reach;
mod relations;
mod slots;
mod spec_types;
mod state;
mod static_types;
mod statics;
mod structs;
pub mod summary;
mod tables;
mod traverses;
pub mod types;
mod units;
mod unused;
mod visits;

use crate::facts::{FileId, FuncId, VarId};

pub use cuts::{CutKind, Cuts};
pub use model::Model;
pub use project::Project;
pub use relations::Relations;
pub(crate) use slots::is_end as is_slot_end;
pub use state::OwnedField;
pub use statics::{Content, Exemption, Role, Site, StaticVar, Statics, Value, Write, WriteKind};
pub(crate) use statics::{is_lock_type, is_table_type};
pub use units::Units;

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

/// What a name means inside a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// A local variable.
    Var(VarId),
    /// The parameter of this index.
    Param(usize),
}
