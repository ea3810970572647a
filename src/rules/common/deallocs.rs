//! What the rules about `tp_dealloc` share: selection by function, labels, places for edits.

use super::types::on_versions;
use crate::facts::{Expr, ExprId, Name, Origin, Span, Stmt, StmtId, VersionSet};
use crate::finding::{Finding, Label, RuleMeta};
use crate::link::flow::deallocs::{Case, Dealloc};
use crate::link::flow::lifecycle::{Event, EventKind};
use crate::link::{FuncRef, Project};

/// A dealloc function that a rule speaks about.
pub(crate) struct DeallocFault<'a, T> {
    pub(crate) func: FuncRef,
    /// The uses that the rule speaks about.
    pub(crate) cases: Vec<&'a Case>,
    pub(crate) versions: VersionSet,
    /// What the rule found in the first of them.
    pub(crate) what: T,
}

/// The dealloc functions of which a rule says something for some type.
pub(crate) fn select<'a, T>(
    project: &'a Project,
    since: u8,
    judge: impl Fn(&Dealloc, &Case) -> Option<T>,
) -> Vec<DeallocFault<'a, T>> {
    let versions = VersionSet::range(crate::facts::Python(since), project.targets.max_python);
    let mut out: Vec<DeallocFault<'a, T>> = Vec::new();
    for dealloc in project.deallocs() {
        let mut found: Option<DeallocFault<'a, T>> = None;
        for case in dealloc.cases.iter().filter(|c| !c.outcome.unknown && !c.versions.and(versions).is_empty()) {
            let Some(what) = judge(dealloc, case) else { continue };
            let here = case.versions.and(versions);
            match &mut found {
                Some(found) => {
                    found.versions = found.versions.or(here);
                    found.cases.push(case);
                }
                None => found = Some(DeallocFault { func: dealloc.func, cases: vec![case], versions: here, what }),
            }
        }
        out.extend(found);
    }
    out
}

impl<T> DeallocFault<'_, T> {
    /// A finding at the function's name, or at an event in it, with the types that install the function.
    pub(crate) fn finding(
        &self,
        rule: &'static RuleMeta,
        project: &Project,
        message: String,
        at: Option<(Event, &str)>,
    ) -> Finding {
        let func = project.func(self.func);
        let message = on_versions(project, message, self.versions);
        let mut finding = match at {
            Some((event, text)) => Finding::source(rule, message, Label::new(event.file, event.span, text)),
            None => Finding::source(rule, message, Label::new(self.func.file, func.name_span, "")),
        }
        .symbol(func.name.as_str());
        if self.cases.iter().all(|case| case.outcome.traced) {
            finding =
                finding.likely("a macro that is not defined here is given the object; by its name it only traces");
        }
        let mut seen = Vec::new();
        for case in &self.cases {
            if !seen.contains(&case.id) && seen.len() < 4 {
                seen.push(case.id);
                let name = project.types.get(case.id).short_name();
                finding = finding.label(case.slot.file, case.slot.span, format!("`tp_dealloc` of `{name}`"));
            }
        }
        finding
    }
}

/// The first event of a kind.
pub(crate) fn event(case: &Case, wanted: impl Fn(EventKind) -> bool) -> Option<Event> {
    case.outcome.events.iter().copied().find(|e| wanted(e.kind))
}

/// The statement of a function's outermost block that is nothing but the call at `span`; None where a macro made the
/// function, which has no text of its own.
pub(crate) fn outer_call(project: &Project, at: FuncRef, span: Span) -> Option<(StmtId, ExprId)> {
    let ast = &project.file(at.file).ast;
    let func = project.func(at);
    let Stmt::Block(list) = ast.stmt(func.body.filter(|_| func.origin == Origin::Written)?) else { return None };
    ast.stmts(list).iter().find_map(|&stmt| match ast.stmt(stmt) {
        Stmt::Expr(e) if ast.expr_span(e) == span => Some((stmt, e)),
        _ => None,
    })
}

/// The first statement of a function's outermost block that is no declaration, where no `#if` surrounds it.
pub(crate) fn first_stmt(project: &Project, at: FuncRef) -> Option<Span> {
    let facts = project.file(at.file);
    let func = project.func(at);
    let Stmt::Block(list) = facts.ast.stmt(func.body.filter(|_| func.origin == Origin::Written)?) else { return None };
    let first = facts.ast.stmts(list).iter().find(|s| !matches!(facts.ast.stmt(**s), Stmt::Decl(_)))?;
    let span = facts.ast.stmt_span(*first);
    (facts.conds.at_span(span) == facts.conds.at_span(project.func(at).name_span)).then_some(span)
}

/// The name below casts that a call gets as its only argument.
pub(crate) fn only_name(project: &Project, at: FuncRef, call: ExprId) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    let Expr::Call { args, .. } = ast.expr(call) else { return None };
    let [arg] = ast.exprs(args) else { return None };
    match ast.expr(ast.strip_casts(*arg)) {
        Expr::Name(name) => Some(name),
        _ => None,
    }
}
