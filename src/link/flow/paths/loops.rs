//! Paths through loops and `switch`: what goes round, what breaks off. No judgement.

use super::{Flow, MAX_ROUNDS, Steps, Walker};
use crate::facts::{ExprId, Stmt, StmtId};

impl<T: Steps> Walker<'_, '_, T> {
    pub(super) fn repeat(
        &mut self,
        test: Option<ExprId>,
        step: Option<ExprId>,
        body: StmtId,
        test_first: bool,
        entry: Flow<T::State>,
    ) -> Flow<T::State> {
        let mut seen = entry;
        let mut out = Flow::new();
        let mut first = !test_first;
        let mut known_all = false;
        for _ in 0..T::ROUNDS.min(MAX_ROUNDS) {
            let (yes, no) = match test {
                Some(test) if !first => self.branch(test, seen.clone()),
                _ => (seen.clone(), Flow::new()),
            };
            // The first round of `do … while` runs in any case: the state before it is not one behind it.
            let entered = std::mem::take(&mut first);
            out.extend(no);
            self.breaks.push(Flow::new());
            self.continues.push(Flow::new());
            let mut after = self.conditionally(true, |walker| walker.stmt(body, yes));
            out.append(&mut self.breaks.pop().unwrap_or_default());
            after.append(&mut self.continues.pop().unwrap_or_default());
            if let Some(step) = step {
                after = self.expr(step, after);
            }
            if entered {
                seen = Flow::new();
            }
            let mut more = seen.clone();
            more.extend(after);
            let more = self.met(more);
            known_all = more == seen;
            seen = more;
            if known_all || self.overflow {
                break;
            }
        }
        self.overflow |= !known_all && T::ROUNDS >= MAX_ROUNDS;
        self.unfinished |= !known_all;
        if let Some(test) = test {
            out.extend(self.branch(test, seen).1);
        }
        self.bounded(out)
    }

    pub(super) fn switch(&mut self, value: ExprId, body: StmtId, before: Flow<T::State>) -> Flow<T::State> {
        let facts = self.facts;
        let Stmt::Block(list) = facts.ast.stmt(body) else { return self.stmt(body, before) };
        self.breaks.push(Flow::new());
        let (mut current, mut default) = (Flow::new(), false);
        for &stmt in facts.ast.stmts(list) {
            // The labels before one statement: `case 1: case 2:`.
            let mut label = Some(stmt);
            while let Some(stmt) = label
                && let Stmt::Case { value: case, body } = facts.ast.stmt(stmt)
            {
                default |= case.is_none();
                current.extend(before.iter().filter_map(|state| match case {
                    Some(case) => self.steps.case(value, case, state.clone()),
                    None => Some(state.clone()),
                }));
                label = facts.ast.stmts(body).first().copied();
            }
            current = self.conditionally(true, |walker| walker.stmt(stmt, current));
        }
        current.append(&mut self.breaks.pop().unwrap_or_default());
        if !default {
            current.extend(before.into_iter().map(|state| self.steps.skipped(state)));
        }
        self.bounded(current)
    }
}
