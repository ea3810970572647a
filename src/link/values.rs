//! Small questions about expressions and conditions that several rules ask.

use crate::facts::{CondId, Expr, ExprId, FileId, Python, VersionSet};
use crate::link::modules::{ModuleDef, ModuleSlot};
use crate::link::{FuncRef, Project};

/// The Pythons checked on which a condition of a file may hold.
pub(crate) fn live(project: &Project, file: FileId, cond: CondId) -> VersionSet {
    project.live(file, cond)
}

/// Whether an expression of a file is live on some Python checked.
pub(crate) fn is_live(project: &Project, file: FileId, expr: ExprId) -> bool {
    project.is_live(file, expr)
}

/// Whether an expression is 0, NULL or nullptr.
pub(crate) fn is_null(project: &Project, file: FileId, expr: ExprId) -> bool {
    let ast = &project.file(file).ast;
    match ast.expr(ast.strip_casts(expr)) {
        Expr::Int(0) => true,
        Expr::Name(name) => name == "NULL" || name == "nullptr",
        _ => false,
    }
}

/// The expressions that a definition may set a field to, dead ones left out; empty: the field is not set.
pub(crate) fn settings<'a>(
    project: &'a Project,
    def: &'a ModuleDef,
    field: &'a str,
) -> impl Iterator<Item = ExprId> + 'a {
    let file = def.var.file;
    def.fields.iter().filter(move |(name, value, _)| *name == field && is_live(project, file, *value)).map(|f| f.1)
}

/// The slots of a definition with this name that are live on some Python checked.
pub(crate) fn slots<'a>(
    project: &'a Project,
    def: &'a ModuleDef,
    name: &'a str,
) -> impl Iterator<Item = &'a ModuleSlot> + 'a {
    def.slots.iter().filter(move |s| s.name == name && !live(project, s.file, s.cond).is_empty())
}

/// Whether the first release with something is among the Pythons checked, or before them.
pub(crate) fn reaches(project: &Project, since: Python) -> bool {
    project.targets.max_python >= since
}

/// Calls `f` with every expression of a function's body.
pub(crate) fn each_expr(project: &Project, func: FuncRef, f: &mut dyn FnMut(ExprId)) {
    if let Some(body) = project.func(func).body {
        project.file(func.file).each_body_expr(body, f);
    }
}
