//! Stretches of functions and of initialisers that a `#if` inside of them decides on.

use crate::facts::{CondId, FileFacts, Scope, Span};

/// The first branch of a `#if` inside of code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    /// The line where it begins.
    pub(crate) span: Span,
    /// The conditions of its branches.
    pub(crate) branches: [CondId; 2],
    /// What governs the code around it.
    pub(crate) around: CondId,
}

/// Those of a file, in the order of functions and variables. Of a `#if` with more than two branches the first and the last
/// tell; what is inside of one stands for itself.
pub(crate) fn inside(facts: &FileFacts) -> Vec<Region> {
    let bodies = facts.funcs.iter().filter_map(|f| f.body.map(|body| facts.ast.stmt_span(body)));
    let tables = facts.vars.iter().filter(|v| !matches!(v.scope, Scope::Local(_)));
    let tables = tables.filter_map(|v| v.init.map(|init| facts.ast.expr_span(init)));
    let mut out: Vec<Region> = Vec::new();
    for code in bodies.chain(tables) {
        let around = facts.conds.at_span(code);
        let mut before: Option<usize> = None;
        for &(start, cond) in facts.conds.inside(code).iter().filter(|&&(_, cond)| cond != around) {
            // The branches behind the first one shut it out; what stands inside of a branch does not.
            let last = before.map(|at| &mut out[at]);
            if let Some(Region { branches: [first, last], .. }) = last
                && (*first == cond || facts.conds.exclusive(*first, cond))
            {
                *last = cond;
                continue;
            }
            before = Some(out.len());
            out.push(Region { span: Span::new(start, start + 1), branches: [cond, cond], around });
        }
    }
    out
}
