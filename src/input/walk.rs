//! Walks a folder: every file of a known kind that git does not ignore. Follows links; says what it could not enter.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{InputError, Kind, Matcher, normal, project::is_sdist};

/// Folders of version control: nothing in them is a source.
const VERSION_CONTROL: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// How to walk.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// The folder that relative paths start from.
    pub cwd: PathBuf,
    /// Patterns of what is left out.
    pub exclude: Arc<Vec<Matcher>>,
    /// Leave out what .gitignore files name.
    pub gitignore: bool,
}

impl Walk {
    /// The files below `root`, with their kinds, in order of their paths.
    pub(super) fn files(&self, root: &Path, errors: &mut Vec<InputError>) -> Vec<(PathBuf, Kind)> {
        let mut found = Vec::new();
        let inside_sdist = root.ancestors().map(|f| normal(&self.cwd, f)).take(8).any(|f| is_sdist(&f));
        let mut folders = vec![(root.to_owned(), self.gitignore && !inside_sdist)];
        while let Some((folder, gitignore)) = folders.pop() {
            let whole = self.folder(&folder, gitignore, &mut found, errors);
            folders.extend(whole.into_iter().map(|folder| (folder, false)));
        }
        found.sort();
        found
    }

    /// Walks one tree; gives back the source distributions in it, which are to be walked without .gitignore.
    fn folder(
        &self,
        root: &Path,
        gitignore: bool,
        found: &mut Vec<(PathBuf, Kind)>,
        errors: &mut Vec<InputError>,
    ) -> Vec<PathBuf> {
        let whole = Arc::new(Mutex::new(Vec::new()));
        let (walk, sdists) = (self.clone(), Arc::clone(&whole));
        let mut builder = ignore::WalkBuilder::new(root);
        builder
            .standard_filters(false)
            .git_ignore(gitignore)
            .parents(gitignore)
            .require_git(false)
            .follow_links(true)
            .sort_by_file_name(std::cmp::Ord::cmp)
            .filter_entry(move |entry| {
                let is_dir = entry.file_type().is_some_and(|t| t.is_dir());
                if is_dir && VERSION_CONTROL.iter().any(|name| entry.file_name() == *name) {
                    return false;
                }
                let path = normal(&walk.cwd, entry.path());
                if walk.exclude.iter().any(|m| m.matches(&path, is_dir)) {
                    return false;
                }
                if is_dir && gitignore && is_sdist(&path) {
                    sdists.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(entry.path().to_owned());
                    return false;
                }
                true
            });
        for entry in builder.build() {
            match entry {
                Ok(entry) => {
                    if entry.file_type().is_some_and(|t| !t.is_dir())
                        && let Some(kind) = Kind::of_name(entry.path())
                    {
                        found.push((entry.into_path(), kind));
                    }
                }
                Err(error) => errors.extend(explain(root, &error)),
            }
        }
        let mut whole = whole.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::take(&mut whole)
    }
}

/// The error in our words; None for a link to nowhere whose name is no input's.
fn explain(path: &Path, error: &ignore::Error) -> Option<InputError> {
    match error {
        ignore::Error::WithPath { path, err } => explain(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => explain(path, err),
        ignore::Error::Loop { ancestor, child } => {
            let folder = ancestor.file_name().unwrap_or(ancestor.as_os_str());
            let cause = format!("is a link to the folder `{}` above it", folder.to_string_lossy());
            Some(InputError::new(child, cause))
        }
        ignore::Error::Io(io) => {
            let link = std::fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
            match io.kind() {
                std::io::ErrorKind::NotFound if link => {
                    Kind::of_name(path).map(|_| InputError::new(path, "is a link to nowhere, or to itself"))
                }
                std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => Some(InputError::io(path, io)),
                // The text of an error of a walk repeats the path.
                kind => Some(InputError::new(path, kind.to_string())),
            }
        }
        other => Some(InputError::new(path, other.to_string())),
    }
}
