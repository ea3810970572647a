//! Which fields the functions of a project empty, or give another object, while an object is in use: not where it is made,
//! and not where it ends. A field is one of a struct; of a pointer whose struct is not known nothing is said.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::functions::{self, Makes, facts_of};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, Expr, ExprId, FileFacts, Func, Name, StmtId, VarId};
use crate::link::{FuncRef, Model};

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
        let mut while_used: FxHashMap<FuncRef, bool> = FxHashMap::default();
        let releasing = functions::all().iter().filter(|f| f.releases().has(1));
        for site in releasing.flat_map(|f| model.sites.calls_of(f.name)) {
            let (facts, Some(at)) = (model.file(site.file), site.func_ref()) else { continue };
            let ast = &facts.ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
            let first = ast.exprs(args).first().map(|&arg| ast.expr(ast.strip_casts(arg)));
            if let Some(Expr::Member { base, field, arrow: true }) = first
                && *while_used.entry(at).or_insert_with(|| runs_while_used(model, at))
            {
                fields.changed.extend(holder(facts, model.func(at), base).map(|holder| (holder, field)));
            }
        }
        fields
    }

    /// Whether a function releases what this field holds while objects are in use.
    pub(super) fn change(&self, facts: &FileFacts, func: &Func, base: ExprId, field: Name) -> bool {
        holder(facts, func, base).is_some_and(|holder| self.changed.contains(&(holder, field)))
    }
}

/// Whether a function runs while objects are in use: it makes none, and ends none.
fn runs_while_used(model: &Model, at: FuncRef) -> bool {
    let (facts, func) = (model.file(at.file), model.func(at));
    let name = func.name.to_ascii_lowercase();
    func.body.is_some_and(|body| !ENDS.iter().any(|part| name.contains(part)) && !makes(facts, body))
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
    (ty.pointers == 1 && !struct_roles::is(ty.bare_base(), Kind::Object)).then(|| Name::from(ty.bare_base()))
}

/// The type of a parameter or local.
pub(super) fn declared(facts: &FileFacts, func: &Func, name: Name) -> Option<CType> {
    let param = func.params.iter().find(|param| param.name == Some(name)).map(|param| param.ty);
    let mut locals = (func.locals.0..func.locals.1).map(|i| facts.var(VarId(i)));
    param.or_else(|| locals.find(|var| var.name == name).map(|var| var.ty))
}
