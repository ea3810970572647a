//! The definition of a module that gets several phases: its size, its slots, and its place where it is local.

use super::super::Edits;
use super::found::{Init, Refusal};
use crate::facts::{Expr, ExprId, Scope, Span, Stmt, UnaryOp};
use crate::link::initialiser::{self, FieldInit, MODULE_DEF};

/// What becomes of the definition.
pub(super) struct Definition {
    pub(super) edits: Edits,
    /// The size was negative: the module kept its state in globals, and a copy of its dict was all that a second import gave.
    pub(super) was_negative: bool,
}

/// Makes the size one that modules of several phases may have, and names the slots where there are some.
pub(super) fn convert(init: &Init<'_>, slots: Option<&str>) -> Result<Definition, Refusal> {
    let (project, ast) = (init.project(), init.ast());
    let var = project.var(init.def.var);
    let at = var.name_span.start;
    let Some(value) = var.init else { return init.refuse(at, "it has no initialiser") };
    let Expr::List(items) = ast.expr(value) else { return init.refuse(at, "it has no plain initialiser") };
    let items = ast.exprs(items);
    let span = ast.expr_span(value);
    let fields = initialiser::fields(project, init.file, value, MODULE_DEF);
    let mut edits = Edits::default();
    let mut was_negative = false;
    let mut sizes = fields.all("m_size");
    if let Some(size) = sizes.next() {
        let negative = is_minus_one(init, size.value);
        let known =
            matches!(ast.expr(ast.strip_casts(size.value)), Expr::Int(_) | Expr::SizeofType(_) | Expr::SizeofExpr(_));
        if sizes.next().is_some() || !(negative || known) {
            return init.refuse(size.span.start, "its `m_size` was not understood");
        }
        if negative {
            let written = Span::new(size.span.start, size.span.end);
            let Some(minus) = init.layout.inside(written).find(|&i| init.layout.word(i) == "-") else {
                return init.refuse(size.span.start, "a macro says that its `m_size` is negative");
            };
            let tokens = init.layout.tokens();
            let end = tokens.get(minus + 1).map_or(size.span.end, |token| token.end);
            edits.replace(init.file, Span::new(tokens[minus].start, end), "0");
            was_negative = true;
        }
    }
    let Some(slots) = slots else { return Ok(Definition { edits, was_negative }) };
    if init.layout.has_directives(span) {
        return init.refuse(at, "directives stand in the definition");
    }
    if let Some(field) = fields.get("m_slots").or_else(|| fields.get("m_reload")) {
        slots_field(init, field, slots, &mut edits)?;
        return Ok(Definition { edits, was_negative });
    }
    let designated = |e: &ExprId| matches!(ast.expr(*e), Expr::Designated { .. });
    let before = MODULE_DEF.iter().position(|&f| f == "m_slots").unwrap_or(0);
    let (item, text) = if items.iter().any(designated) {
        // Designators stand in the order of the fields, as C++ wants them.
        let mut placed = fields.set.iter().filter(|f| MODULE_DEF[..before].iter().any(|&known| f.name == known));
        let Some(last) = placed.next_back() else { return init.refuse(at, "the fields were not understood") };
        (last.span, format!(".m_slots = {slots}"))
    } else {
        let Some(&last) = items.last() else { return init.refuse(at, "the definition is empty") };
        let missing = ["", ", NULL", ", NULL, NULL", ", NULL, 0, NULL", ", NULL, NULL, 0, NULL"];
        let Some(fill) = before.checked_sub(items.len()).and_then(|n| missing.get(n)) else {
            return init.refuse(at, "the fields were not understood");
        };
        (ast.expr_span(last), format!("{}{slots}", fill.strip_prefix(", ").map_or(String::new(), |f| format!("{f}, "))))
    };
    append(init, item, &text, &mut edits);
    Ok(Definition { edits, was_negative })
}

fn is_minus_one(init: &Init<'_>, e: ExprId) -> bool {
    let ast = init.ast();
    matches!(ast.expr(ast.strip_casts(e)), Expr::Unary { op: UnaryOp::Negate, arg } if ast.expr(arg) == Expr::Int(1))
}

/// Puts the slots in the place of NULL.
fn slots_field(init: &Init<'_>, field: FieldInit, slots: &str, edits: &mut Edits) -> Result<(), Refusal> {
    if !init.is_null(field.value) {
        return init.refuse(field.span.start, "it has slots already");
    }
    let text = init.text(field.span);
    let designated = text.starts_with('.') || text.contains(':');
    let text = if designated { format!(".m_slots = {slots}") } else { slots.to_owned() };
    edits.replace(init.file, field.span, text);
    // What the field was called in a comment behind it.
    let rest = Span::new(field.span.end, init.layout.line_end(field.span.end));
    if let Some(at) = init.text(rest).find("m_reload") {
        let start = rest.start + at as u32;
        edits.replace(init.file, Span::new(start, start + "m_reload".len() as u32), "m_slots");
    }
    Ok(())
}

/// Puts an item behind one of a list: on a line of its own where the other stands so.
fn append(init: &Init<'_>, item: Span, text: &str, edits: &mut Edits) {
    let layout = &init.layout;
    let next = layout.at(item.end);
    let comma = (layout.word(next) == ",").then(|| layout.tokens()[next].end);
    let behind = comma.unwrap_or(item.end);
    let line_end = layout.line_end(behind);
    let alone = layout.blank(layout.line_start(item.start), item.start)
        && layout.inside(Span::new(behind, line_end)).is_empty();
    // A comment that goes on in the next line belongs to the item.
    let open = layout.slice(Span::new(behind, line_end)).rfind("/*");
    let open = open.is_some_and(|at| !layout.slice(Span::new(behind + at as u32, line_end)).contains("*/"));
    if alone && !open {
        if comma.is_none() {
            edits.insert(init.file, item.end, ",");
        }
        let end = if comma.is_some() { "," } else { "" };
        let line_end =
            if line_end > behind && layout.text[line_end as usize - 1] == b'\r' { line_end - 1 } else { line_end };
        edits.insert(init.file, line_end, format!("\n{}{text}{end}", layout.indent(item.start)));
    } else {
        edits.insert(init.file, item.end, format!(", {text}"));
    }
}

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
