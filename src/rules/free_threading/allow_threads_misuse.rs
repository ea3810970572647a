//! FT012: Python is used between `Py_BEGIN_ALLOW_THREADS` and `Py_END_ALLOW_THREADS`, where the thread has no thread
//! state, or a way leads out of the block.

use crate::capi::families::{self, Family};
use crate::capi::functions::{Function, RunsPython, facts_of};
use crate::capi::threads::{self, Does};
use crate::facts::{Expr, ExprId, FileFacts, Name, Span};
use crate::finding::{Finding, Label};
use crate::link::flow::sections::{Edge, Section, sections};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, FT012};

const HELP: &str = "move it behind the block, or put it between Py_BLOCK_THREADS and Py_UNBLOCK_THREADS";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        let begins = |name: &str| threads::lookup(name).is_some_and(|row| row.does == Does::BeginsDetached);
        for (i, func) in facts.funcs.iter().enumerate() {
            let Some(body) = func.body else { continue };
            let mut has = false;
            facts.each_body_expr(body, &mut |e| has |= matches!(facts.ast.expr(e), Expr::Name(name) if begins(&name)));
            if !has {
                continue;
            }
            let at = FuncRef { file: facts.file, id: crate::facts::FuncId(i as u32) };
            for section in sections(facts, body, &edge) {
                out.extend(judge(project, facts, at, &section));
            }
        }
    }
}

fn edge(name: &str) -> Option<Edge> {
    match threads::lookup(name)?.does {
        Does::BeginsDetached => Some(Edge::Begins),
        Does::EndsDetached => Some(Edge::Ends),
        _ => None,
    }
}

/// The first misuse in a block.
fn judge(project: &Project, facts: &FileFacts, at: FuncRef, section: &Section) -> Option<Finding> {
    let ast = &facts.ast;
    section.end?;
    // Who attaches in between may use Python up to where it detaches, as the text goes.
    let mut turns: Vec<(u32, bool)> = Vec::new();
    let mut used: Option<(Span, Name)> = None;
    for &stmt in &section.inside {
        facts.each_body_expr(stmt, &mut |e| {
            let name = match ast.expr(e) {
                Expr::Name(name) => Some(name),
                _ => None,
            };
            let does = name.and_then(|name| threads::lookup(&name)).map(|row| row.does);
            match does {
                Some(Does::Attaches | Does::MainAttaches) => turns.push((ast.expr_span(e).start, true)),
                Some(Does::Detaches | Does::MainDetaches) => turns.push((ast.expr_span(e).start, false)),
                _ => {}
            }
        });
    }
    turns.sort_unstable();
    let attached = |at: u32| turns.iter().rev().find(|(turn, _)| *turn <= at).is_some_and(|(_, attached)| *attached);
    let live = |span: Span| !project.live_at(facts.file, span).is_empty() && !attached(span.start);
    for &stmt in &section.inside {
        facts.each_body_expr(stmt, &mut |e| {
            if used.is_none()
                && let Some(name) = needs_python(project, at, e)
                && live(ast.expr_span(e))
            {
                used = Some((ast.expr_span(e), name));
            }
        });
    }
    let begin = ast.expr_span(section.begin);
    let symbol = project.func(at).name;
    if let Some((span, name)) = used {
        let label = Label::new(facts.file, span, "the thread has no thread state here");
        let finding = Finding::source(&FT012, format!("`{name}` is called without a thread state"), label);
        return Some(finding.symbol(symbol.as_str()).label(facts.file, begin, "given up here").help(HELP));
    }
    let exits = section.exits(facts);
    let (exit, stmt) = exits.into_iter().find(|(_, stmt)| live(ast.stmt_span(*stmt)))?;
    let word = exit.as_str();
    let label = Label::new(facts.file, ast.stmt_span(stmt), "the thread state is never taken back");
    let finding = Finding::source(&FT012, format!("`{word}` leaves a block without a thread state"), label);
    let help = "leave behind the end of the block, or put Py_BLOCK_THREADS in front";
    Some(finding.symbol(symbol.as_str()).label(facts.file, begin, "given up here").help(help))
}

/// The function of CPython that an expression calls, where it surely works on objects, exceptions or the heap of Python;
/// what only reads a field of an object is left alone.
fn needs_python(project: &Project, at: FuncRef, e: ExprId) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    let name = ast.callee_name(e)?;
    let facts = facts_of(&name)?;
    let own = !project.resolve_func(at.file, name).is_empty() || !project.defines_of(at.file, name).is_empty();
    (!own && facts.needs_thread_state == Some(true) && works(facts)).then_some(name)
}

fn works(facts: &Function) -> bool {
    let memory = facts.memory;
    let runs = matches!(facts.runs_python, Some(RunsPython::Yes | RunsPython::Dealloc | RunsPython::Gc));
    let counts = !facts.takes.is_empty() || !facts.releases().is_empty();
    let heap = memory.allocates.is_some() || memory.frees.is_some() || memory.tracks || memory.untracks;
    families::is(facts.name, Family::Errors) || facts.makes.is_some() || runs || counts || heap
}
