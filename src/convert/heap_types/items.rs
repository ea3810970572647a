//! The items of an initialiser as text, each with the comments that belong to it. A comment that only names the field of
//! its item goes with it: the slot says its name.

use super::{Answer, Refused, Work};
use crate::convert::words::Words;
use crate::facts::{CondId, ExprId, FileId, Name, Span};
use crate::link::initialiser;
use crate::link::macros::constants::Folder;

/// One field that an initialiser sets.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// `tp_dealloc`, `nb_add`, …
    pub name: Name,
    /// What it is set to.
    pub value: ExprId,
    /// The file of the expression.
    pub file: FileId,
    /// Where the expression stands, with the parentheses around it; where it is used, for what a macro holds.
    pub span: Span,
    /// The expression as text.
    pub text: String,
    /// It is 0.
    pub is_null: bool,
    /// The `#if` that it stands under, which is open on the Pythons of the project.
    pub guard: Option<String>,
    /// The macro that holds it.
    pub macro_name: Option<Name>,
    /// Comments on lines before it.
    pub lead: Vec<String>,
    /// A comment behind it on its line.
    pub tail: Option<String>,
}

/// Takes an initialiser apart.
pub(super) fn items(work: &Work<'_>, file: FileId, init: ExprId, order: &[&str]) -> Answer<Vec<Item>> {
    let project = work.scene.project;
    let facts = project.file(file);
    let list = facts.ast.expr_span(init);
    let refuse = |at: Span, why: &str| Err(Refused { at: (file, at.start), why: why.to_owned() });
    let fields = initialiser::fields(project, file, init, order);
    if !fields.complete {
        return refuse(list, "its initializer is not understood");
    }
    let words = work.words(file);
    let outer = facts.conds.at_span(list);
    let mut out: Vec<Item> = Vec::new();
    let mut end = list.start + 1;
    for field in &fields.set {
        if let Some((macro_name, text)) = held_by_macro(work, file, field) {
            let macro_name = Some(macro_name);
            let is_null = is_null(work, file, field.value);
            let (name, value, span) = (field.name, field.value, field.span);
            let (tail, lead) = comments(work, file, Span::new(end, span.start.max(end)));
            if let Some(before) = out.last_mut().filter(|_| span.start >= end) {
                before.tail = tail;
            }
            out.push(Item { name, value, file, span, text, is_null, guard: None, macro_name, lead, tail: None });
            end = span.end;
            continue;
        }
        let span = widened(work, file, facts.ast.expr_span(field.value));
        let whole = Span::new(field.span.start.min(span.start), field.span.end.max(span.end));
        if whole.start < end {
            return refuse(whole, "a macro makes several fields of its initializer");
        }
        let is_null = is_null(work, file, field.value);
        let first = words.from(span.start);
        let before = words.back(first, 1);
        let last = words.from(span.end);
        // The header of an object brings its own comma.
        let behind_head = matches!(&out[..], [only] if only.name == "ob_base");
        let begins = matches!(before, b"{" | b"," | b"=" | b")") || behind_head;
        if !begins || !(matches!(words.text(last), b"," | b"}") || out.is_empty()) {
            return refuse(whole, "its initializer is not understood");
        }
        let settled = field.cond == outer || facts.conds.settled(field.cond) == Some(true);
        let guard = if settled || is_null { None } else { guard(work, file, list, whole) };
        if !settled && !is_null && guard.is_none() {
            return refuse(whole, "its initializer differs by `#if`");
        }
        // An `#if` around the last operands ends before the comma.
        let next = words.tokens.get(last).map_or(span.end, |token| token.start);
        let span = if guard.is_none() && words.has_directive(Span::new(span.start, next)) {
            Span::new(span.start, next)
        } else {
            span
        };
        let (tail, lead) = comments(work, file, Span::new(end, whole.start));
        if let Some(before) = out.last_mut() {
            before.tail = tail;
        }
        let text = work.scene.text(file, span).trim_end().to_owned();
        let (name, value, macro_name) = (field.name, field.value, None);
        out.push(Item { name, value, file, span, text, is_null, guard, macro_name, lead, tail: None });
        end = whole.end;
    }
    let (tail, _) = comments(work, file, Span::new(end, list.end.saturating_sub(1)));
    if let Some(last) = out.last_mut() {
        last.tail = tail;
    }
    Ok(out)
}

/// The `#if` right around a place, where it has one branch and stands in the list.
fn guard(work: &Work<'_>, file: FileId, list: Span, place: Span) -> Option<String> {
    let words = work.words(file);
    let next = words.directives.partition_point(|d| d.start < place.start);
    let (before, behind) = (words.directives.get(next.checked_sub(1)?)?, words.directives.get(next)?);
    let text = |span: &Span| work.scene.text(file, *span).trim().to_owned();
    let is = |text: &str, word: &str| text.trim_start_matches('#').trim_start().starts_with(word);
    let (first, last) = (text(before), text(behind));
    let single = is(&first, "if") && is(&last, "endif") && list.contains(*before) && list.contains(*behind);
    (single && place.end <= behind.start && !first.contains('\n')).then_some(first)
}

/// The value of a field that stands in the body of a macro without parameters, by its name there. None: it stands in the
/// initialiser itself.
fn held_by_macro(work: &Work<'_>, file: FileId, field: &initialiser::FieldInit) -> Option<(Name, String)> {
    let project = work.scene.project;
    let words = work.words(file);
    let first = words.from(field.span.start);
    let token = words.tokens.get(first).filter(|token| token.is_name && token.span() == field.span)?;
    let name = std::str::from_utf8(&words.bytes[token.start as usize..token.end as usize]).ok()?;
    let defines = project.defines_of(file, name.into());
    let [(_, define)] = defines[..] else { return None };
    let text = define.params.is_none().then(|| designated(&define.body, &field.name)).flatten()?;
    Some((define.name, text))
}

/// What stands behind `.name =` in a list of fields.
fn designated(body: &str, name: &str) -> Option<String> {
    let words = Words::of(body.as_bytes());
    let mut found = words.named(name).filter(|&i| words.back(i, 1) == b"." && words.text(i + 1) == b"=");
    let (Some(at), None) = (found.next(), found.next()) else { return None };
    let (mut depth, mut last) = (0usize, at + 1);
    for i in at + 2..words.tokens.len() {
        match words.text(i) {
            b"(" | b"{" | b"[" => depth += 1,
            b")" | b"}" | b"]" => depth = depth.checked_sub(1)?,
            b"," if depth == 0 => break,
            _ => {}
        }
        last = i;
    }
    let (from, to) = (words.tokens.get(at + 2)?.start as usize, words.tokens[last].end as usize);
    body.get(from..to).map(str::to_owned)
}

/// Whether an expression is 0 on every Python of the run.
pub(super) fn is_null(work: &Work<'_>, file: FileId, value: ExprId) -> bool {
    let python = work.scene.project.targets.max_python;
    Folder { project: work.scene.project, file, given: CondId::ALWAYS, python }.value(value) == Some(0)
}

/// A range with the parentheses around it.
pub(super) fn widened(work: &Work<'_>, file: FileId, mut span: Span) -> Span {
    let words = work.words(file);
    loop {
        let (first, last) = (words.from(span.start), words.from(span.end));
        let called = first >= 2 && words.tokens[first - 2].is_name;
        if words.back(first, 1) != b"(" || words.text(last) != b")" || called {
            return span;
        }
        span = Span::new(words.tokens[first - 1].start, words.tokens[last].end);
    }
}

/// The comments between two items: the one on the line of the first, and the others. Those that only name a field are
/// left out.
fn comments(work: &Work<'_>, file: FileId, gap: Span) -> (Option<String>, Vec<String>) {
    let bytes = work.scene.bytes(file).get(gap.start as usize..gap.end.max(gap.start) as usize).unwrap_or_default();
    let (mut tail, mut lead, mut at, mut same_line) = (None, Vec::new(), 0, true);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = if rest.starts_with(b"/*") {
            memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest).unwrap_or(rest.len())
        } else {
            same_line &= rest[0] != b'\n';
            at += 1;
            continue;
        };
        let text = String::from_utf8_lossy(&rest[..length]).trim_end().to_owned();
        at += length;
        if is_label(&text) {
            continue;
        }
        if same_line && tail.is_none() { tail = Some(text) } else { lead.push(text) }
    }
    (tail, lead)
}

/// Whether a comment says nothing but the name of a field.
fn is_label(comment: &str) -> bool {
    let words: Vec<&str> =
        comment.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let groups = ["tp_", "nb_", "sq_", "mp_", "am_", "bf_", "ob_", "was_"];
    match words[..] {
        [] => true,
        [only] => only.contains('_') || ["methods", "members", "getset", "name", "flags", "doc"].contains(&only),
        [first, ..] => words.len() <= 4 && groups.iter().any(|group| first.starts_with(group)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_name_a_field() {
        assert!(is_label("/* tp_dealloc */") && is_label("/*nb_add*/") && is_label("// sq_length"));
        assert!(is_label("/* tp_reserved, was tp_compare */"));
        assert!(!is_label("/* see the note above */") && !is_label("/* tp_print is gone, so that we use another */"));
    }
}
