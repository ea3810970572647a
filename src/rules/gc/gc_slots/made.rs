//! Which functions and values make instances, whose fields nobody else has seen yet.

use rustc_hash::FxHashSet;

use crate::capi::functions::{Makes, facts_of};
use crate::facts::{Expr, ExprId};
use crate::link::flow::references::{Origin, References, origins};
use crate::link::{FuncRef, Local, Project};

/// Whether an object is one that the function has just got from where it is made, or from a macro that may make it.
pub(super) fn is_new(project: &Project, at: FuncRef, object: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let Expr::Name(name) = ast.expr(ast.strip_casts(object)) else { return false };
    if !matches!(project.local(at, name), Some(Local::Var(_))) {
        return false;
    }
    let references = References::new(project, project.targets.max_python);
    let values = origins(project, at, name);
    let made =
        |origin: &Origin| matches!(*origin, Origin::Value(e) if references.makes(at, e) == Some(Makes::Instance));
    let by_macro = || {
        let callees = project.sites.calls_in(at, name).filter_map(|site| ast.callee_name(site.expr));
        callees.into_iter().any(|callee| !project.defines_of(at.file, callee).is_empty())
    };
    if values.is_empty() { by_macro() } else { values.iter().all(made) }
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
