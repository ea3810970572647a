//! FT003: a way leads out of a critical section without passing its end, or the end is that of another kind. The macros
//! open and close a block: what leaves it keeps the lock.

use crate::capi::locks;
use crate::capi::predefined::WITHOUT_GIL;
use crate::facts::{FileFacts, StmtId};
use crate::finding::{Finding, Label};
use crate::link::flow::sections::{Exit, Section, sections};
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::critical_edge;
use crate::rules::{Context, FT003};

const WHY: &str = "the section stays on the thread's list of locks, which points into a frame that is gone";
const HELP: &str = "keep the result in a variable, and leave behind the end: a `goto` to a label in front of it";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    if FT003.pythons(&project.targets).is_empty() {
        return;
    }
    let begins = locks::all().filter(|lock| critical_edge(lock.name).is_some());
    let mut funcs: Vec<FuncRef> =
        begins.flat_map(|lock| project.sites.calls_of(lock.name)).filter_map(|site| site.func_ref()).collect();
    funcs.sort();
    funcs.dedup();
    for at in funcs {
        let facts = project.file(at.file);
        let Some(body) = facts.func(at.id).body else { continue };
        for section in sections(facts, body, &critical_edge) {
            out.extend(judge(project, facts, at, &section));
        }
    }
}

/// What is wrong with one section: the first thing.
fn judge(project: &Project, facts: &FileFacts, at: FuncRef, section: &Section) -> Option<Finding> {
    let (ast, conds, file) = (&facts.ast, &facts.conds, facts.file);
    let begin = ast.expr_span(section.begin);
    let built =
        |span| !conds.live_with(WITHOUT_GIL, conds.at_span(span)).and(FT003.pythons(&project.targets)).is_empty();
    // The end may be in what was not understood.
    if !built(begin) || facts.gaps_in(facts.func(at.id).span).any(|gap| gap.kind.hides_code()) {
        return None;
    }
    let symbol = project.func(at).name;
    let Some((end, place)) = section.end else {
        let message = format!("critical section without an end in its block: `{}`", section.name);
        return Some(Finding::source(&FT003, message, Label::new(file, begin, "begun here")).symbol(symbol.as_str()));
    };
    let wanted = locks::lookup(section.name.as_str()).and_then(|lock| lock.partner);
    if wanted.is_some_and(|wanted| end != wanted) {
        let message = format!("`{}` is ended by `{end}`", section.name);
        let label = Label::new(file, ast.expr_span(place), "this ends another kind of section");
        let help = format!("end it with {}()", wanted.unwrap_or_default());
        let finding = Finding::source(&FT003, message, label).symbol(symbol.as_str());
        return Some(finding.label(file, begin, "begun here").help(help));
    }
    // A macro of the project's own may end the section in front of an exit.
    if section.inside.iter().any(|&stmt| ends_by_hand(facts, stmt)) {
        return None;
    }
    let exits = section.exits(facts);
    let mut live = exits.into_iter().filter(|(_, stmt)| {
        let span = ast.stmt_span(*stmt);
        built(span) && !conds.exclusive(conds.at_span(span), conds.at_span(begin))
    });
    let (exit, stmt) = live.next()?;
    let word = exit.as_str();
    let label = Label::new(file, ast.stmt_span(stmt), "leaves the section with the lock held");
    let mut finding =
        Finding::source(&FT003, format!("`{word}` leaves a critical section"), label).symbol(symbol.as_str());
    for (_, more) in live.filter(|(kind, _)| *kind == exit || *kind == Exit::Goto).take(3) {
        finding = finding.label(file, ast.stmt_span(more), "and here");
    }
    Some(finding.label(file, begin, "begun here").note(WHY).help(HELP))
}

/// Whether something in a statement ends a section, by its name, that is no end of the block.
fn ends_by_hand(facts: &FileFacts, stmt: StmtId) -> bool {
    let mut found = false;
    facts.each_body_expr(stmt, &mut |e| {
        found |= facts.ast.callee_name(e).is_some_and(|name| {
            let word = name.to_ascii_lowercase().replace('_', "");
            critical_edge(&name).is_none()
                && word.contains("criticalsection")
                && ["exit", "end", "leave"].iter().any(|ends| word.contains(ends))
        });
    });
    found
}
