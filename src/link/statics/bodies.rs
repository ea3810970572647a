//! What the bodies and initialisers of each file do, recorded file by file and in parallel.

use rustc_hash::{FxHashMap, FxHashSet};

use rayon::prelude::*;

use crate::facts::{CondId, Expr, FileFacts, FuncId, Name, Stmt, UnaryOp, VarId};
use crate::link::{FuncRef, Relations};

use super::catalog::Catalog;
use super::guard::Guard;
use super::macros::Macros;
use super::walk::Walker;
use super::{Site, Write};

/// Something that an expression denotes or points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Object {
    /// A variable with static storage, by its place in the catalog.
    Static(u32),
    /// What the parameter of this index points to.
    Pointee(usize),
    /// The parameter itself.
    Param(usize),
}

/// A pointer to an object, handed to a callee.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    pub(crate) object: Object,
    pub(crate) callee: Name,
    pub(crate) index: usize,
    /// C++: the object itself is the argument, perhaps taken by reference.
    pub(crate) by_reference: bool,
    pub(crate) site: Site,
    pub(crate) cond: CondId,
}

/// What a file does.
#[derive(Default)]
pub(crate) struct Recorded {
    pub(crate) writes: Vec<(u32, Write)>,
    pub(crate) escapes: Vec<(u32, Site)>,
    pub(crate) reads: Vec<u32>,
    pub(crate) passes: Vec<Pass>,
    /// Parameters whose pointee (or, with `true`, themselves) a function writes.
    pub(crate) written_params: FxHashSet<(FuncRef, usize, bool)>,
    /// Parameters that a function stores or hands on in a way that is not understood.
    pub(crate) leaked_params: FxHashSet<(FuncRef, usize)>,
    /// Calls: caller (None for an initialiser), name.
    pub(crate) calls: FxHashSet<(Option<FuncRef>, Name, CondId)>,
    /// Names used other than by calling them.
    pub(crate) mentioned: FxHashSet<Name>,
    /// Functions that the import machinery runs once a module: `PyInit_x`, `Py_mod_exec` slots.
    pub(crate) init_roots: FxHashSet<Name>,
    pub(crate) guards: Vec<Guard>,
}

/// What every walker of the project reads.
pub(crate) struct Shared<'a> {
    pub(crate) project: &'a Relations,
    pub(crate) catalog: &'a Catalog,
    pub(crate) macros: Macros,
    /// Functions that return the address of a variable: `return &global;` gives `global`, by function name.
    pub(crate) returns: FxHashMap<Name, Vec<(FuncRef, Name)>>,
}

/// Reads all files; the result is in the order of the project's files.
pub(crate) fn read(project: &Relations, catalog: &Catalog) -> Vec<Recorded> {
    let shared = Shared { project, catalog, macros: Macros::new(project), returns: returned(project) };
    project.files.par_iter().map(|facts| read_file(&shared, facts)).collect()
}

fn read_file(shared: &Shared<'_>, facts: &FileFacts) -> Recorded {
    let mut walker = Walker::new(shared, facts);
    for (i, var) in facts.vars.iter().enumerate() {
        if !matches!(var.scope, crate::facts::Scope::Local(_)) && walker.live(var.cond) {
            walker.initialiser(VarId(i as u32));
        }
    }
    for (i, func) in facts.funcs.iter().enumerate() {
        if let Some(body) = func.body
            && walker.live(func.cond)
        {
            walker.function(FuncRef { file: facts.file, id: FuncId(i as u32) }, body);
        }
    }
    walker.out
}

/// Functions with a `return &name;` (or the name of an array) of something that is no local.
fn returned(project: &Relations) -> FxHashMap<Name, Vec<(FuncRef, Name)>> {
    let mut out: FxHashMap<Name, Vec<(FuncRef, Name)>> = FxHashMap::default();
    for facts in &project.files {
        for (i, func) in facts.funcs.iter().enumerate() {
            let Some(body) = func.body else { continue };
            if func.ret.pointers == 0 {
                continue;
            }
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            facts.ast.each_stmt(body, &mut |stmt| {
                let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) else { return };
                let value = facts.ast.strip_casts(value);
                let name = match facts.ast.expr(value) {
                    Expr::Unary { op: UnaryOp::AddressOf, arg } => match facts.ast.expr(arg) {
                        Expr::Name(name) => name,
                        _ => return,
                    },
                    _ => return,
                };
                let automatic = (func.locals.0..func.locals.1)
                    .any(|v| facts.var(VarId(v)).name == name && !facts.var(VarId(v)).is_static_definition());
                if !automatic {
                    out.entry(func.name).or_default().push((at, name));
                }
            });
        }
    }
    out
}
