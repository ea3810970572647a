//! The body of the function that creates a module as the body of one that fills a module: the module is a parameter, and
//! borrowed; what is returned says whether it went well.

use rustc_hash::FxHashSet;

use super::super::Edits;
use super::super::refusal::Refusal;
use super::found::Init;
use super::gil::{self, Gil};
use super::holder::{self, Form};
use super::macros;
use crate::capi::functions::facts_of;
use crate::capi::roles;
use crate::facts::{Expr, ExprId, GapKind, Name, Span, Stmt, StmtId, UnaryOp};
use crate::link::macros::words::words;
use crate::link::values::behind_macro;

/// Macros of NumPy that return NULL from the function around them, and those that return what they are given.
const RETURNING: [(&str, &str); 3] = [
    ("import_array", "import_array1(-1)"),
    ("import_umath", "import_umath1(-1)"),
    ("import_ufunc", "import_umath1(-1)"),
];

/// What becomes of the body.
pub(super) struct Body {
    pub(super) edits: Edits,
    /// The parameter that is the module.
    pub(super) parameter: String,
    /// Whether the body speaks of it.
    pub(super) used: bool,
    /// Nothing is left to do in it but to hand over the definition, and it does that.
    pub(super) hands_over: bool,
    /// What it said about the GIL.
    pub(super) gil: Option<Gil>,
}

/// The edits of a body in the making.
pub(super) struct Work<'w, 'a> {
    pub(super) init: &'w Init<'a>,
    pub(super) body: StmtId,
    pub(super) form: Form,
    pub(super) edits: Edits,
    /// What goes.
    pub(super) gone: Vec<Span>,
    /// Statements that stand in a block, so that they can go.
    pub(super) in_block: FxHashSet<StmtId>,
    /// What was changed in macros.
    once: Vec<Span>,
}

/// Works out the body.
pub(super) fn convert(init: &Init<'_>) -> Result<Body, Refusal> {
    let body = init.body()?;
    let form = holder::form(init, body, false)?;
    let made = with_form(init, body, form)?;
    // A branch of `#if` that creates the module shares the declarations with others.
    let outer = init.layout.branch(init.ast().stmt_span(body).start + 1);
    if !made.hands_over && init.layout.branch(init.ast().expr_span(init.call).start) != outer {
        return with_form(init, body, holder::form(init, body, true)?);
    }
    Ok(made)
}

fn with_form(init: &Init<'_>, body: StmtId, form: Form) -> Result<Body, Refusal> {
    let ast = init.ast();
    let mut in_block = FxHashSet::default();
    let mut tried = false;
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Block(list) | Stmt::Case { body: list, .. } => in_block.extend(ast.stmts(list).iter().copied()),
        Stmt::Try(_) => tried = true,
        _ => {}
    });
    if tried {
        return init.refuse(ast.stmt_span(body).start, "it catches C++ exceptions");
    }
    let mut work = Work { init, body, form, edits: Edits::default(), gone: Vec::new(), in_block, once: Vec::new() };
    returning_macros(&mut work)?;
    let gil = gil::take(&mut work)?;
    holder::creation(&mut work)?;
    holder::null_tests(&mut work);
    holder::releases(&mut work)?;
    let left: Vec<StmtId> = init.top(body).into_iter().filter(|&s| !work.is_gone(ast.stmt_span(s))).collect();
    let hands_over = match left[..] {
        [only] => {
            matches!(ast.stmt(only), Stmt::Return(Some(e)) if init.is_holder(e) || ast.strip_casts(e) == init.call)
        }
        _ => false,
    } && work.form.assigned.is_none();
    returns(&mut work, hands_over)?;
    labels(&mut work);
    let used = !hands_over && is_used(&work);
    let parameter = work.form.parameter.clone();
    let edits = work.finished();
    Ok(Body { edits, parameter, used, hands_over, gil })
}

impl Work<'_, '_> {
    /// Whether a place is in something that goes.
    pub(super) fn is_gone(&self, span: Span) -> bool {
        self.gone.iter().any(|gone| gone.contains(span))
    }

    /// Takes something away.
    pub(super) fn drop(&mut self, span: Span) {
        if !self.is_gone(span) {
            self.gone.retain(|gone| !span.contains(*gone));
            self.gone.push(span);
        }
    }

    pub(super) fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.edits.replace(self.init.file, span, text);
    }

    /// The same, where several places ask for it.
    pub(super) fn replace_once(&mut self, span: Span, text: &str) {
        if !self.once.contains(&span) {
            self.once.push(span);
            self.replace(span, text);
        }
    }

    /// All edits; what goes takes its lines with it.
    fn finished(mut self) -> Edits {
        let layout = &self.init.layout;
        self.gone.sort_unstable();
        let mut together: Vec<Span> = Vec::new();
        for &span in &self.gone {
            match together.last_mut() {
                Some(last) if last.end >= span.start || layout.blank(last.end, span.start) => {
                    last.end = last.end.max(span.end);
                }
                _ => together.push(span),
            }
        }
        together.iter().for_each(|&span| self.edits.delete(self.init.file, layout.lines(span)));
        self.edits
    }
}

/// Macros that leave the function with NULL: those of NumPy have kin that is told what to return.
fn returning_macros(work: &mut Work<'_, '_>) -> Result<(), Refusal> {
    let init = work.init;
    let (facts, ast, project) = (init.facts(), init.ast(), init.project());
    let mut calls: Vec<(Name, ExprId)> = Vec::new();
    facts.each_body_expr(work.body, &mut |e| {
        let name = ast.callee_name(e).or(match ast.expr(e) {
            Expr::Name(name) => Some(name),
            _ => None,
        });
        calls.extend(name.map(|name| (name, e)));
    });
    for (name, e) in calls {
        let span = ast.expr_span(e);
        if let Some((_, instead)) = RETURNING.iter().find(|(known, _)| name == *known) {
            if matches!(ast.expr(e), Expr::Call { .. }) {
                work.replace(span, *instead);
            }
            continue;
        }
        let defines = project.defines_of(init.file, name);
        let leaves = defines.iter().any(|(file, define)| {
            !project.live(*file, define.cond).is_empty() && words(project, *file, define).iter().any(|w| w == "return")
        });
        if leaves {
            return init.refuse(span.start, format!("the macro `{name}` returns from the function"));
        }
    }
    Ok(())
}

/// What the function returns.
fn returns(work: &mut Work<'_, '_>, hands_over: bool) -> Result<(), Refusal> {
    let (init, ast) = (work.init, work.init.ast());
    let mut found: Vec<(StmtId, ExprId)> = Vec::new();
    ast.each_stmt(work.body, &mut |stmt| {
        if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
            found.push((stmt, value));
        }
    });
    for (stmt, value) in found {
        let span = ast.stmt_span(stmt);
        if work.is_gone(span) {
            continue;
        }
        let text = init.text(span);
        if !text.starts_with("return") {
            let semicolon = if text.ends_with(';') { ";" } else { "" };
            if macros::used(init, span).is_some_and(|used| used.returns_its_argument(&init.layout)) {
                let said = match hands_over {
                    true => format!("PyModuleDef_Init(&{})", init.def_name()),
                    false => result(work, value, span)?,
                };
                work.replace(span, format!("return {said}{semicolon}"));
                continue;
            }
            if !hands_over && init.is_null(value) && macros::fails(work, span)? {
                continue;
            }
            let null =
                init.is_null(value) && text.trim_end_matches(';').chars().all(|c| c.is_alphanumeric() || c == '_');
            if !null || hands_over {
                return init.refuse(span.start, "a macro returns from the function");
            }
            work.replace(span, format!("return -1{semicolon}"));
            continue;
        }
        if hands_over {
            work.replace(span, format!("return PyModuleDef_Init(&{});", init.def_name()));
            continue;
        }
        let behind = behind_macro(init.project(), init.file, value);
        if let Expr::Conditional { then, other, .. } = ast.expr(behind) {
            for arm in [then, other] {
                let said = result(work, arm, span)?;
                work.replace(ast.expr_span(arm), said);
            }
            continue;
        }
        let said = result(work, value, span)?;
        work.replace(span, format!("return {said};"));
    }
    Ok(())
}

/// What is returned in the place of a value.
fn result(work: &Work<'_, '_>, value: ExprId, at: Span) -> Result<String, Refusal> {
    let (init, ast) = (work.init, work.init.ast());
    let value = behind_macro(init.project(), init.file, value);
    if init.is_null(value) {
        return Ok("-1".to_owned());
    }
    if ast.strip_casts(value) == init.call {
        return Ok("0".to_owned());
    }
    if !init.is_holder(value) {
        return init.refuse(at.start, "it returns something other than the module");
    }
    if at.start < work.form.created.start {
        return init.refuse(at.start, "it returns a module that was created before");
    }
    let name = init.holder.map_or("", |name| name.as_str());
    Ok(if work.form.may_be_null { format!("{name} != NULL ? 0 : -1") } else { "0".to_owned() })
}

/// Labels that nothing goes to any more: they go as well, and what only they led to.
fn labels(work: &mut Work<'_, '_>) {
    let (init, ast) = (work.init, work.init.ast());
    let mut gotos: Vec<(Name, Span)> = Vec::new();
    let mut blocks: Vec<Vec<StmtId>> = Vec::new();
    ast.each_stmt(work.body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Goto(name) => gotos.push((name, ast.stmt_span(stmt))),
        Stmt::Block(list) => blocks.push(ast.stmts(list).to_vec()),
        _ => {}
    });
    let body = ast.stmt_span(work.body);
    let left_out = |name: Name| {
        let gaps = init.facts().gaps.iter().filter(|g| g.kind == GapKind::BranchLeftOut && body.contains(g.span));
        gaps.into_iter().any(|gap| init.layout.names(gap.span, name.as_str()))
    };
    for block in blocks {
        for (i, &stmt) in block.iter().enumerate() {
            let Stmt::Label { name, .. } = ast.stmt(stmt) else { continue };
            let mut own = gotos.iter().filter(|(to, _)| *to == name).peekable();
            if own.peek().is_none() || own.any(|(_, span)| !work.is_gone(*span)) || left_out(name) {
                continue;
            }
            let span = ast.stmt_span(stmt);
            let before = block[..i].iter().rev().find(|s| !work.is_gone(ast.stmt_span(**s)));
            let ends = before.is_some_and(|s| matches!(ast.stmt(*s), Stmt::Return(_) | Stmt::Goto(_)));
            let rest = Span::new(span.start, block.last().map_or(span.end, |last| ast.stmt_span(*last).end));
            let labelled = block[i + 1..].iter().any(|s| {
                let mut found = false;
                ast.each_stmt(*s, &mut |inner| {
                    found |= matches!(ast.stmt(inner), Stmt::Label { .. } | Stmt::Case { .. })
                });
                found
            });
            if ends && !labelled && !init.layout.has_directives(rest) {
                // What is edited there goes with it.
                let edits = std::mem::take(&mut work.edits);
                work.edits = edits.without(init.file, rest);
                work.drop(rest);
            } else {
                let colon = init.layout.inside(span).find(|&t| init.layout.word(t) == ":");
                let end = colon.map_or(span.start, |t| init.layout.tokens()[t].end);
                work.drop(Span::new(span.start, end));
            }
        }
    }
}

/// Whether the body still speaks of the parameter.
fn is_used(work: &Work<'_, '_>) -> bool {
    let (init, ast) = (work.init, work.init.ast());
    if work.form.assigned.is_some() {
        return true;
    }
    let mut returned: Vec<Span> = Vec::new();
    ast.each_stmt(work.body, &mut |stmt| {
        if let Stmt::Return(Some(value)) = ast.stmt(stmt)
            && !work.form.may_be_null
            && init.is_holder(behind_macro(init.project(), init.file, value))
        {
            returned.push(ast.stmt_span(stmt));
        }
    });
    let mut used = false;
    init.facts().each_body_expr(work.body, &mut |e| {
        let span = ast.expr_span(e);
        used |= init.is_holder(e) && !work.is_gone(span) && !returned.iter().any(|r| r.contains(span));
    });
    used
}

/// Whether a call hands over the reference to an argument.
pub(super) fn gives_away(callee: &str, index: usize) -> bool {
    facts_of(callee).is_some_and(|f| f.steals_on_success(index + 1))
}

/// Whether a call takes a reference to its argument.
pub(super) fn takes(callee: &str) -> bool {
    roles::takes(callee) || callee.ends_with("NewRef")
}

/// Whether an expression takes the address of the variable that holds the module.
pub(super) fn addresses(init: &Init<'_>, e: ExprId) -> bool {
    matches!(init.ast().expr(e), Expr::Unary { op: UnaryOp::AddressOf, arg } if init.is_holder(arg))
}
