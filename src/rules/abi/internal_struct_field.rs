//! ABI012: a field that is there, but is a detail of the implementation.

use crate::capi::fields::{self, What};
use crate::facts::{Expr, Name, Python, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::Project;
use crate::link::api::{FieldUse, FieldUseKind};
use crate::rules::common::api::{Occurrence, folded, gone, instead, is_generated};
use crate::rules::common::stores::into_functions;
use crate::rules::{ABI012, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // What a store does to a function is told by MUT001.
    let stores = into_functions(project);
    let stored = |used: &FieldUse| {
        stores.iter().any(|s| s.at.file == used.file && s.span.start <= used.span.start && used.span.end <= s.span.end)
    };
    let uses = project.api().fields.iter().filter(|used| !stored(used)).filter_map(|used| {
        let field = used.field?;
        let internal = fields::advice(used.of, &field).is_some_and(|a| a.what == What::Internal);
        (internal && counts(project, used, field)).then(|| ((used.of, field), Occurrence::of_field(used, used.certain)))
    });
    for found in folded(uses) {
        let (of, field) = found.what;
        let Some(advice) = fields::advice(of, &field) else { continue };
        let message = format!("`{of}.{field}` is a detail of the implementation");
        let finding =
            found.finding(&ABI012, message, "may change in any minor release").symbol(format!("{of}.{field}"));
        // What only newer Pythons have in its place cannot just be written.
        let everywhere = advice.since.is_none_or(|since| Python(since) <= project.targets.min_python);
        let finding = if everywhere { finding } else { finding.severity(Severity::Note) };
        out.push(finding.help(instead(advice.instead, advice.since, &project.targets)));
    }
}

/// Whether a use is one to speak of: written by hand, there on the newest target, and gone from none.
fn counts(project: &Project, used: &FieldUse, field: Name) -> bool {
    let FieldUseKind::Member(base) = used.kind else { return false };
    let lost = |has: Option<u32>| has.is_none_or(|has| !gone(has, &project.targets).and(used.live).is_empty());
    if used.made || is_generated(project, used.file) || !used.live.contains(project.targets.max_python) {
        return false;
    }
    if lost(fields::versions(used.of, &field)) || lost(fields::defined(used.of)) {
        return false;
    }
    !is_own_object(project, used, base) && used.live != VersionSet::default()
}

/// Whether the struct is a variable of the project: its own static type.
fn is_own_object(project: &Project, used: &FieldUse, base: crate::facts::ExprId) -> bool {
    let ast = &project.file(used.file).ast;
    match ast.expr(base) {
        Expr::Name(name) => project.resolve_var(used.file, name).iter().any(|&v| project.var(v).ty.is_value()),
        Expr::Unary { .. } => ast.referred_name(base).is_some_and(|n| !project.resolve_var(used.file, n).is_empty()),
        _ => false,
    }
}
