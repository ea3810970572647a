//! Who installs, uses and belongs to what: tables turned round, no paths. The third part of [`super::Project`].

use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Deref;

use super::types::TypeId;
use crate::facts::{FileFacts, FileId, Name};
use crate::link::flow::unused::Unused;
use crate::link::includes::Includes;
use crate::link::modules::extension::Extensions;
use crate::link::types::installed;
use crate::link::{FuncRef, Model, Tables};

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
    /// Of a part, with what the whole project says of its extensions; else of a whole one.
    pub(super) fn new(model: Model, whole: Option<&Tables>) -> Self {
        let known = whole.and_then(|whole| whole.extensions.within(&model));
        // These do not read each other.
        let (extensions, (unused, (installers, class_methods, slot_names))) = rayon::join(
            || known.unwrap_or_else(|| Extensions::collect(&model)),
            || {
                rayon::join(
                    || Unused::collect(&model),
                    || {
                        let (installers, class_methods) =
                            (installed::installers(&model), installed::class_methods(&model));
                        (installers, class_methods, installed::slots_by_name(&model))
                    },
                )
            },
        );
        Relations { model, extensions, unused, installers, class_methods, slot_names }
    }

    /// The facts that they were made of, and what is known of the extensions and includes.
    pub(super) fn into_files(self) -> (Vec<FileFacts>, Extensions, Includes) {
        let (files, includes) = self.model.into_files();
        (files, self.extensions, includes)
    }

    /// Forgets the modules with an init function in one of the files: what the build says comes after the sources.
    pub(super) fn forget_modules(&mut self, files: &[FileId]) {
        self.model.modules.retain(|module| !files.contains(&module.init.file));
    }
}
