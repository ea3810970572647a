//! GC038: an owned field that the functions which end an object never name, while they release others.
//! Longer than a rule should be because what a field is given, and what gives it up, is looked for in whole files.

use crate::capi::functions::facts_of;
use crate::capi::roles;
use crate::facts::{Expr, ExprId, FileId, Name, Python, Span};
use crate::finding::{Finding, Label};
use crate::link::flow::reach::NamedFields;
use crate::link::objects::owned::OwnedField;
use crate::link::types::members::members_of;
use crate::link::types::{TypeId, TypeRef};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, GC038};

/// The slots that end an object.
const ENDS: [&str; 4] = ["tp_dealloc", "tp_clear", "tp_finalize", "tp_free"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = Vec::new();
    for (id, object) in project.types.iter() {
        let Some(python) = project.type_live(id).max() else { continue };
        let (Some(fields), Some((own, record))) = (project.owned_fields(id), project.instance_record(id)) else {
            continue;
        };
        let Some((dealloc, ends)) = ends(project, id, python) else { continue };
        let direct = |f: &&OwnedField| f.file == own && record.fields.iter().any(|r| r.span == f.span);
        let by_end: Vec<NamedFields> = ends.iter().map(|&f| project.named_fields(f)).collect();
        let named = |field: Name| by_end.iter().any(|fields| fields.has(field) != Some(false));
        let Some((file, span)) = fields.iter().find_map(|f| released(project, &ends, f.name)) else { continue };
        for field in fields.iter().filter(direct).filter(|f| !f.type_pointer) {
            if seen.contains(&(field.file, field.span)) || named(field.name) {
                continue;
            }
            let Some(given) = given(project, id, field.name) else { continue };
            seen.push((field.file, field.span));
            let name = project.func(dealloc).name;
            out.push(
                Finding::source(
                    &GC038,
                    format!(
                        "`{name}` never releases `{}`, which each instance of `{}` owns",
                        field.name,
                        object.short_name()
                    ),
                    Label::new(
                        field.file,
                        field.span,
                        "no function that clears or deallocates the object mentions this field",
                    ),
                )
                .symbol(name.as_str())
                .label(given.0, given.1, "a strong reference is stored here")
                .label(file, span, "another field is released here")
                .help(format!("add `Py_CLEAR(self->{})` next to the others", field.name)),
            );
        }
    }
}

/// The dealloc of a type, and all functions that end its objects; None where one of them is not known.
fn ends(project: &Project, id: TypeId, python: Python) -> Option<(FuncRef, Vec<FuncRef>)> {
    let mut out = Vec::new();
    for slot in ENDS {
        for slot in project.type_slots(id, slot, python) {
            let name = project.file(slot.file).ast.referred_name(slot.value)?;
            let funcs = project.resolve_func_at(slot.file, name, slot.span);
            let known = facts_of(name.as_str()).is_some() || ["NULL", "nullptr", "0"].contains(&name.as_str());
            if funcs.is_empty() && !known {
                return None;
            }
            out.extend(funcs);
        }
    }
    let dealloc = out.iter().copied().find(|&f| !project.types_with_slot(f, &|s| s == "tp_dealloc").is_empty())?;
    let inherited = matches!(project.type_base(id), Some(TypeRef::Null | TypeRef::Builtin(_)));
    (project.types.get(id).complete && inherited && !out.iter().any(|&f| destroys(project, f)))
        .then_some((dealloc, out))
}

/// Whether a function runs a C++ destructor, which may release the members.
fn destroys(project: &Project, at: FuncRef) -> bool {
    let mut found = false;
    project.each_reached(&project.reach(at), &mut |of, e| {
        let ast = &project.file(of.file).ast;
        let Expr::Call { callee, args } = ast.expr(e) else { return };
        let first = ast.exprs(args).first().map(|&a| ast.expr(ast.strip_casts(a)));
        let callee = ast.expr(ast.strip_casts(callee));
        found |= match callee {
            Expr::Name(name) => name.contains('~') || (name == "delete" && matches!(first, Some(Expr::Name(_)))),
            Expr::Member { field, .. } => !field.starts_with("tp_") && !field.starts_with("ob_"),
            _ => true,
        };
    });
    found
}

/// Where the functions release a field.
fn released(project: &Project, ends: &[FuncRef], field: Name) -> Option<(FileId, Span)> {
    let mut found = None;
    for &end in ends {
        project.each_reached(&project.reach(end), &mut |at, e| {
            let ast = &project.file(at.file).ast;
            let Expr::Call { args, .. } = ast.expr(e) else { return };
            let releases = ast.callee_name(e).is_some_and(|n| roles::releases(&n));
            if let Some(&arg) = ast.exprs(args).first().filter(|_| releases && found.is_none())
                && matches!(ast.expr(ast.strip_casts(arg)), Expr::Member { field: of, .. } if of == field)
            {
                found = Some((at.file, ast.expr_span(e)));
            }
        });
    }
    found
}

/// Where a field of the type's instances is given a reference of its own.
fn given(project: &Project, id: TypeId, field: Name) -> Option<(FileId, Span)> {
    let own = project.instance_record(id).map(|(f, r)| (f, r.span))?;
    let stored = project.sites.assignments_to(field).iter().filter(|s| s.op.is_none()).find_map(|site| {
        let ast = &project.file(site.file).ast;
        let at = FuncRef { file: site.file, id: site.func? };
        let Expr::Member { base, .. } = ast.expr(ast.strip_casts(site.target?)) else { return None };
        let of = project.record_at(site.file, Some(at), base, 0).map(|(f, r)| (f, r.span));
        let live = crate::link::values::is_live(project, site.file, site.expr?);
        (of == Some(own) && live && is_own(project, at, site.value))
            .then(|| (site.file, ast.expr_span(site.expr.unwrap_or(site.value))))
    });
    stored.or_else(|| {
        let members = members_of(project, project.types.get(id));
        members.iter().find(|m| m.stores_object(&field)).map(|m| (m.file, m.span))
    })
}

/// Whether a value is a new reference: what a function of CPython returns as one, or a parameter that the same function
/// takes a reference to and stores once.
fn is_own(project: &Project, at: FuncRef, value: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let value = ast.strip_casts(value);
    match ast.expr(value) {
        Expr::Call { .. } => ast.callee_name(value).is_some_and(|name| {
            facts_of(name.as_str()).is_some_and(|f| f.returns_new()) && project.resolve_func(at.file, name).is_empty()
        }),
        Expr::Name(name) if project.local(at, name).is_some() => {
            let takes = |e: ExprId| ast.callee_name(e).is_some_and(|n| only_takes(&n));
            let taken = project.sites.calls_in(at, name).filter(|s| takes(s.expr)).count();
            let copies = project.sites.copies_in(at, name).len();
            let others = project.sites.calls_in(at, name).filter(|s| gives(project, at, s.expr)).count();
            taken == 1 && copies == 1 && others == 0
        }
        _ => false,
    }
}

/// Whether a function takes a reference to its argument, and gives nothing back.
fn only_takes(name: &str) -> bool {
    roles::takes(name) && !roles::gives_argument(name)
}

/// Whether a call may use up the reference: a release, or a function that steals one.
fn gives(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let name = project.file(at.file).ast.callee_name(call);
    name.is_none_or(|n| {
        let known = facts_of(n.as_str());
        known.is_none_or(|f| !f.releases().is_empty() || (1..6).any(|i| f.steals(i) || f.steals_on_success(i)))
            && !only_takes(&n)
    })
}
