//! The facts of a project's files, by name and by translation unit: what a name in a file means.
//!
//! Lookup follows the language: a name of internal linkage is seen in its own file, in the files it includes and in
//! those that include it (a `.h` or `.c` included by another belongs to the same translation unit); a name of external
//! linkage is seen everywhere. What is not found is unknown, never "missing". The first of the parts of
//! [`super::Project`]: knows no type and no module.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::calls::Sites;
use super::{FuncRef, Local, VarRef};
use crate::facts::{
    Define, FileFacts, FileId, Func, FuncId, Linkage, Name, Record, Scope, Storage, Targets, Typedef, Var, VarId,
    included,
};

/// The files of a project and what their names mean.
#[derive(Debug)]
pub struct Units {
    /// Facts by file, ascending by [`FileId`].
    pub files: Vec<FileFacts>,
    /// Paths by [`FileId`], for messages.
    pub paths: Vec<String>,
    /// The configurations checked.
    pub targets: Targets,
    index: HashMap<FileId, usize>,
    funcs: HashMap<Name, Vec<FuncRef>>,
    vars: HashMap<Name, Vec<VarRef>>,
    pub(super) records: HashMap<Name, Vec<(FileId, u32)>>,
    typedefs: HashMap<Name, Vec<(FileId, u32)>>,
    defines: HashMap<Name, Vec<(FileId, u32)>>,
    /// Files seen from a file, nearest first: itself, what it includes, what includes it, their includes.
    units: HashMap<FileId, Vec<FileId>>,
    /// Files that are included inside of function bodies only: what they declare is local there.
    pub(super) fragments: HashSet<FileId>,
    /// Calls and assignments by name.
    pub sites: Sites,
}

impl Units {
    /// Indexes the facts of a run. `paths` holds every file's path by [`FileId`].
    pub(super) fn new(mut files: Vec<FileFacts>, paths: Vec<String>, targets: Targets) -> Self {
        files.sort_by_key(|f| f.file);
        let sites = Sites::collect(&files);
        let index = files.iter().enumerate().map(|(i, f)| (f.file, i)).collect();
        let mut units = Units {
            files,
            paths,
            targets,
            index,
            funcs: HashMap::new(),
            vars: HashMap::new(),
            records: HashMap::new(),
            typedefs: HashMap::new(),
            defines: HashMap::new(),
            units: HashMap::new(),
            fragments: HashSet::new(),
            sites,
        };
        units.index_names();
        (units.units, units.fragments) = units.units();
        units
    }

    fn index_names(&mut self) {
        for facts in &self.files {
            let file = facts.file;
            for (i, func) in facts.funcs.iter().enumerate() {
                self.funcs.entry(func.name).or_default().push(FuncRef { file, id: FuncId(i as u32) });
            }
            for (i, var) in facts.vars.iter().enumerate().filter(|(_, v)| !matches!(v.scope, Scope::Local(_))) {
                self.vars.entry(var.name).or_default().push(VarRef { file, id: VarId(i as u32) });
            }
            for (i, record) in facts.records.iter().enumerate() {
                for name in record.tag.into_iter().chain(record.typedef) {
                    self.records.entry(name).or_default().push((file, i as u32));
                }
            }
            for (i, typedef) in facts.typedefs.iter().enumerate() {
                self.typedefs.entry(typedef.name).or_default().push((file, i as u32));
            }
            for (i, define) in facts.defines.iter().enumerate() {
                self.defines.entry(define.name).or_default().push((file, i as u32));
            }
        }
    }

    /// Resolves quoted includes to files of the run, by the longest common path suffix, and joins what shares a unit.
    fn units(&self) -> (HashMap<FileId, Vec<FileId>>, HashSet<FileId>) {
        let mut by_name: HashMap<&str, Vec<FileId>> = HashMap::new();
        for facts in &self.files {
            let path = self.path(facts.file);
            by_name.entry(path.rsplit(['/', '\\']).next().unwrap_or(path)).or_default().push(facts.file);
        }
        let mut includes: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
        let mut included_by: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
        let (mut inside, mut outside) = (HashSet::new(), HashSet::new());
        for facts in &self.files {
            for include in &facts.includes {
                let base = include.path.rsplit('/').next().unwrap_or(&include.path);
                let candidates = by_name.get(base).map_or(&[][..], Vec::as_slice).iter().map(|&f| (f, self.path(f)));
                let Some(target) = included(self.path(facts.file), &include.path, candidates) else { continue };
                if target != facts.file {
                    let local = facts.funcs.iter().any(|f| f.body.is_some() && f.span.contains(include.span));
                    if local {
                        inside.insert(target)
                    } else {
                        outside.insert(target)
                    };
                    includes.entry(facts.file).or_default().push(target);
                    included_by.entry(target).or_default().push(facts.file);
                }
            }
        }
        let closure = |start: FileId, edges: &BTreeMap<FileId, Vec<FileId>>| {
            let mut seen = vec![start];
            let mut next = 0;
            while next < seen.len() {
                for &file in edges.get(&seen[next]).into_iter().flatten() {
                    if !seen.contains(&file) {
                        seen.push(file);
                    }
                }
                next += 1;
            }
            seen
        };
        let below: HashMap<FileId, Vec<FileId>> =
            self.files.iter().map(|f| (f.file, closure(f.file, &includes))).collect();
        let mut units = HashMap::new();
        for facts in &self.files {
            let mut unit = below[&facts.file].clone();
            let mut seen: HashSet<FileId> = unit.iter().copied().collect();
            for above in closure(facts.file, &included_by) {
                for &file in &below[&above] {
                    if seen.insert(file) {
                        unit.push(file);
                    }
                }
            }
            units.insert(facts.file, unit);
        }
        (units, inside.difference(&outside).copied().collect())
    }

    /// The facts of a file; None for a file that is no C or C++ source.
    pub fn facts(&self, file: FileId) -> Option<&FileFacts> {
        self.index.get(&file).map(|&i| &self.files[i])
    }

    /// The facts of the file of a reference that this project made.
    ///
    /// # Panics
    /// Where `file` is not one of the project's C or C++ files.
    pub fn file(&self, file: FileId) -> &FileFacts {
        &self.files[self.index[&file]]
    }

    /// The path of a file, as given.
    pub fn path(&self, file: FileId) -> &str {
        self.paths.get(file.0 as usize).map_or("", String::as_str)
    }

    /// The function of a reference.
    pub fn func(&self, func: FuncRef) -> &Func {
        self.file(func.file).func(func.id)
    }

    /// The variable of a reference.
    pub fn var(&self, var: VarRef) -> &Var {
        self.file(var.file).var(var.id)
    }

    /// The files that may share a translation unit with `file`, itself first.
    pub fn unit(&self, file: FileId) -> &[FileId] {
        self.units.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Every declaration and definition of a function of this name in the project.
    pub fn funcs_named(&self, name: Name) -> &[FuncRef] {
        self.funcs.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Every declaration and definition of a variable of this name outside functions.
    pub fn vars_named(&self, name: Name) -> &[VarRef] {
        self.vars.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The definitions of a function that `name` may mean in `file`: more than one where `#if` branches or several
    /// programs define it. Empty: unknown.
    pub fn resolve_func(&self, file: FileId, name: Name) -> Vec<FuncRef> {
        let all = self.funcs_named(name);
        let defined = |f: &&FuncRef| self.func(**f).body.is_some();
        self.resolve(
            file,
            all.iter().filter(defined).copied(),
            |f| f.file,
            |f| self.func(f).linkage == Linkage::External,
        )
    }

    /// The definitions of a file-scope variable that `name` may mean in `file`, an initialised one before a tentative
    /// one. Empty: unknown.
    pub fn resolve_var(&self, file: FileId, name: Name) -> Vec<VarRef> {
        let all = self.vars_named(name);
        let defined = |v: &&VarRef| self.var(**v).is_static_definition();
        let external = |v: VarRef| self.var(v).storage != Storage::Static;
        let mut found = self.resolve(file, all.iter().filter(defined).copied(), |v| v.file, external);
        found.sort_by_key(|&v| self.var(v).init.is_none());
        found
    }

    fn resolve<T: Copy>(
        &self,
        from: FileId,
        all: impl Iterator<Item = T> + Clone,
        file_of: impl Fn(T) -> FileId,
        external: impl Fn(T) -> bool,
    ) -> Vec<T> {
        let own: Vec<T> = all.clone().filter(|&x| file_of(x) == from).collect();
        if !own.is_empty() {
            return own;
        }
        let unit = self.unit(from);
        let near: Vec<T> = all.clone().filter(|&x| unit.contains(&file_of(x))).collect();
        if !near.is_empty() {
            return near;
        }
        all.filter(|&x| external(x)).collect()
    }

    /// The record that a type name (tag or typedef, `struct ` prefix allowed) means in `file`, with its file.
    pub fn resolve_record(&self, file: FileId, name: &str) -> Option<(FileId, &Record)> {
        let mut name = name;
        for _ in 0..8 {
            let bare = ["struct ", "union ", "class "].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name);
            if let Some(found) = self.records.get(&Name::from(bare)) {
                let unit = self.unit(file);
                let best =
                    found.iter().find(|(f, _)| *f == file).or_else(|| found.iter().find(|(f, _)| unit.contains(f)));
                let &(at, i) = best.or(found.first())?;
                return Some((at, &self.file(at).records[i as usize]));
            }
            let typedef = self.resolve_typedef(file, bare)?;
            if typedef.ty.pointers > 0 || typedef.ty.base == name {
                return None;
            }
            name = typedef.ty.base.as_str();
        }
        None
    }

    /// What a typedef name stands for in `file`.
    pub fn resolve_typedef(&self, file: FileId, name: &str) -> Option<Typedef> {
        let found = self.typedefs.get(&Name::from(name))?;
        let unit = self.unit(file);
        let best = found.iter().find(|(f, _)| *f == file).or_else(|| found.iter().find(|(f, _)| unit.contains(f)));
        let &(at, i) = best.or(found.first())?;
        Some(self.file(at).typedefs[i as usize])
    }

    /// The definitions of a macro that may hold in `file`: its own, else those of its unit, else all of the project.
    pub fn defines_of(&self, file: FileId, name: Name) -> Vec<(FileId, &Define)> {
        let Some(all) = self.defines.get(&name) else { return Vec::new() };
        let found = self.resolve(file, all.iter().copied(), |(f, _)| f, |_| true);
        found.into_iter().map(|(f, i)| (f, &self.file(f).defines[i as usize])).collect()
    }

    /// The local variable (static or automatic) or parameter index of this name in a function.
    pub fn local(&self, func: FuncRef, name: Name) -> Option<Local> {
        let facts = self.file(func.file);
        let (start, end) = facts.func(func.id).locals;
        if let Some(i) = (start..end).find(|&i| facts.var(VarId(i)).name == name) {
            return Some(Local::Var(VarId(i)));
        }
        facts.func(func.id).params.iter().position(|p| p.name == Some(name)).map(Local::Param)
    }
}
