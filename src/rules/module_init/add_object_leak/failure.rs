//! How a function is left where a call in it fails: as it is left elsewhere.

use crate::capi::hooks;
use crate::facts::{Expr, ExprId, Language, Name, Span, Stmt, UnaryOp};
use crate::link::macros::tokens::words_of;
use crate::link::values::is_null;
use crate::link::{FuncRef, Local, Project};

/// The statements that leave the function behind a failed call whose first argument is `module`; None where the function
/// does not show them.
pub(super) fn leave(project: &Project, at: FuncRef, call: Span, module: ExprId) -> Option<Vec<String>> {
    let facts = project.file(at.file);
    let (ast, func) = (&facts.ast, project.func(at));
    let (mut labels, mut gotos, mut fails) = (Vec::new(), Vec::new(), false);
    ast.each_stmt(func.body?, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Goto(name) => gotos.push(name),
        Stmt::Label { name, .. } if ast.stmt_span(stmt).start > call.end => labels.push(name),
        Stmt::Return(Some(value)) => {
            let negated = match ast.expr(ast.strip_casts(value)) {
                Expr::Unary { op: UnaryOp::Negate, arg } => ast.expr(arg),
                _ => Expr::Opaque,
            };
            fails |= negated == Expr::Int(1);
        }
        _ => {}
    });
    if let Some(&label) = gotos.first() {
        // C++ lets no goto jump over what a declaration initialises.
        let one = gotos.iter().all(|&name| name == label) && labels.contains(&label);
        return (one && facts.language == Language::C).then(|| vec![format!("goto {label};")]);
    }
    if func.ret.base == "int" && func.ret.is_value() {
        return (fails || is_exec(project, at)).then(|| vec!["return -1;".to_owned()]);
    }
    let makes = hooks::of(project.exported_name(at.file, func.name).as_str()).is_some_and(|hook| !hook.export);
    let Expr::Name(module) = ast.expr(ast.strip_casts(module)) else { return None };
    let own = matches!(project.local(at, module), Some(Local::Var(_))) && creates(project, at);
    let value = failing_value(project, at).filter(|_| makes && own)?;
    Some(vec![format!("Py_DECREF({module});"), format!("return {value};")])
}

/// What the function returns where it fails: `NULL`, or the macro that it has for it, where that is a value and the only one.
/// None where it is left by a macro with a `return` of its own.
fn failing_value(project: &Project, at: FuncRef) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    let null = Name::from("NULL");
    let (mut plain, mut values, mut leaves) = (false, Vec::new(), false);
    let defines = |name: Name| project.defines_of(at.file, name);
    ast.each_stmt(project.func(at).body?, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Return(Some(value)) => match ast.expr(ast.strip_casts(value)) {
            Expr::Name(name) if defines(name).iter().any(|(_, define)| define.params.is_none()) => {
                values.extend(Some(name).filter(|name| !values.contains(name)));
            }
            // Behind more than `return ` or `return (` stands the name of a macro, which was expanded.
            Expr::Name(_) | Expr::Int(0) if is_null(project, at.file, value) => {
                match ast.expr_span(value).start.saturating_sub(ast.stmt_span(stmt).start) {
                    7 | 8 => plain = true,
                    _ => leaves = true,
                }
            }
            _ => {}
        },
        Stmt::Expr(e) => {
            let returns = |name: Name| {
                defines(name).iter().any(|(_, define)| words_of(&define.body).any(|word| word == "return"))
            };
            let called = match ast.expr(e) {
                Expr::Name(name) => Some(name),
                _ => ast.callee_name(e),
            };
            leaves |= called.is_some_and(returns);
        }
        _ => {}
    });
    match values[..] {
        _ if plain => Some(null),
        [value] => Some(value),
        [] if !leaves => Some(null),
        _ => None,
    }
}

/// Whether it is the `Py_mod_exec` of a module.
fn is_exec(project: &Project, at: FuncRef) -> bool {
    let slots = project.modules.iter().flat_map(|m| &m.defs).flat_map(|d| &d.slots);
    slots.filter(|slot| slot.name == "mod_exec").any(|slot| project.module_slot(slot).funcs().contains(&at))
}

/// Whether the function creates a module.
fn creates(project: &Project, at: FuncRef) -> bool {
    let create = |name: Name| name.starts_with("PyModule_Create");
    let facts = project.file(at.file);
    let mut found = false;
    if let Some(body) = project.func(at).body {
        facts.each_body_expr(body, &mut |e| found |= facts.ast.callee_name(e).is_some_and(create));
    }
    found
}
