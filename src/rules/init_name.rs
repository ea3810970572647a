//! INIT011: names of init functions and modules that do not fit. Names of files are the binary side's matter.

use super::{Context, INIT011};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::Module;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for module in &project.modules {
        let func = project.func(module.init);
        let label = |what: &str| Label::new(module.init.file, func.name_span, what);
        if !func.name.is_ascii() {
            out.push(
                Finding::source(&INIT011, format!("`{}` is never looked for: its name is not ASCII", func.name), label("not found by import"))
                    .symbol(func.name.as_str())
                    .note("for such a module the import looks for PyInitU_ and the name in punycode, with `_` for `-`")
                    .help("rename it to PyInitU_ and the encoded name"),
            );
        }
        if let Some((name, span)) = other_name(project, module) {
            out.push(
                Finding::source(&INIT011, format!("`{}` initialises a module that calls itself `{name}`", func.name), label("the name that import looks for"))
                    .symbol(func.name.as_str())
                    .severity(Severity::Note)
                    .label(module.init.file, span, "another name")
                    .note("with multi-phase initialization m_name is ignored; with single-phase it is the module's __name__"),
            );
        }
    }
    out.extend(several(project));
}

/// The last part of `m_name` where it differs from the init function's name, and the file defines one module only.
fn other_name(project: &Project, module: &Module) -> Option<(String, crate::facts::Span)> {
    let alone = project.modules.iter().filter(|m| m.init.file == module.init.file).count() == 1;
    let [def] = &module.defs[..] else { return None };
    let full = def.name.filter(|_| alone && !module.export)?;
    let last = full.rsplit('.').next().unwrap_or(full.as_str());
    let span = def.fields.iter().find(|f| f.0 == "m_name")?.2;
    // A name made by macros or format directives is not known here.
    let plain = !last.is_empty() && last.chars().all(|c| c.is_alphanumeric() || c == '_');
    (plain && last != module.name.as_str()).then(|| (last.to_owned(), span))
}

/// A second init function of a file, which import finds through a link of another name only.
fn several(project: &Project) -> Vec<Finding> {
    let mut out = Vec::new();
    for (i, module) in project.modules.iter().enumerate() {
        let mut before = project.modules[..i].iter();
        let facts = project.file(module.init.file);
        let func = project.func(module.init);
        let together = |other: &&Module| {
            let first = project.func(other.init);
            other.init.file == module.init.file
                && other.name != module.name
                && !facts.conds.exclusive(first.cond, func.cond)
        };
        let Some(first) = before.find(together) else { continue };
        let label = Label::new(module.init.file, func.name_span, "a second one");
        out.push(
            Finding::source(&INIT011, format!("one library has several init functions; `{}` is another", func.name), label)
                .symbol(func.name.as_str())
                .severity(Severity::Note)
                .label(first.init.file, project.func(first.init).name_span, "the first one")
                .note("import finds the others through links of their names, or a loader of the project's own"),
        );
    }
    out
}
