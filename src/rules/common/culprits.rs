//! What contradicts a module's claim to be isolated: the state that its files share between interpreters.

use super::protection::Protection;
use crate::facts::{Expr, ExprId, FileId, Linkage, Name, Python, Scope, Span, VersionSet};
use crate::finding::Finding;
use crate::link::calls::CallSite;
use crate::link::types::TypeKind;
use crate::link::{Content, Project, Role, StaticVar};

/// Secondary labels of a finding; the rest is counted.
const SHOWN: usize = 5;

/// Since this release `Py_None` and the like are immortal: every interpreter may hold them.
pub(crate) const IMMORTAL_SINCE: Python = Python(12);

/// One reason.
#[derive(Clone, Debug)]
pub(crate) struct Culprit {
    pub file: FileId,
    pub span: Span,
    pub name: String,
    pub what: String,
    /// Worse is lower.
    pub rank: u8,
    /// Nothing about it was guessed.
    pub certain: bool,
    /// The Pythons on which it is there.
    pub versions: VersionSet,
}

/// Whether a variable is state: not exempt by its declaration, and written.
pub(crate) fn is_mutable(var: &StaticVar) -> bool {
    var.exempt.is_none() && (var.is_written() && !var.only_atomic_writes() || var.is_written_elsewhere())
}

/// What the files share, on the Pythons given; the worst first.
pub(crate) fn shared_state(project: &Project, files: &[FileId], versions: VersionSet) -> Vec<Culprit> {
    let mut out = Vec::new();
    types(project, files, versions, &mut out);
    let mut locks = Protection::between_interpreters(project);
    for var in project.statics().vars.iter().filter(|v| files.contains(&v.definition.file)) {
        let definition = project.var(var.definition);
        let facts = project.file(var.definition.file);
        let versions = facts.conds.live(definition.cond, &project.targets).and(versions);
        if versions.is_empty() || var.local && is_unused(project, var) || is_locked(var, &mut locks) {
            continue;
        }
        variable(project, var, versions, &mut out);
    }
    calls(project, files, versions, &mut out);
    out.sort_by_key(|c| (!c.certain, c.rank, c.file, c.span));
    out
}

/// Whether the variable holds no object and is only changed by functions that take a lock.
fn is_locked(var: &StaticVar, locks: &mut Protection<'_>) -> bool {
    let mut changed = var.writes.iter().filter(|w| w.after_init);
    var.content == Content::Plain
        && var.written_after_init()
        && changed.all(|w| w.site.func.is_some_and(|f| locks.covers(f, 0)))
}

fn types(project: &Project, files: &[FileId], versions: VersionSet, out: &mut Vec<Culprit>) {
    let shared = |kind| matches!(kind, TypeKind::Static | TypeKind::StructSequence);
    for (id, object) in project.types.iter().filter(|(_, t)| shared(t.kind) && files.contains(&t.file)) {
        let versions = project.type_live(id).and(versions);
        if versions.is_empty() || out.iter().any(|c| c.name == object.symbol.as_str()) {
            continue;
        }
        let name = object.symbol.to_string();
        let what = format!("static type `{name}`");
        out.push(Culprit { file: object.file, span: object.span, name, what, rank: 0, certain: true, versions });
    }
}

fn variable(project: &Project, var: &StaticVar, versions: VersionSet, out: &mut Vec<Culprit>) {
    let definition = project.var(var.definition);
    let name = definition.name.to_string();
    let (rank, what) = match var.content {
        Content::Object if var.exempt.is_none() && var.ty.pointers == 0 => (1, format!("static object `{name}`")),
        Content::Object => return,
        _ if !is_mutable(var) => return,
        Content::ObjectPointer | Content::ObjectStruct => {
            let immortal = versions.min().is_some_and(|python| python >= IMMORTAL_SINCE);
            if immortal && var.holds_only_cpython_objects() {
                return;
            }
            (2, format!("`{name}` holds Python objects"))
        }
        Content::Plain => {
            let role = var.role(project);
            let rank = match role {
                Role::ThreadState => 3,
                _ if var.single_constant(project).is_some() => 6,
                _ if var.written_after_init() => 5,
                _ => 6,
            };
            (rank, format!("`{name}` is a mutable {}", role.as_str()))
        }
    };
    // Set to one value, or by the import alone: two interpreters hardly disagree about it.
    let certain = var.is_written() && rank < 6;
    out.push(Culprit { file: var.definition.file, span: definition.name_span, name, what, rank, certain, versions });
}

/// Whether a variable belongs to a function that nothing mentions: most such are helpers of a header shared by many.
fn is_unused(project: &Project, var: &StaticVar) -> bool {
    let Scope::Local(func) = project.var(var.definition).scope else { return false };
    let func = project.file(var.definition.file).func(func);
    let internal = func.linkage == Linkage::Internal;
    internal
        && project.sites.calls_of(func.name.as_str()).is_empty()
        && !is_mentioned(project, var.definition.file, func.name)
}

fn is_mentioned(project: &Project, file: FileId, name: Name) -> bool {
    project.unit(file).iter().any(|&f| {
        let ast = &project.file(f).ast;
        (0..ast.expr_count()).any(|i| matches!(ast.expr(ExprId(i as u32)), Expr::Name(n) if n == name))
    })
}

/// Calls of functions that know one interpreter, or one module a process.
fn calls(project: &Project, files: &[FileId], versions: VersionSet, out: &mut Vec<Culprit>) {
    let of_one = |name: &str| name.starts_with("PyGILState_") || name.starts_with("PyState_");
    let mut named: Vec<_> = project.sites.calls.iter().filter(|(name, _)| of_one(name.as_str())).collect();
    named.sort_by_key(|(name, _)| name.as_str());
    for (name, sites) in named {
        let used = |s: &CallSite| !s.func_ref().is_some_and(|f| project.is_unused(f));
        for site in sites.iter().filter(|s| files.contains(&s.file) && used(s)) {
            let facts = project.file(site.file);
            let span = facts.ast.expr_span(site.expr);
            let versions = facts.conds.live(facts.conds.at_span(span), &project.targets).and(versions);
            if versions.is_empty() {
                continue;
            }
            let what = format!("`{name}` knows nothing of other interpreters");
            out.push(Culprit { file: site.file, span, name: name.to_string(), what, rank: 4, certain: true, versions });
        }
    }
}

/// Puts the first culprits on a finding as labels, and the number of the others as a note.
pub(crate) fn label(mut finding: Finding, culprits: &[Culprit]) -> Finding {
    for culprit in culprits.iter().take(SHOWN) {
        finding = finding.label(culprit.file, culprit.span, culprit.what.as_str());
    }
    match culprits.len().saturating_sub(SHOWN) {
        0 => finding,
        more => finding.note(format!("and {more} more")),
    }
}
