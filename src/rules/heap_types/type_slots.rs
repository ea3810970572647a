//! HT009: slot arrays without an end, with a slot twice, and new-style slots that Python 3.15 refuses.

mod terminate;

use crate::capi::families::{self, Family};
use crate::capi::slots;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CondId, Expr, ExprId, FileId, Name, Python, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::types::{TypeKind, TypeObject};
use crate::link::values::is_null;
use crate::rules::{Context, HT009};
use terminate::terminate;

/// Whether the value of a slot must live as long as the process: the array says so with `PySlot_STATIC`.
fn is_static_only(name: &str) -> bool {
    name.strip_prefix("Py_").and_then(slots::lookup).is_some_and(|slot| slot.is_static)
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        let of_slots = object.var.is_some_and(|v| struct_roles::is(project.var(v).ty.bare_base(), Kind::Slot));
        if !of_slots {
            repeated(object, project.type_live(id).max() >= Some(Python(12)), out);
        }
    }
    for facts in &project.files {
        for var in facts.vars.iter().filter(|v| v.ty.arrays == 1) {
            let Some(Expr::List(items)) = var.init.map(|i| facts.ast.expr(i)) else { continue };
            let items = facts.ast.exprs(items);
            match struct_roles::kind(var.ty.bare_base()) {
                // A written size leaves zeroes behind the last item.
                Some(Kind::TypeSlot) if var.dimension.is_none() => {
                    let found = unterminated(project, facts.file, var.name, items);
                    out.extend(found.map(|finding| terminate(project, facts.file, var, items, finding)));
                }
                Some(Kind::Slot) => {
                    if var.dimension.is_none() {
                        out.extend(unterminated(project, facts.file, var.name, items));
                    }
                    new_style(project, facts.file, var.name, items, out);
                }
                _ => {}
            }
        }
    }
}

/// Slot arrays whose last item is not a terminator.
fn unterminated(project: &Project, file: FileId, array: Name, items: &[ExprId]) -> Option<Finding> {
    let ast = &project.file(file).ast;
    let &last = items.last()?;
    // Macros other than those of CPython may hold anything.
    let plain = items.iter().all(|&i| matches!(ast.expr(i), Expr::List(_)) || slot(project, file, i).is_some());
    if !plain || slot(project, file, last).is_none() {
        return None;
    }
    let label = Label::new(file, ast.expr_span(last), "the last item");
    let finding = Finding::source(&HT009, format!("slot array `{array}` is not terminated"), label);
    let finding = finding.symbol(array.as_str()).note("`PyType_From*` functions read past the end of the array");
    Some(finding.help("add `{0, NULL}`"))
}

/// Slots that may be given once; `refused`: checked on a Python that says so.
fn repeated(object: &TypeObject, refused: bool, out: &mut Vec<Finding>) {
    for name in ["tp_doc", "tp_members"] {
        let set: Vec<_> = object.slots.iter().filter(|s| s.name == name && s.cond == CondId::ALWAYS).collect();
        if let [first, second, ..] = set[..]
            && first.file == second.file
        {
            let message = format!("`Py_{name}` is given twice for `{}`", object.short_name());
            let text = if refused { "raises SystemError since Python 3.12" } else { "replaces the first" };
            let finding = Finding::source(&HT009, message, Label::new(second.file, second.span, text))
                .symbol(object.symbol.as_str())
                .label(first.file, first.span, "the first one");
            out.push(if refused { finding } else { finding.severity(Severity::Warning) });
        }
    }
}

/// One item of a slot array.
struct Item {
    name: Name,
    value: ExprId,
    is_static: bool,
    /// The value is a pointer or a function, not a number.
    is_pointer: bool,
    span: Span,
}

/// The item that names a slot of CPython: `{Py_tp_doc, …}`, `{.sl_id = Py_tp_doc, …}`, `PySlot_DATA(Py_tp_doc, …)`.
fn slot(project: &Project, file: FileId, item: ExprId) -> Option<Item> {
    let ast = &project.file(file).ast;
    let (id, value, mut is_static, mut is_pointer) = match ast.expr(item) {
        Expr::Call { args, .. } => {
            let callee = ast.callee_name(item)?;
            let made_by = families::rest(callee.as_str(), Family::SlotMakers)?;
            let &[id, value] = ast.exprs(args) else { return None };
            let number = ["SIZE", "INT64", "UINT64"].contains(&made_by);
            (id, value, made_by.contains("STATIC"), !number)
        }
        Expr::List(items) => {
            let items = ast.exprs(items);
            let of = |e: ExprId| match ast.expr(e) {
                Expr::Designated { value, .. } => value,
                _ => e,
            };
            (of(*items.first()?), of(*items.last()?), false, true)
        }
        _ => return None,
    };
    ast.each_expr(item, &mut |e| match ast.expr(e) {
        Expr::Name(name) => is_static |= name == "PySlot_STATIC",
        Expr::Designated { field, .. } => is_pointer &= !["sl_size", "sl_int64", "sl_uint64"].contains(&field.as_str()),
        _ => {}
    });
    let name = ast.referred_name(id).filter(|n| n.starts_with("Py_") && n != "Py_slot_end")?;
    Some(Item { name, value, is_static, is_pointer, span: ast.expr_span(item) })
}

/// What Python 3.15 refuses in an array of `PySlot` (PEP 820).
fn new_style(project: &Project, file: FileId, array: Name, items: &[ExprId], out: &mut Vec<Finding>) {
    let facts = project.file(file);
    let found: Vec<Item> =
        items.iter().filter(|&&i| project.is_live(file, i)).filter_map(|&i| slot(project, file, i)).collect();
    let mut push = |item: &Item, message: String, text: &str, help: &str, severity| {
        let finding = Finding::source(&HT009, message, Label::new(file, item.span, text)).severity(severity);
        out.push(finding.symbol(array.as_str()).help(help));
    };
    for (i, item) in found.iter().enumerate() {
        let name = item.name;
        let (here, exclusive) = (facts.conds.at_span(item.span), |a, b| facts.conds.exclusive(a, b));
        let before = found[..i].iter().find(|f| f.name == name && !exclusive(facts.conds.at_span(f.span), here));
        // Module slots are another rule's.
        let of_type = !families::is(&name, Family::ModuleSlots);
        if before.is_some() && of_type {
            let message = format!("`{name}` is given twice in `{array}`");
            push(item, message, "deprecated since Python 3.15", "keep one of them", Severity::Warning);
        } else if of_type && item.is_pointer && name != "Py_tp_doc" && is_null(project, file, item.value) {
            let message = format!("`{name}` in `{array}` is NULL");
            push(item, message, "deprecated since Python 3.15", "remove the slot", Severity::Warning);
        } else if name == "Py_tp_token" && facts.ast.referred_name(item.value).is_some_and(|n| n == "Py_TP_USE_SPEC") {
            let message = format!("`{array}` uses the spec as token, but there is no spec");
            push(item, message, "raises SystemError", "use the address of a static object", Severity::Error);
        } else if is_static_only(name.as_str()) && !item.is_static {
            let message = format!("`{name}` in `{array}` is not marked as static");
            push(item, message, "raises SystemError", "use `PySlot_STATIC_DATA`", Severity::Error);
        }
    }
}
