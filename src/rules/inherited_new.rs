//! HT004: a heap type that Python code can instantiate although only C code knows how to fill an instance.

use std::collections::BTreeMap;

use super::common::types::on_versions;
use super::{Context, HT004};
use crate::facts::{BinaryOp, Expr, ExprId, FileId, Name, Python, Span, Stmt, Truth, UnaryOp, VersionSet};
use crate::finding::{Applicability, Finding, Label};
use crate::link::allocations::AllocatedType;
use crate::link::constants::flags;
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::link::{FuncRef, Project};

/// The first release with `Py_TPFLAGS_DISALLOW_INSTANTIATION`.
const FLAG_SINCE: Python = Python(10);
/// Slots that meet objects in any state.
const ENDS: [&str; 5] = ["tp_dealloc", "tp_clear", "tp_traverse", "tp_finalize", "tp_free"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let made = made_in_c(project);
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        let Some(&(file, span)) = made.get(&id) else { continue };
        let live = project.type_live(id);
        let flagged = live.and(VersionSet::range(FLAG_SINCE, project.targets.max_python));
        // Before, there is no flag to ask for.
        let asked = if flagged.is_empty() { live } else { flagged };
        let open = asked.iter().filter(|&p| inherits_new(project, id, p, 0) && !is_initialised(project, id, p));
        let versions = open.fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)));
        if versions.is_empty() || is_called(project, id) || loses_new(project, id) {
            continue;
        }
        let Some((field, used)) = used_pointer(project, id) else { continue };
        let message = format!("Python code can create instances of `{}` that no C code has filled", object.short_name());
        let message = if asked == versions { message } else { on_versions(project, message, versions) };
        let finding = Finding::source(&HT004, message, Label::new(object.file, object.span, "inherits object.__new__"))
            .symbol(object.symbol.as_str())
            .label(file, span, "instances are made here")
            .label(field.0, field.1, "stays NULL in an instance made by Python code")
            .label(used.0, used.1, "and is used here all the same")
            .note("unlike a static type, a heap type without Py_tp_new inherits the one of `object`")
            .help("set Py_TPFLAGS_DISALLOW_INSTANTIATION (Python 3.10), or a Py_tp_new that fills the instance");
        out.push(fix(project, id, finding));
    }
}

/// The types of which C code of the project allocates instances, with the first such place.
fn made_in_c(project: &Project) -> BTreeMap<TypeId, (FileId, Span)> {
    let mut places: Vec<(FileId, Span, TypeId)> = Vec::new();
    for allocation in project.allocations().iter().filter(|a| !a.versions.is_empty()) {
        if let AllocatedType::Fixed(id) = allocation.of {
            places.push((allocation.site.file, allocation.span, id));
        }
    }
    for (&(file, call), to) in &project.sites.results {
        let ast = &project.file(file).ast;
        let Expr::Call { callee, args } = ast.expr(call) else { continue };
        let of = match ast.expr(ast.strip_casts(callee)) {
            Expr::Member { base, field, .. } if field == "tp_alloc" => Some(base),
            Expr::Name(name) if name == "PyType_GenericAlloc" => ast.exprs(args).first().copied(),
            _ => None,
        };
        let func = to.iter().find_map(|(_, site)| site.func);
        if let (Some(of), Some(func)) = (of, func)
            && let Some((AllocatedType::Fixed(id), _)) = project.allocated(FuncRef { file, id: func }, of)
        {
            places.push((file, ast.expr_span(call), id));
        }
    }
    places.sort_unstable_by_key(|(file, span, id)| (*id, *file, span.start));
    let mut out = BTreeMap::new();
    for (file, span, id) in places {
        out.entry(id).or_insert((file, span));
    }
    out
}

/// A pointer of the instance struct and the place where a method or slot of the type uses it without a test for NULL.
fn used_pointer(project: &Project, id: TypeId) -> Option<((FileId, Span), (FileId, Span))> {
    let (file, record) = project.instance_record(id)?;
    let pointers: Vec<_> = record.fields.iter().filter(|f| f.ty.pointers > 0 && f.ty.arrays == 0).collect();
    let installed = project.installed(id);
    let slots = installed.iter().filter(|(slot, _)| !ENDS.contains(&slot.as_str()));
    for &(_, at) in slots {
        let facts = project.file(at.file);
        let ast = &facts.ast;
        let Some(body) = project.func(at).body else { continue };
        let tested = tested(project, at);
        let mut found = None;
        facts.each_body_expr(body, &mut |e| {
            let used: &[ExprId] = match ast.expr(e) {
                Expr::Member { base, arrow: true, .. } | Expr::Index { base, .. } => &[base],
                Expr::Unary { op: UnaryOp::Deref, arg } => &[arg],
                // A function of the project may test what it gets.
                Expr::Call { args, .. } => match ast.callee_name(e) {
                    Some(name) if needs_pointers(project, at, name) => ast.exprs(args),
                    _ => return,
                },
                _ => return,
            };
            for &use_ in used {
                let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(use_)) else { continue };
                let of = project.record_at(at.file, Some(at), base, 0).map(|(file, r)| (file, r.span));
                if found.is_none()
                    && of == Some((file, record.span))
                    && !tested.contains(&field)
                    && let Some(declared) = pointers.iter().find(|f| f.name == field)
                {
                    found = Some(((file, declared.span), (at.file, ast.expr_span(e))));
                }
            }
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a function of CPython or of the C library follows the pointers that it gets.
fn needs_pointers(project: &Project, at: FuncRef, name: Name) -> bool {
    let lenient = ["Py_X", "Py_CLEAR", "Py_VISIT", "Py_BuildValue", "Py_RETURN", "PyErr_", "PyMem_", "PyObject_Free"];
    let follows = (name.starts_with("Py") && !lenient.iter().any(|p| name.starts_with(p)))
        || ["fclose", "fread", "fwrite", "fflush", "fileno", "strlen", "strcmp", "memcpy"].contains(&name.as_str());
    follows && project.resolve_func(at.file, name).is_empty() && project.defines_of(at.file, name).is_empty()
}

/// The fields that a function tests, compares or sets.
fn tested(project: &Project, at: FuncRef) -> Vec<Name> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut out = Vec::new();
    let Some(body) = project.func(at).body else { return out };
    let mut field = |e: ExprId| {
        if let Expr::Member { field, .. } = ast.expr(ast.strip_casts(e)) {
            out.push(field);
        }
    };
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } = ast.stmt(stmt) {
            field(test);
        }
    });
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Conditional { test, .. } => field(test),
        Expr::Unary { op: UnaryOp::Not, arg } => field(arg),
        Expr::Binary { op: BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
            field(left);
            field(right);
        }
        Expr::Assign { target, .. } => field(target),
        // `assert(self->file)`, `likely(self->file)`: a macro that may be a test.
        Expr::Call { args, .. } => {
            let name = ast.callee_name(e).map_or("", |n| n.as_str());
            let macro_like = name == "assert" || name.ends_with("likely") || !project.defines_of(at.file, name.into()).is_empty();
            ast.exprs(args).iter().filter(|_| macro_like).for_each(|&a| field(a));
        }
        _ => {}
    });
    out
}

/// Whether the type has the `tp_new` of `object`.
fn inherits_new(project: &Project, id: TypeId, python: Python, depth: u32) -> bool {
    let disallowed = project.type_flags(id, python).has(flags::DISALLOW_INSTANTIATION);
    let own = project.type_sets(id, "tp_new", python);
    if disallowed != Some(Truth::False) || own != Some(Truth::False) || depth > 8 {
        return false;
    }
    match project.type_base(id) {
        Some(TypeRef::Null) => true,
        Some(TypeRef::Builtin(name)) => name == "PyBaseObject_Type",
        // A static type over `object` inherits no tp_new.
        Some(TypeRef::Type(base)) => {
            project.types.get(base).kind == TypeKind::Spec && inherits_new(project, base, python, depth + 1)
        }
        Some(TypeRef::Unknown) | None => false,
    }
}

/// Whether a `tp_init` fills what `object.__new__` makes.
fn is_initialised(project: &Project, id: TypeId, python: Python) -> bool {
    if project.type_sets(id, "tp_init", python) != Some(Truth::False) {
        return true;
    }
    match project.type_base(id) {
        Some(TypeRef::Type(base)) => is_initialised(project, base, python),
        _ => false,
    }
}

/// Whether C code makes instances by calling the type.
fn is_called(project: &Project, id: TypeId) -> bool {
    project.sites.calls.iter().filter(|(name, _)| name.starts_with("PyObject_Call")).flat_map(|(_, sites)| sites).any(
        |site| {
            let ast = &project.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
            let first = ast.exprs(args).first();
            first.is_some_and(|&of| project.type_ref(site.file, site.func, of) == TypeRef::Type(id))
        },
    )
}

/// Whether the type's `tp_new` is taken away or given after the creation, or that of a type that is not known.
fn loses_new(project: &Project, id: TypeId) -> bool {
    let object = project.types.get(id);
    let unit = project.unit(object.file);
    project.sites.assignments_to("tp_new".into()).iter().any(|site| {
        let ast = &project.file(site.file).ast;
        let Some(Expr::Member { base, .. }) = site.target.map(|t| ast.expr(ast.strip_casts(t))) else { return false };
        match project.type_ref(site.file, site.func, base) {
            TypeRef::Type(other) => other == id,
            _ => unit.contains(&site.file),
        }
    })
}

/// Offers the flag behind the one expression that gives the flags.
fn fix(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let [part] = object.flags.as_slice() else { return finding };
    let facts = project.file(part.file);
    let end = facts.ast.expr_span(part.value).end;
    let plain = matches!(facts.ast.expr(part.value), Expr::Binary { .. } | Expr::Name(_));
    if !plain || part.op.is_some() || facts.conds.at(end.saturating_sub(1)) != facts.conds.at_span(object.span) {
        return finding;
    }
    let flag = "| Py_TPFLAGS_DISALLOW_INSTANTIATION";
    let text = if project.targets.min_python < FLAG_SINCE {
        format!("\n#if PY_VERSION_HEX >= 0x030A0000\n    {flag}\n#endif\n    ")
    } else {
        format!(" {flag}")
    };
    finding.edit(part.file, Span::new(end, end), text, Applicability::Unsafe)
}
