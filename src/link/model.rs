//! The types and the modules of a project: what it declares to CPython. The second part of [`super::Project`].

use std::ops::Deref;

use super::Units;
use super::includes::Includes;
use super::modules::{self, Module};
use super::types::Types;
use crate::facts::FileFacts;

/// The files with their types and modules.
#[derive(Debug)]
pub struct Model {
    units: Units,
    /// The types.
    pub types: Types,
    /// The modules.
    pub modules: Vec<Module>,
}

impl Deref for Model {
    type Target = Units;

    fn deref(&self) -> &Units {
        &self.units
    }
}

impl Model {
    pub(super) fn new(units: Units) -> Self {
        let (types, modules) = rayon::join(|| Types::collect(&units), || modules::collect(&units));
        Model { units, types, modules }
    }

    /// The facts that it was made of, and their includes.
    pub(super) fn into_files(self) -> (Vec<FileFacts>, Includes) {
        (self.units.files, self.units.includes)
    }
}
