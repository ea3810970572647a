//! MUT004: a slot of a type that the project does not define is replaced. What subclasses inherit by layout and flags is
//! the matter of another rule.

use crate::facts::{Expr, ExprId, Name};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::common::foreign_types::foreign;
use crate::rules::heap_types::type_changed_after_ready::FIELDS;
use crate::rules::{Context, MUT004};

/// Beginnings of the names of slots: of types, and of their suites.
const SLOTS: [&str; 6] = ["tp_", "nb_", "sq_", "mp_", "bf_", "am_"];
const WHY: &str = "the type is one for the whole process: all modules and interpreters see the change, subclasses that are \
                   there do not";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let slot = |name: &Name| SLOTS.iter().any(|prefix| name.starts_with(prefix)) && !FIELDS.contains(&name.as_str());
    let mut names: Vec<Name> = project.sites.assignments.keys().copied().filter(slot).collect();
    names.sort_by_key(|name| name.as_str());
    for name in names {
        for site in project.sites.assignments_to(name) {
            let (Some(target), Some(expr), Some(id)) = (site.target, site.expr, site.func) else { continue };
            let at = FuncRef { file: site.file, id };
            let ast = &project.file(site.file).ast;
            let Some(of) = type_with_slot(project, at, target).filter(|_| project.is_live(site.file, expr)) else {
                continue;
            };
            let label = Label::new(site.file, ast.expr_span(expr), "changed for everybody");
            out.push(
                Finding::source(&MUT004, format!("`{name}` of {of} is replaced"), label)
                    .symbol(project.func(at).name.as_str())
                    .note(WHY)
                    .help("make a subclass, or a type of your own"),
            );
        }
    }
}

/// The foreign type whose slot, or suite's slot, is written: in words.
fn type_with_slot(project: &Project, at: FuncRef, target: ExprId) -> Option<String> {
    let ast = &project.file(at.file).ast;
    let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target)) else { return None };
    let base = match ast.expr(ast.strip_casts(base)) {
        Expr::Member { base, field, .. } if field.starts_with("tp_as_") => base,
        _ => base,
    };
    foreign(project, at, base)
}
