//! Declarations and functions of plain C, read straight from their tokens: a fifth of the cost of a tree. Whatever is not
//! plain is left to the grammar. The facts are the same by either way: where names alone tell a cast from a call, the
//! grammar's choice is made here. Only where it follows several readings side by side and takes `(a) + b`, `(a) && b` for
//! a cast of a sign or an address, or `T *x, (*y)(z);` behind a label for a product and a call, this reads what is written.

mod expression;
mod initialiser;
mod operand;
mod outside;
mod records;
mod statement;
mod tokens;
mod types;

use super::places::Places;
use crate::facts::{AstMark, CondId, Expr, ExprId, FileFacts, FuncId, Name, Origin, Span, Stmt, StmtId};
use tokens::{Tok, What, split};

/// Nesting of statements, and of expressions, that is followed here, by recursion. What is nested deeper has a tree.
const NESTED: u32 = 100;
/// Levels of an expression, and links of a chain, that are read here: half of what is read of a tree.
const LEVELS: u32 = 5_000;

/// Reads a text that is one item, or what a macro made of one, into `facts`. False, and nothing read, where not all of it
/// is plain.
pub(super) fn item(text: &[u8], places: &Places, facts: &mut FileFacts) -> bool {
    let Some(tokens) = split(text) else { return false };
    let mark = Mark::of(facts);
    let mut reader = Plain {
        text,
        places,
        facts,
        tokens: &tokens,
        at: 0,
        func: FuncId(0),
        nested: 0,
        listed: None,
        doubtful: false,
    };
    let read = reader.items().is_some();
    if !read {
        mark.rewind(facts);
    }
    read
}

/// How much a file's facts held before an item was tried.
struct Mark {
    ast: AstMark,
    vars: usize,
    funcs: usize,
    typedefs: usize,
    records: usize,
    enumerators: usize,
}

impl Mark {
    fn of(facts: &FileFacts) -> Self {
        Mark {
            ast: facts.ast.mark(),
            vars: facts.vars.len(),
            funcs: facts.funcs.len(),
            typedefs: facts.typedefs.len(),
            records: facts.records.len(),
            enumerators: facts.enumerators.len(),
        }
    }

    fn rewind(self, facts: &mut FileFacts) {
        facts.ast.rewind(self.ast);
        facts.vars.truncate(self.vars);
        facts.funcs.truncate(self.funcs);
        facts.typedefs.truncate(self.typedefs);
        facts.records.truncate(self.records);
        facts.enumerators.truncate(self.enumerators);
    }
}

/// Reads tokens into facts. Every method that gives None leaves all to the grammar.
struct Plain<'a> {
    text: &'a [u8],
    places: &'a Places,
    facts: &'a mut FileFacts,
    tokens: &'a [Tok],
    /// The token to read next.
    at: usize,
    func: FuncId,
    nested: u32,
    /// Where the item of an initialiser's list begins that is read.
    listed: Option<usize>,
    /// In an expression with `(name)(…)` or `(name) & …`, which the grammar follows as a cast as well.
    doubtful: bool,
}

impl<'a> Plain<'a> {
    fn what(&self) -> What {
        self.tokens[self.at].what
    }

    /// What stands `ahead` tokens further.
    fn peek(&self, ahead: usize) -> What {
        self.tokens.get(self.at + ahead).map_or(What::Nothing, |t| t.what)
    }

    /// Where the next token begins.
    fn start(&self) -> u32 {
        self.tokens[self.at].start
    }

    /// Where the token before ends.
    fn end(&self) -> u32 {
        self.tokens[self.at - 1].end
    }

    fn take(&mut self) -> Tok {
        let token = self.tokens[self.at];
        if token.what != What::Nothing {
            self.at += 1;
        }
        token
    }

    fn eat(&mut self, what: What) -> bool {
        let found = self.what() == what;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, what: What) -> Option<Tok> {
        let token = self.tokens[self.at];
        self.eat(what).then_some(token)
    }

    fn bytes(&self, token: Tok) -> &'a [u8] {
        &self.text[token.start as usize..token.end as usize]
    }

    fn name(&self, token: Tok) -> Name {
        super::macros::name_of(self.bytes(token))
    }

    fn span(&self, start: u32, end: u32) -> Span {
        self.places.span(start as usize, end as usize)
    }

    fn cond(&self, span: Span) -> CondId {
        self.facts.conds.at_span(span)
    }

    fn origin(&self, start: u32) -> Origin {
        self.places.macro_at(start as usize).map_or(Origin::Written, Origin::Macro)
    }

    fn add(&mut self, expr: Expr, start: u32, end: u32) -> ExprId {
        let span = self.span(start, end);
        self.facts.ast.add_expr(expr, span)
    }

    fn add_stmt(&mut self, stmt: Stmt, start: u32, end: u32) -> StmtId {
        let span = self.span(start, end);
        self.facts.ast.add_stmt(stmt, span)
    }

    /// One level deeper.
    fn nest<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.nested == NESTED {
            return None;
        }
        self.nested += 1;
        let out = read(self);
        self.nested -= 1;
        out
    }

    /// The body of the function just declared, whose declaration begins at `start`.
    fn definition(&mut self, start: u32) -> Option<()> {
        let first = self.facts.vars.len() as u32;
        self.func = FuncId(self.facts.funcs.len() as u32 - 1);
        let indent = self.indent()?;
        let body = self.block()?;
        let span = self.span(start, self.end());
        let end = self.facts.vars.len() as u32;
        let func = &mut self.facts.funcs[self.func.0 as usize];
        (func.body, func.indent, func.locals, func.span) = (Some(body), indent, (first, end), span);
        Some(())
    }

    /// The blanks before what stands first in the body that begins here, a comment being something; empty where other
    /// things stand before it on its line.
    fn indent(&self) -> Option<Name> {
        let open = self.tokens[self.at].end as usize;
        let at = open + self.text[open..].iter().position(|b| !b.is_ascii_whitespace())?;
        if self.text[at] == b'\\' {
            return None;
        }
        let before = &self.text[..at];
        let blanks = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let (rest, line) = before.split_at(before.len() - blanks);
        let blank = self.text[at] != b'}' && (rest.is_empty() || rest.ends_with(b"\n"));
        Some(Name::from(if blank { std::str::from_utf8(line).ok()? } else { "" }))
    }
}
