//! MUT006: a dict subclass is let in, and then read past its own methods. One finding a function.

use std::collections::BTreeMap;

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, Stmt};
use crate::finding::{Finding, Label};
use crate::link::flow::sharing::{Sharing, Through, Whose};
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT006};

const HELP: &str = "ask with PyDict_CheckExact and go through PyObject_GetItem and the like for the others";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sharing = Sharing::new(project);
    let mut found: BTreeMap<FuncRef, (Span, Name, ExprId)> = BTreeMap::new();
    for name in roles::named(Role::ReadsDict).chain(roles::named(Role::WalkDict)) {
        for (at, site) in calls(project, name).filter(|(at, _)| !project.is_unused(*at)) {
            let call = project.call(site);
            let ast = &call.facts().ast;
            let Some(&dict) = call.args().first() else { continue };
            let Expr::Name(object) = ast.expr(ast.strip_casts(dict)) else { continue };
            if let Some(check) = let_in(project, at, object, call.span())
                && matches!(sharing.whose(at, dict), Whose::Shared(Through::Argument | Through::Object))
            {
                found.entry(at).or_insert((call.span(), Name::from(name), check));
            }
        }
    }
    for (at, (span, name, check)) in found {
        let place = project.file(at.file).ast.expr_span(check);
        let label = Label::new(at.file, span, "goes past __getitem__, __missing__ and the like of a subclass");
        out.push(
            Finding::source(&MUT006, format!("`{name}` on an object that may be of a dict subclass"), label)
                .symbol(project.func(at).name.as_str())
                .label(at.file, place, "subclasses pass here")
                .help(HELP),
        );
    }
}

/// The test that lets subclasses in: an `if` around the place asks whether the object is a dict of any class.
fn let_in(project: &Project, at: FuncRef, object: Name, place: Span) -> Option<ExprId> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut found = None;
    ast.each_stmt(facts.func(at.id).body?, &mut |stmt| {
        let Stmt::If { test, then, .. } = ast.stmt(stmt) else { return };
        let call = ast.strip_casts(test);
        let Expr::Call { args, .. } = ast.expr(call) else { return };
        let asks = ast.callee_name(call).is_some_and(|name| roles::is(&name, Role::IsDict));
        let same = ast.exprs(args).first().is_some_and(|&arg| ast.referred_name(arg) == Some(object));
        if asks && same && ast.stmt_span(then).contains(place) {
            found = Some(call);
        }
    });
    found
}
