//! Types changed at run time through a pointer: in a function that gets the type, or after the call that created it.
//!
//! Assignments to a static type by its name are read in [`crate::link::types::static_types`].

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, FuncId, Name};
use crate::link::initialiser::TYPE_OBJECT;
use crate::link::types::resolve;
use crate::link::types::{FlagPart, Slot, TypeId, TypeRef, Types};
use crate::link::{FuncRef, Local, Units};

pub(crate) fn collect(project: &Units, types: &mut Types) {
    for field in TYPE_OBJECT.iter().filter(|f| f.starts_with("tp_")) {
        let name = Name::from(field);
        for site in project.sites.assignments_to(name) {
            let (Some(target), Some(expr), Some(func)) = (site.target, site.expr, site.func) else { continue };
            let facts = project.file(site.file);
            let Expr::Member { base, .. } = facts.ast.expr(facts.ast.strip_casts(target)) else { continue };
            let span = facts.ast.expr_span(expr);
            let cond = facts.conds.at_span(span);
            for id in pointed_to(project, types, FuncRef { file: site.file, id: func }, base) {
                let object = &mut types.list[id.0 as usize];
                if *field == "tp_flags" {
                    object.flags.push(FlagPart { file: site.file, value: site.value, op: site.op, span, cond });
                } else if site.op.is_none() {
                    object.slots.push(Slot { name, value: site.value, file: site.file, span, cond });
                }
            }
        }
    }
    for id in overwritten(project, types) {
        types.list[id.0 as usize].complete = false;
    }
}

/// The types that a pointer means: those given for the parameter that it is, or the heap type that it holds. What
/// `PyType_Ready` does to a type is known, and nothing that a definition of it in the sources could add.
fn pointed_to(project: &Units, types: &Types, at: FuncRef, base: ExprId) -> Vec<TypeId> {
    if roles::is(project.func(at).name.as_str(), Role::Ready) {
        return Vec::new();
    }
    let ast = &project.file(at.file).ast;
    let of = |file: FileId, func: Option<FuncId>, expr: ExprId| match resolve::resolve(
        project, types, file, func, expr, 0,
    ) {
        TypeRef::Type(id) => Some(id),
        _ => None,
    };
    let place = ast.strip_casts(base);
    if let Expr::Name(name) = ast.expr(place)
        && let Some(Local::Param(i)) = project.local(at, name)
    {
        let calls = project.sites.calls_of(project.func(at).name.as_str()).iter();
        let mut out: Vec<TypeId> = calls
            .filter_map(|site| {
                let ast = &project.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
                let callee = ast.callee_name(site.expr)?;
                let arg = *ast.exprs(args).get(i)?;
                project.resolve_func(site.file, callee).contains(&at).then(|| of(site.file, site.func, arg))?
            })
            .collect();
        out.sort();
        out.dedup();
        return out;
    }
    // Those named here are read with the static types.
    of(at.file, Some(at.id), place)
        .filter(|id| types.get(*id).is_heap() && types.get(*id).var.is_some())
        .into_iter()
        .collect()
}

/// Types that are written as a whole: `memcpy(&T, …)`, `T = U`.
fn overwritten(project: &Units, types: &Types) -> Vec<TypeId> {
    let mut out = Vec::new();
    for site in ["memcpy", "memmove", "memset"].iter().flat_map(|name| project.sites.calls_of(name)) {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
        let Some(&to) = ast.exprs(args).first() else { continue };
        if let TypeRef::Type(id) = resolve::resolve(project, types, site.file, site.func, to, 0) {
            out.push(id);
        }
    }
    for (&var, &id) in &types.by_var {
        let written = project.sites.assignments_to(project.var(var).name).iter().any(|site| {
            let ast = &project.file(site.file).ast;
            site.target.filter(|&t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(_))).is_some_and(|t| {
                let name = project.var(var).name;
                resolve::variables(project, site.file, site.func, name, ast.expr_span(t)).contains(&var)
            })
        });
        if written {
            out.push(id);
        }
    }
    out
}
