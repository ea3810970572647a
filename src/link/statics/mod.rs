//! Variables with static storage, merged over the project, with everything that writes them. Knows no rule: which
//! of them deserve a finding is for the rules to say.
//!
//! One pass over all bodies records writes, reads and address escapes per variable (`walk`); what a callee does to a
//! pointer it gets is decided afterwards from the summaries of all functions (`effects`).

mod bodies;
mod calls;
mod catalog;
mod closed;
mod debug;
mod effects;
mod fixed;
mod given;
mod guard;
mod init;
mod known;
mod loaded;
mod macro_body;
mod macros;
mod once;
mod place;
mod record;
mod role;
mod same;
mod scope;
mod tasks;
mod types;
mod walk;
mod wrapped;

use rustc_hash::FxHashSet;

use crate::facts::{CType, CondId, ExprId, FileId, Name, Span};
use crate::link::{FuncRef, Relations, VarRef};

pub use role::{LookedUp, Role};
pub(crate) use types::is_heap_type_struct;
pub use types::{Content, Exemption};

/// A variable with static storage.
#[derive(Clone, Debug)]
pub struct StaticVar {
    /// The definition to report: a live one that no exemption covers, an initialised one before a tentative one.
    pub definition: VarRef,
    /// Every declaration and definition, `definition` included.
    pub declared: Vec<VarRef>,
    /// Its type with typedefs resolved.
    pub ty: CType,
    /// What it holds, as far as Python objects go.
    pub content: Content,
    /// Why its declaration alone says that it is no state of the module; None where it may be.
    pub exempt: Option<Exemption>,
    /// Live writes, those in the file of the definition first, in source order.
    pub writes: Vec<Write>,
    /// Live places that hand its address to something that may write it, and no write was proven.
    pub escapes: Vec<Site>,
    /// Number of direct reads of its value.
    pub reads: u32,
    /// Number of times that its address goes to something that only reads.
    pub address_reads: u32,
    /// Its address goes to a parameter of the project that is not `const`, though nothing writes through it.
    pub address_passed: bool,
    /// Defined in a function.
    pub local: bool,
    /// No initialiser, or a plain 0 or NULL: without a write it would hold nothing.
    pub zero: bool,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
    /// The function it is in; None for an initialiser at file scope.
    pub func: Option<FuncRef>,
}

/// How a variable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteKind {
    /// `v = x`
    Assign,
    /// `v += x`, `++v`
    Step,
    /// `v[i] = x`, `v.f = x`: a part of it.
    Part,
    /// Through a pointer to it that a callee gets; the callee's name.
    Passed(Name),
    /// By an atomic operation of this name.
    Atomic(Name),
    /// `v.push_back(x)`: the method's name.
    Method(Name),
}

/// What a variable gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// The result of a call of this function or macro.
    Call(Name),
    /// The result of an attribute look-up on an imported module.
    ImportedAttribute,
    /// 0 or NULL.
    Null,
    /// Another integer.
    Int(u64),
    /// The address of an object that CPython itself owns: `Py_None`, `PyExc_ValueError`, `&PyLong_Type`.
    CPythonStatic,
    /// Something else.
    Other,
}

/// A write.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    /// Where.
    pub site: Site,
    /// How.
    pub kind: WriteKind,
    /// What is stored.
    pub value: Value,
    /// The condition of the place.
    pub cond: CondId,
    /// The function may run after the module's initialisation.
    pub after_init: bool,
    /// The function runs at most once in the process: the loader or a once primitive runs it.
    pub once: bool,
    /// The stored expression in the file of the site.
    pub stored: Option<ExprId>,
}

impl StaticVar {
    /// Whether something surely writes it.
    pub fn is_written(&self) -> bool {
        !self.writes.is_empty()
    }

    /// Whether it must be written through its address, which was handed out: it starts as nothing and is read, or is a
    /// pointer to an object, which nobody would keep for a NULL.
    pub fn is_written_elsewhere(&self) -> bool {
        let useless_as_nothing = self.reads > 0 || self.content == Content::ObjectPointer;
        self.writes.is_empty() && self.zero && useless_as_nothing && !self.escapes.is_empty()
    }

    /// Whether a write may happen after the module's initialisation.
    pub fn written_after_init(&self) -> bool {
        self.writes.iter().any(|w| w.after_init)
    }

    /// Whether every write is an atomic operation.
    pub fn only_atomic_writes(&self) -> bool {
        self.is_written() && self.writes.iter().all(|w| matches!(w.kind, WriteKind::Atomic(_)))
    }

    /// Whether every write is an atomic operation, or made once in the process where no object is written.
    pub fn only_safe_writes(&self) -> bool {
        let plain = self.content == Content::Plain;
        let safe = |w: &Write| matches!(w.kind, WriteKind::Atomic(_)) || plain && w.once;
        self.is_written() && self.writes.iter().all(safe)
    }

    /// What it is for, in words for a message.
    pub fn role(&self, project: &Relations) -> Role {
        role::role(self, project)
    }
}

/// Whether code of a file, in a function and under a condition, runs in no extension.
pub(crate) type Idle<'a> = dyn Fn(FileId, Option<FuncRef>, CondId) -> bool + 'a;

/// All variables with static storage of a project.
#[derive(Clone, Debug, Default)]
pub struct Statics {
    /// In the order of their definitions.
    pub vars: Vec<StaticVar>,
    /// Tests of an initialisation function that refuse a second import with ImportError.
    pub guards: Vec<Site>,
    initialisation: init::Initialisation,
    /// See [`Self::runs_at_init`].
    init: FxHashSet<FuncRef>,
    /// See [`Self::runs_once`].
    once: FxHashSet<FuncRef>,
}

impl Statics {
    /// Finds the variables of a project and what happens to them.
    pub fn collect(project: &Relations) -> Self {
        let catalog = catalog::Catalog::new(project);
        let bodies = bodies::read(project, &catalog);
        effects::join(project, catalog, bodies)
    }

    /// Leaves out what code in files does that are in no extension: what they write there is another process's matter,
    /// and what they call does not run later for it. Their own variables stay as they are. The same for code that is
    /// `idle`: nothing calls its function, or no build has its place. A variable that only such code writes keeps these.
    /// What the functions `never_run` do, nobody does.
    pub(super) fn leave_out(
        &mut self,
        project: &Relations,
        files: &FxHashSet<FileId>,
        never_run: &FxHashSet<FuncRef>,
        idle: &Idle<'_>,
    ) {
        let init = self.initialisation.only(project, files, idle);
        for var in &mut self.vars {
            if !files.contains(&var.definition.file) {
                var.writes.retain(|write| !files.contains(&write.site.file));
                var.escapes.retain(|site| !files.contains(&site.file));
            }
            let never = |site: Site| site.func.is_some_and(|func| never_run.contains(&func));
            var.writes.retain(|write| !never(write.site));
            var.escapes.retain(|&site| !never(site));
            let runs = |write: &Write| !idle(write.site.file, write.site.func, write.cond);
            if var.writes.iter().any(runs) {
                var.writes.retain(runs);
            }
            for write in &mut var.writes {
                write.after_init = write.site.func.is_none_or(|func| !init.contains(&func));
            }
        }
        self.init = init;
    }

    /// Whether a function runs only while a module is initialised: nobody else has it then.
    pub fn runs_at_init(&self, func: FuncRef) -> bool {
        self.init.contains(&func)
    }

    /// Whether a function runs at most once in the process.
    pub fn runs_once(&self, func: FuncRef) -> bool {
        self.once.contains(&func)
    }

    /// The guard that refuses to load the module of `file` a second time, where there is one. Of several modules in one
    /// extension each needs its own.
    pub fn guard_for(&self, project: &Relations, file: FileId) -> Option<Site> {
        let has_module = |file: FileId| project.modules.iter().any(|m| m.init.file == file);
        let other = |g: &Site| g.file != file && has_module(file) && has_module(g.file);
        self.guards.iter().copied().find(|g| project.same_extension(file, g.file) && !other(g))
    }
}
