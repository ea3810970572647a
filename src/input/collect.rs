//! The paths of a command line to inputs, each file once, those of the project around named files with them.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Input, InputError, Kind, Matcher, Overlay, Project, bytes::first_bytes, display, normal, outermost_root, walk::Walk,
};

/// What to collect.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders as given.
    pub paths: Vec<PathBuf>,
    /// The folder that relative paths start from; absolute.
    pub cwd: PathBuf,
    /// What is left out.
    pub exclude: Arc<Vec<Matcher>>,
    /// Paths that are named count as if a folder around them had been: `exclude` holds for them, and nothing in them is
    /// asked for by its name.
    pub force_exclude: bool,
    /// Leave out what .gitignore files name.
    pub gitignore: bool,
    /// The name of what `-` reads.
    pub stdin_name: Option<PathBuf>,
    /// What files are to hold, whatever is on the disk.
    pub overlay: Overlay,
}

impl Request {
    /// Where the run looks from, absolute: the paths as named. Where these count as found it is the current folder, and for
    /// a path outside of it the project around it.
    pub fn roots(&self) -> Vec<PathBuf> {
        let paths = self.paths.iter().map(|path| normal(&self.cwd, path));
        if !self.force_exclude {
            return paths.collect();
        }
        let mut roots: Vec<PathBuf> = paths.map(|path| self.found_from(&path)).collect();
        roots.sort();
        roots.dedup();
        roots
    }

    /// The files and folders, absolute, that are asked for by their names.
    pub fn asked(&self) -> HashSet<PathBuf> {
        let paths = self.paths.iter().filter(|_| !self.force_exclude);
        paths.map(|path| normal(&self.cwd, path)).collect()
    }

    fn found_from(&self, path: &Path) -> PathBuf {
        if path.starts_with(&self.cwd) {
            return self.cwd.clone();
        }
        Project::of(path).root.or_else(|| path.parent().map(Path::to_owned)).unwrap_or_else(|| path.to_owned())
    }
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
    let mut found = Gathered::default();
    let mut projects: Vec<(PathBuf, bool)> = Vec::new();
    for path in &request.paths {
        let stdin = path == Path::new("-");
        let path = if stdin { request.stdin_name.as_ref().unwrap_or(path) } else { path };
        let absolute = normal(&request.cwd, path);
        let is_dir = path_of(request, path).is_dir();
        if request.force_exclude && request.exclude.iter().any(|m| m.matches(&absolute, is_dir)) {
            continue;
        }
        if stdin {
            let name = request.stdin_name.as_ref().map_or("<stdin>".into(), |name| name.to_string_lossy());
            let input = Input::new(path_of(request, path), name.into_owned(), Kind::Source, true);
            found.add(Input { stdin, ..input });
            projects.extend(around(request, &absolute, path));
        } else if is_dir {
            let mut errors = Vec::new();
            let files = walk.files(&path_of(request, path), &mut errors);
            if files.is_empty() && errors.is_empty() {
                let hint = super::kind::made_from(&path_of(request, path)).unwrap_or_default();
                let cause = format!("contains no C or C++ file, extension module or wheel{hint}");
                found.errors.push(InputError::new(path, cause));
            }
            let named =
                errors.into_iter().map(|e| InputError { path: name_below(request, path, Path::new(&e.path)), ..e });
            found.errors.extend(named);
            for (file, kind) in files {
                let name = name_below(request, path, &file);
                found.add(Input::new(file, name, kind, true));
            }
        } else if found.named(request, path) == Some(Kind::Source) {
            projects.extend(around(request, &absolute, path));
        }
    }
    projects.sort();
    projects.dedup();
    for (root, absolute) in projects {
        // What cannot be read around the named files was not asked for.
        for (file, kind) in walk.files(&root, &mut Vec::new()) {
            if kind == Kind::Source {
                let name = if absolute { file.clone() } else { display(&request.cwd, &file) };
                found.add(Input::new(file, name.to_string_lossy().into_owned(), kind, false));
            }
        }
    }
    let mut inputs: Vec<Input> = found.inputs.into_values().collect();
    inputs.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    found.errors.sort();
    found.errors.dedup();
    Inputs { inputs, errors: found.errors }
}

/// The folder whose files are read around a named file, with whether they are named absolutely. Of a CPython checkout
/// it is the part that the file is in (`Modules`): the interpreter is no part of an extension. Where named files count as
/// found it is all that may be linked with them in the folder that they were found from.
fn around(request: &Request, absolute: &Path, given: &Path) -> Option<(PathBuf, bool)> {
    let project = Project::of(absolute);
    if request.force_exclude && project.cpython.is_none() {
        let from = request.found_from(absolute);
        let root = outermost_root(absolute.parent()?).filter(|root| root.starts_with(&from));
        return Some((root.unwrap_or(from), given.is_absolute()));
    }
    let root = project.root?;
    let part = absolute.strip_prefix(&root).ok().and_then(|rest| rest.components().next());
    let folder = match part {
        Some(part) if project.cpython.is_some() => root.join(part),
        _ => root,
    };
    folder.is_dir().then_some((folder, given.is_absolute()))
}

#[derive(Default)]
struct Gathered {
    /// By canonical path: the same file under two names is one input.
    inputs: HashMap<PathBuf, Input>,
    errors: Vec<InputError>,
}

impl Gathered {
    /// Adds a file; the first name of a file stays, that of a reported one before others. What standard input says a
    /// file holds is newer than the file.
    fn add(&mut self, input: Input) {
        let key = std::fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone());
        match self.inputs.entry(key) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(input);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => {
                if (input.reported && !place.get().reported) || (input.stdin && !place.get().stdin) {
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
                Some(InputError::new(path, "is a broken symbolic link"))
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
            let hint = super::kind::hint(path).unwrap_or_default();
            self.errors.push(InputError::new(path, format!("is not a C or C++ file, extension module or wheel{hint}")));
            return None;
        };
        self.add(Input::new(full, path.to_string_lossy().into_owned(), kind, true));
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
