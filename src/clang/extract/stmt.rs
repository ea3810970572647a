//! Statements of function bodies.

use clang_sys::*;

use super::super::cursor::Cursor;
use super::Extractor;
use super::uses::is_preprocessing;
use crate::facts::{Expr, ExprId, Name, Stmt, StmtId};
use crate::source::shared::lex_range;

impl<'u> Extractor<'u, '_> {
    fn add_stmt(&mut self, stmt: Stmt, cursor: Cursor<'u>) -> StmtId {
        let span = self.span(cursor);
        self.facts().ast.add_stmt(stmt, span)
    }

    /// Reads one statement; several declarators become a block of declarations.
    pub(super) fn stmt(&mut self, cursor: Cursor<'u>) -> StmtId {
        if self.is_too_deep(cursor) {
            return self.add_stmt(Stmt::Opaque, cursor);
        }
        self.depth += 1;
        let id = if cursor.is_expression() {
            let value = self.expr(cursor);
            self.add_stmt(Stmt::Expr(value), cursor)
        } else if self.is_made(cursor)
            && let Some((start, made)) = self.kept_use(cursor)
        {
            let value = self.as_written(cursor, start, made);
            self.add_stmt(Stmt::Expr(value), cursor)
        } else {
            self.look_into(cursor);
            let stmt = self.stmt_inner(cursor);
            match stmt {
                Ok(stmt) => self.add_stmt(stmt, cursor),
                Err(id) => id,
            }
        };
        self.depth -= 1;
        id
    }

    fn parts(cursor: Cursor<'u>) -> Vec<Cursor<'u>> {
        cursor.children().into_iter().filter(|c| !is_preprocessing(*c)).collect()
    }

    fn opaque_expr(&mut self, cursor: Cursor<'u>) -> ExprId {
        self.add(Expr::Opaque, cursor)
    }

    fn block(&mut self, items: &[Cursor<'u>]) -> Vec<StmtId> {
        items.iter().map(|&c| self.stmt(c)).collect()
    }

    fn stmt_inner(&mut self, cursor: Cursor<'u>) -> Result<Stmt, StmtId> {
        let parts = Self::parts(cursor);
        Ok(match (cursor.kind(), &parts[..]) {
            (CXCursor_CompoundStmt, _) => {
                let all = self.block(&parts);
                let all = self.group_cases(all);
                Stmt::Block(self.facts().ast.add_stmts(&all))
            }
            (CXCursor_DeclStmt, _) => return Err(self.local_declaration(cursor, &parts)),
            (CXCursor_IfStmt, [declared @ .., test, then]) if declared.is_empty() || self.is_test(declared, then) => {
                let (test, then) = (self.test(*test), self.stmt(*then));
                Stmt::If { test, then, other: None }
            }
            (CXCursor_IfStmt, [.., test, then, other]) => {
                let (test, then, other) = (self.test(*test), self.stmt(*then), self.stmt(*other));
                Stmt::If { test, then, other: Some(other) }
            }
            (CXCursor_WhileStmt, [.., test, body]) => {
                let (test, body) = (self.test(*test), self.stmt(*body));
                Stmt::While { test: Some(test), body, test_first: true }
            }
            (CXCursor_DoStmt, [body, test]) => {
                let (body, test) = (self.stmt(*body), self.test(*test));
                Stmt::While { test: Some(test), body, test_first: false }
            }
            (CXCursor_ForStmt, [head @ .., body]) => self.for_loop(cursor, head, *body),
            (CXCursor_CXXForRangeStmt, [head @ .., body]) => {
                let test = head.iter().rev().find(|c| c.is_expression()).copied();
                let test = test.map(|t| self.expr(t));
                Stmt::While { test, body: self.stmt(*body), test_first: true }
            }
            (CXCursor_SwitchStmt, [.., value, body]) => {
                let (value, body) = (self.test(*value), self.stmt(*body));
                Stmt::Switch { value, body }
            }
            (CXCursor_CaseStmt, [value, .., inner]) => {
                let value = self.expr(*value);
                let inner = self.stmt(*inner);
                Stmt::Case { value: Some(value), body: self.facts().ast.add_stmts(&[inner]) }
            }
            (CXCursor_DefaultStmt, [inner]) => {
                let inner = self.stmt(*inner);
                Stmt::Case { value: None, body: self.facts().ast.add_stmts(&[inner]) }
            }
            (CXCursor_LabelStmt, _) => {
                let body = parts.last().map(|&c| self.stmt(c));
                Stmt::Label { name: Name::from(&cursor.spelling()), body }
            }
            (CXCursor_GotoStmt, [label, ..]) => Stmt::Goto(Name::from(&label.spelling())),
            (CXCursor_ReturnStmt, _) => {
                let value = parts.iter().find(|c| c.is_expression()).copied();
                Stmt::Return(value.map(|v| self.expr(v)))
            }
            (CXCursor_BreakStmt, _) => Stmt::Break,
            (CXCursor_ContinueStmt, _) => Stmt::Continue,
            (CXCursor_CXXTryStmt, _) => {
                let all = self.block(&parts);
                Stmt::Try(self.facts().ast.add_stmts(&all))
            }
            (CXCursor_CXXCatchStmt, _) => {
                let body: Vec<Cursor<'u>> = parts.into_iter().filter(|c| c.is_statement()).collect();
                let all = self.block(&body);
                Stmt::Try(self.facts().ast.add_stmts(&all))
            }
            // Attributes of a statement, and kinds of other languages.
            (CXCursor_UnexposedStmt, [.., inner]) => return Err(self.stmt(*inner)),
            _ => Stmt::Opaque,
        })
    }

    /// Whether `if (T x = f()) then` has its declaration in front of test and branch: there is no `else` then.
    fn is_test(&self, declared: &[Cursor<'u>], then: &Cursor<'u>) -> bool {
        let declares = |c: &Cursor<'u>| matches!(c.kind(), CXCursor_VarDecl | CXCursor_DeclStmt);
        declared.iter().all(declares) && then.is_statement()
    }

    fn test(&mut self, cursor: Cursor<'u>) -> ExprId {
        if cursor.kind() == CXCursor_VarDecl {
            let init = self.variable(cursor).and_then(|v| self.part().facts.var(v).init);
            return init.unwrap_or_else(|| self.opaque_expr(cursor));
        }
        self.expr(cursor)
    }

    /// `for`: libclang leaves out what is empty, so the text says which part is which.
    fn for_loop(&mut self, cursor: Cursor<'u>, head: &[Cursor<'u>], body: Cursor<'u>) -> Stmt {
        let (whole, inner) = (self.span(cursor), self.span(body));
        let text = self.source();
        let mut ends = Vec::new();
        if whole.start < inner.start {
            let mut depth = 0;
            for token in lex_range(text, whole.start, inner.start) {
                match token.punct(text) {
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth -= 1,
                    b';' if depth == 1 => ends.push(token.start),
                    _ => {}
                }
            }
        }
        let mut slots: [Option<Cursor<'u>>; 3] = [None; 3];
        for (i, &part) in head.iter().enumerate() {
            let slot = match (&ends[..], head.len()) {
                (&[first, second], _) => {
                    let start = self.span(part).start;
                    usize::from(start > first) + usize::from(start > second)
                }
                // Made by a macro: a lone part is the test.
                (_, 1) => 1,
                (_, 2) if part.is_expression() && i == 0 => 1,
                (_, 2) if i == 1 && head[0].is_expression() => 2,
                _ => i.min(2),
            };
            slots[slot] = Some(part);
        }
        let init = slots[0].map(|c| self.stmt(c));
        let test = slots[1].map(|c| self.test(c));
        let step = slots[2].map(|c| self.expr(c));
        let body = self.stmt(body);
        Stmt::For { init, test, step, body }
    }

    fn local_declaration(&mut self, cursor: Cursor<'u>, parts: &[Cursor<'u>]) -> StmtId {
        let mut vars = Vec::new();
        for &part in parts {
            match part.kind() {
                CXCursor_VarDecl => vars.extend(self.variable(part)),
                _ => self.item(part),
            }
        }
        match vars[..] {
            [] => self.add_stmt(Stmt::Opaque, cursor),
            [var] => self.add_stmt(Stmt::Decl(var), cursor),
            _ => {
                let all: Vec<StmtId> = vars.into_iter().map(|var| self.add_stmt(Stmt::Decl(var), cursor)).collect();
                let list = self.facts().ast.add_stmts(&all);
                self.add_stmt(Stmt::Block(list), cursor)
            }
        }
    }

    /// Puts the statements behind a `case` into it: libclang's holds the next one only, and nests `case a: case b:`.
    fn group_cases(&mut self, all: Vec<StmtId>) -> Vec<StmtId> {
        if !all.iter().any(|&s| matches!(self.part().facts.ast.stmt(s), Stmt::Case { .. })) {
            return all;
        }
        let mut out: Vec<StmtId> = Vec::new();
        let mut open: Option<(Option<ExprId>, crate::facts::Span, Vec<StmtId>)> = None;
        let mut queue: std::collections::VecDeque<StmtId> = all.into();
        while let Some(id) = queue.pop_front() {
            let ast = &self.part().facts.ast;
            match ast.stmt(id) {
                Stmt::Case { value, body } => {
                    let inner: Vec<StmtId> = ast.stmts(body).to_vec();
                    let span = ast.stmt_span(id);
                    self.close_case(open.replace((value, span, Vec::new())), &mut out);
                    inner.into_iter().rev().for_each(|s| queue.push_front(s));
                }
                _ => match &mut open {
                    Some((_, span, body)) => {
                        span.end = span.end.max(self.part().facts.ast.stmt_span(id).end);
                        body.push(id);
                    }
                    None => out.push(id),
                },
            }
        }
        self.close_case(open, &mut out);
        out
    }

    fn close_case(&mut self, open: Option<(Option<ExprId>, crate::facts::Span, Vec<StmtId>)>, out: &mut Vec<StmtId>) {
        if let Some((value, span, body)) = open {
            let ast = &mut self.facts().ast;
            let body = ast.add_stmts(&body);
            out.push(ast.add_stmt(Stmt::Case { value, body }, span));
        }
    }
}
