//! What a step sees: one project, and the texts of its files.

use crate::{
    facts::{FileId, Span},
    link::Project,
    text::Sources,
};

/// One project with its texts.
pub struct Scene<'a> {
    /// The project.
    pub project: &'a Project,
    /// The texts of the run.
    pub sources: &'a Sources,
}

impl<'a> Scene<'a> {
    /// What a step sees of a project.
    pub fn new(project: &'a Project, sources: &'a Sources) -> Self {
        Scene { project, sources }
    }

    /// The bytes of a file.
    pub fn bytes(&self, file: FileId) -> &'a [u8] {
        &self.sources.get(file).bytes
    }

    /// What stands at a place.
    pub fn text(&self, file: FileId, span: Span) -> String {
        let bytes = self.bytes(file).get(span.start as usize..span.end as usize).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The name of a file and the line of an offset, as a plan names places.
    pub fn place(&self, file: FileId, offset: u32) -> (String, usize) {
        let text = self.sources.get(file);
        (text.name.clone(), text.position(offset).line)
    }

    /// Whether a file may be edited: it is among those that were named, and nobody generates it.
    pub fn is_open(&self, file: FileId) -> bool {
        let text = self.sources.get(file);
        text.reported && text.generator.is_none()
    }
}
