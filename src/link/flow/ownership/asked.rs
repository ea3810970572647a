//! Tests that a function asks more than once, and what one says of another: `a < b` of `a == b`, a flag of the test that
//! it was made of, `switch (a)` of `a == 1`.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use super::plan::Plan;
use crate::capi::functions::{RunsPython, facts_of};
use crate::capi::plain::{self, Plain};
use crate::facts::{Ast, BinaryOp, Expr, ExprId, Name, Span, Stmt, StmtId, UnaryOp};
use crate::link::{FuncRef, Local, Model};

/// What a test asks of something that is asked more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// What the test of this number asks, and whether a yes is a yes.
    Same(u16, bool),
    /// Whether two values stand in one of these orders: less, equal, greater. Each has a number, this one is the first.
    Order(u16, u8),
}

/// The orders of two values, a bit for each.
const LESS: u8 = 1;
pub(super) const EQUAL: u8 = 2;
const GREATER: u8 = 4;
/// So many numbers a pair of values has.
const ORDERS: u16 = 3;
/// All of them.
pub(super) const ANY: u8 = LESS | EQUAL | GREATER;

/// The tests of a function, as they are found.
#[derive(Debug, Default)]
pub(super) struct Tests {
    leaves: Vec<ExprId>,
    /// The labels of `switch`es, each with the value that is looked at.
    labels: Vec<(ExprId, ExprId)>,
    /// What locals are set to, by their numbers; None: more than once.
    made: FxHashMap<u16, Option<ExprId>>,
    /// What may run again: loops, and what lies between a label and a `goto` behind it.
    rounds: Vec<Span>,
    passed: FxHashMap<Name, u32>,
}

impl Tests {
    /// The tests that a test consists of.
    pub(super) fn add(&mut self, ast: &Ast, test: ExprId) {
        let mut pending = vec![test];
        while let Some(test) = pending.pop() {
            match ast.expr(test) {
                Expr::Unary { op: UnaryOp::Not, arg } => pending.push(arg),
                Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, right } => pending.extend([left, right]),
                Expr::Call { args, .. } if ast.callee_name(test).is_some_and(|name| is_hint(&name)) => {
                    pending.extend(ast.exprs(args).first().copied());
                }
                _ => self.leaves.push(ast.strip_casts(test)),
            }
        }
    }

    /// The labels of a `switch`.
    pub(super) fn add_switch(&mut self, ast: &Ast, value: ExprId, body: StmtId) {
        ast.each_inner(body, &mut |stmt| {
            self.labels.extend(labels(ast, stmt).into_iter().flatten().map(|label| (label, value)));
        });
    }

    /// A loop, a label or a `goto`.
    pub(super) fn add_round(&mut self, ast: &Ast, stmt: StmtId) {
        let span = ast.stmt_span(stmt);
        match ast.stmt(stmt) {
            Stmt::While { .. } | Stmt::For { .. } => self.rounds.push(span),
            Stmt::Label { name, .. } => _ = self.passed.insert(name, span.start),
            Stmt::Goto(name) => {
                let label = self.passed.get(&name).copied();
                self.rounds.extend(label.map(|label| Span::new(label, span.end)));
            }
            _ => {}
        }
    }

    /// The loops around all others, in order.
    fn outermost(&mut self) -> Vec<Span> {
        self.rounds.sort_unstable_by_key(|span| (span.start, span.end));
        let mut out: Vec<Span> = Vec::new();
        for span in &self.rounds {
            match out.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => out.push(*span),
            }
        }
        out
    }

    /// A local gets a value; None where it is not known.
    pub(super) fn set(&mut self, local: u16, value: Option<ExprId>) {
        self.made.entry(local).and_modify(|known| *known = None).or_insert(value);
    }
}

/// The labels that stand before a statement; None for `default`.
pub(super) fn labels(ast: &Ast, stmt: StmtId) -> Vec<Option<ExprId>> {
    let (mut out, mut next) = (Vec::new(), Some(stmt));
    while let Some(stmt) = next {
        let Stmt::Case { value, body } = ast.stmt(stmt) else { break };
        out.push(value);
        next = ast.stmts(body).first().copied();
    }
    out
}

/// Whether a call says no more than what its argument is likely to be.
pub(super) fn is_hint(name: &str) -> bool {
    name == "__builtin_expect" || name.to_ascii_lowercase().ends_with("likely")
}

impl Plan {
    /// Gives numbers to the tests that are asked more than once.
    pub(super) fn name_tests(&mut self, model: &Model, at: FuncRef, ast: &Ast, mut tests: Tests) {
        tests.leaves.sort_unstable();
        tests.leaves.dedup();
        let mut seen: FxHashMap<u64, Vec<(ExprId, u8)>> = FxHashMap::default();
        let mut order = Vec::new();
        let leaves = tests.leaves.iter().map(|&leaf| (leaf, self.of_leaf(ast, &tests, leaf)));
        let labels = tests.labels.iter().map(|&(label, value)| (label, self.compared(ast, value, label)));
        for (test, asked) in leaves.chain(labels.map(|(label, key)| (label, key.map(|(key, _)| (key, EQUAL))))) {
            let Some((key, mask)) = asked else { continue };
            let same = seen.entry(key).or_default();
            if same.is_empty() {
                order.push(key);
            }
            same.push((test, mask));
        }
        let values: FxHashMap<ExprId, ExprId> = tests.labels.iter().copied().collect();
        let families = self.families(ast, &tests, &seen, &order);
        let loops = tests.outermost();
        // Where a test is behind what runs but once, the end of the loop around it.
        let end = |test: ExprId| {
            let start = ast.expr_span(test).start;
            let at = loops.partition_point(|span| span.end <= start);
            loops.get(at).filter(|span| span.start <= start).map_or(start, |span| span.end)
        };
        let last_of = |same: &[(ExprId, u8)]| same.iter().map(|(test, _)| end(*test)).max().unwrap_or(u32::MAX);
        let mut family_last: FxHashMap<u16, u32> = FxHashMap::default();
        for (key, family) in &families {
            let last = seen.get(key).map_or(u32::MAX, |same| last_of(same));
            family_last.entry(*family).and_modify(|known| *known = last.max(*known)).or_insert(last);
        }
        let mut next = 0u16;
        for key in order {
            let family = families.get(&key).copied().unwrap_or(0);
            let Some(same) = seen.remove(&key).filter(|same| same.len() > 1 || family > 0) else { continue };
            if next > u16::MAX - ORDERS {
                break;
            }
            let first = same[0].1;
            let simple = family == 0 && same.iter().all(|(_, mask)| *mask == first || *mask == ANY & !first);
            let numbers = next..next.saturating_add(if simple { 1 } else { ORDERS });
            next = numbers.end;
            let last = family_last.get(&family).copied().unwrap_or_else(|| last_of(&same));
            self.last_asked.extend(numbers.clone().map(|_| last));
            self.families.extend(numbers.clone().map(|_| family));
            let flags = same.iter().filter_map(|(test, _)| self.made_of(ast, &tests, *test));
            let parts =
                same.iter().flat_map(|(test, _)| [Some(*test), values.get(test).copied()].into_iter().flatten());
            for part in parts.chain(flags).collect::<Vec<_>>() {
                self.hangs_on(model, at, ast, part, numbers.clone());
            }
            let asked = |mask| {
                if simple { Asked::Same(numbers.start, mask == first) } else { Asked::Order(numbers.start, mask) }
            };
            self.tests.extend(same.iter().map(|&(test, mask)| (test, asked(mask))));
        }
    }

    /// The tests that ask whether one value is this constant or that: for each number of a pair that of its value, where
    /// there are several.
    fn families(
        &self,
        ast: &Ast,
        tests: &Tests,
        seen: &FxHashMap<u64, Vec<(ExprId, u8)>>,
        order: &[u64],
    ) -> FxHashMap<u64, u16> {
        let values: FxHashMap<ExprId, ExprId> = tests.labels.iter().copied().collect();
        let mut of: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
        let mut met = Vec::new();
        for key in order {
            let made = |test: ExprId| self.made_of(ast, tests, test).is_some();
            let asked = |&(test, _): &(ExprId, u8)| self.asked_of(ast, test, &values).filter(|_| !made(test));
            if let Some(value) = seen.get(key).and_then(|same| same.iter().find_map(asked)) {
                let keys = of.entry(value).or_default();
                if keys.is_empty() {
                    met.push(value);
                }
                keys.push(*key);
            }
        }
        let mut out = FxHashMap::default();
        for (i, keys) in met.iter().filter_map(|value| of.get(value)).filter(|keys| keys.len() > 1).enumerate() {
            let family = u16::try_from(i + 1).unwrap_or(0);
            out.extend(keys.iter().map(|key| (*key, family)));
        }
        out
    }

    /// The value of which a test asks whether it is a constant.
    fn asked_of(&self, ast: &Ast, test: ExprId, values: &FxHashMap<ExprId, ExprId>) -> Option<u64> {
        let (a, b) = match (values.get(&test), ast.expr(test)) {
            (Some(value), _) => (*value, test),
            (None, Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right }) => (left, right),
            (None, Expr::Name(_) | Expr::Member { .. }) => return self.shape(ast, test),
            _ => return None,
        };
        match (self.is_constant(ast, a), self.is_constant(ast, b)) {
            (false, true) => self.shape(ast, a),
            (true, false) => self.shape(ast, b),
            _ => None,
        }
    }

    /// A number, or the name of one: no local, in capitals.
    fn is_constant(&self, ast: &Ast, e: ExprId) -> bool {
        let e = ast.strip_casts(e);
        match ast.expr(e) {
            Expr::Int(_) => true,
            Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(_)),
            Expr::Name(name) => {
                self.number(ast, e).is_none() && name.len() > 1 && !name.bytes().any(|c| c.is_ascii_lowercase())
            }
            _ => false,
        }
    }

    /// Notes what tests hang on.
    fn hangs_on(&mut self, model: &Model, at: FuncRef, ast: &Ast, part: ExprId, numbers: std::ops::Range<u16>) {
        ast.each_expr(part, &mut |e| {
            let tests = match ast.expr(e) {
                Expr::Name(name) => match (self.number(ast, e), model.local(at, name)) {
                    (Some(local), Some(Local::Var(_) | Local::Param(_))) => self.by_local.entry(local).or_default(),
                    _ => self.by_field.entry(name).or_default(),
                },
                Expr::Member { field, .. } => self.by_field.entry(field).or_default(),
                _ => return,
            };
            // Numbers come in order.
            if tests.last().is_none_or(|&last| last < numbers.start) {
                tests.extend(numbers.clone());
            }
        });
    }

    /// The test that a flag was made of, where it is set once.
    fn made_of(&self, ast: &Ast, tests: &Tests, leaf: ExprId) -> Option<ExprId> {
        let number = self.number(ast, leaf).filter(|&n| self.slots[usize::from(n)].tracked)?;
        tests.made.get(&number).copied().flatten().map(|value| ast.strip_casts(value))
    }

    /// What a test asks: a number for the two values that it compares, and the orders that make it true.
    fn of_leaf(&self, ast: &Ast, tests: &Tests, leaf: ExprId) -> Option<(u64, u8)> {
        let (mut test, mut is) = (leaf, true);
        if let Some(mut made) = self.made_of(ast, tests, leaf) {
            while let Expr::Unary { op: UnaryOp::Not, arg } = ast.expr(made) {
                (made, is) = (ast.strip_casts(arg), !is);
            }
            if matches!(ast.expr(made), Expr::Binary { op, .. } if orders(op).is_some()) {
                test = made;
            } else {
                is = true;
            }
        }
        let (key, mask) = match ast.expr(test) {
            Expr::Binary { op, left, right } if orders(op).is_some() => {
                let (key, mirrored) = self.compared(ast, left, right)?;
                let mask = orders(op)?;
                (key, if mirrored { mirror(mask) } else { mask })
            }
            _ => (pair(self.shape(ast, test)?, zero()).0, LESS | GREATER),
        };
        Some((key, if is { mask } else { ANY & !mask }))
    }

    fn compared(&self, ast: &Ast, left: ExprId, right: ExprId) -> Option<(u64, bool)> {
        Some(pair(self.shape(ast, left)?, self.shape(ast, right)?))
    }

    /// A number that two expressions have in common that say the same. None where the value may change by itself.
    fn shape(&self, ast: &Ast, e: ExprId) -> Option<u64> {
        let e = ast.strip_casts(e);
        if matches!(ast.expr(e), Expr::Name(name) if ["NULL", "nullptr", "false"].contains(&name.as_str())) {
            return Some(zero());
        }
        let mut hasher = DefaultHasher::new();
        let mut plain = true;
        ast.each_expr(e, &mut |e| match ast.expr(e) {
            Expr::Cast { .. } => {}
            Expr::Name(name) => (name.as_str(), self.number(ast, e)).hash(&mut hasher),
            Expr::Int(value) => value.hash(&mut hasher),
            Expr::Member { field, .. } => (1, field.as_str()).hash(&mut hasher),
            Expr::Index { .. } => 2.hash(&mut hasher),
            Expr::Unary { op, .. } => (3, std::mem::discriminant(&op)).hash(&mut hasher),
            Expr::Binary { op, .. } => (4, std::mem::discriminant(&op)).hash(&mut hasher),
            Expr::Call { .. } => {
                let calm = |name: Name| facts_of(name.as_str()).is_some_and(|f| f.runs_python == Some(RunsPython::No));
                plain &=
                    ast.callee_name(e).is_some_and(|name| calm(name) && plain::lookup(&name) != Some(Plain::ErrorSet));
                5.hash(&mut hasher);
            }
            _ => plain = false,
        });
        plain.then(|| hasher.finish())
    }
}

/// The number of 0 and NULL.
fn zero() -> u64 {
    let mut hasher = DefaultHasher::new();
    0u64.hash(&mut hasher);
    hasher.finish()
}

/// One number for two values, and whether they are exchanged.
fn pair(a: u64, b: u64) -> (u64, bool) {
    let mut hasher = DefaultHasher::new();
    (a.min(b), a.max(b)).hash(&mut hasher);
    (hasher.finish(), a > b)
}

/// The orders of its sides that make a comparison true.
fn orders(op: BinaryOp) -> Option<u8> {
    Some(match op {
        BinaryOp::Less => LESS,
        BinaryOp::LessEqual => LESS | EQUAL,
        BinaryOp::Greater => GREATER,
        BinaryOp::GreaterEqual => GREATER | EQUAL,
        BinaryOp::Equal => EQUAL,
        BinaryOp::NotEqual => LESS | GREATER,
        _ => return None,
    })
}

fn mirror(mask: u8) -> u8 {
    let bit = |from: u8, to: u8| if mask & from == 0 { 0 } else { to };
    mask & EQUAL | bit(LESS, GREATER) | bit(GREATER, LESS)
}
