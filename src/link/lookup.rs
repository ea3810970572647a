//! What a name means in a file: an index of the project's names, and the rule which of several is meant.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHashSet;

use super::grouped::{Grouped, Grouping};
use super::includes::Includes;
use super::{CutKind, FuncRef, Units, VarRef};
use crate::facts::{
    CondId, Define, FileFacts, FileId, FuncId, Linkage, Name, Record, Scope, Span, Storage, Typedef, VarId, VersionSet,
};

/// By name; names know their hash.
pub(crate) type NameMap<V> = HashMap<Name, V, NameHash>;

/// Lists by name.
pub(crate) type ByName<T> = Grouped<Name, T, NameHash>;

/// The same, while items are added.
pub(crate) type Naming<T> = Grouping<Name, T, NameHash>;

type NameHash = BuildHasherDefault<ustr::IdentityHasher>;

/// So many definitions of one name are judged, the nearest by the order of files; more are said to be left out.
const MAX_NAMESAKES: usize = 64;

/// So many typedefs of typedefs are followed.
pub(crate) const MAX_ALIASES: usize = 64;

/// Names of a project, each list in the order of files.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    funcs: ByName<FuncRef>,
    /// Functions with a body.
    bodies: ByName<FuncRef>,
    vars: ByName<VarRef>,
    /// Definitions of variables.
    definitions: ByName<VarRef>,
    records: ByName<(FileId, u32)>,
    typedefs: ByName<(FileId, u32)>,
    defines: ByName<(FileId, u32)>,
    enumerators: ByName<(FileId, u32)>,
    /// Records by the names of their fields.
    fields: ByName<(FileId, u32)>,
}

/// The same, while it is gathered.
#[derive(Default)]
struct Lists {
    funcs: Naming<FuncRef>,
    bodies: Naming<FuncRef>,
    vars: Naming<VarRef>,
    definitions: Naming<VarRef>,
    records: Naming<(FileId, u32)>,
    typedefs: Naming<(FileId, u32)>,
    defines: Naming<(FileId, u32)>,
    enumerators: Naming<(FileId, u32)>,
    fields: Naming<(FileId, u32)>,
}

impl Lookup {
    pub(crate) fn new(files: &[FileFacts]) -> Lookup {
        let mut lists = Lists::default();
        for facts in files {
            let file = facts.file;
            for (i, func) in facts.funcs.iter().enumerate() {
                let at = FuncRef { file, id: FuncId(i as u32) };
                lists.funcs.add(func.name, at);
                if func.body.is_some() {
                    lists.bodies.add(func.name, at);
                }
            }
            for (i, var) in facts.vars.iter().enumerate().filter(|(_, v)| !matches!(v.scope, Scope::Local(_))) {
                let at = VarRef { file, id: VarId(i as u32) };
                lists.vars.add(var.name, at);
                if var.is_static_definition() {
                    lists.definitions.add(var.name, at);
                }
            }
            for (i, record) in facts.records.iter().enumerate() {
                for name in record.tag.into_iter().chain(record.typedef) {
                    lists.records.add(name, (file, i as u32));
                }
                let mut names: FxHashSet<Name> = FxHashSet::default();
                for field in &record.fields {
                    if names.insert(field.name) {
                        lists.fields.add(field.name, (file, i as u32));
                    }
                }
            }
            for (i, typedef) in facts.typedefs.iter().enumerate() {
                lists.typedefs.add(typedef.name, (file, i as u32));
            }
            for (i, define) in facts.defines.iter().enumerate() {
                lists.defines.add(define.name, (file, i as u32));
            }
            for (i, enumerator) in facts.enumerators.iter().enumerate() {
                lists.enumerators.add(enumerator.name, (file, i as u32));
            }
        }
        Lookup {
            funcs: lists.funcs.done(),
            bodies: lists.bodies.done(),
            vars: lists.vars.done(),
            definitions: lists.definitions.done(),
            records: lists.records.done(),
            typedefs: lists.typedefs.done(),
            defines: lists.defines.done(),
            enumerators: lists.enumerators.done(),
            fields: lists.fields.done(),
        }
    }
}

/// The part of a list, in the order of files, that is of one file.
pub(crate) fn of_file<T>(all: &[T], file_of: impl Fn(&T) -> FileId, file: FileId) -> &[T] {
    let first = all.partition_point(|x| file_of(x) < file);
    let length = all[first..].partition_point(|x| file_of(x) == file);
    &all[first..first + length]
}

impl Includes {
    /// Of a list in the order of files what the file itself has, else the first that shares a unit with it.
    pub(crate) fn nearest(&self, all: &[(FileId, u32)], file: FileId) -> Option<(FileId, u32)> {
        let own = of_file(all, |x| x.0, file).first();
        own.or_else(|| all.iter().find(|x| self.share(file, x.0))).copied()
    }
}

impl Units {
    /// The files that may share a translation unit with `file`, itself first. As long as they are many: ask
    /// [`Self::share_unit`] about one.
    pub fn unit(&self, file: FileId) -> Vec<FileId> {
        self.includes.with(file)
    }

    /// Whether two files may share a translation unit.
    pub fn share_unit(&self, a: FileId, b: FileId) -> bool {
        self.includes.share(a, b)
    }

    /// Whether a file of the run includes this one.
    pub fn is_included(&self, file: FileId) -> bool {
        self.includes.is_included(file)
    }

    /// Whether a file is only ever included inside of function bodies.
    pub(crate) fn is_fragment(&self, file: FileId) -> bool {
        self.includes.fragments.contains(&file)
    }

    /// Every declaration and definition of a function of this name in the project.
    pub fn funcs_named(&self, name: Name) -> &[FuncRef] {
        self.names.funcs.get(&name)
    }

    /// Every declaration and definition of a variable of this name outside functions.
    pub fn vars_named(&self, name: Name) -> &[VarRef] {
        self.names.vars.get(&name)
    }

    /// Every record with a field of this name, in the order of files.
    pub(crate) fn records_with(&self, field: Name) -> impl Iterator<Item = (FileId, &Record)> {
        self.names.fields.get(&field).iter().map(|&(at, i)| (at, &self.file(at).records[i as usize]))
    }

    /// Whether the project has a record of this tag or typedef.
    pub(crate) fn has_record(&self, name: Name) -> bool {
        self.names.records.has(&name)
    }

    /// The definitions of a function that `name` may mean in `file`: more than one where `#if` branches or several
    /// programs define it. Empty: unknown.
    pub fn resolve_func(&self, file: FileId, name: Name) -> Vec<FuncRef> {
        // What the standard library has is never a function of the project, whatever that calls its own.
        if name.starts_with("std::") || name.starts_with("::std::") {
            return Vec::new();
        }
        let external = |f: &FuncRef| self.func(*f).linkage == Linkage::External;
        self.resolve(file, self.names.bodies.get(&name), |f| f.file, external)
    }

    /// The definitions of a file-scope variable that `name` may mean in `file`, an initialised one before a tentative
    /// one. Empty: unknown.
    pub fn resolve_var(&self, file: FileId, name: Name) -> Vec<VarRef> {
        let external = |v: &VarRef| self.var(*v).storage != Storage::Static;
        let mut found = self.resolve(file, self.names.definitions.get(&name), |v| v.file, external);
        found.sort_by_key(|&v| self.var(v).init.is_none());
        found
    }

    /// [`Self::resolve_func`] for a use at `place`: a definition in a branch of `#if` that shuts out the place is not meant.
    pub fn resolve_func_at(&self, file: FileId, name: Name, place: Span) -> Vec<FuncRef> {
        let mut found = self.resolve_func(file, name);
        found.retain(|&f| f.file != file || self.compiled_together(file, self.func(f).cond, place));
        found
    }

    /// [`Self::resolve_var`] for a use at `place`, likewise.
    pub fn resolve_var_at(&self, file: FileId, name: Name, place: Span) -> Vec<VarRef> {
        let mut found = self.resolve_var(file, name);
        found.retain(|&v| v.file != file || self.compiled_together(file, self.var(v).cond, place));
        found
    }

    /// Whether some build may hold both a place of a file and what a condition of that file governs.
    pub(crate) fn compiled_together(&self, file: FileId, cond: CondId, place: Span) -> bool {
        let conds = &self.file(file).conds;
        cond == CondId::ALWAYS || !conds.exclusive(cond, conds.at_span(place))
    }

    /// What the file itself defines, else what its unit does, else what others show to the linker.
    fn resolve<T: Copy>(
        &self,
        from: FileId,
        all: &[T],
        file_of: impl Fn(&T) -> FileId,
        external: impl Fn(&T) -> bool,
    ) -> Vec<T> {
        let own = of_file(all, &file_of, from);
        if !own.is_empty() {
            return own.to_vec();
        }
        let mut found: Vec<T> = all.iter().filter(|x| self.includes.share(from, file_of(x))).copied().collect();
        if found.is_empty() {
            found = all.iter().filter(|x| external(x)).copied().collect();
        }
        if found.len() > MAX_NAMESAKES {
            self.cuts.add(CutKind::Namesakes, from, Span::default());
            let middle = found.partition_point(|x| file_of(x) < from);
            let first = middle.saturating_sub(MAX_NAMESAKES / 2).min(found.len() - MAX_NAMESAKES);
            found = found[first..first + MAX_NAMESAKES].to_vec();
        }
        found
    }

    /// The record that a type name (tag or typedef, `struct ` prefix allowed) means in `file`, with its file.
    pub fn resolve_record(&self, file: FileId, name: impl Into<Name>) -> Option<(FileId, &Record)> {
        let mut name: Name = name.into();
        let mut seen: Vec<Name> = Vec::new();
        loop {
            if seen.contains(&name) {
                return None;
            }
            if seen.len() >= MAX_ALIASES {
                self.cuts.add(CutKind::Types, file, Span::default());
                return None;
            }
            seen.push(name);
            let short = ["struct ", "union ", "class "].iter().find_map(|p| name.strip_prefix(p));
            let bare = short.map_or(name, Name::from);
            let found = self.names.records.get(&bare);
            if !found.is_empty() {
                let (at, i) = self.includes.nearest(found, file).or(found.first().copied())?;
                return Some((at, &self.file(at).records[i as usize]));
            }
            let typedef = self.resolve_typedef(file, bare)?;
            if typedef.ty.pointers > 0 || typedef.ty.base == name {
                return None;
            }
            name = typedef.ty.base;
        }
    }

    /// What a typedef name stands for in `file`.
    pub fn resolve_typedef(&self, file: FileId, name: Name) -> Option<Typedef> {
        let found = self.names.typedefs.get(&name);
        let (at, i) = self.includes.nearest(found, file).or(found.first().copied())?;
        Some(self.file(at).typedefs[i as usize])
    }

    /// The same where all typedefs of the name in the project agree: those of several branches of `#if` may not.
    pub(crate) fn only_typedef(&self, file: FileId, name: Name) -> Option<Typedef> {
        let found = self.resolve_typedef(file, name)?;
        let all = self.names.typedefs.get(&name);
        all.iter().all(|&(at, i)| self.file(at).typedefs[i as usize].ty == found.ty).then_some(found)
    }

    /// The enumerator of this name that the unit of `file` has: its file, and its place there.
    pub(crate) fn enumerator(&self, file: FileId, name: Name) -> Option<(FileId, usize)> {
        let (at, i) = self.includes.nearest(self.names.enumerators.get(&name), file)?;
        Some((at, i as usize))
    }

    /// The versions on which the project itself defines a name as `file` sees it, be it a macro, and those on which it
    /// declares a function or variable of the name that others define.
    pub(crate) fn own(&self, file: FileId, name: Name) -> (VersionSet, VersionSet) {
        let (mut defined, mut declared) = (VersionSet::default(), VersionSet::default());
        let sees = |at: FileId| self.includes.share(file, at);
        for &(at, i) in self.names.defines.get(&name).iter().filter(|x| sees(x.0)) {
            defined = defined.or(self.live(at, self.file(at).defines[i as usize].cond));
        }
        for &(at, i) in self.names.records.get(&name).iter().filter(|x| sees(x.0)) {
            defined = defined.or(self.live(at, self.file(at).records[i as usize].cond));
        }
        for &(at, i) in self.names.typedefs.get(&name).iter().filter(|x| sees(x.0)) {
            defined = defined.or(self.live(at, self.file(at).typedefs[i as usize].cond));
        }
        for &(at, i) in self.names.enumerators.get(&name).iter().filter(|x| sees(x.0)) {
            defined = defined.or(self.live(at, self.file(at).enumerators[i as usize].cond));
        }
        for &at in self.names.funcs.get(&name) {
            let func = self.func(at);
            let own = func.body.is_some() || func.linkage == Linkage::Internal;
            let set = if own { &mut defined } else { &mut declared };
            if sees(at.file) || func.body.is_some() && func.linkage == Linkage::External {
                *set = set.or(self.live(at.file, func.cond));
            }
        }
        for &at in self.names.vars.get(&name) {
            let var = self.var(at);
            let set = if var.is_static_definition() { &mut defined } else { &mut declared };
            if sees(at.file) {
                *set = set.or(self.live(at.file, var.cond));
            }
        }
        (defined, declared)
    }

    /// The definitions of a macro that may hold in `file`: its own, else those of its unit, else all of the project.
    pub fn defines_of(&self, file: FileId, name: Name) -> Vec<(FileId, &Define)> {
        let found = self.resolve(file, self.names.defines.get(&name), |x| x.0, |_| true);
        found.into_iter().map(|(f, i)| (f, &self.file(f).defines[i as usize])).collect()
    }
}
