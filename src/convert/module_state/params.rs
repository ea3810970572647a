//! The parameters of functions that lead to the state: their names, and what calls give for them.

use super::Home;
use super::parts::At;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{ExprId, Name, Span};
use crate::link::FuncRef;

/// The name of a parameter; a mark that it is not used is to go.
pub(super) fn parameter(
    home: &Home<'_>,
    func: FuncRef,
    index: usize,
    marks: &mut Vec<(Span, String)>,
) -> Result<String, String> {
    let layout = home.parts.layout(func.file);
    let own = home.func(func);
    let odd = || Err("has a parameter that is not understood".to_owned());
    let open = layout.at(own.name_span.start) + 1;
    let (Some(close), "(") = (layout.closing(open), layout.word(open)) else { return odd() };
    // Where each parameter begins and ends.
    let (mut depth, mut from, mut all) = (0usize, open + 1, Vec::new());
    for i in open + 1..=close {
        match layout.word(i) {
            "(" | "[" => depth += 1,
            ")" | "]" if i < close => depth = depth.saturating_sub(1),
            "," if depth > 0 => {}
            "," | ")" => {
                all.push((from, i));
                from = i + 1;
            }
            _ => {}
        }
    }
    let Some(&(from, end)) = all.get(index) else { return Err("has no parameter for it".to_owned()) };
    let Some(mark) = (from..end).find(|&i| layout.word(i) == "(") else {
        let name: Option<Name> = own.params.get(index).and_then(|param| param.name);
        return name.map(|name| name.to_string()).ok_or_else(|| "does not name its parameter".to_owned());
    };
    let is_mark = mark > from && layout.word(mark - 1).to_ascii_lowercase().contains("unused");
    if !is_mark || end != mark + 3 || layout.word(mark + 2) != ")" {
        return odd();
    }
    let (token, name) = (|i: usize| layout.tokens()[i], layout.word(mark + 1).to_owned());
    marks.push((Span::new(token(mark - 1).start, token(mark + 2).end), name.clone()));
    Ok(name)
}

/// Whether a call hands over the module that the function around it got first.
pub(super) fn gives_module(home: &Home<'_>, at: At, by: FuncRef) -> bool {
    let module = |field: &(Name, ExprId, Span)| {
        let ast = &home.project().file(home.def.var.file).ast;
        field.0.starts_with("m_") && ast.referred_name(field.1) == Some(home.func(by).name)
    };
    let word = |k: usize| home.parts.word(at, k);
    let cast = [word(2), word(4), word(5)] == ["(", "*", ")"] && struct_roles::is(word(3), Kind::Object);
    let given = home.parts.word(at, if cast { 6 } else { 2 });
    let first = home.func(by).params.first().and_then(|p| p.name);
    by.file == home.def.var.file && home.def.fields.iter().any(module) && first.is_some_and(|name| name == given)
}
