//! Which files may share a translation unit: two files do where some file that nobody includes brings in both. Kept as
//! sets of such outermost files, so that neither a long chain of headers nor a circle of them costs more than its lines.

mod folders;
mod groups;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{FileFacts, FileId, Targets, VersionSet};

use folders::Folders;
use groups::Set;

/// The includes of a project, and who shares a unit.
#[derive(Debug, Default)]
pub(crate) struct Includes {
    /// Place of a file in the lists below.
    index: FxHashMap<FileId, usize>,
    files: Vec<FileId>,
    includes: Vec<Vec<usize>>,
    included_by: Vec<Vec<usize>>,
    /// The set of each file.
    of: Vec<usize>,
    /// Outermost files, each set once.
    sets: Vec<Set>,
    /// Files that are included inside of function bodies only: what they declare is local there.
    pub(crate) fragments: FxHashSet<FileId>,
    /// Files that are included only where no target compiles anything.
    pub(crate) dead: FxHashSet<FileId>,
    /// The versions on which some include brings each file in; all for one that no file includes.
    live: Vec<VersionSet>,
}

impl Includes {
    /// Resolves quoted includes to files of the run, by the longest common path prefix, and joins what shares a unit.
    pub(crate) fn new(files: &[FileFacts], targets: &Targets, path: &dyn Fn(FileId) -> String) -> Includes {
        let paths: Vec<String> = files.iter().map(|f| path(f.file)).collect();
        let folders = Folders::new(&paths);
        let (mut includes, mut included_by) = (vec![Vec::new(); files.len()], vec![Vec::new(); files.len()]);
        let (mut inside, mut outside) = (FxHashSet::default(), FxHashSet::default());
        let (mut live, mut dead) = (FxHashSet::default(), FxHashSet::default());
        let mut edges = Vec::new();
        for (i, facts) in files.iter().enumerate().filter(|(_, f)| !f.includes.is_empty()) {
            let bodies = Bodies::of(facts);
            let search = folders.from(&paths[i]);
            let by_headers = facts.conds.by_headers(targets);
            let mut known = FxHashSet::default();
            for include in &facts.includes {
                let Some(target) = search.find(&include.path).filter(|&target| target != i) else { continue };
                let local = bodies.contain(include.span.start, include.span.end);
                if local { &mut inside } else { &mut outside }.insert(facts_of(files, target));
                let never = facts.conds.settled(include.cond) == Some(false);
                if never { &mut dead } else { &mut live }.insert(facts_of(files, target));
                edges.push((i, target, by_headers[include.cond.0 as usize].0));
                if known.insert(target) {
                    includes[i].push(target);
                    included_by[target].push(i);
                }
            }
        }
        let (of, sets) = groups::groups(&includes, &included_by);
        Includes {
            index: files.iter().enumerate().map(|(i, f)| (f.file, i)).collect(),
            files: files.iter().map(|f| f.file).collect(),
            includes,
            included_by,
            of,
            sets,
            fragments: inside.difference(&outside).copied().collect(),
            dead: dead.difference(&live).copied().collect(),
            live: compiled(files.len(), &edges),
        }
    }

    /// Whether two files may share a translation unit.
    pub(crate) fn share(&self, a: FileId, b: FileId) -> bool {
        if a == b {
            return true;
        }
        let (Some(&a), Some(&b)) = (self.index.get(&a), self.index.get(&b)) else { return false };
        self.of[a] == self.of[b] || self.sets[self.of[a]].meets(&self.sets[self.of[b]])
    }

    /// Whether a file of the run includes `file`.
    pub(crate) fn is_included(&self, file: FileId) -> bool {
        self.index.get(&file).is_some_and(|&i| !self.included_by[i].is_empty())
    }

    /// The versions on which a file is compiled at all, as far as includes tell.
    pub(crate) fn live(&self, file: FileId) -> VersionSet {
        self.index.get(&file).map_or(VersionSet(u32::MAX), |&i| self.live[i])
    }

    /// The file and all that it includes.
    pub(crate) fn below(&self, file: FileId) -> Vec<FileId> {
        let Some(&start) = self.index.get(&file) else { return Vec::new() };
        let found = closure(vec![start], &self.includes, &mut vec![false; self.files.len()]);
        found.into_iter().map(|i| self.files[i]).collect()
    }

    /// The files that may share a translation unit with `file`, nearest first: itself, what it includes, what includes
    /// it, their includes. As long as the list; [`Self::share`] answers for one file.
    pub(crate) fn with(&self, file: FileId) -> Vec<FileId> {
        let Some(&start) = self.index.get(&file) else { return Vec::new() };
        let mut out = Vec::new();
        let mut seen = vec![false; self.files.len()];
        for above in closure(vec![start], &self.included_by, &mut vec![false; self.files.len()]) {
            if !seen[above] {
                out.extend(closure(vec![above], &self.includes, &mut seen));
            }
        }
        out.into_iter().map(|i| self.files[i]).collect()
    }
}

/// By file the versions on which it is compiled: what of those of an includer the include lets through.
fn compiled(files: usize, edges: &[(usize, usize, VersionSet)]) -> Vec<VersionSet> {
    let all = VersionSet(u32::MAX);
    let (mut live, mut from) = (vec![all; files], vec![Vec::new(); files]);
    for &(i, target, cond) in edges {
        live[target] = VersionSet::default();
        from[i].push((target, cond));
    }
    let mut open: Vec<usize> = (0..files).filter(|&i| live[i] == all).collect();
    while let Some(i) = open.pop() {
        for &(target, cond) in &from[i] {
            let more = live[target].or(live[i].and(cond));
            // A set grows no oftener than it has versions.
            if more != live[target] {
                live[target] = more;
                open.push(target);
            }
        }
    }
    // Circles that nothing outside of them includes are compiled, too.
    let mut reached: Vec<bool> = live.iter().map(|set| *set == all).collect();
    let mut open: Vec<usize> = (0..files).filter(|&i| reached[i]).collect();
    while let Some(i) = open.pop() {
        open.extend(from[i].iter().map(|&(to, _)| to).filter(|&to| !std::mem::replace(&mut reached[to], true)));
    }
    live.into_iter().zip(reached).map(|(set, reached)| if reached { set } else { all }).collect()
}

/// What is reached from the start, but what was seen before.
fn closure(mut found: Vec<usize>, edges: &[Vec<usize>], seen: &mut [bool]) -> Vec<usize> {
    found.iter().for_each(|&i| seen[i] = true);
    let mut next = 0;
    while next < found.len() {
        for &to in &edges[found[next]] {
            if !std::mem::replace(&mut seen[to], true) {
                found.push(to);
            }
        }
        next += 1;
    }
    found
}

fn facts_of(files: &[FileFacts], i: usize) -> FileId {
    files[i].file
}

/// Where the bodies of a file stand.
struct Bodies {
    /// Start of each function, and the furthest end of those that start no later.
    ends: Vec<(u32, u32)>,
}

impl Bodies {
    fn of(facts: &FileFacts) -> Bodies {
        let mut ends: Vec<(u32, u32)> =
            facts.funcs.iter().filter(|f| f.body.is_some()).map(|f| (f.span.start, f.span.end)).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Bodies { ends }
    }

    fn contain(&self, start: u32, end: u32) -> bool {
        let before = self.ends.partition_point(|&(from, _)| from <= start);
        before.checked_sub(1).is_some_and(|last| self.ends[last].1 >= end)
    }
}
