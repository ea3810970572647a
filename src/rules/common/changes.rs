//! What functions do with the expressions in them: which are set, which are statements of their own. Each body is walked
//! once, however often is asked.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, ExprId, FileFacts, Span, Stmt, StmtId, UnaryOp};
use crate::link::{FuncRef, Project};

/// How an expression is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// `whole` is `expression = value`.
    Set { whole: Span, value: Span },
    /// In another way, or its address is taken.
    Other,
}

/// The functions asked about so far.
pub(crate) struct Changes<'p> {
    project: &'p Project,
    known: FxHashMap<FuncRef, Body>,
}

#[derive(Default)]
struct Body {
    changed: FxHashMap<ExprId, Change>,
    /// Nobody asks for their value.
    dropped: FxHashSet<ExprId>,
}

impl<'p> Changes<'p> {
    pub(crate) fn new(project: &'p Project) -> Self {
        Changes { project, known: FxHashMap::default() }
    }

    /// How an expression of a function is changed; None where it is not.
    pub(crate) fn of(&mut self, func: FuncRef, expr: ExprId) -> Option<Change> {
        self.body(func).changed.get(&expr).copied()
    }

    /// Whether nobody asks for the value of an expression of a function.
    pub(crate) fn is_dropped(&mut self, func: FuncRef, expr: ExprId) -> bool {
        self.body(func).dropped.contains(&expr)
    }

    fn body(&mut self, func: FuncRef) -> &Body {
        let project = self.project;
        self.known.entry(func).or_insert_with(|| {
            project.func(func).body.map_or_else(Body::default, |body| Body::of(project.file(func.file), body))
        })
    }
}

impl Body {
    fn of(facts: &FileFacts, body: StmtId) -> Body {
        let mut out = Body::default();
        facts.each_body_expr(body, &mut |e| {
            let (changed, change) = match facts.ast.expr(e) {
                Expr::Assign { op: None, target, value } => {
                    (target, Change::Set { whole: facts.ast.expr_span(e), value: facts.ast.expr_span(value) })
                }
                Expr::Assign { target, .. } => (target, Change::Other),
                Expr::Step { arg, .. } | Expr::Unary { op: UnaryOp::AddressOf, arg } => (arg, Change::Other),
                _ => return,
            };
            out.changed.insert(changed, change);
        });
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Expr(e) | Stmt::For { step: Some(e), .. } = facts.ast.stmt(stmt) {
                out.drop(facts, e);
            }
        });
        out
    }

    /// `(void)call()`, `call(), other()`
    fn drop(&mut self, facts: &FileFacts, mut e: ExprId) {
        loop {
            e = match facts.ast.expr(e) {
                Expr::Cast { arg, ty } if ty.base == "void" => arg,
                Expr::Comma { left, right } => {
                    self.dropped.insert(left);
                    right
                }
                _ => break,
            };
        }
        self.dropped.insert(e);
    }
}
