//! INIT019: an init function that never gives a module.

use crate::facts::{Expr, Origin, Stmt};
use crate::finding::{Finding, Label, Severity};
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT019};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for module in &project.modules {
        for &at in std::iter::once(&module.init).chain(&module.others) {
            let func = project.func(at);
            let live = project.file(at.file).conds.live(func.cond, &project.targets);
            if live.is_empty() || func.origin != Origin::Written || !gives_nothing(project, at) {
                continue;
            }
            let message = format!("`{}` returns NULL without setting an exception", func.name);
            let finding = Finding::source(
                &INIT019,
                message,
                Label::new(at.file, func.name_span, "returns no module on any path"),
            )
            .symbol(func.name.as_str())
            .note("the import fails with SystemError");
            // Such a function alone lets a linker that asks for it make a library that ctypes loads.
            let defines = project.modules.iter().filter(|m| m.init == module.init).any(|m| !m.defs.is_empty());
            out.push(if defines {
                finding.help("return `PyModuleDef_Init(&def)`")
            } else {
                finding
                    .severity(Severity::Note)
                    .note("fine if nothing imports the library, for example if it is loaded with ctypes")
            });
        }
    }
}

/// Whether all that a function does is to return NULL: no call may have set an exception.
fn gives_nothing(project: &Project, at: FuncRef) -> bool {
    let facts = project.file(at.file);
    let func = facts.func(at.id);
    let Some(body) = func.body else { return false };
    let (mut nothing, mut returns) = (true, false);
    facts.ast.each_stmt(body, &mut |stmt| match facts.ast.stmt(stmt) {
        Stmt::Return(Some(value)) => {
            returns = true;
            nothing &= is_null(project, at.file, value);
        }
        Stmt::Block(_) => {}
        Stmt::Expr(e) => nothing &= matches!(facts.ast.expr(e), Expr::Int(_)),
        _ => nothing = false,
    });
    nothing && returns && !facts.gaps.iter().any(|gap| func.span.contains(gap.span))
}
