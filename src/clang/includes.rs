//! Who includes whom in a run, as far as `#include` lines tell: the folders to search, whether `Python.h` is reached,
//! and what is defined before it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::{Component, Path, PathBuf},
};

use crate::facts::{Cond, CondId, Define, FileFacts, Include};

/// The files of a run by their names.
pub(super) struct Includes<'a> {
    paths: &'a [PathBuf],
    facts: &'a [FileFacts],
    places: Places<'a>,
    /// For each file what its includes mean.
    resolved: Vec<Vec<(&'a Include, Option<usize>)>>,
}

/// What precedes `Python.h` in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Preface {
    /// `Python.h` is reached.
    pub(super) python: bool,
    /// Macros defined before it that its headers look at, as `-D` arguments.
    pub(super) defines: Vec<String>,
}

/// The files of a run by where they are.
#[derive(Default)]
struct Places<'a> {
    by_path: HashMap<&'a Path, usize>,
    /// By the end of a path and a folder above the file: the two files that are meant first.
    by_end: HashMap<(&'a Path, &'a Path), [Option<usize>; 2]>,
}

impl<'a> Places<'a> {
    /// `lengths` are those, in components, that the ends of paths are asked for with.
    fn new(paths: &'a [PathBuf], lengths: &BTreeSet<usize>) -> Self {
        let mut places = Places::default();
        for (i, path) in paths.iter().enumerate() {
            places.by_path.entry(path).or_insert(i);
        }
        // Of the files below one folder the one that is least deep, then the first.
        let mut order: Vec<(usize, usize)> = (0..paths.len()).map(|i| (paths[i].components().count(), i)).collect();
        order.sort_unstable();
        for (count, i) in order {
            for length in lengths.iter().take_while(|&&length| length <= count) {
                let mut end = paths[i].components();
                // Nothing is left of a path only where nothing is asked for.
                end.by_ref().take(count - length).for_each(|_| {});
                for folder in paths[i].ancestors().skip(1) {
                    let first = places.by_end.entry((end.as_path(), folder)).or_default();
                    if let Some(free) = first.iter_mut().find(|place| place.is_none()) {
                        *free = Some(i);
                    }
                }
            }
        }
        places
    }

    /// Of the files whose paths end in `end` the one that has most of its folders in common with `folder`; not `but`.
    fn nearest(&self, end: &Path, folder: &Path, but: usize) -> Option<usize> {
        folder.ancestors().find_map(|above| {
            let found = self.by_end.get(&(end, above))?;
            found.iter().flatten().copied().find(|&i| i != but)
        })
    }
}

/// The components of an include's path that name something: no `.`, no `..`.
fn named(path: &str) -> PathBuf {
    Path::new(path).components().filter(|c| matches!(c, Component::Normal(_))).collect()
}

impl<'a> Includes<'a> {
    /// `paths` (absolute) and `facts` of the same files.
    pub(super) fn new(paths: &'a [PathBuf], facts: &'a [FileFacts]) -> Self {
        let all = facts.iter().flat_map(|facts| &facts.includes);
        let lengths: BTreeSet<usize> = all.map(|include| named(&include.path).components().count()).collect();
        let mut includes = Includes { paths, facts, places: Places::new(paths, &lengths), resolved: Vec::new() };
        includes.resolved = (0..paths.len())
            .map(|i| facts[i].includes.iter().map(|include| (include, includes.resolve(i, &include.path))).collect())
            .collect();
        includes
    }

    /// The file of the run that an include means: beside the including file, else the nearest with that path.
    fn resolve(&self, from: usize, path: &str) -> Option<usize> {
        let folder = self.paths[from].parent()?;
        Path::new(path).file_name()?;
        let beside = self.places.by_path.get(normal(&folder.join(path)).as_path());
        beside.copied().or_else(|| self.places.nearest(&named(path), folder, from))
    }

    /// Files that another file of the run includes.
    pub(super) fn included(&self) -> Vec<bool> {
        let mut out = vec![false; self.paths.len()];
        for (i, includes) in self.resolved.iter().enumerate() {
            includes.iter().filter_map(|(_, to)| *to).filter(|&to| to != i).for_each(|to| out[to] = true);
        }
        out
    }

    /// The folders that make the includes of `file`, and of what it includes, be found.
    pub(super) fn folders(&self, file: usize) -> Vec<PathBuf> {
        let mut out: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for at in self.closure(file) {
            for (include, to) in &self.resolved[at] {
                let Some(to) = *to else { continue };
                let beside = self.paths[at].parent().map(|p| normal(&p.join(&include.path)));
                if beside.as_ref() == Some(&self.paths[to]) && !include.system {
                    continue;
                }
                let depth = named(&include.path).components().count();
                if let Some(folder) = self.paths[to].ancestors().nth(depth) {
                    let order = out.len();
                    out.entry(folder.to_owned()).or_insert(order);
                }
            }
        }
        let mut folders: Vec<(usize, PathBuf)> = out.into_iter().map(|(folder, order)| (order, folder)).collect();
        folders.sort();
        folders.into_iter().map(|(_, folder)| folder).collect()
    }

    fn closure(&self, file: usize) -> Vec<usize> {
        let (mut order, mut seen) = (vec![file], HashSet::from([file]));
        let mut next = 0;
        while next < order.len() {
            let found = self.resolved[order[next]].iter().filter_map(|(_, to)| *to);
            order.extend(found.filter(|&to| seen.insert(to)));
            next += 1;
        }
        order
    }

    /// What stands before `Python.h` in a file.
    pub(super) fn preface(&self, file: usize) -> Preface {
        let mut out = Preface::default();
        let mut visited = HashSet::from([file]);
        // The files that are open, each with its next include and its next definition.
        let mut pending = vec![(file, 0, 0)];
        while let Some((file, include, define)) = pending.last_mut() {
            let file = *file;
            let Some((at, to)) = self.resolved[file].get(*include) else {
                pending.pop();
                continue;
            };
            *include += 1;
            let rest = &self.facts[file].defines[*define..];
            let before = rest.iter().take_while(|d| d.name_span.start < at.span.start).count();
            *define += before;
            out.defines.extend(rest[..before].iter().filter_map(|d| self.argument(file, d)));
            if at.path.rsplit('/').next() == Some("Python.h") && to.is_none() {
                out.python = true;
                break;
            }
            if let Some(to) = to.filter(|&to| visited.insert(to)) {
                pending.push((to, 0, 0));
            }
        }
        out.defines.sort();
        out.defines.dedup();
        out
    }

    /// A definition as a `-D` argument, where headers look at it and no condition but its own guard governs it.
    fn argument(&self, file: usize, define: &Define) -> Option<String> {
        let facts = &self.facts[file];
        let guarded = define.cond == CondId::ALWAYS
            || matches!(*facts.cond(define.cond), Cond::Not(inner)
                if matches!(*facts.cond(inner), Cond::Defined(n) if n == define.name));
        let own = define.name.as_str();
        (define.params.is_none() && guarded && matters(own)).then(|| format!("-D{own}={}", define.body))
    }
}

/// Whether headers of Python or the system look at a macro.
fn matters(name: &str) -> bool {
    ["Py_", "PY_", "_Py", "_PY", "_POSIX_", "_XOPEN_", "_FILE_OFFSET", "__STDC_"].iter().any(|p| name.starts_with(p))
        || matches!(name, "_GNU_SOURCE" | "_DEFAULT_SOURCE" | "_BSD_SOURCE" | "NDEBUG")
}

/// `a/./b/../c` as `a/c`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
