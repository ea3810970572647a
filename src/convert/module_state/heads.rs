//! The edits in functions: what they are handed, their first lines, the places that name what moves.

use super::super::Edits;
use super::super::refusal::{Refusal, refuse};
use super::Home;
use super::access::{Access, Route, module_name, start_of, state_name};
use super::globals::Global;
use super::kinds;
use super::owned::ADDS;
use super::parts::At;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{FileId, Span};
use crate::link::FuncRef;
use crate::link::types::TypeId;

/// What functions get.
pub(super) struct Heads {
    pub(super) edits: Edits,
    /// Heads that change: where they stand.
    pub(super) changed: Vec<(FileId, u32)>,
    /// The functions that use the state.
    pub(super) users: Vec<FuncRef>,
    /// The types that are made with their module.
    pub(super) types: Vec<TypeId>,
    /// Some function finds the state by a type.
    pub(super) by_type: bool,
    /// Some function finds it by one of two objects.
    pub(super) by_either: bool,
}

/// The uses, the heads and the first lines of the functions.
pub(super) fn heads(home: &Home<'_>, access: &Access, globals: &[Global], prefix: &str) -> Result<Heads, Refusal> {
    let mut out = Heads {
        edits: Edits::default(),
        changed: Vec::new(),
        users: Vec::new(),
        types: Vec::new(),
        by_type: false,
        by_either: false,
    };
    for &(file, span) in globals.iter().flat_map(|g| &g.given) {
        let end = span.start + ADDS.len() as u32;
        if home.parts.layout(file).slice(Span::new(span.start, end)) != ADDS {
            return refuse(file, span.start, "a macro gives its reference away");
        }
        out.edits.insert(file, end, "Ref");
    }
    for &(file, span) in globals.iter().flat_map(|g| &g.lent) {
        out.edits.insert(file, span.start, "Py_XNewRef(");
        out.edits.insert(file, span.end, ")");
    }
    // The types that must know their module are those of the functions that use the state; what makes types gets the
    // module, and finds the state by that.
    let mut with_module: Vec<FuncRef> = Vec::new();
    loop {
        out.users = access.needed(globals.iter().flat_map(Global::users), &with_module);
        let ways = out.users.iter().filter_map(|&func| access.way(func).ok());
        out.types = ways.flat_map(|way| way.types.iter().copied()).collect();
        out.types.sort_unstable();
        out.types.dedup();
        let next = access.needed(kinds::makers(home, &out.types).into_iter(), &[]);
        if next == with_module {
            break;
        }
        with_module = next;
    }
    let module = |func: FuncRef| match access.way(func).map(|way| &way.route) {
        Ok(Route::Module(parameter)) => parameter.clone(),
        _ => module_name(home, func).unwrap_or("module").to_owned(),
    };
    let state = |func: FuncRef| state_name(home, func).unwrap_or("state");
    let mut all: Vec<FuncRef> = out.users.iter().chain(&with_module).copied().collect();
    all.sort_unstable();
    all.dedup();
    for func in all {
        let own = home.func(func);
        let (uses, gets_module) = (out.users.contains(&func), with_module.contains(&func));
        let way = access.way(func).or_else(|why| refuse(func.file, own.name_span.start, why))?;
        for (span, name) in way.marks.iter().filter(|_| uses || matches!(way.route, Route::Module(_))) {
            out.edits.replace(func.file, *span, name.clone());
        }
        let found = match &way.route {
            Route::Module(parameter) => Some(format!("get_{prefix}_state({parameter})")),
            Route::Type(of) => Some(format!("find_{prefix}_state({of})")),
            Route::Either(left, right) => Some(format!("find_{prefix}_state_of({left}, {right})")),
            Route::Mixed(own) => {
                let object = if is_object(home, func) { own.clone() } else { format!("(PyObject *){own}") };
                Some(format!(
                    "PyModule_Check({object}) ? get_{prefix}_state({object}) : find_{prefix}_state(Py_TYPE({own}))"
                ))
            }
            Route::Handed { .. } if gets_module => Some(format!("get_{prefix}_state({})", module(func))),
            Route::Handed { .. } => None,
        };
        out.by_type |= uses && matches!(way.route, Route::Type(_) | Route::Mixed(_));
        out.by_either |= uses && matches!(way.route, Route::Either(..));
        if let Some(found) = found.filter(|_| uses) {
            let indent = if own.indent.is_empty() { "    " } else { own.indent.as_str() };
            let line = format!("\n{indent}{prefix}_state *{} = {found};", state(func));
            out.edits.insert(func.file, home.parts.body_start(func) + 1, line);
        }
        if let Route::Handed { calls, prototypes } = &way.route {
            let parameter = match gets_module {
                true => format!("PyObject *{}", module(func)),
                false => format!("{prefix}_state *{}", state(func)),
            };
            let layout = home.parts.layout(func.file);
            let head = At { file: func.file, token: layout.at(own.name_span.start) };
            for at in std::iter::once(head).chain(prototypes.iter().copied()) {
                hand(home, &mut out, at, &parameter)?;
            }
            for &(at, by) in calls {
                let open = home.parts.span(At { token: at.token + 1, ..at });
                let comma = if home.parts.word(at, 2) == ")" { "" } else { ", " };
                let given = if gets_module { module(by) } else { state(by).to_owned() };
                out.edits.insert(at.file, open.end, format!("{given}{comma}"));
            }
        }
    }
    kinds::with_module(home, &out.types, &module, &mut out.edits);
    // Last: an argument may stand where the state goes in before it.
    for global in globals {
        for &(at, func) in &global.uses {
            let (file, start) = start_of(home, at);
            out.edits.insert(file, start, format!("{}->", state(func)));
        }
        for &(file, start) in &global.in_macros {
            out.edits.insert(file, start, format!("{}->", super::access::NAMES[0]));
        }
    }
    Ok(out)
}

/// Whether the first parameter of a function is declared as an object.
fn is_object(home: &Home<'_>, func: FuncRef) -> bool {
    let first = home.func(func).params.first();
    first.is_some_and(|p| p.ty.pointers == 1 && struct_roles::is(&p.ty.base, Kind::Object))
}

/// Puts a parameter first in the head of a function or in a prototype, whose name is at a token.
fn hand(home: &Home<'_>, out: &mut Heads, at: At, parameter: &str) -> Result<(), Refusal> {
    let (file, start) = start_of(home, at);
    if home.parts.word(at, 1) != "(" {
        return refuse(file, start, "the head of a function is not understood");
    }
    if !home.parts.is_open(home.scene, file) {
        return refuse(file, start, "a file that is not to be changed declares a function that would get the state");
    }
    out.changed.push((file, start));
    let behind = |by: usize| At { token: at.token + by, ..at };
    let next = home.parts.word(at, 2);
    if next == "void" && home.parts.word(at, 3) == ")" {
        out.edits.replace(file, home.parts.span(behind(2)), parameter);
    } else {
        let text = if next == ")" { parameter.to_owned() } else { format!("{parameter}, ") };
        out.edits.insert(file, home.parts.span(behind(1)).end, text);
    }
    Ok(())
}
