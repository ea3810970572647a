//! HT002, HT012: module state and type data asked of a type that may be a subclass.

mod through;

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Truth};
use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::sites::CallSite;
use crate::link::types::TypeId;
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, HT002, HT012};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for name in roles::named(Role::TypeState).chain(roles::named(Role::TypeData)) {
        for call in project.api_calls(name) {
            out.extend(of_self(project, call.site, name));
            if roles::is(name, Role::TypeState) {
                out.extend(through::findings(project, call.site, name));
            }
        }
    }
}

fn of_self(project: &Project, site: CallSite, name: &str) -> Option<Finding> {
    let at = site.func_ref()?;
    let facts = project.file(site.file);
    let Expr::Call { args, .. } = facts.ast.expr(site.expr) else { return None };
    let args = facts.ast.exprs(args);
    let data = roles::is(name, Role::TypeData);
    let of = *args.get(roles::type_argument(name)?)?;
    if project.call(site).live().is_empty() || !is_type_of_self(project, at, of, 0) {
        return None;
    }
    let id = subclassed(project, at)?;
    let object = project.types.get(id);
    let (rule, message, help) = if data {
        let message = format!(
            "`{}` gets the type data of `Py_TYPE(self)`, which may be a subclass of `{}`",
            project.func(at).name,
            object.short_name()
        );
        (&HT012, message, "pass the defining class, or the class from `PyType_GetBaseByToken`")
    } else {
        let message = format!(
            "`{}` looks up the module of `Py_TYPE(self)`, which may be a subclass of `{}`",
            project.func(at).name,
            object.short_name()
        );
        (&HT002, message, "use `METH_METHOD` and the defining class in methods, `PyType_GetModuleByDef` in slots")
    };
    let label = Label::new(site.file, facts.ast.expr_span(site.expr), "a subclass has another module, or none");
    Some(
        Finding::source(rule, message, label)
            .symbol(project.func(at).name.as_str())
            .label(object.file, object.span, "the type")
            .help(help),
    )
}

/// The first type that installs a function and may have subclasses.
fn subclassed(project: &Project, at: FuncRef) -> Option<TypeId> {
    let open = |id: &TypeId| {
        let python = project.type_live(*id).max();
        python.is_some_and(|p| project.type_flags(*id, p).has(flags::BASETYPE) == Some(Truth::True))
    };
    project.installers(at).iter().copied().find(open)
}

/// `Py_TYPE(self)`, the `type` of a `tp_new` or a class method, or a local that is only ever given one of these.
fn is_type_of_self(project: &Project, at: FuncRef, of: ExprId, depth: u32) -> bool {
    let ast = &project.file(at.file).ast;
    let of = ast.strip_casts(of);
    match ast.expr(of) {
        Expr::Call { args, .. } => {
            let param = |e: ExprId| ast.referred_name(e).and_then(|n| project.local(at, n));
            ast.callee_name(of).is_some_and(|n| roles::is(&n, Role::TypeOf))
                && ast.exprs(args).first().is_some_and(|&a| param(a) == Some(Local::Param(0)))
        }
        Expr::Name(name) => match project.local(at, name) {
            Some(Local::Param(0)) => {
                !project.types_with_slot(at, &|s| s == "tp_new").is_empty() || project.is_class_method(at)
            }
            Some(Local::Var(_)) if depth == 0 => {
                let sites = project.sites.assignments_in(at, name);
                let mut here = sites.peekable();
                here.peek().is_some() && here.all(|s| is_type_of_self(project, at, s.value, 1))
            }
            _ => false,
        },
        _ => false,
    }
}
