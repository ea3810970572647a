//! The edit that turns `PyObject_New(T, type)` into a call of the type's own allocator.

use crate::capi::roles;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, FileFacts, Name, Span, Stmt, StmtId, Truth};
use crate::finding::{Applicability, Finding};
use crate::link::objects::allocations::Allocation;
use crate::link::{FuncRef, Local, Project};

/// Offers `tp_alloc`, where the statement behind the allocation tests the result for NULL and nothing else; calls that
/// track the object go, because the allocator does it.
pub(super) fn offer(project: &Project, allocation: &Allocation, finding: Finding) -> Finding {
    let facts = project.file(allocation.site.file);
    let Some(edits) = edits(project, facts, allocation) else { return finding };
    edits
        .into_iter()
        .fold(finding, |finding, (span, text)| finding.edit(allocation.site.file, span, text, Applicability::Safe))
}

fn edits(project: &Project, facts: &FileFacts, allocation: &Allocation) -> Option<Vec<(Span, String)>> {
    let ast = &facts.ast;
    let at = allocation.site.func_ref()?;
    // The limited API hides the members of a type.
    if project.targets.limited_api != Truth::False || allocation.callee != "PyObject_New" {
        return None;
    }
    let Expr::Call { callee, args } = ast.expr(allocation.site.expr) else { return None };
    let (&[object, _], callee) = (ast.exprs(args), ast.expr_span(callee)) else { return None };
    // A call inside a macro has no text of its own.
    if (callee.end - callee.start) as usize != allocation.callee.as_str().len() {
        return None;
    }
    let Expr::Name(object) = ast.expr(object) else { return None };
    let (of, address) = text(facts, allocation.type_arg)?;
    let local = local_of(project, at, allocation.site.expr)?;
    tested_next(project, facts, at, allocation.site.expr, local)?;
    let member = if address { format!("{of}.tp_alloc(&{of}, 0)") } else { format!("{of}->tp_alloc({of}, 0)") };
    let mut edits = vec![(allocation.span, format!("({object} *){member}"))];
    for name in roles::tracking() {
        for site in project.sites.calls_by(at, name.into()) {
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
            if ast.exprs(args).first().and_then(|&a| ast.referred_name(a)) == Some(local) {
                let (stmt, _) = crate::rules::common::deallocs::outer_call(project, at, ast.expr_span(site.expr))?;
                edits.push((ast.stmt_span(stmt), String::new()));
            }
        }
    }
    Some(edits)
}

/// The type argument as it must be written, and whether a type object itself is meant, whose address it takes.
fn text(facts: &FileFacts, of: ExprId) -> Option<(String, bool)> {
    let ast = &facts.ast;
    let place = |e: ExprId| -> Option<String> {
        match ast.expr(e) {
            Expr::Name(name) => Some(name.to_string()),
            Expr::Member { base, field, arrow } => match ast.expr(base) {
                Expr::Name(base) => Some(format!("{base}{}{field}", if arrow { "->" } else { "." })),
                _ => None,
            },
            _ => None,
        }
    };
    match ast.expr(of) {
        Expr::Unary { op: crate::facts::UnaryOp::AddressOf, arg } => Some((place(arg)?, true)),
        Expr::Cast { arg, ty } if struct_roles::is(ty.bare_base(), Kind::TypeObject) && ty.pointers == 1 => {
            Some((format!("((PyTypeObject *){})", place(arg)?), false))
        }
        _ => Some((place(of)?, false)),
    }
}

/// The local that gets the object, and nothing else before its test.
fn local_of(project: &Project, at: FuncRef, call: ExprId) -> Option<Name> {
    match project.sites.results_of(at.file, call) {
        [(name, _)] => matches!(project.local(at, *name), Some(Local::Var(_))).then_some(*name),
        _ => None,
    }
}

/// Whether the statement behind the allocation is `if (o == NULL) …`.
fn tested_next(project: &Project, facts: &FileFacts, at: FuncRef, call: ExprId, local: Name) -> Option<()> {
    let ast = &facts.ast;
    let Stmt::Block(list) = ast.stmt(project.func(at).body?) else { return None };
    let makes = |stmt: StmtId| match ast.stmt(stmt) {
        Stmt::Expr(e) => matches!(ast.expr(e), Expr::Assign { op: None, value, .. } if ast.strip_casts(value) == call),
        Stmt::Decl(var) => facts.var(var).init.is_some_and(|init| ast.strip_casts(init) == call),
        _ => false,
    };
    let stmts = ast.stmts(list);
    let place = stmts.iter().position(|&s| makes(s))?;
    let next = stmts[place + 1..].iter().find(|&&s| !matches!(ast.stmt(s), Stmt::Decl(_)))?;
    let Stmt::If { test, .. } = ast.stmt(*next) else { return None };
    let mut names = Vec::new();
    ast.each_expr(test, &mut |e| match ast.expr(e) {
        Expr::Name(name) if name != "NULL" && name != "nullptr" => names.push(name),
        Expr::Call { .. } | Expr::Member { .. } | Expr::Assign { .. } => names.push(call_marker()),
        _ => {}
    });
    (names == [local]).then_some(())
}

/// Stands for what is more than a test for NULL.
fn call_marker() -> Name {
    Name::from("()")
}
