//! What a step sees: one project, and the texts of its files.

use rustc_hash::FxHashSet;

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
    /// Files of another encoding than UTF-8: what is moved in them could not be written as it was.
    foreign: FxHashSet<FileId>,
}

impl<'a> Scene<'a> {
    /// What a step sees of a project.
    pub fn new(project: &'a Project, sources: &'a Sources) -> Self {
        let files = project.files.iter().map(|facts| facts.file);
        let foreign = files.filter(|&file| std::str::from_utf8(&sources.get(file).bytes).is_err()).collect();
        Scene { project, sources, foreign }
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

    /// Whether a file may be edited: it is among those that were named, nobody generates it, and it is UTF-8.
    pub fn is_open(&self, file: FileId) -> bool {
        self.is_named(file) && !self.is_foreign(file)
    }

    /// Whether a file has another encoding than UTF-8; a plan says so once.
    pub(super) fn is_foreign(&self, file: FileId) -> bool {
        self.foreign.contains(&file)
    }

    fn is_named(&self, file: FileId) -> bool {
        let text = self.sources.get(file);
        text.reported && text.generator.is_none()
    }

    /// The files that would be open but for their encoding, and hold a type or a module.
    pub(super) fn foreign(&self) -> Vec<FileId> {
        let types = self.project.types.iter().map(|(_, found)| found.file);
        let modules = self.project.modules.iter().map(|module| module.init.file);
        let mut found: Vec<FileId> = types.chain(modules).filter(|file| self.foreign.contains(file)).collect();
        found.retain(|&file| self.is_named(file));
        found.sort();
        found.dedup();
        found
    }
}
