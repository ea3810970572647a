//! HT006, HT008: an immutable type over a mutable base, a name without a module.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, Name, Python, Span, Truth, VersionSet};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::constants::flags;
use crate::link::types::members::members_of;
use crate::link::types::{TypeId, TypeKind, TypeObject, TypeRef};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT006, HT008};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        immutable(project, id, object, out);
        without_dot(project, object, out);
    }
}

fn at(object: &TypeObject, text: &str) -> Label {
    Label::new(object.file, object.span, text)
}

fn immutable(project: &Project, id: TypeId, object: &TypeObject, out: &mut Vec<Finding>) {
    let since = HT006.pythons(&project.targets);
    let live = project.type_live(id).and(since);
    let mut seen = Vec::new();
    for &base in &object.bases {
        let TypeRef::Type(base) = base else { continue };
        let other = project.types.get(base);
        if other.kind != TypeKind::Spec || seen.contains(&base) {
            continue;
        }
        seen.push(base);
        let has = |id, python| project.type_flags(id, python).has(flags::IMMUTABLETYPE);
        let bad = live.iter().filter(|&p| has(id, p) == Some(Truth::True) && has(base, p) == Some(Truth::False));
        let versions = bad.fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)));
        let Some(max) = versions.max() else { continue };
        let message = format!("immutable type `{}` has the mutable base `{}`", object.short_name(), other.short_name());
        let label = at(object, "Py_TPFLAGS_IMMUTABLETYPE");
        let finding = Finding::source(&HT006, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .label(other.file, other.span, "lacks `Py_TPFLAGS_IMMUTABLETYPE`")
            .note("deprecated since Python 3.12, raises TypeError since 3.14")
            .help("make the base immutable too");
        out.push(finding.severity(if max >= Python(14) { Severity::Error } else { Severity::Warning }));
    }
}

fn without_dot(project: &Project, object: &TypeObject, out: &mut Vec<Finding>) {
    // A brace: a macro is a part of the name.
    let Some(name) = object.name.filter(|n| !n.contains(['.', '{']) && !n.is_empty()) else { return };
    let says_module = roles::named(Role::SetByName).flat_map(|n| project.sites.calls_of(n)).any(|site| {
        let ast = &project.file(site.file).ast;
        let mut found = false;
        ast.each_expr(site.expr, &mut |e| found |= matches!(ast.expr(e), Expr::Str(s) if s == "__module__"));
        found
    });
    // A member of that name is in the dict of the type before CPython looks there.
    let member = members_of(project, object).iter().any(|m| m.name == "__module__") || names_module(project, object);
    if object.creations.is_empty() || says_module || member {
        return;
    }
    let message = format!("the type name `{name}` has no module part");
    let finding = Finding::source(&HT008, message, at(object, "creating the type emits a DeprecationWarning"));
    let finding =
        finding.symbol(object.symbol.as_str()).help(format!("use the full name, like `package.module.{name}`"));
    out.push(name_module(project, object, name, finding));
}

/// Offers the name of the one module that is built with the type. What is pickled, and `repr`, change with it.
fn name_module(project: &Project, object: &TypeObject, name: Name, finding: Finding) -> Finding {
    let modules = project.modules.iter().filter(|m| project.share_unit(object.file, m.init.file));
    let mut names: Vec<Name> = modules.flat_map(|m| &m.defs).filter_map(|def| def.name).collect();
    names.dedup();
    let ([module], Some(var)) = (names.as_slice(), object.var) else { return finding };
    let ast = &project.file(var.file).ast;
    let Some(Expr::List(items)) = project.var(var).init.map(|init| ast.expr(init)) else { return finding };
    let text = ast.exprs(items).iter().find_map(|&item| {
        let value = match ast.expr(item) {
            Expr::Designated { value, .. } => value,
            _ => item,
        };
        matches!(ast.expr(value), Expr::Str(text) if text == name).then(|| ast.expr_span(value))
    });
    match text {
        // One literal with its quotes, no macro's.
        Some(span) if (span.end - span.start) as usize == name.as_str().len() + 2 => finding.edit(
            var.file,
            Span::new(span.start + 1, span.start + 1),
            format!("{module}."),
            Applicability::Unsafe,
        ),
        _ => finding,
    }
}

/// Whether a table of methods or properties of a type has an item called `__module__`.
fn names_module(project: &Project, object: &TypeObject) -> bool {
    object.slots.iter().filter(|s| ["tp_methods", "tp_getset"].contains(&s.name.as_str())).any(|slot| {
        let name = project.file(slot.file).ast.referred_name(slot.value);
        name.is_some_and(|name| {
            project.resolve_var_at(slot.file, name, slot.span).iter().any(|var| {
                let ast = &project.file(var.file).ast;
                let mut found = false;
                if let Some(init) = project.var(*var).init {
                    ast.each_expr(init, &mut |e| found |= matches!(ast.expr(e), Expr::Str(s) if s == "__module__"));
                }
                found
            })
        })
    })
}
