//! HT016: a pointer that only `tp_init` sets and that a method follows without a test.

mod makers;

use std::collections::HashMap;

use crate::capi::functions::facts_of;
use crate::facts::{Expr, Python, Span, Stmt, Truth};
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::constants::flags;
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, Project};
use crate::rules::heap_types::inherited_new::{inherits_new, pointers};
use crate::rules::{Context, HT016};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter() {
        let Some(python) = project.type_live(id).max() else { continue };
        let Some(new) = new_of(project, id, python) else { continue };
        let init = match project.type_slots(id, "tp_init", python).is_empty() {
            // HT004 speaks about types that inherit their tp_new.
            true if project.type_slots(id, "tp_new", python).is_empty() => continue,
            true => None,
            false => match init_of(project, id, python) {
                Some(init) => Some(init),
                None => continue,
            },
        };
        if !project.types.get(id).complete || project.types.get(id).kind == TypeKind::ManualHeap {
            continue;
        }
        let made_by_others = if init.is_none() { makers::set_by_makers(project, id) } else { HashMap::new() };
        let set = |field| {
            let Some(init) = init else { return made_by_others.get(&field).copied() };
            let reach = project.reach(init);
            let mut found = None;
            project.each_reached(&reach, &mut |at, e| {
                let ast = &project.file(at.file).ast;
                if let Expr::Assign { op: None, target, .. } = ast.expr(e)
                    && let Expr::Member { field: to, .. } = ast.expr(ast.strip_casts(target))
                    && to == field
                {
                    found = found.or(Some((at.file, ast.expr_span(e))));
                }
            });
            found
        };
        let made = |field| {
            new.is_some_and(|func| project.names_field(func, field) != Some(false) && !only_allocates(project, func))
        };
        let Some(used) = pointers::followed(project, id, &|field| set(field).is_some() && !made(field)) else {
            continue;
        };
        let Some((file, span)) = set(used.name) else { continue };
        let name = project.func(used.func).name;
        let (setter, where_null, note, help) = match init {
            Some(_) => (
                "the tp_init",
                "NULL where __init__ has not run",
                "`__new__` without `__init__`, or a subclass whose `__init__` does not call that of its base, makes such an object",
                "set the field in tp_new, or test it and raise",
            ),
            None => (
                "C code that makes instances",
                "NULL where Python code has made the object",
                "the tp_new of the type leaves the field NULL: calling the type gives such an object",
                "set Py_TPFLAGS_DISALLOW_INSTANTIATION (Python 3.10), set the field in tp_new, or test it and raise",
            ),
        };
        let mut finding = Finding::source(
            &HT016,
            format!("`{name}` follows `{}`, which only {setter} of `{}` sets", used.name, object.short_name()),
            Label::new(used.func.file, used.span, where_null),
        )
        .symbol(object.symbol.as_str())
        .label(file, span, "set here")
        .note(note)
        .help(help);
        if used.direct && is_unconditional(project, used.func, used.span) {
            finding = finding.severity(Severity::Error);
        }
        out.push(finding);
    }
}

/// The `tp_init` of a type, where it is one function of the project.
fn init_of(project: &Project, id: TypeId, python: Python) -> Option<FuncRef> {
    let [slot] = project.type_slots(id, "tp_init", python)[..] else { return None };
    let name = project.file(slot.file).ast.referred_name(slot.value)?;
    match project.resolve_func_at(slot.file, name, slot.span)[..] {
        [func] => Some(func),
        _ => None,
    }
}

/// How Python code makes an instance: Some(None) by what CPython has for it, which zeroes the fields, else by a function.
fn new_of(project: &Project, id: TypeId, python: Python) -> Option<Option<FuncRef>> {
    if project.type_flags(id, python).has(flags::DISALLOW_INSTANTIATION) != Some(Truth::False) {
        return None;
    }
    match project.type_slots(id, "tp_new", python)[..] {
        [] => (project.types.get(id).kind == TypeKind::Spec && inherits_new(project, id, python)).then_some(None),
        [slot] => {
            let name = project.file(slot.file).ast.referred_name(slot.value)?;
            match project.resolve_func_at(slot.file, name, slot.span)[..] {
                [] => (name == "PyType_GenericNew").then_some(None),
                [func] => Some(Some(func)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a `tp_new` calls the allocator and functions of CPython only, and stores nothing in a field.
fn only_allocates(project: &Project, at: FuncRef) -> bool {
    let (facts, mut plain) = (project.file(at.file), true);
    let Some(body) = project.func(at).body else { return false };
    facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
        Expr::Call { callee, .. } => {
            plain &= match facts.ast.expr(facts.ast.strip_casts(callee)) {
                Expr::Member { field, .. } => field == "tp_alloc",
                Expr::Name(name) => facts_of(name.as_str()).is_some(),
                _ => false,
            };
        }
        Expr::Member { field, .. } => plain &= field == "tp_alloc",
        _ => {}
    });
    plain
}

/// Whether a place is in the first statements of a function, before any test.
fn is_unconditional(project: &Project, at: FuncRef, place: Span) -> bool {
    let ast = &project.file(at.file).ast;
    let Some(Stmt::Block(list)) = project.func(at).body.map(|b| ast.stmt(b)) else { return false };
    let straight =
        ast.stmts(list).iter().take_while(|&&s| matches!(ast.stmt(s), Stmt::Decl(_) | Stmt::Expr(_) | Stmt::Return(_)));
    straight.into_iter().any(|&s| ast.stmt_span(s).contains(place))
}
