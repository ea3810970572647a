//! Single-phase initialization to multi-phase initialization: the init function hands over the definition, and what
//! filled the module becomes the function of its slot `Py_mod_exec`.

mod body;
mod found;
mod gil;
mod header;
mod holder;
mod macros;
mod notes;
mod place;

use super::refusal::Refusal;
use super::{Edits, Plan, Scene, Step, guard};
use crate::facts::{Language, Python, Targets, VersionSet};
use crate::link::Project;
use crate::link::modules::Module;
use crate::link::modules::phases::SinglePhase;
use crate::rules::culprits::SharedState;
use found::Init;
use place::Place;

/// Modules say since then whether several interpreters may import them.
const SAYS_INTERPRETERS: Python = Python(12);

/// Makes the edits of this step.
pub(super) fn multi_phase(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    let mut shared = SharedState::new(project);
    for module in project.modules.iter().filter(|module| !module.export) {
        let single = project.single_phase(module);
        let source = scene.sources.get(module.init.file);
        let is_closed = !source.reported || scene.is_foreign(module.init.file);
        if single.versions.is_empty() || is_closed || is_part(project, module) {
            continue;
        }
        let at = (module.init.file, project.func(module.init).name_span.start);
        let what = format!("the module `{}`", module.name);
        if let Some(generator) = &source.generator {
            plan.left(scene, Step::MultiPhase, at, what, format!("{generator} wrote the file"));
            continue;
        }
        match convert(scene, module, &single, &mut shared) {
            Ok(made) => match edits.join(made.edits) {
                Ok(()) => {
                    let what = format!("`{}` is initialised in several phases", module.name);
                    plan.done(scene, Step::MultiPhase, at, what).notes = made.notes;
                }
                Err(_) => plan.left(scene, Step::MultiPhase, at, what, "another edit wants the same lines"),
            },
            Err(Refusal { at, why }) => plan.left(scene, Step::MultiPhase, at, what, why),
        }
    }
}

/// Whether another module's init function makes this one as a part of its own.
fn is_part(project: &Project, module: &Module) -> bool {
    let calls = project.sites.calls_of(project.func(module.init).name.as_str());
    calls.iter().any(|site| project.modules.iter().any(|other| site.func_ref() == Some(other.init)))
}

/// The edits for a module, and what to know about them.
struct Made {
    edits: Edits,
    notes: Vec<String>,
}

fn convert(
    scene: &Scene<'_>,
    module: &Module,
    single: &SinglePhase,
    shared: &mut SharedState<'_>,
) -> Result<Made, Refusal> {
    let init = found::find(scene, module, single)?;
    let body = body::convert(&init)?;
    notes::safe_to_run_again(&init)?;
    let place = place::place(&init)?;
    let names = Names::of(&init);
    let mut slots: Vec<String> = Vec::new();
    if !body.hands_over {
        let cast = if init.facts().language == Language::Cpp { "(void *)" } else { "" };
        slots.push(format!("{{Py_mod_exec, {cast}{}}},", names.exec));
    }
    let says = VersionSet::range(SAYS_INTERPRETERS, Python(31)).and(scene.project.targets.versions());
    let shares = !says.is_empty() && !shared.of(scene.project.extension(module), says).is_empty();
    if shares {
        let oldest = Targets { min_python: Python(0), ..scene.project.targets };
        let condition = guard::condition(&oldest, SAYS_INTERPRETERS, SAYS_INTERPRETERS).unwrap_or_default();
        slots.extend(guarded(
            &format!("#if {condition}"),
            "{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},",
        ));
    }
    if let Some(gil) = &body.gil {
        slots.extend(guarded(&gil.directive, &format!("{{Py_mod_gil, {}}},", gil.value)));
    }
    let slot_array = (!slots.is_empty()).then_some(names.slots.as_str());
    let written = init.written();
    let was_negative = written.is_negative()?;
    let mut fields: Vec<(&str, String)> = Vec::new();
    if was_negative {
        fields.push(("m_size", "0".to_owned()));
    }
    fields.extend(slot_array.map(|name| ("m_slots", name.to_owned())));
    let mut edits = body.edits.clone();
    join(&init, &mut edits, written.set(&fields)?)?;
    let indent = indent(&init);
    let mut before = String::new();
    if !body.hands_over && init.hook == init.maker {
        before += &format!("static int {}(PyObject *{});\n\n", names.exec, body.parameter);
    } else if !body.hands_over {
        before += &format!("static int {}(PyObject *);\n\n", names.exec);
    }
    if slot_array.is_some() {
        before += &format!("static PyModuleDef_Slot {}[] = {{\n", names.slots);
        for line in &slots {
            let blanks = if line.starts_with('#') { "" } else { indent.as_str() };
            before += &format!("{blanks}{line}\n");
        }
        before += &format!("{indent}{{0, NULL}}\n}};\n\n");
    }
    let mut own = Edits::default();
    match place {
        Place::File(at) => own.insert(init.file, at, before),
        Place::Function(span) => header::move_definition(&init, &body, span, &before, &mut edits, &mut own)?,
    }
    header::convert(&init, &body, &names, &mut own)?;
    join(&init, &mut edits, own)?;
    Ok(Made { edits, notes: notes::notes(&init, &body, was_negative, shares) })
}

/// A slot under a directive.
fn guarded(directive: &str, slot: &str) -> [String; 3] {
    [directive.to_owned(), slot.to_owned(), "#endif".to_owned()]
}

fn join(init: &Init<'_>, edits: &mut Edits, others: Edits) -> Result<(), Refusal> {
    edits.join(others).or_else(|conflict| init.refuse(conflict.span.start, "what would change here overlaps"))
}

/// The blanks of one level.
fn indent(init: &Init<'_>) -> String {
    let own = init.func().indent;
    if own.is_empty() || !own.trim_matches([' ', '\t']).is_empty() { "    ".to_owned() } else { own.to_string() }
}

/// Names that the file does not have yet.
struct Names {
    exec: String,
    slots: String,
}

impl Names {
    fn of(init: &Init<'_>) -> Names {
        // A macro that names the init function is set once for each of several modules.
        let written = init.text(init.project().func(init.hook).name_span).ends_with(init.module.name.as_str());
        let module = if written { init.module.name.trim_start_matches('_') } else { "module" };
        let all = crate::facts::Span::new(0, init.layout.text.len() as u32);
        let wraps = wraps(init, module);
        let free = |end: &str| {
            let mut ends = [format!("{module}_{end}"), format!("{module}_module_{end}"), format!("{module}_{end}_")];
            if wraps {
                ends.rotate_left(1);
            }
            let found = ends.iter().find(|name| !init.layout.names(all, name) && !is_known(init.project(), name));
            found.cloned().unwrap_or_else(|| format!("{module}_{end}_"))
        };
        let exec = if init.hook == init.maker { free("exec") } else { init.func().name.to_string() };
        Names { exec, slots: free("slots") }
    }
}

/// Whether a header is named as the module: a library's, whose functions begin with that name, as `sqlite3_exec` does.
fn wraps(init: &Init<'_>, module: &str) -> bool {
    let project = init.project();
    let near = project.files.iter().filter(|f| f.file == init.file || project.share_unit(f.file, init.file));
    near.flat_map(|facts| &facts.includes).any(|include| {
        let name = include.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case(module))
    })
}

/// Whether the project has a function, a variable or a macro of a name.
fn is_known(project: &Project, name: &str) -> bool {
    let Some(name) = crate::facts::Name::from_existing(name) else { return false };
    !project.funcs_named(name).is_empty() || !project.vars_named(name).is_empty()
}
