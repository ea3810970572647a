//! GC037: a slot that calls the same slot of the base of the object's own type.
//! Longer than a rule should be because a slot can be reached in several spellings, of the base and of the own type.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileFacts, Name, Truth, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::types::{TypeKind, TypeRef};
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, GC037};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        for (index, func) in facts.funcs.iter().enumerate() {
            let (Some(body), Some(object)) = (func.body, func.params.first().and_then(|p| p.name)) else { continue };
            let at = FuncRef { file: facts.file, id: crate::facts::FuncId(index as u32) };
            // What is no slot of a type never comes back to itself by one.
            if project.types_with_slot(at, &|_| true).is_empty() {
                continue;
            }
            facts.each_body_expr(body, &mut |e| {
                let Expr::Call { callee, args } = facts.ast.expr(e) else { return };
                let Some((base, field)) = slot_of(project, at, callee, 0) else { return };
                let on_self = facts.ast.exprs(args).first().is_some_and(|&a| is_object(project, at, a, object));
                if field == "tp_dealloc" && on_self {
                    out.extend(default_dealloc(project, at, base, e));
                }
                if on_self && is_type(project, facts, at, base, object, 0) && !names_itself(project, at) {
                    out.extend(own_slot(project, at, field, e));
                }
                if !field.starts_with("tp_") || !on_self || !is_dynamic_base(project, facts, at, base, object, 0) {
                    return;
                }
                let subclassable = project.types_with_slot(at, &|slot| field == slot).into_iter().any(|id| {
                    let python = project.type_live(id).max();
                    python.is_some_and(|p| project.type_flags(id, p).has(flags::BASETYPE) == Some(Truth::True))
                });
                if subclassable {
                    out.push(
                        Finding::source(
                            &GC037,
                            format!("`{}` calls itself for an instance of a subclass", func.name),
                            Label::new(
                                facts.file,
                                facts.ast.expr_span(e),
                                "the base of the object's type, not of the type that installs this function",
                            ),
                        )
                        .symbol(func.name.as_str())
                        .note("for an instance of a Python subclass this base is the type that installs the function: infinite recursion")
                        .help(format!("call `{field}` of the base that the type was created with")),
                    );
                }
            });
        }
    }
}

/// The type and the slot of it that a callee is: `t->tp_x`, `PyType_GetSlot(t, Py_tp_x)`, or a local that holds that.
fn slot_of(project: &Project, at: FuncRef, callee: ExprId, depth: u32) -> Option<(ExprId, Name)> {
    let ast = &project.file(at.file).ast;
    let callee = ast.strip_casts(callee);
    match ast.expr(callee) {
        Expr::Member { base, field, .. } if field.starts_with("tp_") => Some((base, field)),
        Expr::Unary { op: UnaryOp::Deref, arg } => slot_of(project, at, arg, depth),
        Expr::Call { args, .. } if ast.callee_name(callee).is_some_and(|n| roles::is(&n, Role::GetSlot)) => {
            let &[base, slot] = ast.exprs(args) else { return None };
            Some((base, ast.referred_name(slot)?.as_str().strip_prefix("Py_")?.into()))
        }
        Expr::Name(name) if depth == 0 => match values(project, at, name)[..] {
            [value] => slot_of(project, at, value, 1),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a function names itself: it may compare the slot with itself before the call.
fn names_itself(project: &Project, at: FuncRef) -> bool {
    let (facts, name) = (project.file(at.file), project.func(at).name);
    let mut found = false;
    if let Some(body) = project.func(at).body {
        facts.each_body_expr(body, &mut |e| found |= matches!(facts.ast.expr(e), Expr::Name(n) if n == name));
    }
    found
}

/// A slot function that calls the same slot of the object's own type: itself.
fn own_slot(project: &Project, at: FuncRef, field: Name, call: ExprId) -> Option<Finding> {
    let of = *project.types_with_slot(at, &|slot| field == slot).first()?;
    let (name, object) = (project.func(at).name, project.types.get(of));
    let label = Label::new(at.file, project.file(at.file).ast.expr_span(call), "this is the function itself");
    Some(
        Finding::source(&GC037, format!("`{name}` calls itself through `{field}` of the object's own type"), label)
            .symbol(name.as_str())
            .label(object.file, object.span, "the type that installs this function")
            .note("infinite recursion, until the stack overflows")
            .help(format!("call `{field}` of the base that the type was created with")),
    )
}

/// `base->tp_dealloc(self)` where `base` is a heap type without a dealloc: the one that it gets calls the dealloc of the
/// object's type, which is the caller.
fn default_dealloc(project: &Project, at: FuncRef, base: ExprId, call: ExprId) -> Option<Finding> {
    let TypeRef::Type(base) = project.type_ref(at.file, Some(at.id), base) else { return None };
    let (parent, facts) = (project.types.get(base), project.file(at.file));
    let live = project.type_live(base);
    let none = |p| project.type_sets(base, "tp_dealloc", p) == Some(Truth::False);
    if parent.kind != TypeKind::Spec || live.is_empty() || !live.iter().all(none) {
        return None;
    }
    let types = project.types_with_slot(at, &|slot| slot == "tp_dealloc");
    let heap = !types.is_empty() && types.iter().all(|&id| project.types.get(id).kind == TypeKind::Spec && id != base);
    heap.then(|| {
        let name = project.func(at).name;
        let label = Label::new(at.file, facts.ast.expr_span(call), "leads back to this function");
        Finding::source(&GC037, format!("`{name}` calls itself through its base `{}`", parent.short_name()), label)
            .symbol(name.as_str())
            .label(parent.file, parent.span, "has no `Py_tp_dealloc`")
            .note("the default `tp_dealloc` of a heap type calls the `tp_dealloc` of the object's own type: infinite recursion")
            .help("free the object with `tp_free` and release the type, or give the base a `tp_dealloc`")
    })
}

/// `Py_TYPE(self)->tp_base`, or a local that is only ever given that.
fn is_dynamic_base(project: &Project, facts: &FileFacts, at: FuncRef, base: ExprId, object: Name, depth: u32) -> bool {
    let ast = &facts.ast;
    match ast.expr(ast.strip_casts(base)) {
        Expr::Member { base: of, field, .. } if field == "tp_base" => is_type(project, facts, at, of, object, 0),
        Expr::Call { .. } => slot_of(project, at, base, 1)
            .is_some_and(|(of, slot)| slot == "tp_base" && is_type(project, facts, at, of, object, 0)),
        Expr::Name(name) if depth == 0 => {
            let values = values(project, at, name);
            !values.is_empty() && values.iter().all(|&v| is_dynamic_base(project, facts, at, v, object, 1))
        }
        _ => false,
    }
}

fn is_type(project: &Project, facts: &FileFacts, at: FuncRef, of: ExprId, object: Name, depth: u32) -> bool {
    let ast = &facts.ast;
    let of = ast.strip_casts(of);
    match ast.expr(of) {
        Expr::Call { args, .. } => {
            ast.callee_name(of).is_some_and(|n| roles::is(&n, Role::TypeOf))
                && ast.exprs(args).first().is_some_and(|&a| is_object(project, at, a, object))
        }
        Expr::Member { base, field, .. } => field == "ob_type" && is_object(project, at, base, object),
        Expr::Name(name) if depth == 0 => {
            let values = values(project, at, name);
            !values.is_empty() && values.iter().all(|&v| is_type(project, facts, at, v, object, 1))
        }
        _ => false,
    }
}

/// The object's parameter, or a local that is only ever given it.
fn is_object(project: &Project, at: FuncRef, expr: ExprId, object: Name) -> bool {
    let ast = &project.file(at.file).ast;
    ast.referred_name(expr).is_some_and(|name| {
        let values = values(project, at, name);
        name == object || (!values.is_empty() && values.iter().all(|&v| ast.referred_name(v) == Some(object)))
    })
}

/// Every value that a local is given.
fn values(project: &Project, at: FuncRef, name: Name) -> Vec<ExprId> {
    if !matches!(project.local(at, name), Some(Local::Var(_))) {
        return Vec::new();
    }
    let sites = project.sites.assignments_in(at, name);
    sites.map(|s| s.value).collect()
}
