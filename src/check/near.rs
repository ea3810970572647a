//! A first answer for one file whose text has changed: its extensions alone are joined and checked. Which of their files and
//! functions count the last whole run says, as does everything about other files; the next one, which follows, corrects
//! what the change means for others.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

use super::{Facts, Kept, Outcome, Progress, ProjectFacts, gather, judge, read};
use crate::{
    config::Settings,
    facts::FileId,
    input::{Bytes, Request, normal},
    source::{self, Room},
    text::{SourceText, Sources},
};

/// Files that are joined for a first answer; of a header that more of them include there is none.
const FILES: usize = 64;

/// A first answer.
#[derive(Debug)]
pub struct Near {
    /// What was found in the files that it is about.
    pub outcome: Outcome,
    /// The file that has changed, and all files that belong to nothing but its extensions, where these need nothing else.
    pub files: BTreeSet<FileId>,
}

impl Kept {
    /// Runs all rules over the extensions of the file at `path` (absolute) with another text. `sources` are those of the last
    /// run, and come back with the outcome.
    ///
    /// # Errors
    /// The sources, where there is no such answer: of a file that was not in the last whole run, or belongs to too many
    /// others.
    pub fn check_near(
        &mut self,
        mut sources: Sources,
        (path, text): (&Path, &[u8]),
        request: &Request,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Near, Sources> {
        let here = |text: &SourceText| normal(&request.cwd, &text.path) == path;
        let Some(at) = sources.files.iter().position(here) else { return Err(sources) };
        let file = FileId(at as u32);
        let Some(place) = self.parts.iter().position(|part| part.files.binary_search(&file).is_ok()) else {
            return Err(sources);
        };
        if place >= self.tables.len() {
            return Err(sources);
        }
        let family = self.tables[place].family(file);
        if family.len() > FILES {
            return Err(sources);
        }
        let mut about = self.tables[place].closed(&family);
        about.insert(file);
        let old = &sources.files[at];
        let (path, name, key, reported) = (old.path.clone(), old.name.clone(), old.key.clone(), old.reported);
        sources.files[at] = SourceText::new(path, name, key, Bytes::Owned(text.to_vec()), reported);
        let part = self.parts[place].clone();
        let mut store = self.take(&part.root);
        let texts = gather::texts(&part.files, &sources);
        let stop = || progress.is_stopped();
        let wanted = |i: usize| family.contains(&part.files[i]);
        let room = Room::default();
        let files = source::read_kept(&texts, &part.targets, (&progress.read, &room, &stop), &mut store, &wanted);
        self.put([(part.root.clone(), store)].into_iter());
        let (mut notes, mut errors) = (Vec::new(), Vec::new());
        files.iter().for_each(|facts| read::tell(facts, &mut sources, &mut notes, &mut errors));
        let files_of: HashSet<FileId> = family.into_iter().collect();
        let build = part.build.within(&files_of);
        let project = ProjectFacts { root: part.root, files, build, targets: part.targets };
        let facts = Facts { projects: vec![project], sources, errors, notes, ..Facts::default() };
        let (mut outcome, projects) = judge(facts, Some(&self.tables[place]), request, settings, progress);
        self.give_back(projects, &outcome.sources, false);
        outcome.findings.retain(|finding| about.contains(&finding.file()));
        Ok(Near { outcome, files: about })
    }
}
