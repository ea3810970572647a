//! Who installs, uses and belongs to what: tables turned round, no paths. The third part of [`super::Project`].

use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Deref;

use super::types::TypeId;
use crate::facts::{FileFacts, FileId, Name};
use crate::link::flow::unused::Unused;
use crate::link::modules::extension::Extensions;
use crate::link::types::installed;
use crate::link::{FuncRef, Model};

/// The types and modules with what belongs to them.
#[derive(Debug)]
pub struct Relations {
    model: Model,
    pub(super) extensions: Extensions,
    pub(super) unused: Unused,
    /// See [`Self::installers`].
    pub(super) installers: FxHashMap<FuncRef, Vec<TypeId>>,
    /// See [`Self::is_class_method`].
    pub(super) class_methods: FxHashSet<FuncRef>,
    /// Where functions are installed: see [`Self::types_with_slot`].
    pub(super) slot_names: FxHashMap<Name, Vec<(TypeId, usize)>>,
}

impl Deref for Relations {
    type Target = Model;

    #[inline]
    fn deref(&self) -> &Model {
        &self.model
    }
}

impl Relations {
    pub(super) fn new(model: Model) -> Self {
        let extensions = Extensions::collect(&model);
        let unused = Unused::collect(&model);
        let installers = installed::installers(&model);
        let class_methods = installed::class_methods(&model);
        let slot_names = installed::slots_by_name(&model);
        Relations { model, extensions, unused, installers, class_methods, slot_names }
    }

    /// The facts that they were made of.
    pub(super) fn into_files(self) -> Vec<FileFacts> {
        self.model.into_files()
    }

    /// Forgets the modules with an init function in one of the files: what the build says comes after the sources.
    pub(super) fn forget_modules(&mut self, files: &[FileId]) {
        self.model.modules.retain(|module| !files.contains(&module.init.file));
    }
}
