//! REF008: functions that call themselves for parts of an object without a limit, and `repr` functions of containers that
//! do not ask whether they are at work on the object already.

mod texts;

use crate::facts::{Expr, ExprId, FileFacts, FuncId, Name, Span, Stmt, StmtId};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::common::api::is_generated;
use crate::rules::{Context, REF008};

/// The slots that make a text of an object.
const TEXTS: [&str; 2] = ["tp_repr", "tp_str"];
/// The slots of a type whose objects hold others.
const HOLDS: [&str; 4] = ["mp_length", "mp_subscript", "sq_length", "tp_iter"];
/// Parts of names that say that somebody counts how deep the calls are.
const GUARDS: [&str; 6] = ["recur", "reprenter", "depth", "level", "nest", "stack"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        for (i, func) in facts.funcs.iter().enumerate().filter(|(_, func)| func.body.is_some()) {
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            if func.ret.pointers > 0 && project.is_object_pointer(facts.file, func.ret) {
                out.extend(recursion(project, at));
            }
        }
    }
    let mut seen = Vec::new();
    for view in project.type_views() {
        let Some(python) = view.live().max() else { continue };
        let container = HOLDS.iter().any(|slot| !view.slot_funcs(slot, python).is_empty());
        for func in TEXTS.iter().flat_map(|slot| view.slot_funcs(slot, python)) {
            if !seen.contains(&func) {
                seen.push(func);
                out.extend(Some(func).filter(|_| container).and_then(|func| texts::text(project, func)));
                out.extend(texts::left(project, func));
            }
        }
    }
}

/// A function that calls itself, at once or by one other of its file.
fn recursion(project: &Project, at: FuncRef) -> Option<Finding> {
    let (facts, func) = (project.file(at.file), project.func(at));
    let mut before = None;
    let (caller, call) = project.sites.calls_of_in(at.file, func.name).iter().find_map(|site| {
        let caller = site.func_ref()?;
        if caller == at {
            return is_part(project, at, site.expr).then_some((caller, site.expr));
        }
        // A caller is asked once: its calls stand side by side.
        if before.replace(caller) == Some(caller) || project.func(caller).name == func.name {
            return None;
        }
        // Each round is told where its loop is.
        let back = project.sites.calls_by(at, project.func(caller).name);
        back.iter().find(|back| is_part(project, at, back.expr)).map(|back| (caller, back.expr))
    })?;
    if [at, caller].iter().any(|&func| is_guarded(project, func)) || is_generated(project, at.file) {
        return None;
    }
    project.live(at.file, func.cond).max()?;
    let message = format!("`{}` calls itself for parts of what it gets, and nothing limits how deep", func.name);
    let label = Label::new(at.file, facts.ast.expr_span(call), "once more for each level of the data");
    Some(
        Finding::source(&REF008, message, label)
            .symbol(func.name.as_str())
            .note("data that is nested deep enough overflows the stack of C")
            .help("put the body between `Py_EnterRecursiveCall` and `Py_LeaveRecursiveCall`"),
    )
}

/// Whether a call is made for each part of what the function got: a field, an item, something that it found. A number that
/// goes up or down with each call is a limit.
fn is_part(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let (facts, func) = (project.file(at.file), project.func(at));
    let ast = &facts.ast;
    let Expr::Call { args, .. } = ast.expr(call) else { return false };
    let params: Vec<Name> = func.params.iter().filter_map(|param| param.name).collect();
    let counts = |&arg: &ExprId| {
        let Expr::Binary { left, right, .. } = ast.expr(ast.strip_casts(arg)) else { return false };
        [left, right].into_iter().any(|side| matches!(ast.expr(side), Expr::Name(name) if params.contains(&name)))
    };
    let span = ast.expr_span(call);
    if ast.exprs(args).iter().any(counts) || !loops(facts, func.body).iter().any(|l| l.contains(span)) {
        return false;
    }
    let is_base = |e: ExprId| {
        let mut base = false;
        ast.each_expr(e, &mut |e| base |= matches!(ast.expr(e), Expr::Member { field, .. } if field.contains("base")));
        base
    };
    ast.exprs(args).iter().any(|&arg| {
        let arg = ast.strip_casts(arg);
        match ast.expr(arg) {
            Expr::Name(name) => {
                let local = (func.locals.0..func.locals.1).map(|i| facts.var(crate::facts::VarId(i)));
                let same = |base: Name| func.params.iter().any(|param| param.ty.base == base && param.ty.pointers == 1);
                let holds = |ty: crate::facts::CType| {
                    ty.pointers == 1 && (project.is_object_pointer(at.file, ty) || same(ty.base))
                };
                !params.contains(&name) && local.filter(|var| var.name == name).any(|var| holds(var.ty))
            }
            Expr::Member { .. } | Expr::Index { .. } => !is_base(arg),
            Expr::Unary { arg, .. } => matches!(ast.expr(arg), Expr::Index { .. } | Expr::Member { .. }),
            Expr::Call { .. } => ast.callee_name(arg).is_some_and(|name| name.contains("_GET_ITEM")),
            _ => false,
        }
    })
}

/// Whether a function, or a macro that it uses, counts how deep it is.
fn is_guarded(project: &Project, at: FuncRef) -> bool {
    let guard = |name: Name| {
        let name = name.to_ascii_lowercase();
        GUARDS.iter().any(|part| name.contains(part))
    };
    let facts = project.file(at.file);
    let func = project.func(at);
    let Some(body) = func.body else { return true };
    let mut found = func.params.iter().filter_map(|param| param.name).any(guard);
    facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
        Expr::Name(name) | Expr::Member { field: name, .. } => found |= guard(name),
        _ => {}
    });
    let span = func.span;
    found |= facts.gaps_in(span).next().is_some();
    let counts = |word: Name| GUARDS[..2].iter().any(|part| word.to_ascii_lowercase().contains(part));
    found || project.reach(at).words.iter().any(|&word| counts(word))
}

/// The loops of a body.
fn loops(facts: &FileFacts, body: Option<StmtId>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let Some(body) = body else { return out };
    facts.ast.each_stmt(body, &mut |stmt| {
        if let Stmt::While { .. } | Stmt::For { .. } = facts.ast.stmt(stmt) {
            out.push(facts.ast.stmt_span(stmt));
        }
    });
    out
}
