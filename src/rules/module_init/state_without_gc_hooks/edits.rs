//! The edit that gives a module the three hooks of the collector, for the fields that its state owns.

use super::HOOKS;
use crate::facts::{Expr, FileId, Name, Origin, Record, Span};
use crate::finding::{Applicability, Finding};
use crate::link::modules::{Module, ModuleDef};
use crate::link::{OwnedField, Project};

/// Offers the hooks, written behind the last function before the definition, and their places in it. Unsafe: what the
/// module kept alive dies with it then.
pub(super) fn offer(
    project: &Project,
    module: &Module,
    def: &ModuleDef,
    (record_file, record): (FileId, &Record),
    owned: &[OwnedField],
    finding: Finding,
) -> Finding {
    let facts = project.file(def.var.file);
    let var = project.var(def.var);
    let state = record.typedef.map_or_else(|| record.tag.map(|t| format!("struct {t}")), |t| Some(t.to_string()));
    let before = facts.funcs.iter().filter(|f| f.body.is_some() && f.origin == Origin::Written && f.cond == var.cond);
    let place = before.map(|f| f.span.end).filter(|&end| end <= var.name_span.start).max();
    let (Some(state), Some(place), false) = (state, place, module.export) else { return finding };
    let seen = record_file != def.var.file || record.span.end <= place;
    let at_file_scope = facts.conds.at(place) == var.cond && var.origin == Origin::Written;
    let names = ["traverse", "clear", "free"].map(|hook| format!("{}_{hook}", module.name));
    let free = |name: &String| {
        let name = Name::from(name.as_str());
        project.resolve_func(def.var.file, name).is_empty() && project.defines_of(def.var.file, name).is_empty()
    };
    let Some(fields) = in_definition(project, def, &names) else { return finding };
    if !seen || !at_file_scope || !names.iter().all(free) {
        return finding;
    }
    let text = functions(&state, &names, owned);
    let finding = finding.edit(def.var.file, Span::new(place, place), text, Applicability::Unsafe);
    fields
        .into_iter()
        .fold(finding, |finding, (span, text)| finding.edit(def.var.file, span, text, Applicability::Unsafe))
}

/// Where the names of the hooks come to in the definition.
fn in_definition(project: &Project, def: &ModuleDef, names: &[String; 3]) -> Option<Vec<(Span, String)>> {
    let ast = &project.file(def.var.file).ast;
    let Expr::List(items) = ast.expr(project.var(def.var).init?) else { return None };
    let items = ast.exprs(items);
    let end = ast.expr_span(*items.last()?).end;
    let designated = |e: &&crate::facts::ExprId| matches!(ast.expr(**e), Expr::Designated { .. });
    let given = |hook: &str| def.fields.iter().find(|(name, ..)| name == hook).map(|field| field.1);
    match items.iter().filter(designated).count() {
        0 if items.len() == 9 => {
            let places = items[6..].iter().map(|&item| ast.expr_span(item));
            Some(places.zip(names.iter().cloned()).collect())
        }
        0 if items.len() == 6 => Some(vec![(Span::new(end, end), format!(",\n    {}", names.join(",\n    ")))]),
        // What comes first in a definition may stand without a name.
        count if count + 1 >= items.len() => {
            let mut places = Vec::new();
            let mut rest = String::new();
            for (hook, name) in HOOKS.iter().zip(names) {
                match given(hook) {
                    Some(null) => places.push((ast.expr_span(null), name.clone())),
                    None => rest.push_str(&format!(",\n    .{hook} = {name}")),
                }
            }
            if !rest.is_empty() {
                places.push((Span::new(end, end), rest));
            }
            Some(places)
        }
        _ => None,
    }
}

/// The three functions.
fn functions(state: &str, names: &[String; 3], owned: &[OwnedField]) -> String {
    // A variable hides a type of its name from its own initializer.
    let held = if state == "state" { "st" } else { "state" };
    // The beginning of a call, for each field.
    let each = |word: &str| {
        let lines = owned.iter().map(|o| format!("        {word}{held}->{});\n", o.field.name));
        lines.collect::<String>()
    };
    let body = |word: &str| {
        format!(
            "{{\n    {state} *{held} = ({state} *)PyModule_GetState(module);\n    if ({held} != NULL) {{\n{}    }}\n    return 0;\n}}\n",
            each(word)
        )
    };
    let [traverse, clear, free] = names;
    format!(
        "\n\nstatic int\n{traverse}(PyObject *module, visitproc visit, void *arg)\n{}\nstatic int\n{clear}(PyObject *module)\n{}\nstatic void\n{free}(void *module)\n{{\n    (void){clear}((PyObject *)module);\n}}",
        body("Py_VISIT("),
        body("Py_CLEAR(")
    )
}
