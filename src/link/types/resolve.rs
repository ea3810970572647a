//! What a type expression means: through casts, locals, C globals, fields of module state and object-like macros.

use crate::capi::objects;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, FuncId, Name, Scope, Span, UnaryOp, VarId};
use crate::link::macros::tokens::words_of;
use crate::link::types::{TypeId, TypeRef, Types};
use crate::link::{CutKind, FuncRef, Local, Units, VarRef};

/// A place that keeps a pointer to a created type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Holder {
    /// A field of this name, of any struct.
    Field(Name),
    /// A C global of this name.
    Global(Name),
    /// A local variable of a function.
    Local(FuncRef, Name),
    /// What a function returns.
    Returned(Name),
}

/// The variables that a name means at a place: a local of the function, else those of the file's unit that may be
/// compiled together with the place.
pub(crate) fn variables(project: &Units, file: FileId, func: Option<FuncId>, name: Name, place: Span) -> Vec<VarRef> {
    if let Some(id) = func {
        match project.local(FuncRef { file, id }, name) {
            Some(Local::Var(id)) => return vec![VarRef { file, id }],
            Some(Local::Param(_)) => return Vec::new(),
            None => {}
        }
    }
    let found = project.resolve_var_at(file, name, place);
    if !found.is_empty() {
        return found;
    }
    // A C++ member keeps its class in its name: `Foo::type` defined outside, `type` inside.
    let short = name.as_str().rsplit("::").next().unwrap_or(name.as_str());
    let in_class = |v: &&VarRef| matches!(project.var(**v).scope, Scope::Class(_));
    project.vars_named(Name::from(short)).iter().filter(in_class).copied().collect()
}

/// The holder that a name or field expression means as a target or source.
pub(crate) fn holder(project: &Units, file: FileId, func: Option<FuncId>, expr: ExprId) -> Option<Holder> {
    let ast = &project.file(file).ast;
    let mut expr = ast.strip_casts(expr);
    while let Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg } = ast.expr(expr) {
        expr = ast.strip_casts(arg);
    }
    match ast.expr(expr) {
        Expr::Name(name) => {
            if let Some(id) = func
                && project.local(FuncRef { file, id }, name).is_some()
            {
                return Some(Holder::Local(FuncRef { file, id }, name));
            }
            if let Some(word) = alias_word(project, file, name) {
                return Some(Holder::Field(word));
            }
            Some(Holder::Global(name))
        }
        Expr::Member { field, .. } => Some(Holder::Field(field)),
        _ => None,
    }
}

/// How far values are followed.
const MAX_DEPTH: u32 = 64;
/// Most values looked at for one.
const MAX_VALUES: u32 = 10_000;

/// The last word of an object-like macro that names a place: `#define Foo_Type (get_state()->foo_type)`.
fn alias_word(project: &Units, file: FileId, name: Name) -> Option<Name> {
    let defines = project.defines_of(file, name);
    let (_, define) = defines.first()?;
    if define.params.is_some() {
        return None;
    }
    words_of(&define.body).next_back().map(Name::from)
}

/// What a type expression means in a function.
pub(crate) fn resolve(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    expr: ExprId,
    depth: u32,
) -> TypeRef {
    resolve_in(project, types, file, func, expr, depth, &mut { MAX_VALUES })
}

/// `left`: values that may still be looked at; locals that are given each other have more ways than anybody can go.
fn resolve_in(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    expr: ExprId,
    depth: u32,
    left: &mut u32,
) -> TypeRef {
    let ast = &project.file(file).ast;
    // Locals that are given each other come here as well.
    if depth > MAX_DEPTH || *left == 1 {
        *left = 0;
        project.cuts.add(CutKind::Values, file, ast.expr_span(expr));
    }
    // Once said, nothing more is looked at.
    if *left == 0 {
        return TypeRef::Unknown;
    }
    *left -= 1;
    let mut again = |expr: ExprId| resolve_in(project, types, file, func, expr, depth + 1, left);
    match ast.expr(ast.strip_casts(expr)) {
        Expr::Int(0) => TypeRef::Null,
        Expr::Name(name) if name == "NULL" || name == "nullptr" || name == "0" => TypeRef::Null,
        Expr::Name(name) => by_name(project, types, file, func, (name, ast.expr_span(expr)), depth, left),
        Expr::Unary { op: UnaryOp::AddressOf | UnaryOp::Deref, arg } => again(arg),
        Expr::Index { base, .. } => again(base),
        Expr::Member { field, .. } => held(project, types, file, Holder::Field(field)),
        Expr::Comma { right, .. } => again(right),
        Expr::Assign { op: None, value, .. } => again(value),
        Expr::Call { args, .. } => {
            let Some(callee) = ast.callee_name(ast.strip_casts(expr)) else { return TypeRef::Unknown };
            let args = ast.exprs(args);
            match callee.as_str() {
                packs if roles::is(packs, Role::Packs) && args.len() == 2 => again(args[1]),
                given if (roles::gives_argument(given) || given == "PyType_CheckExact") && args.len() == 1 => {
                    again(args[0])
                }
                _ => held(project, types, file, Holder::Returned(callee)),
            }
        }
        _ => TypeRef::Unknown,
    }
}

/// The types of a `bases` argument: one type, or the items of a tuple that is made in sight.
pub(crate) fn resolve_bases(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    expr: ExprId,
) -> Vec<TypeRef> {
    let ast = &project.file(file).ast;
    let mut tuple = ast.strip_casts(expr);
    if let (Expr::Name(name), Some(id)) = (ast.expr(tuple), func) {
        let mut given = project.sites.assignments_in(FuncRef { file, id }, name);
        if let (Some(one), None) = (given.next(), given.next()) {
            tuple = ast.strip_casts(one.value);
        }
    }
    let made = ast.callee_name(tuple).is_some_and(|n| roles::is(&n, Role::Packs));
    match ast.expr(tuple) {
        Expr::Call { args, .. } if made && ast.exprs(args).len() > 2 => {
            ast.exprs(args)[1..].iter().map(|&item| resolve(project, types, file, func, item, 0)).collect()
        }
        _ => vec![resolve(project, types, file, func, expr, 0)],
    }
}

#[allow(clippy::too_many_arguments)]
fn by_name(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    (name, place): (Name, Span),
    depth: u32,
    left: &mut u32,
) -> TypeRef {
    let text = name.as_str();
    if let Some(id) = func {
        let at = FuncRef { file, id };
        match project.local(at, name) {
            Some(Local::Param(_)) => return TypeRef::Unknown,
            Some(Local::Var(var)) => return local(project, types, at, var, name, depth, left),
            None => {}
        }
    }
    let known: Vec<TypeId> =
        variables(project, file, func, name, place).into_iter().filter_map(|v| types.by_var.get(&v).copied()).collect();
    if let Some(&id) = known.first() {
        return TypeRef::Type(id);
    }
    if types.holders.contains_key(&Holder::Global(name)) {
        return held(project, types, file, Holder::Global(name));
    }
    let is_builtin =
        objects::is_exception(text) || ((text.starts_with("Py") || text.starts_with("_Py")) && text.ends_with("_Type"));
    if is_builtin && variables(project, file, func, name, place).is_empty() && project.defines_of(file, name).is_empty()
    {
        return TypeRef::Builtin(name);
    }
    match alias_word(project, file, name) {
        Some(word) if types.holders.contains_key(&Holder::Field(word)) => {
            held(project, types, file, Holder::Field(word))
        }
        Some(word) if word != name && depth < MAX_DEPTH => {
            by_name(project, types, file, None, (word, place), depth + 1, left)
        }
        Some(word) if word != name => {
            project.cuts.add(CutKind::Macros, file, place);
            TypeRef::Unknown
        }
        _ => TypeRef::Unknown,
    }
}

/// A local: what it holds by a creation call, else the one value that it is ever given.
fn local(project: &Units, types: &Types, at: FuncRef, var: VarId, name: Name, depth: u32, left: &mut u32) -> TypeRef {
    if let Some(id) = types.by_var.get(&VarRef { file: at.file, id: var }) {
        return TypeRef::Type(*id);
    }
    let known = held(project, types, at.file, Holder::Local(at, name));
    if known != TypeRef::Unknown || types.holders.contains_key(&Holder::Local(at, name)) {
        return known;
    }
    let mut found: Option<TypeRef> = None;
    for site in project.sites.assignments_in(at, name) {
        if let Some(target) = site.target {
            let ast = &project.file(site.file).ast;
            if !matches!(ast.expr(ast.strip_casts(target)), Expr::Name(_)) {
                continue;
            }
        }
        let value = resolve_in(project, types, at.file, Some(at.id), site.value, depth + 1, left);
        match found {
            // Whatever else it is given, it stays unknown.
            _ if value == TypeRef::Unknown => return TypeRef::Unknown,
            // `T *x = NULL;` before the real value.
            None | Some(TypeRef::Null) => found = Some(value),
            Some(before) if before == value || value == TypeRef::Null => {}
            Some(_) => return TypeRef::Unknown,
        }
    }
    found.unwrap_or(TypeRef::Unknown)
}

/// The one type that a holder keeps. Structs of other files may have a field of the same name: those of the unit of
/// `file` come first.
fn held(project: &Units, types: &Types, file: FileId, holder: Holder) -> TypeRef {
    let all = types.holders.get(&holder).map_or(&[][..], Vec::as_slice);
    if let [one] = all {
        return TypeRef::Type(*one);
    }
    let mut near = all.iter().filter(|id| project.share_unit(file, types.get(**id).file));
    match (near.next(), near.next()) {
        (Some(one), None) => TypeRef::Type(*one),
        _ => TypeRef::Unknown,
    }
}
