//! FT011: `PyGILState_*` where modules are for sub-interpreters: they attach to the main interpreter. One finding a
//! project.

use crate::capi::threads::{self, Does};
use crate::facts::{FileId, Isolation, Name, Python, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::Module;
use crate::rules::common::threads::{calls, is_compiled_python, with_places};
use crate::rules::{Context, FT011};

const WHY: &str = "a thread that Python does not know gets a thread state of the main interpreter, whatever interpreter the \
                   module is in";

const WHY_ASKS: &str = "it knows of one thread state for each thread, that of the main interpreter; as soon as there is a second \
                        interpreter, PyGILState_Check always answers 1";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let demanded = project.targets.isolation >= Some(Isolation::SubInterpreter);
    let mut found: Vec<(FileId, Span, &str)> = Vec::new();
    for (name, _) in threads::of_main() {
        let live =
            calls(project, name).filter(|(at, _)| !project.is_unused(*at) && !is_compiled_python(project, at.file));
        found.extend(live.map(|(_, site)| (site.file, project.call(site).span(), name)));
    }
    let asks = |name: &str| threads::lookup(name).is_some_and(|row| row.does == Does::MainAsks);
    found.sort_unstable_by_key(|&(file, span, name)| (asks(name), file, span, name));
    let claims: Vec<&Module> = project.modules.iter().filter(|m| says_more(project, m)).collect();
    let files: Vec<FileId> = claims.iter().flat_map(|m| project.built_files(m)).collect();
    // What a module that says so has comes first; it stands for the others.
    let claimed = found.iter().position(|(file, _, name)| !asks(name) && files.contains(file));
    let Some(&(file, span, name)) = found.get(claimed.unwrap_or(0)) else { return };
    let Some(row) = threads::lookup(name) else { return };
    // A question attaches nothing: an assertion holds in every interpreter.
    let only_asks = asks(name);
    if only_asks && !demanded {
        return;
    }
    let level = if !only_asks && (claimed.is_some() || demanded) { Severity::Warning } else { Severity::Note };
    let label = Label::new(file, span, "of the main interpreter");
    let more: Vec<(FileId, Span)> = found.iter().map(|f| (f.0, f.1)).filter(|at| *at != (file, span)).collect();
    let message = format!("`{name}` knows only the main interpreter");
    let mut finding = Finding::source(&FT011, message, label).symbol(name).severity(level).note(if only_asks {
        WHY_ASKS
    } else {
        WHY
    });
    finding = with_places(finding, &more, "and here");
    if let (Some(instead), Some(since)) = (row.replacement, row.since) {
        let from = if project.targets.min_python < Python(since) {
            format!(" (Python {})", Python(since))
        } else {
            String::new()
        };
        let before = if since > 14 { "; before, keep the interpreter and use PyThreadState_New with it" } else { "" };
        finding = finding.help(format!("use {instead}{from} with the interpreter that the module belongs to{before}"));
    }
    out.push(if claimed.is_some() { finding.unasked() } else { finding });
}

/// Whether a module says itself that it is for more interpreters than the main one.
fn says_more(project: &Project, module: &Module) -> bool {
    let slots = module.defs.iter().flat_map(|d| &d.slots).filter(|s| s.name == "mod_multiple_interpreters");
    let words = |name: Name| name.ends_with("_SUPPORTED") && !name.ends_with("NOT_SUPPORTED");
    let mut said = slots.map(|slot| project.module_slot(slot));
    said.any(|slot| !slot.live().is_empty() && slot.name().is_some_and(words))
}
