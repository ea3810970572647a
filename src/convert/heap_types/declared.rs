//! The definition of a static type: where it stands, and whether it is of a form that can be changed.

use super::Work;
use crate::facts::{Origin, Scope, Span, Storage};
use crate::link::types::TypeObject;

/// What stands before `PyTypeObject`, and where the definition stands; or why it cannot be changed.
pub(super) fn declaration(work: &Work<'_>, object: &TypeObject) -> Result<(String, Span), &'static str> {
    let facts = work.scene.project.file(object.file);
    let Some(var) = object.var.map(|at| facts.var(at.id)) else { return Err("its variable is not known") };
    if object.origin != Origin::Written || var.origin != Origin::Written {
        return Err("a macro makes it");
    }
    match var.scope {
        Scope::File if var.name.contains("::") => return Err("it is a member of a class"),
        Scope::File if var.storage != Storage::Member => {}
        Scope::Local(_) => return Err("it is a local variable of a function"),
        _ => return Err("it is a member of a class"),
    }
    if var.ty.base != "PyTypeObject" {
        return Err("it is part of a struct, or its type has another name than PyTypeObject");
    }
    if var.ty.arrays > 0 {
        return Err("it is an array of types");
    }
    if var.ty.const_base || var.ty.volatile {
        return Err("its definition is not understood");
    }
    let words = work.words(object.file);
    let name = words.from(object.span.start);
    if words.text(name) != var.name.as_bytes() || words.back(name, 1) != b"PyTypeObject" || words.text(name + 1) != b"="
    {
        return Err("its definition is not understood");
    }
    let kind = name - 1;
    let mut first = kind;
    while first > 0
        && words.tokens[first - 1].is_name
        && !words.has_directive(Span::new(words.tokens[first - 1].start, words.tokens[first].start))
        && !words.tokens[first - 1].in_macro
    {
        first -= 1;
    }
    let before = words.back(first, 1);
    let in_macro = first > 0 && words.tokens[first - 1].in_macro;
    let c_linkage = !in_macro && before.first() == Some(&b'"');
    if !(in_macro || matches!(before, b"" | b";" | b"}" | b"{" | b")") || before.first() == Some(&b'>')) || c_linkage {
        return Err("its definition is not understood");
    }
    let storage = work.scene.text(object.file, Span::new(words.tokens[first].start, words.tokens[kind].start));
    let Some(close) = (words.text(name + 2) == b"{").then(|| words.closing(name + 2)).flatten() else {
        return Err("its initializer is not understood");
    };
    if words.text(close + 1) != b";" {
        return Err("its definition is not understood");
    }
    let storage = storage.split_whitespace().filter(|word| *word != "struct").map(|word| format!("{word} ")).collect();
    Ok((storage, Span::new(words.tokens[first].start, words.tokens[close + 1].end)))
}
