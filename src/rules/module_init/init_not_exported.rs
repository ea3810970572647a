//! INIT012: an init function that the dynamic linker does not offer.

use crate::capi::hooks;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, GapKind, Language, Linkage, Origin};
use crate::finding::{Finding, Label, Severity};
use crate::link::modules::Module;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT012};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for module in &project.modules {
        for &at in std::iter::once(&module.init).chain(&module.others) {
            let (why, place) = match (hidden(project, at), hidden_by_build(project, at)) {
                (Some(why), _) => (why, None),
                (None, Some(place)) => ("hidden: it is not marked as exported", Some(place)),
                (None, None) => {
                    out.extend(unmarked(project, module, at));
                    continue;
                }
            };
            let func = project.func(at);
            let versions = project.live(at.file, func.cond);
            if versions.is_empty() || is_embedded(project, at) {
                continue;
            }
            let keyword = hooks::keyword(module.export);
            let label = Label::new(at.file, func.name_span, why);
            let mut finding =
                Finding::source(&INIT012, format!("init function `{}` is not exported", func.name), label)
                    .symbol(func.name.as_str())
                    .note("the import fails, because the library does not export the init function")
                    .help(format!("declare it with `{keyword}`"));
            if let Some(place) = place {
                finding = finding.note(format!("{place} hides functions that are not marked (`-fvisibility=hidden`)"));
            }
            out.push(finding);
        }
    }
}

/// A note where a function is exported only as long as nothing hides what is not marked.
fn unmarked(project: &Project, module: &Module, at: FuncRef) -> Option<Finding> {
    let func = project.func(at);
    let live = project.file(at.file).conds.live(func.cond, &project.targets);
    if !is_bare(project, at) || live.is_empty() || project.sites.mentions_of(func.name).iter().next().is_some() {
        return None;
    }
    let keyword = hooks::keyword(module.export);
    let label = Label::new(at.file, func.name_span, "not marked as exported");
    let message = format!("init function `{}` is declared without `{keyword}`", func.name);
    let finding = Finding::source(&INIT012, message, label).symbol(func.name.as_str()).severity(Severity::Note);
    Some(
        finding
            .note("with `-fvisibility=hidden`, or on Windows without a list of exports, import does not find it")
            .help(format!("declare it with `{keyword}`")),
    )
}

fn hidden(project: &Project, at: FuncRef) -> Option<&'static str> {
    let facts = project.file(at.file);
    let func = project.func(at);
    if func.linkage == Linkage::Internal {
        return Some("static: visible only in this file");
    }
    // Behind a macro there may be anything.
    let bare = func.origin == Origin::Written && struct_roles::is(&func.ret.base, Kind::Object);
    let mangled = facts.language == Language::Cpp && bare && !func.c_linkage;
    // A prototype elsewhere may say `extern "C"`.
    let declared = project.funcs_named(func.name).iter().any(|&f| f != at && project.func(f).body.is_none());
    (mangled && !declared).then_some("not `extern \"C\"`: C++ mangles its name")
}

/// Where the build hides a function that has neither `PyMODINIT_FUNC` nor an attribute.
fn hidden_by_build(project: &Project, at: FuncRef) -> Option<&str> {
    project.build.hidden(at.file, project.file(at.file).language).filter(|_| is_bare(project, at))
}

/// Whether a function says nothing about who sees it: neither `PyMODINIT_FUNC` nor an attribute, here or in a prototype.
fn is_bare(project: &Project, at: FuncRef) -> bool {
    let facts = project.file(at.file);
    let func = project.func(at);
    let (written, bare) =
        (func.origin == Origin::Written, matches!(struct_roles::kind(&func.ret.base), Some(Kind::Object | Kind::Slot)));
    // A word that was left out of the reading may be the attribute.
    let left_out = facts.gaps.iter().any(|gap| {
        gap.kind == GapKind::Blanked && gap.span.start + 80 > func.span.start && gap.span.end <= func.name_span.start
    });
    let declared = project.funcs_named(func.name).iter().any(|&f| f != at && project.func(f).body.is_none());
    written && bare && !left_out && !declared
}

/// Whether something else in the file calls it or hands it on, as `PyImport_AppendInittab` wants it.
fn is_embedded(project: &Project, at: FuncRef) -> bool {
    let ast = &project.file(at.file).ast;
    let name = project.func(at).name;
    (0..ast.expr_count()).any(|i| matches!(ast.expr(ExprId(i as u32)), Expr::Name(n) if n == name))
}
