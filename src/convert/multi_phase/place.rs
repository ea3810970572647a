//! Where the definition of a module stands: declarations go before it, and one that is local to the init function moves
//! out of it.

use super::super::refusal::Refusal;
use super::found::Init;
use crate::facts::{Scope, Span, Stmt};

/// Where the definition stands.
pub(super) enum Place {
    /// At file scope: where a declaration before it goes.
    File(u32),
    /// In the function: its statement.
    Function(Span),
}

/// Finds the place.
pub(super) fn place(init: &Init<'_>) -> Result<Place, Refusal> {
    let (project, ast) = (init.project(), init.ast());
    let var = project.var(init.def.var);
    if var.scope == Scope::File {
        let start = init.layout.declaration(var.name_span.start);
        return Ok(Place::File(init.layout.above_comments(start)));
    }
    let body = init.body()?;
    let top = init.top(body);
    let own = top.iter().find(|s| matches!(ast.stmt(**s), Stmt::Decl(id) if id == init.def.var.id));
    let span = own.map(|s| ast.stmt_span(*s));
    let alone = |span: Span| top.iter().filter(|s| ast.stmt_span(**s) == span).count() == 1;
    let outer = init.layout.branch(ast.stmt_span(body).start + 1);
    match span.filter(|&s| alone(s) && init.layout.branch(s.start) == outer && var.is_static_definition()) {
        Some(span) => Ok(Place::Function(span)),
        None => init.refuse(var.name_span.start, "the definition is a part of the function that cannot be moved"),
    }
}
