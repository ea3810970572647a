//! A check that also tells what was read: the facts before rules see them, and the names of CPython's API by file.

use std::collections::BTreeMap;

use super::{Facts, Outcome, Progress, Reader, gather, judge, read};
use crate::{config::Settings, facts::FileId, input::Request};

/// A name of the API in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUse {
    /// The name.
    pub name: &'static str,
    /// The file.
    pub file: FileId,
    /// How often it stands there, compiled in for some target.
    pub count: usize,
}

/// Runs all rules; `see` gets the facts that they will read.
pub fn check_seen(request: &Request, settings: &Settings, see: &mut dyn FnMut(&Facts)) -> (Outcome, Vec<ApiUse>) {
    let progress = Progress::default();
    let gathered = match gather::gather(request, settings, Reader::Settings, &progress) {
        Ok(gathered) => gathered,
        Err(error) => return (Outcome { errors: vec![error], ..Outcome::default() }, Vec::new()),
    };
    let facts = read::facts(gathered, settings, &request.cwd, &progress, None);
    see(&facts);
    let (outcome, projects) = judge(facts, None, request, settings, &progress);
    let mut counts: BTreeMap<(FileId, &'static str), usize> = BTreeMap::new();
    for project in projects.iter().map(|linked| &linked.project) {
        let uses = project.api().all_names(project).into_iter();
        for used in uses.filter(|used| outcome.sources.get(used.file).reported) {
            *counts.entry((used.file, used.name.as_str())).or_default() += 1;
        }
    }
    (outcome, counts.into_iter().map(|((file, name), count)| ApiUse { name, file, count }).collect())
}
