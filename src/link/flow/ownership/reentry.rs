//! Borrowed references that a call uses while, and after, it runs Python code: out of lists and dicts that Python code can
//! reach, and out of fields that the project's functions change. What such code can reach is judged by where it came from;
//! of what comes from elsewhere nothing is said.

use super::fields::declared;
use super::plan::Source;
use super::state::{Object, State};
use super::walk::Walk;
use crate::capi::borrowed::{self, Of};
use crate::capi::families::{self, Family};
use crate::capi::functions::{Function, facts_of};
use crate::capi::plain::{self, Plain};
use crate::capi::reenters::{self, Of as Whose};
use crate::facts::{Expr, ExprId, Name, Span, UnaryOp};
use crate::link::CutKind;
use crate::link::flow::references::Meaning;

/// So many calls are followed from a container to what holds it.
const MAX_DEPTH: u32 = 4;

impl Walk<'_, '_> {
    /// Whether a borrowed reference comes out of what Python code can change: a field, an argument of the function, or
    /// what a call found there.
    pub(super) fn is_lent(&self, function: &Function, args: &[ExprId], state: &State) -> bool {
        let container = borrowed::lookup(function.name).filter(|b| matches!(b.of, Of::Dict | Of::List | Of::Sequence));
        let container = container.and_then(|b| b.container).and_then(|at| args.get(at));
        container.is_some_and(|&container| self.is_reached(container, state, 0))
    }

    /// Whether a call gives a pointer into an object that Python code can move.
    pub(super) fn is_storage(&self, function: &Function, args: &[ExprId], state: &State) -> bool {
        let ast = &self.facts.ast;
        plain::lookup(function.name) == Some(Plain::Storage)
            && args.first().is_some_and(|&of| {
                self.is_reached(of, state, 0)
                    && ast.referred_name(of).is_some_and(|name| !self.plan.pinned.contains(&name))
            })
    }

    /// Whether Python code can reach a container.
    pub(super) fn is_reached(&self, e: ExprId, state: &State, depth: u32) -> bool {
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        match ast.expr(e) {
            Expr::Member { base, .. } => self.is_object(base),
            // The dict of keyword arguments and the tuple of the others belong to the call.
            Expr::Name(name) if name.starts_with("kw") || name == "args" => false,
            Expr::Name(_) | Expr::Call { .. } if depth >= MAX_DEPTH => {
                self.model.cuts.add(CutKind::Values, self.at.file, ast.expr_span(e));
                false
            }
            Expr::Name(name) => {
                let held = self.object(e, state).and_then(|id| self.plan.sources.get(usize::from(id)));
                match held {
                    Some(Source::Param(_)) => true,
                    Some(&Source::Call(call)) => self.gives_reached(call, state, depth),
                    None => {
                        self.plan.is_param(name)
                            || self.plan.is_parsed(name)
                            || self.plan.field_in(name).is_some_and(|e| self.is_reached(e, state, depth + 1))
                    }
                }
            }
            Expr::Call { .. } => self.gives_reached(e, state, depth),
            _ => false,
        }
    }

    /// Whether a pointer is to an object: what other structs hold is often nobody else's.
    fn is_object(&self, base: ExprId) -> bool {
        let ty = match self.facts.ast.expr(base) {
            Expr::Cast { ty, .. } => ty,
            Expr::Name(name) => match declared(self.facts, self.model.func(self.at), name) {
                Some(ty) => ty,
                None => return false,
            },
            _ => return false,
        };
        self.model.is_object_pointer(self.at.file, ty)
    }

    /// Whether Python code can reach what a call returns.
    fn gives_reached(&self, call: ExprId, state: &State, depth: u32) -> bool {
        let Expr::Call { args, .. } = self.facts.ast.expr(call) else { return false };
        let args = self.facts.ast.exprs(args);
        let Some(name) = self.facts.ast.callee_name(call) else { return false };
        match self.meaning(name) {
            Meaning::Cast => args.first().is_some_and(|&arg| self.is_reached(arg, state, depth + 1)),
            Meaning::Api(f) if is_shared(f) => {
                // The dict in a field is one whose own methods run.
                let field = |arg| matches!(self.facts.ast.expr(self.facts.ast.strip_casts(arg)), Expr::Member { .. });
                let given = plain::lookup(f.name) == Some(Plain::PerhapsGiven);
                args.first().is_some_and(|&arg| !(self.is_own(arg, state) || given && field(arg)))
            }
            Meaning::Api(f) if families::is(f.name, Family::Attributes) => true,
            Meaning::Api(f) if f.takes.has(1) => {
                args.first().is_some_and(|&arg| self.is_reached(arg, state, depth + 1))
            }
            Meaning::Api(f) => {
                let container = borrowed::lookup(f.name).and_then(|b| b.container).and_then(|at| args.get(at));
                container.is_some_and(|&container| self.is_reached(container, state, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether an object was made in this function, or cannot change.
    fn is_own(&self, e: ExprId, state: &State) -> bool {
        let ast = &self.facts.ast;
        if ast.referred_name(e).is_some_and(|name| name == "args" || name.starts_with("kw")) {
            return true;
        }
        let call = match self.object(e, state).and_then(|id| self.plan.sources.get(usize::from(id))) {
            Some(&Source::Call(call)) => call,
            Some(Source::Param(_)) => return false,
            None => ast.strip_casts(e),
        };
        let made = |name| match self.meaning(name) {
            Meaning::Api(f) => f.makes.is_some() && !is_shared(f),
            Meaning::Functions(_) => true,
            _ => false,
        };
        ast.callee_name(call).is_some_and(made)
    }

    /// A call of CPython's function runs code of its arguments, and uses them after that.
    pub(super) fn handed(&mut self, call: ExprId, function: &Function, args: &[ExprId], state: &mut State) {
        let Some(row) = reenters::lookup(function.name) else { return };
        let ast = &self.facts.ast;
        let format = |at: usize| match ast.expr(*args.get(at)?) {
            Expr::Str(text) => Some(text.as_str()),
            _ => None,
        };
        for number in row.arguments(function.name, args.len(), format) {
            self.handed_over(call, args[number - 1], matches!(row.of, Whose::Value | Whose::Format), state);
        }
    }

    /// A call uses this argument after it ran Python code; `fields`: of fields as well.
    pub(super) fn handed_over(&mut self, call: ExprId, arg: ExprId, fields: bool, state: &mut State) {
        let ast = &self.facts.ast;
        let (e, span) = (ast.strip_casts(arg), ast.expr_span(arg));
        if let Some(id) = self.object(arg, state) {
            let Some(object) = state.object(id).copied() else { return };
            // Where a parameter went does not matter: it is the caller's.
            let lost = object.lost && !object.argument;
            if object.owned > 0 || object.stored > 0 || lost || object.shared || object.null == Some(true) {
                return;
            }
            if let Some(Source::Param(index)) = self.plan.sources.get(usize::from(id)) {
                self.uses_again |= 1u32.checked_shl(*index as u32).unwrap_or(0);
            } else if object.lent {
                self.faults.stale(id, call, span, state);
            }
            return;
        }
        match ast.expr(e) {
            Expr::Call { args, .. } => {
                let Some(f) = self.called(e) else { return };
                let args = ast.exprs(args);
                if (f.returns_borrowed() && self.is_lent(f, args, state) || self.is_storage(f, args, state))
                    && let Some(id) = self.plan.object_of(e)
                {
                    self.faults.stale(id, call, span, state);
                }
            }
            Expr::Member { base, field, arrow: true } if fields => {
                let func = self.model.func(self.at);
                if self.fields.change(self.facts, func, base, field)
                    && !self.plan.taken_fields.contains(&field)
                    && let Some(id) = self.plan.object_of(call)
                {
                    self.faults.stale(id, call, span, state);
                }
            }
            _ => {}
        }
    }

    /// CPython's function that a call calls, by its name or by a local that is given such functions: the first that lends.
    fn called(&self, call: ExprId) -> Option<&'static Function> {
        let ast = &self.facts.ast;
        if let Some(name) = ast.callee_name(call)
            && let Meaning::Api(function) = self.meaning(name)
        {
            return Some(function);
        }
        let Expr::Call { callee, .. } = ast.expr(call) else { return None };
        let pointer = match ast.expr(ast.strip_casts(callee)) {
            Expr::Unary { op: UnaryOp::Deref, arg } => ast.strip_casts(arg),
            _ => callee,
        };
        let Expr::Name(name) = ast.expr(pointer) else { return None };
        self.plan.named(name)?;
        let given = self.model.sites.assignments_in(self.at, name).filter_map(|site| ast.referred_name(site.value));
        given.filter_map(|name| facts_of(&name)).find(|f| borrowed::lookup(f.name).is_some())
    }

    /// Whether a fault of an argument of this function's call of itself is one: whether it does use it again.
    pub(super) fn is_used_again(&self, call: ExprId, place: Span) -> bool {
        let ast = &self.facts.ast;
        let own = |name: Name| matches!(self.meaning(name), Meaning::Functions(funcs) if funcs.contains(&self.at));
        let Expr::Call { args, .. } = ast.expr(call) else { return true };
        if !ast.callee_name(call).is_some_and(own) {
            return true;
        }
        let index = ast.exprs(args).iter().position(|&arg| ast.expr_span(arg) == place);
        index.is_none_or(|index| self.uses_again.checked_shr(index as u32).is_some_and(|bits| bits & 1 == 1))
    }

    /// A test that says of which type an object is: the code of some types runs no code of others.
    pub(super) fn told_type(&self, mut test: ExprId, mut holds: bool, state: &mut State) {
        let ast = &self.facts.ast;
        while let Expr::Unary { op: UnaryOp::Not, arg } = ast.expr(ast.strip_casts(test)) {
            (test, holds) = (arg, !holds);
        }
        let test = ast.strip_casts(test);
        let calm = ast.callee_name(test).is_some_and(|name| plain::lookup(&name) == Some(Plain::CalmType));
        if let (true, true, Expr::Call { args, .. }) = (holds, calm, ast.expr(test))
            && let Some(id) = ast.exprs(args).first().and_then(|&arg| self.object(arg, state))
        {
            state.change(id, |object| (object.lent, object.stale, object.shared) = (false, None, true));
        }
    }
}

/// Whether a call may return what was there before.
fn is_shared(function: &Function) -> bool {
    matches!(plain::lookup(function.name), Some(Plain::PerhapsShared | Plain::PerhapsGiven))
}

/// A call may run Python code: what is borrowed from others may be gone behind it.
pub(super) fn went_stale(call: ExprId, state: &mut State) {
    let lent = |o: &&Object| o.lent && o.owned == 0 && o.stored == 0 && !o.lost && o.null != Some(true);
    let lent: Vec<u16> = state.known.objects.iter().filter(lent).map(|object| object.id).collect();
    for id in lent {
        state.change(id, |object| object.stale = object.stale.or(Some(call)));
    }
}
