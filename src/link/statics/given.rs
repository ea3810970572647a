//! What an expression gives, as far as the role of a variable goes.

use crate::capi::families::{self, Family};
use crate::capi::{objects, roles};
use crate::facts::{Expr, ExprId, Name, UnaryOp};
use crate::link::CutKind;

use super::Value;
use super::scope::Binding;
use super::walk::Walker;

/// Most expressions looked at for one value.
const MAX_PARTS: usize = 256;

/// What is still to be done for a value.
enum Step {
    /// Look at an expression.
    Of(ExprId),
    /// `PyObject_GetAttr…(x)`, of this name, of the last value.
    Attribute(Name),
    /// `test ? a : b` of the last two.
    Choice,
}

impl Walker<'_, '_> {
    /// What an expression gives.
    pub(crate) fn value_of(&mut self, id: ExprId) -> Value {
        let (mut open, mut values) = (vec![Step::Of(id)], Vec::new());
        let mut left = MAX_PARTS;
        while let Some(step) = open.pop() {
            match step {
                Step::Of(part) if left == 0 => {
                    self.cut(CutKind::Nesting, self.facts.ast.expr_span(part));
                    return Value::Other;
                }
                Step::Of(part) => {
                    left -= 1;
                    values.extend(self.part_of(part, &mut open));
                }
                Step::Attribute(name) => {
                    let value = match values.pop() {
                        Some(Value::Call(from)) if families::is(&from, Family::Imports) => Value::ImportedAttribute,
                        Some(Value::ImportedAttribute) => Value::ImportedAttribute,
                        _ => Value::Call(name),
                    };
                    values.push(value);
                }
                Step::Choice => {
                    if let (Some(other), Some(then)) = (values.pop(), values.pop()) {
                        values.push(chosen(then, other));
                    }
                }
            }
        }
        values.pop().unwrap_or(Value::Other)
    }

    /// The value of one expression, or None and what is to be done for it.
    fn part_of(&mut self, id: ExprId, open: &mut Vec<Step>) -> Option<Value> {
        let ast = &self.facts.ast;
        let id = ast.strip_casts(id);
        Some(match ast.expr(id) {
            Expr::Int(0) => Value::Null,
            Expr::Int(value) => Value::Int(value),
            Expr::Unary { op: UnaryOp::Negate, arg } => match ast.expr(arg) {
                Expr::Int(value) => Value::Int(value.wrapping_neg()),
                _ => Value::Other,
            },
            Expr::Name(name) => match name.as_str() {
                "NULL" | "nullptr" | "false" | "FALSE" => Value::Null,
                "true" | "TRUE" => Value::Int(1),
                text if objects::is_constant(text) || objects::is_exception(text) => Value::CPythonStatic,
                _ => match self.scopes.get(name) {
                    Some(Binding::Local(var)) => self.origins.get(&var).copied().unwrap_or(Value::Other),
                    _ => Value::Other,
                },
            },
            Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(arg) {
                Expr::Name(name)
                    if name.starts_with("Py") && name.ends_with("_Type") && self.globals(name).is_empty() =>
                {
                    Value::CPythonStatic
                }
                _ => Value::Other,
            },
            Expr::Call { callee, args } => {
                let Expr::Name(name) = ast.expr(callee) else { return Some(Value::Other) };
                match (name.as_str(), ast.exprs(args).first().copied()) {
                    (given, Some(inner)) if roles::gives_argument(given) => {
                        open.push(Step::Of(inner));
                        return None;
                    }
                    (attribute, Some(owner)) if families::is(attribute, Family::Attributes) => {
                        open.extend([Step::Attribute(name), Step::Of(owner)]);
                        return None;
                    }
                    _ if self.is_shared(name, args) => Value::CPythonStatic,
                    _ => Value::Call(name),
                }
            }
            Expr::Assign { op: None, value: inner, .. } | Expr::Comma { right: inner, .. } => {
                open.push(Step::Of(inner));
                return None;
            }
            Expr::Conditional { then, other, .. } => {
                open.extend([Step::Choice, Step::Of(other), Step::Of(then)]);
                return None;
            }
            _ => Value::Other,
        })
    }
}

/// What one of two values is.
fn chosen(then: Value, other: Value) -> Value {
    match (then, other) {
        (one, two) if one == two => one,
        (Value::Null, known) | (known, Value::Null) => known,
        // The kind of the first says what it is for, unless it is just the fallback.
        (Value::CPythonStatic, other) | (other, Value::CPythonStatic) => other,
        (one @ (Value::Call(_) | Value::ImportedAttribute), _) => one,
        (_, two @ (Value::Call(_) | Value::ImportedAttribute)) => two,
        _ => Value::Other,
    }
}
