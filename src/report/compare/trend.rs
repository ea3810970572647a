//! How many findings each of several runs had, by level, category of the rule, and file.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use serde::Serialize;

use super::{Comparison, Document, count};
use crate::finding::Severity;

/// Files that a trend names: those with the most findings in any of the runs.
const FILES: usize = 10;

/// The counts of one run.
#[derive(Debug, Default, Serialize)]
pub struct Point {
    /// What it is called: the name of its file, as short as tells it from the others.
    pub name: String,
    /// All findings.
    pub findings: usize,
    /// By level, the worst first.
    pub levels: [usize; 3],
    /// By category of the rule.
    pub categories: BTreeMap<String, usize>,
    /// By file, for the files that the trend names.
    pub files: BTreeMap<String, usize>,
    /// Those that the run before did not have; None for the first.
    pub new: Option<usize>,
    /// Those that only the run before had.
    pub fixed: Option<usize>,
}

/// The counts of runs, in their order; all have the same keys.
pub(super) fn points(documents: &[Document]) -> Vec<Point> {
    let names = names(documents);
    let mut points: Vec<Point> = documents.iter().zip(names).map(|(document, name)| point(document, name)).collect();
    for (at, pair) in documents.windows(2).enumerate() {
        let comparison = Comparison::of(&pair[0], &pair[1]);
        (points[at + 1].new, points[at + 1].fixed) = (Some(comparison.new.len()), Some(comparison.fixed.len()));
    }
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    for (path, &count) in points.iter().flat_map(|point| &point.files) {
        let known = most.entry(path.clone()).or_default();
        *known = count.max(*known);
    }
    let mut paths: Vec<(String, usize)> = most.into_iter().collect();
    paths.sort_by_key(|(_, count)| Reverse(*count));
    paths.truncate(FILES);
    let categories: Vec<String> = points.iter().flat_map(|point| point.categories.keys().cloned()).collect();
    for point in &mut points {
        categories.iter().for_each(|name| _ = point.categories.entry(name.clone()).or_default());
        let files = std::mem::take(&mut point.files);
        let count = |path: &str| files.get(path).copied().unwrap_or_default();
        point.files = paths.iter().map(|(path, _)| (path.clone(), count(path))).collect();
    }
    points
}

fn point(document: &Document, name: String) -> Point {
    let rows = || document.rows.iter();
    let level = |severity| rows().filter(|row| row.severity == severity).count();
    Point {
        name,
        findings: document.rows.len(),
        levels: [Severity::Error, Severity::Warning, Severity::Note].map(level),
        categories: count(rows().map(|row| row.category.as_str())),
        files: count(rows().map(|row| row.path.as_str())),
        new: None,
        fixed: None,
    }
}

/// The names of the files without folders and `.json`, or the whole where those are not enough.
fn names(documents: &[Document]) -> Vec<String> {
    let short = |name: &str| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        file.strip_suffix(".json").unwrap_or(file).to_owned()
    };
    let mut often: HashMap<String, usize> = HashMap::new();
    documents.iter().for_each(|document| *often.entry(short(&document.name)).or_default() += 1);
    let name = |document: &Document| {
        let short = short(&document.name);
        if often.get(&short) == Some(&1) && !short.is_empty() { short } else { document.name.clone() }
    };
    documents.iter().map(name).collect()
}
