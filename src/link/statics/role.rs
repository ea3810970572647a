//! What a variable is for, told from its type and its writes.

use crate::capi::families::{self, Family};
use crate::capi::functions::{Makes, facts_of};
use crate::capi::roles::{self, Role as Of};
use crate::capi::struct_roles;
use crate::facts::{BinaryOp, Expr, Name, UnaryOp};
use crate::link::Relations;
use crate::link::flow::references::References;
use crate::link::types::{TypeKind, TypeRef};

use super::same::is_same;
use super::wrapped::{LOOKUPS, behind, is_lookup};
use super::{Content, StaticVar, Value, Write, WriteKind};

/// What a variable is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Role {
    Exception,
    HeapType,
    String,
    Import,
    StateStruct,
    ObjectCache,
    Counter,
    Flag,
    Buffer,
    FreeList,
    Setting,
    Handle,
    Callback,
    ThreadState,
    State,
}

impl Role {
    /// The word in a message.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Exception => "exception",
            Role::HeapType => "heap type",
            Role::String => "string",
            Role::Import => "imported object",
            Role::StateStruct => "state struct",
            Role::ObjectCache => "object cache",
            Role::Counter => "counter",
            Role::Flag => "flag",
            Role::Buffer => "buffer",
            Role::FreeList => "free list",
            Role::Setting => "setting",
            Role::Handle => "handle",
            Role::Callback => "callback",
            Role::ThreadState => "thread state",
            Role::State => "state",
        }
    }
}

pub(super) fn role(var: &StaticVar, project: &Relations) -> Role {
    match var.content {
        Content::ObjectPointer => return object(var, project),
        Content::ObjectStruct if var.ty.arrays == 0 => return Role::StateStruct,
        Content::ObjectStruct | Content::Object => return Role::ObjectCache,
        Content::Plain => {}
    }
    let name = project.var(var.definition).name.to_ascii_lowercase();
    let stored =
        |test: fn(&str) -> bool| var.writes.iter().any(|w| matches!(w.value, Value::Call(callee) if test(&callee)));
    let plain = || var.writes.iter().filter(|w| w.kind == WriteKind::Assign);
    if var.ty.function_pointer {
        Role::Callback
    } else if struct_roles::role(var.ty.bare_base()) == Some(struct_roles::Role::Thread) {
        Role::ThreadState
    } else if stored(|c| roles::is(c, Of::ForeignPointer) || LOOKUPS.contains(&c)) {
        Role::Handle
    } else if var.ty.pointers > 0 && ["free", "pool", "cache"].iter().any(|word| name.contains(word)) {
        Role::FreeList
    } else if var.ty.arrays > 0 {
        Role::Buffer
    } else if var.writes.iter().any(|w| w.kind == WriteKind::Step && var.ty.pointers == 0) {
        Role::Counter
    } else if var.ty.pointers == 0
        && plain().count() > 0
        && plain().count() == var.writes.len()
        && plain().all(|w| matches!(w.value, Value::Null | Value::Int(1 | u64::MAX)) || is_truth(project, w))
    {
        Role::Flag
    } else if var.ty.pointers > 0 {
        Role::Handle
    } else if var.writes.iter().any(|w| w.after_init && is_setter(project, w.site)) {
        Role::Setting
    } else {
        Role::State
    }
}

/// Whether a comparison or the like is stored.
fn is_truth(project: &Relations, write: &Write) -> bool {
    let Some(stored) = write.stored else { return false };
    let ast = &project.file(write.site.file).ast;
    match ast.expr(ast.strip_casts(stored)) {
        Expr::Unary { op: UnaryOp::Not, .. } => true,
        Expr::Binary { op, .. } => {
            use BinaryOp::{And, Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual, Or};
            matches!(op, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual | And | Or)
        }
        _ => false,
    }
}

/// A function with the signature of a Python-callable method.
fn is_setter(project: &Relations, site: super::Site) -> bool {
    let Some(func) = site.func else { return false };
    let func = project.func(func);
    let object = |i: usize| func.params.get(i).is_some_and(|p| p.ty.base == "PyObject" && p.ty.pointers == 1);
    func.ret.base == "PyObject" && func.ret.pointers == 1 && object(0) && object(1)
}

fn object(var: &StaticVar, project: &Relations) -> Role {
    for write in &var.writes {
        match write.value {
            Value::Call(callee) => {
                let callee = behind(project, write.site.file, callee);
                match made_by(write, callee, project) {
                    Some(Makes::ExceptionType) => return Role::Exception,
                    Some(Makes::Type) => return Role::HeapType,
                    Some(Makes::Acyclic) if callee.starts_with("PyUnicode_") && callee.ends_with("FromString") => {
                        return Role::String;
                    }
                    _ if families::is(&callee, Family::Imports) => return Role::Import,
                    _ if callee == "PyString_FromString" => return Role::String,
                    _ if roles::is(callee.as_str(), Of::InterpreterObject) => return Role::Import,
                    _ => {}
                }
            }
            Value::ImportedAttribute => return Role::Import,
            _ => {}
        }
    }
    Role::ObjectCache
}

/// What a call makes, of CPython or of the project.
fn made_by(write: &Write, callee: Name, project: &Relations) -> Option<Makes> {
    let known = facts_of(callee.as_str()).and_then(|f| f.makes);
    let stored = || {
        let references = References::new(project, project.targets.max_python);
        references.makes(write.site.func?, write.stored?)
    };
    known.or_else(stored)
}

impl StaticVar {
    /// Whether all it ever gets are objects that CPython itself owns (`Py_None`, `PyExc_ValueError`, `&PyLong_Type`).
    pub fn holds_only_cpython_objects(&self) -> bool {
        self.writes.iter().all(|w| matches!(w.value, Value::CPythonStatic | Value::Null))
            && self.writes.iter().any(|w| w.value == Value::CPythonStatic)
    }

    /// Whether it is but another name of static types of the project, which have findings of their own.
    pub fn names_static_types(&self, project: &Relations) -> bool {
        let of_type = |write: &Write| {
            let (Some(stored), WriteKind::Assign) = (write.stored, write.kind) else { return false };
            let ast = &project.file(write.site.file).ast;
            let address = matches!(ast.expr(ast.strip_casts(stored)), Expr::Unary { op: UnaryOp::AddressOf, .. });
            let func = write.site.func.map(|f| f.id);
            let named = |of| project.types.get(of).kind == TypeKind::Static;
            address && matches!(project.type_ref(write.site.file, func, stored), TypeRef::Type(of) if named(of))
        };
        let null = |write: &Write| write.kind == WriteKind::Assign && write.value == Value::Null;
        self.escapes.is_empty() && self.writes.iter().all(|w| null(w) || of_type(w)) && self.writes.iter().any(of_type)
    }

    /// The single constant that every write stores, where there is one.
    pub fn single_constant(&self, project: &Relations) -> Option<u64> {
        let mut found = None;
        for write in &self.writes {
            let value = match (write.kind, write.value) {
                (WriteKind::Assign, Value::Int(value)) => value,
                (WriteKind::Assign, Value::Null) => 0,
                _ => return None,
            };
            let literal = write.stored.is_none_or(|e| {
                let facts = project.file(write.site.file);
                !matches!(facts.ast.expr(e), Expr::Call { .. })
            });
            if !literal || found.is_some_and(|f| f != value) {
                return None;
            }
            found = Some(value);
        }
        found
    }

    /// Whether the import alone writes it, and nothing but constants: numbers, texts, addresses of functions and of
    /// other variables. Two imports give it the same content; what an object holds is no such matter.
    pub fn gets_constants_at_init(&self, project: &Relations) -> bool {
        let constant = |write: &Write| {
            let direct = matches!(write.kind, WriteKind::Assign | WriteKind::Part);
            let Some(stored) = write.stored.filter(|_| direct && !write.after_init) else { return false };
            is_same(project, write.site, stored)
        };
        self.is_written() && self.writes.iter().all(constant)
    }

    /// Where all it ever gets comes from: what a shared library has under a name, the library itself, or what a capsule
    /// holds: whoever looks it up gets the same. A NULL counts where a look-up stands in the same function, for what is
    /// not found.
    pub fn looked_up_in(&self, project: &Relations) -> Option<LookedUp> {
        let direct = |w: &Write| matches!(w.kind, WriteKind::Assign | WriteKind::Part);
        let capsule =
            |w: &Write| matches!(w.value, Value::Call(callee) if roles::is(callee.as_str(), Of::ForeignPointer));
        let found =
            |w: &Write| capsule(w) || matches!(w.value, Value::Call(callee) if is_lookup(project, w.site.file, callee));
        let fits = |w: &Write| {
            direct(w)
                && (found(w)
                    || w.value == Value::Null
                        && self.writes.iter().any(|other| found(other) && other.site.func == w.site.func)
                    || w.value != Value::Null && w.stored.is_some_and(|stored| is_same(project, w.site, stored)))
        };
        if self.content != Content::Plain || !self.writes.iter().any(found) || !self.writes.iter().all(fits) {
            return None;
        }
        Some(if self.writes.iter().any(capsule) { LookedUp::Capsule } else { LookedUp::Library })
    }
}

/// Where what a variable holds was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedUp {
    /// In a shared library, by name.
    Library,
    /// In a capsule that another module exports.
    Capsule,
}
