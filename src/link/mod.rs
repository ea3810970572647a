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

mod aside;
mod belonging;
mod cuts;
mod grouped;
mod includes;
pub(crate) mod installs;
mod knobs;
mod listing;
mod lookup;
mod model;
mod programs;
mod project;
mod relations;
pub mod scalars;
mod units;

pub mod api;
pub mod flow;
pub(crate) mod initialiser;
pub mod macros;
pub mod modules;
pub mod objects;
pub(crate) mod presence;
pub mod sites;
mod spoken;
pub mod statics;
mod tables;
pub(crate) mod typed;
pub mod types;
mod uncalled;
pub mod values;
pub mod view;

use crate::facts::{FileId, FuncId, VarId};

pub use belonging::Belonging;
pub use cuts::{CutKind, Cuts};
pub use model::Model;
pub(crate) use modules::slots::is_end as is_slot_end;
pub use modules::state::{OwnedField, Released};
pub use project::Project;
pub use relations::Relations;
pub(crate) use statics::is_heap_type_struct;
pub use statics::{Content, Exemption, LookedUp, Role, Site, StaticVar, Statics, Value, Write, WriteKind};
pub use tables::Tables;
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
