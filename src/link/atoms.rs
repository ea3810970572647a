//! Which values of fields refer to no other object: strings, bytes, numbers, weak references without a callback.

use super::{FuncRef, Local, Project};
use crate::facts::{Expr, ExprId, FileId, Linkage, Name, Stmt, UnaryOp};

/// How far values are followed through locals, fields, parameters and functions.
const DEPTH: u32 = 5;

impl Project {
    /// Whether a value is an object that refers to no other (true), or perhaps another one (false); None for no object.
    pub(crate) fn is_atom(&self, file: FileId, func: Option<FuncRef>, value: ExprId, depth: u32) -> Option<bool> {
        let ast = &self.file(file).ast;
        let value = ast.strip_casts(value);
        if depth > DEPTH {
            return Some(false);
        }
        match ast.expr(value) {
            Expr::Int(0) => None,
            Expr::Name(name) if name == "NULL" || name == "nullptr" || name == "Py_None" => None,
            Expr::Name(name) => func.map_or(Some(false), |at| self.local_is_atom(at, name, depth + 1)),
            Expr::Conditional { then, other, .. } => {
                merge([then, other].into_iter().map(|e| self.is_atom(file, func, e, depth + 1)))
            }
            Expr::Call { args, .. } => {
                let Some(name) = ast.callee_name(value) else { return Some(false) };
                let args = ast.exprs(args);
                match name.as_str() {
                    "Py_NewRef" | "Py_XNewRef" | "_Py_NewRef" | "_Py_XNewRef" => {
                        args.first().map_or(Some(false), |&e| self.is_atom(file, func, e, depth + 1))
                    }
                    // With a callback the reference owns an object.
                    "PyWeakref_NewRef" => {
                        Some(args.get(1).is_some_and(|&e| self.is_atom(file, func, e, depth + 1).is_none()))
                    }
                    known if makes_atom(known) => Some(true),
                    _ => Some(self.returns_atom(file, name, depth + 1)),
                }
            }
            Expr::Member { base, field, .. } => match self.record_at(file, func, base, 0) {
                Some((at, record)) => match self.field_is_atom(at, record, field) {
                    None if self.field_is_open(at, record, field) => None,
                    answer => Some(answer == Some(true)),
                },
                None => Some(false),
            },
            _ => Some(false),
        }
    }

    /// Whether a function of the project returns nothing but such objects and NULL.
    fn returns_atom(&self, file: FileId, name: Name, depth: u32) -> bool {
        let found = self.resolve_func(file, name);
        !found.is_empty()
            && found.iter().all(|&at| {
                let facts = self.file(at.file);
                let Some(body) = self.func(at).body else { return false };
                let mut values = Vec::new();
                facts.ast.each_stmt(body, &mut |stmt| {
                    if let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) {
                        values.push(self.is_atom(at.file, Some(at), value, depth));
                    }
                });
                merge(values.into_iter()) == Some(true)
            })
    }

    /// Whether a local holds nothing but such objects, or every caller passes one as this parameter.
    fn local_is_atom(&self, at: FuncRef, name: Name, depth: u32) -> Option<bool> {
        let Some(local) = self.local(at, name) else { return Some(false) };
        if self.is_checked(at, name) {
            return Some(true);
        }
        // Whoever gets its address may store anything in it.
        let given = self.sites.calls_in(at, name).any(|site| {
            let ast = &self.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return true };
            ast.callee_name(site.expr).is_none_or(|n| n != "_PyBytes_Resize")
                && ast.exprs(args).iter().any(|&arg| match ast.expr(ast.strip_casts(arg)) {
                    Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg) == Some(name),
                    _ => false,
                })
        });
        if given {
            return Some(false);
        }
        let sites = self.sites.assignments_in(at, name);
        let mut values: Vec<_> = sites
            .filter(|a| a.target.is_none_or(|t| matches!(self.file(a.file).ast.expr(t), Expr::Name(_))))
            .map(|a| self.is_atom(at.file, Some(at), a.value, depth))
            .collect();
        if let Local::Param(index) = local {
            let own = self.func(at).name;
            // Where its name is a value, others may call it.
            if self.func(at).linkage != Linkage::Internal || !self.sites.calls_with(own).is_empty() {
                return Some(false);
            }
            // Others have functions of this name of their own.
            let near = |file: FileId| self.share_unit(at.file, file);
            for site in self.sites.calls_of(own.as_str()).iter().filter(|s| near(s.file)) {
                let ast = &self.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                let Some(&arg) = ast.exprs(args).get(index) else { return Some(false) };
                values.push(self.is_atom(site.file, site.func_ref(), arg, depth));
            }
        }
        // Nothing is known of what is never set.
        if values.is_empty() { Some(false) } else { merge(values.into_iter()) }
    }

    /// Whether a function asks if what a local holds is of such a type.
    fn is_checked(&self, at: FuncRef, name: Name) -> bool {
        let calls = self.sites.calls_in(at, name);
        calls.filter_map(|s| self.file(s.file).ast.callee_name(s.expr)).any(|callee| CHECKS.contains(&callee.as_str()))
    }
}

/// The questions whether an object is of a type that refers to no other.
const CHECKS: [&str; 6] = [
    "PyUnicode_Check",
    "PyUnicode_CheckExact",
    "PyBytes_Check",
    "PyBytes_CheckExact",
    "PyLong_Check",
    "PyLong_CheckExact",
];

/// Whether a call of this name gives an object of a type that refers to no other.
pub(crate) fn makes_atom(name: &str) -> bool {
    ["PyUnicode_", "PyBytes_", "PyLong_", "PyFloat_", "PyBool_", "PyByteArray_", "PyComplex_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// One answer from those of several values: none of them an object, all of them atoms, or not all.
pub(crate) fn merge(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut answer = None;
    for value in values.flatten() {
        answer = Some(value);
        if !value {
            break;
        }
    }
    answer
}
