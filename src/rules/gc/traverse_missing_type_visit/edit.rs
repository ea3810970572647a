//! The edit that adds the visit of the type to a traverse function.

use std::collections::HashMap;

use crate::facts::{Expr, Origin, Python, Span, Stmt, Truth};
use crate::finding::{Applicability, Finding};
use crate::link::flow::traverse::type_visits;
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::link::{FuncRef, Project};

/// Offers the visit, before the first statement that is no declaration, with the function's own parameter names.
/// `types`: the heap types that the finding is about, ascending; `everywhere`: no path on any Python has the visit.
pub(super) fn offer(
    project: &Project,
    at: FuncRef,
    types: &[TypeId],
    delegated: &Delegated,
    finding: Finding,
    everywhere: bool,
) -> Finding {
    let func = project.func(at);
    let facts = project.file(at.file);
    let name = |i: usize| func.params.get(i).and_then(|p| p.name);
    let (Some(object), Some(visitor), Some(arg), Some(body)) = (name(0), name(1), name(2), func.body) else {
        return finding.help("name the parameters and visit the type of the first with Py_VISIT(Py_TYPE(self))");
    };
    let usual = visitor == "visit" && arg == "arg";
    let visit = if usual {
        format!("Py_VISIT(Py_TYPE({object}));")
    } else {
        format!("{{ int e = {visitor}((PyObject *)Py_TYPE({object}), {arg}); if (e) return e; }}")
    };
    let shared = !project.types_with_slot(at, &|slot| slot == "tp_traverse").iter().all(|&id| is_heap(project, id));
    // A type without Py_TPFLAGS_HEAPTYPE is owned by nobody.
    let visit = match (shared, usual) {
        (false, _) => visit,
        (true, true) => format!("if (Py_TYPE({object})->tp_flags & Py_TPFLAGS_HEAPTYPE) {{ {visit} }}"),
        (true, false) => format!("if (Py_TYPE({object})->tp_flags & Py_TPFLAGS_HEAPTYPE) {visit}"),
    };
    if !everywhere {
        return finding.help(format!("make sure that every path runs `{visit}` once"));
    }
    if visited_by_callers(project, at, types, delegated) {
        let finding =
            finding.note("a traverse function that calls this one visits the type itself: one of the two must do it");
        return finding.help(format!("insert `{visit}` here and take the visit out of the callers"));
    }
    let finding = finding.help(format!("insert `{visit}` before the first return"));
    let Stmt::Block(list) = facts.ast.stmt(body) else { return finding };
    let first = facts.ast.stmts(list).iter().find(|s| !matches!(facts.ast.stmt(**s), Stmt::Decl(_)));
    let outer = facts.conds.at_span(func.name_span);
    // The text of a macro is not that of the function.
    if func.origin != Origin::Written {
        return finding;
    }
    let Some(span) = first.map(|s| facts.ast.stmt_span(*s)).filter(|s| facts.conds.at_span(*s) == outer) else {
        return finding;
    };
    let indent = func.indent.as_str();
    let early = project.targets.min_python < Python(9);
    // One binary for all Pythons: the version that it was compiled with says nothing.
    if early && project.targets.limited_api == Truth::True {
        return finding.note("no macro tells a module for the limited API on Python 3.8 from one on 3.9");
    }
    // A directive must stand on a line of its own: the line ends here, and the blanks in front of it stay.
    let text = if early {
        format!("\n#if PY_VERSION_HEX >= 0x03090000\n{indent}{visit}\n#endif\n{indent}")
    } else {
        format!("{visit}\n{indent}")
    };
    finding.edit(at.file, Span::new(span.start, span.start), text, Applicability::Safe)
}

fn is_heap(project: &Project, id: TypeId) -> bool {
    project.types.get(id).kind != TypeKind::Static
}

/// Whether a function that visits the type hands its object on to this one, by name or as the slot of a base.
fn visited_by_callers(project: &Project, at: FuncRef, types: &[TypeId], delegated: &Delegated) -> bool {
    let name = project.func(at).name;
    let by_name = project
        .sites
        .calls_of(name.as_str())
        .iter()
        .filter_map(|site| project.resolve_func(site.file, name).contains(&at).then(|| site.func_ref()).flatten());
    if by_name.into_iter().any(|caller| caller != at && !type_visits(project, caller).is_empty()) {
        return true;
    }
    let of = |id: &TypeId| delegated.by_base.get(id).into_iter().flatten();
    types.iter().flat_map(of).any(|caller| types.binary_search(caller).is_err())
}

/// The types whose traverse function visits the type and calls that of a base, by the base.
pub(super) struct Delegated {
    by_base: HashMap<TypeId, Vec<TypeId>>,
}

impl Delegated {
    pub(super) fn of(project: &Project) -> Delegated {
        let mut by_base: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
        let mut known: HashMap<FuncRef, Vec<TypeId>> = HashMap::new();
        for object in project.type_views().filter(|t| t.is_heap()) {
            for caller in object.slots_ever("tp_traverse").flat_map(|slot| slot.funcs()) {
                for &base in known.entry(caller).or_insert_with(|| bases_called(project, caller)).iter() {
                    by_base.entry(base).or_default().push(object.id);
                }
            }
        }
        Delegated { by_base }
    }
}

/// The types whose `tp_traverse` a function calls that visits the type.
fn bases_called(project: &Project, caller: FuncRef) -> Vec<TypeId> {
    let facts = project.file(caller.file);
    let mut out = Vec::new();
    let Some(body) = project.func(caller).body.filter(|_| !type_visits(project, caller).is_empty()) else { return out };
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Call { callee, .. } = facts.ast.expr(e)
            && let Expr::Member { base, field, .. } = facts.ast.expr(facts.ast.strip_casts(callee))
            && field == "tp_traverse"
            && let TypeRef::Type(of) = project.type_ref(caller.file, Some(caller.id), base)
        {
            out.push(of);
        }
    });
    out
}
