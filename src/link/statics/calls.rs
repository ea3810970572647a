//! Calls: what they do to their arguments, and what a use of a project's macro does.

use std::rc::Rc;

use crate::capi::immortal::{self, Literal};
use crate::facts::{Expr, ExprId, ExprList, Language, Name, Span, UnaryOp};
use crate::link::CutKind;

use super::bodies::{Object, Pass};
use super::closed::{self, Closed, Given, Step};
use super::known::{self, ArgumentUse};
use super::macros::{Alias, AliasKind, Macro, Path, Root, Stored};
use super::place::Arg;
use super::scope::Binding;
use super::tasks::Task;
use super::walk::Walker;
use super::{Value, WriteKind};

impl<'s> Walker<'_, 's> {
    /// A call expression.
    pub(crate) fn call(&mut self, id: ExprId, callee: ExprId, args: ExprList) {
        let ast = &self.facts.ast;
        let args = ast.exprs(args);
        let arguments = args.iter().map(|&arg| Task::Argument(arg));
        let span = ast.expr_span(id);
        match ast.expr(callee) {
            Expr::Name(name) => {
                let all: Vec<Arg> = args.iter().map(|&a| Arg::Expr(a)).collect();
                if self.facts.language == Language::Cpp
                    && matches!(name.as_str(), "std::swap" | "swap" | "std::exchange")
                {
                    let swapped = all.iter().take(if name.ends_with("swap") { 2 } else { 1 });
                    let places: Vec<_> = swapped.flat_map(|&arg| self.arg_places(arg)).collect();
                    self.write(&places, WriteKind::Assign, Value::Other, None, span);
                }
                self.call_name(name, &all, span);
                if matches!(self.scopes.get(name), Some(Binding::Local(_))) || !self.globals(name).is_empty() {
                    self.then([Task::Value(callee)].into_iter().chain(arguments));
                } else {
                    self.then(arguments);
                }
            }
            Expr::Member { base, field, .. } => {
                let (places, _) = self.places(base);
                if self.facts.language == Language::Cpp {
                    self.method(&places, field, span);
                }
                let leaks = args.iter().map(|&arg| Task::Leak(arg));
                self.then([Task::Value(base)].into_iter().chain(leaks).chain(arguments));
            }
            _ => {
                let leaks = args.iter().map(|&arg| Task::Leak(arg));
                self.then([Task::Value(callee)].into_iter().chain(leaks).chain(arguments));
            }
        }
    }

    /// Reads in an argument; its own address and a decaying array are no reads.
    pub(crate) fn argument(&mut self, arg: ExprId) {
        let stripped = self.facts.ast.strip_casts(arg);
        match self.facts.ast.expr(stripped) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.then([Task::Lvalue(arg)]),
            Expr::Name(_) | Expr::Index { .. } | Expr::Member { .. }
                if self.type_of(stripped).is_some_and(|ty| ty.arrays > 0) =>
            {
                self.then([Task::Lvalue(stripped)]);
            }
            _ => self.then([Task::Value(arg)]),
        }
    }

    fn method(&mut self, places: &[Object], method: Name, span: Span) {
        if known::mutates(&method) {
            self.write(places, WriteKind::Method(method), Value::Other, None, span);
        }
    }

    /// A call of a function or macro by name.
    fn call_name(&mut self, callee: Name, args: &[Arg], span: Span) {
        let bound = self.scopes.get(callee).is_some();
        if !bound {
            self.calls(callee, span);
            if self.use_macro(callee, args, span) {
                return;
            }
        }
        self.call_function(callee, args, span);
    }

    fn calls(&mut self, callee: Name, span: Span) {
        self.out.calls.insert((self.func, callee, self.facts.conds.at_span(span)));
    }

    /// A call of what is no macro of the project.
    fn call_function(&mut self, callee: Name, args: &[Arg], span: Span) {
        if self.func.is_some() && known::argument(&callee, 0) == ArgumentUse::WritesLvalue {
            let Some(&first) = args.first() else { return };
            let places = self.arg_places(first);
            let stored = match (callee.as_str(), args.get(1)) {
                ("Py_CLEAR", _) => Value::Null,
                (_, Some(&Arg::Expr(value))) => self.value_of(value),
                _ => Value::Other,
            };
            self.write(&places, WriteKind::Assign, stored, None, span);
            return;
        }
        let cond = self.facts.conds.at_span(span);
        if !self.live(cond) {
            return;
        }
        let site = self.site(span);
        for (index, &arg) in args.iter().enumerate() {
            for object in self.arg_points_to(arg) {
                self.out.passes.push(Pass { object, callee, index, by_reference: false, site, cond });
            }
            if self.facts.language == Language::Cpp {
                for object in self.arg_places(arg) {
                    self.out.passes.push(Pass { object, callee, index, by_reference: true, site, cond });
                }
            }
        }
    }

    /// Uses a macro of the project; false where there is none of this name.
    pub(crate) fn use_macro(&mut self, name: Name, args: &[Arg], span: Span) -> bool {
        if self.macros(name).is_empty() {
            return false;
        }
        let closed = self.closed(name);
        if !self.spend(closed.steps.len()) {
            self.cut(CutKind::Macros, span);
            return true;
        }
        if closed.cut {
            self.cut(CutKind::Macros, span);
        }
        for step in &closed.steps {
            self.step(step, args, span);
        }
        true
    }

    /// All that a macro does in this file.
    fn closed(&mut self, name: Name) -> Rc<Closed> {
        if let Some(known) = self.closed.get(&name) {
            return Rc::clone(known);
        }
        let closed = Rc::new(closed::close(name, &mut |name| self.macros(name)));
        self.closed.insert(name, Rc::clone(&closed));
        closed
    }

    fn step(&mut self, step: &Step, args: &[Arg], span: Span) {
        match step {
            Step::Write { target, path, stored, step } => {
                let target = self.given(target, args);
                let objects = match path {
                    Path::Object { .. } => self.arg_places(target),
                    Path::Pointee => self.arg_points_to(target),
                    Path::Element => self.arg_points_to(target),
                };
                let kind = match path {
                    Path::Object { part: false } if *step => WriteKind::Step,
                    Path::Object { part: false } => WriteKind::Assign,
                    _ => WriteKind::Part,
                };
                let value = match *stored {
                    Stored::Value(value) => value,
                    Stored::Param(i) => match args.get(i) {
                        Some(&Arg::Expr(value)) => self.value_of(value),
                        _ => Value::Other,
                    },
                };
                self.write(&objects, kind, value, None, span);
            }
            Step::Use(name) => {
                if self.scopes.get(*name).is_none() {
                    self.calls(*name, span);
                }
            }
            Step::Call { callee, args: inner } => {
                let given = |arg: &Given| arg.as_ref().map_or(Arg::Opaque, |arg| self.given(arg, args));
                let inner: Vec<Arg> = inner.iter().map(given).collect();
                if self.scopes.get(*callee).is_none() {
                    self.calls(*callee, span);
                }
                self.call_function(*callee, &inner, span);
            }
            Step::Mention(name) => {
                if self.scopes.get(*name).is_none() {
                    let ids = self.globals(*name);
                    self.out.reads.extend(ids.iter());
                    self.out.mentioned.insert(*name);
                }
            }
        }
    }

    fn given(&self, (root, address): &(Root, bool), args: &[Arg]) -> Arg {
        match (self.root(root, args), address) {
            (Arg::Expr(id), true) => Arg::Address(id),
            (Arg::Name(name), true) => Arg::NameAddress(name),
            (arg, false) => arg,
            _ => Arg::Opaque,
        }
    }

    fn root(&self, root: &Root, args: &[Arg]) -> Arg {
        match root {
            Root::Param(i) => args.get(*i).copied().unwrap_or(Arg::Opaque),
            Root::Name(name) => Arg::Name(*name),
            Root::Pasted(pasted) => {
                let (prefix, i, suffix) = &**pasted;
                match args.get(*i) {
                    Some(&Arg::Expr(id)) => match self.facts.ast.expr(id) {
                        Expr::Name(name) => Arg::Name(Name::from(&format!("{prefix}{name}{suffix}"))),
                        _ => Arg::Opaque,
                    },
                    _ => Arg::Opaque,
                }
            }
        }
    }

    /// The macros of this name that the file may see.
    pub(crate) fn macros(&mut self, name: Name) -> Rc<[&'s Macro]> {
        if let Some(found) = self.macro_cache.get(&name) {
            return Rc::clone(found);
        }
        let found: Rc<[&Macro]> = self.shared.macros.seen(self.shared.project, self.facts.file, name).into();
        self.macro_cache.insert(name, Rc::clone(&found));
        found
    }

    /// What a called macro stands for.
    pub(crate) fn call_alias(&mut self, callee: ExprId) -> Option<Alias> {
        let Expr::Name(name) = self.facts.ast.expr(callee) else { return None };
        let alias = self.alias(name)?;
        // `#define f g` renames a function: the result is that of `g`.
        let renames = alias.kind == AliasKind::Object && self.globals(alias.name).is_empty();
        Some(if renames { Alias { kind: AliasKind::Call, ..alias } } else { alias })
    }

    /// Whether a call gives an object that all interpreters have in common.
    pub(super) fn is_shared(&self, callee: Name, args: ExprList) -> bool {
        if !callee.starts_with("Py") {
            return false;
        }
        let ast = &self.facts.ast;
        let given = |&arg: &ExprId| match ast.expr(ast.strip_casts(arg)) {
            Expr::Int(value) => Literal::Int(value.cast_signed()),
            Expr::Unary { op: UnaryOp::Negate, arg } => match ast.expr(arg) {
                Expr::Int(value) => Literal::Int(value.cast_signed().wrapping_neg()),
                _ => Literal::Other,
            },
            Expr::Str(text) if !text.contains('\\') => Literal::Text(text.len()),
            _ => Literal::Other,
        };
        let args: Vec<Literal> = ast.exprs(args).iter().map(given).collect();
        immortal::is_shared(&callee, &args)
    }
}
