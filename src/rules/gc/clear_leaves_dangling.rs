//! GC035: a clear function that drops a reference and keeps the pointer.

mod blocks;

use std::collections::BTreeSet;

use crate::capi::functions::facts_of;
use crate::facts::{Expr, Stmt};
use crate::finding::{Applicability, Finding, Label};
use crate::link::FuncRef;
use crate::rules::{Context, GC035};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut funcs: BTreeSet<FuncRef> = BTreeSet::new();
    for (_, object) in project.types.iter() {
        for slot in object.slots.iter().filter(|s| s.name == "tp_clear") {
            let name = project.file(slot.file).ast.referred_name(slot.value);
            funcs.extend(name.map(|n| project.resolve_func_at(slot.file, n, slot.span)).unwrap_or_default());
        }
    }
    for def in project.modules.iter().flat_map(|m| &m.defs) {
        for (_, value, _) in def.fields.iter().filter(|(name, ..)| name == "m_clear") {
            funcs.extend(project.setting(def.var.file, *value).funcs());
        }
    }
    for func in funcs {
        let facts = project.file(func.file);
        let ast = &facts.ast;
        let Some(body) = project.func(func).body else { continue };
        ast.each_stmt(body, &mut |stmt| {
            let Stmt::Expr(e) = ast.stmt(stmt) else { return };
            let Expr::Call { callee, args } = ast.expr(e) else { return };
            let drops = ast
                .callee_name(e)
                .and_then(|name| facts_of(name.as_str()))
                .is_some_and(|f| f.releases().has(1) && !f.writes.has(1));
            let &[arg] = ast.exprs(args) else { return };
            let Expr::Member { field, .. } = ast.expr(ast.strip_casts(arg)) else { return };
            if !drops || blocks::may_be_freed(project, func, arg) {
                return;
            }
            let name = project.func(func).name;
            let finding = Finding::source(
                &GC035,
                format!("`{name}` drops the reference in `{field}` while the field still points to it"),
                Label::new(func.file, ast.expr_span(e), "code that this runs may see the dangling pointer"),
            )
            .symbol(name.as_str())
            .help(format!("use `Py_CLEAR` for `{field}`: it sets the field to NULL first"));
            let plain = matches!(ast.expr(arg), Expr::Member { .. });
            out.push(if plain {
                finding.edit(func.file, ast.expr_span(callee), "Py_CLEAR", Applicability::Safe)
            } else {
                finding
            });
        });
    }
}
