//! What is kept of the files of a project from one reading to the next. Knows when it still holds; reads nothing.
//!
//! What a text says by itself (its directives, macros, comments) holds as long as the text is the same. Its facts hold as
//! long as nothing that reading asked has another answer: its own text and language, the directives of all files that it
//! may see by `#include` and what these include, the targets, and for a few macros whether any file of the project
//! defines them. A key stroke inside of a function changes one file's text and no directive, so one file is read again.

use std::collections::HashMap;
use std::sync::Arc;

use super::SourceInput;
use super::file_set::FileSet;
use super::includes::Seen;
use super::macro_table::MacroTable;
use super::scan::{FileScan, Scanned};
use crate::facts::{FileFacts, Name, Targets};

/// A digest: texts with the same one are the same, as far as anybody can make them.
type Digest = [u8; 32];

/// What all that reading a file asked comes to.
type Mark = Digest;

/// What is kept of one file.
#[derive(Debug)]
struct File {
    /// Of its text.
    digest: Digest,
    /// Of its directives.
    directives: Digest,
    scan: Arc<FileScan>,
    /// None while somebody has the facts, and where they do not count.
    facts: Option<FileFacts>,
    /// What the facts are of.
    mark: Option<Mark>,
    /// Macros, and whether any file defined them.
    asked: Vec<(Name, bool)>,
}

/// What is kept of the files of one project, by their paths.
#[derive(Debug, Default)]
pub struct Kept {
    files: HashMap<String, File>,
    /// Files that were read anew so far.
    read: usize,
}

impl Kept {
    /// Files whose facts were read anew, in all readings so far.
    pub fn read(&self) -> usize {
        self.read
    }

    /// Forgets all files but those that `is_there`.
    pub fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.files.retain(|path, _| is_there(path));
    }

    /// Takes facts back that [`super::read_kept`] gave and nobody changed.
    pub fn give_back(&mut self, path: &str, facts: FileFacts) {
        if let Some(file) = self.files.get_mut(path).filter(|file| file.mark.is_some()) {
            file.facts = Some(facts);
        }
    }

    /// What a text says by itself; else the digest of the text.
    pub(super) fn scan(&self, input: &SourceInput<'_>) -> Result<Arc<FileScan>, Digest> {
        let digest = *blake3::hash(input.text).as_bytes();
        let known = self.files.get(input.path).filter(|file| file.digest == digest);
        known.map(|file| Arc::clone(&file.scan)).ok_or(digest)
    }

    /// Keeps what a text says by itself; the facts of the file's former text do not count any more.
    pub(super) fn put_scan(&mut self, path: &str, text: &[u8], digest: Digest, scan: Arc<FileScan>) {
        let directives = directives(&scan, text);
        let file = File { digest, directives, scan, facts: None, mark: None, asked: Vec::new() };
        self.files.insert(path.to_owned(), file);
    }

    /// The facts of a file where nothing that they hang on has changed.
    pub(super) fn take(&mut self, input: SourceInput<'_>, mark: Mark, macros: &MacroTable) -> Option<FileFacts> {
        let file = self.files.get_mut(input.path)?;
        let holds = file.mark == Some(mark) && file.asked.iter().all(|&(name, known)| macros.is_known(name) == known);
        let mut facts = file.facts.take().filter(|_| holds)?;
        facts.file = input.file;
        Some(facts)
    }

    /// What all that reading each file asks comes to, but for macros that any file may define.
    pub(super) fn marks(
        &self,
        scanned: &[Scanned<'_>],
        edges: &[Vec<u32>],
        seen: &[Seen],
        targets: &Targets,
    ) -> Vec<Mark> {
        let names: Vec<Digest> =
            scanned.iter().map(|file| *blake3::hash(file.input.path.as_bytes()).as_bytes()).collect();
        // What others may ask of a file: its directives, and the files that these mean.
        let of = |file: &Scanned<'_>| {
            let known = self.files.get(file.input.path).map(|file| file.directives);
            known.unwrap_or_else(|| directives(&file.scan, file.text))
        };
        let shown: Vec<Digest> =
            (0..scanned.len()).map(|i| shown(of(&scanned[i]), names[i], &edges[i], &names)).collect();
        let targets = format!("{targets:?}");
        // Files that include each other, and all that stand above the same ones, share their sets.
        let mut sets: HashMap<*const FileSet, Digest> = HashMap::new();
        let mut of_set = |set: &Arc<FileSet>| {
            *sets.entry(Arc::as_ptr(set)).or_insert_with(|| {
                let mut hash = blake3::Hasher::new();
                set.each(|file| {
                    hash.update(&shown[file as usize]);
                });
                *hash.finalize().as_bytes()
            })
        };
        let mut out = Vec::with_capacity(scanned.len());
        for (i, file) in scanned.iter().enumerate() {
            let mut hash = blake3::Hasher::new();
            let digest = self.files.get(file.input.path).map(|file| file.digest);
            hash.update(&digest.unwrap_or_else(|| *blake3::hash(file.input.text).as_bytes()));
            hash.update(&names[i]);
            hash.update(format!("{:?} {} {:?} {targets}", file.language, file.either, file.partial).as_bytes());
            hash.update(&of_set(&seen[i].below));
            hash.update(&of_set(&seen[i].around));
            out.push(*hash.finalize().as_bytes());
        }
        out
    }

    /// Says what the facts are of that somebody has now.
    pub(super) fn expect(&mut self, path: &str, mark: Option<Mark>, asked: Vec<Name>, macros: &MacroTable) {
        self.read += 1;
        if let Some(file) = self.files.get_mut(path) {
            file.mark = mark;
            file.asked = asked.into_iter().map(|name| (name, macros.is_known(name))).collect();
        }
    }
}

/// What a text says to others by itself; `text`: without a byte order mark.
fn directives(scan: &FileScan, text: &[u8]) -> Digest {
    let mut hash = blake3::Hasher::new();
    for directive in &scan.directives {
        let text = &text[directive.start as usize..directive.end as usize];
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.update(format!("{:?}", scan.generated).as_bytes());
    *hash.finalize().as_bytes()
}

fn shown(directives: Digest, name: Digest, edges: &[u32], names: &[Digest]) -> Digest {
    let mut hash = blake3::Hasher::new();
    hash.update(&name);
    hash.update(&directives);
    edges.iter().for_each(|&to| {
        hash.update(&names[to as usize]);
    });
    *hash.finalize().as_bytes()
}
