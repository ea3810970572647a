//! HT013: the reference that the creation of a type gives is kept by two, or by nobody.

mod made;

use crate::facts::ExprId;
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::constants::integer;
use crate::link::values::settings;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, HT013};
use made::{Made, Readers, Wrong};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let made = made::all(project);
    let readers = Readers::of(project, &made);
    out.extend(made.iter().filter_map(|made| finding(project, made, &readers)));
}

fn finding(project: &Project, made: &Made, readers: &Readers<'_>) -> Option<Finding> {
    let facts = project.file(made.at.file);
    let symbol = facts.func(made.at.id).name.as_str();
    let span = |e: ExprId| facts.ast.expr_span(e);
    match made.wrong(facts)? {
        Wrong::Borrowed(place, store, given) => {
            if !readers.read_elsewhere(place, made.at) {
                return None;
            }
            let callee = facts.ast.callee_name(given)?;
            let message = format!("`{}` stores a type without owning a reference to it", place.name);
            let label = Label::new(made.at.file, span(store), "the new reference is stored here");
            let finding = Finding::source(&HT013, message, label)
                .symbol(symbol)
                .label(made.at.file, span(given), format!("and stolen here by `{callee}`"))
                .help("call `Py_INCREF` before this call, or use `PyModule_AddObjectRef` (Python 3.10)");
            Some(if is_copied(project, made.at) {
                finding
                    .severity(Severity::Note)
                    .note("because `m_size` is -1, import keeps a copy of the module's dict, and with it the type")
            } else {
                finding.note(
                    "if Python code deletes or replaces the module's attribute, the type is freed while C code still uses it",
                )
            })
        }
        Wrong::LeftOver(added) => {
            let message = "the new reference to the type is never released".to_owned();
            let callee = facts.ast.callee_name(added)?;
            Some(
                Finding::source(&HT013, message, Label::new(made.at.file, span(made.call), "a new reference"))
                    .symbol(symbol)
                    .label(made.at.file, span(added), format!("`{callee}` takes a reference of its own"))
                    .help("call `Py_DECREF` after this call, or use `PyModule_Add` (Python 3.13)"),
            )
        }
    }
}

/// Whether all modules of the extension have a negative m_size: the import copies the dict of such a module, for good.
fn is_copied(project: &Project, at: FuncRef) -> bool {
    let defs = project.modules.iter().flat_map(|m| &m.defs);
    let mut near = defs.filter(|def| project.same_extension(def.var.file, at.file)).peekable();
    near.peek().is_some()
        && near.all(|def| {
            let negative = |e: ExprId| integer(project, def.var.file, e).is_some_and(|size| size < 0);
            let mut sizes = settings(project, def, "m_size").peekable();
            sizes.peek().is_some() && sizes.all(negative)
        })
}
