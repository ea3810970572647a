//! What is known of the calls that bring objects in, and of what functions of CPython do with them, by the tables.

use super::summary::call_of;
use super::walk::Walk;
use crate::capi::borrowed::{self, Of as Container};
use crate::capi::exceptions;
use crate::capi::families::Family;
use crate::capi::functions::{Domain, Fails, Function, Makes, RunsPython};
use crate::capi::immortal::{self, Literal};
use crate::capi::plain::{self, Plain};
use crate::capi::reenters::{self, Of};
use crate::facts::{Expr, ExprId};
use crate::link::flow::references::Meaning;

/// The first minor version of Python 3 with immortal objects (PEP 683).
const IMMORTAL: u8 = 12;

impl Walk<'_, '_> {
    /// Whether a call follows its first argument without a look.
    pub(super) fn crashes(function: &Function) -> bool {
        let inside = function.name.contains("_GET_") || function.name.ends_with("_SET_ITEM");
        function.crashes || inside && function.name.starts_with("Py")
    }

    /// `Py_BuildValue("N", reference)`.
    pub(super) fn steals_by_format(&self, function: &Function, args: &[ExprId]) -> bool {
        let ast = &self.facts.ast;
        let more = function.args(self.python.0).is_none_or(|arity| arity.more);
        let formats = || args.iter().filter_map(|&a| if let Expr::Str(text) = ast.expr(a) { Some(text) } else { None });
        more && formats().any(|text| text.contains('N'))
    }

    /// Whether nobody else is known to own the object that a call returns: what is looked up belongs to somebody.
    pub(super) fn is_alone(&self, id: u16) -> bool {
        let call = call_of(self.plan, id);
        let Some(name) = call.and_then(|call| self.facts.ast.callee_name(call)) else { return false };
        let Meaning::Api(function) = self.meaning(name) else { return false };
        if call.is_some_and(|call| self.is_immortal(call)) {
            return false;
        }
        let looks_up = ["Get", "Lookup", "Import"].into_iter().any(|word| function.name.contains(word));
        let asks = function.family == Some(Family::Attributes) || function.name.contains("_GetItem");
        !looks_up || asks
    }

    /// Whether the memory of an object is not zeroed where it comes in.
    pub(super) fn is_raw(&self, id: u16) -> bool {
        let call = call_of(self.plan, id);
        let name = call.and_then(|call| self.facts.ast.callee_name(call));
        name.is_some_and(|name| match self.meaning(name) {
            Meaning::Api(f) => matches!(f.memory.allocates, Some(Domain::Object | Domain::Gc)),
            _ => false,
        })
    }

    /// Whether a call may return NULL without that the caller could know better.
    pub(super) fn fails_unseen(&self, call: ExprId) -> bool {
        let Some(name) = self.facts.ast.callee_name(call) else { return false };
        let function = match self.meaning(name) {
            Meaning::Api(function) => function,
            // A function of the project that returns NULL where one of CPython's fails.
            Meaning::Functions(funcs) => {
                return matches!(funcs.as_slice(), [func] if self.summaries.get(func).is_some_and(|s| s.also.may_be_null));
            }
            _ => return false,
        };
        let asked =
            !function.returns_borrowed() || borrowed::lookup(function.name).is_some_and(|b| b.of == Container::Dict);
        function.may_fail == Some(Fails::Null) && asked && !self.is_immortal(call)
    }

    /// Whether leaving an object of this place alive harms nobody: it is immortal.
    pub(super) fn is_immortal(&self, call: ExprId) -> bool {
        let ast = &self.facts.ast;
        let Some(name) = ast.callee_name(call) else { return false };
        match self.meaning(name) {
            Meaning::Api(function) => {
                let Expr::Call { args, .. } = ast.expr(call) else { return false };
                let literal = |&e: &ExprId| match ast.expr(ast.strip_casts(e)) {
                    Expr::Int(value) => i64::try_from(value).map_or(Literal::Other, Literal::Int),
                    Expr::Str(text) => Literal::Text(text.len()),
                    _ => Literal::Other,
                };
                let args: Vec<Literal> = ast.exprs(args).iter().map(literal).collect();
                if self.python.0 >= IMMORTAL && immortal::is_shared(function.name, &args) {
                    return true;
                }
                let small = || matches!(args.first(), Some(Literal::Int(..=256)));
                function.makes == Some(Makes::Acyclic)
                    && function.runs_python == Some(RunsPython::No)
                    && (function.name.ends_with("FromLong") || function.name.ends_with("FromSize_t"))
                    && (function.may_fail.is_none() || small())
                    || plain::lookup(function.name) == Some(Plain::GivesConstant)
            }
            _ => false,
        }
    }
}

/// Whether a call runs code of the objects that it gets: that is what it is for.
pub(super) fn runs_code(function: &Function) -> bool {
    let asks = matches!(function.family, Some(Family::Objects | Family::Calls | Family::Attributes));
    function.runs_python == Some(RunsPython::Yes)
        && (asks
            || plain::lookup(function.name) == Some(Plain::Converts)
            || reenters::lookup(function.name).is_some_and(|r| r.of != Of::Format))
}

/// Whether an exception is set for sure behind a call of CPython's function.
pub(super) fn raised(function: &Function, before: bool) -> bool {
    let asks = plain::lookup(function.name) == Some(Plain::ErrorSet);
    exceptions::raises(function.name) || before && (asks || function.family != Some(Family::Errors))
}
