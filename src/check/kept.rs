//! Runs again and again over the same project, as an editor asks for: what is still true of its files is not read anew.
//! What such a run finds is what [`super::check`] finds for the same texts.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    Linked, Outcome, Progress, Reader,
    gather::{self, Gathered, Part},
    judge, read,
};
use crate::{
    config::Settings,
    facts::FileId,
    input::{Kind, Request},
    link::Tables,
    source,
    text::Sources,
};

/// What is known of the files of a request from earlier runs.
#[derive(Debug, Default)]
pub struct Kept {
    /// By the folder of the project.
    projects: HashMap<PathBuf, source::Kept>,
    /// Those of the last run.
    pub(super) parts: Vec<Part>,
    /// What the last run that came to its end says of which files count, by project.
    pub(super) tables: Vec<Tables>,
    /// The names of the files that the parts and tables are of.
    names: Vec<String>,
}

impl Kept {
    /// Files that were read anew, in all runs so far.
    pub fn read(&self) -> usize {
        self.projects.values().map(source::Kept::read).sum()
    }

    /// Runs all rules over the inputs of a request; None where the run was stopped.
    pub fn check(&mut self, request: &Request, settings: &Settings, progress: &Progress) -> Option<Outcome> {
        let start = Instant::now();
        let gathered = match gather::gather(request, settings, Reader::Settings, progress) {
            Ok(gathered) => gathered,
            Err(error) => return Some(Outcome { errors: vec![error], ..Outcome::default() }),
        };
        self.forget(&gathered.parts, &gathered.sources);
        self.renew(&gathered);
        let facts = read::facts(gathered, settings, &request.cwd, progress, Some(self));
        if progress.is_stopped() {
            self.give_back_facts(facts);
            return None;
        }
        let (mut outcome, projects) = judge(facts, None, request, settings, progress);
        outcome.counts.elapsed = start.elapsed();
        self.tables = self.give_back(projects, &outcome.sources, true);
        (!progress.is_stopped()).then_some(outcome)
    }

    /// What is kept of a project, to be put back.
    pub(super) fn take(&mut self, root: &Path) -> source::Kept {
        self.projects.remove(root).unwrap_or_default()
    }

    /// Puts back what was taken.
    pub(super) fn put(&mut self, stores: impl Iterator<Item = (PathBuf, source::Kept)>) {
        self.projects.extend(stores);
    }

    /// Takes up what a run reads. What an earlier one knew of the same files counts until this one has come to its end.
    fn renew(&mut self, gathered: &Gathered) {
        let names = || gathered.sources.files.iter().map(|text| text.name.as_str());
        let same =
            |(old, new): (&Part, &Part)| (&old.root, &old.files, &old.targets) == (&new.root, &new.files, &new.targets);
        let known = names().eq(self.names.iter().map(String::as_str))
            && self.parts.len() == gathered.parts.len()
            && self.parts.iter().zip(&gathered.parts).all(same);
        if !known {
            self.parts = gathered.parts.clone();
            self.tables.clear();
            self.names = names().map(str::to_owned).collect();
        }
        // Whoever has compiled files beside the sources is told about both by a whole run.
        if gathered.exact.is_there() || gathered.kinds.iter().any(|kind| *kind != Kind::Source) {
            self.parts.clear();
        }
    }

    /// Takes the facts of a run back that nobody changed; of a `whole` run also what build files say. Gives what the run
    /// knows of which files count, by project.
    pub(super) fn give_back(&mut self, projects: Vec<Linked>, sources: &Sources, whole: bool) -> Vec<Tables> {
        let mut tables = Vec::new();
        for Linked { root, project } in projects {
            let (files, build, of_project) = project.into_facts();
            tables.push(of_project);
            let changed: HashSet<FileId> = build.built_on.iter().map(|&(file, _)| file).collect();
            if let Some(part) = self.parts.iter_mut().find(|part| whole && part.root == root) {
                part.build = build;
            }
            let Some(store) = self.projects.get_mut(&root) else { continue };
            for facts in files.into_iter().filter(|facts| !changed.contains(&facts.file)) {
                store.give_back(&sources.get(facts.file).name, facts);
            }
        }
        tables
    }

    /// The same for facts that were not joined.
    fn give_back_facts(&mut self, facts: super::Facts) {
        for project in facts.projects {
            let Some(store) = self.projects.get_mut(&project.root) else { continue };
            let changed: HashSet<FileId> = project.build.built_on.iter().map(|&(file, _)| file).collect();
            for facts_of in project.files.into_iter().filter(|of| !changed.contains(&of.file)) {
                store.give_back(&facts.sources.get(facts_of.file).name, facts_of);
            }
        }
    }

    /// Forgets projects and files that are gone.
    fn forget(&mut self, parts: &[Part], sources: &Sources) {
        self.projects.retain(|root, _| parts.iter().any(|part| part.root == *root));
        for part in parts {
            if let Some(store) = self.projects.get_mut(&part.root) {
                let names: HashSet<&str> = part.files.iter().map(|&file| sources.get(file).name.as_str()).collect();
                store.retain(|path| names.contains(path));
            }
        }
    }
}
