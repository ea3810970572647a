//! HT001, HT006, HT007, HT008: what a call that creates a heap type lacks.

use super::common::types::on_versions;
use super::{Context, HT001, HT006, HT007, HT008};
use crate::facts::{Expr, FileId, Python, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::constants::flags;
use crate::link::types::{ModuleArg, TypeId, TypeKind, TypeObject, TypeRef};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        without_module(project, id, object, out);
        immutable(project, id, object, out);
        metaclass(project, object, out);
        without_dot(project, object, out);
    }
}

fn at(object: &TypeObject, text: &str) -> Label {
    Label::new(object.file, object.span, text)
}

/// Where a function of a type asks the type for its module.
fn asks_for_module(project: &Project, id: TypeId) -> Option<(FileId, crate::facts::Span)> {
    project.installed(id).into_iter().find_map(|(_, func)| {
        let mut found = None;
        let facts = project.file(func.file);
        facts.each_body_expr(project.func(func).body?, &mut |e| {
            let name = facts.ast.callee_name(e).map_or("", |n| n.as_str());
            if ["PyType_GetModule", "PyType_GetModuleState"].contains(&name) && project.resolve_func(func.file, name.into()).is_empty() {
                found = Some((func.file, facts.ast.expr_span(e)));
            }
        });
        found
    })
}

fn without_module(project: &Project, id: TypeId, object: &TypeObject, out: &mut Vec<Finding>) {
    let old = project.targets.limited_api != Truth::False && project.targets.limited_api_version.is_none_or(|v| v < 0x030A_0000);
    let bare = |name: &str| name == "PyType_FromSpec" || name == "PyType_FromSpecWithBases";
    let calls = object.creations.iter().filter(|c| {
        let ast = &project.file(c.file).ast;
        c.module == ModuleArg::Absent && ast.callee_name(c.call).is_some_and(|n| bare(n.as_str()))
    });
    let calls: Vec<_> = calls.collect();
    let (Some(call), false) = (calls.first().filter(|_| calls.len() == object.creations.len()), old) else { return };
    let asks = asks_for_module(project, id);
    let near = project.unit(object.file);
    let has_state = project.modules.iter().filter(|m| near.contains(&m.init.file)).flat_map(|m| &m.defs).any(|def| {
        let facts = project.file(def.var.file);
        def.fields.iter().any(|(name, value, _)| {
            name == "m_size" && matches!(facts.ast.expr(facts.ast.strip_casts(*value)), Expr::SizeofType(_) | Expr::SizeofExpr(_))
        })
    });
    if asks.is_none() && !has_state {
        return;
    }
    let span = project.file(call.file).ast.expr_span(call.call);
    let message = format!("heap type `{}` is created without its module", object.short_name());
    let mut finding = Finding::source(&HT001, message, Label::new(call.file, span, "no module argument"))
        .symbol(object.symbol.as_str())
        .label(object.file, object.span, "the spec")
        .help("create it with PyType_FromModuleAndSpec(module, &spec, bases)");
    if let Some((file, span)) = asks {
        finding = finding.severity(Severity::Error).label(file, span, "asks the type for its module: TypeError at run time");
    }
    out.push(finding);
}

fn immutable(project: &Project, id: TypeId, object: &TypeObject, out: &mut Vec<Finding>) {
    let Some(TypeRef::Type(base)) = project.type_base(id) else { return };
    let since = VersionSet::range(Python(12), project.targets.max_python);
    let mut versions = VersionSet::default();
    for python in project.type_live(id).and(since).iter() {
        let has = |id| project.type_flags(id, python).has(flags::IMMUTABLETYPE);
        if has(id) == Some(Truth::True) && has(base) == Some(Truth::False) && project.types.get(base).kind == TypeKind::Spec {
            versions = versions.or(VersionSet::range(python, python));
        }
    }
    let Some(max) = versions.max() else { return };
    let other = project.types.get(base);
    let message = format!("immutable type `{}` has the mutable base `{}`", object.short_name(), other.short_name());
    let finding = Finding::source(&HT006, on_versions(project, message, versions), at(object, "Py_TPFLAGS_IMMUTABLETYPE"))
        .symbol(object.symbol.as_str())
        .label(other.file, other.span, "lacks the flag")
        .note("deprecated since Python 3.12, TypeError since 3.14")
        .help("make the base immutable too");
    out.push(finding.severity(if max >= Python(14) { Severity::Error } else { Severity::Warning }));
}

fn metaclass(project: &Project, object: &TypeObject, out: &mut Vec<Finding>) {
    for creation in &object.creations {
        let ast = &project.file(creation.file).ast;
        let Expr::Call { args, .. } = ast.expr(creation.call) else { continue };
        if ast.callee_name(creation.call).is_none_or(|n| n != "PyType_FromMetaclass") {
            continue;
        }
        let Some(&arg) = ast.exprs(args).first() else { continue };
        let TypeRef::Type(meta) = project.type_ref(creation.file, creation.func, arg) else { continue };
        let since = VersionSet::range(Python(12), project.targets.max_python).and(project.type_live(meta));
        let sets = since.iter().any(|p| project.type_sets(meta, "tp_new", p) == Some(Truth::True));
        let own = project.types.get(meta);
        let slot = own.slots.iter().find(|s| s.name == "tp_new");
        let Some(slot) = slot.filter(|_| sets) else { continue };
        let message = format!("the metaclass `{}` of `{}` has a tp_new", own.short_name(), object.short_name());
        out.push(
            Finding::source(&HT007, message, Label::new(creation.file, ast.expr_span(creation.call), "TypeError at run time"))
                .symbol(object.symbol.as_str())
                .label(slot.file, slot.span, "set here")
                .help("set the type up in tp_init of the metaclass, or call the metaclass"),
        );
    }
}

fn without_dot(project: &Project, object: &TypeObject, out: &mut Vec<Finding>) {
    // A brace: a macro is a part of the name.
    let Some(name) = object.name.filter(|n| !n.contains(['.', '{']) && !n.is_empty()) else { return };
    let says_module = ["PyObject_SetAttrString", "PyDict_SetItemString"].iter().flat_map(|n| project.sites.calls_of(n)).any(|site| {
        let ast = &project.file(site.file).ast;
        let mut found = false;
        ast.each_expr(site.expr, &mut |e| found |= matches!(ast.expr(e), Expr::Str(s) if s == "__module__"));
        found
    });
    if object.creations.is_empty() || says_module {
        return;
    }
    out.push(
        Finding::source(&HT008, format!("the type name \"{name}\" has no module part"), at(object, "DeprecationWarning when it is created"))
            .symbol(object.symbol.as_str())
            .help(format!("write \"package.module.{name}\"")),
    );
}
