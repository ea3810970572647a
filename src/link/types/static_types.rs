//! Types with static storage: variables of type `PyTypeObject` and the run-time assignments that finish them.

use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{CType, Expr, ExprId, FileId, FuncId, Name, Scope, Storage, Var, VarId};
use crate::link::initialiser;
use crate::link::initialiser::Fields;
use crate::link::objects::reached::{Inside, Reached};
use crate::link::sites::target_name;
use crate::link::types::{Creation, FlagPart, ModuleArg, Slot, TypeKind, TypeObject, TypeRef, Types};
use crate::link::{FuncRef, Units, VarRef};

pub(crate) fn collect(project: &Units, types: &mut Types) {
    let (names, mut structs) = (type_object_names(project), Reached::default());
    for facts in &project.files {
        for (i, var) in facts.vars.iter().enumerate() {
            let at = VarRef { file: facts.file, id: VarId(i as u32) };
            if !is_static(var) || var.thread_local {
                continue;
            }
            if names.contains(&Name::from(var.ty.bare_base())) {
                if var.init.is_some() || (!is_redeclared(project, at) && !is_repeated(project, at)) {
                    add(project, types, at);
                }
            } else if !var.ty.const_base && holds_one(project, at, &names, &mut structs) {
                add_container(project, types, at);
            }
        }
    }
    run_time(project, types);
    struct_sequences(project, types);
}

/// Whether a variable has static storage here: also a C++ member initialised in its class.
fn is_static(var: &Var) -> bool {
    var.ty.is_value() && (var.is_static_definition() || (matches!(var.scope, Scope::Class(_)) && var.init.is_some()))
}

/// `PyTypeObject` and everything that a `typedef` makes of it.
fn type_object_names(project: &Units) -> FxHashSet<Name> {
    let mut aliases: FxHashMap<Name, Vec<Name>> = FxHashMap::default();
    for typedef in project.files.iter().flat_map(|facts| &facts.typedefs) {
        if !typedef.name.is_empty() && typedef.ty.is_value() && typedef.ty.arrays == 0 {
            aliases.entry(Name::from(typedef.ty.bare_base())).or_default().push(typedef.name);
        }
    }
    let mut pending: Vec<Name> = struct_roles::named(Kind::TypeObject).map(Name::from).collect();
    let mut names: FxHashSet<Name> = pending.iter().copied().collect();
    while let Some(name) = pending.pop() {
        pending.extend(aliases.get(&name).into_iter().flatten().copied().filter(|&alias| names.insert(alias)));
    }
    names
}

/// Whether a variable is a struct that holds a type object by value.
fn holds_one(project: &Units, at: VarRef, names: &FxHashSet<Name>, structs: &mut Reached) -> bool {
    let var = project.var(at);
    if !var.ty.bare_base().trim().is_empty() && var.ty.bare_base() != "struct" {
        return holds_type_object(project, at.file, &var.ty, names, structs);
    }
    // `static struct { … } x;`: the unnamed record that ends right before the name.
    let records = &project.file(at.file).records;
    let before = records.iter().filter(|r| r.tag.is_none() && r.typedef.is_none() && r.span.end <= var.name_span.start);
    let nearest = before.max_by_key(|r| r.span.end).filter(|r| var.name_span.start - r.span.end < 64);
    nearest.is_some_and(|r| r.fields.iter().any(|f| f.ty.is_value() && names.contains(&Name::from(f.ty.bare_base()))))
}

/// Whether a struct holds a type object by value, itself or in an inner struct.
fn holds_type_object(
    project: &Units,
    file: FileId,
    ty: &CType,
    names: &FxHashSet<Name>,
    structs: &mut Reached,
) -> bool {
    // The structs of CPython's headers hold none; a type that no `typedef` or record here makes is not known.
    let foreign = |base: Name| base.starts_with("Py") && !project.has_record(base);
    let find = |file: FileId, base: Name| if foreign(base) { None } else { project.resolve_record(file, base) };
    let Some(start) = find(file, ty.base) else { return false };
    structs.holds(start, |(file, record)| {
        let mut inside = Inside::default();
        for field in record.fields.iter().filter(|field| field.ty.is_value()) {
            inside.found |= names.contains(&Name::from(field.ty.bare_base()));
            if !is_scalar(field.ty.base.as_str()) {
                inside.inner.extend(find(file, field.ty.base));
            }
        }
        inside
    })
}

fn is_scalar(base: &str) -> bool {
    ["int", "char", "long", "short", "float", "double", "unsigned", "size_t", "Py_ssize_t"]
        .iter()
        .any(|s| base.contains(s))
}

/// Whether a tentative definition has an initialised one: in its unit, for an external name in the project.
fn is_redeclared(project: &Units, at: VarRef) -> bool {
    let var = project.var(at);
    if matches!(var.scope, Scope::Local(_)) {
        return false;
    }
    project.vars_named(var.name).iter().any(|&other| {
        let v = project.var(other);
        v.init.is_some()
            && v.ty.is_value()
            && (project.share_unit(at.file, other.file)
                || (var.storage != Storage::Static && v.storage != Storage::Static))
    })
}

/// Whether an earlier tentative definition of the same variable exists.
fn is_repeated(project: &Units, at: VarRef) -> bool {
    let var = project.var(at);
    if matches!(var.scope, Scope::Local(_)) {
        return false;
    }
    project.vars_named(var.name).iter().any(|&other| {
        let v = project.var(other);
        other < at
            && v.is_static_definition()
            && v.ty.is_value()
            && (other.file == at.file || (var.storage != Storage::Static && v.storage != Storage::Static))
    })
}

fn blank(project: &Units, at: VarRef, kind: TypeKind) -> TypeObject {
    let var = project.var(at);
    TypeObject {
        kind,
        symbol: var.name,
        name: None,
        file: at.file,
        span: var.name_span,
        var: Some(at),
        cond: var.cond,
        origin: var.origin,
        slots: Vec::new(),
        complete: true,
        flags: Vec::new(),
        basicsize: None,
        itemsize: None,
        creations: Vec::new(),
        bases: Vec::new(),
    }
}

fn add(project: &Units, types: &mut Types, at: VarRef) {
    let mut object = blank(project, at, TypeKind::Static);
    let facts = project.file(at.file);
    let var = project.var(at);
    if let Some(init) = var.init {
        if var.ty.arrays > 0 {
            // The elements of an array are one finding; their slots are not told apart.
            object.complete = false;
        } else {
            let set = initialiser::fields(project, at.file, init, initialiser::TYPE_OBJECT);
            object.complete = set.complete;
            fill(&mut object, &set);
            object.name = set.get("tp_name").and_then(|f| match facts.ast.expr(facts.ast.strip_casts(f.value)) {
                Expr::Str(name) => Some(name),
                _ => None,
            });
        }
    }
    types.push(object);
}

fn fill(object: &mut TypeObject, set: &Fields) {
    for field in &set.set {
        match field.name.as_str() {
            "tp_flags" => object.flags.push(FlagPart {
                file: object.file,
                value: field.value,
                op: None,
                span: field.span,
                cond: field.cond,
            }),
            "ob_base" | "tp_name" => {}
            "tp_itemsize" => object.itemsize = Some(field.value),
            "tp_basicsize" => object.basicsize = Some(field.value),
            _ => object.slots.push(Slot {
                name: field.name,
                value: field.value,
                file: object.file,
                span: field.span,
                cond: field.cond,
            }),
        }
    }
}

fn add_container(project: &Units, types: &mut Types, at: VarRef) {
    let mut object = blank(project, at, TypeKind::Static);
    object.complete = false;
    types.push(object);
}

/// `T.tp_x = …`, `(&T)->tp_flags |= …` in any function.
fn run_time(project: &Units, types: &mut Types) {
    for field in initialiser::TYPE_OBJECT.iter().filter(|f| f.starts_with("tp_")) {
        let name = Name::from(field);
        for site in project.sites.assignments_to(name) {
            let (Some(target), Some(expr)) = (site.target, site.expr) else { continue };
            let facts = project.file(site.file);
            let Expr::Member { base, .. } = facts.ast.expr(facts.ast.strip_casts(target)) else { continue };
            let Some(id) = static_type(project, types, site.file, site.func, base) else { continue };
            let span = facts.ast.expr_span(expr);
            let cond = facts.conds.at_span(span);
            let object = &mut types.list[id.0 as usize];
            if *field == "tp_flags" {
                object.flags.push(FlagPart { file: site.file, value: site.value, op: site.op, span, cond });
            } else if site.op.is_none() {
                object.slots.push(Slot { name, value: site.value, file: site.file, span, cond });
            }
        }
    }
    // The base of a static type: its tp_base.
    for i in 0..types.list.len() {
        let bases = types.list[i].slots.iter().filter(|s| s.name == "tp_base" || s.name == "tp_bases");
        let bases: Vec<TypeRef> =
            bases.map(|s| crate::link::types::resolve::resolve(project, types, s.file, None, s.value, 0)).collect();
        types.list[i].bases.extend(bases);
    }
}

/// The static type that an expression names: `T`, `&T`.
fn static_type(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    expr: ExprId,
) -> Option<crate::link::types::TypeId> {
    let facts = project.file(file);
    let name = facts.ast.referred_name(expr).or_else(|| target_name(facts, expr))?;
    crate::link::types::resolve::variables(project, file, func, name, facts.ast.expr_span(expr))
        .into_iter()
        .find_map(|v| types.by_var.get(&v).copied())
}

/// The static type whose address a local is given once: `PyTypeObject *alias = &T;`.
fn pointed_type(
    project: &Units,
    types: &Types,
    file: FileId,
    func: Option<FuncId>,
    expr: ExprId,
) -> Option<crate::link::types::TypeId> {
    let ast = &project.file(file).ast;
    let Expr::Name(name) = ast.expr(ast.strip_casts(expr)) else { return None };
    let mut given = project.sites.assignments_in(FuncRef { file, id: func? }, name);
    let (Some(only), None) = (given.next(), given.next()) else { return None };
    static_type(project, types, file, func, only.value)
}

fn struct_sequences(project: &Units, types: &mut Types) {
    for callee in roles::named(Role::StructseqInit) {
        for site in project.sites.calls_of(callee) {
            let ast = &project.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
            let Some(&first) = ast.exprs(args).first() else { continue };
            let arg = match ast.expr(ast.strip_casts(first)) {
                Expr::Unary { arg, .. } => arg,
                _ => first,
            };
            let found = static_type(project, types, site.file, site.func, arg)
                .or_else(|| pointed_type(project, types, site.file, site.func, arg));
            let Some(id) = found else { continue };
            let object = &mut types.list[id.0 as usize];
            object.kind = TypeKind::StructSequence;
            object.complete = false;
            object.creations.push(Creation {
                file: site.file,
                func: site.func,
                call: site.expr,
                module: ModuleArg::Absent,
                base: TypeRef::Null,
            });
        }
    }
}
