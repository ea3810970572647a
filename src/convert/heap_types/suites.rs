//! Suites of slots (`tp_as_number` and its like) taken apart: each of their fields becomes a slot of the type.

use super::read::{self, Reading};
use super::{Answer, Refused, Work, items};
use crate::capi::structs;
use crate::facts::Span;
use crate::link::VarRef;

/// Takes the slots of a suite in.
pub(super) fn flatten(work: &Work<'_>, reading: &mut Reading, item: &items::Item) -> Answer<()> {
    let project = work.scene.project;
    let refuse = |why: &str| Err(Refused { at: (item.file, item.span.start), why: format!("its {} {why}", item.name) });
    let of = match item.name.as_str() {
        "tp_as_async" => "PyAsyncMethods",
        "tp_as_number" => "PyNumberMethods",
        "tp_as_sequence" => "PySequenceMethods",
        "tp_as_mapping" => "PyMappingMethods",
        _ => "PyBufferProcs",
    };
    let named = project.file(item.file).ast.referred_name(item.value);
    let vars = named.map(|name| project.resolve_var(item.file, name)).unwrap_or_default();
    let [at] = vars[..] else { return refuse("is not found, or there are several") };
    let var = project.var(at);
    let Some(init) = var.init.filter(|_| var.ty.is_value() && var.ty.arrays == 0 && var.ty.base == of) else {
        return refuse("is not one struct with an initializer");
    };
    if at.file != reading.var.file || var.span.start > reading.place {
        return refuse("is not defined before the type in its file");
    }
    for &(file, i) in work.mentions(var.name) {
        if project.share_unit(file, at.file) && work.words(file).text(i + 1) == b"." {
            return refuse("is changed at run time");
        }
    }
    let Some(order) = structs::fields(of, project.targets.max_python.0) else { return refuse("is not known") };
    for inner in items::items(work, at.file, init, order)? {
        if inner.is_null {
            continue;
        }
        let reserved = inner.name.starts_with("was_") || inner.name == "nb_reserved";
        if reserved {
            return refuse("sets a field that is no longer read");
        }
        read::slot(work, reading, &inner)?;
    }
    reading.suites.push(at);
    Ok(())
}

/// Where the definition of a suite stands, where nothing names it but what goes.
pub(super) fn removable(work: &Work<'_>, at: VarRef, taken: &[(crate::facts::FileId, Span)]) -> Option<Span> {
    let var = work.scene.project.var(at);
    let words = work.words(at.file);
    let goes = |file, span: Span| taken.iter().any(|t| t.0 == file && t.1.contains(span));
    let near = |file| file == at.file || work.scene.project.share_unit(file, at.file);
    let named = work.mentions(var.name).iter().filter(|(file, _)| near(*file)).filter(|(file, i)| {
        let span = work.words(*file).tokens[*i].span();
        (*file, span) != (at.file, var.name_span) && !goes(*file, span)
    });
    if named.count() > 0 {
        return None;
    }
    let name = words.from(var.name_span.start);
    let mut first = name;
    while first > 0 && words.tokens[first - 1].is_name && !words.tokens[first - 1].in_macro {
        if words.has_directive(Span::new(words.tokens[first - 1].start, words.tokens[first].start)) {
            break;
        }
        first -= 1;
    }
    let open = (name..name + 3).find(|&i| words.text(i) == b"{")?;
    let close = words.closing(open)?;
    let known =
        matches!(words.back(first, 1), b"" | b";" | b"}" | b")") || first > 0 && words.tokens[first - 1].in_macro;
    let before_name = words.tokens[first].start;
    (known && words.text(close + 1) == b";").then(|| Span::new(before_name, words.tokens[close + 1].end))
}
