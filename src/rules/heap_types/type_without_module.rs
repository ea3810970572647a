//! HT001: a heap type that is created without its module.

use crate::capi::creators;
use crate::capi::families::{self, Family};
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, FileId, Name, Span, Truth};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::types::{Creation, ModuleArg, TypeId, TypeKind};
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, HT001};

const LIMITED_SINCE: u32 = 0x030A_0000;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let targets = &project.targets;
    if targets.limited_api != Truth::False && targets.limited_api_version.is_none_or(|v| v < LIMITED_SINCE) {
        return;
    }
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        let calls: Vec<&Creation> = object.creations.iter().filter(|c| is_bare(project, c)).collect();
        let (Some(call), true) = (calls.first(), calls.len() == object.creations.len()) else { continue };
        let asks = asks_for_module(project, id);
        if asks.is_none() && !has_state(project, object.file) {
            continue;
        }
        let span = project.file(call.file).ast.expr_span(call.call);
        let message = format!("heap type `{}` is created without its module", object.short_name());
        let mut finding = Finding::source(&HT001, message, Label::new(call.file, span, "no module argument"))
            .symbol(object.symbol.as_str())
            .label(object.file, object.span, "the spec")
            .help("create it with `PyType_FromModuleAndSpec(module, &spec, bases)`");
        if let Some((file, span, fails)) = asks {
            finding = finding.label(file, span, "asks the type for its module");
            if fails {
                finding = finding
                    .severity(Severity::Error)
                    .note("`PyType_GetModule` raises TypeError for a type without a module");
            }
        }
        out.push(fix(project, call, finding));
    }
}

/// Whether a call gives no module, on a Python where one could be given.
fn is_bare(project: &Project, creation: &Creation) -> bool {
    let facts = project.file(creation.file);
    let callee = facts.ast.callee_name(creation.call).map_or("", |n| n.as_str());
    let span = facts.ast.expr_span(creation.call);
    let since = HT001.pythons(&project.targets);
    let live = !project.live_at(creation.file, span).and(since).is_empty();
    creation.module == ModuleArg::Absent && live && creators::is_without_module(callee)
}

/// Where a function of a type asks for the module, and whether it asks this very type.
fn asks_for_module(project: &Project, id: TypeId) -> Option<(FileId, Span, bool)> {
    let mut found: Option<(FileId, Span, bool)> = None;
    for (_, func) in project.installed(id) {
        let facts = project.file(func.file);
        let Some(body) = project.func(func).body else { continue };
        facts.each_body_expr(body, &mut |e| {
            let name = facts.ast.callee_name(e).map_or("", |n| n.as_str());
            let of_this = roles::is(name, Role::TypeState);
            if (of_this || roles::is(name, Role::TypeModule)) && project.resolve_func(func.file, name.into()).is_empty()
            {
                let here = (func.file, facts.ast.expr_span(e), of_this);
                found = found.filter(|first| first.2 || !of_this).or(Some(here));
            }
        });
    }
    found
}

/// Whether a module of the same extension has state.
fn has_state(project: &Project, file: FileId) -> bool {
    project.modules.iter().filter(|m| project.share_unit(file, m.init.file)).flat_map(|m| &m.defs).any(|def| {
        let ast = &project.file(def.var.file).ast;
        def.fields.iter().any(|(name, value, _)| {
            let size = ast.expr(ast.strip_casts(*value));
            name == "m_size" && matches!(size, Expr::SizeofType(_) | Expr::SizeofExpr(_))
        })
    })
}

/// Offers the module where the function has it as a parameter: what it hands to `PyModule_Add…` and the like.
fn fix(project: &Project, creation: &Creation, finding: Finding) -> Finding {
    let facts = project.file(creation.file);
    let ast = &facts.ast;
    let Some(id) = creation.func.filter(|_| project.targets.min_python >= HT001.since_python) else { return finding };
    let at = FuncRef { file: creation.file, id };
    let Expr::Call { callee, args } = ast.expr(creation.call) else { return finding };
    let (args, callee_span) = (ast.exprs(args), ast.expr_span(callee));
    let (Some(module), Some(name)) = (module_parameter(project, at), ast.callee_name(creation.call)) else {
        return finding;
    };
    let (Some(&first), Some(&last)) = (args.first(), args.last()) else { return finding };
    // A call inside a macro has no text of its own.
    if (callee_span.end - callee_span.start) as usize != name.as_str().len() {
        return finding;
    }
    let (start, end) = (ast.expr_span(first).start, ast.expr_span(last).end);
    let finding = finding.edit(creation.file, callee_span, "PyType_FromModuleAndSpec", Applicability::Safe).edit(
        creation.file,
        Span::new(start, start),
        format!("{module}, "),
        Applicability::Safe,
    );
    if name == "PyType_FromSpec" {
        finding.edit(creation.file, Span::new(end, end), ", NULL", Applicability::Safe)
    } else {
        finding
    }
}

/// The parameter that a function hands to the functions about modules, never set to anything else.
fn module_parameter(project: &Project, at: FuncRef) -> Option<Name> {
    let facts = project.file(at.file);
    let params: Vec<Name> = project.func(at).params.iter().filter_map(|p| p.name).collect();
    let mut found = None;
    facts.each_body_expr(project.func(at).body?, &mut |e| {
        let Expr::Call { args, .. } = facts.ast.expr(e) else { return };
        if let Some(name) = facts.ast.callee_name(e)
            && families::rest(&name, Family::Modules)
                .is_some_and(|rest| rest.starts_with("Add") || rest.starts_with("Get"))
            && let Some(Expr::Name(module)) =
                facts.ast.exprs(args).first().map(|&a| facts.ast.expr(facts.ast.strip_casts(a)))
            && params.contains(&module)
            && !is_null(project, at.file, facts.ast.exprs(args)[0])
        {
            found = found.or(Some(module));
        }
    });
    let name = found?;
    let written = project.sites.assignments_in(at, name).next().is_some();
    (!written).then_some(name)
}
