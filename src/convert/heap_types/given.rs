//! Macros that get a type by its name and write the `&` themselves: `ADD(m, Foo_Type)`. Where all that such a macro gets are
//! types that are taken, its body is changed as the code is.

use super::{Answer, Refused, Set, Work, made};
use crate::capi::roles::{self, Role};
use crate::convert::Edits;
use crate::facts::{FileId, Name, Span};

/// A parameter of a macro that is a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Given {
    /// The file of the definition.
    file: FileId,
    /// Where its name stands there.
    name: Span,
    /// Which parameter.
    index: usize,
}

/// What a macro does with a parameter: the tokens of its file, behind its head.
struct Body {
    parameter: Name,
    from: usize,
    to: usize,
}

/// The macro that gets the name at a place as its whole argument.
pub(super) fn given(work: &Work<'_>, file: FileId, i: usize) -> Option<Given> {
    let (words, project) = (work.words(file), work.scene.project);
    let call = words.call_around(i)?;
    let alone = matches!(words.back(i, 1), b"(" | b",") && matches!(words.text(i + 1), b")" | b",");
    let name = Name::from_existing(std::str::from_utf8(words.text(call.callee)).ok()?)?;
    let [(at, define)] = project.defines_of(file, name)[..] else { return None };
    let fits = define.params.as_ref().is_some_and(|all| call.arg < all.len());
    (alone && fits && work.scene.is_open(at)).then_some(Given { file: at, name: define.name_span, index: call.arg })
}

fn body(work: &Work<'_>, given: Given) -> Option<Body> {
    let (words, facts) = (work.words(given.file), work.scene.project.file(given.file));
    let define = facts.defines.iter().find(|d| d.name_span == given.name)?;
    let whole = words.directives.iter().find(|d| d.contains(given.name))?;
    let (first, to) = (words.from(given.name.end), words.from(whole.end));
    let from = words.closing(first)? + 1;
    Some(Body { parameter: *define.params.as_ref()?.get(given.index)?, from, to })
}

/// Whether a macro makes ready what it is given.
pub(super) fn makes(work: &Work<'_>, given: Given) -> bool {
    let words = work.words(given.file);
    let Some(body) = body(work, given) else { return false };
    uses(work, given, &body)
        .any(|i| words.call_around(i).is_some_and(|call| roles::readied(words.name(call.callee)).is_some()))
}

fn uses<'w>(work: &'w Work<'_>, given: Given, body: &Body) -> impl Iterator<Item = usize> + 'w {
    let (words, parameter) = (work.words(given.file), body.parameter);
    (body.from..body.to).filter(move |&i| words.text(i) == parameter.as_bytes())
}

/// The edits of a macro; or why what it gets stays as it is.
pub(super) fn edits(work: &Work<'_>, set: &Set<'_>, given: Given) -> Answer<Edits> {
    let words = work.words(given.file);
    let refuse = |at: u32, why: &str| Err(Refused { at: (given.file, at), why: why.to_owned() });
    let Some(body) = body(work, given) else { return refuse(given.name.start, "its macro is not understood") };
    let name = String::from_utf8_lossy(&words.bytes[given.name.start as usize..given.name.end as usize]).into_owned();
    for (&file, words) in &work.words {
        let near = file == given.file || work.scene.project.share_unit(file, given.file);
        for i in words.named(&name).filter(|_| near) {
            let span = words.tokens[i].span();
            if (file, span) == (given.file, given.name) {
                continue;
            }
            let is_type = argument(work, file, i, given.index).is_some_and(|word| set.has_name(file, word));
            if !is_type {
                return refuse(span.start, "its macro gets something else as well, or a type that stays static");
            }
        }
    }
    let mut out = Edits::default();
    let sign = |k: usize| words.tokens[k];
    let parameter = body.parameter;
    let mut owned = false;
    for i in uses(work, given, &body) {
        let at = sign(i).start;
        if words.back(i, 1) == b"#" && words.back(i, 2) != b"#" {
            continue;
        }
        let (address, member) = (words.back(i, 1) == b"&" && words.back(i, 2) != b"&", words.text(i + 1) == b".");
        if member && !words.text(i + 2).starts_with(b"ob_") && words.text(i + 3) != b"=" {
            out.replace(given.file, sign(i + 1).span(), "->");
            continue;
        }
        if !address || member {
            return refuse(at, "its macro does something else with it than to take its address");
        }
        let call = words.call_around(i).filter(|call| call.callee >= body.from);
        let called = call.map_or("", |call| words.name(call.callee));
        owned |= roles::takes(called);
        if let Some(call) = call.filter(|_| roles::is(called, Role::Ready)) {
            let whole = Span::new(sign(call.callee).start, sign(call.close).end);
            out.replace(given.file, whole, format!("{parameter}##_create()"));
            continue;
        }
        if let Some(call) = call.filter(|_| roles::is(called, Role::AddType)) {
            let failed = if made::truth(words, &call).is_some() { "||" } else { "? -1 :" };
            out.insert(given.file, sign(call.callee).start, format!("({parameter}##_create() < 0 {failed} "));
            out.insert(given.file, sign(call.close).end, ")");
        }
        if called == "PyModule_AddObject" && !owned {
            return refuse(at, "PyModule_AddObject takes a reference that nobody gives");
        }
        if roles::is(called, Role::SetType) {
            return refuse(at, "an object gets it as its type by hand");
        }
        out.delete(given.file, Span::new(sign(i - 1).start, at));
    }
    Ok(out)
}

/// The single word that a use of a macro gives for a parameter.
fn argument(work: &Work<'_>, file: FileId, i: usize, wanted: usize) -> Option<Name> {
    let words = work.words(file);
    let close = words.closing(i + 1).filter(|_| words.text(i + 1) == b"(")?;
    let (mut depth, mut index, mut start) = (0usize, 0, i + 2);
    for k in i + 2..=close {
        if words.tokens[k].in_macro != words.tokens[i].in_macro {
            continue;
        }
        match words.text(k) {
            b"," | b")" if depth == 0 => {
                if index == wanted {
                    let word = std::str::from_utf8(words.text(start)).ok()?;
                    return if k == start + 1 { Name::from_existing(word) } else { None };
                }
                (index, start) = (index + 1, k + 1);
            }
            b"(" | b"[" | b"{" => depth += 1,
            b")" | b"]" | b"}" => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}
