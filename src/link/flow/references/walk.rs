//! The walk over one body: tests, assignments and ends.

use super::origins::is_null;
use super::state::{Act, Answer, End, Ownership};
use super::{Origin, References, Trace};
use crate::facts::{BinaryOp, CondId, Expr, ExprId, FileFacts, Name, Span, Stmt, StmtId, Truth, UnaryOp, VarId};
use crate::link::FuncRef;
use crate::link::flow::paths;
use crate::link::objects::asked;

pub(super) struct Walk<'w, 'a> {
    pub(super) references: &'w mut References<'a>,
    pub(super) facts: &'a FileFacts,
    pub(super) at: FuncRef,
    pub(super) origin: Origin,
    /// What holds where it comes in.
    pub(super) given: CondId,
    pub(super) out: Trace,
}

/// What a test asks.
enum Question {
    /// Whether the reference is there.
    Object,
    /// Whether a call failed.
    Failed(bool),
    /// Whether the object refers to no other.
    Acyclic,
    /// Whether it is a certain one that refers to no other, or one of a certain type.
    OneOf,
    /// A constant.
    Known(bool),
}

impl paths::Member for Ownership {}

impl paths::Steps for Walk<'_, '_> {
    type State = Ownership;

    fn present(&self, cond: CondId, state: &Ownership) -> Truth {
        self.compiled_in(cond, state)
    }

    fn assume_cond(&self, cond: CondId, holds: bool, state: &mut Ownership) {
        // Before it comes in, a state is nothing but its conditions: it would be told apart for nothing.
        if state.begun {
            state.remember(cond, holds);
        }
    }

    fn test(&mut self, test: ExprId, state: &Ownership) -> Option<bool> {
        let (question, positive) = self.question(test, state)?;
        let truth = match question {
            Question::Object => state.null.map(|null| !null),
            Question::Failed(failed) => Some(failed),
            Question::Acyclic => state.acyclic,
            Question::OneOf => None,
            Question::Known(value) => Some(value),
        };
        truth.map(|truth| truth == positive)
    }

    fn assume(&mut self, test: ExprId, holds: bool, state: &mut Ownership) {
        let Some((question, positive)) = self.question(test, state) else { return };
        match question {
            Question::Object => state.null = Some(holds != positive),
            Question::Acyclic | Question::OneOf if holds == positive => state.acyclic = Some(true),
            Question::Acyclic | Question::OneOf | Question::Failed(_) | Question::Known(_) => {}
        }
    }

    fn passes(&self, stmt: StmtId, flow: &paths::Flow<Ownership>) -> bool {
        let comes_in = match self.origin {
            Origin::Value(call) => self.facts.ast.stmt_span(stmt).contains(self.facts.ast.expr_span(call)),
            Origin::Entry(_) => false,
        };
        !comes_in && flow.iter().all(|state| !state.begun || state.lost)
    }

    fn step(&mut self, expr: ExprId, state: Ownership, after: &mut Vec<Ownership>) {
        match self.facts.ast.expr(expr) {
            Expr::Call { .. } => after.extend(self.call(expr, state)),
            Expr::Assign { op, target, value } => after.push(self.assigned(expr, op, target, value, state)),
            Expr::Step { arg, .. } => {
                let mut state = state;
                if self.is_value(arg, &state) {
                    state.lose();
                }
                after.push(state);
            }
            _ => after.push(state),
        }
    }

    fn declared(&mut self, var: VarId, init: ExprId, mut state: Ownership) -> Ownership {
        self.begin_at(init, &mut state);
        let (name, pointer) = (self.facts.var(var).name, self.facts.var(var).ty.pointers > 0);
        let is_auto = self.is_local(name);
        let holds = self.is_value(init, &state);
        // An object of a class that counts by itself.
        if holds && (!is_auto || (!pointer && self.facts.var(var).ty.base != "auto")) {
            state.lose();
            return state;
        }
        self.bind(name, init, holds, &mut state);
        state
    }

    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: Ownership) {
        if !state.begun {
            return;
        }
        let returned = value.is_some_and(|v| self.is_value(v, &state));
        let failed = value.and_then(|v| self.tells_failure(v, &state));
        let span = match self.facts.ast.stmt(stmt) {
            Stmt::Return(_) => self.facts.ast.stmt_span(stmt),
            _ => Span::new(self.facts.ast.stmt_span(stmt).end, self.facts.ast.stmt_span(stmt).end),
        };
        self.out.ends.insert(End { span, state, returned, failed });
    }
}

impl Walk<'_, '_> {
    /// The reference comes in; one that came in before has come to its end.
    pub(super) fn begin(&mut self, owned: i8, state: &mut Ownership) {
        if state.begun {
            let span = match self.origin {
                Origin::Value(value) => self.facts.ast.expr_span(value),
                Origin::Entry(_) => return,
            };
            self.out.ends.insert(End { span, state: state.clone(), returned: false, failed: None });
        }
        *state = Ownership { begun: true, owned, conds: std::mem::take(&mut state.conds), ..Ownership::default() };
    }

    /// A value that is no call.
    fn begin_at(&mut self, value: ExprId, state: &mut Ownership) {
        let value = self.facts.ast.strip_casts(value);
        if self.origin == Origin::Value(value) && !matches!(self.facts.ast.expr(value), Expr::Call { .. }) {
            self.begin(0, state);
        }
    }

    fn assigned(
        &mut self,
        expr: ExprId,
        op: Option<BinaryOp>,
        target: ExprId,
        value: ExprId,
        mut state: Ownership,
    ) -> Ownership {
        let ast = &self.facts.ast;
        if let Some(op) = op {
            // `status |= PyModule_AddObject(…)`
            let failed = self.answer(value, &state);
            if let (Expr::Name(name), Some(true), BinaryOp::BitOr | BinaryOp::Add) = (ast.expr(target), failed, op) {
                state.answer(Answer::Local(name), true);
            }
            return state;
        }
        self.begin_at(value, &mut state);
        let holds = self.is_value(value, &state);
        let place = ast.strip_casts(target);
        match ast.expr(place) {
            Expr::Name(name) if self.is_local(name) => self.bind(name, value, holds, &mut state),
            _ => match self.place(place) {
                Some(place) => {
                    state.kept.retain(|kept| *kept != place);
                    if let Expr::Name(name) = ast.expr(ast.strip_casts(target)) {
                        state.locals.retain(|held| *held != name);
                    }
                    if holds {
                        self.out.stores.insert((expr, state.acyclic));
                        state.act(Act::Stored(expr));
                        state.keep(place);
                    }
                }
                None if holds => {
                    self.out.stores.insert((expr, state.acyclic));
                    state.lose();
                }
                None => {}
            },
        }
        state
    }

    /// A local gets a value.
    fn bind(&mut self, name: Name, value: ExprId, holds: bool, state: &mut Ownership) {
        let failed = self.answer(value, state);
        state.answers.retain(|(of, _)| *of != Answer::Local(name));
        match (holds, failed) {
            (true, _) => state.hold(name),
            (false, failed) => {
                state.locals.retain(|held| *held != name);
                if let Some(failed) = failed {
                    state.answer(Answer::Local(name), failed);
                }
            }
        }
    }

    /// What a test asks of the reference, and whether a yes makes it true.
    fn question(&self, test: ExprId, state: &Ownership) -> Option<(Question, bool)> {
        let ast = &self.facts.ast;
        let test = ast.strip_casts(test);
        if let Expr::Int(value) = ast.expr(test) {
            return Some((Question::Known(value != 0), true));
        }
        if !state.begun || state.lost {
            return None;
        }
        if self.is_value(test, state) {
            return Some((Question::Object, true));
        }
        if let Some(failed) = self.answer(test, state) {
            return Some((Question::Failed(failed), true));
        }
        match ast.expr(test) {
            Expr::Binary { op, left, right } => self.comparison(op, left, right, state),
            Expr::Call { args, .. } => {
                let name = ast.callee_name(test)?;
                let &first = ast.exprs(args).first()?;
                if name.ends_with("likely") || name == "__builtin_expect" {
                    return self.question(first, state);
                }
                let asked = asked::by_call(ast, test)?;
                self.is_value(asked, state).then_some((Question::Acyclic, true))
            }
            Expr::Unary { op: UnaryOp::Not, arg } => {
                self.question(arg, state).map(|(question, positive)| (question, !positive))
            }
            _ => None,
        }
    }

    fn comparison(&self, op: BinaryOp, left: ExprId, right: ExprId, state: &Ownership) -> Option<(Question, bool)> {
        let ast = &self.facts.ast;
        let minus_one = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
            Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(1)),
            Expr::Int(value) => value == u64::MAX,
            _ => false,
        };
        // `0 > status` is `status < 0`.
        let (left, right, op) = match ast.expr(ast.strip_casts(left)) {
            Expr::Int(_) | Expr::Unary { op: UnaryOp::Negate, .. } => (right, left, mirrored(op)),
            _ if is_null(ast, left) => (right, left, mirrored(op)),
            _ => (left, right, op),
        };
        let zero = is_null(ast, right);
        if zero && self.is_value(left, state) {
            return match op {
                BinaryOp::Equal => Some((Question::Object, false)),
                BinaryOp::NotEqual => Some((Question::Object, true)),
                _ => None,
            };
        }
        if let Some((asked, positive)) = asked::by_comparison(ast, op, left, right)
            && self.is_value(asked, state)
        {
            return Some((Question::OneOf, positive));
        }
        // `PyLong_Check(v) == 0`
        if zero
            && let Some(asked) = asked::by_call(ast, ast.strip_casts(left))
            && self.is_value(asked, state)
            && matches!(op, BinaryOp::Equal | BinaryOp::NotEqual)
        {
            return Some((Question::Acyclic, op == BinaryOp::NotEqual));
        }
        let failed = self.answer(left, state)?;
        match op {
            BinaryOp::Less | BinaryOp::NotEqual if zero => Some((Question::Failed(failed), true)),
            BinaryOp::Equal | BinaryOp::LessEqual if minus_one(right) => Some((Question::Failed(failed), true)),
            BinaryOp::Equal | BinaryOp::GreaterEqual if zero => Some((Question::Failed(failed), false)),
            BinaryOp::NotEqual | BinaryOp::Greater if minus_one(right) => Some((Question::Failed(failed), false)),
            _ => None,
        }
    }

    /// Whether a value returned tells the caller that the function failed.
    fn tells_failure(&self, value: ExprId, state: &Ownership) -> Option<bool> {
        let ast = &self.facts.ast;
        let pointer = self.references.model.func(self.at).ret.pointers > 0;
        if let Some(failed) = self.answer(value, state) {
            return Some(failed);
        }
        match ast.expr(ast.strip_casts(value)) {
            _ if pointer => Some(is_null(ast, value)).filter(|null| *null || self.is_value(value, state)),
            Expr::Int(0) => Some(false),
            Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(1)).then_some(true),
            _ => None,
        }
    }
}

/// The comparison with its sides exchanged.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        same => same,
    }
}
