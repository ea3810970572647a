//! Statements of function bodies.

use tree_sitter::Node;

use super::{DEPTH, Extractor, NESTING};
use crate::facts::{Expr, ExprId, Name, Stmt, StmtId};
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    fn add_stmt(&mut self, stmt: Stmt, node: Node<'_>) -> StmtId {
        let span = self.span(node);
        self.facts.ast.add_stmt(stmt, span)
    }

    /// The body of a function; C++ constructor initialisers come first, as calls of `this->member`: never a variable or
    /// function of that name outside of the class.
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
        let base = self.facts.ast.add_expr(Expr::Name(Name::from("this")), span);
        let callee = self.facts.ast.add_expr(Expr::Member { base, field: name, arrow: true }, span);
        let args = self.facts.ast.add_exprs(&args);
        self.facts.ast.add_expr(Expr::Call { callee, args }, span)
    }

    /// Reads one statement; several declarators become a block of declarations.
    pub(super) fn stmt(&mut self, node: Node<'_>) -> StmtId {
        if self.depth > DEPTH {
            self.cut(node);
        }
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
                match child {
                    Some(child) => Stmt::Expr(self.expr(child)),
                    // A `;` alone, as behind a macro that ends with one.
                    None if !node.has_error() => Stmt::Block(self.facts.ast.add_stmts(&[])),
                    None => Stmt::Opaque,
                }
            }
            Syntax::If => return self.branches(node),
            Syntax::While | Syntax::Switch if self.condition_declaration(node).is_some() => {
                return self.with_condition(node);
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
            Syntax::ForRange => return self.range_loop(node),
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
            Syntax::Label => return self.labelled(node),
            Syntax::Goto => {
                Stmt::Goto(node.child_by_field_id(self.fields.label).map_or(Name::from(""), |n| self.name(n)))
            }
            Syntax::Return => {
                let mut cursor = node.walk();
                let child = node.named_children(&mut cursor).find(|c| !c.is_extra());
                Stmt::Return(child.map(|c| self.expr(c)))
            }
            // `throw x` ends the path like a call that does not come back.
            Syntax::Throw => {
                let mut cursor = node.walk();
                let thrown: Vec<Node<'_>> = node.named_children(&mut cursor).filter(|c| !c.is_extra()).collect();
                let thrown: Vec<ExprId> = thrown.into_iter().map(|c| self.expr(c)).collect();
                let args = self.facts.ast.add_exprs(&thrown);
                let callee = self.facts.ast.add_expr(Expr::Name(Name::from("throw")), self.span(node));
                Stmt::Expr(self.facts.ast.add_expr(Expr::Call { callee, args }, self.span(node)))
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
            Syntax::Alias => {
                self.alias(node);
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

    /// `for (T x : list)`: a declaration of an element, then a loop whose test is not known.
    fn range_loop(&mut self, node: Node<'_>) -> StmtId {
        let span = self.span(node);
        let base = self.test_or_opaque(node, self.fields.right);
        let mut vars = Vec::new();
        self.declaration(node, &mut |var| vars.push(var));
        let index = self.facts.ast.add_expr(Expr::Opaque, span);
        let element = self.facts.ast.add_expr(Expr::Index { base, index }, self.facts.ast.expr_span(base));
        let mut all: Vec<StmtId> = Vec::new();
        match vars[..] {
            [] => all.push(self.add_stmt(Stmt::Expr(base), node)),
            [first, ..] => self.facts.vars[first.0 as usize].init = Some(element),
        }
        all.extend(vars.into_iter().map(|var| self.add_stmt(Stmt::Decl(var), node)));
        let body = self.part(node, self.fields.body);
        let test = Some(self.facts.ast.add_expr(Expr::Opaque, span));
        all.push(self.add_stmt(Stmt::While { test, body, test_first: true }, node));
        let list = self.facts.ast.add_stmts(&all);
        self.add_stmt(Stmt::Block(list), node)
    }

    /// The declaration in the parentheses of a statement: `if (T x = …)`, `if (T x = …; test)`.
    fn condition_declaration<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        if !self.is_cpp() {
            return None;
        }
        let clause = node.child_by_field_id(self.fields.condition)?;
        let before = clause.child_by_field_id(self.fields.initializer);
        let before =
            before.and_then(|b| if self.kind(b) == Syntax::InitStatement { b.named_child(0) } else { Some(b) });
        let value = clause.child_by_field_id(self.fields.value);
        before.into_iter().chain(value).find(|n| self.kind(*n) == Syntax::Declaration)
    }

    /// The test of a statement, and the declarations in its parentheses.
    fn tested(&mut self, node: Node<'_>) -> (ExprId, Vec<StmtId>) {
        let Some(declared) = self.condition_declaration(node) else {
            return (self.test_or_opaque(node, self.fields.condition), Vec::new());
        };
        let mut vars = Vec::new();
        self.declaration(declared, &mut |var| vars.push(var));
        let clause = node.child_by_field_id(self.fields.condition);
        let value = clause.and_then(|c| c.child_by_field_id(self.fields.value));
        let test = match (value.filter(|v| *v != declared), vars.first()) {
            (Some(value), _) => self.expr(value),
            (None, Some(&var)) => {
                let (name, span) = (self.facts.var(var).name, self.facts.var(var).name_span);
                self.facts.ast.add_expr(Expr::Name(name), span)
            }
            (None, None) => self.facts.ast.add_expr(Expr::Opaque, self.span(node)),
        };
        (test, vars.into_iter().map(|var| self.add_stmt(Stmt::Decl(var), declared)).collect())
    }

    /// A statement, behind what its parentheses declare.
    fn behind(&mut self, mut declared: Vec<StmtId>, stmt: Stmt, node: Node<'_>) -> StmtId {
        let is_plain = self.condition_declaration(node).is_none();
        let id = self.add_stmt(stmt, node);
        if is_plain {
            return id;
        }
        declared.push(id);
        let list = self.facts.ast.add_stmts(&declared);
        self.add_stmt(Stmt::Block(list), node)
    }

    /// `while` and `switch` with a declaration in the parentheses.
    fn with_condition(&mut self, node: Node<'_>) -> StmtId {
        let (test, declared) = self.tested(node);
        let body = self.part(node, self.fields.body);
        let stmt = match self.kind(node) {
            Syntax::While => Stmt::While { test: Some(test), body, test_first: true },
            _ => Stmt::Switch { value: test, body },
        };
        self.behind(declared, stmt, node)
    }

    /// `if`, with all `else if` behind it: a chain of them is no nesting to whoever wrote it.
    fn branches(&mut self, node: Node<'_>) -> StmtId {
        let mut pending = Vec::new();
        let mut node = node;
        let mut last = loop {
            let (test, declared) = self.tested(node);
            let then = self.part(node, self.fields.consequence);
            pending.push((node, declared, test, then));
            let Some(other) = self.alternative(node) else { break None };
            if self.kind(other) != Syntax::If || other.is_missing() {
                break Some(self.stmt(other));
            }
            if pending.len() > NESTING as usize {
                self.cut(other);
                break Some(self.add_stmt(Stmt::Opaque, other));
            }
            node = other;
        };
        while let Some((node, declared, test, then)) = pending.pop() {
            last = Some(self.behind(declared, Stmt::If { test, then, other: last }, node));
        }
        last.unwrap_or_else(|| self.add_stmt(Stmt::Opaque, node))
    }

    fn alternative<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let other = node.child_by_field_id(self.fields.alternative)?;
        let mut cursor = other.walk();
        let inner = other.named_children(&mut cursor).find(|c| !c.is_extra());
        Some(inner.filter(|_| self.kind(other) == Syntax::Else).unwrap_or(other))
    }

    /// A statement with its labels, of which any number may stand in a row.
    fn labelled(&mut self, node: Node<'_>) -> StmtId {
        let mut pending = Vec::new();
        let mut node = node;
        let mut body = loop {
            let label = node.child_by_field_id(self.fields.label);
            pending.push((node, label.map_or(Name::from(""), |n| self.name(n))));
            let mut cursor = node.walk();
            let inner = node.named_children(&mut cursor).find(|c| !c.is_extra() && Some(*c) != label);
            match inner {
                None => break None,
                Some(inner) if self.kind(inner) != Syntax::Label || inner.is_missing() => break Some(self.stmt(inner)),
                Some(inner) if pending.len() > NESTING as usize => {
                    self.cut(inner);
                    break Some(self.add_stmt(Stmt::Opaque, inner));
                }
                Some(inner) => node = inner,
            }
        };
        while let Some((node, name)) = pending.pop() {
            body = Some(self.add_stmt(Stmt::Label { name, body }, node));
        }
        body.unwrap_or_else(|| self.add_stmt(Stmt::Opaque, node))
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
