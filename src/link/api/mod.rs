//! What a project uses of CPython: names of its API, and fields of its structs, each with the Pythons on which the use is
//! compiled in. What the project defines itself is none of CPython's. No judgement.

mod fields;
mod limited;
mod names;
pub mod stable;
mod types;

use rustc_hash::FxHashMap;

use crate::capi::headers;
use crate::facts::{CondId, ExprId, FileFacts, FileId, Name, Span, VersionSet};
use crate::link::lookup::of_file;
use crate::link::{FuncRef, Relations, Units};

pub use limited::{Limited, number};

/// A name of the C API in the sources.
#[derive(Clone, Copy, Debug)]
pub struct NameUse {
    /// The name.
    pub name: Name,
    /// Its file.
    pub file: FileId,
    /// The name itself; for one in the body of a macro the name of the macro.
    pub span: Span,
    /// The targets on which it is compiled in and means CPython's.
    pub live: VersionSet,
    /// Those of them on which that holds whatever macros nothing here defines.
    pub certain: VersionSet,
    /// The targets on which the project declares it by itself, as CPython's headers do not.
    pub declared: VersionSet,
    /// It stands in the body of this macro.
    pub through: Option<Name>,
}

/// How a struct of CPython is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldUseKind {
    /// `base->field` or `base.field`: the base.
    Member(ExprId),
    /// `.field = value` in an initialiser: the value.
    Designated(ExprId),
    /// `offsetof`.
    Offset,
    /// `sizeof`: no field.
    Size,
}

/// A field of one of CPython's structs, or its size, in the sources.
#[derive(Clone, Copy, Debug)]
pub struct FieldUse {
    /// The struct, by its usual name.
    pub of: &'static str,
    /// The field; None for the size.
    pub field: Option<Name>,
    /// How.
    pub kind: FieldUseKind,
    /// Its file.
    pub file: FileId,
    /// The function around it.
    pub func: Option<FuncRef>,
    /// The whole expression.
    pub expr: ExprId,
    /// Where it stands.
    pub span: Span,
    /// It was made by a macro that is used there.
    pub made: bool,
    /// The targets on which it is compiled in.
    pub live: VersionSet,
    /// Those on which that holds whatever macros nothing here defines.
    pub certain: VersionSet,
}

/// All uses, in order of file and place.
#[derive(Debug, Default)]
pub struct ApiUses {
    /// Of names.
    pub names: Vec<NameUse>,
    /// Of fields.
    pub fields: Vec<FieldUse>,
    /// Where code uses each definition of a macro, by itself or through others.
    macros: FxHashMap<(FileId, Name), VersionSet>,
    compiled: Compiled,
    stable: stable::ByFile,
}

impl ApiUses {
    pub(crate) fn collect(project: &Relations) -> ApiUses {
        let compiled = Compiled::of(project);
        let used = names::macros(project, &compiled);
        let names = names::collect(project, &used, &compiled);
        let fields = fields::collect(project, &compiled);
        let stable = stable::ByFile::collect(project, &names, &fields);
        ApiUses { names, fields, macros: used, compiled, stable }
    }

    /// Uses of all names that some version of the C API has. [`ApiUses::names`] are those of them that are not in every
    /// version, public and meant to stay: the others are many, and no rule asks for them.
    pub fn all_names(&self, project: &Relations) -> Vec<NameUse> {
        names::all(project, &self.macros, &self.compiled)
    }

    /// The uses of names in one file.
    pub fn names_in(&self, file: FileId) -> &[NameUse] {
        of_file(&self.names, |used| used.file, file)
    }

    /// The targets on which a place of a file is compiled in, and those on which that is certain.
    pub fn compiled(&self, file: FileId, cond: CondId) -> (VersionSet, VersionSet) {
        self.compiled.at(file, cond)
    }

    /// What of some files the stable ABI does not have.
    pub fn obstacles(&self, files: &[FileId]) -> stable::Obstacles {
        self.stable.of(files)
    }

    /// The targets on which code uses the definition of a macro in a file, by itself or through others.
    pub fn uses_macro(&self, file: FileId, name: Name) -> VersionSet {
        self.macros.get(&(file, name)).copied().unwrap_or_default()
    }
}

impl Units {
    /// The targets on which a file is compiled with internal headers of CPython: what those declare is not known.
    pub fn with_internal_headers(&self, file: FileId) -> VersionSet {
        let includes = self.unit(file).into_iter().flat_map(|at| self.file(at).includes.iter().map(move |i| (at, i)));
        let internal = includes.filter(|(_, include)| headers::is_internal(&include.path));
        internal.fold(VersionSet::default(), |set, (at, include)| set.or(self.live(at, include.cond)))
    }
}

/// For each condition of each file the targets on which it is compiled in, and those on which that is certain: platforms
/// are what code is compiled for, not a doubt.
#[derive(Debug, Default)]
struct Compiled(FxHashMap<FileId, Vec<(VersionSet, VersionSet)>>);

impl Compiled {
    fn of(project: &Relations) -> Compiled {
        let file = |facts: &FileFacts| {
            let included = project.includes.live(facts.file);
            let by_headers = facts.conds.by_headers(&project.targets).into_iter().enumerate();
            let all = by_headers.map(|(i, (live, doubts))| {
                let live = live.and(included);
                let certain = facts.conds.certain(CondId(i as u32), &project.targets).and(included);
                (live, if doubts { certain } else { live })
            });
            (facts.file, all.collect())
        };
        Compiled(project.files.iter().map(file).collect())
    }

    fn at(&self, file: FileId, cond: CondId) -> (VersionSet, VersionSet) {
        self.0.get(&file).and_then(|all| all.get(cond.0 as usize)).copied().unwrap_or_default()
    }
}
