//! INIT002: a module definition with a negative `m_size`.

use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::constants::integer;
use crate::link::modules::ModuleDef;
use crate::link::values::is_null;
use crate::rules::common::binary;
use crate::rules::{Context, INIT002};

const FAILS: &str = "the import fails with SystemError: `m_size` must not be negative with multi-phase initialization";
const HELP: &str = "set `.m_size = 0`, or the size of the module state struct";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    let mut seen = Vec::new();
    for module in project.modules.iter().filter(|m| !m.export) {
        let single = !project.single_phase(module).versions.is_empty();
        for def in &module.defs {
            if seen.contains(&def.var) {
                continue;
            }
            seen.push(def.var);
            out.extend(judge(project, def, single));
        }
    }
}

fn judge(project: &Project, def: &ModuleDef, single: bool) -> Option<Finding> {
    let file = def.var.file;
    let conds = &project.file(file).conds;
    let field = |name: &'static str| def.fields.iter().filter(move |f| f.0 == name && project.is_live(file, f.1));
    let negative = |value| integer(project, file, value).is_some_and(|n| n < 0);
    let (_, _, span) = field("m_size").find(|f| negative(f.1))?;
    let here = conds.at_span(*span);
    let slots = field("m_slots").find(|f| !is_null(project, file, f.1) && !conds.exclusive(here, conds.at_span(f.2)));
    let var = project.var(def.var);
    let name = var.name;
    // All that a macro writes stands at the place of its use.
    let by_macro = *span == var.name_span;
    let label = Label::new(file, *span, "the module keeps its state in C globals");
    match slots {
        Some((_, _, slots)) => Some(
            Finding::source(&INIT002, "`m_size` must not be negative with slots", label)
                .severity(Severity::Error)
                .symbol(name.as_str())
                .label(file, *slots, "these slots mean multi-phase initialization")
                .note(FAILS)
                .help(HELP),
        ),
        // What the definition of a single-phase module says is part of that finding, unless a macro writes the
        // definition: then the number stands elsewhere, and the cure of that finding does not reach it.
        None if single && !by_macro => None,
        None => {
            let finding = Finding::source(
                &INIT002,
                format!("`m_size` of `{name}` is negative: no support for sub-interpreters"),
                label,
            )
            .symbol(name.as_str())
            .note("such a module also cannot be initialized a second time")
            .help("keep the state in the module, and set `m_size` to the size of its struct");
            Some(if by_macro {
                finding.note("the macro used here writes the definition, with this `m_size`")
            } else {
                finding
            })
        }
    }
}

/// Compiled modules with slots; without them the negative size is part of another finding.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each_multi_phase(context, 0, |_, found| {
        if found.object.size < 0 {
            let message = "`m_size` must not be negative with slots".to_owned();
            let finding = found.finding(&INIT002, message, &found.object.name, found.object.address);
            out.push(finding.severity(Severity::Error).note(FAILS).help(HELP));
        }
    });
}
