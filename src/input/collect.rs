//! The paths of a command line to inputs, each file once, those of the project around named files with them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Input, InputError, Kind, Matcher, Project, bytes::first_bytes, display, normal, walk::Walk};

/// What to collect.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders as given.
    pub paths: Vec<PathBuf>,
    /// The folder that relative paths start from; absolute.
    pub cwd: PathBuf,
    /// What is left out.
    pub exclude: Arc<Vec<Matcher>>,
    /// `exclude` holds for paths that are named as well.
    pub force_exclude: bool,
    /// Leave out what .gitignore files name.
    pub gitignore: bool,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// In order of their names; reported ones and those read for facts alike.
    pub inputs: Vec<Input>,
    /// Paths that gave nothing.
    pub errors: Vec<InputError>,
}

/// Collects the inputs of a run.
pub fn collect(request: &Request) -> Inputs {
    let walk = Walk { cwd: request.cwd.clone(), exclude: Arc::clone(&request.exclude), gitignore: request.gitignore };
    let mut found = Found::default();
    let mut projects: Vec<(PathBuf, bool)> = Vec::new();
    for path in &request.paths {
        let absolute = normal(&request.cwd, path);
        let is_dir = path_of(request, path).is_dir();
        if request.force_exclude && request.exclude.iter().any(|m| m.matches(&absolute, is_dir)) {
            continue;
        }
        if is_dir {
            let before = found.errors.len();
            let files = walk.files(&path_of(request, path), &mut found.errors);
            if files.is_empty() && found.errors.len() == before {
                let cause = "no C or C++ file, extension module or wheel in it";
                found.errors.push(InputError::new(path, cause));
            }
            for (file, kind) in files {
                let name = name_below(request, path, &file);
                found.add(file, name, kind, true);
            }
        } else if let Some(kind) = found.named(request, path)
            && kind == Kind::Source
            && let Some(root) = Project::of(&absolute).root
        {
            let wanted = (root, path.is_absolute());
            if !projects.contains(&wanted) {
                projects.push(wanted);
            }
        }
    }
    for (root, absolute) in projects {
        // What cannot be read around the named files was not asked for.
        for (file, kind) in walk.files(&root, &mut Vec::new()) {
            if kind == Kind::Source {
                let name = if absolute { file.clone() } else { display(&request.cwd, &file) };
                found.add(file, name.to_string_lossy().into_owned(), kind, false);
            }
        }
    }
    let mut inputs: Vec<Input> = found.inputs.into_values().collect();
    inputs.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    found.errors.sort();
    found.errors.dedup();
    Inputs { inputs, errors: found.errors }
}

#[derive(Default)]
struct Found {
    /// By canonical path: the same file under two names is one input.
    inputs: HashMap<PathBuf, Input>,
    errors: Vec<InputError>,
}

impl Found {
    /// Adds a file; the first name of a file stays, that of a reported one before others.
    fn add(&mut self, path: PathBuf, name: String, kind: Kind, reported: bool) {
        let key = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let input = Input { path, name, kind, reported };
        match self.inputs.entry(key) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(input);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => {
                if reported && !place.get().reported {
                    place.insert(input);
                }
            }
        }
    }

    /// Adds a path that was named and is no folder; says its kind.
    fn named(&mut self, request: &Request, path: &Path) -> Option<Kind> {
        let full = path_of(request, path);
        let error = match std::fs::metadata(&full) {
            Err(_) if std::fs::symlink_metadata(&full).is_ok_and(|m| m.is_symlink()) => {
                Some(InputError::new(path, "is a link to nowhere, or to itself"))
            }
            Err(error) => Some(InputError::io(path, &error)),
            Ok(metadata) if !metadata.is_file() => Some(InputError::new(path, "is not a regular file")),
            Ok(_) => None,
        };
        if let Some(error) = error {
            self.errors.push(error);
            return None;
        }
        let Some(kind) = Kind::of_named(path, &first_bytes(&full)) else {
            self.errors.push(InputError::new(path, "is no C or C++ file, extension module or wheel"));
            return None;
        };
        self.add(full, path.to_string_lossy().into_owned(), kind, true);
        Some(kind)
    }
}

/// Where a path as given is, from the request's folder.
fn path_of(request: &Request, path: &Path) -> PathBuf {
    request.cwd.join(path)
}

/// The name of a file of a walk: the folder as given, joined with the rest; `.` alone is left out.
fn name_below(request: &Request, given: &Path, file: &Path) -> String {
    let root = path_of(request, given);
    let rest = file.strip_prefix(&root).unwrap_or(file);
    let name = if given == Path::new(".") { rest.to_owned() } else { given.join(rest) };
    name.to_string_lossy().into_owned()
}
