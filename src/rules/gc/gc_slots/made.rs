//! Which functions and values make instances, whose fields nobody else has seen yet.

use rustc_hash::FxHashSet;

use crate::capi::functions::{Makes, facts_of};
use crate::facts::{Expr, ExprId, Linkage};
use crate::link::flow::references::{Origin, References, origins};
use crate::link::macros::words::call_in;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Local, Project};

/// How many functions hand a new object on to each other.
const HELPERS: u32 = 3;

/// Whether an object is one that the function has just got from where it is made, or from a macro that may make it, or
/// that every caller has just got so.
pub(super) fn is_new(project: &Project, at: FuncRef, object: ExprId) -> bool {
    is_fresh(project, at, object, HELPERS)
}

fn is_fresh(project: &Project, at: FuncRef, object: ExprId, depth: u32) -> bool {
    let ast = &project.file(at.file).ast;
    let Expr::Name(name) = ast.expr(ast.strip_casts(object)) else { return false };
    match project.local(at, name) {
        Some(Local::Var(_)) => {}
        Some(Local::Param(index)) => return depth > 0 && gets_new(project, at, index, depth - 1),
        None => return false,
    }
    let references = References::new(project, project.targets.max_python);
    let values = origins(project, at, name);
    let made = |origin: &Origin| match *origin {
        Origin::Value(e) => references.makes(at, e) == Some(Makes::Instance) || makes_by_macro(project, at, e),
        _ => false,
    };
    let by_macro = || {
        let callees = project.sites.calls_in(at, name).filter_map(|site| ast.callee_name(site.expr));
        callees.into_iter().any(|callee| !project.defines_of(at.file, callee).is_empty())
    };
    if values.is_empty() { by_macro() } else { values.iter().all(made) }
}

/// Whether a value is the call of a macro that allocates: `#define NEW(T) ((T *)_PyObject_GC_New(&T##_Type))`.
fn makes_by_macro(project: &Project, at: FuncRef, value: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let Some(callee) = ast.callee_name(ast.strip_casts(value)) else { return false };
    let makes = |word: &str| facts_of(word).is_some_and(|f| f.makes == Some(Makes::Instance));
    let defines = project.defines_of(at.file, callee);
    !defines.is_empty() && defines.iter().all(|(_, define)| call_in(&define.body, &makes).is_some())
}

/// Whether all callers of a function that only its file knows pass a new object, and nothing else is done with its name.
fn gets_new(project: &Project, at: FuncRef, index: usize, depth: u32) -> bool {
    let func = project.func(at);
    let ast = &project.file(at.file).ast;
    let named = (0..ast.expr_count()).filter(|&i| ast.expr(ExprId(i as u32)) == Expr::Name(func.name)).count();
    let calls = project.sites.calls_of_in(at.file, func.name);
    let passes = |site: &CallSite| {
        let (Some(by), Expr::Call { args, .. }) = (site.func_ref(), ast.expr(site.expr)) else { return false };
        ast.exprs(args).get(index).is_some_and(|&arg| is_fresh(project, by, arg, depth))
    };
    func.linkage == Linkage::Internal && !calls.is_empty() && named == calls.len() && calls.iter().all(passes)
}

/// Functions that allocate objects.
pub(super) fn makers(project: &Project) -> FxHashSet<FuncRef> {
    let sites = project.sites.results.iter().filter_map(|((file, call), to)| {
        let ast = &project.file(*file).ast;
        let Expr::Call { callee, .. } = ast.expr(*call) else { return None };
        let makes = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => facts_of(name.as_str()).is_some_and(|f| f.makes == Some(Makes::Instance)),
            Expr::Member { field, .. } => field == "tp_alloc",
            _ => false,
        };
        makes.then(|| to.iter().filter_map(|(_, s)| Some(FuncRef { file: *file, id: s.func? })).collect::<Vec<_>>())
    });
    sites.flatten().collect()
}
