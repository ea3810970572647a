//! Where heap types are created from their specs, with which module and base, and where the pointer is kept.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::creators;
use crate::facts::{Expr, ExprId, FileId, FuncId, Name, Stmt};
use crate::link::macros::tokens::{self, Token};
use crate::link::macros::words;
use crate::link::sites::{Assignment, CallSite, referred_element};
use crate::link::types::resolve;
use crate::link::types::resolve::Holder;
use crate::link::types::spec_tables;
use crate::link::types::{Creation, ModuleArg, TypeId, TypeKind, TypeRef, Types};
use crate::link::{CutKind, FuncRef, Units};

fn creator(name: &str) -> Option<(Option<usize>, usize, Option<usize>)> {
    creators::of_wrapper(name).map(|c| (c.module, c.spec, c.bases))
}

/// What a call hands to the creator of a type.
#[derive(Clone, Copy)]
pub(crate) struct Handed {
    module: ModuleArg,
    /// The base's expression and where it stands; None: no base, or not known.
    pub(crate) base: Option<(FileId, Option<FuncId>, ExprId)>,
    /// Whether `base` None means that there is none.
    known: bool,
    /// The argument that receives the type, of a macro or an output parameter.
    target: Option<ExprId>,
}

const NOTHING: Handed = Handed { module: ModuleArg::Unknown, base: None, known: false, target: None };

pub(crate) fn collect(project: &Units, types: &mut Types) {
    let mut found: Vec<(TypeId, CallSite, Handed)> = Vec::new();
    let specs: Vec<(TypeId, Name)> = types
        .iter()
        .filter(|(_, t)| t.kind == TypeKind::Spec && t.var.is_some())
        .map(|(id, t)| (id, t.symbol))
        .collect();
    for &(id, symbol) in &specs {
        let short = Name::from(symbol.as_str().rsplit("::").next().unwrap_or(symbol.as_str()));
        let names = if short == symbol { vec![symbol] } else { vec![symbol, short] };
        for name in names {
            for &site in project.sites.calls_with(name) {
                let Some(var) = types.get(id).var else { continue };
                let place = project.file(site.file).ast.expr_span(site.expr);
                let same = resolve::variables(project, site.file, site.func, name, place).contains(&var)
                    || (name != symbol && types.get(id).file == site.file);
                if !same {
                    continue;
                }
                let ast = &project.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                let args = ast.exprs(args);
                let facts = project.file(site.file);
                let Some(index) = args.iter().position(|&a| referred_element(facts, a) == Some(name)) else { continue };
                let Some(callee) = ast.callee_name(site.expr) else { continue };
                if let Some(handed) = handed(project, site, callee, args, index, 0) {
                    found.push((id, site, handed));
                }
            }
        }
    }
    found.extend(spec_tables::creations(project, types));
    for &(id, site, handed) in &found {
        keep(project, types, id, site, handed);
    }
    pass_on(project, types);
    for (id, site, handed) in found {
        let bases = match handed.base {
            Some((file, func, expr)) => resolve::resolve_bases(project, types, file, func, expr),
            None if handed.known => vec![TypeRef::Null],
            None => vec![TypeRef::Unknown],
        };
        let base = if let [one] = bases[..] { one } else { TypeRef::Unknown };
        let object = &mut types.list[id.0 as usize];
        // A slot array says itself what the other functions are handed.
        let slotted = object.slots.iter().any(|s| s.name == "tp_module");
        let module = if slotted { ModuleArg::Given } else { handed.module };
        object.creations.push(Creation { file: site.file, func: site.func, call: site.expr, module, base });
        object.bases.extend(bases);
    }
    // A spec with array elements is one variable: what creates one element may create them all.
    for i in 0..types.list.len() {
        if types.list[i].kind != TypeKind::Spec {
            continue;
        }
        let slots = types.list[i].slots.iter().filter(|s| s.name == "tp_base" || s.name == "tp_bases");
        let slots: Vec<_> = slots.map(|s| (s.file, s.value)).collect();
        for (file, value) in slots {
            let bases = resolve::resolve_bases(project, types, file, None, value);
            types.list[i].bases.extend(bases);
        }
    }
}

/// What a call with the spec as argument `index` hands on; None where it creates no type.
pub(crate) fn handed(
    project: &Units,
    site: CallSite,
    callee: Name,
    args: &[ExprId],
    index: usize,
    depth: u32,
) -> Option<Handed> {
    if let Some((module, spec, base)) = creator(callee.as_str()) {
        if spec != index {
            return Some(NOTHING);
        }
        let facts = project.file(site.file);
        let is_null = |e: ExprId| match facts.ast.expr(facts.ast.strip_casts(e)) {
            Expr::Int(0) => true,
            Expr::Name(name) => name == "NULL" || name == "nullptr",
            _ => false,
        };
        let module = match module.and_then(|m| args.get(m)) {
            Some(&m) if is_null(m) => ModuleArg::Absent,
            Some(_) => ModuleArg::Given,
            None => ModuleArg::Absent,
        };
        let base = base.and_then(|b| args.get(b)).filter(|&&b| !is_null(b));
        return Some(Handed { module, base: base.map(|&b| (site.file, site.func, b)), known: true, target: None });
    }
    if depth > 4 {
        let known = !project.resolve_func(site.file, callee).is_empty()
            || !callee.starts_with("Py") && !project.defines_of(site.file, callee).is_empty();
        if known {
            project.cuts.add(CutKind::Calls, site.file, project.file(site.file).ast.expr_span(site.expr));
        }
        return Some(NOTHING);
    }
    if let Some(handed) = through_macro(project, site, callee, args, index, depth) {
        return Some(handed);
    }
    if callee.starts_with("Py") {
        return None;
    }
    let Some(&at) = project.resolve_func(site.file, callee).first() else { return Some(NOTHING) };
    through_function(project, site, at, args, index, depth)
}

/// A wrapper function: the call inside it that receives the parameter.
fn through_function(
    project: &Units,
    site: CallSite,
    at: FuncRef,
    args: &[ExprId],
    index: usize,
    depth: u32,
) -> Option<Handed> {
    let func = project.func(at);
    let param = func.params.get(index)?.name?;
    for &inner in project.sites.calls_in(at, param) {
        let facts = project.file(at.file);
        let Expr::Call { args: inner_args, .. } = facts.ast.expr(inner.expr) else { continue };
        let inner_args = facts.ast.exprs(inner_args);
        let inner_index = inner_args.iter().position(|&a| facts.ast.referred_name(a) == Some(param))?;
        let Some(callee) = facts.ast.callee_name(inner.expr) else { continue };
        let Some(mut handed) = handed(project, inner, callee, inner_args, inner_index, depth + 1) else { continue };
        let outer = |expr: ExprId| {
            let name = facts.ast.referred_name(expr)?;
            let i = func.params.iter().position(|p| p.name == Some(name))?;
            args.get(i).copied()
        };
        if let Some((file, _, base)) = handed.base
            && file == at.file
            && let Some(outside) = outer(base)
        {
            handed.base = Some((site.file, site.func, outside));
        }
        let places = args.iter().copied().zip(&func.params).enumerate();
        let mut outputs = places.filter(|&(i, (a, p))| i != index && p.ty.pointers > 1 && is_output(project, site, a));
        handed.target = outputs.next().map(|(_, (a, _))| a);
        return Some(handed);
    }
    None
}

/// `&state->Type`, `&Type`: an argument through which a wrapper hands the type back.
fn is_output(project: &Units, site: CallSite, arg: ExprId) -> bool {
    let ast = &project.file(site.file).ast;
    match ast.expr(ast.strip_casts(arg)) {
        Expr::Unary { op: crate::facts::UnaryOp::AddressOf, arg } => {
            matches!(ast.expr(ast.strip_casts(arg)), Expr::Member { .. } | Expr::Name(_))
        }
        _ => false,
    }
}

/// A wrapper macro: the call of a creator in its text, its words mapped to the arguments.
fn through_macro(
    project: &Units,
    site: CallSite,
    callee: Name,
    args: &[ExprId],
    index: usize,
    depth: u32,
) -> Option<Handed> {
    for (file, define) in project.defines_of(site.file, callee) {
        let Some(params) = define.params.as_deref() else { continue };
        let Some(&spec) = params.get(index) else { continue };
        let accepts = |word: &str| {
            creator(word).is_some()
                || (!word.starts_with("Py") && !project.resolve_func(file, Name::from(word)).is_empty())
        };
        let Some((word, inner)) = words::call_in(&define.body, &accepts) else { continue };
        let param = |tokens: &[Token<'_>]| {
            let words = tokens.iter().rev().find_map(|t| match t {
                Token::Word(word) => params.iter().position(|p| p == word),
                _ => None,
            });
            words.and_then(|i| args.get(i).copied())
        };
        let names_spec = |tokens: &[Token<'_>]| tokens.iter().any(|t| matches!(t, Token::Word(w) if spec == *w));
        let Some(inner_index) = inner.iter().position(|tokens| names_spec(tokens)) else { continue };
        let mut handed = NOTHING;
        if let Some((module, at, base)) = creator(word)
            && at == inner_index
        {
            handed.known = true;
            handed.module = match module.and_then(|m| inner.get(m)).map(Vec::as_slice) {
                None | Some([Token::Word("NULL")] | [Token::Number("0")]) => ModuleArg::Absent,
                Some(_) => ModuleArg::Given,
            };
            match base.and_then(|b| inner.get(b)).map(Vec::as_slice) {
                None | Some([Token::Word("NULL")] | [Token::Number("0")]) => {}
                Some(tokens) => match param(tokens) {
                    Some(expr) => handed.base = Some((site.file, site.func, expr)),
                    None => handed.known = false,
                },
            }
        } else if depth >= 4 {
            project.cuts.add(CutKind::Calls, site.file, project.file(site.file).ast.expr_span(site.expr));
        } else {
            let mapped: Option<Vec<ExprId>> = inner.iter().map(|tokens| param(tokens)).collect();
            if let (Some(mapped), Some(&at)) = (mapped, project.resolve_func(file, Name::from(word)).first()) {
                handed = through_function(project, site, at, &mapped, inner_index, depth + 1).unwrap_or(NOTHING);
            }
        }
        // `TYPE = (PyTypeObject *)PyType_From…`: the parameter assigned to.
        let tokens = tokens::tokens(&define.body);
        let assigned = tokens.windows(2).find_map(|pair| match pair {
            [Token::Word(word), Token::Sign("=")] => params.iter().position(|p| p == word),
            [Token::Sign(")"), Token::Sign("=")] => None,
            _ => None,
        });
        // A base is read: the type goes into another one.
        let is_base = |a: ExprId| handed.base.is_some_and(|(_, _, base)| base == a);
        let member = args.iter().copied().enumerate().find(|&(i, a)| {
            let ast = &project.file(site.file).ast;
            i != index && !is_base(a) && matches!(ast.expr(ast.strip_casts(a)), Expr::Member { .. })
        });
        handed.target = assigned.and_then(|i| args.get(i).copied()).or(handed.target).or(member.map(|m| m.1));
        return Some(handed);
    }
    None
}

/// Notes where the result of a creation call goes.
fn keep(project: &Units, types: &mut Types, id: TypeId, site: CallSite, handed: Handed) {
    if let Some(target) = handed.target
        && let Some(holder) = resolve::holder(project, site.file, site.func, target)
    {
        note(types, holder, id);
    }
    let ast = &project.file(site.file).ast;
    for (name, assignment) in project.sites.results_of(site.file, site.expr) {
        if let Some(holder) = target_holder(project, *name, assignment) {
            note(types, holder, id);
        }
    }
    // `return (PyTypeObject *)PyType_From…(…)`
    if let Some(at) = site.func_ref() {
        for value in returned(project, at) {
            if ast.strip_casts(value) == site.expr {
                note(types, Holder::Returned(project.func(at).name), id);
            }
        }
    }
}

fn note(types: &mut Types, holder: Holder, id: TypeId) -> bool {
    let list = types.holders.entry(holder).or_default();
    let new = !list.contains(&id);
    if new {
        list.push(id);
    }
    new
}

/// What a function returns.
pub(crate) fn returned(project: &Units, at: FuncRef) -> Vec<ExprId> {
    let facts = project.file(at.file);
    let mut out = Vec::new();
    if let Some(body) = project.func(at).body {
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) {
                out.push(value);
            }
        });
    }
    out
}

/// Follows pointers from locals to fields and globals, and out of functions that return them: each pointer at each place
/// once.
fn pass_on(project: &Units, types: &mut Types) {
    let mut pending: Vec<(Holder, TypeId)> =
        types.holders.iter().flat_map(|(&holder, ids)| ids.iter().map(move |&id| (holder, id))).collect();
    // The order of a hash table is no order.
    pending.sort_by_key(|&(_, id)| id);
    let mut names: FxHashMap<FuncRef, FxHashSet<Name>> = FxHashMap::default();
    while let Some((holder, id)) = pending.pop() {
        match holder {
            Holder::Local(at, name) => {
                let returned = names.entry(at).or_insert_with(|| {
                    let ast = &project.file(at.file).ast;
                    returned(project, at).into_iter().filter_map(|value| ast.referred_name(value)).collect()
                });
                if returned.contains(&name) {
                    let out = Holder::Returned(project.func(at).name);
                    pending.extend(note(types, out, id).then_some((out, id)));
                }
                let here = |a: &Assignment| a.file == at.file && a.func == Some(at.id);
                assigned_from(project, types, id, name, here, &mut pending);
            }
            Holder::Returned(name) => assigned_from(project, types, id, name, |_| true, &mut pending),
            Holder::Field(_) | Holder::Global(_) => {}
        }
    }
}

fn target_holder(project: &Units, name: Name, site: &Assignment) -> Option<Holder> {
    match (site.target, site.func) {
        (Some(target), func) => resolve::holder(project, site.file, func, target),
        (None, Some(id)) => Some(Holder::Local(FuncRef { file: site.file, id }, name)),
        (None, None) => Some(Holder::Global(name)),
    }
}

fn assigned_from(
    project: &Units,
    types: &mut Types,
    id: TypeId,
    source: Name,
    from: impl Fn(&Assignment) -> bool,
    pending: &mut Vec<(Holder, TypeId)>,
) {
    for (name, site) in project.sites.copies.get(&source).iter().filter(|(_, a)| from(a)) {
        let holder = target_holder(project, *name, site);
        pending.extend(holder.filter(|&holder| note(types, holder, id)).map(|holder| (holder, id)));
    }
}
