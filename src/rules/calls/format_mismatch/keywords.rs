//! The names in a list of keywords.

use crate::facts::{Expr, ExprId, FileId, Name, Span, Var, VarId};
use crate::link::Project;
use crate::link::values::is_null;
use crate::link::view::Call;

/// How many names a list has before its NULL, and where it stands; None where that is not known.
pub(super) fn names(project: &Project, call: &Call<'_>, list: ExprId) -> Option<(usize, (FileId, Span))> {
    let (file, facts) = (call.site.file, call.facts());
    let name = facts.ast.referred_name(list)?;
    let (at, var) = variable(project, call, name)?;
    let facts = project.file(at);
    let written = project.sites.assignments_of_in(file, name).iter().any(|site| site.target.is_some());
    let Expr::List(items) = facts.ast.expr(facts.ast.strip_casts(var.init?)) else { return None };
    let items = facts.ast.exprs(items);
    // A list that a macro or a branch makes up is not known whole.
    let whole = var.ty.arrays == 1 && !written && !facts.conds.changes_in(var.span);
    let known = items
        .iter()
        .all(|&item| is_null(project, at, item) || matches!(facts.ast.expr(facts.ast.strip_casts(item)), Expr::Str(_)));
    let end = items.iter().position(|&item| is_null(project, at, item))?;
    (whole && known).then_some((end, (at, var.name_span)))
}

/// The only variable of a name that the call can mean.
fn variable<'p>(project: &'p Project, call: &Call<'p>, name: Name) -> Option<(FileId, &'p Var)> {
    let (file, facts) = (call.site.file, call.facts());
    let (from, to) = facts.func(call.site.func?).locals;
    let mut locals = (from..to).map(|i| facts.var(VarId(i))).filter(|var| var.name == name);
    if let Some(first) = locals.next() {
        return locals.next().is_none().then_some((file, first));
    }
    let mut globals = project.resolve_var(file, name).into_iter();
    let first = globals.next()?;
    globals.next().is_none().then(|| (first.file, project.var(first)))
}
