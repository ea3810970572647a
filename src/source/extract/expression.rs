//! Expressions and initialisers.

use tree_sitter::Node;

use super::{DEPTH, Extractor};
use crate::facts::{BinaryOp, CType, Expr, ExprId, Name, UnaryOp};
use crate::source::condition::number;
use crate::source::macros::name_of;
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    fn add(&mut self, expr: Expr, node: Node<'_>) -> ExprId {
        let span = self.span(node);
        self.facts.ast.add_expr(expr, span)
    }

    fn opaque(&mut self, node: Node<'_>) -> ExprId {
        self.add(Expr::Opaque, node)
    }

    /// Reads an expression or an initialiser.
    pub(super) fn expr(&mut self, node: Node<'_>) -> ExprId {
        if self.depth > DEPTH || node.is_error() || node.is_missing() {
            return self.opaque(node);
        }
        self.depth += 1;
        let id = self.expr_inner(node);
        self.depth -= 1;
        id
    }

    fn operand(&mut self, node: Node<'_>, field: u16) -> ExprId {
        match node.child_by_field_id(field) {
            Some(child) => self.expr(child),
            None => self.opaque(node),
        }
    }

    fn list(&mut self, node: Node<'_>) -> Vec<ExprId> {
        let mut cursor = node.walk();
        let mut out = Vec::new();
        for child in node.named_children(&mut cursor) {
            if !child.is_extra() {
                out.push(self.expr(child));
            }
        }
        out
    }

    fn expr_inner(&mut self, node: Node<'_>) -> ExprId {
        match self.kind(node) {
            Syntax::Identifier
            | Syntax::FieldIdentifier
            | Syntax::TypeIdentifier
            | Syntax::Qualified
            | Syntax::This
            | Syntax::Primitive => {
                let name = self.name(node);
                self.add(Expr::Name(name), node)
            }
            Syntax::TemplateFunction => match node.child_by_field_id(self.fields.name) {
                Some(name) => self.expr(name),
                None => self.opaque(node),
            },
            Syntax::Null => self.add(Expr::Name(Name::from("NULL")), node),
            Syntax::True => self.add(Expr::Int(1), node),
            Syntax::False => self.add(Expr::Int(0), node),
            Syntax::Number => {
                // The grammar takes the sign for a part of the literal.
                let bytes = self.bytes(node);
                let negated = bytes.strip_prefix(b"-").map(<[u8]>::trim_ascii_start);
                let value = number(negated.unwrap_or(bytes)).map_or(Expr::Opaque, |v| Expr::Int(v as u64));
                let literal = self.add(value, node);
                match negated {
                    Some(_) => self.add(Expr::Unary { op: UnaryOp::Negate, arg: literal }, node),
                    None => literal,
                }
            }
            Syntax::Char => {
                let value = character(self.bytes(node)).map_or(Expr::Opaque, Expr::Int);
                self.add(value, node)
            }
            Syntax::Str | Syntax::RawStr | Syntax::Concatenated => {
                let mut text = Vec::new();
                self.string(node, &mut text);
                self.add(Expr::Str(name_of(&text)), node)
            }
            Syntax::Paren | Syntax::Extension | Syntax::ConditionClause => self.inner(node),
            Syntax::Call | Syntax::New => self.call(node),
            Syntax::Member => {
                let base = self.operand(node, self.fields.argument);
                let arrow = node.child_by_field_id(self.fields.operator).is_some_and(|o| self.bytes(o) == b"->");
                match node.child_by_field_id(self.fields.field).map(|f| self.name(f)) {
                    Some(field) => self.add(Expr::Member { base, field, arrow }, node),
                    None => self.opaque(node),
                }
            }
            Syntax::Subscript => {
                let base = self.operand(node, self.fields.argument);
                let index =
                    node.child_by_field_id(self.fields.index).or_else(|| node.child_by_field_id(self.fields.indices));
                let index = match index {
                    Some(index) if self.kind(index) == Syntax::SubscriptArguments => self.inner(index),
                    Some(index) => self.expr(index),
                    None => self.opaque(node),
                };
                self.add(Expr::Index { base, index }, node)
            }
            Syntax::PointerExpression | Syntax::Unary => {
                let op = node.child_by_field_id(self.fields.operator).map_or(&b""[..], |o| self.bytes(o));
                let op = match op {
                    b"&" => UnaryOp::AddressOf,
                    b"*" => UnaryOp::Deref,
                    b"!" | b"not" => UnaryOp::Not,
                    b"~" | b"compl" => UnaryOp::BitNot,
                    b"-" => UnaryOp::Negate,
                    _ => UnaryOp::Plus,
                };
                let arg = self.operand(node, self.fields.argument);
                self.add(Expr::Unary { op, arg }, node)
            }
            Syntax::Update => {
                let increment = node.child_by_field_id(self.fields.operator).is_some_and(|o| self.bytes(o) == b"++");
                let arg = self.operand(node, self.fields.argument);
                self.add(Expr::Step { arg, increment }, node)
            }
            Syntax::Assignment => {
                let op = node.child_by_field_id(self.fields.operator).map_or(&b"="[..], |o| self.bytes(o));
                let op = op.strip_suffix(b"=").and_then(binary_op);
                let target = self.operand(node, self.fields.left);
                let value = self.operand(node, self.fields.right);
                self.add(Expr::Assign { op, target, value }, node)
            }
            Syntax::Binary => {
                let op = node.child_by_field_id(self.fields.operator).and_then(|o| binary_op(self.bytes(o)));
                let left = self.operand(node, self.fields.left);
                let right = self.operand(node, self.fields.right);
                let expr = op.map_or(Expr::Opaque, |op| Expr::Binary { op, left, right });
                self.add(expr, node)
            }
            Syntax::Conditional => {
                let test = self.operand(node, self.fields.condition);
                let other = node.child_by_field_id(self.fields.consequence);
                let then = other.map_or(test, |n| self.expr(n));
                let other = self.operand(node, self.fields.alternative);
                self.add(Expr::Conditional { test, then, other }, node)
            }
            Syntax::Cast => {
                let ty = self.type_field(node);
                let arg = self.operand(node, self.fields.value);
                self.add(Expr::Cast { ty, arg }, node)
            }
            Syntax::Sizeof => match node.child_by_field_id(self.fields.ty) {
                Some(ty) => {
                    let ty = self.described(ty);
                    self.add(Expr::SizeofType(ty), node)
                }
                None => {
                    let arg = self.operand(node, self.fields.value);
                    self.add(Expr::SizeofExpr(arg), node)
                }
            },
            Syntax::Comma => {
                let left = self.operand(node, self.fields.left);
                let right = self.operand(node, self.fields.right);
                self.add(Expr::Comma { left, right }, node)
            }
            Syntax::List | Syntax::Arguments | Syntax::SubscriptArguments => {
                let items = self.list(node);
                let items = self.facts.ast.add_exprs(&items);
                self.add(Expr::List(items), node)
            }
            Syntax::Pair => self.designated(node),
            Syntax::CompoundLiteral => {
                let ty = self.type_field(node);
                let list = self.operand(node, self.fields.value);
                self.add(Expr::Compound { ty, list }, node)
            }
            Syntax::Offsetof => {
                let callee = self.add(Expr::Name(Name::from("offsetof")), node);
                let ty = self.type_field(node);
                let of = self.add(Expr::SizeofType(ty), node);
                let member = match node.child_by_field_name("member") {
                    Some(member) => {
                        let name = self.name(member);
                        self.add(Expr::Name(name), member)
                    }
                    None => self.opaque(node),
                };
                let args = self.facts.ast.add_exprs(&[of, member]);
                self.add(Expr::Call { callee, args }, node)
            }
            Syntax::Lambda => {
                self.lambda(node);
                self.opaque(node)
            }
            Syntax::Delete => {
                let arg = self.inner(node);
                let callee = self.add(Expr::Name(Name::from("delete")), node);
                let args = self.facts.ast.add_exprs(&[arg]);
                self.add(Expr::Call { callee, args }, node)
            }
            _ => self.opaque(node),
        }
    }

    /// The one named child of a node that only wraps.
    fn inner(&mut self, node: Node<'_>) -> ExprId {
        let child = node.child_by_field_id(self.fields.value).or_else(|| {
            let mut cursor = node.walk();
            node.named_children(&mut cursor).find(|c| !c.is_extra())
        });
        match child {
            Some(child) => self.expr(child),
            None => self.opaque(node),
        }
    }

    fn type_field(&mut self, node: Node<'_>) -> CType {
        match node.child_by_field_id(self.fields.ty) {
            Some(ty) if self.kind(ty) == Syntax::TypeDescriptor => self.described(ty),
            Some(ty) => CType { base: self.name(ty), ..CType::plain("int") },
            None => CType::plain("int"),
        }
    }

    fn call(&mut self, node: Node<'_>) -> ExprId {
        let arguments = node.child_by_field_id(self.fields.arguments);
        if self.kind(node) == Syntax::New {
            let callee = self.add(Expr::Name(Name::from("new")), node);
            let args = arguments.map(|a| self.list(a)).unwrap_or_default();
            let args = self.facts.ast.add_exprs(&args);
            return self.add(Expr::Call { callee, args }, node);
        }
        let function = node.child_by_field_id(self.fields.function);
        if let Some(function) = function.filter(|f| self.kind(*f) == Syntax::TemplateFunction)
            && let Some(cast) = self.named_cast(function, arguments, node)
        {
            return cast;
        }
        let callee = match function {
            Some(function) => self.expr(function),
            None => self.opaque(node),
        };
        let args = arguments.map(|a| self.list(a)).unwrap_or_default();
        let args = self.facts.ast.add_exprs(&args);
        self.add(Expr::Call { callee, args }, node)
    }

    /// C++ `reinterpret_cast<T>(x)` and its kin.
    fn named_cast(&mut self, function: Node<'_>, arguments: Option<Node<'_>>, node: Node<'_>) -> Option<ExprId> {
        let name = function.child_by_field_id(self.fields.name)?;
        if !self.bytes(name).ends_with(b"_cast") {
            return None;
        }
        let types = function.child_by_field_id(self.fields.arguments)?;
        let mut cursor = types.walk();
        let ty = types.named_children(&mut cursor).find(|n| self.kind(*n) == Syntax::TypeDescriptor)?;
        let ty = self.described(ty);
        let args = self.list(arguments?);
        let [arg] = args[..] else { return None };
        Some(self.add(Expr::Cast { ty, arg }, node))
    }

    fn designated(&mut self, node: Node<'_>) -> ExprId {
        let mut value = self.operand(node, self.fields.value);
        let designators = self.all(node, self.fields.designator);
        for designator in designators.into_iter().rev() {
            let expr = match self.kind(designator) {
                Syntax::SubscriptDesignator => {
                    let index = self.inner(designator);
                    Expr::Indexed { index, value }
                }
                Syntax::FieldIdentifier => Expr::Designated { field: self.name(designator), value },
                Syntax::FieldDesignator => {
                    let text = self.bytes(designator);
                    let text = text.strip_prefix(b".").unwrap_or(text);
                    Expr::Designated { field: name_of(text.trim_ascii()), value }
                }
                _ => Expr::Opaque,
            };
            value = self.add(expr, node);
        }
        value
    }

    fn string(&mut self, node: Node<'_>, out: &mut Vec<u8>) {
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match self.kind(child) {
                Syntax::StringContent | Syntax::RawContent | Syntax::Escape => out.extend_from_slice(self.bytes(child)),
                Syntax::Str | Syntax::RawStr => self.string(child, out),
                // A macro between the literals: what it stands for is not known here.
                Syntax::Identifier => {
                    out.push(b'{');
                    out.extend_from_slice(self.bytes(child));
                    out.push(b'}');
                }
                _ => {}
            }
        }
    }
}

/// The operator of this spelling.
fn binary_op(text: &[u8]) -> Option<BinaryOp> {
    Some(match text {
        b"+" => BinaryOp::Add,
        b"-" => BinaryOp::Sub,
        b"*" => BinaryOp::Mul,
        b"/" => BinaryOp::Div,
        b"%" => BinaryOp::Rem,
        b"&" => BinaryOp::BitAnd,
        b"|" => BinaryOp::BitOr,
        b"^" => BinaryOp::BitXor,
        b"<<" => BinaryOp::ShiftLeft,
        b">>" => BinaryOp::ShiftRight,
        b"==" => BinaryOp::Equal,
        b"!=" => BinaryOp::NotEqual,
        b"<" => BinaryOp::Less,
        b"<=" => BinaryOp::LessEqual,
        b">" => BinaryOp::Greater,
        b">=" => BinaryOp::GreaterEqual,
        b"&&" | b"and" => BinaryOp::And,
        b"||" | b"or" => BinaryOp::Or,
        _ => return None,
    })
}

/// The value of a one-byte character literal.
fn character(text: &[u8]) -> Option<u64> {
    match text {
        [b'\'', c, b'\''] => Some(u64::from(*c)),
        b"'\\0'" => Some(0),
        b"'\\n'" => Some(10),
        b"'\\t'" => Some(9),
        b"'\\r'" => Some(13),
        b"'\\\\'" => Some(92),
        b"'\\''" => Some(39),
        _ => None,
    }
}
