//! What is known of the calls that bring objects in, and of what functions of CPython do with them, by the tables.

use super::summary::call_of;
use super::walk::Walk;
use crate::capi::borrowed::{self, Of};
use crate::capi::families::Family;
use crate::capi::functions::{Domain, Fails, Function, Makes, RunsPython};
use crate::capi::immortal::{self, Literal};
use crate::capi::plain::{self, Plain};
use crate::facts::{Expr, ExprId};
use crate::link::Local;
use crate::link::flow::references::Meaning;

/// The first minor version of Python 3 with immortal objects (PEP 683).
const IMMORTAL: u8 = 12;

impl Walk<'_, '_> {
    /// Whether a borrowed reference comes out of what Python code can change: a field, or an argument of the function.
    pub(super) fn is_lent(&self, function: &Function, args: &[ExprId]) -> bool {
        let container = borrowed::lookup(function.name).filter(|b| matches!(b.of, Of::Dict | Of::List | Of::Sequence));
        let Some(&container) = container.and_then(|b| b.container).and_then(|at| args.get(at)) else { return false };
        let ast = &self.facts.ast;
        match ast.expr(ast.strip_casts(container)) {
            Expr::Member { base, .. } => self.may_be_object(base),
            // The dict of keyword arguments belongs to the call.
            Expr::Name(name) => self.plan.is_param(name) && !name.starts_with("kw"),
            _ => false,
        }
    }

    /// Whether a pointer may lead to an object. What hangs on a struct of C's alone, such as the state of a module, nobody
    /// else sees.
    fn may_be_object(&self, e: ExprId) -> bool {
        let (model, file, at) = (self.model, self.at.file, Some(self.at));
        let found = match self.facts.ast.expr(e) {
            Expr::Cast { ty, .. } => Some((file, ty)),
            Expr::Name(name) => match model.local(self.at, name) {
                Some(Local::Var(var)) => Some((file, self.facts.var(var).ty)),
                Some(Local::Param(i)) => model.func(self.at).params.get(i).map(|param| (file, param.ty)),
                None => None,
            },
            Expr::Member { base, field, .. } => model.record_at(file, at, base, 0).and_then(|(of, record)| {
                record.fields.iter().find(|known| known.name == field).map(|known| (of, known.ty))
            }),
            _ => None,
        };
        let Some((of, ty)) = found else { return true };
        model.is_object_pointer(of, ty) || model.resolve_record(of, ty.base.as_str()).is_none()
    }

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
        let Meaning::Api(function) = self.meaning(name) else { return false };
        let asked = !function.returns_borrowed() || borrowed::lookup(function.name).is_some_and(|b| b.of == Of::Dict);
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
    function.runs_python == Some(RunsPython::Yes) && asks
}
