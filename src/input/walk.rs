//! Walks a folder: every file of a known kind that git does not ignore. Follows links; says what it could not enter.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{InputError, Kind, Matcher, normal, project::is_sdist};

/// Folders of version control: nothing in them is a source.
const VERSION_CONTROL: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// How often one folder is entered by links. More than once, for another .gitignore may hold on the way to it; not
/// without end, for links between a few folders make more paths than anybody can walk.
const LINKED: u8 = 4;

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
        let linked = Linked::default();
        while let Some((folder, gitignore)) = folders.pop() {
            let whole = self.folder(&folder, gitignore, &linked, &mut found, errors);
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
        linked: &Linked,
        found: &mut Vec<(PathBuf, Kind)>,
        errors: &mut Vec<InputError>,
    ) -> Vec<PathBuf> {
        let whole = Arc::new(Mutex::new(Vec::new()));
        let (walk, sdists, linked) = (self.clone(), Arc::clone(&whole), linked.clone());
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
                if walk.leaves_out(entry.path(), is_dir) || (is_dir && entry.path_is_symlink() && !linked.enter(entry))
                {
                    return false;
                }
                let path = normal(&walk.cwd, entry.path());
                if is_dir && gitignore && is_sdist(&path) {
                    sdists.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
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
                Err(error) => errors.extend(self.explain(root, &error)),
            }
        }
        let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut whole)
    }

    fn leaves_out(&self, path: &Path, is_dir: bool) -> bool {
        let path = normal(&self.cwd, path);
        self.exclude.iter().any(|m| m.matches(&path, is_dir))
    }

    /// The error in our words; None for what is left out, for a link to a folder above, whose files are read there,
    /// and for a link to nowhere whose name is no input's.
    fn explain(&self, path: &Path, error: &ignore::Error) -> Option<InputError> {
        match error {
            ignore::Error::WithPath { path, err } => self.explain(path, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => self.explain(path, err),
            ignore::Error::Loop { .. } => None,
            _ if self.leaves_out(path, true) || self.leaves_out(path, false) => None,
            ignore::Error::Io(io) => {
                let link = std::fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
                match io.kind() {
                    std::io::ErrorKind::NotFound if link => {
                        Kind::of_name(path).map(|_| InputError::new(path, "is a broken symbolic link"))
                    }
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => {
                        Some(InputError::io(path, io))
                    }
                    // The text of an error of a walk repeats the path.
                    kind => Some(InputError::new(path, kind.to_string())),
                }
            }
            other => Some(InputError::new(path, other.to_string())),
        }
    }
}

/// How often folders were entered by links, by their true paths.
#[derive(Clone, Debug, Default)]
struct Linked(Arc<Mutex<HashMap<PathBuf, u8>>>);

impl Linked {
    /// Counts a link to a folder; false where it was followed often enough.
    fn enter(&self, link: &ignore::DirEntry) -> bool {
        let Ok(target) = std::fs::canonicalize(link.path()) else { return true };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(target).or_default();
        *count = count.saturating_add(1);
        *count <= LINKED
    }
}
