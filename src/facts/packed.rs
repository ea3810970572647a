//! How [`Ast`](super::Ast) keeps expressions and statements: twelve bytes each, names and types once for each file.

use rustc_hash::FxHashMap;

use super::ast::{BinaryOp, Expr, ExprId, ExprList, Stmt, StmtId, StmtList, UnaryOp};
use super::{CType, Name, VarId};

/// Stands for no expression and no statement.
const NONE: u32 = u32::MAX;

/// An expression or a statement: its kind in the lowest byte of the head, something small above it, and two numbers.
#[derive(Clone, Copy, Debug)]
struct Packed {
    head: u32,
    a: u32,
    b: u32,
}

/// How much is kept, to take back what comes later.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedMark {
    exprs: usize,
    stmts: usize,
    more: usize,
}

/// The expressions and statements of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    exprs: Vec<Packed>,
    stmts: Vec<Packed>,
    /// The numbers of those that have more than two.
    more: Vec<u32>,
    names: Vec<Name>,
    types: Vec<CType>,
    /// Where a name or a type stands, while the file is read.
    name_at: FxHashMap<Name, u32>,
    type_at: FxHashMap<CType, u32>,
}

mod kind {
    pub(super) const OPAQUE: u32 = 0;
    pub(super) const NAME: u32 = 1;
    pub(super) const INT: u32 = 2;
    pub(super) const STR: u32 = 3;
    pub(super) const CALL: u32 = 4;
    pub(super) const MEMBER: u32 = 5;
    pub(super) const INDEX: u32 = 6;
    pub(super) const UNARY: u32 = 7;
    pub(super) const STEP: u32 = 8;
    pub(super) const ASSIGN: u32 = 9;
    pub(super) const BINARY: u32 = 10;
    pub(super) const CONDITIONAL: u32 = 11;
    pub(super) const CAST: u32 = 12;
    pub(super) const SIZEOF_TYPE: u32 = 13;
    pub(super) const SIZEOF_EXPR: u32 = 14;
    pub(super) const LIST: u32 = 15;
    pub(super) const DESIGNATED: u32 = 16;
    pub(super) const INDEXED: u32 = 17;
    pub(super) const COMPOUND: u32 = 18;
    pub(super) const COMMA: u32 = 19;
    /// A call with more arguments than its head can count.
    pub(super) const LONG_CALL: u32 = 20;

    pub(super) const EXPR: u32 = 32;
    pub(super) const DECL: u32 = 33;
    pub(super) const BLOCK: u32 = 34;
    pub(super) const IF: u32 = 35;
    pub(super) const WHILE: u32 = 36;
    pub(super) const FOR: u32 = 37;
    pub(super) const SWITCH: u32 = 38;
    pub(super) const CASE: u32 = 39;
    pub(super) const LABEL: u32 = 40;
    pub(super) const GOTO: u32 = 41;
    pub(super) const RETURN: u32 = 42;
    pub(super) const BREAK: u32 = 43;
    pub(super) const CONTINUE: u32 = 44;
    pub(super) const TRY: u32 = 45;
}

const UNARY: [UnaryOp; 6] =
    [UnaryOp::AddressOf, UnaryOp::Deref, UnaryOp::Not, UnaryOp::BitNot, UnaryOp::Negate, UnaryOp::Plus];

const BINARY: [BinaryOp; 18] = [
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::Div,
    BinaryOp::Rem,
    BinaryOp::BitAnd,
    BinaryOp::BitOr,
    BinaryOp::BitXor,
    BinaryOp::ShiftLeft,
    BinaryOp::ShiftRight,
    BinaryOp::Equal,
    BinaryOp::NotEqual,
    BinaryOp::Less,
    BinaryOp::LessEqual,
    BinaryOp::Greater,
    BinaryOp::GreaterEqual,
    BinaryOp::And,
    BinaryOp::Or,
];

/// A plain `=` among the operators of assignments.
const PLAIN: u32 = BINARY.len() as u32;

impl Packed {
    fn new(kind: u32, small: u32, a: u32, b: u32) -> Packed {
        Packed { head: kind | small << 8, a, b }
    }

    fn small(self) -> u32 {
        self.head >> 8
    }
}

fn expr_or_none(id: Option<ExprId>) -> u32 {
    id.map_or(NONE, |id| id.0)
}

fn stmt_or_none(id: Option<StmtId>) -> u32 {
    id.map_or(NONE, |id| id.0)
}

fn some_expr(number: u32) -> Option<ExprId> {
    (number != NONE).then_some(ExprId(number))
}

fn some_stmt(number: u32) -> Option<StmtId> {
    (number != NONE).then_some(StmtId(number))
}

impl Store {
    pub(super) fn mark(&self) -> PackedMark {
        PackedMark { exprs: self.exprs.len(), stmts: self.stmts.len(), more: self.more.len() }
    }

    pub(super) fn rewind(&mut self, mark: PackedMark) {
        self.exprs.truncate(mark.exprs);
        self.stmts.truncate(mark.stmts);
        self.more.truncate(mark.more);
    }

    pub(super) fn reserve(&mut self, exprs: usize) {
        self.exprs.reserve(exprs);
    }

    pub(super) fn expr_count(&self) -> usize {
        self.exprs.len()
    }

    pub(super) fn stmt_count(&self) -> usize {
        self.stmts.len()
    }

    pub(super) fn add_expr(&mut self, expr: Expr) -> ExprId {
        let packed = self.pack_expr(expr);
        self.exprs.push(packed);
        ExprId(self.exprs.len() as u32 - 1)
    }

    pub(super) fn add_stmt(&mut self, stmt: Stmt) -> StmtId {
        let packed = self.pack_stmt(stmt);
        self.stmts.push(packed);
        StmtId(self.stmts.len() as u32 - 1)
    }

    fn name(&mut self, name: Name) -> u32 {
        let names = &mut self.names;
        *self.name_at.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() as u32 - 1
        })
    }

    fn ctype(&mut self, ty: CType) -> u32 {
        let types = &mut self.types;
        *self.type_at.entry(ty).or_insert_with(|| {
            types.push(ty);
            types.len() as u32 - 1
        })
    }

    /// Keeps numbers; the place of the first.
    fn more(&mut self, numbers: &[u32]) -> u32 {
        self.more.extend_from_slice(numbers);
        (self.more.len() - numbers.len()) as u32
    }

    fn pack_expr(&mut self, expr: Expr) -> Packed {
        match expr {
            Expr::Name(name) => Packed::new(kind::NAME, 0, self.name(name), 0),
            Expr::Int(value) => Packed::new(kind::INT, 0, value as u32, (value >> 32) as u32),
            Expr::Str(text) => Packed::new(kind::STR, 0, self.name(text), 0),
            Expr::Call { callee, args } if args.len >> 24 == 0 => {
                Packed::new(kind::CALL, args.len, callee.0, args.start)
            }
            Expr::Call { callee, args } => {
                let at = self.more(&[callee.0, args.start, args.len]);
                Packed::new(kind::LONG_CALL, 0, at, 0)
            }
            Expr::Member { base, field, arrow } => {
                Packed::new(kind::MEMBER, u32::from(arrow), base.0, self.name(field))
            }
            Expr::Index { base, index } => Packed::new(kind::INDEX, 0, base.0, index.0),
            Expr::Unary { op, arg } => Packed::new(kind::UNARY, op as u32, arg.0, 0),
            Expr::Step { arg, increment } => Packed::new(kind::STEP, u32::from(increment), arg.0, 0),
            Expr::Assign { op, target, value } => {
                Packed::new(kind::ASSIGN, op.map_or(PLAIN, |op| op as u32), target.0, value.0)
            }
            Expr::Binary { op, left, right } => Packed::new(kind::BINARY, op as u32, left.0, right.0),
            Expr::Conditional { test, then, other } => {
                let at = self.more(&[test.0, then.0, other.0]);
                Packed::new(kind::CONDITIONAL, 0, at, 0)
            }
            Expr::Cast { ty, arg } => Packed::new(kind::CAST, 0, self.ctype(ty), arg.0),
            Expr::SizeofType(ty) => Packed::new(kind::SIZEOF_TYPE, 0, self.ctype(ty), 0),
            Expr::SizeofExpr(arg) => Packed::new(kind::SIZEOF_EXPR, 0, arg.0, 0),
            Expr::List(items) => Packed::new(kind::LIST, 0, items.start, items.len),
            Expr::Designated { field, value } => Packed::new(kind::DESIGNATED, 0, self.name(field), value.0),
            Expr::Indexed { index, value } => Packed::new(kind::INDEXED, 0, index.0, value.0),
            Expr::Compound { ty, list } => Packed::new(kind::COMPOUND, 0, self.ctype(ty), list.0),
            Expr::Comma { left, right } => Packed::new(kind::COMMA, 0, left.0, right.0),
            Expr::Opaque => Packed::new(kind::OPAQUE, 0, 0, 0),
        }
    }

    #[inline]
    pub(super) fn expr(&self, id: ExprId) -> Expr {
        let packed = self.exprs[id.0 as usize];
        let Packed { head, a, b } = packed;
        let (at, small) = (a as usize, packed.small());
        match head & 0xff {
            kind::NAME => Expr::Name(self.names[at]),
            kind::INT => Expr::Int(u64::from(a) | u64::from(b) << 32),
            kind::STR => Expr::Str(self.names[at]),
            kind::CALL => Expr::Call { callee: ExprId(a), args: ExprList { start: b, len: small } },
            kind::LONG_CALL => {
                let args = ExprList { start: self.more[at + 1], len: self.more[at + 2] };
                Expr::Call { callee: ExprId(self.more[at]), args }
            }
            kind::MEMBER => Expr::Member { base: ExprId(a), field: self.names[b as usize], arrow: small == 1 },
            kind::INDEX => Expr::Index { base: ExprId(a), index: ExprId(b) },
            kind::UNARY => Expr::Unary { op: UNARY[small as usize], arg: ExprId(a) },
            kind::STEP => Expr::Step { arg: ExprId(a), increment: small == 1 },
            kind::ASSIGN => {
                let op = BINARY.get(small as usize).copied();
                Expr::Assign { op, target: ExprId(a), value: ExprId(b) }
            }
            kind::BINARY => Expr::Binary { op: BINARY[small as usize], left: ExprId(a), right: ExprId(b) },
            kind::CONDITIONAL => {
                let of = |i: usize| ExprId(self.more[at + i]);
                Expr::Conditional { test: of(0), then: of(1), other: of(2) }
            }
            kind::CAST => Expr::Cast { ty: self.types[at], arg: ExprId(b) },
            kind::SIZEOF_TYPE => Expr::SizeofType(self.types[at]),
            kind::SIZEOF_EXPR => Expr::SizeofExpr(ExprId(a)),
            kind::LIST => Expr::List(ExprList { start: a, len: b }),
            kind::DESIGNATED => Expr::Designated { field: self.names[at], value: ExprId(b) },
            kind::INDEXED => Expr::Indexed { index: ExprId(a), value: ExprId(b) },
            kind::COMPOUND => Expr::Compound { ty: self.types[at], list: ExprId(b) },
            kind::COMMA => Expr::Comma { left: ExprId(a), right: ExprId(b) },
            _ => Expr::Opaque,
        }
    }

    /// What a cast casts, the name of an identifier, what a call calls: asked of nearly every expression, and told without
    /// unpacking the others.
    #[inline]
    pub(super) fn cast(&self, id: ExprId) -> Option<ExprId> {
        let Packed { head, b, .. } = self.exprs[id.0 as usize];
        (head & 0xff == kind::CAST).then_some(ExprId(b))
    }

    #[inline]
    pub(super) fn identifier(&self, id: ExprId) -> Option<Name> {
        let Packed { head, a, .. } = self.exprs[id.0 as usize];
        (head & 0xff == kind::NAME).then(|| self.names[a as usize])
    }

    #[inline]
    pub(super) fn is_call(&self, id: ExprId) -> bool {
        matches!(self.exprs[id.0 as usize].head & 0xff, kind::CALL | kind::LONG_CALL)
    }

    fn pack_stmt(&mut self, stmt: Stmt) -> Packed {
        match stmt {
            Stmt::Expr(expr) => Packed::new(kind::EXPR, 0, expr.0, 0),
            Stmt::Decl(var) => Packed::new(kind::DECL, 0, var.0, 0),
            Stmt::Block(body) => Packed::new(kind::BLOCK, 0, body.start, body.len),
            Stmt::If { test, then, other } => {
                let at = self.more(&[test.0, then.0, stmt_or_none(other)]);
                Packed::new(kind::IF, 0, at, 0)
            }
            Stmt::While { test, body, test_first } => {
                Packed::new(kind::WHILE, u32::from(test_first), expr_or_none(test), body.0)
            }
            Stmt::For { init, test, step, body } => {
                let at = self.more(&[stmt_or_none(init), expr_or_none(test), expr_or_none(step), body.0]);
                Packed::new(kind::FOR, 0, at, 0)
            }
            Stmt::Switch { value, body } => Packed::new(kind::SWITCH, 0, value.0, body.0),
            Stmt::Case { value, body } => {
                let at = self.more(&[expr_or_none(value), body.start, body.len]);
                Packed::new(kind::CASE, 0, at, 0)
            }
            Stmt::Label { name, body } => Packed::new(kind::LABEL, 0, self.name(name), stmt_or_none(body)),
            Stmt::Goto(name) => Packed::new(kind::GOTO, 0, self.name(name), 0),
            Stmt::Return(value) => Packed::new(kind::RETURN, 0, expr_or_none(value), 0),
            Stmt::Break => Packed::new(kind::BREAK, 0, 0, 0),
            Stmt::Continue => Packed::new(kind::CONTINUE, 0, 0, 0),
            Stmt::Try(blocks) => Packed::new(kind::TRY, 0, blocks.start, blocks.len),
            Stmt::Opaque => Packed::new(kind::OPAQUE, 0, 0, 0),
        }
    }

    #[inline]
    pub(super) fn stmt(&self, id: StmtId) -> Stmt {
        let packed = self.stmts[id.0 as usize];
        let Packed { head, a, b } = packed;
        let at = a as usize;
        let more = |i: usize| self.more[at + i];
        match head & 0xff {
            kind::EXPR => Stmt::Expr(ExprId(a)),
            kind::DECL => Stmt::Decl(VarId(a)),
            kind::BLOCK => Stmt::Block(StmtList { start: a, len: b }),
            kind::IF => Stmt::If { test: ExprId(more(0)), then: StmtId(more(1)), other: some_stmt(more(2)) },
            kind::WHILE => Stmt::While { test: some_expr(a), body: StmtId(b), test_first: packed.small() == 1 },
            kind::FOR => {
                let (init, test, step) = (some_stmt(more(0)), some_expr(more(1)), some_expr(more(2)));
                Stmt::For { init, test, step, body: StmtId(more(3)) }
            }
            kind::SWITCH => Stmt::Switch { value: ExprId(a), body: StmtId(b) },
            kind::CASE => Stmt::Case { value: some_expr(more(0)), body: StmtList { start: more(1), len: more(2) } },
            kind::LABEL => Stmt::Label { name: self.names[at], body: some_stmt(b) },
            kind::GOTO => Stmt::Goto(self.names[at]),
            kind::RETURN => Stmt::Return(some_expr(a)),
            kind::BREAK => Stmt::Break,
            kind::CONTINUE => Stmt::Continue,
            kind::TRY => Stmt::Try(StmtList { start: a, len: b }),
            _ => Stmt::Opaque,
        }
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.exprs[..])
            + size_of_val(&self.stmts[..])
            + size_of_val(&self.more[..])
            + size_of_val(&self.names[..])
            + size_of_val(&self.types[..])
    }

    /// Gives back what is held in reserve, and what only adding needs.
    pub(super) fn shrink(&mut self) {
        self.exprs.shrink_to_fit();
        self.stmts.shrink_to_fit();
        self.more.shrink_to_fit();
        self.names.shrink_to_fit();
        self.types.shrink_to_fit();
        (self.name_at, self.type_at) = (FxHashMap::default(), FxHashMap::default());
    }
}

#[cfg(test)]
mod tests;
