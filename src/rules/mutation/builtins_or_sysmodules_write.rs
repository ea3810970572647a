//! MUT005: the built-in names, `sys.modules`, the names of another module or the inside of a frame are changed from C.

use std::collections::BTreeMap;

use crate::capi::changes::{self, Of};
use crate::capi::families::{self, Family};
use crate::capi::holders::{self, DictOf};
use crate::capi::internals::Of as Inside;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, Name, Span};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::common::stores::stores;
use crate::rules::common::threads::{calls, is_compiled_python, with_places};
use crate::rules::{Context, MUT005};

/// What a function changes, by which call.
type Change<'a> = (FuncRef, &'a str, String);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // What a function does again and again is said once.
    let mut places: BTreeMap<Change<'_>, Vec<(FileId, Span)>> = BTreeMap::new();
    for kind in [Of::Dict, Of::Attributes, Of::Interpreter] {
        for name in changes::of(kind) {
            for (at, site) in calls(project, name) {
                let call = project.call(site);
                let Some(&target) = changes::lookup(name).and_then(|c| c.argument).and_then(|i| call.args().get(i))
                else {
                    continue;
                };
                if project.is_unused(at) || is_compiled_python(project, site.file) {
                    continue;
                }
                let Some(what) = changed(project, at, target, kind) else { continue };
                places.entry((at, name, what)).or_default().push((site.file, call.span()));
            }
        }
    }
    for ((at, name, what), places) in places {
        let Some((&(file, span), more)) = places.split_first() else { continue };
        let label = Label::new(file, span, "changed for all code of this interpreter");
        let finding = Finding::source(&MUT005, format!("`{name}` changes {what}"), label);
        let finding = finding.symbol(project.func(at).name.as_str()).help(help(&what));
        out.push(with_places(finding, more, "and here"));
    }
    for kind in [Inside::Frame, Inside::Interpreter] {
        for store in stores(project, kind).into_iter().filter(|s| s.field.field != "eval_frame") {
            let label = Label::new(store.at.file, store.span, "changed behind the interpreter's back");
            let message = format!("direct write to `{}` of a `{}`", store.field.field, store.field.of_struct);
            let finding = Finding::source(&MUT005, message, label).symbol(project.func(store.at).name.as_str());
            out.push(finding.help(format!("use {}", store.field.instead)));
        }
    }
    for name in roles::named(Role::StoresLocals) {
        for (at, site) in calls(project, name) {
            let label = Label::new(site.file, project.call(site).span(), "does nothing since Python 3.13");
            let finding = Finding::source(&MUT005, format!("`{name}` changes the locals of a frame"), label);
            out.push(finding.symbol(project.func(at).name.as_str()).help("write to the mapping of PyFrame_GetLocals"));
        }
    }
}

fn help(what: &str) -> &'static str {
    if what.contains("sys.modules") {
        "let the import system put modules there: a module's own spec, or importlib"
    } else {
        "offer the name in a module of your own, for code that wants it"
    }
}

/// What is changed, in words, where it is none of the project's own.
fn changed(project: &Project, at: FuncRef, target: ExprId, kind: Of) -> Option<String> {
    let ast = &project.file(at.file).ast;
    match kind {
        Of::Interpreter => match ast.expr(ast.strip_casts(target)) {
            Expr::Str(name) if name == "modules" => Some("sys.modules".to_owned()),
            _ => None,
        },
        Of::Attributes => {
            imported(project, at, target).filter(|name| *name == "builtins").map(|_| "the builtins".to_owned())
        }
        _ => match dict(project, at, target)? {
            (DictOf::Builtins, _) => Some("the builtins".to_owned()),
            (DictOf::Modules, _) => Some("sys.modules".to_owned()),
            (DictOf::Module, module) => {
                let name = imported(project, at, module?)?;
                let own = project.modules.iter().any(|m| name == m.name || name.ends_with(&format!(".{}", m.name)));
                // What the import system does not find, `PyImport_AddModule` makes.
                let found = name == "builtins" || is_found(project, at, module?);
                let whose = if name == "builtins" {
                    "the builtins".to_owned()
                } else {
                    format!("the names of module `{name}`")
                };
                (found && !own && name != "__main__").then_some(whose)
            }
            _ => None,
        },
    }
}

/// Whose attributes a dict holds, and the argument of the call that gives it.
fn dict(project: &Project, at: FuncRef, dict: ExprId) -> Option<(DictOf, Option<ExprId>)> {
    let ast = &project.file(at.file).ast;
    let call = only_value(project, at, dict)?;
    let Expr::Call { args, .. } = ast.expr(call) else { return None };
    Some((holders::dict_of(&ast.callee_name(call)?)?, ast.exprs(args).first().copied()))
}

/// The name of the module that an expression imports.
fn imported(project: &Project, at: FuncRef, module: ExprId) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    let call = only_value(project, at, module)?;
    let Expr::Call { args, .. } = ast.expr(call) else { return None };
    let imports = ast.callee_name(call).is_some_and(|name| families::is(&name, Family::Imports));
    match ast.expr(ast.strip_casts(*ast.exprs(args).first().filter(|_| imports)?)) {
        Expr::Str(name) => Some(name),
        _ => None,
    }
}

/// Whether a module is one that an import finds.
fn is_found(project: &Project, at: FuncRef, module: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let call = only_value(project, at, module).and_then(|call| ast.callee_name(call));
    call.is_some_and(|name| families::rest(&name, Family::Imports).is_some_and(|rest| rest.starts_with("Import")))
}

/// The expression itself, or the one value that a local is given.
fn only_value(project: &Project, at: FuncRef, e: ExprId) -> Option<ExprId> {
    let ast = &project.file(at.file).ast;
    let e = ast.strip_casts(e);
    let Expr::Name(name) = ast.expr(e) else { return Some(e) };
    project.local(at, name)?;
    let values = crate::link::flow::references::origins(project, at, name);
    match values.as_slice() {
        [crate::link::flow::references::Origin::Value(value)] => Some(ast.strip_casts(*value)),
        _ => None,
    }
}
