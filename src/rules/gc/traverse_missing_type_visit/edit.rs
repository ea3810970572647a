//! The edit that adds the visit of the type to a traverse function.

use crate::facts::{Origin, Python, Span, Stmt, Truth};
use crate::finding::{Applicability, Finding};
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, Project};

/// Offers the visit, before the first statement that is no declaration, with the function's own parameter names.
/// `types`: the heap types that the finding is about, ascending; `everywhere`: no path on any Python has the visit.
pub(super) fn offer(project: &Project, at: FuncRef, types: &[TypeId], finding: Finding, everywhere: bool) -> Finding {
    let func = project.func(at);
    let facts = project.file(at.file);
    let name = |i: usize| func.params.get(i).and_then(|p| p.name);
    let (Some(object), Some(visitor), Some(arg), Some(body)) = (name(0), name(1), name(2), func.body) else {
        return finding.help("name the parameters and visit the type of the first one with `Py_VISIT(Py_TYPE(self));`");
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
        return finding.help(format!("make sure that every path runs `{visit}` exactly once"));
    }
    if project.visited_by_callers(at, types) {
        let finding = finding
            .note("a traverse function that calls this one visits the type itself; only one of the two must do it");
        return finding.help(format!("insert `{visit}` here and remove the visit from the callers"));
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
        return finding.note(
            "with the limited API, no macro distinguishes a module that runs on Python 3.8 from one that runs on 3.9",
        );
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
