//! HT013: the reference that the creation of a type gives is kept by two, or by nobody.

use super::common::values::is_live;
use super::{Context, HT013};
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, FuncId, Name, Span, Stmt};
use crate::finding::{Finding, Label};
use crate::link::calls::CallSite;
use crate::link::types::TypeKind;
use crate::link::{FuncRef, Project};

/// Calls beside those of [`crate::link::types::Creation`] that make a type.
const MAKERS: [&str; 3] = ["PyErr_NewException", "PyErr_NewExceptionWithDoc", "PyStructSequence_NewType"];
const TAKES: [&str; 5] = ["Py_INCREF", "Py_XINCREF", "Py_NewRef", "Py_XNewRef", "Py_IncRef"];
/// Functions that leave the caller's reference alone.
const LEAVES: [&str; 6] = ["PyType_", "PyObject_SetAttr", "PyObject_GetAttr", "PyObject_HasAttr", "PyDict_SetItem", "PyErr_"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sites: Vec<CallSite> = Vec::new();
    for (_, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        sites.extend(object.creations.iter().map(|c| CallSite { file: c.file, func: c.func, expr: c.call }));
    }
    sites.extend(MAKERS.iter().flat_map(|name| project.sites.calls_of(name)).copied());
    sites.sort_unstable_by_key(|s| (s.file, s.expr));
    sites.dedup_by_key(|s| (s.file, s.expr));
    for site in sites.into_iter().filter(|s| is_live(project, s.file, s.expr)) {
        let ast = &project.file(site.file).ast;
        // A wrapper may keep the type itself.
        let direct = ast.callee_name(site.expr).is_some_and(|n| {
            n.starts_with("Py") && project.resolve_func(site.file, n).is_empty() && project.defines_of(site.file, n).is_empty()
        });
        if let Some(id) = site.func.filter(|_| direct) {
            out.extend(Made::follow(project, site, id).finding());
        }
    }
}

/// A type from its creation on, in one function.
struct Made<'a> {
    project: &'a Project,
    facts: &'a FileFacts,
    at: FuncRef,
    call: ExprId,
    /// Locals that hold it, each between two places of the source.
    locals: Vec<(Name, Span)>,
    /// Fields and globals that it is stored in, by name, with the assignment.
    kept: Vec<(Name, Span)>,
}

impl<'a> Made<'a> {
    fn follow(project: &'a Project, site: CallSite, id: FuncId) -> Self {
        let facts = project.file(site.file);
        let at = FuncRef { file: site.file, id };
        let mut made = Made { project, facts, at, call: site.expr, locals: Vec::new(), kept: Vec::new() };
        let mut given: Vec<(Span, Option<ExprId>, Name, ExprId)> = Vec::new();
        if let Some(body) = facts.func(id).body {
            facts.ast.each_stmt(body, &mut |stmt| {
                if let Stmt::Decl(var) = facts.ast.stmt(stmt)
                    && let Some(init) = facts.var(var).init
                {
                    given.push((facts.ast.expr_span(init), None, facts.var(var).name, init));
                }
            });
            facts.each_body_expr(body, &mut |e| {
                if let Expr::Assign { op: None, target, value } = facts.ast.expr(e) {
                    let name = match facts.ast.expr(facts.ast.strip_casts(target)) {
                        Expr::Name(name) | Expr::Member { field: name, .. } => name,
                        _ => return,
                    };
                    given.push((facts.ast.expr_span(e), Some(target), name, value));
                }
            });
        }
        // Inner assignments of a chain come first.
        given.sort_by_key(|(span, ..)| (span.end, std::cmp::Reverse(span.start)));
        let end = facts.func(id).span.end;
        for (span, target, name, value) in &given {
            if !made.is_type(*value) {
                continue;
            }
            let member = target.is_some_and(|t| matches!(facts.ast.expr(facts.ast.strip_casts(t)), Expr::Member { .. }));
            if member || project.local(at, *name).is_none() {
                made.kept.push((*name, *span));
                continue;
            }
            let next = given.iter().filter(|(s, _, n, _)| n == name && s.start > span.start).map(|(s, ..)| s.start).min();
            made.locals.push((*name, Span::new(span.start, next.unwrap_or(end))));
        }
        made
    }

    /// Whether an expression is the type.
    fn is_type(&self, e: ExprId) -> bool {
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        let here = ast.expr_span(e).start;
        match ast.expr(e) {
            Expr::Name(name) if self.project.local(self.at, name).is_some() => {
                self.locals.iter().any(|(n, span)| *n == name && span.start <= here && here < span.end)
            }
            Expr::Name(name) | Expr::Member { field: name, .. } => self.kept.iter().any(|(n, _)| *n == name),
            Expr::Assign { op: None, value, .. } => self.is_type(value),
            _ => e == self.call,
        }
    }

    fn finding(&self) -> Option<Finding> {
        let (facts, ast) = (self.facts, &self.facts.ast);
        let (mut stolen, mut added, mut taken, mut gone) = (None, None, false, false);
        let body = facts.func(self.at.id).body?;
        let failing = failing(facts, self.at);
        facts.each_body_expr(body, &mut |e| {
            let Expr::Call { args, .. } = ast.expr(e) else { return };
            let args = ast.exprs(args);
            let Some(index) = args.iter().position(|&a| self.is_type(a)) else { return };
            let name = ast.callee_name(e).map_or("", |n| n.as_str());
            match name {
                "PyModule_AddObject" if index == 2 => stolen = stolen.or(Some(e)),
                "PyModule_AddObjectRef" if index == 2 => added = added.or(Some(e)),
                "PyModule_AddType" if index == 1 => added = added.or(Some(e)),
                _ if TAKES.contains(&name) => taken = true,
                _ if LEAVES.iter().any(|prefix| name.starts_with(prefix)) => {}
                // Given up, or handed to somebody who may keep it; what happens after a failure is another matter.
                _ => gone |= !failing.iter().any(|span| span.contains(ast.expr_span(e))),
            }
        });
        ast.each_stmt(body, &mut |stmt| {
            gone |= matches!(ast.stmt(stmt), Stmt::Return(Some(value)) if self.is_type(value));
        });
        let symbol = facts.func(self.at.id).name.as_str();
        let span = |e: ExprId| ast.expr_span(e);
        if let (Some(add), Some(&(place, at)), false) = (stolen, self.kept.first(), taken || added.is_some()) {
            if !self.is_read_elsewhere(place) {
                return None;
            }
            let message = format!("`{place}` keeps a type without a reference of its own");
            let label = Label::new(self.at.file, at, "the reference of the creation is stored here");
            return Some(
                Finding::source(&HT013, message, label)
                    .symbol(symbol)
                    .label(self.at.file, span(add), "and given away here: PyModule_AddObject takes it")
                    .note("when Python code deletes or replaces the attribute of the module, the type is freed while C code uses it")
                    .help("call Py_INCREF before, or use PyModule_AddObjectRef (Python 3.10)"),
            );
        }
        let add = added.filter(|_| self.kept.is_empty() && !taken && !gone && stolen.is_none())?;
        let message = "the reference that the creation of the type gives is never released".to_owned();
        let callee = ast.callee_name(add)?;
        Some(
            Finding::source(&HT013, message, Label::new(self.at.file, span(self.call), "a new reference"))
                .symbol(symbol)
                .label(self.at.file, span(add), format!("{callee} takes one of its own"))
                .help("call Py_DECREF after it, or use PyModule_Add (Python 3.13)"),
        )
    }

    /// Whether another function reads a field or global of this name.
    fn is_read_elsewhere(&self, place: Name) -> bool {
        self.project.unit(self.at.file).iter().any(|&file| {
            let facts = self.project.file(file);
            (0..facts.funcs.len()).map(|i| FuncRef { file, id: FuncId(i as u32) }).filter(|f| *f != self.at).any(|func| {
                let mut found = false;
                if let Some(body) = facts.func(func.id).body {
                    facts.each_body_expr(body, &mut |e| {
                        found |= matches!(facts.ast.expr(e), Expr::Name(n) | Expr::Member { field: n, .. } if n == place);
                    });
                }
                found
            })
        })
    }
}

/// Branches that leave the function, or jump out of its way: where something failed.
fn failing(facts: &FileFacts, at: FuncRef) -> Vec<Span> {
    let mut out = Vec::new();
    let Some(body) = facts.func(at.id).body else { return out };
    facts.ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, .. } = facts.ast.stmt(stmt) else { return };
        let zero = |e: ExprId| matches!(facts.ast.expr(e), Expr::Int(0));
        let succeeded = match facts.ast.expr(test) {
            Expr::Binary { op: BinaryOp::Equal, right, .. } => zero(right),
            Expr::Binary { op, .. } => !matches!(op, BinaryOp::Less | BinaryOp::NotEqual | BinaryOp::Or),
            _ => false,
        };
        if succeeded {
            return;
        }
        let last = match facts.ast.stmt(then) {
            Stmt::Block(list) => facts.ast.stmts(list).last().copied(),
            _ => Some(then),
        };
        if last.is_some_and(|s| matches!(facts.ast.stmt(s), Stmt::Return(_) | Stmt::Goto(_))) {
            out.push(facts.ast.stmt_span(then));
        }
    });
    out
}
