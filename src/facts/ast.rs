//! Expressions and statements of one file, in arenas: what function bodies and initialisers say.
//!
//! The form is neutral to the front end that fills it. Parentheses are gone; macro calls stay calls unless the
//! front end expanded them. Walk with [`Ast::each_expr`] and [`Ast::each_stmt`].

use std::collections::BTreeMap;

use serde::ser::{SerializeSeq as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

use super::packed::{PackedMark, Store};
use super::{CType, Name, Span, VarId};

/// Names an expression in its file's [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct ExprId(pub u32);

/// Names a statement in its file's [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct StmtId(pub u32);

/// A run of expressions: arguments, items of an initialiser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ExprList {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// A run of statements: a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct StmtList {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// Unary operators without side effect (`++` is [`Expr::Step`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum UnaryOp {
    /// `&x`
    AddressOf,
    /// `*x`
    Deref,
    /// `!x`
    Not,
    /// `~x`
    BitNot,
    /// `-x`
    Negate,
    /// `+x`
    Plus,
}

/// Binary operators; also the operator of a compound assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
}

/// An expression.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs)]
pub enum Expr {
    /// An identifier; in C++ possibly qualified (`Foo::bar`), as written.
    Name(Name),
    /// An integer or character literal with its value.
    Int(u64),
    /// A string literal: contents of all its pieces, escapes not decoded.
    Str(Name),
    /// `callee(args)`; also macro calls. C++ `new T(args)` has callee `new` and the arguments.
    Call { callee: ExprId, args: ExprList },
    /// `base.field` or `base->field`.
    Member { base: ExprId, field: Name, arrow: bool },
    /// `base[index]`.
    Index { base: ExprId, index: ExprId },
    /// A unary operator without side effect.
    Unary { op: UnaryOp, arg: ExprId },
    /// `++x`, `x++`, `--x`, `x--`.
    Step { arg: ExprId, increment: bool },
    /// `target = value`, or `target op= value`.
    Assign { op: Option<BinaryOp>, target: ExprId, value: ExprId },
    /// A binary operator.
    Binary { op: BinaryOp, left: ExprId, right: ExprId },
    /// `test ? then : other`.
    Conditional { test: ExprId, then: ExprId, other: ExprId },
    /// A cast of any spelling, C++ named casts included.
    Cast { ty: CType, arg: ExprId },
    /// `sizeof(type)`.
    SizeofType(CType),
    /// `sizeof expr`.
    SizeofExpr(ExprId),
    /// `{ items }` of an initialiser.
    List(ExprList),
    /// `.field = value` in an initialiser.
    Designated { field: Name, value: ExprId },
    /// `[index] = value` in an initialiser.
    Indexed { index: ExprId, value: ExprId },
    /// A compound literal `(T){…}`.
    Compound { ty: CType, list: ExprId },
    /// `left, right`.
    Comma { left: ExprId, right: ExprId },
    /// Something this form does not model (float literal, statement expression, a region that did not parse), or a lambda: that is a function of its own.
    Opaque,
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs)]
pub enum Stmt {
    /// An expression statement.
    Expr(ExprId),
    /// Declaration of a local variable; its initialiser is in the [`super::Var`].
    Decl(VarId),
    /// `{ … }`.
    Block(StmtList),
    /// `if (test) then else other`.
    If { test: ExprId, then: StmtId, other: Option<StmtId> },
    /// `while`, `do … while` (`test_first` false) and C++ range `for`.
    While { test: Option<ExprId>, body: StmtId, test_first: bool },
    /// `for (init; test; step) body`.
    For { init: Option<StmtId>, test: Option<ExprId>, step: Option<ExprId>, body: StmtId },
    /// `switch (value) body`.
    Switch { value: ExprId, body: StmtId },
    /// `case value:` (None: `default:`); the statements behind it follow in the same block or in `body`.
    Case { value: Option<ExprId>, body: StmtList },
    /// `name: body`.
    Label { name: Name, body: Option<StmtId> },
    /// `goto name`.
    Goto(Name),
    /// `return value`.
    Return(Option<ExprId>),
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// C++ `try`: the block, then the handlers.
    Try(StmtList),
    /// Nothing, or something this form does not model.
    Opaque,
}

/// The arenas of one file.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    store: Store,
    expr_spans: Vec<Span>,
    stmt_spans: Vec<Span>,
    expr_items: Vec<ExprId>,
    stmt_items: Vec<StmtId>,
    /// Values that a compiler's front end worked out.
    values: BTreeMap<ExprId, u64>,
}

/// How far the arenas of a file were filled at some time.
#[derive(Clone, Copy, Debug)]
pub struct AstMark {
    store: PackedMark,
    expr_items: usize,
    stmt_items: usize,
}

impl Ast {
    /// How far the arenas are filled.
    pub fn mark(&self) -> AstMark {
        let (expr_items, stmt_items) = (self.expr_items.len(), self.stmt_items.len());
        AstMark { store: self.store.mark(), expr_items, stmt_items }
    }

    /// Takes back what was added since.
    pub fn rewind(&mut self, mark: AstMark) {
        self.store.rewind(mark.store);
        self.expr_spans.truncate(self.store.expr_count());
        self.stmt_spans.truncate(self.store.stmt_count());
        self.expr_items.truncate(mark.expr_items);
        self.stmt_items.truncate(mark.stmt_items);
    }

    /// Makes room for about `tokens` tokens' worth of expressions.
    pub fn reserve(&mut self, tokens: usize) {
        self.store.reserve(tokens / 2);
        self.expr_spans.reserve(tokens / 2);
    }

    /// Adds an expression.
    pub fn add_expr(&mut self, expr: Expr, span: Span) -> ExprId {
        self.expr_spans.push(span);
        self.store.add_expr(expr)
    }

    /// Adds a statement.
    pub fn add_stmt(&mut self, stmt: Stmt, span: Span) -> StmtId {
        self.stmt_spans.push(span);
        self.store.add_stmt(stmt)
    }

    /// Stores a run of expressions.
    pub fn add_exprs(&mut self, items: &[ExprId]) -> ExprList {
        let start = self.expr_items.len() as u32;
        self.expr_items.extend_from_slice(items);
        ExprList { start, len: items.len() as u32 }
    }

    /// Stores a run of statements.
    pub fn add_stmts(&mut self, items: &[StmtId]) -> StmtList {
        let start = self.stmt_items.len() as u32;
        self.stmt_items.extend_from_slice(items);
        StmtList { start, len: items.len() as u32 }
    }

    /// The expression itself.
    #[inline]
    pub fn expr(&self, id: ExprId) -> Expr {
        self.store.expr(id)
    }

    /// Says that a compiler's front end gives the expression this value.
    pub fn set_value(&mut self, id: ExprId, value: u64) {
        self.values.insert(id, value);
    }

    /// The value that a compiler's front end gives the expression, for the Python whose headers it read.
    pub fn value(&self, id: ExprId) -> Option<u64> {
        self.values.get(&id).copied()
    }

    /// All such values.
    pub fn values(&self) -> impl Iterator<Item = (ExprId, u64)> {
        self.values.iter().map(|(&id, &value)| (id, value))
    }

    /// Where the expression stands; for one made by a macro, where the macro is used.
    #[inline]
    pub fn expr_span(&self, id: ExprId) -> Span {
        self.expr_spans[id.0 as usize]
    }

    /// The statement itself.
    #[inline]
    pub fn stmt(&self, id: StmtId) -> Stmt {
        self.store.stmt(id)
    }

    /// Where the statement stands.
    #[inline]
    pub fn stmt_span(&self, id: StmtId) -> Span {
        self.stmt_spans[id.0 as usize]
    }

    /// The expressions of a run.
    #[inline]
    pub fn exprs(&self, list: ExprList) -> &[ExprId] {
        &self.expr_items[list.start as usize..(list.start + list.len) as usize]
    }

    /// The statements of a run.
    #[inline]
    pub fn stmts(&self, list: StmtList) -> &[StmtId] {
        &self.stmt_items[list.start as usize..(list.start + list.len) as usize]
    }

    /// Number of expressions.
    pub fn expr_count(&self) -> usize {
        self.store.expr_count()
    }

    /// The expression below casts, `&f` of a function excluded: `(traverseproc)f` gives `f`.
    ///
    /// Helpers that only cast (`void_cast(f)`, `_PyCFunction_CAST(f)`, `(void *)`), recognised by a name that
    /// holds `cast` in any case and exactly one argument, are looked through as well.
    pub fn strip_casts(&self, mut id: ExprId) -> ExprId {
        loop {
            if let Some(arg) = self.store.cast(id) {
                id = arg;
                continue;
            }
            if !self.store.is_call(id) {
                return id;
            }
            let Expr::Call { callee, args } = self.expr(id) else { return id };
            let ([arg], Some(name)) = (self.exprs(args), self.store.identifier(callee)) else { return id };
            if !name.as_bytes().windows(4).any(|part| part.eq_ignore_ascii_case(b"cast")) {
                return id;
            }
            id = *arg;
        }
    }

    /// The identifier below casts and one `&`: what a slot or a pointer initialiser refers to.
    pub fn referred_name(&self, id: ExprId) -> Option<Name> {
        let id = self.strip_casts(id);
        match self.expr(id) {
            Expr::Name(name) => Some(name),
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.store.identifier(self.strip_casts(arg)),
            _ => None,
        }
    }

    /// The name of the function or macro that a call calls; None for calls through expressions.
    #[inline]
    pub fn callee_name(&self, id: ExprId) -> Option<Name> {
        if !self.store.is_call(id) {
            return None;
        }
        let Expr::Call { callee, .. } = self.expr(id) else { return None };
        self.store.identifier(callee)
    }

    /// The bytes that the arenas take.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
            + size_of_val(&self.expr_spans[..])
            + size_of_val(&self.stmt_spans[..])
            + size_of_val(&self.expr_items[..])
            + size_of_val(&self.stmt_items[..])
    }

    /// Gives back what the arenas hold in reserve.
    pub fn shrink(&mut self) {
        self.store.shrink();
        self.expr_spans.shrink_to_fit();
        self.stmt_spans.shrink_to_fit();
        self.expr_items.shrink_to_fit();
        self.stmt_items.shrink_to_fit();
    }
}

/// What is packed, as it comes back.
struct Unpacked<F>(usize, F);

impl<T: Serialize, F: Fn(u32) -> T> Serialize for Unpacked<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.0))?;
        (0..self.0 as u32).try_for_each(|i| items.serialize_element(&(self.1)(i)))?;
        items.end()
    }
}

impl Serialize for Ast {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Ast", 7)?;
        let exprs = Unpacked(self.store.expr_count(), |i| self.expr(ExprId(i)));
        fields.serialize_field("exprs", &exprs)?;
        fields.serialize_field("expr_spans", &self.expr_spans)?;
        fields.serialize_field("stmts", &Unpacked(self.store.stmt_count(), |i| self.stmt(StmtId(i))))?;
        fields.serialize_field("stmt_spans", &self.stmt_spans)?;
        fields.serialize_field("expr_items", &self.expr_items)?;
        fields.serialize_field("stmt_items", &self.stmt_items)?;
        if !self.values.is_empty() {
            fields.serialize_field("values", &self.values)?;
        }
        fields.end()
    }
}
