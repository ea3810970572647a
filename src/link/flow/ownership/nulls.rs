//! NULL where a pointer is followed: a local that a test has just found to be NULL, a pointer to a function that is called
//! at once; and whether a function itself returns NULL because a call failed.

use super::plan::Source;
use super::state::{Gone, Mark, State, Value};
use super::walk::Walk;
use crate::capi::given;
use crate::capi::plain::{self, Plain};
use crate::facts::{BinaryOp, Expr, ExprId, Name, Span, UnaryOp};
use crate::link::flow::paths::Steps;
use crate::link::flow::references::Meaning;

impl Walk<'_, '_> {
    /// A pointer that may be NULL is followed. Only what the last test on the way said of it counts: what comes of tests
    /// before it may hang together with others.
    pub(super) fn null_followed(&mut self, place: ExprId, state: &State) {
        let ast = &self.facts.ast;
        let Expr::Name(name) = ast.expr(ast.strip_casts(place)) else { return };
        let Some(local) = self.null_local(name, state) else { return };
        let last = state.trail.marks().find_map(|mark| if let Mark::Test(test, _) = mark { Some(test) } else { None });
        let id = self.plan.sources.len() + usize::from(local);
        if let (Some(test), Ok(id)) = (last.filter(|&test| self.names(test, name)), u16::try_from(id)) {
            self.faults.null(id, test, ast.expr_span(place), state);
        }
    }

    /// A test whose answer was known has found a local to be NULL once more.
    pub(super) fn found_null(&self, test: ExprId, holds: bool, state: &mut State) {
        let mut null = false;
        self.facts.ast.each_expr(test, &mut |e| {
            null |= matches!(self.facts.ast.expr(e), Expr::Name(name) if self.null_local(name, state).is_some());
        });
        if null {
            state.trail.add(Mark::Test(test, holds));
        }
    }

    /// The number of a local that holds a pointer, where that is NULL.
    fn null_local(&self, name: Name, state: &State) -> Option<u16> {
        let local = self.plan.named(name).filter(|&local| self.plan.slots[usize::from(local)].pointer)?;
        let null = match state.local(local)? {
            Value::Number(number) => number == 0,
            Value::Object(id) => state.object(id).is_some_and(|object| object.null == Some(true)),
            Value::Answer(_) => false,
        };
        null.then_some(local)
    }

    /// Whether a test asks a local itself for NULL, or a call that gives it a value.
    fn names(&self, test: ExprId, name: Name) -> bool {
        let ast = &self.facts.ast;
        let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
        let asked =
            |e: ExprId| is(e) || matches!(ast.expr(ast.strip_casts(e)), Expr::Assign { target, .. } if is(target));
        let null = |e: ExprId| {
            matches!(ast.expr(ast.strip_casts(e)), Expr::Int(0))
                || ast.referred_name(e).is_some_and(|name| name == "NULL" || name == "nullptr")
        };
        let test = ast.strip_casts(test);
        match ast.expr(test) {
            Expr::Unary { op: UnaryOp::Not, arg } if asked(arg) => return true,
            Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } if asked(left) => {
                return null(right);
            }
            Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } if asked(right) => {
                return null(left);
            }
            _ if asked(test) => return true,
            _ => {}
        }
        // Those that resize leave NULL there where they fail.
        let mut resized = false;
        ast.each_expr(test, &mut |e| {
            let resizes = ast.callee_name(e).and_then(|name| given::lookup(&name)).is_some_and(|g| g.absent.is_empty());
            if let (true, Expr::Call { args, .. }) = (resizes, ast.expr(e)) {
                resized |= ast.exprs(args).first().and_then(|&arg| ast.referred_name(arg)) == Some(name);
            }
        });
        resized
    }

    /// What an assertion says of objects; false: it does not hold here.
    pub(super) fn asserted(&mut self, args: &[ExprId], state: &mut State) -> bool {
        let ast = &self.facts.ast;
        let mut pending = args.to_vec();
        while let Some(test) = pending.pop() {
            let test = ast.strip_casts(test);
            if let Expr::Binary { op: BinaryOp::And, left, right } = ast.expr(test) {
                pending.extend([left, right]);
                continue;
            }
            if self.test(test, state) == Some(false) {
                return false;
            }
            self.assume(test, true, state);
            // `assert(module == self)`
            if let Expr::Binary { op: BinaryOp::Equal, left, right } = ast.expr(test) {
                for id in [left, right].into_iter().filter_map(|side| self.object(side, state)).collect::<Vec<_>>() {
                    state.change(id, |object| object.null = object.null.or(Some(false)));
                }
            }
        }
        true
    }

    /// `PyVectorcall_Function(callable)(…)`.
    pub(super) fn called_at_once(&mut self, callee: ExprId, state: &State) {
        let ast = &self.facts.ast;
        let callee = ast.strip_casts(callee);
        let may_be_null = |name: &str| plain::lookup(name) == Some(Plain::MayBeNull);
        if ast.callee_name(callee).is_some_and(|name| may_be_null(&name))
            && let Some(id) = self.plan.object_of(callee)
        {
            self.faults.unchecked(id, None, ast.expr_span(callee), state);
        }
    }

    /// Whether what a function returns is NULL because a call failed.
    pub(super) fn is_failure(&self, value: ExprId, state: &State) -> bool {
        let fails = |id: u16| match self.plan.sources.get(usize::from(id)) {
            Some(&Source::Call(call)) => self.fails_unseen(call),
            _ => false,
        };
        match self.value(value, state) {
            Some(Value::Number(0)) => state.known.objects.iter().any(|o| o.null == Some(true) && fails(o.id)),
            Some(Value::Object(id)) => state.object(id).is_some_and(|o| o.null != Some(false) && fails(id)),
            _ => false,
        }
    }

    /// An object is returned although its only reference was released.
    pub(super) fn returned_gone(&mut self, value: ExprId, place: Span, state: &State) {
        let Some(id) = self.object(value, state) else { return };
        let Some(object) = state.object(id).copied() else { return };
        let held = object.stored > 0 || object.lost || object.shared || object.null == Some(true);
        if let (Some(Gone::Released(_)), false) = (object.gone, held)
            && self.is_alone(id)
            && !matches!(self.meaning_of(id), Meaning::Functions(_))
        {
            self.faults.used_after(id, place, state);
        }
    }

    fn meaning_of(&self, id: u16) -> &Meaning {
        let call = super::summary::call_of(self.plan, id);
        call.and_then(|call| self.facts.ast.callee_name(call)).map_or(&Meaning::Unknown, |name| self.meaning(name))
    }
}
