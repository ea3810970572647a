//! Puts what libclang saw of one configuration into the facts of the front end that sees all branches.
//!
//! What both saw is refined and marked as exact; what only libclang saw (declarations that macros make) is added; what
//! only the other front end saw (other branches, files that libclang cannot compile) stays as it is.

mod copy;

use std::collections::{HashMap, HashSet};

use super::Reading;
use crate::facts::{CType, ExprId, FileFacts, Func, GapKind, Linkage, Name, Precision, Scope, Span, Storage, Var};
use copy::Copier;

/// Refines `files`, of which `reading` was made.
pub fn merge(files: &mut [FileFacts], reading: &Reading) {
    for (i, facts) in files.iter_mut().enumerate() {
        let Some(exact) = reading.facts(i) else { continue };
        let skipped = |span: Span| reading.touches_skipped(i, span);
        variables(facts, exact);
        functions(facts, exact, &skipped);
        declarations(facts, exact);
        values(facts, exact);
        facts.shrink();
    }
}

/// Whether two declarations of one name are the same: one's name stands in the other's, or in the use that made it.
fn same_place(a: Span, b: Span) -> bool {
    a.contains(b) || b.contains(a)
}

fn is_local(scope: Scope) -> bool {
    matches!(scope, Scope::Local(_))
}

/// Refines the variables of both, adds those of file scope that only libclang saw.
fn variables(facts: &mut FileFacts, exact: &FileFacts) {
    let mut by_name: HashMap<Name, Vec<&Var>> = HashMap::new();
    for var in &exact.vars {
        by_name.entry(var.name).or_default().push(var);
    }
    let mut copier = Copier::new(exact);
    let mut known: HashSet<Name> = HashSet::new();
    for i in 0..facts.vars.len() {
        let var = &facts.vars[i];
        if !is_local(var.scope) {
            known.insert(var.name);
        }
        let of_name = by_name.get(&var.name).map_or(&[][..], Vec::as_slice);
        let same = |v: &&&Var| is_local(v.scope) == is_local(var.scope) && same_place(v.name_span, var.name_span);
        let Some(seen) = of_name.iter().find(same) else { continue };
        let init = match (var.init, seen.init) {
            (None, Some(init)) if var.storage != Storage::Extern => Some(copier.expr(init, &mut facts.ast)),
            (init, _) => init,
        };
        let var = &mut facts.vars[i];
        var.init = init;
        refine(var, seen);
    }
    for var in exact.vars.iter().filter(|v| v.scope == Scope::File && !known.contains(&v.name)) {
        let init = var.init.map(|init| copier.expr(init, &mut facts.ast));
        let dimension = var.dimension.map(|d| copier.expr(d, &mut facts.ast));
        facts.vars.push(Var { init, dimension, ..var.clone() });
    }
}

fn refine(var: &mut Var, seen: &Var) {
    var.precision = Precision::Exact;
    var.canonical = seen.canonical;
    // The word of another compiler (`__declspec(thread)`) means nothing to this one.
    var.thread_local |= seen.thread_local;
    var.constexpr |= seen.constexpr;
    if var.storage != Storage::Member {
        var.storage = seen.storage;
    }
    let shape = |ty: CType| CType { base: Name::from(""), ..ty };
    if shape(var.ty) != shape(seen.ty) {
        var.ty = seen.ty;
    }
}

/// Refines the functions of both, reads again those that the other front end could not read whole, adds those that
/// only libclang saw.
fn functions(facts: &mut FileFacts, exact: &FileFacts, skipped: &dyn Fn(Span) -> bool) {
    let mut by_name: HashMap<Name, Vec<&Func>> = HashMap::new();
    for func in &exact.funcs {
        by_name.entry(func.name).or_default().push(func);
    }
    let known: HashSet<Name> = facts.funcs.iter().map(|f| f.name).collect();
    let gaps: Vec<Span> = facts.gaps.iter().filter(|g| g.kind == GapKind::Unparsed).map(|g| g.span).collect();
    let mut read_again: Vec<Span> = Vec::new();
    for i in 0..facts.funcs.len() {
        let func = &facts.funcs[i];
        let of_name = by_name.get(&func.name).map_or(&[][..], Vec::as_slice);
        let same = |f: &&&Func| same_place(f.name_span, func.name_span) && f.body.is_some() == func.body.is_some();
        let Some(&seen) = of_name.iter().find(same) else { continue };
        // An error may have cut the function short for the other front end.
        let whole = Span::new(func.span.start, func.span.end.max(seen.span.end));
        let broken = seen.body.is_some() && gaps.iter().any(|g| whole.contains(*g)) && !skipped(whole);
        let func = &mut facts.funcs[i];
        func.precision = Precision::Exact;
        if seen.linkage == Linkage::Internal {
            func.linkage = Linkage::Internal;
        }
        if broken {
            read_again.push(whole);
            copy::body(facts, i, exact, seen);
        }
    }
    facts.gaps.retain(|g| g.kind != GapKind::Unparsed || !read_again.iter().any(|s| s.contains(g.span)));
    // What is taken from libclang is cut where it was.
    let taken = |span: Span| read_again.iter().any(|s| s.contains(span));
    let new = |span: Span| exact.funcs.iter().any(|f| !known.contains(&f.name) && f.span.contains(span));
    let deep: Vec<Span> = exact.gaps.iter().filter(|g| g.kind == GapKind::Depth).map(|g| g.span).collect();
    deep.into_iter().filter(|&span| taken(span) || new(span)).for_each(|span| facts.gap(GapKind::Depth, span));
    for func in exact.funcs.iter().filter(|f| !known.contains(&f.name)) {
        let at = facts.funcs.len();
        facts.funcs.push(Func { body: None, locals: (0, 0), ..func.clone() });
        if func.body.is_some() {
            copy::body(facts, at, exact, func);
        }
    }
}

/// Adds records, typedefs and enumerators that only libclang saw.
fn declarations(facts: &mut FileFacts, exact: &FileFacts) {
    let tags: HashSet<Name> = facts.records.iter().flat_map(|r| r.tag.into_iter().chain(r.typedef)).collect();
    let named = |r: &&crate::facts::Record| {
        let mut names = r.tag.into_iter().chain(r.typedef).peekable();
        names.peek().is_some() && names.all(|n| !tags.contains(&n))
    };
    let new: Vec<_> = exact.records.iter().filter(named).cloned().collect();
    facts.records.extend(new);
    let known: HashSet<Name> = facts.typedefs.iter().map(|t| t.name).collect();
    facts.typedefs.extend(exact.typedefs.iter().filter(|t| !known.contains(&t.name)));
    // The value of an enumerator may be that of the one before it: they come together or not at all.
    let known: HashSet<Name> = facts.enumerators.iter().map(|e| e.name).collect();
    if exact.enumerators.iter().all(|e| !known.contains(&e.name)) {
        let mut copier = Copier::new(exact);
        for enumerator in &exact.enumerators {
            let value = enumerator.value.map(|v| copier.expr(v, &mut facts.ast));
            facts.enumerators.push(crate::facts::Enumerator { value, ..*enumerator });
        }
    }
}

/// Hands over the values of expressions, found again by their place.
fn values(facts: &mut FileFacts, exact: &FileFacts) {
    let wanted: HashMap<Span, u64> = exact.ast.values().map(|(id, value)| (exact.ast.expr_span(id), value)).collect();
    if wanted.is_empty() {
        return;
    }
    // What stands around an expression comes behind it: of one span the last is the whole.
    let mut found: HashMap<Span, ExprId> = HashMap::new();
    for id in (0..facts.ast.expr_count() as u32).map(ExprId) {
        let span = facts.ast.expr_span(id);
        if wanted.contains_key(&span) {
            found.insert(span, id);
        }
    }
    let mut found: Vec<(ExprId, u64)> = found.into_iter().map(|(span, id)| (id, wanted[&span])).collect();
    found.sort();
    for (id, value) in found {
        facts.ast.set_value(id, value);
    }
}
