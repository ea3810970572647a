//! What one call or assignment does with the object of a walk of [`crate::link::flow::lifecycle`], or with its type.

use crate::capi::functions::Domain;
use crate::capi::roles::{self, Role};
use crate::capi::struct_roles;
use crate::facts::{Expr, ExprId, Name, Truth};
use crate::link::flow::lifecycle::{EventKind, Free, ObjectState, Walk};
use crate::link::macros::words;
use crate::link::types::TypeRef;
use crate::link::{CutKind, FuncRef, Local};

/// Stands in [`ObjectState::fields`] for every field: the memory was zeroed.
pub(crate) const ALL_FIELDS: &str = "*";
/// Fields remembered in a factory.
const MAX_FIELDS: usize = 64;

/// Functions of the C library that leave the object where it is.
const HARMLESS: [&str; 8] = ["memset", "memcpy", "assert", "printf", "fprintf", "sizeof", "va_start", "va_end"];

/// Whether a name is one of CPython's own functions and macros, by its prefix.
fn is_api(name: &str) -> bool {
    name.starts_with("Py") || name.starts_with("_Py")
}

impl Walk<'_, '_> {
    /// What a call does; the states behind it.
    pub(crate) fn call(&mut self, id: ExprId, mut state: ObjectState) -> Vec<ObjectState> {
        let facts = self.names.facts;
        let ast = &facts.ast;
        let Expr::Call { callee, args } = ast.expr(id) else { return vec![state] };
        let args = ast.exprs(args);
        // A cast under a function's or macro's name.
        if self.names.is_object(id) || self.names.is_type(id) {
            return vec![state];
        }
        if self.names.is_allocation(id) {
            return vec![self.allocated(id, callee, state)];
        }
        let callee = ast.strip_casts(callee);
        let object = args.iter().position(|&a| self.names.is_object(a));
        if self.names.is_freer(callee) {
            if object.is_some() {
                // A pointer fetched before the type was released reads the type only to find the collector's header.
                let late = !matches!(ast.expr(callee), Expr::Name(_)) || self.lifecycle.of.gc == Some(true);
                self.freed(id, Free::Slot, late, &mut state);
            }
            return vec![state];
        }
        match ast.expr(callee) {
            Expr::Name(name) => self.named(id, name, args, object, state),
            Expr::Member { base, field, .. } if object.is_some() => self.slot(id, base, field, state),
            _ => {
                state.lost |= object.is_some();
                vec![state]
            }
        }
    }

    fn named(
        &mut self,
        id: ExprId,
        name: Name,
        args: &[ExprId],
        object: Option<usize>,
        mut state: ObjectState,
    ) -> Vec<ObjectState> {
        let span = self.names.facts.ast.expr_span(id);
        let first = args.first().copied();
        let on_object = object == Some(0);
        match name.as_str() {
            drop if roles::drops(drop) => {
                if let Some(arg) = first {
                    self.decref(id, arg, &mut state);
                }
            }
            replace if roles::releases(replace) => self.touch(id, first, &mut state),
            take if roles::takes(take) => {
                if first.is_some_and(|a| self.names.is_type(a)) {
                    state.released -= 1;
                }
            }
            untrack if on_object && roles::untracks(untrack) => {
                state.tracked = Some(false);
            }
            track if on_object && roles::tracks(track) => {
                if state.tracked == Some(true) {
                    self.event(EventKind::TrackedTwice, span, &state);
                }
                self.event(EventKind::Tracked, span, &state);
                if !state.lost {
                    self.lifecycle.out.tracks.insert((span, state.fields.clone()));
                }
                state.tracked = Some(true);
            }
            // All fields at once, from the object's address or from behind its head.
            "memset" | "bzero" if state.allocated.is_some() && first.is_some_and(|a| self.names.mentions(a)) => {
                state.fields = vec![Name::from(ALL_FIELDS)];
            }
            free if on_object && roles::frees(free) == Some(Domain::Gc) => {
                self.freed(id, Free::Collector, true, &mut state)
            }
            plain if roles::frees(plain).is_some_and(|d| d != Domain::Gc) || matches!(plain, "free" | "delete") => {
                if on_object {
                    self.freed(id, Free::Plain, false, &mut state);
                } else if args.iter().any(|&a| self.names.mentions(a) && !self.names.is_inside(a)) {
                    state.lost = true;
                }
            }
            begin if roles::is(begin, Role::TrashcanBegin) => {
                if state.tracked != Some(false) && self.lifecycle.of.gc == Some(true) {
                    self.event(EventKind::TrashcanTracked, span, &state);
                }
                state.tracked = Some(false);
                state.trashcan = true;
            }
            end if roles::is(end, Role::TrashcanEnd) => state.trashcan = false,
            _ => {
                self.runs(id, name, args, &state);
                return self.other(name, args, object, state);
            }
        }
        vec![state]
    }

    /// A function or macro without a meaning of its own.
    fn other(
        &mut self,
        name: Name,
        args: &[ExprId],
        object: Option<usize>,
        mut state: ObjectState,
    ) -> Vec<ObjectState> {
        let ty = args.iter().position(|&a| self.names.is_type(a));
        if object.is_none() && ty.is_none() {
            return vec![state];
        }
        let project = self.lifecycle.project;
        let file = self.names.at.file;
        let holds = |file, cond| project.file(file).conds.truth(cond, self.lifecycle.of.python) != Truth::False;
        let funcs: Vec<FuncRef> =
            project.resolve_func(file, name).into_iter().filter(|f| holds(f.file, project.func(*f).cond)).collect();
        if !funcs.is_empty() {
            let mut out = Vec::new();
            for func in funcs {
                out.extend(self.lifecycle.call(func, (object, ty), state.clone()));
            }
            out.sort();
            out.dedup();
            return out;
        }
        let defines = project.defines_of(file, name).into_iter().filter(|(f, d)| holds(*f, d.cond));
        let mut defined = false;
        for (at, define) in defines {
            defined = true;
            let words = words::words(project, at, define);
            state.lost |= words.iter().any(|w| {
                let w = w.as_str();
                w.contains("DECREF")
                    || w.contains("free")
                    || w.contains("Free")
                    || w.contains("GC_")
                    || w.contains("CLEAR")
                    || w.contains("dealloc")
                    || !project.resolve_func(at, Name::from(w)).is_empty()
            });
        }
        if !defined && object.is_some() && !is_api(name.as_str()) && !HARMLESS.contains(&name.as_str()) {
            let traces = self.traces(name, args);
            self.lifecycle.out.traced |= traces;
            state.lost |= !traces;
        }
        if !defined && ty.is_some() && !is_api(name.as_str()) {
            state.lost = true;
        }
        // A call that may give the object a second life, or end it.
        if object.is_some() && (roles::is(name.as_str(), Role::Init) || name == "PyObject_GC_Resize") {
            state.lost = true;
        }
        vec![state]
    }

    fn decref(&mut self, id: ExprId, arg: ExprId, state: &mut ObjectState) {
        let facts = self.names.facts;
        let ast = &facts.ast;
        if self.names.is_type(arg) {
            self.release(id, state);
        } else if self.names.is_object(arg) {
            state.lost = true;
        } else if self.names.is_inside(arg) {
            self.touch(id, Some(arg), state);
        } else if let Some(field) = self.field_held(arg).filter(|&f| self.owns_object(f)) {
            self.touch(id, Some(field), state);
        } else {
            let at = self.names.at;
            match self.lifecycle.project.type_ref(at.file, Some(at.id), arg) {
                TypeRef::Type(id_of) if Some(id_of) == self.lifecycle.of.id => self.release(id, state),
                TypeRef::Type(_) => state.lost = true,
                _ => {
                    let ty = match ast.expr(ast.strip_casts(arg)) {
                        Expr::Name(name) => match self.lifecycle.project.local(at, name) {
                            Some(Local::Var(var)) => Some(facts.var(var).ty),
                            Some(Local::Param(i)) => Some(self.lifecycle.project.func(at).params[i].ty),
                            None => None,
                        },
                        _ => None,
                    };
                    // Some type object, or a local that holds the type under another name.
                    state.lost |= ty.is_some_and(|t| struct_roles::is_type(t.bare_base()));
                    if let Expr::Name(name) = ast.expr(ast.strip_casts(arg)) {
                        state.lost |= self.names.values_of(name).iter().any(|&v| self.names.is_type(v));
                    }
                }
            }
        }
    }

    fn release(&mut self, id: ExprId, state: &mut ObjectState) {
        let span = self.names.facts.ast.expr_span(id);
        state.released = state.released.saturating_add(1).min(3);
        self.event(EventKind::Released, span, state);
        if state.released == 2 {
            self.event(EventKind::ReleasedTwice, span, state);
        }
    }

    /// An owned field is given up.
    fn touch(&mut self, id: ExprId, field: Option<ExprId>, state: &mut ObjectState) {
        let Some(field) = field else { return };
        let name = match self.names.facts.ast.expr(self.names.facts.ast.strip_casts(field)) {
            Expr::Member { field, .. } => field.as_str().to_ascii_lowercase(),
            _ => String::new(),
        };
        if self.names.is_inside(field) && state.tracked.is_none() && !name.contains("weak") {
            self.event(EventKind::TouchedTracked, self.names.facts.ast.expr_span(id), state);
        }
    }

    fn freed(&mut self, id: ExprId, how: Free, reads_type: bool, state: &mut ObjectState) {
        let span = self.names.facts.ast.expr_span(id);
        self.event(EventKind::Freed(how, state.exact), span, state);
        if state.released > 0 && state.freed.is_none() && reads_type {
            self.event(EventKind::FreedAfterRelease, span, state);
        }
        state.freed.get_or_insert(how);
    }

    /// `base->field(self, …)`.
    fn slot(&mut self, id: ExprId, base: ExprId, field: Name, mut state: ObjectState) -> Vec<ObjectState> {
        let project = self.lifecycle.project;
        let at = self.names.at;
        let span = self.names.facts.ast.expr_span(id);
        match field.as_str() {
            "tp_dealloc" => {}
            "tp_clear" => {
                if state.tracked.is_none() {
                    self.event(EventKind::TouchedTracked, span, &state);
                }
                return vec![state];
            }
            "tp_finalize" | "tp_del" | "tp_traverse" | "tp_init" => return vec![state],
            _ => {
                state.lost = true;
                return vec![state];
            }
        }
        match project.type_ref(at.file, Some(at.id), base) {
            TypeRef::Builtin(_) => {
                self.freed(id, Free::StaticBase, true, &mut state);
                state.tracked = Some(false);
                vec![state]
            }
            TypeRef::Type(other) if Some(other) != self.lifecycle.of.id => {
                let slots = project.type_slots(other, "tp_dealloc", self.lifecycle.of.python);
                let found = match slots.as_slice() {
                    [slot] => project
                        .file(slot.file)
                        .ast
                        .referred_name(slot.value)
                        .map(|name| project.resolve_func_at(slot.file, name, slot.span))
                        .unwrap_or_default(),
                    _ => Vec::new(),
                };
                match found.as_slice() {
                    [func] => self.lifecycle.call(*func, (Some(0), None), state),
                    _ => {
                        state.lost = true;
                        vec![state]
                    }
                }
            }
            _ => {
                state.lost = true;
                vec![state]
            }
        }
    }

    /// The call that fills the local of a factory.
    fn allocated(&self, id: ExprId, callee: ExprId, state: ObjectState) -> ObjectState {
        let ast = &self.names.facts.ast;
        let name = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) | Expr::Member { field: name, .. } => name,
            _ => return ObjectState { lost: true, ..state },
        };
        let tracked = match name.as_str() {
            bare if roles::makes_untracked(bare) => Some(false),
            _ if self.lifecycle.maker == Some(name) => Some(false),
            "tp_alloc" => Some(true),
            called if matches!(roles::of(called), Some(Role::GenericAlloc | Role::Call)) => Some(true),
            _ => return ObjectState { lost: true, ..state },
        };
        ObjectState {
            tracked,
            lost: false,
            released: 0,
            freed: None,
            stored: false,
            allocated: Some(ast.expr_span(id)),
            fields: Vec::new(),
            ..state
        }
    }

    /// What an assignment does with the object.
    pub(crate) fn assigned(&mut self, target: ExprId, value: ExprId, state: &mut ObjectState) {
        let ast = &self.names.facts.ast;
        if state.allocated.is_some() && self.names.is_inside(target) {
            let mut place = ast.strip_casts(target);
            let mut name = None;
            loop {
                match ast.expr(place) {
                    Expr::Member { base, field, .. } => (place, name) = (ast.strip_casts(base), Some(field)),
                    Expr::Index { base, .. } => place = ast.strip_casts(base),
                    _ => break,
                }
            }
            if let Some(name) = name
                && !state.fields.contains(&name)
            {
                if state.fields.len() < MAX_FIELDS {
                    state.fields.push(name);
                    state.fields.sort();
                } else {
                    let cuts = &self.lifecycle.project.cuts;
                    cuts.add(CutKind::Walks, self.names.at.file, ast.expr_span(target));
                }
            }
        }
        let local = match ast.expr(ast.strip_casts(target)) {
            Expr::Name(name) => self.lifecycle.project.local(self.names.at, name).is_some(),
            _ => false,
        };
        if self.names.is_object(value) && !local {
            if state.allocated.is_some() {
                state.stored = true;
            } else {
                // Into a free list.
                state.lost = true;
            }
        }
        // The name stands for something else from here on.
        if self.names.is_object(target)
            && !self.names.is_object(value)
            && !self.names.is_allocation(ast.strip_casts(value))
        {
            state.lost = true;
        }
    }
}
