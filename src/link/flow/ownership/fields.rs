//! Which fields the functions of a project empty, or give another object, while an object is in use: not where it is made,
//! and not where it ends. A field is one of a struct; of a pointer whose struct is not known nothing is said.

use rustc_hash::FxHashSet;

use super::functions;
use crate::capi::functions::{Makes, facts_of};
use crate::facts::{CType, Expr, ExprId, FileFacts, Func, Name, StmtId, VarId};
use crate::link::Model;

/// Parts of the names of functions that make, visit or end objects.
const ENDS: [&str; 12] =
    ["alloc", "clear", "create", "dealloc", "decref", "destroy", "fini", "free", "init", "new", "reset", "traverse"];

/// The fields that are changed, each with its struct.
#[derive(Debug, Default)]
pub(super) struct Fields {
    changed: FxHashSet<(Name, Name)>,
}

impl Fields {
    pub(super) fn of(model: &Model) -> Fields {
        let mut fields = Fields::default();
        for at in functions(model) {
            let (facts, func) = (model.file(at.file), model.func(at));
            let name = func.name.to_ascii_lowercase();
            let Some(body) = func.body.filter(|_| !ENDS.iter().any(|part| name.contains(part))) else { continue };
            let ast = &facts.ast;
            if makes(facts, body) {
                continue;
            }
            facts.each_body_expr(body, &mut |e| {
                let Expr::Call { args, .. } = ast.expr(e) else { return };
                let releases = ast.callee_name(e).and_then(|n| facts_of(&n)).is_some_and(|f| f.releases().has(1));
                let first = ast.exprs(args).first().map(|&arg| ast.expr(ast.strip_casts(arg)));
                if let (true, Some(Expr::Member { base, field, arrow: true })) = (releases, first) {
                    fields.changed.extend(holder(facts, func, base).map(|holder| (holder, field)));
                }
            });
        }
        fields
    }

    /// Whether a function releases what this field holds while objects are in use.
    pub(super) fn change(&self, facts: &FileFacts, func: &Func, base: ExprId, field: Name) -> bool {
        holder(facts, func, base).is_some_and(|holder| self.changed.contains(&(holder, field)))
    }
}

/// Whether a body makes an object: what it does to fields is done to that.
fn makes(facts: &FileFacts, body: StmtId) -> bool {
    let ast = &facts.ast;
    let mut found = false;
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { callee, .. } = ast.expr(e) else { return };
        found |= match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => facts_of(&name).is_some_and(|f| f.makes == Some(Makes::Instance)),
            Expr::Member { field, .. } => field == "tp_alloc" || field == "tp_new",
            _ => false,
        };
    });
    found
}

/// The struct that a pointer points to, by its cast or its declaration.
fn holder(facts: &FileFacts, func: &Func, base: ExprId) -> Option<Name> {
    let ty = match facts.ast.expr(base) {
        Expr::Cast { ty, .. } => ty,
        Expr::Name(name) => declared(facts, func, name)?,
        _ => return None,
    };
    (ty.pointers == 1 && ty.bare_base() != "PyObject").then(|| Name::from(ty.bare_base()))
}

/// The type of a parameter or local.
pub(super) fn declared(facts: &FileFacts, func: &Func, name: Name) -> Option<CType> {
    let param = func.params.iter().find(|param| param.name == Some(name)).map(|param| param.ty);
    let mut locals = (func.locals.0..func.locals.1).map(|i| facts.var(VarId(i)));
    param.or_else(|| locals.find(|var| var.name == name).map(|var| var.ty))
}
