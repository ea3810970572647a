//! The paths of one traverse body: on which the type of the object has been visited when it returns.

use std::collections::BTreeSet;

use crate::facts::{BinaryOp, CondId, Expr, ExprId, Name, Span, StmtId, Truth};
use crate::link::flow::paths::{self, Flow};
use crate::link::flow::traverse::{Effect, Scope, Trail, Visits};

/// Whether the type has been visited where paths come to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Visited {
    No,
    Yes,
    /// On one of the paths that meet here, but not on all.
    Some,
    Unknown,
}

impl Visited {
    fn join(self, other: Visited) -> Visited {
        match (self, other) {
            (one, two) if one == two => one,
            (Visited::Yes | Visited::Some, _) | (_, Visited::Yes | Visited::Some) => Visited::Some,
            _ => Visited::Unknown,
        }
    }
}

/// What is known at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct VisitState {
    visited: Visited,
    /// The variable that the last test found to be non-zero: to return it is to fail.
    non_zero: Option<Name>,
}

/// Walks a body and sums up its returns.
pub(crate) fn walk(scope: &mut Scope<'_>, body: StmtId, trail: &mut Trail) -> Visits {
    let facts = scope.facts;
    let mut walk = Walk { scope, body, trail, returns: BTreeSet::new(), open: 0 };
    if !paths::walk(&mut walk, facts, body, VisitState { visited: Visited::No, non_zero: None }) {
        walk.scope.cut(facts.ast.stmt_span(body));
        return Visits::Unknown;
    }
    let is = |wanted: Visited| walk.returns.iter().any(|(_, visited)| *visited == wanted);
    match (is(Visited::Yes), is(Visited::No), is(Visited::Unknown) || is(Visited::Some)) {
        (true, false, false) => Visits::Yes,
        (false, true, false) => Visits::No,
        (true, true, false) => {
            let at = walk.returns.iter().find(|(_, visited)| *visited == Visited::No);
            at.map_or(Visits::Unknown, |&(span, _)| Visits::Partly(span))
        }
        _ => Visits::Unknown,
    }
}

struct Walk<'s, 'p> {
    scope: &'s mut Scope<'p>,
    body: StmtId,
    trail: &'s mut Trail,
    /// Place and state of every return that may succeed.
    returns: BTreeSet<(Span, Visited)>,
    /// Tests around the current place that may come out either way.
    open: u32,
}

impl paths::Member for VisitState {}

impl paths::Steps for Walk<'_, '_> {
    type State = VisitState;

    fn present(&self, cond: CondId, _: &VisitState) -> Truth {
        self.scope.present(cond)
    }

    fn assume_cond(&self, _: CondId, _: bool, _: &mut VisitState) {}

    fn test(&mut self, test: ExprId, _: &VisitState) -> Option<bool> {
        self.scope.test(test)
    }

    fn assume(&mut self, test: ExprId, holds: bool, state: &mut VisitState) {
        state.non_zero = if holds { self.non_zero(test) } else { None };
    }

    fn step(&mut self, expr: ExprId, mut state: VisitState, after: &mut Vec<VisitState>) {
        let ast = &self.scope.facts.ast;
        match ast.expr(expr) {
            Expr::Assign { target, .. } | Expr::Step { arg: target, .. } => {
                if matches!(ast.expr(target), Expr::Name(name) if state.non_zero == Some(name)) {
                    state.non_zero = None;
                }
            }
            _ => state.visited = self.call(expr, state.visited),
        }
        after.push(state);
    }

    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: VisitState) {
        let ast = &self.scope.facts.ast;
        let fails = value.is_some_and(|v| match ast.expr(ast.strip_casts(v)) {
            Expr::Name(name) => state.non_zero == Some(name),
            _ => self.scope.test(v) == Some(true),
        });
        if !fails {
            let mut span = ast.stmt_span(stmt);
            if stmt == self.body {
                span = Span::new(span.end.saturating_sub(1), span.end);
            }
            self.returns.insert((span, state.visited));
        }
    }

    /// One state: what hangs on two tests that exclude each other, or say the same, is not told apart.
    fn meet(&self, flow: Flow<VisitState>) -> Flow<VisitState> {
        let join = |a: VisitState, b: VisitState| VisitState {
            visited: a.visited.join(b.visited),
            non_zero: a.non_zero.filter(|_| a.non_zero == b.non_zero),
        };
        flow.into_iter().reduce(join).into_iter().collect()
    }

    fn conditional(&mut self, begins: bool) {
        self.open = if begins { self.open + 1 } else { self.open.saturating_sub(1) };
    }

    /// `return visit_a(…) || visit_b(…)`: both run where the whole is 0, which is success.
    fn skips_right_of_or(&self) -> bool {
        false
    }
}

impl Walk<'_, '_> {
    /// What a call makes of what had been visited before.
    fn call(&mut self, call: ExprId, before: Visited) -> Visited {
        let span = self.scope.facts.ast.expr_span(call);
        match (self.scope.effect(call, self.trail), before) {
            // Where both visits hang on tests, these may exclude each other.
            (Effect::Visits, Visited::Some) if self.open > 0 => Visited::Some,
            (Effect::Visits, Visited::Yes | Visited::Some) => {
                self.scope.twice.get_or_insert(span);
                Visited::Yes
            }
            (Effect::Visits, _) => Visited::Yes,
            (Effect::Unknown, Visited::No) => Visited::Unknown,
            (_, visited) => visited,
        }
    }

    /// The variable that a test finds non-zero: `if (e)`, `if (e != 0)`, `if ((e = f()) < 0)`.
    fn non_zero(&self, test: ExprId) -> Option<Name> {
        let ast = &self.scope.facts.ast;
        let mut id = test;
        loop {
            id = match ast.expr(ast.strip_casts(id)) {
                Expr::Name(name) => return Some(name),
                Expr::Assign { target, .. } => target,
                Expr::Binary { op: BinaryOp::NotEqual | BinaryOp::Less | BinaryOp::Greater, left, .. } => left,
                // `unlikely(e)`, `__builtin_expect(e, 0)`
                Expr::Call { args, .. } => *ast.exprs(args).first()?,
                _ => return None,
            };
        }
    }
}
