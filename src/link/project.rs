//! A finished project: what its functions do to variables, objects and fields. The last part, which rules read.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Deref;

use super::api::ApiUses;
use super::belonging::{self, Belonging};
use super::knobs::Knobs;
use super::spoken::Spoken;
use super::statics::Statics;
use super::types::TypeId;
use super::uncalled::Uncalled;
use super::{FuncRef, Model, Relations, Tables, Units, tables};
use crate::facts::{BuildFacts, CondId, FileFacts, FileId, Python, Span, Targets};
use crate::link::flow::deallocs;
use crate::link::flow::deallocs::Dealloc;
use crate::link::flow::factories;
use crate::link::flow::factories::Factory;
use crate::link::flow::ownership::{Fault, FaultKind, Ownership};
use crate::link::flow::traverse::Traversal;
use crate::link::flow::traverse::callers;
use crate::link::flow::traverse::callers::Delegates;
use crate::link::flow::traverse::functions;
use crate::link::flow::traverse::functions::Traverses;
use crate::link::modules::Module;
use crate::link::modules::extension::is_header;
use crate::link::modules::reached::{Reach, SaidByFiles, said};
use crate::link::objects::allocations;
use crate::link::objects::allocations::Allocation;
use crate::link::objects::owned;
use crate::link::objects::owned::OwnedField;

/// Everything known about the sources of one project.
#[derive(Debug)]
pub struct Project {
    relations: Relations,
    /// What the build files say; empty where nobody read them.
    pub build: BuildFacts,
    statics: Statics,
    api: ApiUses,
    deallocs: Vec<Dealloc>,
    allocations: Vec<Allocation>,
    factories: Vec<Factory>,
    owned: FxHashMap<TypeId, Vec<OwnedField>>,
    traverses: Traverses,
    delegates: Delegates,
    ownership: Option<Ownership>,
    pub(super) knobs: Knobs,
    pub(super) uncalled: Uncalled,
    said: SaidByFiles,
    pub(super) belonging: FxHashMap<FileId, Belonging>,
    /// See [`Self::is_never_run`]; `PyInit_` functions.
    never_run: FxHashSet<FuncRef>,
}

impl Deref for Project {
    type Target = Relations;

    #[inline]
    fn deref(&self) -> &Relations {
        &self.relations
    }
}

impl Project {
    /// Links the facts of a run. `paths` holds every file's path by [`crate::facts::FileId`].
    pub fn link(files: Vec<FileFacts>, paths: Vec<String>, targets: Targets) -> Self {
        Project::link_part(files, paths, targets, None)
    }

    /// The same for a part of the project that these tables are of, where they are given.
    pub fn link_part(files: Vec<FileFacts>, paths: Vec<String>, targets: Targets, whole: Option<&Tables>) -> Self {
        let relations = Relations::new(Model::new(Units::new(files, paths, targets)), whole);
        // These do not read each other.
        let ((statics, api), (lifecycles, structs)) = rayon::join(
            || rayon::join(|| Statics::collect(&relations), || ApiUses::collect(&relations)),
            || {
                rayon::join(
                    || (deallocs::collect(&relations), factories::collect(&relations)),
                    || (allocations::collect(&relations), owned::collect(&relations), functions::collect(&relations)),
                )
            },
        );
        let ((deallocs, factories), (allocations, owned, traverses)) = (lifecycles, structs);
        let (build, ownership, knobs, uncalled, belonging, never_run) = Default::default();
        let (said, delegates) = rayon::join(|| said_by_files(&relations), || callers::collect(&relations));
        Project {
            relations,
            build,
            statics,
            api,
            deallocs,
            allocations,
            factories,
            owned,
            traverses,
            delegates,
            ownership,
            knobs,
            uncalled,
            said,
            belonging,
            never_run,
        }
    }

    /// The same with what the build files say: which of its files and places are in a build.
    pub fn built_by(self, build: BuildFacts) -> Self {
        self.part_built_by(build, None)
    }

    /// The same for a part of the project that these tables are of, where they are given.
    pub fn part_built_by(mut self, build: BuildFacts, whole: Option<&Tables>) -> Self {
        let taken_in = match whole {
            None => modules_taken_in(&self.relations, &build),
            Some(whole) => whole.never_run_of(&self.relations).into_iter().map(|init| init.file).collect(),
        };
        let inits = self.relations.modules.iter().map(|module| module.init);
        self.never_run = inits.filter(|init| taken_in.contains(&init.file)).collect();
        if !taken_in.is_empty() {
            self.relations.forget_modules(&taken_in);
            self.said = said_by_files(&self.relations);
        }
        let relations = &self.relations;
        match whole {
            None => {
                self.knobs = Knobs::gathered(relations, &build);
                self.belonging = belonging::collect(relations, &build, &self.knobs);
                let (spoken, never_run) = (Spoken::of(relations, &self.knobs), &self.never_run);
                self.uncalled = Uncalled::gathered(relations, &build, &self.knobs, &spoken, &self.belonging, never_run);
            }
            Some(whole) => {
                self.knobs = whole.knobs.within(relations);
                self.belonging = whole.belonging_of(relations);
                self.uncalled = whole.uncalled_of(relations);
            }
        }
        self.build = build;
        let strange = self.belonging.iter().filter(|(_, why)| !why.is_weak());
        let modules = !self.relations.modules.is_empty() || self.build.cython;
        let strangers: FxHashSet<FileId> = strange.map(|(&file, _)| file).filter(|_| modules).collect();
        let idle = |file: FileId, func: Option<FuncRef>, cond: CondId| {
            func.is_some_and(|func| self.uncalled.has(func)) || self.knobs.rules_out(file, cond)
        };
        self.statics.leave_out(&self.relations, &strangers, &self.never_run, &idle);
        self
    }

    /// The same with what is wrong with the references in its functions. That takes as long as a few rules do, so whoever
    /// runs rules that read it asks for it.
    pub fn with_references(mut self) -> Self {
        self.ownership = Some(Ownership::collect(&self.relations));
        self
    }

    /// The facts that it was made of, what the build files say, and what it knows of which of them count, for whoever
    /// joins them, or a part of them, again.
    pub fn into_facts(self) -> (Vec<FileFacts>, BuildFacts, Tables) {
        let Project { relations, build, knobs, uncalled, belonging, never_run, .. } = self;
        let uncalled = tables::names(&relations, uncalled.each_func()).collect();
        let never_run = tables::names(&relations, never_run.iter()).collect();
        let (files, extensions, includes) = relations.into_files();
        (files, build, Tables { includes, extensions, belonging, knobs, uncalled, never_run })
    }

    /// The faults of one kind of the references in its functions; none where nobody asked for them.
    pub fn reference_faults(&self, kind: FaultKind) -> impl Iterator<Item = &Fault> {
        self.ownership.iter().flat_map(move |all| all.faults(kind))
    }

    /// What extensions reach.
    pub fn module_reach(&self) -> Reach<'_> {
        Reach::new(&self.relations, &self.said)
    }

    /// The files of a module's extension: those of [`Relations::extension`], without the sources that the build file
    /// leaves out where it lists all of them.
    pub fn built_files(&self, module: &Module) -> Vec<FileId> {
        let files = self.extension(module);
        let init = module.init.file;
        let mut named = self.build.extensions.iter().filter(|e| e.sources.contains(&init));
        let (Some(built), None) = (named.next().filter(|e| e.complete), named.next()) else { return files.to_vec() };
        let part = |file: FileId| {
            let compiled = !is_header(self, file) && !built.sources.contains(&file);
            !compiled || built.sources.iter().any(|&source| self.share_unit(source, file))
        };
        files.iter().copied().filter(|&file| part(file)).collect()
    }

    /// Whether a place is in the init function of a module that nobody builds: a file of it is taken in for its other
    /// code.
    pub fn is_never_run(&self, file: FileId, span: Span) -> bool {
        let around = |func: &FuncRef| {
            let body = self.func(*func).body.map(|body| self.relations.file(file).ast.stmt_span(body));
            body.is_some_and(|body| body.contains(span))
        };
        self.never_run.iter().filter(|func| func.file == file).any(around)
    }

    /// The variables with static storage and what writes them.
    pub fn statics(&self) -> &Statics {
        &self.statics
    }

    /// What the project uses of CPython's names and structs.
    pub fn api(&self) -> &ApiUses {
        &self.api
    }

    /// The dealloc functions, in order of file and place.
    pub fn deallocs(&self) -> &[Dealloc] {
        &self.deallocs
    }

    /// The allocations whose type is known, in order of file and place.
    pub fn allocations(&self) -> &[Allocation] {
        &self.allocations
    }

    /// Allocations of GC types of the project into locals, in order of file and place.
    pub fn factories(&self) -> &[Factory] {
        &self.factories
    }

    /// The fields of a type's instances that own references; None where the struct is not known.
    pub fn owned_fields(&self, id: TypeId) -> Option<&[OwnedField]> {
        self.owned.get(&id).map(Vec::as_slice)
    }

    /// The traverse functions of types and modules with the types that install them.
    pub fn traverses(&self) -> &BTreeMap<FuncRef, Vec<TypeId>> {
        &self.traverses.types
    }

    /// The types whose traverse function visits the type and calls that of this one.
    pub(crate) fn delegates(&self, base: TypeId) -> &[TypeId] {
        self.delegates.get(&base).map_or(&[], Vec::as_slice)
    }

    /// What the traverse function of a heap type does with the type of its object.
    pub fn traversal(&self, func: FuncRef, python: Python) -> Traversal {
        self.traverses.known.get(&(func, python)).copied().unwrap_or(Traversal::UNKNOWN)
    }
}

fn said_by_files(project: &Relations) -> SaidByFiles {
    let read: Vec<_> = project.files.par_iter().map(|facts| (facts.file, said(project, facts))).collect();
    read.into_iter().collect()
}

/// The files with an init function that no list of sources names, and that a source with a module of its own includes: code
/// of another project's module, whose own init function nobody calls.
fn modules_taken_in(project: &Relations, build: &BuildFacts) -> Vec<FileId> {
    let inits: Vec<FileId> = project.modules.iter().map(|module| module.init.file).collect();
    let named = |file: FileId| build.named_files.contains(&file) || build.found_files.contains(&file);
    let includes = |source: FileId, file: FileId| source != file && project.share_unit(source, file);
    let built = || build.extensions.iter().flat_map(|e| &e.sources).filter(|source| inits.contains(source));
    let taken =
        |&file: &FileId| project.is_included(file) && !named(file) && built().any(|&source| includes(source, file));
    inits.iter().copied().filter(taken).collect()
}
