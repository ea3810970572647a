//! CALL003: results that are 1, 0 or -1 with an exception, tested as a truth value alone; and numbers that are -1 with one,
//! calculated with at once.

mod operands;
mod truths;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::threeway::{self, ASKS, ASSERT, FORGETS};
use crate::facts::{Expr, ExprId, FileFacts, FuncId, Name, Span, StmtId, UnaryOp, VarId};
use crate::finding::{Finding, Label};
use crate::link::view::Call;
use crate::link::{FuncRef, Project};
use crate::rules::common::api::is_generated;
use crate::rules::{CALL003, Context};
use truths::{Truths, truths};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut known: FxHashMap<FuncRef, Truths> = FxHashMap::default();
    for name in threeway::all() {
        for call in project.api_calls(name) {
            let Some(at) = call.site.func_ref().filter(|at| !call.live().is_empty() && !is_generated(project, at.file))
            else {
                continue;
            };
            let truths = known.entry(at).or_insert_with(|| truths(project, at));
            if let Some(found) = one(project, name, &call, at, truths) {
                out.push(found);
            }
        }
    }
    operands::check(project, out);
}

/// How the result is taken for a truth value: where, and by which variable.
enum Taken {
    Directly,
    By(Name, Span),
    ByBool(Name),
}

fn one(project: &Project, name: &'static str, call: &Call<'_>, at: FuncRef, truths: &Truths) -> Option<Finding> {
    let facts = call.facts();
    let span = call.span();
    if is_plain_instance(call) || asks_behind(project, at, span) || is_asserted(project, at, span) {
        return None;
    }
    let taken = match truths.of(call.site.expr) {
        Some(handled) if handled => return None,
        Some(_) => Taken::Directly,
        None => by_variable(project, call, at, truths)?,
    };
    let message = match &taken {
        Taken::Directly => format!("`{name}` is tested as a truth value, and -1 for an exception is true"),
        Taken::By(var, _) => {
            format!("the result of `{name}` in `{var}` is tested as a truth value, and -1 for an exception is true")
        }
        Taken::ByBool(var) => format!("`{var}` is a bool: -1 of `{name}` for an exception becomes true"),
    };
    let label = match &taken {
        Taken::Directly => "returns 1, 0, or -1 with an exception",
        Taken::By(..) | Taken::ByBool(_) => "is 1, 0, or -1 with an exception",
    };
    let mut finding =
        Finding::source(&CALL003, message, Label::new(facts.file, span, label)).symbol(project.func(at).name.as_str());
    if let Taken::By(_, test) = taken {
        finding = finding.label(facts.file, test, "tested here");
    }
    Some(
        finding
            .note("what follows runs with the exception set, and it shows up somewhere else, or as SystemError")
            .help("keep the result in an int, and return where it is less than 0"),
    )
}

/// A result in a local that is only ever tested as a truth value.
fn by_variable(project: &Project, call: &Call<'_>, at: FuncRef, truths: &Truths) -> Option<Taken> {
    let facts = call.facts();
    let [(name, _)] = project.sites.results_of(call.site.file, call.site.expr) else { return None };
    let var = local(facts, at.id, *name)?;
    if matches!(var.ty.base.as_str(), "bool" | "_Bool") && var.ty.pointers == 0 {
        return Some(Taken::ByBool(*name));
    }
    if is_compared(facts, project.func(at).body?, call.site.expr) {
        return None;
    }
    let given: FxHashSet<ExprId> = project.sites.assignments_in(at, *name).filter_map(|site| site.target).collect();
    let (mut test, mut other) = (None, false);
    facts.each_body_expr(project.func(at).body?, &mut |id| {
        if !matches!(facts.ast.expr(id), Expr::Name(n) if n == *name) || given.contains(&id) {
            return;
        }
        match truths.of(id) {
            Some(false) => test = test.or(Some(facts.ast.expr_span(id))),
            _ => other = true,
        }
    });
    (!other).then_some(())?;
    Some(Taken::By(*name, test?))
}

/// `(x = f()) < 0`: the assignment is part of a comparison.
fn is_compared(facts: &FileFacts, body: StmtId, call: ExprId) -> bool {
    let mut compared = false;
    facts.each_body_expr(body, &mut |id| {
        let Expr::Binary { left, right, .. } = facts.ast.expr(id) else { return };
        for side in [left, right] {
            if let Expr::Assign { value, .. } = facts.ast.expr(facts.ast.strip_casts(side)) {
                compared |= facts.ast.strip_casts(value) == call;
            }
        }
    });
    compared
}

/// The only local of a name.
fn local(facts: &FileFacts, func: FuncId, name: Name) -> Option<&crate::facts::Var> {
    let (from, to) = facts.func(func).locals;
    let mut all = (from..to).map(|i| facts.var(VarId(i))).filter(|var| var.name == name);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Whether the function asks for an exception, or forgets it, behind a place.
fn asks_behind(project: &Project, at: FuncRef, place: Span) -> bool {
    [ASKS, FORGETS]
        .into_iter()
        .flat_map(|name| project.sites.calls_by(at, name.into()))
        .any(|site| project.file(site.file).ast.expr_span(site.expr).start > place.start)
}

/// Whether a place stands in an assertion: -1 ends the process there, or is never asked for.
fn is_asserted(project: &Project, at: FuncRef, place: Span) -> bool {
    project
        .sites
        .calls_by(at, ASSERT.into())
        .iter()
        .any(|site| project.file(site.file).ast.expr_span(site.expr).contains(place))
}

/// `PyObject_IsInstance(x, (PyObject *)&Spam_Type)`: a type that C code names does not fail by itself.
fn is_plain_instance(call: &Call<'_>) -> bool {
    let ast = &call.facts().ast;
    let [_, class] = call.args() else { return false };
    match ast.expr(ast.strip_casts(*class)) {
        // What needs a cast to be an object is a type of C code.
        _ if matches!(ast.expr(*class), Expr::Cast { .. }) => true,
        Expr::Unary { op: UnaryOp::AddressOf, .. } => true,
        Expr::Name(name) => threeway::is_plain_class(&name),
        _ => false,
    }
}
