//! Calls of functions that the loader runs, behind a macro that is 0 wherever the loader runs them:
//! `#define AT_LOAD __attribute__((constructor))` and `#define MAY_BE_MISSING 0` in one branch, and no attribute in the
//! other. Where there is such a call the loader does not run the function, so it runs in one way only in each build.

use crate::facts::{BinaryOp, CondId, Expr, ExprId, FileFacts, FileId, Name, Stmt};
use crate::link::macros::tokens::words_of;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Relations};

/// The most tests around one call that are looked at.
const AROUND: usize = 64;

/// How many calls of a function stand behind such a macro.
pub(super) fn calls_elsewhere(project: &Relations, func: FuncRef) -> usize {
    let name = project.func(func).name;
    let calls = project.sites.calls_of(name.as_str()).iter();
    let calls = calls.filter(|site| project.resolve_func(site.file, name).contains(&func));
    calls.filter(|site| is_elsewhere(project, site)).count()
}

fn is_elsewhere(project: &Relations, site: &CallSite) -> bool {
    let facts = project.file(site.file);
    let Some(body) = site.func_ref().and_then(|at| project.func(at).body) else { return false };
    let span = facts.ast.expr_span(site.expr);
    let mut tests: Vec<ExprId> = Vec::new();
    facts.ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, then, .. } = facts.ast.stmt(stmt)
            && facts.ast.stmt_span(then).contains(span)
        {
            tests.push(test);
        }
    });
    tests.into_iter().take(AROUND).any(|test| needs_macro(project, facts, test))
}

/// Whether a test holds only where a macro does that is 0 in a branch which says when the loader runs something.
fn needs_macro(project: &Relations, facts: &FileFacts, test: ExprId) -> bool {
    let (mut open, mut left) = (vec![test], AROUND);
    while let Some(e) = open.pop().filter(|_| left > 0) {
        left -= 1;
        match facts.ast.expr(facts.ast.strip_casts(e)) {
            Expr::Binary { op: BinaryOp::And, left, right } => open.extend([left, right]),
            Expr::Name(name) if is_off_at_load(project, facts.file, name) => return true,
            _ => {}
        }
    }
    false
}

fn is_off_at_load(project: &Relations, file: FileId, name: Name) -> bool {
    let defines = project.defines_of(file, name);
    defines.iter().any(|(at, define)| {
        let off = define.params.is_none() && define.body.trim_matches(['(', ')', ' ']) == "0";
        off && define.cond != CondId::ALWAYS && runs_at_load(project.file(*at), define.cond)
    })
}

/// Whether a file makes functions the loader's in a branch of it.
fn runs_at_load(facts: &FileFacts, cond: CondId) -> bool {
    let says = |word: &str| matches!(word.trim_matches('_'), "constructor" | "destructor");
    facts
        .defines
        .iter()
        .any(|define| define.cond == cond && define.body.starts_with("__attribute") && words_of(&define.body).any(says))
}
