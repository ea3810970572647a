//! Statements of function bodies.

use tree_sitter::Node;

use super::{DEPTH, Extractor};
use crate::facts::{Expr, ExprId, Name, Stmt, StmtId};
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    /// The blanks between the start of the line and a node, empty where something else stands there.
    pub(super) fn indent(&self, node: Node<'_>) -> Name {
        let before = &self.text[..node.start_byte()];
        let line = &before[before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1)..];
        let blank = line.iter().all(|b| matches!(b, b' ' | b'\t'));
        Name::from(if blank { std::str::from_utf8(line).unwrap_or("") } else { "" })
    }

    fn add_stmt(&mut self, stmt: Stmt, node: Node<'_>) -> StmtId {
        let span = self.span(node);
        self.facts.ast.add_stmt(stmt, span)
    }

    /// The body of a function; C++ constructor initialisers come first, as calls named after the member.
    pub(super) fn function_body(&mut self, function: Node<'_>, body: Node<'_>) -> StmtId {
        if !self.is_cpp() {
            return self.stmt(body);
        }
        let mut all = Vec::new();
        let mut cursor = function.walk();
        for list in function.named_children(&mut cursor) {
            if self.kind(list) != Syntax::FieldInitializerList {
                continue;
            }
            let mut inner = list.walk();
            for item in list.named_children(&mut inner) {
                if self.kind(item) != Syntax::FieldInitializer {
                    continue;
                }
                let call = self.member_initialiser(item);
                all.push(self.add_stmt(Stmt::Expr(call), item));
            }
        }
        let block = self.stmt(body);
        if all.is_empty() {
            return block;
        }
        all.push(block);
        let list = self.facts.ast.add_stmts(&all);
        self.add_stmt(Stmt::Block(list), body)
    }

    fn member_initialiser(&mut self, node: Node<'_>) -> ExprId {
        let span = self.span(node);
        let mut cursor = node.walk();
        let mut parts = node.named_children(&mut cursor);
        let name = parts.next().map_or(Name::from(""), |n| self.name(n));
        let args: Vec<ExprId> = parts.map(|p| self.expr(p)).collect();
        let callee = self.facts.ast.add_expr(Expr::Name(name), span);
        let args = self.facts.ast.add_exprs(&args);
        self.facts.ast.add_expr(Expr::Call { callee, args }, span)
    }

    /// Reads one statement; several declarators become a block of declarations.
    pub(super) fn stmt(&mut self, node: Node<'_>) -> StmtId {
        if self.depth > DEPTH || node.is_missing() {
            return self.add_stmt(Stmt::Opaque, node);
        }
        self.depth += 1;
        let id = self.stmt_inner(node);
        self.depth -= 1;
        id
    }

    fn part(&mut self, node: Node<'_>, field: u16) -> StmtId {
        match node.child_by_field_id(field) {
            Some(child) => self.stmt(child),
            None => self.add_stmt(Stmt::Opaque, node),
        }
    }

    fn test(&mut self, node: Node<'_>, field: u16) -> Option<ExprId> {
        node.child_by_field_id(field).map(|child| self.expr(child))
    }

    fn test_or_opaque(&mut self, node: Node<'_>, field: u16) -> ExprId {
        let span = self.span(node);
        self.test(node, field).unwrap_or_else(|| self.facts.ast.add_expr(Expr::Opaque, span))
    }

    /// The statements among the children, from the first that is not `skip`.
    fn block(&mut self, node: Node<'_>, skip: Option<Node<'_>>) -> Vec<StmtId> {
        let mut out = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if !child.is_extra() && Some(child) != skip {
                out.push(self.stmt(child));
            }
        }
        out
    }

    fn stmt_inner(&mut self, node: Node<'_>) -> StmtId {
        let stmt = match self.kind(node) {
            Syntax::Compound | Syntax::DeclarationList => {
                let all = self.block(node, None);
                Stmt::Block(self.facts.ast.add_stmts(&all))
            }
            Syntax::Declaration => return self.local_declaration(node),
            Syntax::ExpressionStatement => {
                let mut cursor = node.walk();
                let child = node.named_children(&mut cursor).find(|c| !c.is_extra());
                child.map_or(Stmt::Opaque, |c| Stmt::Expr(self.expr(c)))
            }
            Syntax::If => {
                let test = self.test_or_opaque(node, self.fields.condition);
                let then = self.part(node, self.fields.consequence);
                let other = node.child_by_field_id(self.fields.alternative).map(|other| {
                    let mut cursor = other.walk();
                    let inner = other.named_children(&mut cursor).find(|c| !c.is_extra());
                    match inner.filter(|_| self.kind(other) == Syntax::Else) {
                        Some(inner) => self.stmt(inner),
                        None => self.stmt(other),
                    }
                });
                Stmt::If { test, then, other }
            }
            Syntax::While => {
                let test = self.test(node, self.fields.condition);
                let body = self.part(node, self.fields.body);
                Stmt::While { test, body, test_first: true }
            }
            Syntax::Do => {
                let body = self.part(node, self.fields.body);
                let test = self.test(node, self.fields.condition);
                Stmt::While { test, body, test_first: false }
            }
            Syntax::ForRange => {
                let test = self.test(node, self.fields.right);
                let body = self.part(node, self.fields.body);
                Stmt::While { test, body, test_first: true }
            }
            Syntax::For => {
                let init = node.child_by_field_id(self.fields.initializer).map(|init| match self.kind(init) {
                    Syntax::Declaration => self.stmt(init),
                    _ => {
                        let e = self.expr(init);
                        self.add_stmt(Stmt::Expr(e), init)
                    }
                });
                let test = self.test(node, self.fields.condition);
                let step = self.test(node, self.fields.update);
                let body = self.part(node, self.fields.body);
                Stmt::For { init, test, step, body }
            }
            Syntax::Switch => {
                let value = self.test_or_opaque(node, self.fields.condition);
                let body = self.part(node, self.fields.body);
                Stmt::Switch { value, body }
            }
            Syntax::Case => {
                let test = node.child_by_field_id(self.fields.value);
                let value = test.map(|v| self.expr(v));
                let all = self.block(node, test);
                Stmt::Case { value, body: self.facts.ast.add_stmts(&all) }
            }
            Syntax::Label => {
                let label = node.child_by_field_id(self.fields.label);
                let name = label.map_or(Name::from(""), |n| self.name(n));
                let all = self.block(node, label);
                Stmt::Label { name, body: all.first().copied() }
            }
            Syntax::Goto => {
                Stmt::Goto(node.child_by_field_id(self.fields.label).map_or(Name::from(""), |n| self.name(n)))
            }
            Syntax::Return => {
                let mut cursor = node.walk();
                let child = node.named_children(&mut cursor).find(|c| !c.is_extra());
                Stmt::Return(child.map(|c| self.expr(c)))
            }
            Syntax::Break => Stmt::Break,
            Syntax::Continue => Stmt::Continue,
            Syntax::Try | Syntax::Catch | Syntax::Attributed | Syntax::LinkageSpecification => {
                let all = self.block(node, None);
                Stmt::Try(self.facts.ast.add_stmts(&all))
            }
            Syntax::TypeDefinition => {
                self.typedef(node);
                Stmt::Opaque
            }
            Syntax::Struct | Syntax::Union | Syntax::Class | Syntax::Enum | Syntax::FunctionDefinition => {
                self.item(node);
                Stmt::Opaque
            }
            // Good statements inside an ERROR node still count.
            _ if node.is_error() => {
                let all = self.block(node, None);
                Stmt::Try(self.facts.ast.add_stmts(&all))
            }
            Syntax::Other | Syntax::Identifier | Syntax::Arguments | Syntax::Comment => Stmt::Opaque,
            _ => {
                let e = self.expr(node);
                Stmt::Expr(e)
            }
        };
        self.add_stmt(stmt, node)
    }

    fn local_declaration(&mut self, node: Node<'_>) -> StmtId {
        let mut vars = Vec::new();
        self.declaration(node, &mut |var| vars.push(var));
        match vars[..] {
            [] => self.add_stmt(Stmt::Opaque, node),
            [var] => self.add_stmt(Stmt::Decl(var), node),
            _ => {
                // Not a scope of its own, but nothing asks for scopes here.
                let all: Vec<StmtId> = vars.into_iter().map(|var| self.add_stmt(Stmt::Decl(var), node)).collect();
                let list = self.facts.ast.add_stmts(&all);
                self.add_stmt(Stmt::Block(list), node)
            }
        }
    }
}
