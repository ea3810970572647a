//! What an expression gives: a new reference or a borrowed one; and where the values of a variable come from.

use super::calls::Meaning;
use super::{End, MAX_DEPTH, Origin, References};
use crate::capi::functions::{Function, Makes};
use crate::capi::objects::{is_constant, is_constant_number};
use crate::facts::{Ast, Expr, ExprId, Name, Stmt};
use crate::link::{CutKind, FuncRef, Local, Model};

/// What an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A new reference, or NULL.
    New,
    /// A borrowed reference, or NULL.
    Borrowed,
    /// That is not known.
    Unknown,
}

impl References<'_> {
    /// What a value gives.
    pub fn gives(&mut self, at: FuncRef, value: ExprId) -> Gives {
        let ast = &self.model.file(at.file).ast;
        let value = ast.strip_casts(value);
        let Expr::Call { callee, .. } = ast.expr(value) else { return Gives::Unknown };
        let name = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => name,
            Expr::Member { field, .. } if field == "tp_alloc" || field == "tp_new" => return Gives::New,
            _ => return Gives::Unknown,
        };
        match self.meaning(at, name) {
            Meaning::Api(function) if function.returns_new() => Gives::New,
            Meaning::Api(function) if function.returns_borrowed() => Gives::Borrowed,
            Meaning::Functions(funcs) => together(funcs.into_iter().map(|func| self.returned(func))),
            _ => Gives::Unknown,
        }
    }

    /// What a function of the project returns.
    pub fn returned(&mut self, func: FuncRef) -> Gives {
        if let Some(&known) = self.returned.get(&func) {
            return known;
        }
        if self.stack.contains(&func) {
            return Gives::Unknown;
        }
        if self.stack.len() > MAX_DEPTH {
            self.model.cuts.add(CutKind::Calls, func.file, self.model.func(func).name_span);
            return Gives::Unknown;
        }
        self.stack.push(func);
        let (values, mut found) = (returns(self.model, func), Vec::new());
        for value in values {
            found.push(self.returned_value(func, value));
        }
        self.stack.pop();
        let gives = together(found.into_iter());
        if gives != Gives::Unknown || self.stack.is_empty() {
            self.returned.insert(func, gives);
        }
        gives
    }

    fn returned_value(&mut self, func: FuncRef, value: ExprId) -> Gives {
        let ast = &self.model.file(func.file).ast;
        let Expr::Name(name) = ast.expr(value) else { return self.gives(func, value) };
        let origins = origins(self.model, func, name);
        let each = origins.into_iter().map(|origin| {
            // The function is on the stack for its returns; the walk puts it there itself.
            self.stack.pop();
            let trace = self.follow(func, origin);
            self.stack.push(func);
            let Some(ends) = trace.known() else { return Gives::Unknown };
            let mut counts: Vec<i8> = ends.filter(|end| end.returned).map(|end| end.state.owned).collect();
            counts.sort_unstable();
            counts.dedup();
            let borrowed = matches!(origin, Origin::Value(e) if self.gives(func, e) == Gives::Borrowed);
            match counts.as_slice() {
                [1] => Gives::New,
                [0] if borrowed || matches!(origin, Origin::Entry(_)) => Gives::Borrowed,
                _ => Gives::Unknown,
            }
        });
        together(each)
    }

    /// Whether a value that is stored in a field comes with a reference of its own: a new one, or one that is taken.
    pub fn hands_over(&mut self, at: FuncRef, value: ExprId, field: Name) -> bool {
        let ast = &self.model.file(at.file).ast;
        let mut values = Vec::new();
        leaves(ast, value, &mut values);
        values.into_iter().any(|value| match ast.expr(value) {
            Expr::Name(name) => origins(self.model, at, name).into_iter().any(|origin| {
                let trace = self.follow(at, origin);
                let kept = |end: &End| end.state.kept.iter().any(|place| place.name == field);
                trace.objects().any(|end| end.state.owned > 0 && kept(end))
            }),
            _ => self.gives(at, value) == Gives::New,
        })
    }

    /// What a new object is that a value gives, made by CPython or by functions of the project that return it.
    pub fn makes(&self, at: FuncRef, value: ExprId) -> Option<Makes> {
        self.made(at, value, 0)
    }

    fn made(&self, at: FuncRef, value: ExprId, depth: usize) -> Option<Makes> {
        let ast = &self.model.file(at.file).ast;
        let value = ast.strip_casts(value);
        if depth > MAX_DEPTH {
            self.model.cuts.add(CutKind::Values, at.file, ast.expr_span(value));
            return None;
        }
        let values = match ast.expr(value) {
            Expr::Conditional { .. } | Expr::Assign { .. } => {
                let mut values = Vec::new();
                leaves(ast, value, &mut values);
                values.into_iter().map(|value| (at, value)).collect()
            }
            Expr::Name(name) if is_constant(name.as_str()) => return Some(Makes::Acyclic),
            Expr::Name(name) => {
                let origins = origins(self.model, at, name);
                let values = origins.into_iter().map(|o| if let Origin::Value(e) = o { Some((at, e)) } else { None });
                values.collect::<Option<Vec<_>>>()?
            }
            Expr::Call { callee, .. } if matches!(ast.expr(ast.strip_casts(callee)), Expr::Member { field, .. } if field == "tp_alloc") =>
            {
                return Some(Makes::Instance);
            }
            _ => match self.meaning(at, ast.callee_name(value)?) {
                Meaning::Api(function) => return self.made_by(at, value, function, depth),
                Meaning::Functions(funcs) => {
                    let each = funcs.into_iter().flat_map(|f| returns(self.model, f).into_iter().map(move |v| (f, v)));
                    each.collect()
                }
                _ => return None,
            },
        };
        let mut kinds = values.into_iter().map(|(at, value)| self.made(at, value, depth + 1));
        let first = kinds.next()??;
        kinds.all(|kind| kind == Some(first)).then_some(first)
    }
}

impl References<'_> {
    /// What a call of CPython's function makes.
    fn made_by(&self, at: FuncRef, call: ExprId, function: &Function, depth: usize) -> Option<Makes> {
        let ast = &self.model.file(at.file).ast;
        let Expr::Call { args, .. } = ast.expr(call) else { return None };
        let first = ast.exprs(args).first().copied();
        let constant = first.and_then(|e| ast.referred_name(e)).is_some_and(|n| is_constant_number(n.as_str()));
        match first {
            Some(object) if function.takes.has(1) => self.made(at, object, depth + 1),
            _ if constant && function.makes.is_none() && function.returns_object() => Some(Makes::Acyclic),
            _ => function.makes,
        }
    }
}

fn together(mut each: impl Iterator<Item = Gives>) -> Gives {
    let Some(first) = each.next() else { return Gives::Unknown };
    if each.all(|gives| gives == first) { first } else { Gives::Unknown }
}

/// The values that a function returns, less NULL.
pub(crate) fn returns(model: &Model, func: FuncRef) -> Vec<ExprId> {
    let ast = &model.file(func.file).ast;
    let mut values = Vec::new();
    if let Some(body) = model.func(func).body {
        ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
                leaves(ast, value, &mut values);
            }
        });
    }
    values
}

/// Where what a variable of a function holds may come from: each value it is given there, or else from outside.
pub fn origins(model: &Model, at: FuncRef, name: Name) -> Vec<Origin> {
    let ast = &model.file(at.file).ast;
    let mut values = Vec::new();
    for site in model.sites.assignments_in(at, name) {
        let plain = site.target.is_none_or(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(_)));
        if site.op.is_none() && plain {
            leaves(ast, site.value, &mut values);
        }
    }
    let outside = !matches!(model.local(at, name), Some(Local::Var(_)));
    let entry = outside.then_some(Origin::Entry(name)).filter(|_| values.is_empty() || is_param(model, at, name));
    values.into_iter().map(Origin::Value).chain(entry).collect()
}

fn is_param(model: &Model, at: FuncRef, name: Name) -> bool {
    matches!(model.local(at, name), Some(Local::Param(_)))
}

/// The values that an expression may be, less NULL: both sides of `a ? b : c`, the value of `a = b`.
fn leaves(ast: &Ast, value: ExprId, out: &mut Vec<ExprId>) {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        let value = ast.strip_casts(value);
        match ast.expr(value) {
            _ if is_null(ast, value) => {}
            Expr::Conditional { then, other, .. } => pending.extend([then, other]),
            Expr::Assign { op: None, value, .. } | Expr::Comma { right: value, .. } => pending.push(value),
            _ => out.push(value),
        }
    }
}

/// Whether an expression is 0 or NULL.
pub fn is_null(ast: &Ast, e: ExprId) -> bool {
    match ast.expr(ast.strip_casts(e)) {
        Expr::Int(0) => true,
        Expr::Name(name) => name == "NULL" || name == "nullptr",
        _ => false,
    }
}
