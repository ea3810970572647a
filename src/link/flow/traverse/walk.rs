//! The paths of one traverse body: on which the type of the object has been visited when it returns.

use std::collections::HashMap;

use crate::facts::{BinaryOp, Expr, ExprId, Name, Span, Stmt, StmtId, Truth};
use crate::link::flow::traverse::{Effect, Scope, Trail, Visits};

/// Deepest nesting of statements and expressions.
const MAX_NESTING: u32 = 400;

/// What is known at a point of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    No,
    Yes,
    /// Visited on one of the paths that meet here, but not on all.
    Some,
    Unknown,
}

impl State {
    fn join(self, other: State) -> State {
        match (self, other) {
            (one, two) if one == two => one,
            (State::Yes | State::Some, _) | (_, State::Yes | State::Some) => State::Some,
            _ => State::Unknown,
        }
    }
}

/// A path's state; None where no path comes here.
type Flow = Option<State>;

fn join(a: Flow, b: Flow) -> Flow {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.join(b)),
        (one, None) | (None, one) => one,
    }
}

/// Walks a body and sums up its returns.
pub(crate) fn walk(scope: &mut Scope<'_>, body: StmtId, trail: &mut Trail) -> Visits {
    let end = scope.facts.ast.stmt_span(body);
    let mut walker = Walker {
        scope,
        trail,
        returns: Vec::new(),
        gotos: HashMap::new(),
        breaks: Vec::new(),
        held: None,
        open: 0,
        depth: 0,
    };
    if let Some(state) = walker.stmt(body, Some(State::No)) {
        walker.returns.push((state, Span::new(end.end.saturating_sub(1), end.end)));
    }
    let is = |wanted: State| walker.returns.iter().any(|(state, _)| *state == wanted);
    match (is(State::Yes), is(State::No), is(State::Unknown) || is(State::Some)) {
        (true, false, false) => Visits::Yes,
        (false, true, false) => Visits::No,
        (true, true, false) => {
            let at = walker.returns.iter().find(|(state, _)| *state == State::No);
            at.map_or(Visits::Unknown, |&(_, span)| Visits::Partly(span))
        }
        _ => Visits::Unknown,
    }
}

struct Walker<'s, 'p> {
    scope: &'s mut Scope<'p>,
    trail: &'s mut Trail,
    /// State and place of every return that may succeed.
    returns: Vec<(State, Span)>,
    gotos: HashMap<Name, Flow>,
    /// Flows that `break` carries out of each enclosing loop or switch.
    breaks: Vec<Flow>,
    /// The variable that the enclosing `if` found to be non-zero.
    held: Option<Name>,
    /// Tests around the current statement that may turn out either way.
    open: u32,
    depth: u32,
}

impl Walker<'_, '_> {
    fn stmts(&mut self, list: &[StmtId], mut flow: Flow) -> Flow {
        for &stmt in list {
            flow = self.stmt(stmt, flow);
        }
        flow
    }

    /// Runs `walk` one level deeper; below the limit nothing is known.
    fn deeper(&mut self, span: Span, flow: Flow, walk: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if self.depth >= MAX_NESTING {
            self.scope.cut(span);
            return flow.map(|_| State::Unknown);
        }
        self.depth += 1;
        let after = walk(self);
        self.depth -= 1;
        after
    }

    fn stmt(&mut self, id: StmtId, flow: Flow) -> Flow {
        let span = self.scope.facts.ast.stmt_span(id);
        self.deeper(span, flow, |walker| walker.any_stmt(id, flow))
    }

    fn any_stmt(&mut self, id: StmtId, flow: Flow) -> Flow {
        let span = self.scope.facts.ast.stmt_span(id);
        match self.scope.present(span) {
            Truth::False => flow,
            Truth::True => self.present_stmt(id, flow),
            Truth::Maybe => join(flow, self.opened(|walker| walker.present_stmt(id, flow))),
        }
    }

    /// Walks what runs or is compiled on a condition.
    fn opened(&mut self, walk: impl FnOnce(&mut Self) -> Flow) -> Flow {
        self.open += 1;
        let flow = walk(self);
        self.open -= 1;
        flow
    }

    fn present_stmt(&mut self, id: StmtId, flow: Flow) -> Flow {
        let facts = self.scope.facts;
        let ast = &facts.ast;
        // A label brings a dead path back to life.
        if flow.is_none() && !matches!(ast.stmt(id), Stmt::Label { .. } | Stmt::Block(_) | Stmt::Case { .. }) {
            return None;
        }
        match ast.stmt(id) {
            Stmt::Expr(e) => self.expr(e, flow),
            Stmt::Decl(var) => match facts.var(var).init {
                Some(init) => self.expr(init, flow),
                None => flow,
            },
            Stmt::Block(list) | Stmt::Try(list) => self.stmts(ast.stmts(list), flow),
            Stmt::If { test, then, other } => self.branch(test, then, other, flow),
            Stmt::While { test, body, test_first } => {
                let always = test.is_none_or(|t| self.scope.test(t) == Some(true));
                let before = test.map_or(flow, |t| self.expr(t, flow));
                self.breaks.push(None);
                let after = self.opened(|walker| walker.stmt(body, before));
                let broken = self.breaks.pop().flatten();
                if !test_first {
                    join(after, broken)
                } else if always {
                    broken
                } else {
                    join(join(before, after), broken)
                }
            }
            Stmt::For { init, test, body, .. } => {
                let flow = init.map_or(flow, |i| self.stmt(i, flow));
                let before = test.map_or(flow, |t| self.expr(t, flow));
                self.breaks.push(None);
                let after = self.opened(|walker| walker.stmt(body, before));
                let broken = self.breaks.pop().flatten();
                let end = if test.is_some() { join(before, after) } else { None };
                join(end, broken)
            }
            Stmt::Switch { value, body } => self.switch(value, body, flow),
            Stmt::Case { body, .. } => self.stmts(ast.stmts(body), flow),
            Stmt::Label { name, body } => {
                let jumped = self.gotos.get(&name).copied().flatten();
                let flow = join(flow, jumped);
                body.map_or(flow, |b| self.stmt(b, flow))
            }
            Stmt::Goto(name) => {
                let entry = self.gotos.entry(name).or_insert(None);
                *entry = join(*entry, flow);
                None
            }
            Stmt::Return(value) => {
                self.leave(id, value, flow);
                None
            }
            Stmt::Break => {
                if let Some(last) = self.breaks.last_mut() {
                    *last = join(*last, flow);
                }
                None
            }
            Stmt::Continue => {
                if let Some(last) = self.breaks.last_mut() {
                    *last = join(*last, flow);
                }
                None
            }
            Stmt::Opaque => flow,
        }
    }

    fn branch(&mut self, test: ExprId, then: StmtId, other: Option<StmtId>, flow: Flow) -> Flow {
        let flow = self.expr(test, flow);
        match self.scope.test(test) {
            Some(true) => self.stmt(then, flow),
            Some(false) => other.map_or(flow, |o| self.stmt(o, flow)),
            None => {
                let held = self.non_zero(test);
                let outer = std::mem::replace(&mut self.held, held);
                let yes = self.opened(|walker| walker.stmt(then, flow));
                self.held = outer;
                let no = other.map_or(flow, |o| self.opened(|walker| walker.stmt(o, flow)));
                join(yes, no)
            }
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

    fn switch(&mut self, value: ExprId, body: StmtId, flow: Flow) -> Flow {
        let facts = self.scope.facts;
        let ast = &facts.ast;
        let before = self.expr(value, flow);
        let Stmt::Block(list) = ast.stmt(body) else { return self.stmt(body, before) };
        self.breaks.push(None);
        let mut current = None;
        let mut default = false;
        for &stmt in ast.stmts(list) {
            if let Stmt::Case { value, .. } = ast.stmt(stmt) {
                default |= value.is_none();
                current = join(current, before);
            }
            current = self.opened(|walker| walker.stmt(stmt, current));
        }
        let broken = self.breaks.pop().flatten();
        let end = join(current, broken);
        if default { end } else { join(end, before) }
    }

    fn leave(&mut self, id: StmtId, value: Option<ExprId>, flow: Flow) {
        let facts = self.scope.facts;
        let ast = &facts.ast;
        let flow = value.map_or(flow, |v| self.expr(v, flow));
        let fails = value.is_some_and(|v| match ast.expr(ast.strip_casts(v)) {
            Expr::Name(name) => self.held == Some(name),
            _ => self.scope.test(v) == Some(true),
        });
        if let Some(state) = flow
            && !fails
        {
            self.returns.push((state, ast.stmt_span(id)));
        }
    }

    fn expr(&mut self, id: ExprId, flow: Flow) -> Flow {
        flow?;
        let span = self.scope.facts.ast.expr_span(id);
        self.deeper(span, flow, |walker| walker.any_expr(id, flow))
    }

    fn any_expr(&mut self, id: ExprId, flow: Flow) -> Flow {
        let facts = self.scope.facts;
        let ast = &facts.ast;
        match ast.expr(id) {
            // The right side of `a || b` runs whenever the whole is 0, which is success.
            Expr::Binary { op: BinaryOp::And, left, right } => {
                let flow = self.expr(left, flow);
                match self.scope.test(left) {
                    Some(true) => self.expr(right, flow),
                    Some(false) => flow,
                    None => join(flow, self.opened(|walker| walker.expr(right, flow))),
                }
            }
            Expr::Conditional { test, then, other } => {
                let flow = self.expr(test, flow);
                match self.scope.test(test) {
                    // `a ?: b`: what stands once runs once.
                    Some(true) if then == test => flow,
                    Some(true) => self.expr(then, flow),
                    Some(false) => self.expr(other, flow),
                    None if then == test => self.opened(|walker| join(flow, walker.expr(other, flow))),
                    None => self.opened(|walker| join(walker.expr(then, flow), walker.expr(other, flow))),
                }
            }
            Expr::Call { .. } => {
                let mut after = flow;
                let mut children = Vec::new();
                ast.each_child(id, &mut |child| children.push(child));
                for child in children {
                    after = self.expr(child, after);
                }
                match (self.scope.effect(id, self.trail), after) {
                    (Effect::Visits, Some(State::Yes)) => {
                        self.scope.twice.get_or_insert(ast.expr_span(id));
                        after
                    }
                    // Where both visits hang on tests, these may exclude each other.
                    (Effect::Visits, Some(State::Some)) if self.open == 0 => {
                        self.scope.twice.get_or_insert(ast.expr_span(id));
                        Some(State::Yes)
                    }
                    (Effect::Visits, Some(State::Some)) => after,
                    (Effect::Visits, Some(_)) => Some(State::Yes),
                    (Effect::Unknown, Some(State::No)) => Some(State::Unknown),
                    (_, after) => after,
                }
            }
            _ => {
                let mut after = flow;
                let mut children = Vec::new();
                ast.each_child(id, &mut |child| children.push(child));
                for child in children {
                    after = self.expr(child, after);
                }
                after
            }
        }
    }
}
