//! Every place that names a type: `&Foo_Type` becomes `Foo_Type`, `Foo_Type.tp_x` becomes `Foo_Type->tp_x`, a declaration
//! gets its `*`. Where a name is something else the type stays as it is.

use super::given::{self, Given};
use super::made::{self, Creation, Truth};
use super::read::Reading;
use super::style::Style;
use super::{Answer, Refused, Set, Work, assigned, unready};
use crate::capi::roles::{self, Role};
use crate::convert::Edits;
use crate::facts::{FileFacts, FileId, Origin, Scope, Span, Stmt, Storage, Var};

/// What the names of a type are, but for those that go.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// What is to be done with them.
    pub edits: Edits,
    /// Behind the declarations: where a prototype can stand. With whether they are `extern`.
    pub declared: Vec<(FileId, u32, bool)>,
    /// Where it is made.
    pub created: Vec<(FileId, u32)>,
    /// Macros that get its name.
    pub given: Vec<Given>,
}

/// Reads the places that name a type.
pub(super) fn mentions(work: &Work<'_>, set: &Set<'_>, reading: &Reading) -> Answer<Mentions> {
    let project = work.scene.project;
    let mut out = Mentions::default();
    let mut named: Vec<(FileId, u32)> = Vec::new();
    let mut unready: Vec<Unready> = Vec::new();
    for &(file, i) in work.mentions(reading.symbol) {
        let words = work.words(file);
        let token = words.tokens[i];
        let refuse = |why: &str| Err(Refused { at: (file, token.start), why: why.to_owned() });
        let is_field = words.back(i, 1) == b"." || (words.back(i, 1) == b">" && words.back(i, 2) == b"-");
        if is_field || set.takes(file, token.span()) || !work.means(file, reading.symbol, reading.var) {
            continue;
        }
        if work.definitions(file, reading.symbol) > 1 {
            return refuse("there are several definitions of it");
        }
        if !work.scene.is_open(file) {
            return refuse("a file that is not to be changed names it");
        }
        let facts = project.file(file);
        if let Some(var) = facts.vars.iter().find(|v| v.name_span == token.span()) {
            declaration(work, &mut out, (file, i), var)?;
            continue;
        }
        let stays = mention(work, &mut out, reading, (file, i), &mut unready)?;
        if stays && !token.in_macro {
            named.push((file, token.start));
        }
    }
    made_at_last(work, &mut out, reading, &unready);
    if out.created.is_empty() {
        out.created.extend(unready::make(work, reading, &mut out.edits));
    }
    if out.created.is_empty() {
        let at = (reading.var.file, project.var(reading.var).name_span.start);
        return Err(Refused { at, why: "nothing is seen to make it ready: PyType_Ready with its address".to_owned() });
    }
    // In a function that makes the type nothing can name it before.
    for &(file, at) in &out.created {
        let facts = project.file(file);
        let Some(body) = body_around(facts, at) else { continue };
        let first = out.created.iter().filter(|c| c.0 == file && c.1 >= body.start).map(|c| c.1).min().unwrap_or(at);
        let early = named.iter().find(|n| n.0 == file && n.1 > body.start && n.1 < first);
        if let Some(&at) = early {
            return Err(Refused { at, why: "its address is used before it is made ready".to_owned() });
        }
    }
    Ok(out)
}

fn body_around(facts: &FileFacts, at: u32) -> Option<Span> {
    let bodies = facts.funcs.iter().filter_map(|f| f.body).map(|body| facts.ast.stmt_span(body));
    bodies.into_iter().find(|body| body.contains(Span::new(at, at)))
}

/// A declaration gets its `*`.
fn declaration(work: &Work<'_>, out: &mut Mentions, (file, i): (FileId, usize), var: &Var) -> Answer<()> {
    let words = work.words(file);
    let token = words.tokens[i];
    let refuse = |why: &str| Err(Refused { at: (file, token.start), why: why.to_owned() });
    if matches!(var.scope, Scope::Local(_)) && var.storage != Storage::Extern {
        return refuse("a local variable has its name");
    }
    let (before, end) = (words.back(i, 1), words.text(i + 1));
    if before == b")" {
        return refuse("it is declared for other programs");
    }
    if !matches!(before, b"PyTypeObject" | b",") || !matches!(end, b";" | b",") {
        return refuse("it is declared in a way that is not understood");
    }
    out.edits.insert(file, token.start, "*");
    let semicolon = (i + 1..words.tokens.len().min(i + 256)).find(|&k| words.text(k) == b";");
    let Some(semicolon) = semicolon else { return refuse("it is declared in a way that is not understood") };
    out.declared.push((file, words.tokens[semicolon].end, var.storage == Storage::Extern));
    Ok(())
}

/// Where a type can be made that nothing makes ready by its name.
struct Unready {
    file: FileId,
    /// A statement that goes: it gave the type its own type, and stood where it could be made.
    goes: Option<Span>,
    /// Where the statement begins.
    at: u32,
}

/// Makes a type where its own type was set, or before a local array or a macro gets its address, if it is made nowhere else.
fn made_at_last(work: &Work<'_>, out: &mut Mentions, reading: &Reading, unready: &[Unready]) {
    let symbol = reading.symbol;
    let mut wanted = out.created.is_empty();
    for place in unready {
        let fails = work.failure(place.file, place.at).filter(|_| wanted);
        match (fails, place.goes) {
            (Some(value), goes) => {
                let words = work.words(place.file);
                let (indent, tab) = (words.line_indent(place.at), Style::of(work, place.file).indent);
                let text = format!("if ({symbol}_create() < 0) {{\n{indent}{tab}return {value};\n{indent}}}\n");
                match goes {
                    Some(span) => out.edits.replace(place.file, span, format!("{indent}{text}")),
                    None => out.edits.insert(place.file, place.at, format!("{text}{indent}")),
                }
                out.created.push((place.file, place.at));
                wanted = false;
            }
            (None, Some(span)) => out.edits.delete(place.file, span),
            (None, None) => {}
        }
    }
}

/// The local variable whose initialiser holds a place, an array for the most part: where its declaration begins.
pub(super) fn local_variable(work: &Work<'_>, file: FileId, i: usize) -> Option<u32> {
    let (facts, words) = (work.scene.project.file(file), work.words(file));
    let token = words.tokens[i];
    let holds = |v: &&Var| matches!(v.scope, Scope::Local(_)) && v.span.contains(token.span());
    let var = facts.vars.iter().find(holds)?;
    let start = words.declaration(var.name_span.start);
    // Nothing but its type stands before it: no label.
    let before = work.scene.text(file, Span::new(start, var.name_span.start));
    let plain = var.storage != Storage::Static && var.origin == Origin::Written;
    (plain && !before.contains([':', '?'])).then_some(start)
}

/// Any other mention; gives whether something is still named there.
fn mention(
    work: &Work<'_>,
    out: &mut Mentions,
    reading: &Reading,
    (file, i): (FileId, usize),
    unready: &mut Vec<Unready>,
) -> Answer<bool> {
    let words = work.words(file);
    let token = words.tokens[i];
    let symbol = reading.symbol;
    let facts = work.scene.project.file(file);
    let refuse = |why: &str| Err(Refused { at: (file, token.start), why: why.to_owned() });
    let member = words.text(i + 1) == b".";
    let address = words.back(i, 1) == b"&" && words.back(i, 2) != b"&";
    if let Some(given) = given::given(work, file, i).filter(|_| !member && !address) {
        if body_around(facts, token.start).is_none() {
            return refuse("it is given to a macro outside of functions");
        }
        if given::makes(work, given) {
            out.created.push((file, token.start));
        }
        if !out.given.contains(&given) {
            out.given.push(given);
        }
        return Ok(true);
    }
    if !member && !address {
        return refuse("it is named as an object and not by its address");
    }
    if words.text(i + 1) == b"[" {
        return refuse("it is named as an array");
    }
    if !token.in_macro {
        if body_around(facts, token.start).is_none() {
            return refuse("a static initializer holds its address, which is not known before it is made");
        }
        let kept = |v: &&Var| matches!(v.scope, Scope::Local(_)) && v.storage == Storage::Static && v.init.is_some();
        if facts.vars.iter().filter(kept).any(|v| v.span.contains(token.span())) {
            return refuse("the initializer of a static local variable holds its address");
        }
    }
    let call = words.call_around(i);
    let called = call.map_or("", |call| words.name(call.callee));
    let assigned = |k: usize| words.text(k) == b"=" && words.text(k + 1) != b"=";
    let own_type = (member && words.text(i + 2).starts_with(b"ob_"))
        || (roles::is(called, Role::SetType) && call.is_some_and(|c| c.arg == 0))
        || (roles::is(called, Role::TypeOf) && call.is_some_and(|c| assigned(c.close + 1)));
    let dead = facts.conds.settled(facts.conds.at(token.start)) == Some(false);
    if own_type && !dead {
        if let Some(span) = assigned::typed(work, file, i) {
            unready.push(Unready { file, goes: Some(span), at: words.tokens[words.from(span.start)].start });
            return Ok(false);
        }
        return refuse("code sets its object header");
    }
    let by_hand = roles::is(called, Role::SetType)
        || (address && words.back(i, 2) == b"=" && matches!(words.back(i, 3), b"ob_type" | b")"));
    if by_hand {
        return refuse("an object gets it as its type by hand");
    }
    let place = local_variable(work, file, i).or_else(|| made::by_macro(work, file, i));
    if let Some(at) = place.filter(|_| !token.in_macro) {
        unready.push(Unready { file, goes: None, at });
    }
    if member && words.text(i + 2).starts_with(b"tp_") && is_written(work, file, i) {
        return refuse("a field of it is set where no slot can be");
    }
    let sign = |k: usize| words.tokens[k];
    match made::creation(work, file, i) {
        Some(Creation::Ready(call)) => {
            out.edits.replace(
                file,
                Span::new(sign(call.callee).start, sign(call.close).end),
                format!("{symbol}_create()"),
            );
            out.created.push((file, token.start));
            return Ok(true);
        }
        Some(Creation::Given(call)) => {
            let (open, close) = match made::truth(words, &call) {
                Some(Truth::Whole) => (format!("{symbol}_create() < 0 || "), ""),
                Some(Truth::Part) => (format!("({symbol}_create() < 0 || "), ")"),
                None => (format!("({symbol}_create() < 0 ? -1 : "), ")"),
            };
            out.edits.insert(file, sign(call.callee).start, open);
            out.edits.insert(file, sign(call.close).end, close);
            out.created.push((file, token.start));
        }
        None => {}
    }
    if called == "PyModule_AddObject" && call.is_some_and(|c| c.arg == 2) && !is_owned(work, file, i, reading) {
        let before = if token.in_macro { None } else { statement_around(facts, token.span()) };
        let Some(before) = before else { return refuse("PyModule_AddObject takes a reference that nobody gives") };
        let indent = words.line_indent(before);
        out.edits.insert(file, before, format!("Py_INCREF({symbol});\n{indent}"));
    }
    if member {
        out.edits.replace(file, sign(i + 1).span(), "->");
    } else {
        out.edits.delete(file, Span::new(sign(i - 1).start, token.start));
    }
    Ok(true)
}

/// Whether a field of a type is written: `T.tp_x = …`, `T.tp_x |= …`.
fn is_written(work: &Work<'_>, file: FileId, i: usize) -> bool {
    let words = work.words(file);
    let (first, second, third) = (words.text(i + 3), words.text(i + 4), words.text(i + 5));
    let conds = &work.scene.project.file(file).conds;
    let dead = conds.settled(conds.at(words.tokens[i].start)) == Some(false);
    let plain = first == b"=" && second != b"=";
    let compound = matches!(first, b"|" | b"&" | b"^" | b"+" | b"-") && second == b"=" && third != b"=";
    !dead && (plain || compound)
}

/// Whether a function takes a reference to the type before a place: `Py_INCREF(&T)`.
fn is_owned(work: &Work<'_>, file: FileId, i: usize, reading: &Reading) -> bool {
    let words = work.words(file);
    let from = body_around(work.scene.project.file(file), words.tokens[i].start).map_or(0, |body| body.start);
    let before = work.mentions(reading.symbol).iter().filter(|m| m.0 == file && m.1 <= i);
    before.map(|m| m.1).filter(|&k| words.tokens[k].start >= from).any(|k| {
        let name = words.call_around(k).map_or(&b""[..], |call| words.text(call.callee));
        std::str::from_utf8(name).is_ok_and(roles::takes)
    })
}

/// Where the statement that holds a place begins: one that stands in a block.
pub(super) fn statement_around(facts: &FileFacts, place: Span) -> Option<u32> {
    let body = facts.funcs.iter().filter_map(|f| f.body).find(|&b| facts.ast.stmt_span(b).contains(place))?;
    let mut found = None;
    facts.ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Block(list) = facts.ast.stmt(stmt) {
            let inner = facts.ast.stmts(list).iter().find(|&&s| facts.ast.stmt_span(s).contains(place));
            if let Some(&inner) = inner {
                let plain = matches!(facts.ast.stmt(inner), Stmt::Expr(_) | Stmt::Return(_) | Stmt::If { .. });
                found = plain.then(|| facts.ast.stmt_span(inner).start);
            }
        }
    });
    found
}

/// A text with the same done to the names of types that are pointers now.
pub(super) fn rewritten(text: &str, is_pointer: impl Fn(&str) -> bool) -> String {
    let words = crate::convert::words::Words::of(text.as_bytes());
    let mut out = text.to_owned();
    for i in (0..words.tokens.len()).rev() {
        let token = words.tokens[i];
        if !token.is_name || !is_pointer(&text[token.start as usize..token.end as usize]) {
            continue;
        }
        if words.text(i + 1) == b"." {
            let dot = words.tokens[i + 1];
            out.replace_range(dot.start as usize..dot.end as usize, "->");
        } else if words.back(i, 1) == b"&" {
            out.replace_range(words.tokens[i - 1].start as usize..token.start as usize, "");
        }
    }
    out
}
