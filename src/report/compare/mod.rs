//! What became of the findings of one run in a later one, and how many there are in each of several. Reads what the
//! format `json` wrote; knows no source and no rule.

mod read;
mod tables;
mod trend;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Write},
};

pub use read::{Document, Row};
pub use trend::Point;

use super::html;
use crate::suppress::fingerprint::moved;

/// How a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// Lists and tables as text
    #[default]
    Text,
    /// Tables in Markdown
    Markdown,
    /// One page, to open in a browser
    Html,
}

/// The findings of two runs, matched as a baseline does.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// In the first run only.
    pub fixed: Vec<&'a Row>,
    /// In the second run only.
    pub new: Vec<&'a Row>,
    /// Those of the second run that the first had as well.
    pub stayed: Vec<&'a Row>,
}

impl<'a> Comparison<'a> {
    /// Matches the findings of two runs: by fingerprint, and where no finding of the other run is in the file, by rule,
    /// name of the file and subject.
    pub fn of(before: &'a Document, after: &'a Document) -> Comparison<'a> {
        let prints: HashSet<&str> = before.rows.iter().map(|row| row.fingerprint.as_str()).collect();
        let (stayed, new): (Vec<&Row>, Vec<&Row>) =
            after.rows.iter().partition(|row| prints.contains(row.fingerprint.as_str()));
        let known: HashSet<&str> = stayed.iter().map(|row| row.fingerprint.as_str()).collect();
        let gone: Vec<&Row> = before.rows.iter().filter(|row| !known.contains(row.fingerprint.as_str())).collect();
        let (old_paths, new_paths) = (paths(before), paths(after));
        // The rows of files that are gone, by what stays in a renamed folder; the first one last.
        let mut open: HashMap<(String, String, String), Vec<usize>> = HashMap::new();
        for (i, row) in gone.iter().enumerate().rev().filter(|(_, row)| !new_paths.contains(row.path.as_str())) {
            open.entry(moved(&row.code, &row.path, row.about())).or_default().push(i);
        }
        let mut found = HashSet::new();
        let mut was_there = |row: &&Row| {
            let strange = !old_paths.contains(row.path.as_str());
            let places = open.get_mut(&moved(&row.code, &row.path, row.about())).filter(|_| strange);
            places.and_then(Vec::pop).is_some_and(|at| found.insert(at))
        };
        let (renamed, new): (Vec<&Row>, Vec<&Row>) = new.into_iter().partition(|row| was_there(row));
        let fixed = gone.into_iter().enumerate().filter(|(i, _)| !found.contains(i)).map(|(_, row)| row).collect();
        Comparison { fixed, new, stayed: stayed.into_iter().chain(renamed).collect() }
    }
}

fn paths(document: &Document) -> HashSet<&str> {
    document.rows.iter().map(|row| row.path.as_str()).collect()
}

/// Writes what became of the findings of the last run but one, and the counts of all.
///
/// # Errors
/// What writing says.
pub fn write(documents: &[Document], form: Form, out: &mut dyn Write) -> io::Result<()> {
    let [.., before, after] = documents else { return Ok(()) };
    let comparison = Comparison::of(before, after);
    let points = trend::points(documents);
    match form {
        Form::Text => tables::text(before, after, &comparison, &points, out),
        Form::Markdown => tables::markdown(before, after, &comparison, &points, out),
        Form::Html => html::comparison(before, after, &comparison, &points, out),
    }
}

/// How often each word is there.
fn count<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    words.for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    counts
}
