//! Where a type goes in the function that creates it: locals, fields, globals.

use std::collections::HashMap;

use crate::facts::{Expr, ExprId, FileFacts, FuncId, Name, Span, Stmt};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

/// A type from its creation on, in one function.
pub(super) struct Made<'a> {
    project: &'a Project,
    pub(super) facts: &'a FileFacts,
    pub(super) at: FuncRef,
    pub(super) call: ExprId,
    /// Locals that hold it, each between two places of the source.
    locals: Vec<(Name, Span)>,
    /// Fields and globals that it is stored in, by name, with the assignment.
    pub(super) kept: Vec<(Name, Span)>,
}

impl<'a> Made<'a> {
    pub(super) fn follow(project: &'a Project, site: CallSite, id: FuncId) -> Self {
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
            let member =
                target.is_some_and(|t| matches!(facts.ast.expr(facts.ast.strip_casts(t)), Expr::Member { .. }));
            if member || project.local(at, *name).is_none() {
                made.kept.push((*name, *span));
                continue;
            }
            let next =
                given.iter().filter(|(s, _, n, _)| n == name && s.start > span.start).map(|(s, ..)| s.start).min();
            made.locals.push((*name, Span::new(span.start, next.unwrap_or(end))));
        }
        made
    }

    /// Whether an expression is the type.
    pub(super) fn is_type(&self, e: ExprId) -> bool {
        let ast = &self.facts.ast;
        let mut e = ast.strip_casts(e);
        while let Expr::Assign { op: None, value, .. } = ast.expr(e) {
            e = ast.strip_casts(value);
        }
        let here = ast.expr_span(e).start;
        match ast.expr(e) {
            Expr::Name(name) if self.project.local(self.at, name).is_some() => {
                self.locals.iter().any(|(n, span)| *n == name && span.start <= here && here < span.end)
            }
            Expr::Name(name) | Expr::Member { field: name, .. } => self.kept.iter().any(|(n, _)| *n == name),
            _ => e == self.call,
        }
    }

    /// Whether another function reads a field or global of this name.
    pub(super) fn is_read_elsewhere(&self, place: Name, readers: &Readers) -> bool {
        let read = |f: &FuncRef| *f != self.at && self.project.share_unit(self.at.file, f.file);
        readers.by_name.get(&place).is_some_and(|funcs| funcs.iter().any(read))
    }
}

/// The functions that name a field or global, for those in which types are kept.
pub(super) struct Readers {
    by_name: HashMap<Name, Vec<FuncRef>>,
}

impl Readers {
    pub(super) fn of(project: &Project, made: &[Made<'_>]) -> Readers {
        let mut by_name: HashMap<Name, Vec<FuncRef>> =
            made.iter().flat_map(|m| &m.kept).map(|&(name, _)| (name, Vec::new())).collect();
        for facts in if by_name.is_empty() { &[][..] } else { &project.files } {
            for (i, func) in facts.funcs.iter().enumerate() {
                let (Some(body), at) = (func.body, FuncRef { file: facts.file, id: FuncId(i as u32) }) else {
                    continue;
                };
                facts.each_body_expr(body, &mut |e| {
                    if let Expr::Name(name) | Expr::Member { field: name, .. } = facts.ast.expr(e)
                        && let Some(funcs) = by_name.get_mut(&name)
                        && funcs.last() != Some(&at)
                    {
                        funcs.push(at);
                    }
                });
            }
        }
        Readers { by_name }
    }
}
