//! The functions of types that know that instances own a reference to their type: traverse visits it, dealloc gives it
//! back behind whatever frees the object.

use super::{Answer, Refused, Set, Work};
use crate::capi::roles;
use crate::convert::Edits;
use crate::convert::words::Words;
use crate::facts::{Expr, ExprId, FileFacts, Func, Name, Origin, Python, Span, Stmt, StmtId};
use crate::link::FuncRef;

/// How deep the statements of a function may be nested.
const MAX_DEPTH: u32 = 64;

/// How much of a statement's ways free the object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freed {
    /// None of those that go on behind it.
    None,
    /// All that go on behind it, or none go on.
    All,
    /// Some.
    Some,
}

struct Dealloc<'w> {
    work: &'w Work<'w>,
    set: &'w Set<'w>,
    facts: &'w FileFacts,
    at: FuncRef,
    own: Vec<Name>,
    /// The statements that free, and whether they stand in a block.
    places: Vec<(Span, bool)>,
    wrong: Option<Refused>,
}

/// Whether a call of this name in a slot frees and does nothing else.
pub(super) fn only_frees(name: &str) -> bool {
    roles::frees(name).is_some()
}

/// The edits of a dealloc function; `untrack`: the collector knows its objects.
pub(super) fn dealloc(work: &Work<'_>, set: &Set<'_>, at: FuncRef, untrack: bool) -> Answer<Edits> {
    let facts = work.scene.project.file(at.file);
    let func = facts.func(at.id);
    let refuse = |why: &str| Err(Refused { at: (at.file, func.name_span.start), why: why.to_owned() });
    let (Some(body), Some(own)) = (func.body, func.params.first().and_then(|p| p.name)) else {
        return refuse("its dealloc function is not understood");
    };
    if func.origin != Origin::Written || func.params.len() != 1 {
        return refuse("a macro makes its dealloc function");
    }
    if !work.scene.is_open(at.file) {
        return refuse("its dealloc function is in a file that is not to be changed");
    }
    let mut names = vec![own];
    for var in &facts.vars[func.locals.0 as usize..func.locals.1 as usize] {
        let given = var.init.map(|init| facts.ast.strip_casts(init));
        if given.is_some_and(|init| matches!(facts.ast.expr(init), Expr::Name(name) if name == own)) {
            names.push(var.name);
        }
    }
    let mut dealloc = Dealloc { work, set, facts, at, own: names, places: Vec::new(), wrong: None };
    let freed = dealloc.walk(body, true, 0);
    if let Some(wrong) = dealloc.wrong {
        return Err(wrong);
    }
    let mut edits = Edits::default();
    let whole = facts.ast.stmt_span(body);
    let text = work.scene.text(at.file, whole);
    let gives_back = ["tp", "type", "own_type", "cls"].iter().any(|name| text.contains(&format!("Py_DECREF({name})")));
    if gives_back && text.contains("Py_TYPE(") {
        return Ok(edits);
    }
    if freed != Freed::All {
        return refuse("not every way through its dealloc function is seen to free the object");
    }
    let Some(tp) = ["tp", "type", "own_type"].into_iter().find(|name| !has_word(&text, name)) else {
        return refuse("all names for its type are taken in the dealloc function");
    };
    let words = work.words(at.file);
    let one_line = !text.contains('\n');
    let indent = if one_line { " ".to_owned() } else { format!("\n{}", work.indent(at.file, func)) };
    let old = work.scene.project.targets.min_python < Python(8);
    // Before 3.8 only some of the functions that make instances gave these a reference.
    let guarded = |code: String, lead: &str| match old {
        true => format!("\n#if PY_VERSION_HEX >= 0x03080000{lead}{code}\n#endif"),
        false => format!("{lead}{code}"),
    };
    if old && one_line {
        return refuse("its dealloc function stands on one line");
    }
    if !dealloc.places.is_empty() {
        edits.insert(at.file, whole.start + 1, guarded(format!("PyTypeObject *{tp} = Py_TYPE({own});"), &indent));
    }
    if untrack && !text.contains("UnTrack") && !text.contains("_UNTRACK") {
        let Some(first) = first_place(facts, work.words(at.file), body) else {
            return refuse("its dealloc function is not understood");
        };
        edits.insert(at.file, first.at, first.text(&format!("PyObject_GC_UnTrack({own});"), &indent));
    }
    for (span, in_block) in dealloc.places {
        let end = words.tokens.get(words.from(span.end.saturating_sub(1))).map_or(span.end, |token| token.end);
        let lead = if one_line { " ".to_owned() } else { format!("\n{}", words.line_indent(span.start)) };
        if in_block {
            edits.insert(at.file, end, guarded(format!("Py_DECREF({tp});"), &lead));
        } else if old {
            return refuse("its dealloc function frees the object in a statement without braces");
        } else {
            edits.insert(at.file, span.start, "{ ");
            edits.insert(at.file, end, format!(" Py_DECREF({tp}); }}"));
        }
    }
    Ok(edits)
}

fn has_word(text: &str, word: &str) -> bool {
    crate::convert::words::Words::of(text.as_bytes()).named(word).next().is_some()
}

/// Where statements can stand before the first of a body, behind its declarations; `before` the first, or behind what
/// stands before that, where an `#if` holds it.
fn first_place(facts: &FileFacts, words: &Words<'_>, body: StmtId) -> Option<Place> {
    let Stmt::Block(list) = facts.ast.stmt(body) else { return None };
    let stmts = facts.ast.stmts(list);
    // What declares several variables is a block of its own, without braces.
    let declares = |s: &StmtId| match facts.ast.stmt(*s) {
        Stmt::Decl(_) => true,
        Stmt::Block(inner) => {
            let inner = facts.ast.stmts(inner);
            !inner.is_empty() && inner.iter().all(|&s| matches!(facts.ast.stmt(s), Stmt::Decl(_)))
        }
        _ => false,
    };
    let first = stmts.iter().position(|s| !declares(s))?;
    let whole = facts.ast.stmt_span(body);
    let plain = |at: u32| facts.conds.at(at) == facts.conds.at_span(whole);
    let start = facts.ast.stmt_span(stmts[first]).start;
    if plain(start) {
        return Some(Place { at: start, before: true });
    }
    let at = match first.checked_sub(1) {
        Some(last) => {
            let end = facts.ast.stmt_span(stmts[last]).end;
            let next = words.from(end);
            if words.text(next) == b";" { words.tokens[next].end } else { end }
        }
        None => whole.start + 1,
    };
    plain(at.saturating_sub(1)).then_some(Place { at, before: false })
}

/// A place for statements.
#[derive(Clone, Copy)]
struct Place {
    at: u32,
    /// They stand before something on its line; else they are a new line.
    before: bool,
}

impl Place {
    /// A statement that stands there.
    fn text(self, statement: &str, indent: &str) -> String {
        if self.before { format!("{statement}{indent}") } else { format!("{indent}{statement}") }
    }
}

impl Dealloc<'_> {
    fn refuse(&mut self, at: Span, why: &str) {
        self.wrong.get_or_insert(Refused { at: (self.at.file, at.start), why: why.to_owned() });
    }

    fn walk(&mut self, stmt: StmtId, in_block: bool, depth: u32) -> Freed {
        let span = self.facts.ast.stmt_span(stmt);
        if depth > MAX_DEPTH {
            self.refuse(span, "its dealloc function is nested too deeply");
            return Freed::Some;
        }
        match self.facts.ast.stmt(stmt) {
            Stmt::Block(list) => {
                let mut so_far = Freed::None;
                for &inner in self.facts.ast.stmts(list) {
                    if let Stmt::Return(_) = self.facts.ast.stmt(inner) {
                        return if so_far == Freed::All { Freed::All } else { self.early(inner) };
                    }
                    match self.walk(inner, true, depth + 1) {
                        Freed::None => {}
                        Freed::All => so_far = Freed::All,
                        Freed::Some if so_far == Freed::None => so_far = Freed::Some,
                        Freed::Some => {}
                    }
                }
                so_far
            }
            Stmt::Expr(expr) => match self.frees(expr) {
                None => Freed::None,
                Some(decref) => {
                    if decref {
                        self.places.push((span, in_block));
                    }
                    Freed::All
                }
            },
            Stmt::If { test, then, other } => {
                let resurrects = self.work.scene.text(self.at.file, self.facts.ast.expr_span(test));
                let then_freed = self.walk(then, false, depth + 1);
                if resurrects.contains("CallFinalizerFromDealloc") {
                    return Freed::None;
                }
                let other_freed = other.map_or(Freed::None, |other| self.walk(other, false, depth + 1));
                if then_freed == other_freed { then_freed } else { Freed::Some }
            }
            Stmt::Label { body: Some(body), .. } => self.walk(body, in_block, depth + 1),
            Stmt::While { body, .. } | Stmt::For { body, .. } | Stmt::Switch { body, .. } => {
                match self.walk(body, false, depth + 1) {
                    Freed::None => Freed::None,
                    _ => Freed::Some,
                }
            }
            Stmt::Return(_) => self.early(stmt),
            _ => Freed::None,
        }
    }

    /// A `return` before the object is freed: only where a finalizer brought it back.
    fn early(&mut self, stmt: StmtId) -> Freed {
        let span = self.facts.ast.stmt_span(stmt);
        let before = self.work.scene.text(self.at.file, Span::new(span.start.saturating_sub(160), span.start));
        if !before.contains("CallFinalizerFromDealloc") {
            self.refuse(span, "its dealloc function returns before the object is freed");
        }
        Freed::None
    }

    /// Whether a call frees the object, and the reference to the type is still to be given back then.
    fn frees(&mut self, expr: ExprId) -> Option<bool> {
        let ast = &self.facts.ast;
        let Expr::Call { callee, args } = ast.expr(ast.strip_casts(expr)) else { return None };
        let args = ast.exprs(args);
        let first = ast.referred_name(*args.first()?)?;
        if !self.own.contains(&first) {
            return None;
        }
        match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) if only_frees(&name) => Some(true),
            Expr::Name(name) => {
                let funcs = self.work.scene.project.resolve_func(self.at.file, name);
                funcs.iter().any(|f| *f != self.at && self.set.deallocs.contains(f)).then_some(false)
            }
            Expr::Member { field, .. } if field == "tp_free" => Some(true),
            Expr::Member { base, field, .. } if field == "tp_dealloc" => match ast.referred_name(base) {
                Some(name) if self.set.has_name(self.at.file, name) => Some(false),
                Some(name) if name.starts_with("Py") && name.ends_with("_Type") => Some(true),
                _ => {
                    let span = ast.expr_span(expr);
                    self.refuse(span, "its dealloc function calls that of a base which is not known");
                    Some(true)
                }
            },
            _ => None,
        }
    }
}

/// The edits of a traverse function: it visits the type.
pub(super) fn traverse(work: &Work<'_>, set: &Set<'_>, at: FuncRef) -> Answer<Edits> {
    let facts = work.scene.project.file(at.file);
    let func: &Func = facts.func(at.id);
    let refuse = |why: &str| Err(Refused { at: (at.file, func.name_span.start), why: why.to_owned() });
    let names: Vec<Name> = func.params.iter().filter_map(|p| p.name).collect();
    let (Some(body), [own, visit, arg]) = (func.body, &names[..]) else {
        return refuse("its traverse function is not understood");
    };
    if func.origin != Origin::Written {
        return refuse("a macro makes its traverse function");
    }
    if !work.scene.is_open(at.file) {
        return refuse("its traverse function is in a file that is not to be changed");
    }
    let mut edits = Edits::default();
    let text = work.scene.text(at.file, facts.ast.stmt_span(body));
    if text.contains("Py_VISIT(Py_TYPE(") {
        return Ok(edits);
    }
    let mut delegates = false;
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { callee, .. } = facts.ast.expr(e) else { return };
        match facts.ast.expr(facts.ast.strip_casts(callee)) {
            Expr::Name(name) => {
                let found = work.scene.project.resolve_func(at.file, name);
                delegates |= found.iter().any(|f| *f != at && set.traverses.contains(f));
            }
            Expr::Member { base, field, .. } if field == "tp_traverse" => {
                let name = facts.ast.referred_name(base);
                delegates |= name.is_some_and(|name| set.has_name(at.file, name));
            }
            _ => {}
        }
    });
    if delegates {
        return Ok(edits);
    }
    let Some(first) = first_place(facts, work.words(at.file), body) else {
        return refuse("its traverse function is not understood");
    };
    let own_line = text.contains('\n');
    let indent = if own_line { format!("\n{}", work.indent(at.file, func)) } else { " ".to_owned() };
    let call = if visit == "visit" && arg == "arg" {
        format!("Py_VISIT(Py_TYPE({own}));")
    } else {
        format!("if ({visit}((PyObject *)Py_TYPE({own}), {arg})) {{ return -1; }}")
    };
    let call = match work.scene.project.targets.min_python < Python(9) {
        // Instances of heap types are not seen to own their type by the collector of older versions.
        true if first.before => format!("\n#if PY_VERSION_HEX >= 0x03090000{indent}{call}\n#endif{indent}"),
        true => format!("\n#if PY_VERSION_HEX >= 0x03090000{indent}{call}\n#endif"),
        false => first.text(&call, &indent),
    };
    edits.insert(at.file, first.at, call);
    Ok(edits)
}
