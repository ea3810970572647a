//! Small questions about expressions and conditions that several rules ask.

use crate::facts::{CondId, Expr, ExprId, FileId, Name, Python, VersionSet};
use crate::link::macros::words::only_casts;
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
        Expr::Name(name) => matches!(name.as_str(), "NULL" | "nullptr") || stands_for_null(project, file, name),
        _ => false,
    }
}

/// Whether a macro stands for NULL or 0 wherever it is defined for a Python checked: `#define MOD_ERROR_VAL NULL`.
fn stands_for_null(project: &Project, file: FileId, name: Name) -> bool {
    let defines = project.defines_of(file, name);
    let mut live = defines.into_iter().filter(|(at, define)| !project.live(*at, define.cond).is_empty()).peekable();
    let null = |body: &str| matches!(body.trim_matches(['(', ')', ' ']), "NULL" | "nullptr" | "0");
    live.peek().is_some() && live.all(|(_, define)| define.params.is_none() && null(&define.body))
}

/// What a call of a macro that stands for nothing but its argument, as `#define MOD_SUCCESS_VAL(val) val`, is given; any
/// other expression is itself.
pub(crate) fn behind_macro(project: &Project, file: FileId, expr: ExprId) -> ExprId {
    let ast = &project.file(file).ast;
    let expr = ast.strip_casts(expr);
    let (Expr::Call { args, .. }, Some(name)) = (ast.expr(expr), ast.callee_name(expr)) else { return expr };
    let &[arg] = ast.exprs(args) else { return expr };
    if project.defines_of(file, name).iter().any(|(_, define)| only_casts(define)) {
        ast.strip_casts(arg)
    } else {
        expr
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
