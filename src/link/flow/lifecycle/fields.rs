//! What a call has to do with the fields of the object of a walk of [`crate::link::flow::lifecycle`]: held by a local,
//! owned, asked for something that Python code answers. And macros that trace.

use crate::capi::functions::{RunsPython, facts_of};
use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, Name};
use crate::link::Local;
use crate::link::flow::lifecycle::{EventKind, ObjectState, Walk};

/// Whether an expression is no object at all.
fn is_null(ast: &crate::facts::Ast, id: ExprId) -> bool {
    match ast.expr(ast.strip_casts(id)) {
        Expr::Int(0) => true,
        Expr::Name(name) => name == "NULL" || name == "nullptr",
        _ => false,
    }
}

impl Walk<'_, '_> {
    /// A call of CPython's that runs Python code by its purpose, with what an owned field holds, or calls what waits for the
    /// end of the object.
    pub(super) fn runs(&mut self, id: ExprId, name: Name, args: &[ExprId], state: &ObjectState) {
        let Some(&first) = args.first().filter(|_| state.tracked.is_none() && state.allocated.is_none()) else {
            return;
        };
        let runs = facts_of(name.as_str()).is_some_and(|f| f.runs_python == Some(RunsPython::Yes));
        let calls_back = roles::is(&name, Role::ClearWeakrefs) && self.names.is_object(first);
        if calls_back || runs && self.field_held(first).is_some() {
            self.event(EventKind::RanTracked, self.names.facts.ast.expr_span(id), state);
        }
    }

    /// The place inside the object that an expression is, or whose value it is: a local that is only ever read from
    /// such places, without a reference of its own.
    pub(super) fn field_held(&self, of: ExprId) -> Option<ExprId> {
        let ast = &self.names.facts.ast;
        let of = ast.strip_casts(of);
        if self.names.is_inside(of) {
            return Some(of);
        }
        let Expr::Name(name) = ast.expr(of) else { return None };
        if !matches!(self.lifecycle.project.local(self.names.at, name), Some(Local::Var(_))) {
            return None;
        }
        let values = self.names.values_of(name);
        let kept = self.lifecycle.project.sites.calls_in(self.names.at, name);
        let owned = kept.into_iter().any(|s| ast.callee_name(s.expr).is_some_and(|n| roles::takes(&n)));
        let inside = !values.is_empty() && values.iter().all(|&v| self.names.is_inside(v) || is_null(ast, v));
        let first = values.iter().copied().find(|&v| self.names.is_inside(v));
        first.filter(|_| inside && !owned).map(|v| ast.strip_casts(v))
    }

    /// Whether a macro that no file of the project defines looks like one that traces: it gets a text, and its name
    /// speaks of nothing that gives up.
    pub(super) fn traces(&self, name: Name, args: &[ExprId]) -> bool {
        let ast = &self.names.facts.ast;
        let macro_like = !name.chars().any(|c| c.is_ascii_lowercase());
        let text = args.iter().any(|&a| matches!(ast.expr(ast.strip_casts(a)), Expr::Str(_)));
        let gives_up = ["REF", "FREE", "DEL", "CLEAR", "RELEASE", "DESTROY", "DISPOSE", "DROP", "FINI", "GC"];
        macro_like && text && !gives_up.iter().any(|word| name.contains(word))
    }

    /// Whether a place inside the object is a pointer to a Python object, and to no type.
    pub(super) fn owns_object(&self, place: ExprId) -> bool {
        let Expr::Member { base, field, .. } = self.names.facts.ast.expr(place) else { return false };
        let at = self.names.at;
        let Some((file, record)) = self.lifecycle.project.record_at(at.file, Some(at), base, 0) else { return false };
        let declared = record.fields.iter().find(|f| f.name == field);
        declared.is_some_and(|f| {
            !struct_roles::is(f.ty.bare_base(), Kind::TypeObject)
                && self.lifecycle.project.is_object_pointer(file, f.ty)
        })
    }
}
