//! MUT002: an object that others have gets another type by a store over its type pointer.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Span};
use crate::finding::{Finding, Label};
use crate::link::flow::sharing::{Sharing, Whose};
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT002};

const WHY: &str = "nothing checks that the layouts fit, the counts of both types are wrong, and what the interpreter has \
                   specialised for the old type stays";
const HELP: &str = "set the attribute __class__ (PyObject_SetAttrString), or make an object of the other type";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sharing = Sharing::new(project);
    let mut found: Vec<(FuncRef, ExprId, Span)> = Vec::new();
    for name in roles::named(Role::SetType) {
        for (at, site) in calls(project, name) {
            found.extend(project.call(site).args().first().map(|&object| (at, object, project.call(site).span())));
        }
    }
    for site in project.sites.assignments_to("ob_type".into()) {
        let (Some(target), Some(expr), Some(id)) = (site.target, site.expr, site.func) else { continue };
        let ast = &project.file(site.file).ast;
        let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target)) else { continue };
        if project.is_live(site.file, expr) {
            found.push((FuncRef { file: site.file, id }, base, ast.expr_span(expr)));
        }
    }
    found.extend(through_macros(project));
    found.sort_unstable_by_key(|(at, _, span)| (*at, span.start));
    for (at, object, span) in found {
        if project.is_unused(at) || project.statics().runs_at_init(at) || is_a_type(project, at, object) {
            continue;
        }
        // What a back-port of the setter gets is judged where it is called.
        if roles::is(&project.func(at).name, Role::SetType) || project.func(at).name.ends_with("SET_TYPE") {
            continue;
        }
        if let Whose::Shared(_) = sharing.whose(at, object) {
            let label = Label::new(at.file, span, "the object is in use");
            out.push(
                Finding::source(&MUT002, "the type of an existing object is overwritten", label)
                    .symbol(project.func(at).name.as_str())
                    .note(WHY)
                    .help(HELP),
            );
        }
    }
}

/// `Py_TYPE(o) = T;`
fn through_macros(project: &Project) -> Vec<(FuncRef, ExprId, Span)> {
    let mut funcs: Vec<FuncRef> = Vec::new();
    for name in roles::named(Role::TypeOf) {
        funcs.extend(calls(project, name).map(|(at, _)| at));
    }
    funcs.sort_unstable();
    funcs.dedup();
    let mut out = Vec::new();
    for at in funcs {
        let facts = project.file(at.file);
        let ast = &facts.ast;
        let Some(body) = facts.func(at.id).body else { continue };
        facts.each_body_expr(body, &mut |e| {
            let Expr::Assign { op: None, target, .. } = ast.expr(e) else { return };
            let target = ast.strip_casts(target);
            let Expr::Call { args, .. } = ast.expr(target) else { return };
            let of = ast.callee_name(target).is_some_and(|name| roles::is(&name, Role::TypeOf));
            if let (true, &[object]) = (of, ast.exprs(args)) {
                out.push((at, object, ast.expr_span(e)));
            }
        });
    }
    out
}

/// Whether the object is a type, which gets its metaclass.
fn is_a_type(project: &Project, at: FuncRef, object: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let inner = ast.strip_casts(object);
    let declared = |e: ExprId| project.declared_type(at.file, Some(at), e);
    declared(inner).is_some_and(|(_, ty)| crate::capi::struct_roles::is_type(ty.bare_base()))
}
