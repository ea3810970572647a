//! ISO010, ISO011, ISO012, ISO013, ISO014, ISO015, ISO016: variables with static storage that hold Python objects, one rule a kind of content.
//! Longer than a rule should be because seven rules ask the same of one variable.

use crate::facts::{DataVariable, Isolation};
use crate::finding::{Finding, Label, RuleMeta, Severity};
use crate::link::{Content, Role, StaticVar, Value, Write, WriteKind};
use crate::rules::common::built;
use crate::rules::common::culprits::{IMMORTAL_SINCE, is_mutable};
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::{Context, ISO010, ISO011, ISO012, ISO013, ISO014, ISO015, ISO016};

const HELP: &str = "move it to module state";
const HELP_STRUCT: &str = "set `m_size` and access the state with `PyModule_GetState`";
/// Writes shown per variable.
const SHOWN_WRITES: usize = 3;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    variables::each_variable(context, out, compiled);
    let project = context.project;
    for var in &project.statics().vars {
        if !matches!(var.content, Content::ObjectPointer | Content::ObjectStruct) || !is_mutable(var) {
            continue;
        }
        if var.names_static_types(project) {
            continue;
        }
        let constants = var.holds_only_cpython_objects();
        if constants && project.targets.min_python >= IMMORTAL_SINCE {
            continue;
        }
        let name = project.var(var.definition).name;
        let (rule, message, label) = match var.role(project) {
            _ if var.local => (
                &ISO016,
                format!("static local variable `{name}` holds a Python object for all interpreters"),
                "lives as long as the process",
            ),
            Role::Exception => {
                (&ISO011, format!("exception `{name}` is stored in a C global"), "one for all interpreters")
            }
            Role::HeapType => {
                (&ISO012, format!("heap type `{name}` is stored in a C global"), "one for all interpreters")
            }
            Role::String => (&ISO013, format!("string `{name}` is cached in a C global"), "one for all interpreters"),
            Role::Import => (
                &ISO014,
                format!("imported object `{name}` is cached for the life of the process"),
                "belongs to the interpreter that imported it first",
            ),
            Role::StateStruct => (
                &ISO015,
                format!("static struct `{name}` holds Python objects for all interpreters"),
                "one for the whole process",
            ),
            _ => (&ISO010, format!("`{name}` holds a Python object for all interpreters"), "one for the whole process"),
        };
        let help = match rule.code {
            "ISO011" => {
                "create one per module and keep it in module state (`PyModule_AddObjectRef` adds it to the module)"
            }
            "ISO012" => "keep the type in module state (create it with `PyType_FromModuleAndSpec`)",
            "ISO015" => HELP_STRUCT,
            _ => HELP,
        };
        let mut finding = located(context, rule, var, message, label).help(help);
        if constants {
            finding = finding.severity(Severity::Note).note(format!(
                "the objects that it is set to are immortal since Python {IMMORTAL_SINCE}, but not before"
            ));
        }
        out.push(weighed(context, var, finding));
    }
}

/// A variable of a compiled file that an instruction writes. What it gets is not seen: an exception, a string and an
/// imported object look the same there.
fn compiled(var: &DataVariable) -> Option<Judged> {
    var.written.as_ref()?;
    let (class, name) = (variables::class(var), &var.name);
    if !matches!(class, Class::ObjectPointer | Class::ObjectStruct) {
        return None;
    }
    let (rule, message, help) = if let Some(function) = &var.local_to {
        let message =
            format!("static local variable `{name}` of `{function}` holds a Python object for all interpreters");
        (&ISO016, message, HELP)
    } else if class == Class::ObjectStruct && !var.declared.array {
        (&ISO015, format!("static struct `{name}` holds Python objects for all interpreters"), HELP_STRUCT)
    } else {
        (&ISO010, format!("`{name}` holds a Python object for all interpreters"), HELP)
    };
    Some(Judged { rule, message, help })
}

/// A finding at the definition of a variable, with its first writes as labels.
pub(super) fn located(
    context: &Context<'_>,
    rule: &'static RuleMeta,
    var: &StaticVar,
    message: String,
    label: &str,
) -> Finding {
    let project = context.project;
    let definition = project.var(var.definition);
    let live = project.live(var.definition.file, definition.cond);
    let part = live.describe(&project.targets).map_or(String::new(), |part| format!(" {part}"));
    let primary = Label::new(var.definition.file, definition.name_span, label);
    let mut finding = Finding::source(rule, format!("{message}{part}"), primary).symbol(definition.name.as_str());
    for write in var.writes.iter().take(SHOWN_WRITES) {
        finding = finding.label(write.site.file, write.site.span, describe(write));
    }
    if var.is_written_elsewhere()
        && let Some(site) = var.escapes.first()
    {
        finding = finding
            .label(site.file, site.span, "its address is passed on here")
            .likely("no write was found; it is uninitialized, so whatever its address is passed to probably sets it");
    }
    finding
}

/// Sets the level by the isolation that the module of the variable promises.
///
/// A module that refuses to be loaded a second time, or declares that it does not support several interpreters, may
/// keep process-wide state: a note remains.
pub(super) fn weighed(context: &Context<'_>, var: &StaticVar, finding: Finding) -> Finding {
    let project = context.project;
    let file = var.definition.file;
    let finding = match built::why_not(project, var) {
        Some(why) => finding.doubted(why),
        None => finding,
    };
    match project.isolation(file) {
        Isolation::PerInterpreterGil => finding,
        Isolation::Process => {
            let why = match project.targets.isolation {
                Some(_) => "allowed here: the configuration asks for the main interpreter only",
                None => "allowed here: the module declares that it supports only the main interpreter",
            };
            finding.severity(Severity::Note).note(why)
        }
        Isolation::SubInterpreter => match project.statics().guard_for(project, file) {
            Some(guard) => finding
                .severity(Severity::Note)
                .label(guard.file, guard.span, "this check refuses to load the module a second time")
                .note("allowed here: the module refuses to be loaded a second time"),
            None => finding,
        },
    }
}

fn describe(write: &Write) -> String {
    match (write.kind, write.value) {
        (WriteKind::Passed(callee) | WriteKind::Atomic(callee), _) => format!("changed through `{callee}`"),
        (WriteKind::Method(method), _) => format!("changed by `{method}`"),
        (WriteKind::Step, _) => "changed here".to_owned(),
        (_, Value::Call(callee)) => format!("set to the result of `{callee}`"),
        (_, Value::ImportedAttribute) => "set to an attribute of an imported module".to_owned(),
        (WriteKind::Part, _) => "a part of it is set here".to_owned(),
        (WriteKind::Assign, Value::Null) => "cleared here".to_owned(),
        (WriteKind::Assign, _) => "set here".to_owned(),
    }
}
