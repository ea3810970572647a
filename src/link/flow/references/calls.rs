//! What a call does with the reference that is followed: by the table of CPython's functions, or by following it into a
//! function of the project.

use super::state::{Act, Answer, Ownership};
use super::walk::Walk;
use super::{Gives, Origin, Outcome};
use crate::capi::functions::{Fails, Function, Kind, facts_of};
use crate::facts::{Expr, ExprId, Linkage, Name};
use crate::link::macros::words;
use crate::link::{FuncRef, Model};

/// Functions of the C library and keywords that leave an object alone.
const HARMLESS: [&str; 6] = ["assert", "printf", "fprintf", "sizeof", "va_start", "va_end"];

impl Walk<'_, '_> {
    pub(super) fn call(&mut self, id: ExprId, mut state: Ownership) -> Vec<Ownership> {
        let ast = &self.facts.ast;
        if self.origin == Origin::Value(id) {
            let owned = match self.references.gives(self.at, id) {
                Gives::New => 1,
                Gives::Borrowed | Gives::Unknown => 0,
            };
            self.begin(owned, &mut state);
            return vec![state];
        }
        let Expr::Call { callee, args } = ast.expr(id) else { return vec![state] };
        if !state.begun || state.lost {
            return vec![state];
        }
        let args = ast.exprs(args);
        // A cast under a function's name.
        if ast.strip_casts(id) != id {
            return vec![state];
        }
        let given: Vec<usize> = (0..args.len()).filter(|&i| self.is_value(args[i], &state)).collect();
        let lent = args.iter().any(|&a| self.is_address(a, &state));
        if given.is_empty() && !lent {
            if args.iter().any(|&a| self.has_failed(a, &state)) && self.may_leave(callee) {
                state.act(Act::Unseen(id));
            }
            return vec![state];
        }
        let Expr::Name(name) = ast.expr(ast.strip_casts(callee)) else {
            state.lose();
            return vec![state];
        };
        match self.references.meaning(self.at, name) {
            Meaning::Api(function) => self.api(id, function, args, &given, lent, state),
            Meaning::Functions(funcs) if !lent => self.project(id, &funcs, &given, state),
            Meaning::Cast => vec![state],
            _ if HARMLESS.contains(&name.as_str()) && !lent => vec![state],
            _ => {
                state.lose();
                vec![state]
            }
        }
    }

    /// Whether a call within an expression has failed.
    fn has_failed(&self, e: ExprId, state: &Ownership) -> bool {
        let mut failed = false;
        if !state.answers.is_empty() {
            self.facts.ast.each_expr(e, &mut |inner| {
                failed |= matches!(self.facts.ast.expr(inner), Expr::Call { .. })
                    && state.answer_of(Answer::Call(inner)) == Some(true);
            });
        }
        failed
    }

    /// Whether a call may be a macro with a `goto` or a `return` in it.
    fn may_leave(&self, callee: ExprId) -> bool {
        match self.facts.ast.expr(callee) {
            Expr::Name(name) => matches!(self.references.meaning(self.at, name), Meaning::Unknown),
            _ => true,
        }
    }

    fn api(
        &mut self,
        id: ExprId,
        function: &Function,
        args: &[ExprId],
        given: &[usize],
        lent: bool,
        mut state: Ownership,
    ) -> Vec<Ownership> {
        if lent || function.memory.frees.is_some() || self.steals_by_format(function, args) {
            state.lose();
            return vec![state];
        }
        let stores = function.writes.has(1) && function.releases().has(1);
        let mut split = false;
        for &index in given {
            let number = index + 1;
            if function.releases().has(number) {
                state.own(-1);
                state.act(Act::Released(id));
                if function.writes.has(number) {
                    self.emptied(args[index], &mut state);
                }
            } else if stores && function.steals(number) {
                self.stored(id, args[0], &mut state);
            } else if function.steals(number) {
                state.own(-1);
                state.act(Act::Stolen(id));
            } else if function.steals_on_success(number) {
                split = true;
            }
            if function.takes.has(number) {
                state.own(1);
                state.act(Act::Taken(id));
            } else if function.keeps.has(number) {
                state.act(Act::Shared(id));
            }
        }
        // The place gets another object.
        if stores && !given.contains(&1) && !given.contains(&0) {
            self.emptied(args[0], &mut state);
        }
        if !split {
            return vec![state];
        }
        let (mut done, mut refused) = (state.clone(), state);
        done.own(-1);
        done.act(Act::Stolen(id));
        done.null = Some(false);
        refused.act(Act::Refused(id));
        if function.may_fail == Some(Fails::MinusOne) {
            done.answer(Answer::Call(id), false);
            refused.answer(Answer::Call(id), true);
        }
        vec![done, refused]
    }

    /// `Py_CLEAR(place)`: the reference is no longer there.
    fn emptied(&self, place: ExprId, state: &mut Ownership) {
        let ast = &self.facts.ast;
        if let Expr::Name(name) = ast.expr(ast.strip_casts(place)) {
            state.locals.retain(|held| *held != name);
        }
        if let Some(place) = self.place(place) {
            state.kept.retain(|kept| *kept != place);
        }
    }

    /// `Py_XSETREF(place, reference)`.
    fn stored(&mut self, id: ExprId, target: ExprId, state: &mut Ownership) {
        self.out.stores.insert((id, state.acyclic));
        match (self.facts.ast.expr(self.facts.ast.strip_casts(target)), self.place(target)) {
            (_, Some(place)) => {
                state.act(Act::Stored(id));
                state.keep(place);
            }
            (Expr::Name(name), None) => state.hold(name),
            _ => state.lose(),
        }
    }

    /// `Py_BuildValue("N", reference)`.
    fn steals_by_format(&self, function: &Function, args: &[ExprId]) -> bool {
        let ast = &self.facts.ast;
        let more = function.args(self.references.python.0).is_none_or(|arity| arity.more);
        let formats = || args.iter().filter_map(|&a| if let Expr::Str(text) = ast.expr(a) { Some(text) } else { None });
        more && formats().any(|text| text.contains('N'))
    }

    fn project(&mut self, id: ExprId, funcs: &[FuncRef], given: &[usize], state: Ownership) -> Vec<Ownership> {
        let mut out: Vec<Ownership> = Vec::new();
        for &func in funcs {
            let &[index] = given else {
                return vec![lost(state)];
            };
            let Some(outcomes) = self.references.argument(func, index) else { return vec![lost(state)] };
            for outcome in outcomes {
                out.push(self.after(id, outcome, state.clone()));
            }
        }
        out.sort();
        out.dedup();
        out
    }

    fn after(&self, id: ExprId, outcome: Outcome, mut state: Ownership) -> Ownership {
        // An alias that is not followed.
        if outcome.returned {
            return lost(state);
        }
        match outcome.owned {
            more if more > 0 => state.act(Act::Taken(id)),
            less if less < 0 => state.act(Act::Released(id)),
            _ => {}
        }
        state.own(outcome.owned);
        if outcome.kept {
            // Where a function keeps it nobody else sees; it keeps a reference of the caller's.
            state.own(-1);
            state.act(Act::Shared(id));
        }
        if let Some(failed) = outcome.failed {
            state.answer(Answer::Call(id), failed);
        }
        state
    }
}

fn lost(mut state: Ownership) -> Ownership {
    state.lose();
    state
}

/// What a name that is called means.
#[derive(Debug)]
pub(in crate::link::flow) enum Meaning {
    /// A function or macro of CPython.
    Api(&'static Function),
    /// Functions of the project.
    Functions(Vec<FuncRef>),
    /// A macro that only casts.
    Cast,
    /// Nothing that is known.
    Unknown,
}

impl super::References<'_> {
    /// The function of CPython that a call calls; None where it is another one, or not known.
    pub fn api(&self, at: FuncRef, call: ExprId) -> Option<&'static Function> {
        let name = self.model.file(at.file).ast.callee_name(call)?;
        if let Meaning::Api(function) = self.meaning(at, name) { Some(function) } else { None }
    }

    /// What a call of this name calls, on this Python: a definition that is compiled in comes before CPython's own.
    pub(in crate::link::flow) fn meaning(&self, at: FuncRef, name: Name) -> Meaning {
        let model = self.model;
        let live = |file, cond| model.file(file).conds.truth(cond, self.python) != crate::facts::Truth::False;
        let mut funcs = model.resolve_func(at.file, name);
        funcs.retain(|f| live(f.file, model.func(*f).cond));
        if !funcs.is_empty() {
            return match cpythons(model, name, &funcs) {
                Some(function) => Meaning::Api(function),
                None => Meaning::Functions(funcs),
            };
        }
        let defines = model.defines_of(at.file, name);
        let mut here = defines.iter().filter(|(file, define)| live(*file, define.cond)).peekable();
        if here.peek().is_some() {
            return if here.all(|(_, define)| words::only_casts(define)) { Meaning::Cast } else { Meaning::Unknown };
        }
        facts_of(name.as_str()).map_or(Meaning::Unknown, Meaning::Api)
    }
}

/// What the table says of functions of the project that are CPython's own: whoever exports one of its names is CPython
/// itself, and the table knows it better than a walk.
pub(in crate::link::flow) fn cpythons(model: &Model, name: Name, funcs: &[FuncRef]) -> Option<&'static Function> {
    let listed =
        facts_of(name.as_str()).filter(|f| f.kind == Kind::Function && f.returns.is_some() && f.removed.is_none())?;
    funcs.iter().all(|f| model.func(*f).linkage == Linkage::External).then_some(listed)
}
