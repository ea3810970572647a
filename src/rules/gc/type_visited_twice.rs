//! GC003, GC004: the type of an object visited once too often.

use std::collections::BTreeMap;

use crate::facts::{Span, Stmt, Truth, VersionSet};
use crate::finding::{Applicability, Finding, Label};
use crate::link::flow::traverse::{Visits, type_visits};
use crate::link::{FuncRef, Project};
use crate::rules::common::deallocs::outer_call;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC003, GC004};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut early: BTreeMap<FuncRef, VersionSet> = BTreeMap::new();
    let mut twice: BTreeMap<FuncRef, (VersionSet, Span)> = BTreeMap::new();
    for (id, _) in project.types.iter().filter(|(_, t)| t.is_heap()) {
        for python in project.type_live(id).iter() {
            if project.type_gc(id, python) != Some(Truth::True) {
                continue;
            }
            for slot in project.type_view(id).slots("tp_traverse", python) {
                for func in slot.funcs() {
                    let here = VersionSet::range(python, python);
                    if python <= GC003.until_python {
                        if matches!(project.traversal(func, python).visits, Visits::Yes | Visits::Partly(_)) {
                            let versions = early.entry(func).or_default();
                            *versions = versions.or(here);
                        }
                    } else if let Some(span) = project.traversal(func, python).twice {
                        let entry = twice.entry(func).or_insert((here, span));
                        entry.0 = entry.0.or(here);
                    }
                }
            }
        }
    }
    out.extend(early.into_iter().map(|(func, versions)| too_early(project, func, versions)));
    for (func, (versions, span)) in twice {
        let name = project.func(func).name;
        let message = on_versions(project, format!("`{name}` visits the type of its object twice"), versions);
        let mut finding = Finding::source(&GC004, message, Label::new(func.file, span, "the second visit"))
            .symbol(name.as_str())
            .label(func.file, project.func(func).name_span, "in this `tp_traverse`");
        if let Some(&direct) = type_visits(project, func).first().filter(|s| **s != span) {
            finding = finding.label(func.file, direct, "the type is visited here as well");
            // On Pythons where it is the only visit it must stay.
            let since = GC004.pythons(&project.targets);
            if let Some((stmt, _)) = outer_call(project, func, direct).filter(|_| versions == since) {
                let stmt = project.file(func.file).ast.stmt_span(stmt);
                finding = finding.edit(func.file, stmt, "", Applicability::Unsafe);
            }
        }
        out.push(
            finding
                .note(
                    "the garbage collector subtracts one reference too many, and may clear a type that is still in use",
                )
                .help("visit the type once: leave the visit to the function that is called"),
        );
    }
}

fn too_early(project: &Project, func: FuncRef, versions: VersionSet) -> Finding {
    let name = project.func(func).name;
    let visits = type_visits(project, func);
    let span = visits.first().copied().unwrap_or(project.func(func).name_span);
    let message =
        on_versions(project, format!("`{name}` visits the type, which the interpreter visits as well"), versions);
    let finding = Finding::source(&GC003, message, Label::new(func.file, span, "counted twice"))
        .symbol(name.as_str())
        .note(
            "before Python 3.9 the `tp_traverse` of a Python subclass always visits the type: a second visit makes instances leak",
        )
        .help("put the visit between `#if PY_VERSION_HEX >= 0x03090000` and `#endif`");
    let [_] = visits.as_slice() else { return finding };
    let facts = project.file(func.file);
    let mut stmt = None;
    if let Some(body) = project.func(func).body {
        // What an `if` without braces governs cannot be taken out.
        facts.ast.each_stmt(body, &mut |block| {
            let Stmt::Block(list) = facts.ast.stmt(block) else { return };
            for &s in facts.ast.stmts(list) {
                if matches!(facts.ast.stmt(s), Stmt::Expr(e) if facts.ast.expr_span(e) == span) {
                    stmt = Some(facts.ast.stmt_span(s));
                }
            }
        });
    }
    let Some(stmt) = stmt else { return finding };
    let indent = project.func(func).indent;
    finding
        .edit(
            func.file,
            Span::new(stmt.start, stmt.start),
            format!("\n#if PY_VERSION_HEX >= 0x03090000\n{indent}"),
            Applicability::Safe,
        )
        .edit(func.file, Span::new(stmt.end, stmt.end), "\n#endif", Applicability::Safe)
}
