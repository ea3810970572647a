//! The head of the function that fills the module, and the init function behind it.

use super::super::Edits;
use super::super::refusal::Refusal;
use super::Names;
use super::body::Body;
use super::found::Init;
use crate::facts::{Expr, Span, Stmt};

/// Turns the head of the function, and writes the init function where there is none left.
pub(super) fn convert(init: &Init<'_>, body: &Body, names: &Names, edits: &mut Edits) -> Result<(), Refusal> {
    let (ast, layout) = (init.ast(), &init.layout);
    if init.hook != init.maker {
        let hook = init.project().func(init.hook);
        if !body.hands_over {
            // The init function stays, and hands over the definition.
            ast.each_stmt(hook.body.unwrap_or(init.body()?), &mut |stmt| {
                if let Stmt::Return(Some(e)) = ast.stmt(stmt)
                    && matches!(ast.expr(ast.strip_casts(e)), Expr::Call { .. })
                {
                    let text = format!("return PyModuleDef_Init(&{});", init.def_name());
                    edits.replace(init.file, ast.stmt_span(stmt), text);
                }
            });
        }
    }
    if body.hands_over {
        return Ok(());
    }
    let func = init.func();
    let name = layout.at(func.name_span.start);
    let Some(close) = layout.closing(name + 1).filter(|_| layout.word(name + 1) == "(") else {
        return init.refuse(func.name_span.start, "the head of the function was not understood");
    };
    let start = start(init)?;
    let head = Span::new(start, layout.tokens()[close].end);
    let open = ast.stmt_span(init.body()?).start;
    let apart = layout.slice(Span::new(start, func.name_span.start)).contains('\n');
    let parameter = if body.used { body.parameter.clone() } else { format!("Py_UNUSED({})", body.parameter) };
    let between = if apart { "\n" } else { " " };
    let turned = format!("static int{between}{}(PyObject *{parameter})", names.exec);
    let (outer, inner) = (layout.branch(func.name_span.start), layout.branch(open));
    let indent = super::indent(init);
    let returns = format!("{{\n{indent}return PyModuleDef_Init(&{});\n}}", init.def_name());
    if outer == inner {
        if layout.has_directives(head) {
            return init.refuse(start, "directives stand in the head of the function");
        }
        edits.replace(init.file, head, turned);
        if init.hook == init.maker {
            let between = layout.slice(Span::new(head.end, open));
            let between = if between.trim().is_empty() { between } else { "\n" };
            edits.insert(init.file, func.span.end, format!("\n\n{}{between}{returns}", layout.slice(head)));
        }
        return Ok(());
    }
    // Several heads, one body: the others are those of Python 2.
    let own = outer.last().filter(|_| outer.len() == inner.len() + 1 && outer[..inner.len()] == inner[..]);
    let Some(arm) = own.filter(|_| init.hook == init.maker) else {
        return init.refuse(start, "the head of the function hangs on other conditions than its body");
    };
    let (targets, conds) = (&init.project().targets, &init.facts().conds);
    let arms = layout.arms(arm.opened);
    let others: Vec<u32> = arms.into_iter().filter(|&at| layout.branch(at + 1).last() != Some(arm)).collect();
    let dead = others.iter().all(|&at| conds.live(conds.at(at + 1), targets).is_empty());
    if !dead || layout.directive(arm.opened).contains("PYPY") {
        return init.refuse(start, "the function has several heads that are compiled");
    }
    let mut written = layout.slice(head).to_owned();
    if layout.has_directives(head) {
        // `PyMODINIT_FUNC`, and behind it the names: the others keep what stood before all.
        let shared = Span::new(start, layout.line_start(arm.opened));
        let name = Span::new(func.name_span.start, head.end);
        if arm.opened < start
            || layout.has_directives(shared)
            || layout.has_directives(name)
            || shared.end < shared.start
        {
            return init.refuse(start, "directives stand in the head of the function");
        }
        let before = layout.slice(shared);
        written = format!("{before}{}", layout.slice(name));
        edits.delete(init.file, shared);
        others.iter().for_each(|&at| edits.insert(init.file, at + 1, before));
        edits.replace(init.file, name, turned);
    } else {
        edits.replace(init.file, head, turned);
    }
    edits.insert(init.file, func.span.end, format!("\n\n#if PY_MAJOR_VERSION >= 3\n{written}\n{returns}\n#endif"));
    Ok(())
}

/// Where the head begins.
fn start(init: &Init<'_>) -> Result<u32, Refusal> {
    let (func, layout) = (init.func(), &init.layout);
    let found = layout.declaration(func.name_span.start);
    let (early, own) = (found.min(func.span.start), func.span.start);
    let before = layout.slice(Span::new(early, own)).trim();
    let attribute = |text: &str| ["declspec", "visibility", "EXPORT", "__attribute__"].iter().any(|w| text.contains(w));
    if before.starts_with("extern") {
        return Ok(early);
    }
    // A macro of its own line, without a semicolon, is not part of the head.
    if attribute(before) {
        return init.refuse(early, "something stands before the head of the function that belongs to it");
    }
    let line = layout.slice(Span::new(layout.line_start(own), own)).trim();
    if !line.is_empty() && !line.ends_with(['}', ';', '/']) {
        return init.refuse(own, "something stands before the head of the function that belongs to it");
    }
    if before.is_empty() && !matches!(layout.before(own), "" | ";" | "}" | "{" | ")") {
        return init.refuse(own, "something stands before the head of the function that belongs to it");
    }
    let above = layout.at(own).checked_sub(1).map_or(0, |i| layout.tokens()[i].end);
    if layout.before(own) == ")" && layout.has_directives(Span::new(above, own)) {
        let from = layout.declaration(above.saturating_sub(1));
        if attribute(layout.slice(Span::new(from, above))) {
            return init.refuse(from, "something stands before the head of the function that belongs to it");
        }
    }
    Ok(own)
}

/// Moves a definition that is local to the function out of it.
pub(super) fn move_definition(
    init: &Init<'_>,
    body: &Body,
    span: Span,
    before: &str,
    edits: &mut Edits,
    own: &mut Edits,
) -> Result<(), Refusal> {
    if body.hands_over && before.is_empty() {
        return Ok(());
    }
    // The edits within go with it.
    let mut moved = Edits::default();
    std::mem::swap(edits, &mut moved);
    let text = moved.edited_part(init.file, init.layout.text, span);
    let text = String::from_utf8_lossy(&text).into_owned();
    *edits = moved.without(init.file, span);
    let func = init.func();
    let at = init.layout.above_comments(start(init).unwrap_or(func.span.start));
    let indent = init.layout.indent(span.start);
    let text: String =
        text.split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line)).collect::<Vec<_>>().join("\n");
    own.insert(init.file, at, format!("{before}{text}\n\n"));
    own.delete(init.file, init.layout.lines(span));
    Ok(())
}
