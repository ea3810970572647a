//! INIT011: names of init functions, modules and extensions that do not fit. Names of files are the binary side's matter.

use crate::facts::Origin;
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::Module;
use crate::rules::{Context, INIT011};

/// Other init functions shown as labels.
const SHOWN: usize = 3;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for module in &project.modules {
        let func = project.func(module.init);
        let label = |what: &str| Label::new(module.init.file, func.name_span, what);
        if !func.name.is_ascii() {
            out.push(
                Finding::source(
                    &INIT011,
                    format!("`{}` is never looked for: its name is not ASCII", func.name),
                    label("not found by import"),
                )
                .symbol(func.name.as_str())
                .note("for such a module, import looks for `PyInitU_` and the punycode encoding of the name, with `-` replaced by `_`")
                .help("rename it to `PyInitU_` and the encoded name"),
            );
        }
        if let Some((name, span)) = other_name(project, module) {
            out.push(
                Finding::source(
                    &INIT011,
                    format!("`{}` initializes a module whose `m_name` is `{name}`", func.name),
                    label("import looks for this name"),
                )
                .symbol(func.name.as_str())
                .severity(Severity::Note)
                .label(module.init.file, span, "a different name")
                .note(
                    "with multi-phase initialization `m_name` is ignored; with single-phase initialization it becomes the module's `__name__`",
                ),
            );
        }
    }
    out.extend(several(project));
    out.extend(not_built(project));
}

/// Init functions in a source of an extension that the build calls otherwise.
fn not_built(project: &Project) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    // One whose name is computed may be made of the same source.
    if !project.build.all_named {
        return out;
    }
    for extension in project.build.extensions.iter().filter(|e| e.complete) {
        let wanted = extension.name.rsplit('.').next().unwrap_or_default();
        let plain = !wanted.is_empty() && wanted.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let hooks: Vec<&Module> = project.modules.iter().filter(|m| extension.sources.contains(&m.init.file)).collect();
        // One of several, or one whose name a macro makes, may be the right one.
        let [module] = hooks[..] else { continue };
        let func = project.func(module.init);
        let built = project.build.extensions.iter().filter(|e| e.sources.contains(&module.init.file));
        let fits = built.into_iter().any(|e| e.name.rsplit('.').next() == Some(module.name.as_str()));
        if !plain || fits || func.origin != Origin::Written || !func.name.is_ascii() || module.name == wanted {
            continue;
        }
        if out.iter().any(|f| f.primary().is_some_and(|l| (l.file, l.span) == (module.init.file, func.name_span))) {
            continue;
        }
        let label = Label::new(module.init.file, func.name_span, "not found by import");
        out.push(
            Finding::source(
                &INIT011,
                format!("`{}` is never looked for: the build calls the extension `{}`", func.name, extension.name),
                label,
            )
            .symbol(func.name.as_str())
            .note(format!("named in {}", extension.place))
            .help(format!("rename the function to `PyInit_{wanted}`, or give the extension the name of the function")),
        );
    }
    out
}

/// The last part of `m_name` where it differs from the init function's name, and the file defines one module only.
fn other_name(project: &Project, module: &Module) -> Option<(String, crate::facts::Span)> {
    let alone = project.modules.iter().filter(|m| m.init.file == module.init.file).count() == 1;
    let [def] = &module.defs[..] else { return None };
    let full = def.name.filter(|_| alone && !module.export)?;
    let last = full.rsplit('.').next().unwrap_or(full.as_str());
    let span = def.fields.iter().find(|f| f.0 == "m_name")?.2;
    // A name made by macros as well is not known here: its literal is longer than its text.
    let facts = project.file(module.init.file);
    let value = def.fields.iter().find(|f| f.0 == "m_name")?.1;
    let written = facts.ast.expr_span(facts.ast.strip_casts(value));
    let whole = (written.end - written.start) as usize == full.len() + 2;
    let plain = whole && !last.is_empty() && last.chars().all(|c| c.is_alphanumeric() || c == '_');
    (plain && last != module.name.as_str()).then(|| (last.to_owned(), span))
}

/// Files with more than one init function, of which import finds one under the file's name.
fn several(project: &Project) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let mut seen = Vec::new();
    for module in project.modules.iter().filter(|m| !m.export) {
        let file = module.init.file;
        if seen.contains(&file) {
            continue;
        }
        seen.push(file);
        let conds = &project.file(file).conds;
        let func = project.func(module.init);
        let others = project.modules.iter().filter(|m| m.init.file == file && !m.export && m.name != module.name);
        let others: Vec<_> =
            others.map(|m| project.func(m.init)).filter(|f| !conds.exclusive(f.cond, func.cond)).collect();
        if others.is_empty() {
            continue;
        }
        let message = format!("one library has {} init functions", others.len() + 1);
        let mut finding = Finding::source(&INIT011, message, Label::new(file, func.name_span, "the first one"))
            .symbol(func.name.as_str())
            .severity(Severity::Note)
            .note("import finds the others only through links with their names, or through a loader that the project provides");
        for other in others.iter().take(SHOWN) {
            finding = finding.label(file, other.name_span, "another one");
        }
        out.push(finding);
    }
    out
}
