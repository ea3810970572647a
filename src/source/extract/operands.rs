//! Expressions with operands: which operands a node has, and what is made of them when they are read.

use tree_sitter::Node;

use super::Extractor;
use super::expression::binary_op;
use crate::capi::structs;
use crate::facts::{BinaryOp, CType, Expr, ExprId, Name, UnaryOp};
use crate::source::syntax::Syntax;

/// What is still to do for an expression.
pub(super) enum Step<'t> {
    /// Read a node at so many levels below the outermost.
    Read(Node<'t>, u32),
    /// The operand that a node lacks.
    Opaque(Node<'t>),
    /// Make an expression of the operands read last.
    Build(Node<'t>, Build),
}

/// What to make of operands.
pub(super) enum Build {
    /// The callee and so many arguments.
    Call(usize),
    Delete,
    /// The field's name (None: unreadable), and whether by `->`.
    Member(Option<Name>, bool),
    Index,
    Unary(UnaryOp),
    Step(bool),
    Assign(Option<BinaryOp>),
    Binary(Option<BinaryOp>),
    /// Whether there are three operands, not two.
    Conditional(bool),
    Cast(CType),
    SizeofExpr,
    Comma,
    /// So many items.
    List(usize),
    Compound(CType),
    /// `.field = value` of the value read last; None: a designator of another kind.
    Designated(Option<Name>),
    /// `[index] = value`: the value, then the index.
    Indexed,
}

impl Extractor<'_> {
    /// Puts what is needed for `node` on `work`; an expression that can be had at once is returned.
    pub(super) fn operands<'t>(&mut self, node: Node<'t>, depth: u32, work: &mut Vec<Step<'t>>) -> Option<ExprId> {
        let fields = self.fields;
        let below = depth + 1;
        let of = |field: u16| match node.child_by_field_id(field) {
            Some(child) => Step::Read(child, below),
            None => Step::Opaque(node),
        };
        let operator = node.child_by_field_id(fields.operator);
        let spelled = |none: &'static [u8]| operator.map_or(none, |o| self.bytes(o));
        match self.kind(node) {
            Syntax::TemplateFunction => work.push(of(fields.name)),
            // Parentheses are no level of their own.
            Syntax::Paren | Syntax::Extension | Syntax::ConditionClause => work.push(self.inner(node, depth)),
            Syntax::Call | Syntax::New => return self.call(node, below, work),
            Syntax::Member => {
                let field = node.child_by_field_id(fields.field).map(|f| self.name(f));
                work.push(Step::Build(node, Build::Member(field, spelled(b"") == b"->")));
                work.push(of(fields.argument));
            }
            Syntax::Subscript => {
                let index = node.child_by_field_id(fields.index).or_else(|| node.child_by_field_id(fields.indices));
                let index = match index {
                    Some(index) if self.kind(index) == Syntax::SubscriptArguments => self.inner(index, below),
                    Some(index) => Step::Read(index, below),
                    None => Step::Opaque(node),
                };
                work.extend([Step::Build(node, Build::Index), index, of(fields.argument)]);
            }
            Syntax::PointerExpression | Syntax::Unary => {
                let op = match spelled(b"") {
                    b"&" => UnaryOp::AddressOf,
                    b"*" => UnaryOp::Deref,
                    b"!" | b"not" => UnaryOp::Not,
                    b"~" | b"compl" => UnaryOp::BitNot,
                    b"-" => UnaryOp::Negate,
                    _ => UnaryOp::Plus,
                };
                work.extend([Step::Build(node, Build::Unary(op)), of(fields.argument)]);
            }
            Syntax::Update => {
                let increment = spelled(b"") == b"++";
                work.extend([Step::Build(node, Build::Step(increment)), of(fields.argument)]);
            }
            Syntax::Assignment => {
                let op = spelled(b"=").strip_suffix(b"=").and_then(binary_op);
                work.extend([Step::Build(node, Build::Assign(op)), of(fields.right), of(fields.left)]);
            }
            Syntax::Binary => {
                if let Some(op) = self.casts_operand(node) {
                    let ty = node.child_by_field_id(fields.left).and_then(|left| self.innermost(left).named_child(0));
                    let ty = CType { base: ty.map_or(Name::from(""), |n| self.name(n)), ..CType::plain("") };
                    work.extend([Step::Build(node, Build::Cast(ty)), Step::Build(node, Build::Unary(op))]);
                    work.push(of(fields.right));
                } else {
                    let op = binary_op(spelled(b""));
                    work.extend([Step::Build(node, Build::Binary(op)), of(fields.right), of(fields.left)]);
                }
            }
            Syntax::Conditional => {
                let then = node.child_by_field_id(fields.consequence);
                work.extend([Step::Build(node, Build::Conditional(then.is_some())), of(fields.alternative)]);
                work.extend(then.map(|then| Step::Read(then, below)));
                work.push(of(fields.condition));
            }
            Syntax::Cast => {
                let ty = self.type_field(node);
                work.extend([Step::Build(node, Build::Cast(ty)), of(fields.value)]);
            }
            Syntax::Sizeof => work.extend([Step::Build(node, Build::SizeofExpr), of(fields.value)]),
            Syntax::Comma => {
                work.extend([Step::Build(node, Build::Comma), of(fields.right), of(fields.left)]);
            }
            Syntax::List | Syntax::Arguments | Syntax::SubscriptArguments => {
                self.items_of(node, below, work, Build::List)
            }
            Syntax::Pair => self.designated(node, below, work),
            Syntax::CompoundLiteral => {
                let ty = self.type_field(node);
                work.extend([Step::Build(node, Build::Compound(ty)), of(fields.value)]);
            }
            Syntax::Delete => work.extend([Step::Build(node, Build::Delete), self.inner(node, below)]),
            _ => return Some(self.opaque(node)),
        }
        None
    }

    /// `(destructor)&f`, which the grammar takes for a bit-and: a name alone in parentheses before `&` is a type where
    /// a table names its functions, and where it is the name of a type. So is `(Py_ssize_t)-1`.
    fn casts_operand(&self, node: Node<'_>) -> Option<UnaryOp> {
        let field = |field: u16| node.child_by_field_id(field);
        let left = field(self.fields.left).map(|n| self.innermost(n)).filter(|n| self.kind(*n) == Syntax::Paren)?;
        let name = left.named_child(0).filter(|n| self.kind(*n) == Syntax::Identifier)?;
        let (operator, right) = (self.bytes(field(self.fields.operator)?), self.kind(field(self.fields.right)?));
        let word = self.bytes(name);
        let typedef = || self.facts.typedefs.iter().any(|t| t.name.as_bytes() == word);
        if operator == b"-" {
            let cast = right == Syntax::Number && (word.ends_with(b"_t") || typedef());
            return cast.then_some(UnaryOp::Negate);
        }
        let addressed = operator == b"&"
            && !matches!(right, Syntax::Number | Syntax::Paren | Syntax::Call | Syntax::Unary | Syntax::Char);
        let in_table = || node.parent().is_some_and(|n| matches!(self.kind(n), Syntax::List | Syntax::Pair));
        let cast = addressed
            && (structs::is_function_type(word) || typedef() || word.iter().any(u8::is_ascii_lowercase) && in_table());
        cast.then_some(UnaryOp::AddressOf)
    }

    /// What is cast: `(destructor)` of `(void *)(destructor)&f`.
    fn innermost<'t>(&self, mut node: Node<'t>) -> Node<'t> {
        while self.kind(node) == Syntax::Cast {
            let Some(inner) = node.child_by_field_id(self.fields.value) else { break };
            node = inner;
        }
        node
    }

    /// The one named child of a node that only wraps.
    fn inner<'t>(&self, node: Node<'t>, depth: u32) -> Step<'t> {
        let child = node.child_by_field_id(self.fields.value).or_else(|| {
            let mut cursor = node.walk();
            node.named_children(&mut cursor).find(|c| !c.is_extra())
        });
        child.map_or(Step::Opaque(node), |child| Step::Read(child, depth))
    }

    /// The items of a list or the arguments of a call, and what `build` makes of their number.
    fn items_of<'t>(&self, node: Node<'t>, depth: u32, work: &mut Vec<Step<'t>>, build: fn(usize) -> Build) {
        let first = work.len();
        let mut cursor = node.walk();
        let items = node.named_children(&mut cursor).filter(|c| !c.is_extra());
        work.extend(items.map(|item| Step::Read(item, depth)));
        work.push(Step::Build(node, build(work.len() - first)));
        work[first..].reverse();
    }

    fn call<'t>(&mut self, node: Node<'t>, depth: u32, work: &mut Vec<Step<'t>>) -> Option<ExprId> {
        let arguments = node.child_by_field_id(self.fields.arguments);
        let is_new = self.kind(node) == Syntax::New;
        let function = node.child_by_field_id(self.fields.function);
        if let (Some(function), Some(arguments), false) = (function, arguments, is_new)
            && self.kind(function) == Syntax::TemplateFunction
            && let Some((ty, arg)) = self.named_cast(function, arguments)
        {
            work.extend([Step::Build(node, Build::Cast(ty)), Step::Read(arg, depth)]);
            return None;
        }
        let first = work.len();
        if let Some(arguments) = arguments {
            self.items_of(arguments, depth, work, Build::Call);
            // The call stands where the whole does, not where its arguments do.
            work[first] = match std::mem::replace(&mut work[first], Step::Opaque(node)) {
                Step::Build(_, build) => Step::Build(node, build),
                other => other,
            };
        } else {
            work.push(Step::Build(node, Build::Call(0)));
        }
        if is_new {
            return Some(self.add(Expr::Name(Name::from("new")), node));
        }
        work.push(function.map_or(Step::Opaque(node), |function| Step::Read(function, depth)));
        None
    }

    /// C++ `reinterpret_cast<T>(x)` and its kin.
    fn named_cast<'t>(&mut self, function: Node<'t>, arguments: Node<'t>) -> Option<(CType, Node<'t>)> {
        let name = function.child_by_field_id(self.fields.name)?;
        if !self.bytes(name).ends_with(b"_cast") {
            return None;
        }
        let types = function.child_by_field_id(self.fields.arguments)?;
        let mut cursor = types.walk();
        let ty = types.named_children(&mut cursor).find(|n| self.kind(*n) == Syntax::TypeDescriptor)?;
        let mut cursor = arguments.walk();
        let mut values = arguments.named_children(&mut cursor).filter(|c| !c.is_extra());
        let arg = values.next().filter(|_| values.next().is_none())?;
        Some((self.described(ty), arg))
    }

    /// `.a[1] = value`: the value, then the designators from the last to the first.
    fn designated<'t>(&mut self, node: Node<'t>, depth: u32, work: &mut Vec<Step<'t>>) {
        for designator in self.all(node, self.fields.designator) {
            let build = match self.kind(designator) {
                Syntax::SubscriptDesignator => {
                    work.extend([Step::Build(node, Build::Indexed), self.inner(designator, depth)]);
                    continue;
                }
                Syntax::FieldIdentifier => Some(self.name(designator)),
                Syntax::FieldDesignator => {
                    // A comment may stand behind the point.
                    let mut cursor = designator.walk();
                    designator.named_children(&mut cursor).find(|n| !n.is_extra()).map(|n| self.name(n))
                }
                _ => None,
            };
            work.push(Step::Build(node, Build::Designated(build)));
        }
        let value = node.child_by_field_id(self.fields.value);
        work.push(value.map_or(Step::Opaque(node), |value| Step::Read(value, depth)));
    }

    /// Makes an expression of the last of the operands that are `done`.
    pub(super) fn build(&mut self, node: Node<'_>, build: Build, done: &mut Vec<ExprId>) -> ExprId {
        let mut pop = || done.pop().unwrap_or(ExprId(0));
        let expr = match build {
            Build::Call(count) | Build::List(count) => {
                let items = done.split_off(done.len() - count.min(done.len()));
                let items = self.facts.ast.add_exprs(&items);
                match build {
                    Build::List(_) => Expr::List(items),
                    _ => Expr::Call { callee: done.pop().unwrap_or(ExprId(0)), args: items },
                }
            }
            Build::Delete => {
                let arg = pop();
                let callee = self.add(Expr::Name(Name::from("delete")), node);
                Expr::Call { callee, args: self.facts.ast.add_exprs(&[arg]) }
            }
            Build::Member(field, arrow) => {
                let base = pop();
                field.map_or(Expr::Opaque, |field| Expr::Member { base, field, arrow })
            }
            Build::Index => {
                let index = pop();
                Expr::Index { base: pop(), index }
            }
            Build::Unary(op) => Expr::Unary { op, arg: pop() },
            Build::Step(increment) => Expr::Step { arg: pop(), increment },
            Build::Assign(op) => {
                let value = pop();
                Expr::Assign { op, target: pop(), value }
            }
            Build::Binary(op) => {
                let (right, left) = (pop(), pop());
                op.map_or(Expr::Opaque, |op| Expr::Binary { op, left, right })
            }
            Build::Conditional(three) => {
                let other = pop();
                let then = three.then(&mut pop);
                let test = pop();
                Expr::Conditional { test, then: then.unwrap_or(test), other }
            }
            Build::Cast(ty) => Expr::Cast { ty, arg: pop() },
            Build::SizeofExpr => Expr::SizeofExpr(pop()),
            Build::Comma => {
                let right = pop();
                Expr::Comma { left: pop(), right }
            }
            Build::Compound(ty) => Expr::Compound { ty, list: pop() },
            Build::Designated(field) => {
                let value = pop();
                field.map_or(Expr::Opaque, |field| Expr::Designated { field, value })
            }
            Build::Indexed => {
                let index = pop();
                Expr::Indexed { index, value: pop() }
            }
        };
        self.add(expr, node)
    }
}
