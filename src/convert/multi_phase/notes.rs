//! What a person should know of a module that is filled again by a second import: before, that gave a copy.

use super::super::refusal::Refusal;
use super::body::Body;
use super::found::Init;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, Span, Stmt};
use crate::link::{Content, FuncRef};

/// Names in a note; the rest is counted.
const SHOWN: usize = 4;

/// Refuses what fails when it is run again.
pub(super) fn safe_to_run_again(init: &Init<'_>) -> Result<(), Refusal> {
    let ast = init.ast();
    let mut tested: Vec<Span> = Vec::new();
    ast.each_stmt(init.body()?, &mut |stmt| {
        if let Stmt::If { then, .. } = ast.stmt(stmt) {
            tested.push(ast.stmt_span(then));
        }
    });
    let mut again = None;
    init.facts().each_body_expr(init.body()?, &mut |e| {
        let span = ast.expr_span(e);
        if ast.callee_name(e).is_some_and(|name| roles::is(name.as_str(), Role::StructseqInit))
            && matches!(ast.expr(e), Expr::Call { .. })
            && !tested.iter().any(|t| t.contains(span))
        {
            again = Some(span.start);
        }
    });
    match again {
        Some(at) => init.refuse(at, "`PyStructSequence_InitType` fails when a second import runs it again"),
        None => Ok(()),
    }
}

/// What to know about a converted module.
pub(super) fn notes(init: &Init<'_>, body: &Body, was_negative: bool, shares: bool) -> Vec<String> {
    let (project, mut out) = (init.project(), Vec::new());
    if body.hands_over {
        return out;
    }
    let mut names: Vec<&str> = Vec::new();
    for var in &project.statics().vars {
        let objects = matches!(var.content, Content::ObjectPointer | Content::ObjectStruct);
        let by_init = var.writes.iter().any(|write| write.site.func == Some(init.maker));
        if objects && by_init && Some(project.var(var.definition).name) != init.holder {
            names.push(project.var(var.definition).name.as_str());
        }
    }
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    if was_negative {
        out.push("a second import in one process fills a new module, where it gave a copy of the first".to_owned());
    }
    if !names.is_empty() {
        out.push(format!("the second import puts new objects into {}{more}; the old ones leak", shown.join(", ")));
    }
    if imports(init, vec![init.maker]) {
        let what = "it imports modules while it is filled: one of them that imports this module finds what is in it by \
                    then, where it was initialised a second time before";
        out.push(what.to_owned());
    }
    if shares {
        out.push("it still shares state: only the main interpreter may import it, as before".to_owned());
    }
    if let Some(name) = body_global(init) {
        out.push(format!("`{name}` keeps a borrowed pointer to the module that was imported last"));
    }
    out
}

/// How many calls of functions in the file are followed to what imports modules.
const FOLLOWED: usize = 64;

/// Whether functions, or those that they call, import modules.
fn imports(init: &Init<'_>, mut funcs: Vec<FuncRef>) -> bool {
    let (project, facts, mut at, mut found) = (init.project(), init.facts(), 0, false);
    while let Some(&func) = funcs.get(at).filter(|_| at < FOLLOWED && !found) {
        at += 1;
        let Some(body) = project.func(func).body else { continue };
        let mut called: Vec<FuncRef> = Vec::new();
        facts.each_body_expr(body, &mut |e| {
            let Some(name) = facts.ast.callee_name(e) else { return };
            found |= name.starts_with("PyImport_Import");
            called.extend(project.resolve_func(init.file, name));
        });
        called.retain(|f| f.file == init.file && !funcs.contains(f));
        funcs.extend(called);
    }
    found
}

/// The variable outside of the function that holds the module.
fn body_global(init: &Init<'_>) -> Option<&'static str> {
    let name = init.holder?;
    init.local().is_none_or(|id| init.facts().var(id).is_static_definition()).then(|| name.as_str())
}
