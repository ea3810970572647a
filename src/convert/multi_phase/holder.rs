//! The variable that holds the module in the function that creates it: it becomes a parameter, or gets the value of one.

use super::super::refusal::Refusal;
use super::body::{Work, addresses, gives_away, takes};
use super::found::Init;
use super::macros;
use crate::capi::roles;
use crate::facts::{BinaryOp, Expr, ExprId, Name, Origin, Span, Stmt, StmtId, UnaryOp};

/// How the module comes into the function.
pub(super) struct Form {
    /// The parameter.
    pub(super) parameter: String,
    /// The variable gets the parameter where it got the new module; None: it is the parameter.
    pub(super) assigned: Option<Name>,
    /// The statement that creates the module.
    pub(super) created: Span,
    /// The variable may be NULL where it is returned.
    pub(super) may_be_null: bool,
}

/// Names for a parameter beside a variable that stays.
const PARAMETERS: [&str; 4] = ["module", "mod", "self", "new_module"];

/// Decides; with `beside` the variable stays.
pub(super) fn form(init: &Init<'_>, body: StmtId, beside: bool) -> Result<Form, Refusal> {
    let (ast, project) = (init.ast(), init.project());
    let top = init.top(body);
    let call_at = ast.expr_span(init.call).start;
    let mut innermost = None;
    ast.each_stmt(body, &mut |stmt| {
        if init.holds(stmt, init.call) {
            innermost = Some(stmt);
        }
    });
    let Some(stmt) = innermost else { return init.refuse(call_at, "the call that creates the module was not found") };
    let created = ast.stmt_span(stmt);
    let Some(name) = init.holder else {
        return if matches!(ast.stmt(stmt), Stmt::Return(Some(e)) if ast.strip_casts(e) == init.call) {
            Ok(Form { parameter: "module".to_owned(), assigned: None, created, may_be_null: false })
        } else {
            init.refuse(call_at, "what the call gives is not stored in a variable")
        };
    };
    let mut nulls = false;
    for site in project.sites.assignments_in(init.maker, name).filter(|site| site.expr.is_some()) {
        if site.op.is_some() || site.target.is_none_or(|t| !init.is_holder(t)) {
            continue;
        }
        let value = ast.strip_casts(site.value);
        let at = ast.expr_span(site.value).start;
        match () {
            () if value == init.call => {}
            () if init.is_null(value) => nulls = true,
            () => return init.refuse(at, format!("`{name}` gets another value as well")),
        }
    }
    let (mut early, mut cleared, mut addressed) = (false, false, None);
    init.facts().each_body_expr(body, &mut |e| {
        let span = ast.expr_span(e);
        early |= init.is_holder(e) && span.start < created.start;
        addressed = addressed.or(addresses(init, e).then_some(span.start));
        cleared |= ast.callee_name(e).is_some_and(|callee| callee == "Py_CLEAR") && is_first(init, e);
    });
    if let Some(at) = addressed {
        return init.refuse(at, format!("the address of `{name}` is taken"));
    }
    let skips = skips(init, body, created);
    let at_top = top.contains(&stmt);
    let var = init.local().map(|id| init.facts().var(id));
    let plain = var.is_some_and(|var| {
        let module = (var.ty.base == "PyObject" && var.ty.pointers == 1 || var.ty.base == "auto") && var.ty.arrays == 0;
        let declared = top.iter().any(|s| matches!(ast.stmt(*s), Stmt::Decl(id) if Some(id) == init.local()));
        let branch = init.layout.branch(var.name_span.start) == init.layout.branch(call_at);
        module && declared && branch && !var.is_static_definition() && var.origin == Origin::Written
    });
    let may_be_null = nulls || cleared || skips || !at_top;
    if plain && at_top && !early && !skips && !beside {
        return Ok(Form { parameter: name.to_string(), assigned: None, created, may_be_null });
    }
    if var.is_some_and(|var| var.ty.pointers != 1 || var.ty.base != "PyObject") {
        return init.refuse(call_at, format!("`{name}` is no `PyObject *`"));
    }
    let free = |word: &&&str| !init.layout.names(init.func().span, word);
    let Some(parameter) = PARAMETERS.iter().find(free) else {
        return init.refuse(call_at, "no name is free for the parameter");
    };
    Ok(Form { parameter: (*parameter).to_owned(), assigned: Some(name), created, may_be_null })
}

/// Whether a goto before the creation leads to where the module is asked for.
fn skips(init: &Init<'_>, body: StmtId, created: Span) -> bool {
    let ast = init.ast();
    let (mut early, mut labels, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    ast.each_stmt(body, &mut |stmt| {
        let span = ast.stmt_span(stmt);
        match ast.stmt(stmt) {
            Stmt::Goto(name) if span.start < created.start => early.push(name),
            Stmt::Label { name, .. } => labels.push((name, span.start)),
            Stmt::Return(Some(e)) if init.is_holder(e) => asked.push(span.start),
            Stmt::If { test, .. } => ast.each_expr(test, &mut |e| {
                if init.is_holder(e) {
                    asked.push(span.start);
                }
            }),
            _ => {}
        }
    });
    labels.iter().any(|(name, at)| early.contains(name) && asked.iter().any(|asked| asked > at))
}

/// Whether the holder is the first argument of a call.
fn is_first(init: &Init<'_>, call: ExprId) -> bool {
    let ast = init.ast();
    matches!(ast.expr(call), Expr::Call { args, .. } if ast.exprs(args).first().is_some_and(|&a| init.is_holder(a)))
}

/// Takes the creation away, with the declaration of what is a parameter now.
pub(super) fn creation(work: &mut Work<'_, '_>) -> Result<(), Refusal> {
    let (init, ast) = (work.init, work.init.ast());
    let call = ast.expr_span(init.call);
    let Some(name) = init.holder else { return Ok(()) };
    if work.form.assigned.is_some() {
        let parameter = work.form.parameter.clone();
        work.replace(call, parameter);
        return Ok(());
    }
    for stmt in init.top(work.body) {
        match ast.stmt(stmt) {
            Stmt::Decl(id) if Some(id) == init.local() => declaration(work, stmt)?,
            Stmt::Expr(e) if init.holds(stmt, init.call) => {
                let whole = matches!(ast.expr(ast.strip_casts(e)), Expr::Assign { value, .. } if ast.strip_casts(value) == init.call);
                if !whole {
                    return init.refuse(call.start, "the call that creates the module is part of something else");
                }
                work.drop(ast.stmt_span(stmt));
            }
            Stmt::If { test, other, .. } if init.holds(stmt, init.call) => {
                let span = ast.stmt_span(stmt);
                if is_null_test(init, test) && other.is_none() && !init.layout.has_directives(span) {
                    work.drop(span);
                } else {
                    let mut assign = None;
                    ast.each_expr(test, &mut |e| match ast.expr(e) {
                        Expr::Assign { value, .. } if ast.strip_casts(value) == init.call => assign = Some(e),
                        _ => {}
                    });
                    let Some(assign) = assign else { return init.refuse(call.start, "the test was not understood") };
                    work.replace(ast.expr_span(assign), name.as_str());
                }
            }
            _ if init.holds(stmt, init.call) => {
                return init.refuse(call.start, "the call that creates the module is part of something else");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes the declaration of the holder away, and leaves those beside it.
fn declaration(work: &mut Work<'_, '_>, stmt: StmtId) -> Result<(), Refusal> {
    let (init, layout) = (work.init, &work.init.layout);
    let Some(id) = init.local() else { return Ok(()) };
    let (span, var) = (init.ast().stmt_span(stmt), init.facts().var(id).span);
    let (first, last) = (layout.inside(var).start, layout.inside(var).end);
    if layout.has_directives(span) {
        return init.refuse(span.start, "directives stand in the declaration of the module");
    }
    let (before, behind) = (first.checked_sub(1).map_or("", |i| layout.word(i)), layout.word(last));
    if before == "," {
        work.drop(Span::new(layout.tokens()[first - 1].start, var.end));
    } else if behind == "," {
        let next = layout.tokens().get(last + 1).map_or(var.end, |token| token.start);
        work.drop(Span::new(var.start, next));
    } else {
        work.drop(span);
    }
    Ok(())
}

/// Whether a test asks for nothing but whether the module is NULL.
fn is_null_test(init: &Init<'_>, test: ExprId) -> bool {
    let ast = init.ast();
    let holder = |e: ExprId| {
        let e = ast.strip_casts(e);
        init.is_holder(e)
            || matches!(ast.expr(e), Expr::Assign { op: None, target, value } if init.is_holder(target) && ast.strip_casts(value) == init.call)
    };
    match ast.expr(ast.strip_casts(test)) {
        Expr::Unary { op: UnaryOp::Not, arg } => holder(arg),
        Expr::Binary { op: BinaryOp::Equal, left, right } => {
            holder(left) && init.is_null(right) || init.is_null(left) && holder(right)
        }
        _ => false,
    }
}

/// Takes away the tests whether there is a module: a parameter is one.
pub(super) fn null_tests(work: &mut Work<'_, '_>) {
    let (init, ast) = (work.init, work.init.ast());
    if work.form.assigned.is_some() || work.form.may_be_null {
        return;
    }
    let mut tests = Vec::new();
    ast.each_stmt(work.body, &mut |stmt| {
        if let Stmt::If { test, other: None, .. } = ast.stmt(stmt)
            && is_null_test(init, test)
            && !init.layout.has_directives(ast.stmt_span(stmt))
        {
            tests.push(stmt);
        }
    });
    for stmt in tests.into_iter().filter(|stmt| work.in_block.contains(stmt)).collect::<Vec<_>>() {
        work.drop(ast.stmt_span(stmt));
    }
}

/// Takes away the releases of the module: the reference is import's.
pub(super) fn releases(work: &mut Work<'_, '_>) -> Result<(), Refusal> {
    let (init, ast) = (work.init, work.init.ast());
    let (mut released, mut taken, mut stolen) = (Vec::new(), None, None);
    init.facts().each_body_expr(work.body, &mut |e| {
        let (Expr::Call { args, .. }, Some(callee)) = (ast.expr(e), ast.callee_name(e)) else { return };
        for (i, _) in ast.exprs(args).iter().enumerate().filter(|(_, a)| init.is_holder(**a)) {
            match () {
                () if roles::releases(&callee) && i == 0 => released.push((callee, e)),
                () if takes(&callee) => taken = Some(ast.expr_span(e).start),
                () if gives_away(&callee, i) => stolen = Some(ast.expr_span(e).start),
                () => {}
            }
        }
    });
    released.retain(|(_, e)| !work.is_gone(ast.expr_span(*e)));
    if let Some(at) = stolen {
        return init.refuse(at, "the reference to the module is given away here");
    }
    if let (Some(at), false) = (taken, released.is_empty()) {
        return init.refuse(at, "references to the module are taken and released: which is whose is not followed");
    }
    let mut stmts: Vec<(StmtId, ExprId, Option<StmtId>)> = Vec::new();
    let mut parents: Vec<(StmtId, StmtId)> = Vec::new();
    ast.each_stmt(work.body, &mut |stmt| {
        ast.each_inner(stmt, &mut |inner| parents.push((inner, stmt)));
        if let Stmt::Expr(e) = ast.stmt(stmt) {
            let parent = parents.iter().find(|(inner, _)| *inner == stmt).map(|(_, parent)| *parent);
            stmts.push((stmt, ast.strip_casts(e), parent));
        }
    });
    for (callee, e) in released {
        let at = ast.expr_span(e);
        if !init.text(at).starts_with(callee.as_str()) && macros::releases(work, at, callee.as_str()) {
            continue;
        }
        let found = stmts.iter().find(|(_, whole, _)| *whole == e);
        let (Some(&(stmt, _, parent)), true) = (found, roles::drops(callee.as_str())) else {
            return init.refuse(at.start, format!("`{callee}` releases the module in a way that is not followed"));
        };
        let span = ast.stmt_span(stmt);
        if !init.text(span).starts_with(callee.as_str()) {
            return init.refuse(at.start, "a macro releases the module");
        }
        let name = init.holder.map_or("", |name| name.as_str());
        let labelled = parent.is_some_and(|p| matches!(ast.stmt(p), Stmt::Label { .. }));
        match parent.map(|p| (p, ast.stmt(p))) {
            _ if callee == "Py_CLEAR" => work.replace(span, format!("{name} = NULL;")),
            _ if work.in_block.contains(&stmt) || labelled => work.drop(span),
            Some((outer, Stmt::If { test, other: None, .. }))
                if work.in_block.contains(&outer) && is_quiet(init, test) =>
            {
                work.drop(ast.stmt_span(outer));
            }
            _ => return init.refuse(at.start, "the module is released in a part of a statement"),
        }
    }
    Ok(())
}

/// Whether a test does nothing but to test.
fn is_quiet(init: &Init<'_>, test: ExprId) -> bool {
    let (ast, mut quiet) = (init.ast(), true);
    ast.each_expr(test, &mut |e| {
        quiet &= !matches!(ast.expr(e), Expr::Call { .. } | Expr::Assign { .. } | Expr::Step { .. } | Expr::Opaque);
    });
    quiet
}
