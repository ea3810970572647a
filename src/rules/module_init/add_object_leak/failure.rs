//! How a function is left where a call in it fails: as it is left elsewhere.

use crate::capi::hooks;
use crate::facts::{Expr, ExprId, Language, Name, Span, Stmt, UnaryOp};
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
    (makes && own).then(|| vec![format!("Py_DECREF({module});"), "return NULL;".to_owned()])
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
