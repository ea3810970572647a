//! INIT017: functions and variables of an extension that other libraries see, though no other file needs them.

use crate::capi::hooks;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, ExprId, FileFacts, FileId, Linkage, Name, Origin, Scope, Span, Storage};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::rules::{Context, INIT017};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut files: Vec<FileId> = project.modules.iter().flat_map(|m| project.extension(m)).copied().collect();
    files.sort_unstable();
    files.dedup();
    if files.is_empty() {
        return;
    }
    let used = used_elsewhere(project);
    for facts in files.iter().map(|&f| project.file(f)) {
        for (name, span, what) in exported(project, facts) {
            if used.get(&name).is_some_and(|files| files.iter().any(|&f| f != facts.file)) {
                continue;
            }
            let label = Label::new(facts.file, span, "visible to every library in the process");
            out.push(
                Finding::source(&INIT017, format!("exported {what} `{name}`"), label)
                    .symbol(name.as_str())
                    .severity(Severity::Note)
                    .note("another extension that exports the same name may be given this one, or this extension may be given the other's")
                    .help("make it static"),
            );
        }
    }
}

/// Definitions of external linkage that are no hooks.
fn exported<'a>(project: &'a Project, facts: &'a FileFacts) -> Vec<(Name, Span, &'static str)> {
    let live = |cond| !project.live(facts.file, cond).is_empty();
    let hook = |n: Name| hooks::has_shape(n.as_bytes()) || n == "main" || n == "DllMain";
    let funcs = facts.funcs.iter().filter(|f| {
        let plain = f.origin == Origin::Written && !f.name.contains("::") && !hooks::is_keyword(f.ret.base.as_bytes());
        f.body.is_some() && f.linkage == Linkage::External && plain && !hook(f.name) && live(f.cond)
    });
    let vars = facts.vars.iter().filter(|v| {
        let external = v.storage == Storage::Default && v.scope == Scope::File && !v.ty.const_base;
        external && v.is_static_definition() && v.origin == Origin::Written && !v.name.contains("::") && live(v.cond)
    });
    let funcs = funcs.map(|f| (f.name, f.name_span, "helper function"));
    // Methods of classes, and what a class or namespace holds, follow other rules.
    if facts.language == crate::facts::Language::Cpp {
        return Vec::new();
    }
    let mut seen = FxHashSet::default();
    funcs.chain(vars.map(|v| (v.name, v.name_span, "variable"))).filter(|(name, ..)| seen.insert(*name)).collect()
}

/// Which files speak of a name: declare it, or use it.
fn used_elsewhere(project: &Project) -> FxHashMap<Name, Vec<FileId>> {
    let mut used: FxHashMap<Name, Vec<FileId>> = FxHashMap::default();
    for facts in &project.files {
        let mut names: FxHashSet<Name> = facts.funcs.iter().map(|f| f.name).collect();
        names.extend(facts.vars.iter().filter(|v| v.scope == Scope::File).map(|v| v.name));
        for i in 0..facts.ast.expr_count() {
            if let Expr::Name(name) = facts.ast.expr(ExprId(i as u32)) {
                names.insert(name);
            }
        }
        for name in names {
            used.entry(name).or_default().push(facts.file);
        }
    }
    used
}
