//! A finished project: what its functions do to variables, objects and fields. The last part, which rules read.

use std::collections::HashMap;
use std::ops::Deref;

use super::allocations::Allocation;
use super::deallocs::{self, Dealloc};
use super::factories::Factory;
use super::statics::Statics;
use super::owned::{self, OwnedField};
use super::types::TypeId;
use super::{Model, Relations, Units};
use crate::facts::{BuildFacts, FileFacts, Targets};

/// Everything known about the sources of one project.
#[derive(Debug)]
pub struct Project {
    relations: Relations,
    /// What the build files say; empty where nobody read them.
    pub build: BuildFacts,
    statics: Statics,
    deallocs: Vec<Dealloc>,
    allocations: Vec<Allocation>,
    factories: Vec<Factory>,
    owned: HashMap<TypeId, Vec<OwnedField>>,
}

impl Deref for Project {
    type Target = Relations;

    fn deref(&self) -> &Relations {
        &self.relations
    }
}

impl Project {
    /// Links the facts of a run. `paths` holds every file's path by [`crate::facts::FileId`].
    pub fn link(files: Vec<FileFacts>, paths: Vec<String>, targets: Targets) -> Self {
        let relations = Relations::new(Model::new(Units::link(files, paths, targets)));
        let statics = Statics::collect(&relations);
        let deallocs = deallocs::collect(&relations);
        let allocations = relations.all_allocations();
        let factories = relations.all_factories();
        let owned = owned::collect(&relations);
        Project { relations, build: BuildFacts::default(), statics, deallocs, allocations, factories, owned }
    }

    /// The variables with static storage and what writes them.
    pub fn statics(&self) -> &Statics {
        &self.statics
    }

    /// The dealloc functions, in order of file and place.
    pub fn deallocs(&self) -> &[Dealloc] {
        &self.deallocs
    }

    /// The allocations whose type is known, in order of file and place.
    pub fn allocations(&self) -> &[Allocation] {
        &self.allocations
    }

    /// Allocations of GC types of the project into locals, in order of file and place.
    pub fn factories(&self) -> &[Factory] {
        &self.factories
    }

    /// The fields of a type's instances that own references; None where the struct is not known.
    pub fn owned_fields(&self, id: TypeId) -> Option<&[OwnedField]> {
        self.owned.get(&id).map(Vec::as_slice)
    }
}
