//! ABI015: a build for the stable ABI asks the headers for the version, not the interpreter that runs it.

use crate::capi::predefined::VERSIONS;
use crate::facts::{
    BinaryOp, Comparison, CondId, Expr, ExprId, FileFacts, FileId, Mentions, Name, Python, Span, VersionSet,
};
use crate::finding::Finding;
use crate::link::Project;
use crate::link::api::Limited;
use crate::rules::common::api::{Occurrence, Occurrences, folded};
use crate::rules::common::regions;
use crate::rules::{ABI015, Context};

const WHOLE: &str = VERSIONS[0];
const MINOR: &str = VERSIONS[1];
/// The first version with `Py_Version`.
const AT_RUN_TIME: Python = Python(11);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        let Some(limited) = project.limited(facts.file).or_else(|| project.abi3t(facts.file)).filter(|l| l.known)
        else {
            continue;
        };
        let loaded = VersionSet::range(Python(limited.minor()), project.targets.max_python);
        let live = facts.conds.with_limited_api(limited.value);
        let places = by_directives(facts, loaded, &live).into_iter().chain(by_code(facts, loaded, &live));
        let mut places: Vec<Occurrence> =
            places.map(|span| Occurrence { file: facts.file, span, at: loaded }).collect();
        places.sort_by_key(|place| place.span.start);
        for found in folded(places.into_iter().map(|place| ((), place))) {
            out.push(told(project, facts.file, limited, &found));
        }
    }
}

fn told(project: &Project, file: FileId, limited: Limited, found: &Occurrences<()>) -> Finding {
    let what = if project.limited(file).is_some() { "abi3" } else { "abi3t" };
    let message = format!("the version of the headers decides what a build for {what} does");
    let finding = found.finding(&ABI015, message, "decided when it is built");
    let floor = Python(limited.minor());
    let ask = if floor >= AT_RUN_TIME {
        "compare Py_Version at run time".to_owned()
    } else {
        format!("ask sys.hexversion at run time; Py_Version is there from Python {AT_RUN_TIME} on")
    };
    finding
        .note(format!("the same file runs on Python {floor} and newer, whichever it was built with"))
        .help(format!("{ask}, or test Py_LIMITED_API"))
}

/// Branches of `#if` inside of code that are not the same for all Pythons that load the file.
fn by_directives(facts: &FileFacts, loaded: VersionSet, live: &[VersionSet]) -> Vec<Span> {
    let mut mentions = Mentions::of(&facts.conds);
    let names = VERSIONS.map(Name::from);
    let of = |cond: CondId| live.get(cond.0 as usize).copied().unwrap_or_default().and(loaded);
    let mut varies = |region: &regions::Region| {
        let around = of(region.around);
        region.branches.iter().any(|&branch| {
            let here = of(branch);
            !here.is_empty() && here != around && names.iter().any(|&name| mentions.has(branch, name))
        })
    };
    regions::inside(facts).into_iter().filter(|region| varies(region)).map(|region| region.span).collect()
}

/// Comparisons in the code itself that do not come out the same.
fn by_code(facts: &FileFacts, loaded: VersionSet, live: &[VersionSet]) -> Vec<Span> {
    let mut out = Vec::new();
    if !facts.words.iter().any(|word| word.name == WHOLE || word.name == MINOR) {
        return out;
    }
    for e in (0..facts.ast.expr_count() as u32).map(ExprId) {
        let Expr::Binary { op, left, right } = facts.ast.expr(e) else { continue };
        let Some((minor, comparison, bound)) = compared(facts, op, left, right) else { continue };
        let span = facts.ast.expr_span(e);
        let here = live.get(facts.conds.at_span(span).0 as usize).copied().unwrap_or_default().and(loaded);
        let number = |python: Python| {
            let minor_part = u32::from(python.0);
            if minor { minor_part } else { 0x0300_00F0 | minor_part << 16 }
        };
        let yes = here.iter().filter(|&python| comparison.holds(number(python), bound)).count();
        if yes > 0 && yes < here.iter().count() && !out.contains(&span) {
            out.push(span);
        }
    }
    out
}

/// A comparison of the version with a number: whether of its minor part alone, how, and with which number.
fn compared(facts: &FileFacts, op: BinaryOp, left: ExprId, right: ExprId) -> Option<(bool, Comparison, u32)> {
    let comparison = Comparison::from_op(op)?;
    let side = |e: ExprId| facts.ast.expr(facts.ast.strip_casts(e));
    let (name, number, comparison) = match (side(left), side(right)) {
        (Expr::Name(name), Expr::Int(number)) => (name, number, comparison),
        (Expr::Int(number), Expr::Name(name)) => (name, number, comparison.mirrored()),
        _ => return None,
    };
    let minor = if name == WHOLE { false } else { (name == MINOR).then_some(true)? };
    Some((minor, comparison, u32::try_from(number).ok()?))
}
