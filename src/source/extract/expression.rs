//! Expressions and initialisers: the walk, and what has no operands. What has some is in `operands`.

use tree_sitter::Node;

use super::operands::Step;
use super::{Extractor, NESTING};
use crate::facts::{BinaryOp, CType, Expr, ExprId, Name, UnaryOp};
use crate::source::condition::number;
use crate::source::macros::name_of;
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    pub(super) fn add(&mut self, expr: Expr, node: Node<'_>) -> ExprId {
        let span = self.span(node);
        self.facts.ast.add_expr(expr, span)
    }

    pub(super) fn opaque(&mut self, node: Node<'_>) -> ExprId {
        self.add(Expr::Opaque, node)
    }

    /// Reads an expression or an initialiser, however deep it is: what waits for its operands waits on the heap.
    pub(super) fn expr(&mut self, node: Node<'_>) -> ExprId {
        if let Some(id) = self.leaf(node) {
            return id;
        }
        let mut work = vec![Step::Read(node, 0)];
        let mut done = Vec::new();
        while let Some(step) = work.pop() {
            let id = match step {
                Step::Opaque(node) => Some(self.opaque(node)),
                Step::Read(node, depth) => match self.leaf(node) {
                    None if depth > NESTING => {
                        self.cut(node);
                        Some(self.opaque(node))
                    }
                    None => self.operands(node, depth, &mut work),
                    id => id,
                },
                Step::Build(node, build) => Some(self.build(node, build, &mut done)),
            };
            done.extend(id);
        }
        done.pop().unwrap_or_else(|| self.opaque(node))
    }

    /// Reads an expression that has no operands; None for others.
    fn leaf(&mut self, node: Node<'_>) -> Option<ExprId> {
        if node.is_error() || node.is_missing() {
            return Some(self.opaque(node));
        }
        Some(match self.kind(node) {
            Syntax::Identifier
            | Syntax::FieldIdentifier
            | Syntax::TypeIdentifier
            | Syntax::Qualified
            | Syntax::This
            | Syntax::Primitive => {
                let name = self.name(node);
                self.add(Expr::Name(name), node)
            }
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
            Syntax::Sizeof => {
                let described = node.child_by_field_id(self.fields.ty)?;
                if let Some((name, calls)) = self.called(described) {
                    let mut callee = self.add(Expr::Name(self.name(name)), name);
                    for call in calls.into_iter().rev() {
                        let span = self.places.span(described.start_byte(), call.end_byte());
                        let args = self.facts.ast.add_exprs(&[]);
                        callee = self.facts.ast.add_expr(Expr::Call { callee, args }, span);
                    }
                    return Some(self.add(Expr::SizeofExpr(callee), node));
                }
                let ty = self.described(described);
                self.add(Expr::SizeofType(ty), node)
            }
            Syntax::Lambda => {
                self.lambda(node);
                self.opaque(node)
            }
            _ => return None,
        })
    }

    /// `f` of `sizeof(f()())`, and the calls from the last to the first: the grammar takes them for the type of a function,
    /// which has no size.
    fn called<'t>(&self, node: Node<'t>) -> Option<(Node<'t>, Vec<Node<'t>>)> {
        let callee = node.child_by_field_id(self.fields.ty)?;
        let mut calls = Vec::new();
        let mut next = node.child_by_field_id(self.fields.declarator);
        while let Some(call) = next.filter(|_| calls.len() < NESTING as usize) {
            let empty = call.child_by_field_id(self.fields.parameters).is_some_and(|n| n.named_child_count() == 0);
            if self.kind(call) != Syntax::AbstractFunction || !empty {
                return None;
            }
            calls.push(call);
            next = call.child_by_field_id(self.fields.declarator);
        }
        let named = self.kind(callee) == Syntax::TypeIdentifier && callee.start_byte() == node.start_byte();
        (named && !calls.is_empty() && next.is_none()).then_some((callee, calls))
    }

    pub(super) fn type_field(&mut self, node: Node<'_>) -> CType {
        match node.child_by_field_id(self.fields.ty) {
            Some(ty) if self.kind(ty) == Syntax::TypeDescriptor => self.described(ty),
            Some(ty) => CType { base: self.name(ty), ..CType::plain("int") },
            None => CType::plain("int"),
        }
    }

    /// The contents of a literal, or of a row of literals.
    fn string(&mut self, node: Node<'_>, out: &mut Vec<u8>) {
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match self.kind(child) {
                Syntax::Str | Syntax::RawStr => {
                    let mut inner = child.walk();
                    child.named_children(&mut inner).for_each(|part| self.string_part(part, out));
                }
                _ => self.string_part(child, out),
            }
        }
    }

    fn string_part(&self, node: Node<'_>, out: &mut Vec<u8>) {
        match self.kind(node) {
            Syntax::StringContent | Syntax::RawContent | Syntax::Escape => out.extend_from_slice(self.bytes(node)),
            // A macro between the literals: what it stands for is not known here.
            Syntax::Identifier => {
                out.push(b'{');
                out.extend_from_slice(self.bytes(node));
                out.push(b'}');
            }
            _ => {}
        }
    }
}

/// The operator of this spelling.
pub(super) fn binary_op(text: &[u8]) -> Option<BinaryOp> {
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
pub(crate) fn character(text: &[u8]) -> Option<u64> {
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
