//! MUT013: the inside of a bytes, str or tuple object is written that the function did not make.

use crate::capi::buffers::{self, Buffer, How};
use crate::capi::pointers::{self, Effect};
use crate::facts::{Expr, ExprId, Name, Span, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::flow::sharing::{Sharing, Whose};
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{calls, is_compiled_python};
use crate::rules::mutation::code_mutation::code_field;
use crate::rules::{Context, MUT013};

const WHY: &str = "others hold the object, its hash is cached, and one that is interned or a constant is everywhere";

/// A write into an object.
pub(crate) struct Write {
    /// The function that makes it.
    pub(crate) at: FuncRef,
    /// The object.
    pub(crate) object: ExprId,
    /// What the object is, in a word.
    of: &'static str,
    /// Its place.
    pub(crate) span: Span,
    made: Buffer,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sharing = Sharing::new(project);
    for write in writes(project) {
        // A tuple that the set-up fills is one that the set-up made: nobody has hashed it.
        let set_up = matches!(write.made.how, How::Writes) && project.statics().runs_at_init(write.at);
        if set_up || code_field(project, write.at, write.object).is_some() || is_made_here(project, &write) {
            continue;
        }
        if let Whose::Shared(through) = sharing.whose(write.at, write.object) {
            let label =
                Label::new(write.at.file, write.span, format!("written here: the object is {}", through.as_str()));
            out.push(
                Finding::source(&MUT013, format!("the inside of a {} object is written", write.of), label)
                    .symbol(project.func(write.at).name.as_str())
                    .note(WHY)
                    .help("make a new object and write into that"),
            );
        }
    }
}

/// The writes into such objects, one for each pointer that is taken.
pub(crate) fn writes(project: &Project) -> Vec<Write> {
    let mut out = Vec::new();
    for (name, row) in buffers::all() {
        for (at, site) in
            calls(project, name).filter(|(at, _)| !project.is_unused(*at) && !is_compiled_python(project, at.file))
        {
            let call = project.call(site);
            let Some(&object) = call.args().first() else { continue };
            let span = match row.how {
                How::Writes => Some(call.span()),
                How::Pointer => through(project, at, site.expr),
                How::Out(index) => call
                    .args()
                    .get(index)
                    .and_then(|&arg| address_of(project, at, arg))
                    .and_then(|p| written(project, at, p)),
            };
            if let Some(span) = span {
                out.push(Write { at, object, of: row.of, span, made: row });
            }
        }
    }
    out
}

/// Where what a call points to is written: by the call itself, or by the one local that gets it.
fn through(project: &Project, at: FuncRef, call: ExprId) -> Option<Span> {
    if let Some(span) = direct(project, at, &|e| e == call) {
        return Some(span);
    }
    let holders = project.sites.results_of(at.file, call);
    let [(name, assignment)] = holders else { return None };
    let ast = &project.file(at.file).ast;
    let plain = |target: Option<ExprId>| target.is_none_or(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(_)));
    let given = project.sites.assignments_in(at, *name).filter(|a| a.op.is_none() && plain(a.target));
    let alone = given.count() == 1;
    (plain(assignment.target) && alone && project.local(at, *name).is_some())
        .then(|| written(project, at, *name))
        .flatten()
}

fn written(project: &Project, at: FuncRef, name: Name) -> Option<Span> {
    let ast = &project.file(at.file).ast;
    direct(project, at, &|e| matches!(ast.expr(e), Expr::Name(n) if n == name))
}

fn address_of(project: &Project, at: FuncRef, arg: ExprId) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    match ast.expr(ast.strip_casts(arg)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(arg) {
            Expr::Name(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// `p[i] = x`, `*p = x`, `*p++ = x`, `memcpy(p, …)`, where `is` says what `p` is.
fn direct(project: &Project, at: FuncRef, is: &dyn Fn(ExprId) -> bool) -> Option<Span> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut found = None;
    facts.each_body_expr(facts.func(at.id).body?, &mut |e| {
        if found.is_some() {
            return;
        }
        let pointer = match ast.expr(e) {
            Expr::Assign { target, .. } => match ast.expr(ast.strip_casts(target)) {
                Expr::Index { base, .. } => Some(base),
                Expr::Unary { op: UnaryOp::Deref, arg } => Some(arg),
                _ => None,
            },
            Expr::Call { args, .. } => {
                let name = ast.callee_name(e).filter(|name| project.resolve_func(at.file, *name).is_empty());
                let args = ast.exprs(args);
                let hit = |i: &usize| is(ast.strip_casts(args[*i])) && writes_buffer(name, *i);
                (0..args.len()).find(hit).map(|i| args[i])
            }
            _ => None,
        };
        let Some(pointer) = pointer else { return };
        let pointer = match ast.expr(ast.strip_casts(pointer)) {
            Expr::Step { arg, .. } => ast.strip_casts(arg),
            _ => ast.strip_casts(pointer),
        };
        if is(pointer) {
            found = Some(ast.expr_span(e));
        }
    });
    found.filter(|span| !project.live_at(at.file, *span).is_empty())
}

fn writes_buffer(name: Option<Name>, index: usize) -> bool {
    name.is_some_and(|name| pointers::argument(&name, index) == Some(Effect::Writes))
}

/// Whether the function may have made the object for itself: it calls what makes one to be filled.
fn is_made_here(project: &Project, write: &Write) -> bool {
    let facts = project.file(write.at.file);
    let mut made = false;
    crate::link::values::each_expr(project, write.at, &mut |e| {
        made |= facts.ast.callee_name(e).is_some_and(|name| write.made.is_made_by(&name));
    });
    made
}
