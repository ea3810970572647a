//! The expressions of each function's body in the order of a walk, made once: nearly every rule goes through all bodies.

use super::{ExprId, FileFacts, StmtId};

/// The order of the bodies of a file. What is not in it is walked.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// Bodies with the places of their first expression and behind their last, by body.
    bodies: Vec<(StmtId, u32, u32)>,
    exprs: Vec<ExprId>,
}

impl Order {
    /// That of the bodies of all functions, as they are.
    pub(super) fn of(facts: &FileFacts) -> Order {
        let mut order = Order::default();
        for body in facts.funcs.iter().filter_map(|func| func.body) {
            let first = order.exprs.len() as u32;
            let exprs = &mut order.exprs;
            facts.walk_body(body, &mut |e| exprs.push(e));
            order.bodies.push((body, first, order.exprs.len() as u32));
        }
        order.bodies.sort_unstable();
        order.bodies.shrink_to_fit();
        order.exprs.shrink_to_fit();
        order
    }

    /// The expressions of a body.
    pub(super) fn body(&self, body: StmtId) -> Option<&[ExprId]> {
        let at = self.bodies.binary_search_by_key(&body, |&(body, ..)| body).ok()?;
        let (_, first, end) = self.bodies[at];
        Some(&self.exprs[first as usize..end as usize])
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.bodies[..]) + size_of_val(&self.exprs[..])
    }
}
