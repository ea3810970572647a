//! Which inputs paths mean: archives and projects are inputs themselves, of other folders those that are in them.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use super::named::Kind;

/// Levels of folders that are looked through for distributions.
const DEPTH: usize = 4;

/// Files that mark a project: what is below them is part of it.
const MARKS: &[&str] = &["PKG-INFO", "pyproject.toml", "setup.py"];

/// What is surveyed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// An archive or a folder.
    Path(PathBuf),
    /// A requirement, whose wheel pip fetches.
    Requirement(String),
}

/// The inputs that paths and requirements mean, each once, in their order; those in a folder in the order of their names.
pub fn inputs(paths: &[PathBuf], requirements: &[String]) -> Vec<Input> {
    let mut out = Vec::new();
    for path in paths {
        match below(path, DEPTH) {
            Some(found) => out.extend(found.into_iter().map(Input::Path)),
            // A folder of C and nothing around it is a project too, and what is not there is said by name.
            None => out.push(Input::Path(path.clone())),
        }
    }
    out.extend(requirements.iter().cloned().map(Input::Requirement));
    let mut seen = HashSet::new();
    out.retain(|input| seen.insert(input.clone()));
    out
}

/// The distributions in a folder; None where there are none.
fn below(folder: &Path, depth: usize) -> Option<Vec<PathBuf>> {
    if !folder.is_dir() {
        return None;
    }
    if is_project(folder) {
        return Some(vec![folder.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.retain(|entry| !name(entry).starts_with('.'));
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.into_iter().partition(|entry| entry.is_dir());
    let mut found: Vec<PathBuf> = files.into_iter().filter(|file| Kind::of_file(&name(file)).is_some()).collect();
    let mut plain = Vec::new();
    for folder in folders {
        match below(&folder, depth.checked_sub(1)?) {
            Some(inner) => found.extend(inner),
            None => plain.push(folder),
        }
    }
    if found.is_empty() {
        return None;
    }
    // Beside distributions a folder without a mark is one as well: nothing is left out in silence.
    found.extend(plain);
    found.sort();
    Some(found)
}

/// Whether a folder is a project by itself.
pub(super) fn is_project(folder: &Path) -> bool {
    MARKS.iter().any(|mark| folder.join(mark).exists())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_distributions_or_are_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["all/sdist", "all/wheels", "all/src/spam-1/inner", "all/.hidden", "all/src/plain", "bare"] {
            fs::create_dir_all(at(name)).expect("a folder");
        }
        let files = [
            "all/sdist/b-1.tar.gz",
            "all/wheels/a-1-py3-none-any.whl",
            "all/wheels/notes.txt",
            "all/src/spam-1/PKG-INFO",
            "all/src/spam-1/inner/setup.py",
            "all/.hidden/c-1.zip",
            "bare/x.c",
        ];
        for name in files {
            fs::write(at(name), "").expect("a file");
        }
        let of = |paths: &[&str]| {
            let found = inputs(&paths.iter().map(|path| at(path)).collect::<Vec<_>>(), &[]);
            let path = |input: Input| match input {
                Input::Path(path) => {
                    path.strip_prefix(folder.path()).expect("below").to_string_lossy().replace('\\', "/")
                }
                Input::Requirement(line) => line,
            };
            found.into_iter().map(path).collect::<Vec<_>>()
        };
        assert_eq!(
            of(&["all", "all/sdist"]),
            ["all/sdist/b-1.tar.gz", "all/src/plain", "all/src/spam-1", "all/wheels/a-1-py3-none-any.whl"]
        );
        assert_eq!(of(&["bare", "gone", "all/src/spam-1"]), ["bare", "gone", "all/src/spam-1"]);
    }
}
