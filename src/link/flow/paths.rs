//! Walks the paths of one function body with sets of states: branches, loops, gotos, `#if`s. What a state is and what an
//! expression does to it is the business of [`Steps`]. This is the only walk that follows paths; that of
//! [`crate::link::statics`] goes over every expression once, in no order of paths.

mod flow;
mod loops;
mod steps;

use rustc_hash::FxHashMap;

use crate::facts::{BinaryOp, CondId, Expr, ExprId, FileFacts, Name, Stmt, StmtId, Truth, UnaryOp};

pub(crate) use flow::{Flow, Member};
pub(crate) use steps::Steps;

/// So many states at one point are too many to tell apart.
const MAX_STATES: usize = 96;
/// So often a loop or a function with backward jumps is walked, at most, until a round adds no state.
const MAX_ROUNDS: usize = 12;
/// Most statements, expressions and states looked at in one function: loops in loops multiply.
const MAX_STEPS: usize = 1_000_000;
/// Most expressions in one test, and so many that cost a step.
const MAX_TEST: usize = 1000;
const SMALL_TEST: usize = 16;
/// Deepest nesting of statements and expressions.
const MAX_NESTING: u32 = 400;

/// Walks `body` from `entry`. False: too many states or rounds, or too deep, so that nothing is known.
pub(crate) fn walk<T: Steps>(steps: &mut T, facts: &FileFacts, body: StmtId, entry: T::State) -> bool {
    let mut walker = Walker {
        steps,
        facts,
        gotos: FxHashMap::default(),
        passed: FxHashMap::default(),
        breaks: Vec::new(),
        continues: Vec::new(),
        overflow: false,
        unfinished: false,
        again: false,
        left: MAX_STEPS,
        depth: 0,
        children: Vec::new(),
    };
    for _ in 0..T::ROUNDS.min(MAX_ROUNDS) {
        walker.again = false;
        let end = walker.stmt(body, Flow::from([entry.clone()]));
        for state in end {
            walker.steps.leave(body, None, state);
        }
        if !walker.again || walker.overflow {
            break;
        }
    }
    !walker.overflow && !walker.again && !walker.unfinished
}

struct Walker<'s, 'f, T: Steps> {
    steps: &'s mut T,
    facts: &'f FileFacts,
    gotos: FxHashMap<Name, Flow<T::State>>,
    /// Labels met, with the number of states that had jumped there by then.
    passed: FxHashMap<Name, usize>,
    /// The states that leave the loop or `switch` around, and those that go on with its next round.
    breaks: Vec<Flow<T::State>>,
    continues: Vec<Flow<T::State>>,
    overflow: bool,
    /// A loop was left although one more round adds states.
    unfinished: bool,
    again: bool,
    /// Statements, expressions and states that may still be looked at.
    left: usize,
    depth: u32,
    /// The operands of the expressions that are being walked: one list for all, which grows as they nest.
    children: Vec<ExprId>,
}

impl<T: Steps> Walker<'_, '_, T> {
    fn stmt(&mut self, id: StmtId, flow: Flow<T::State>) -> Flow<T::State> {
        self.left = self.left.saturating_sub(1 + flow.len());
        self.overflow |= self.left == 0 || self.depth >= MAX_NESTING;
        if self.overflow {
            return Flow::new();
        }
        self.depth += 1;
        let flow = self.met(flow);
        let after = self.any_stmt(id, flow);
        self.depth -= 1;
        self.met(after)
    }

    fn met(&self, flow: Flow<T::State>) -> Flow<T::State> {
        if flow.len() > 1 { self.steps.meet(flow) } else { flow }
    }

    /// Walks what runs, or is compiled in, only where some test says so.
    fn conditionally<R>(&mut self, open: bool, walk: impl FnOnce(&mut Self) -> R) -> R {
        if open {
            self.steps.conditional(true);
        }
        let result = walk(self);
        if open {
            self.steps.conditional(false);
        }
        result
    }

    fn any_stmt(&mut self, id: StmtId, flow: Flow<T::State>) -> Flow<T::State> {
        let facts = self.facts;
        let cond = facts.conds.at_span(facts.ast.stmt_span(id));
        if cond == CondId::ALWAYS || matches!(facts.ast.stmt(id), Stmt::Block(_)) {
            return self.present_stmt(id, flow);
        }
        let (mut inside, mut outside) = (Flow::new(), Flow::new());
        for state in flow {
            match self.steps.present(cond, &state) {
                Truth::True => inside.insert(state),
                Truth::False => outside.insert(state),
                Truth::Maybe => {
                    let (mut with, mut without) = (state.clone(), state);
                    self.steps.assume_cond(cond, true, &mut with);
                    self.steps.assume_cond(cond, false, &mut without);
                    inside.insert(with);
                    outside.insert(without);
                }
            }
        }
        let open = !inside.is_empty() && !outside.is_empty();
        let mut after = self.conditionally(open, |walker| walker.present_stmt(id, inside));
        let mut outside = match self.rest(id, cond) {
            Some(rest) if !outside.is_empty() => self.conditionally(open, |walker| walker.stmt(rest, outside)),
            _ => outside,
        };
        after.append(&mut outside);
        self.bounded(after)
    }

    /// What stays of a statement whose beginning is not compiled in: `#if A`, `if (a) { … } else`, `#endif`, `{ … }`.
    fn rest(&self, id: StmtId, cond: CondId) -> Option<StmtId> {
        let parts = match self.facts.ast.stmt(id) {
            Stmt::If { then, other, .. } => [Some(then), other],
            Stmt::While { body, .. } | Stmt::For { body, .. } => [Some(body), None],
            _ => return None,
        };
        let outside = |part: &StmtId| self.facts.conds.at_span(self.facts.ast.stmt_span(*part)) != cond;
        parts.into_iter().flatten().find(outside)
    }

    fn bounded(&mut self, flow: Flow<T::State>) -> Flow<T::State> {
        let met = self.met(flow);
        let flow = self.steps.most(met);
        self.overflow |= flow.len() > MAX_STATES;
        flow
    }

    fn list(&mut self, list: &[StmtId], mut flow: Flow<T::State>) -> Flow<T::State> {
        for &stmt in list {
            flow = self.stmt(stmt, flow);
        }
        flow
    }

    fn present_stmt(&mut self, id: StmtId, mut flow: Flow<T::State>) -> Flow<T::State> {
        let facts = self.facts;
        match facts.ast.stmt(id) {
            Stmt::Expr(_) | Stmt::Decl(_) if self.steps.passes(id, &flow) => flow,
            // A macro without parentheses that stands alone: `Py_TRASHCAN_END`.
            Stmt::Expr(e) if matches!(facts.ast.expr(e), Expr::Name(_)) => self.step(e, flow),
            Stmt::Expr(e) => self.expr(e, flow),
            Stmt::Decl(var) => match facts.var(var).init {
                Some(init) => {
                    let flow = self.expr(init, flow);
                    flow.into_iter().map(|state| self.steps.declared(var, init, state)).collect()
                }
                None => flow.into_iter().map(|state| self.steps.introduced(var, state)).collect(),
            },
            Stmt::Block(list) | Stmt::Try(list) | Stmt::Case { body: list, .. } => {
                self.list(facts.ast.stmts(list), flow)
            }
            Stmt::If { test, then, other } => {
                let (yes, mut no) = self.branch(test, flow);
                let mut open = !yes.is_empty() && !no.is_empty();
                let forked = open;
                if forked {
                    self.steps.fork(&yes, &no);
                }
                let mut after = self.conditionally(open, |walker| walker.stmt(then, yes));
                let mut other = other;
                // `else if`: as many as there are.
                while let Some(chained) = other
                    && let Stmt::If { test, then, other: next } = facts.ast.stmt(chained)
                    && facts.conds.at_span(facts.ast.stmt_span(chained)) == CondId::ALWAYS
                {
                    let (yes, rest) = self.conditionally(open, |walker| walker.branch(test, no));
                    open |= !yes.is_empty() && !rest.is_empty();
                    after.append(&mut self.conditionally(open, |walker| walker.stmt(then, yes)));
                    (no, other) = (rest, next);
                }
                let mut skipped = match other {
                    Some(other) => self.conditionally(open, |walker| walker.stmt(other, no)),
                    None => no,
                };
                if forked {
                    (after, skipped) = self.steps.rejoin(after, skipped);
                }
                after.append(&mut skipped);
                self.bounded(after)
            }
            Stmt::While { test, body, test_first } => self.repeat(test, None, body, test_first, flow),
            Stmt::For { init, test, step, body } => {
                if let Some(init) = init {
                    flow = self.stmt(init, flow);
                }
                self.repeat(test, step, body, true, flow)
            }
            Stmt::Switch { value, body } => {
                let before = self.expr(value, flow);
                self.switch(value, body, before)
            }
            Stmt::Label { name, body } => {
                let jumped = self.gotos.entry(name).or_default().clone();
                self.passed.insert(name, jumped.len());
                // Another build has another label of this name.
                let cond = facts.conds.at_span(facts.ast.stmt_span(id));
                let there =
                    |state: &T::State| cond == CondId::ALWAYS || self.steps.present(cond, state) != Truth::False;
                flow.extend(jumped.into_iter().filter(there));
                match body {
                    Some(body) => self.stmt(body, flow),
                    None => flow,
                }
            }
            Stmt::Goto(name) => {
                let waiting = self.gotos.entry(name).or_default();
                waiting.append(&mut flow);
                self.again |= self.passed.get(&name).is_some_and(|&met| met < waiting.len());
                Flow::new()
            }
            Stmt::Return(value) => {
                if let Some(value) = value {
                    flow = self.expr(value, flow);
                }
                for state in self.met(flow) {
                    self.steps.leave(id, value, state);
                }
                Flow::new()
            }
            Stmt::Break => {
                if let Some(last) = self.breaks.last_mut() {
                    last.append(&mut flow);
                }
                Flow::new()
            }
            Stmt::Continue => {
                if let Some(last) = self.continues.last_mut() {
                    last.append(&mut flow);
                }
                Flow::new()
            }
            Stmt::Opaque => flow,
        }
    }

    fn step(&mut self, id: ExprId, flow: Flow<T::State>) -> Flow<T::State> {
        let mut after = Vec::with_capacity(flow.len());
        for state in flow {
            self.steps.step(id, state, &mut after);
        }
        after.into_iter().collect()
    }

    fn read(&mut self, id: ExprId, flow: Flow<T::State>) -> Flow<T::State> {
        match self.facts.ast.expr(id) {
            Expr::Member { arrow: true, base: place, .. }
            | Expr::Unary { op: UnaryOp::Deref, arg: place }
            | Expr::Index { base: place, .. }
                if flow.iter().any(|state| self.steps.reads(place, state)) =>
            {
                flow.into_iter().map(|state| self.steps.read(id, place, state)).collect()
            }
            _ => flow,
        }
    }

    /// The states in which a test holds, and those in which it does not.
    fn branch(&mut self, test: ExprId, flow: Flow<T::State>) -> (Flow<T::State>, Flow<T::State>) {
        self.overflow |= self.depth >= MAX_NESTING;
        if self.overflow {
            return (Flow::new(), Flow::new());
        }
        self.depth += 1;
        let both = self.any_branch(test, flow);
        self.depth -= 1;
        both
    }

    fn any_branch(&mut self, test: ExprId, flow: Flow<T::State>) -> (Flow<T::State>, Flow<T::State>) {
        let facts = self.facts;
        match facts.ast.expr(test) {
            Expr::Unary { op: UnaryOp::Not, arg } => {
                let (yes, no) = self.branch(arg, flow);
                (no, yes)
            }
            Expr::Binary { op: BinaryOp::And, left, right } => {
                let (yes, mut no) = self.branch(left, flow);
                let open = !yes.is_empty() && !no.is_empty();
                let (both, mut second) = self.conditionally(open, |walker| walker.branch(right, yes));
                no.append(&mut second);
                (both, no)
            }
            Expr::Binary { op: BinaryOp::Or, left, right } if self.steps.skips_right_of_or() => {
                let (mut yes, no) = self.branch(left, flow);
                let (mut second, neither) = self.branch(right, no);
                yes.append(&mut second);
                (yes, neither)
            }
            _ => {
                let flow = self.expr(test, flow);
                // A test is read once for each state.
                let size = facts.ast.count(test, MAX_TEST);
                self.left = self.left.saturating_sub(flow.len() * size / SMALL_TEST);
                self.overflow |= size >= MAX_TEST;
                let (mut yes, mut no) = (Flow::new(), Flow::new());
                if self.overflow {
                    return (yes, no);
                }
                for mut state in flow {
                    match self.steps.test(test, &state) {
                        Some(holds) => {
                            self.steps.settled(test, holds, &mut state);
                            if holds { &mut yes } else { &mut no }.insert(state);
                        }
                        None => {
                            let (mut with, mut without) = (state.clone(), state);
                            self.steps.assume(test, true, &mut with);
                            self.steps.assume(test, false, &mut without);
                            yes.insert(with);
                            no.insert(without);
                        }
                    }
                }
                (yes, no)
            }
        }
    }

    fn expr(&mut self, id: ExprId, flow: Flow<T::State>) -> Flow<T::State> {
        self.left = self.left.saturating_sub(1);
        self.overflow |= self.left == 0 || self.depth >= MAX_NESTING;
        if self.overflow || flow.is_empty() {
            return flow;
        }
        self.depth += 1;
        let after = self.any_expr(id, flow);
        self.depth -= 1;
        after
    }

    fn any_expr(&mut self, id: ExprId, flow: Flow<T::State>) -> Flow<T::State> {
        let facts = self.facts;
        match facts.ast.expr(id) {
            Expr::Name(_) | Expr::Int(_) | Expr::Str(_) | Expr::SizeofExpr(_) | Expr::SizeofType(_) => flow,
            Expr::Binary { op, .. } if op == BinaryOp::And || op == BinaryOp::Or && self.steps.skips_right_of_or() => {
                let (mut yes, mut no) = self.branch(id, flow);
                yes.append(&mut no);
                self.bounded(yes)
            }
            Expr::Conditional { test, then, other } => {
                let (yes, no) = self.branch(test, flow);
                let open = !yes.is_empty() && !no.is_empty();
                self.conditionally(open, |walker| {
                    // `a ?: b`: what stands once runs once.
                    let mut after = if then == test { yes } else { walker.expr(then, yes) };
                    after.extend(walker.expr(other, no));
                    walker.bounded(after)
                })
            }
            expr => {
                let mut after = flow;
                let (first, children) = (self.children.len(), &mut self.children);
                facts.ast.each_child(id, &mut |child| children.push(child));
                for at in first..self.children.len() {
                    after = self.expr(self.children[at], after);
                }
                self.children.truncate(first);
                if !matches!(expr, Expr::Call { .. } | Expr::Assign { .. } | Expr::Step { .. }) {
                    return self.read(id, after);
                }
                let after = self.step(id, after);
                self.bounded(after)
            }
        }
    }
}
