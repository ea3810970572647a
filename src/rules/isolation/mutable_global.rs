//! ISO020 and ISO021: mutable variables with static storage that hold no Python object.

use crate::facts::{DataVariable, Truth};
use crate::finding::{Finding, Severity};
use crate::link::{Content, Exemption, LookedUp};
use crate::rules::common::culprits::is_mutable;
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::isolation::global_object::{located, weighed};
use crate::rules::{Context, ISO020, ISO021};

const HELP: &str = "move it to module state, or make it thread-local or atomic";

/// The level is a note; a warning where a function that runs after the module's initialisation writes the variable:
/// then every interpreter of the process sees the others' changes.
pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    variables::each_variable(context, out, compiled);
    let project = context.project;
    for var in &project.statics().vars {
        if var.content != Content::Plain {
            continue;
        }
        let name = project.var(var.definition).name;
        let atomic = var.exempt == Some(Exemption::Atomic) && var.is_written()
            || var.exempt.is_none() && var.only_atomic_writes();
        // Atomic steps are no race, but whether they are enough is a question where threads run at once.
        if atomic && project.targets.free_threading == Truth::True {
            let rule = if var.local { &ISO021 } else { &ISO020 };
            let message = format!("process-wide atomic variable `{name}`");
            let finding = located(context, rule, var, message, "one for all interpreters and threads");
            out.push(weighed(context, var, finding.severity(Severity::Note)));
        }
        if !is_mutable(var) {
            continue;
        }
        let role = var.role(project).as_str();
        let (rule, message) = if var.local {
            (&ISO021, format!("mutable static local variable `{name}` ({role})"))
        } else {
            (&ISO020, format!("mutable process-wide variable `{name}` ({role})"))
        };
        let mut finding = located(context, rule, var, message, "one for all interpreters and threads");
        if let Some(place) = var.looked_up_in(project) {
            let why = match place {
                LookedUp::Library => "looked up in a shared library: two interpreters get the same value",
                LookedUp::Capsule => {
                    "filled from a capsule: two interpreters get the same pointer, unless the module that exports it creates one table per interpreter"
                }
            };
            finding = finding.severity(Severity::Note).note(why);
        } else if var.written_after_init() && !var.local && var.is_written() {
            finding = finding.severity(Severity::Warning);
        } else if let Some(value) = var.single_constant(project) {
            let why = format!("set once, to {value}: two interpreters cannot disagree about it");
            finding = if var.written_after_init() { finding.note(why) } else { finding.likely(why) };
        } else if var.gets_constants_at_init(project) {
            finding =
                finding.likely("only the import sets it, to constants: two interpreters cannot disagree about it");
        }
        finding = finding.help(HELP);
        out.push(weighed(context, var, finding));
    }
}

/// A variable of a compiled file that an instruction writes; when, is not known.
fn compiled(var: &DataVariable) -> Option<Judged> {
    var.written.as_ref()?;
    if variables::class(var) != Class::Plain || !var.beside_python {
        return None;
    }
    let (name, text) = (&var.name, &var.declared.text);
    let (rule, message) = match &var.local_to {
        Some(function) => (&ISO021, format!("mutable static local variable `{name}` of `{function}` (type `{text}`)")),
        None => (&ISO020, format!("mutable process-wide variable `{name}` (type `{text}`)")),
    };
    Some(Judged { rule, message, help: HELP })
}
