//! MUT014: the version tag of a dict is asked for.

use crate::capi::internals::{Of, of};
use crate::facts::{Expr, ExprId, Python, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::rules::common::threads::is_compiled_python;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, MUT014};

/// The first version whose dicts have no tag.
const GONE: Python = Python(14);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(row) = of(Of::Version).next() else { return };
    for facts in project.files.iter().filter(|facts| !is_compiled_python(project, facts.file)) {
        let uses = (0..facts.ast.expr_count() as u32).map(ExprId);
        let uses = uses.filter(|&e| matches!(facts.ast.expr(e), Expr::Member { field, .. } if field == row.field));
        let mut seen = Vec::new();
        for e in uses {
            let span = facts.ast.expr_span(e);
            let versions = project.live_at(facts.file, span).and(MUT014.pythons(&project.targets));
            if !versions.is_empty() && !seen.contains(&span) {
                seen.push(span);
                out.push(finding(
                    project,
                    row.instead,
                    Label::new(facts.file, span, "deprecated since Python 3.12"),
                    versions,
                ));
            }
        }
    }
}

fn finding(project: &Project, instead: &str, label: Label, versions: VersionSet) -> Finding {
    let gone = versions.max().is_some_and(|newest| newest >= GONE);
    let message = if gone {
        "the version tag of dicts is gone in Python 3.14"
    } else {
        "the version tag of dicts goes in Python 3.14"
    };
    let finding = Finding::source(&MUT014, on_versions(project, message.to_owned(), versions), label);
    let level = if gone { Severity::Error } else { Severity::Warning };
    finding.severity(level).help(format!("use {instead}"))
}
