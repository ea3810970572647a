//! ABI014: a macro is assigned to, or its value used, that newer headers do not let be.
//! Longer than a rule should be because the same fault is looked for in code and in the bodies of macros, and mended.

use rustc_hash::FxHashMap;

use crate::capi::lvalues::{self, Lvalue, SETTERS_SINCE};
use crate::facts::{Expr, ExprId, FileId, Name, Python, Span, VersionSet};
use crate::finding::{Applicability, Finding};
use crate::link::macros::tokens::{Token, tokens};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};
use crate::rules::common::api::{Occurrence, folded, part};
use crate::rules::common::changes::{Change, Changes};
use crate::rules::{ABI014, Context};

/// What is done to the macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Done {
    Assigned,
    Valued,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let (mut changes, mut found) = (Changes::new(project), Vec::new());
    for (name, known) in lvalues::all() {
        for site in project.sites.calls_of(name) {
            found.extend(used(&mut changes, project, name, known, site));
        }
    }
    found.extend(in_macros(project));
    found.sort_by_key(|(_, place, _)| (place.file, place.span.start));
    let mut edits: FxHashMap<_, Vec<&(Span, String)>> = FxHashMap::default();
    for (key, place, all) in &found {
        edits.entry((*key, place.file)).or_default().extend(all);
    }
    for places in folded(found.iter().map(|(key, place, _)| (*key, *place))) {
        let (name, done) = places.what;
        let message = match done {
            Done::Assigned => format!("`{name}()` cannot be assigned to{}", part(places.at, &project.targets)),
            Done::Valued => format!("`{name}()` has no value{}", part(places.at, &project.targets)),
        };
        let mut finding = places.finding(&ABI014, message, "does not compile there").symbol(name);
        let setter = lvalues::of(name).and_then(|l| l.setter);
        finding = finding.help(match (done, setter) {
            (Done::Assigned, Some(setter)) => format!("use {setter}, there from Python 3.{SETTERS_SINCE} on"),
            _ => "make it a statement of its own".to_owned(),
        });
        let file = places.places[0].file;
        for (span, text) in edits.get(&(places.what, file)).into_iter().flatten() {
            finding = finding.edit(file, *span, text.as_str(), Applicability::Safe);
        }
        out.push(finding);
    }
}

fn newer(project: &Project, first: Option<u8>) -> VersionSet {
    first.map_or(VersionSet::default(), |first| VersionSet::range(Python(first), project.targets.max_python))
}

fn place(project: &Project, file: FileId, span: Span, name: &str, at: VersionSet) -> Occurrence {
    let (_, certain) = project.api().compiled(file, project.file(file).conds.at_span(span));
    Occurrence { file, span, at: certain.and(at).without(project.own(file, Name::from(name)).0) }
}

type Edits = Vec<(Span, String)>;
type Used = ((&'static str, Done), Occurrence, Edits);

fn used(
    changes: &mut Changes<'_>,
    project: &Project,
    name: &'static str,
    known: &Lvalue,
    site: &CallSite,
) -> Option<Used> {
    let func = site.func_ref()?;
    let facts = project.file(site.file);
    let Expr::Call { callee, .. } = facts.ast.expr(site.expr) else { return None };
    let callee = facts.ast.expr_span(callee);
    // Made by a macro of the project: it is looked at where it is defined.
    if (callee.end - callee.start) as usize != name.len() {
        return None;
    }
    let (assigned, edits) = target_of(changes, project, func, site.expr, callee, known);
    if assigned && known.no_target.is_some() {
        let place = place(project, site.file, facts.ast.expr_span(site.expr), name, newer(project, known.no_target));
        return Some(((name, Done::Assigned), place, edits));
    }
    let valued = known.no_value.is_some() && (assigned || !is_statement(changes, project, func, site.expr));
    let place = place(project, site.file, facts.ast.expr_span(site.expr), name, newer(project, known.no_value));
    valued.then_some(((name, Done::Valued), place, Vec::new()))
}

/// Whether a call is assigned to, and what makes a call of the setter of it.
fn target_of(
    changes: &mut Changes<'_>,
    project: &Project,
    func: FuncRef,
    call: ExprId,
    callee: Span,
    known: &Lvalue,
) -> (bool, Edits) {
    let Some(Change::Set { whole, value }) = changes.of(func, call) else {
        return (changes.of(func, call).is_some(), Vec::new());
    };
    let call = project.file(func.file).ast.expr_span(call);
    let plain = whole.end == value.end && whole.start == call.start;
    let setter = known.setter.filter(|_| plain && project.targets.min_python.0 >= SETTERS_SINCE);
    let edits = setter.map(|setter| {
        vec![
            (callee, setter.to_owned()),
            (Span::new(call.end - 1, value.start), ", ".to_owned()),
            (Span::new(value.end, value.end), ")".to_owned()),
        ]
    });
    (true, edits.unwrap_or_default())
}

/// Whether nobody asks for the value of an expression.
fn is_statement(changes: &mut Changes<'_>, project: &Project, func: FuncRef, call: ExprId) -> bool {
    let facts = project.file(func.file);
    let Some(body) = project.func(func).body else { return true };
    // What the tree does not have as it was written is not judged.
    changes.is_dropped(func, call) || !facts.ast.stmt_span(body).contains(facts.ast.expr_span(call))
}

/// The bodies of macros that assign to one.
fn in_macros(project: &Project) -> impl Iterator<Item = Used> {
    let defines = project.files.iter().flat_map(|f| f.defines.iter().map(move |d| (f.file, d)));
    let names = |body: &str| lvalues::all().any(|(name, known)| known.no_target.is_some() && body.contains(name));
    let used = defines.filter(move |(_, d)| names(&d.body));
    used.flat_map(move |(file, define)| {
        assigned(&tokens(&define.body)).into_iter().map(move |(name, known)| {
            let live = place(project, file, define.name_span, name, newer(project, known.no_target));
            let used = project.live(file, define.cond).and(project.api().uses_macro(file, define.name));
            let live = Occurrence { at: live.at.and(used), ..live };
            ((name, Done::Assigned), live, Vec::new())
        })
    })
}

/// The macros that a body assigns to, each once.
fn assigned(body: &[Token<'_>]) -> Vec<(&'static str, &'static Lvalue)> {
    let mut out = Vec::new();
    // The brackets that are open, with the macro whose arguments they hold.
    let mut open: Vec<Option<(&'static str, &'static Lvalue)>> = Vec::new();
    for (i, token) in body.iter().enumerate() {
        if *token == Token::Sign("(") {
            let before = i.checked_sub(1).and_then(|i| body[i].word());
            open.push(before.and_then(|word| lvalues::all().find(|(name, l)| *name == word && l.no_target.is_some())));
        } else if *token == Token::Sign(")")
            && let Some(Some(found)) = open.pop()
            && let Some(Token::Sign("=" | "+=" | "-=" | "++" | "--")) = body.get(i + 1)
            && !out.iter().any(|(name, _)| *name == found.0)
        {
            out.push(found);
        }
    }
    out
}
