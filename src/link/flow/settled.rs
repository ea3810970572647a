//! Fields and C globals that only the import sets, to a dict that nothing changes afterwards: one that is new and stays
//! in the field, or one that a Python module calls a constant (`_CONCRETE_TYPES`). Where the field is more than read, or
//! where it is handed on, nothing is known.

use rustc_hash::FxHashSet;

use crate::capi::changes;
use crate::capi::families::{self, Family};
use crate::capi::holders::{self, Gives};
use crate::capi::roles::{self, Role};
use crate::facts::{Ast, BinaryOp, Expr, ExprId, FileFacts, FuncId, Name, Stmt, UnaryOp};
use crate::link::flow::references::is_null;
use crate::link::sites::Assignment;
use crate::link::{FuncRef, Project};

/// The names of such fields and C globals.
pub(crate) fn settled(project: &Project) -> FxHashSet<Name> {
    let candidates = project.sites.assignments.iter().filter(|(_, sites)| is_filled(project, sites));
    let mut out: FxHashSet<Name> = candidates.map(|(name, _)| *name).collect();
    if out.is_empty() {
        return out;
    }
    for facts in &project.files {
        let mentions = mentions(facts, &out);
        if mentions.is_empty() {
            continue;
        }
        let mut read = FxHashSet::default();
        for (i, func) in facts.funcs.iter().enumerate() {
            let Some(body) = func.body else { continue };
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            let init = project.statics().runs_at_init(at);
            facts.each_body_expr(body, &mut |e| harmless(&facts.ast, e, init, &mut read));
            facts.ast.each_stmt(body, &mut |stmt| {
                if let Stmt::If { test, .. } = facts.ast.stmt(stmt) {
                    read.insert(facts.ast.strip_casts(test));
                }
            });
        }
        // The names that the file mentions in another way are none.
        for (id, name) in mentions {
            if !read.contains(&id) {
                out.remove(&name);
            }
        }
    }
    out
}

/// Whether all that a name ever gets is NULL or, from the import, such a dict.
fn is_filled(project: &Project, sites: &[Assignment]) -> bool {
    let mut filled = false;
    sites.iter().all(|site| {
        let ast = &project.file(site.file).ast;
        let value = ast.strip_casts(site.value);
        if is_null(ast, value) {
            return site.op.is_none();
        }
        let init = site.func.is_some_and(|id| project.statics().runs_at_init(FuncRef { file: site.file, id }));
        let plain =
            site.op.is_none() && !matches!(site.target.map(|t| ast.expr(ast.strip_casts(t))), Some(Expr::Index { .. }));
        let new = |name: Name| holders::gives(&name) == Some(Gives::New);
        let fits = ast.callee_name(value).is_some_and(|name| new(name) || is_constant(ast, value, name));
        filled |= fits;
        init && plain && fits
    }) && filled
}

/// An attribute whose name says that nobody changes it: `PyObject_GetAttrString(module, "_CONCRETE_TYPES")`.
fn is_constant(ast: &Ast, call: ExprId, name: Name) -> bool {
    let Expr::Call { args, .. } = ast.expr(call) else { return false };
    let text = ast.exprs(args).get(1).map(|&arg| ast.expr(ast.strip_casts(arg)));
    let capitals = |text: Name| {
        let letters = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_';
        text.bytes().all(letters) && text.bytes().any(|c| c.is_ascii_uppercase())
    };
    families::is(&name, Family::Attributes) && matches!(text, Some(Expr::Str(text)) if capitals(text))
}

/// Notes the operands of an expression that it leaves as they are, or that the import fills.
fn harmless(ast: &Ast, e: ExprId, init: bool, read: &mut FxHashSet<ExprId>) {
    let mut add = |e: ExprId| _ = read.insert(ast.strip_casts(e));
    match ast.expr(e) {
        Expr::Assign { target, .. } => add(target),
        Expr::Unary { op: UnaryOp::Not, arg } => add(arg),
        Expr::Conditional { test, .. } => add(test),
        Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::And | BinaryOp::Or, left, right } => {
            add(left);
            add(right);
        }
        Expr::Call { args, .. } => {
            let (Some(name), Some(&first)) = (ast.callee_name(e), ast.exprs(args).first()) else { return };
            let changed = changes::lookup(&name).is_some_and(|change| change.argument == Some(0));
            let reads = families::is(&name, Family::NoSequences) && (!changed || init);
            if reads || roles::releases(&name) || roles::is(&name, Role::Visit) {
                add(first);
            }
        }
        _ => {}
    }
}

/// Where a file mentions one of these names.
fn mentions(facts: &FileFacts, names: &FxHashSet<Name>) -> Vec<(ExprId, Name)> {
    let all = (0..facts.ast.expr_count()).map(|i| ExprId(i as u32));
    let mention = |id: ExprId| match facts.ast.expr(id) {
        Expr::Member { field: name, .. } | Expr::Name(name) if names.contains(&name) => Some((id, name)),
        _ => None,
    };
    all.filter_map(mention).collect()
}
