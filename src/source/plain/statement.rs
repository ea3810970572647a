//! Statements and declarations of a body.

use super::Plain;
use super::expression::Read;
use super::tokens::What;
use super::types::{STAR, Specifiers};
use crate::facts::{Precision, Scope, Stmt, StmtId, Var, VarId};

impl Plain<'_> {
    /// `{ … }`.
    pub(super) fn block(&mut self) -> Option<StmtId> {
        let open = self.expect(What::Begin)?;
        let mut all = Vec::new();
        while self.what() != What::End {
            all.push(self.item()?);
        }
        let close = self.expect(What::End)?;
        let list = self.facts.ast.add_stmts(&all);
        Some(self.add_stmt(Stmt::Block(list), open.start, close.end))
    }

    /// What may stand in a block.
    fn item(&mut self) -> Option<StmtId> {
        match self.what() {
            What::Case | What::Default => self.nest(Self::case),
            _ if self.is_declaration() => self.declaration(),
            _ => self.nest(Self::statement),
        }
    }

    /// What may stand behind the parentheses of `if`: no declaration, no `case`.
    fn body(&mut self) -> Option<StmtId> {
        if self.is_declaration() { None } else { self.nest(Self::statement) }
    }

    fn statement(&mut self) -> Option<StmtId> {
        let start = self.start();
        let stmt = match self.what() {
            What::Begin => return self.block(),
            What::If => return self.branches(),
            What::Name if self.peek(1) == What::Colon => return self.labelled(),
            What::While => {
                self.at += 1;
                let test = Some(self.tested()?.id);
                let body = self.body()?;
                Stmt::While { test, body, test_first: true }
            }
            What::Do => {
                self.at += 1;
                let body = self.body()?;
                self.expect(What::While)?;
                let test = Some(self.tested()?.id);
                self.expect(What::Semicolon)?;
                Stmt::While { test, body, test_first: false }
            }
            What::For => self.for_loop()?,
            What::Switch => {
                self.at += 1;
                let value = self.tested()?.id;
                if self.what() != What::Begin {
                    return None;
                }
                let body = self.nest(Self::block)?;
                Stmt::Switch { value, body }
            }
            What::Goto => {
                self.at += 1;
                let label = self.expect(What::Name)?;
                self.expect(What::Semicolon)?;
                Stmt::Goto(self.name(label))
            }
            What::Return => {
                self.at += 1;
                let value = if self.what() == What::Semicolon { None } else { Some(self.comma()?.id) };
                self.expect(What::Semicolon)?;
                Stmt::Return(value)
            }
            What::Break | What::Continue => {
                let what = self.take().what;
                self.expect(What::Semicolon)?;
                if what == What::Break { Stmt::Break } else { Stmt::Continue }
            }
            // A `;` alone, as behind a macro that ends with one.
            What::Semicolon => {
                self.at += 1;
                Stmt::Block(self.facts.ast.add_stmts(&[]))
            }
            _ => {
                if self.is_macro_type() {
                    return None;
                }
                let read = self.comma()?;
                self.expect(What::Semicolon)?;
                Stmt::Expr(read.id)
            }
        };
        let end = self.end();
        Some(self.add_stmt(stmt, start, end))
    }

    /// `LIST_OF(T) *x;` declares a variable, of a type that a macro makes.
    ///
    /// To the grammar `a * NULL;` declares as well.
    fn is_macro_type(&self) -> bool {
        if self.what() == What::Name && self.peek(1) == STAR && self.peek(2) == What::Null {
            return true;
        }
        if self.what() != What::Name || self.peek(1) != What::Open {
            return false;
        }
        let (mut ahead, mut depth) = (1, 0);
        loop {
            match self.peek(ahead) {
                What::Open => depth += 1,
                What::Close => depth -= 1,
                What::Nothing | What::Semicolon => return false,
                _ => {}
            }
            ahead += 1;
            if depth == 0 {
                return self.peek(ahead) == STAR;
            }
        }
    }

    /// The expression in the parentheses of a statement.
    fn tested(&mut self) -> Option<Read> {
        self.expect(What::Open)?;
        let test = self.comma()?;
        self.expect(What::Close)?;
        Some(test)
    }

    fn for_loop(&mut self) -> Option<Stmt> {
        self.at += 1;
        self.expect(What::Open)?;
        let init = if self.eat(What::Semicolon) {
            None
        } else if self.is_declaration() {
            Some(self.declaration()?)
        } else if self.is_macro_type() {
            return None;
        } else {
            let read = self.comma()?;
            self.expect(What::Semicolon)?;
            Some(self.add_stmt(Stmt::Expr(read.id), read.start, read.end))
        };
        let test = if self.what() == What::Semicolon { None } else { Some(self.comma()?.id) };
        self.expect(What::Semicolon)?;
        let step = if self.what() == What::Close { None } else { Some(self.comma()?.id) };
        self.expect(What::Close)?;
        let body = self.body()?;
        Some(Stmt::For { init, test, step, body })
    }

    /// `if`, with all `else if` behind it, which are no nesting.
    fn branches(&mut self) -> Option<StmtId> {
        let mut pending = Vec::new();
        let mut last = loop {
            let start = self.start();
            self.expect(What::If)?;
            let test = self.tested()?.id;
            let then = self.body()?;
            pending.push((start, test, then));
            if !self.eat(What::Else) {
                break None;
            }
            if self.what() != What::If {
                break Some(self.body()?);
            }
            if pending.len() >= super::LEVELS as usize {
                return None;
            }
        };
        let end = self.end();
        while let Some((start, test, then)) = pending.pop() {
            last = Some(self.add_stmt(Stmt::If { test, then, other: last }, start, end));
        }
        last
    }

    /// `case value:` with the statements behind it, up to the next.
    fn case(&mut self) -> Option<StmtId> {
        let token = self.take();
        let value = if token.what == What::Case { Some(self.nest(Self::assignment)?.id) } else { None };
        self.expect(What::Colon)?;
        let mut all = Vec::new();
        while !matches!(self.what(), What::Case | What::Default | What::End) {
            all.push(self.item()?);
        }
        let end = self.end();
        let body = self.facts.ast.add_stmts(&all);
        Some(self.add_stmt(Stmt::Case { value, body }, token.start, end))
    }

    /// A statement with its label.
    fn labelled(&mut self) -> Option<StmtId> {
        let label = self.expect(What::Name)?;
        self.expect(What::Colon)?;
        if matches!(self.what(), What::End | What::Case | What::Default) {
            return None;
        }
        let name = self.name(label);
        let body = Some(self.item()?);
        let end = self.end();
        Some(self.add_stmt(Stmt::Label { name, body }, label.start, end))
    }

    /// Whether the next statement declares: names alone tell by what follows them.
    fn is_declaration(&self) -> bool {
        match self.what() {
            What::Static | What::Extern | What::Register | What::Const | What::Volatile => true,
            What::Sized | What::Primitive | What::Struct | What::Union | What::Enum => true,
            What::Name => {
                let mut ahead = 1;
                while matches!(self.peek(ahead), STAR | What::Const | What::Volatile | What::Restrict) {
                    ahead += 1;
                }
                let named = self.peek(ahead) == What::Name;
                // `T *(*f)(U *);`: with a name alone it is a product.
                if ahead == 2 && self.peek(2) == What::Open && self.peek(3) == STAR {
                    let called = self.peek(5) == What::Close && self.peek(6) == What::Open;
                    return called && !(self.peek(7) == What::Name && self.peek(8) == What::Close);
                }
                match self.peek(ahead + 1) {
                    _ if ahead == 1 => named,
                    What::Semicolon | What::Comma | What::Assign(None) | What::Bracket | What::Open => named,
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// A declaration of variables; several become a block.
    fn declaration(&mut self) -> Option<StmtId> {
        let (start, tagged) = (self.start(), matches!(self.what(), What::Struct | What::Union | What::Enum));
        let specifiers = self.specifiers()?;
        if tagged && self.what() == What::Semicolon {
            let end = self.end();
            self.at += 1;
            return Some(self.add_stmt(Stmt::Opaque, start, end));
        }
        let first = self.facts.vars.len() as u32;
        loop {
            self.variable(&specifiers, Scope::Local(self.func))?;
            match self.take().what {
                What::Comma => {}
                What::Semicolon => break,
                _ => return None,
            }
        }
        let vars = (first..self.facts.vars.len() as u32).map(VarId);
        let end = self.end();
        let all: Vec<StmtId> = vars.map(|var| self.add_stmt(Stmt::Decl(var), start, end)).collect();
        if let [only] = all[..] {
            return Some(only);
        }
        let list = self.facts.ast.add_stmts(&all);
        Some(self.add_stmt(Stmt::Block(list), start, end))
    }
    /// One declarator of a variable, with its value.
    pub(super) fn variable(&mut self, specifiers: &Specifiers, scope: Scope) -> Option<()> {
        let from = self.start();
        let found = self.declarator(specifiers.ty)?;
        let name = found.name?;
        let init = if self.eat(What::Assign(None)) {
            Some(if self.what() == What::Begin { self.list()? } else { self.assignment()? })
        } else {
            None
        };
        let end = self.end();
        // The size is read behind the value.
        let dimension = match found.dimension {
            Some((first, last)) => {
                let behind = std::mem::replace(&mut self.at, first);
                let read = self.assignment()?;
                if self.at != last {
                    return None;
                }
                self.at = behind;
                Some(read.id)
            }
            None => None,
        };
        let name_span = self.span(name.start, name.end);
        let (cond, origin) = (self.cond(name_span), self.origin(from));
        self.facts.vars.push(Var {
            name: self.name(name),
            name_span,
            span: self.span(from, end),
            ty: found.ty,
            storage: specifiers.storage,
            scope,
            thread_local: false,
            constexpr: false,
            init: init.map(|read| read.id),
            dimension,
            cond,
            origin,
            canonical: None,
            precision: Precision::Syntactic,
        });
        Some(())
    }
}
