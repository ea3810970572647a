//! Who includes whom in a run, as far as `#include` lines tell: the folders to search, whether `Python.h` is reached,
//! and what is defined before it.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Component, Path, PathBuf},
};

use crate::facts::{Cond, CondId, FileFacts, Include};

/// The files of a run by their names.
pub(super) struct Includes<'a> {
    paths: &'a [PathBuf],
    facts: &'a [FileFacts],
    by_name: HashMap<&'a str, Vec<usize>>,
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

fn name(path: &Path) -> &str {
    path.file_name().and_then(|n| n.to_str()).unwrap_or_default()
}

impl<'a> Includes<'a> {
    /// `paths` (absolute) and `facts` of the same files.
    pub(super) fn new(paths: &'a [PathBuf], facts: &'a [FileFacts]) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, path) in paths.iter().enumerate() {
            by_name.entry(name(path)).or_default().push(i);
        }
        let mut includes = Includes { paths, facts, by_name, resolved: Vec::new() };
        includes.resolved = (0..paths.len())
            .map(|i| facts[i].includes.iter().map(|include| (include, includes.resolve(i, &include.path))).collect())
            .collect();
        includes
    }

    /// The file of the run that an include means: beside the including file, else the nearest with that path.
    fn resolve(&self, from: usize, path: &str) -> Option<usize> {
        let folder = self.paths[from].parent()?;
        let beside = normal(&folder.join(path));
        let candidates = self.by_name.get(path.rsplit('/').next()?)?;
        if let Some(&found) = candidates.iter().find(|&&c| self.paths[c] == beside) {
            return Some(found);
        }
        let tail: PathBuf = Path::new(path).components().filter(|c| matches!(c, Component::Normal(_))).collect();
        let near = |c: usize| self.paths[c].components().zip(folder.components()).take_while(|(a, b)| a == b).count();
        let fitting = candidates.iter().copied().filter(|&c| c != from && self.paths[c].ends_with(&tail));
        fitting.max_by_key(|&c| (near(c), std::cmp::Reverse(self.paths[c].components().count()), std::cmp::Reverse(c)))
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
                let depth = Path::new(&include.path).components().filter(|c| matches!(c, Component::Normal(_))).count();
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
        let mut seen = vec![file];
        let mut next = 0;
        while next < seen.len() {
            for to in self.resolved[seen[next]].iter().filter_map(|(_, to)| *to) {
                if !seen.contains(&to) {
                    seen.push(to);
                }
            }
            next += 1;
        }
        seen
    }

    /// What stands before `Python.h` in a file.
    pub(super) fn preface(&self, file: usize) -> Preface {
        let mut out = Preface::default();
        let mut visited = vec![file];
        self.walk(file, &mut visited, &mut out);
        out.defines.sort();
        out.defines.dedup();
        out
    }

    fn walk(&self, file: usize, visited: &mut Vec<usize>, out: &mut Preface) {
        let facts = &self.facts[file];
        let mut defines = facts.defines.iter().peekable();
        for (include, to) in &self.resolved[file] {
            while let Some(define) = defines.next_if(|d| d.name_span.start < include.span.start) {
                let own = define.name.as_str();
                let guarded = |cond: CondId| {
                    cond == CondId::ALWAYS
                        || matches!(*facts.cond(cond), Cond::Not(inner)
                            if matches!(*facts.cond(inner), Cond::Defined(n) if n == define.name))
                };
                if define.params.is_none() && matters(own) && guarded(define.cond) {
                    out.defines.push(format!("-D{own}={}", define.body));
                }
            }
            if include.path.rsplit('/').next() == Some("Python.h") && to.is_none() {
                out.python = true;
                return;
            }
            if let Some(to) = to.filter(|to| !visited.contains(to)) {
                visited.push(to);
                self.walk(to, visited, out);
                if out.python {
                    return;
                }
            }
        }
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
