//! What a test says for sure: fields, globals and what comes of the project's own functions may be as tested only where
//! something failed before, or never. And memory that could not be had, which says for sure that nothing set an exception.

use rustc_hash::{FxHashMap, FxHashSet};

use super::effects::own_of;
use super::{Asked, State, Walk};
use crate::capi::exceptions::{self, Effect};
use crate::capi::families::{self, Family};
use crate::capi::plain::{self, Plain};
use crate::facts::{Expr, ExprId, FileFacts, Name, Stmt, UnaryOp};
use crate::link::values::is_null;

/// Deepest nesting of a value.
const MAX_NESTING: u32 = 16;
/// So many locals may hand their doubt on to each other.
const MAX_ROUNDS: usize = 4;
/// Pieces of the names of macros and functions that say that a place is never reached.
const ASSERTS: &[&str] = &["assert", "ASSERT"];

impl Walk<'_> {
    /// The locals whose value comes of what is not known, and whether a `switch` or an assertion leaves paths that are
    /// not meant to be.
    pub(super) fn doubts(&mut self) -> bool {
        let Some(body) = self.project.func(self.at).body else { return false };
        let (mut given, mut unmeant) = (Vec::new(), false);
        self.facts.ast.each_stmt(body, &mut |stmt| match self.facts.ast.stmt(stmt) {
            Stmt::Decl(var) => {
                let var = self.facts.var(var);
                given.extend(var.init.map(|init| (var.name, init)));
            }
            Stmt::Switch { .. } => unmeant = true,
            _ => {}
        });
        let mut filled = Vec::new();
        self.facts.each_body_expr(body, &mut |id| match self.facts.ast.expr(id) {
            Expr::Assign { target, value, .. } => {
                if let Expr::Name(name) = self.facts.ast.expr(self.facts.ast.strip_casts(target)) {
                    given.push((name, value));
                }
            }
            Expr::Call { args, .. } => {
                let name = self.facts.ast.callee_name(id);
                unmeant |= name.is_some_and(|name| ASSERTS.iter().any(|piece| name.contains(piece)));
                // A pointer that was parsed out of the arguments is there: a test of it says nothing new.
                let parses = name.is_some_and(|name| families::is(&name, Family::Arguments));
                if parses || !name.is_some_and(|name| self.is_api(name)) {
                    let pointed = self.facts.ast.exprs(args).iter().filter_map(|&arg| pointed(self.facts, arg));
                    filled.extend(pointed.filter(|&name| !parses || self.is_pointer(name)));
                }
            }
            _ => {}
        });
        let found = |&(_, value): &(Name, ExprId)| {
            let null = is_null(self.project, self.at.file, value);
            null || self.facts.ast.callee_name(value).is_some_and(|name| exceptions::may_be_null(&name))
        };
        let kept: FxHashSet<Name> = given.iter().filter(|of| !found(of)).map(|(name, _)| *name).collect();
        let looked_up = given.iter().map(|(name, _)| *name).filter(|name| !kept.contains(name)).collect();
        self.looked_up = looked_up;
        self.doubtful.extend(filled);
        // A size is never negative: what a test of it for that leads to is never reached.
        let sizes = given.iter().filter(|(_, value)| {
            self.facts
                .ast
                .callee_name(self.facts.ast.strip_casts(*value))
                .is_some_and(|name| plain::lookup(&name) == Some(Plain::Size))
        });
        self.doubtful.extend(sizes.map(|(name, _)| *name));
        // `int status = 0; … status = -1;`: what it is says which way a path went, and that is not remembered.
        let constant = |value: ExprId| match self.facts.ast.expr(self.facts.ast.strip_casts(value)) {
            Expr::Int(_) => true,
            Expr::Unary { op: UnaryOp::Negate, arg } => matches!(self.facts.ast.expr(arg), Expr::Int(_)),
            _ => false,
        };
        let mut constants: FxHashMap<Name, usize> = FxHashMap::default();
        for &(name, value) in &given {
            *constants.entry(name).or_default() += usize::from(constant(value));
        }
        self.doubtful.extend(constants.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name));
        for _ in 0..MAX_ROUNDS {
            let before = self.doubtful.len();
            for &(name, value) in &given {
                if !self.is_sure(value, 0) {
                    self.doubtful.insert(name);
                }
            }
            if self.doubtful.len() == before {
                break;
            }
        }
        unmeant
    }

    /// A function of CPython or of the C library of which it is known what it does.
    fn is_api(&self, name: Name) -> bool {
        own_of(self.project, self.at.file, name).is_empty() && self.does(name).effect != Effect::Open
    }

    /// Whether a value may really be anything that its type allows.
    pub(super) fn is_sure(&self, value: ExprId, depth: u32) -> bool {
        let ast = &self.facts.ast;
        let sure = |value: ExprId| self.is_sure(value, depth + 1);
        if depth > MAX_NESTING {
            return false;
        }
        match ast.expr(ast.strip_casts(value)) {
            Expr::Int(_) | Expr::Str(_) | Expr::SizeofType(_) | Expr::SizeofExpr(_) => true,
            Expr::Name(name) if self.is_local(name) => !self.doubtful.contains(&name),
            Expr::Name(name) => {
                exceptions::is_value(&name)
                    || is_null(self.project, self.at.file, value)
                    || !name.chars().any(|c| c.is_ascii_lowercase())
            }
            Expr::Member { base, arrow: false, .. } => sure(base),
            Expr::Call { args, .. } => {
                self.is_allocation(value)
                    || (ast.callee_name(value).is_some_and(|name| self.is_api(name))
                        && ast.exprs(args).iter().all(|&arg| pointed(self.facts, arg).is_some() || sure(arg)))
            }
            Expr::Unary { op, arg } => op != UnaryOp::Deref && sure(arg),
            Expr::Step { arg, .. } => sure(arg),
            Expr::Assign { value, .. } => sure(value),
            Expr::Binary { left, right, .. } => sure(left) && sure(right),
            Expr::Conditional { test, then, other } => sure(test) && sure(then) && sure(other),
            _ => false,
        }
    }

    /// Whether a test for NULL asks what nobody knows: a pointer that no listed function gave.
    pub(super) fn is_unmet_null(&self, of: ExprId) -> bool {
        let ast = &self.facts.ast;
        match ast.expr(of) {
            Expr::Name(name) => self.is_pointer(name) && !self.looked_up.contains(&name),
            Expr::Call { .. } => {
                let pointer = |name: Name| crate::capi::functions::facts_of(&name).is_some_and(|f| f.returns.is_some());
                ast.callee_name(of).is_some_and(|name| pointer(name) && !exceptions::may_be_null(&name))
                    && self.effect(of) == Effect::Quiet
                    && !ast.callee_name(of).is_some_and(|name| name.contains("Check"))
            }
            _ => false,
        }
    }

    /// Whether a call gives NULL, and no exception, where there is no memory.
    pub(super) fn is_allocation(&self, call: ExprId) -> bool {
        let name = self.facts.ast.callee_name(self.facts.ast.strip_casts(call));
        name.is_some_and(|name| self.does(name).allocates)
    }

    /// Takes note of where memory is kept.
    pub(super) fn keep(&self, target: ExprId, value: ExprId, state: &mut State) {
        let value = self.facts.ast.strip_casts(value);
        state.memory.retain(|asked| !asked.place.is_some_and(|place| same(self.facts, place, target, 0)));
        if let Some(asked) = state.memory.iter_mut().find(|asked| asked.call == value) {
            asked.place = Some(self.facts.ast.strip_casts(target));
        }
    }

    /// Whether a test is one of memory asked for before: the call.
    pub(super) fn asked(&self, of: ExprId, state: &mut State) -> Option<ExprId> {
        let is = |asked: &Asked| {
            let local = matches!(self.facts.ast.expr(of), Expr::Name(name) if asked.local == Some(name));
            local || asked.call == of || asked.place.is_some_and(|place| same(self.facts, place, of, 0))
        };
        let at = state.memory.iter().position(is)?;
        Some(state.memory.remove(at).call)
    }
}

impl State {
    /// Something that may set an exception runs.
    pub(super) fn lose(&mut self) {
        self.lost = true;
        self.open.clear();
        self.failed = None;
        self.memory.clear();
        self.broke = None;
    }
}

/// `&x` as an argument.
fn pointed(facts: &FileFacts, arg: ExprId) -> Option<Name> {
    let Expr::Unary { op: UnaryOp::AddressOf, arg } = facts.ast.expr(facts.ast.strip_casts(arg)) else { return None };
    match facts.ast.expr(arg) {
        Expr::Name(name) => Some(name),
        _ => None,
    }
}

/// Whether two expressions name one place.
fn same(facts: &FileFacts, a: ExprId, b: ExprId, depth: u32) -> bool {
    let ast = &facts.ast;
    match (ast.expr(ast.strip_casts(a)), ast.expr(ast.strip_casts(b))) {
        _ if depth > MAX_NESTING => false,
        (Expr::Name(a), Expr::Name(b)) => a == b,
        (Expr::Int(a), Expr::Int(b)) => a == b,
        (Expr::Member { base: a, field: f, .. }, Expr::Member { base: b, field: g, .. }) => {
            f == g && same(facts, a, b, depth + 1)
        }
        (Expr::Index { base: a, index: i }, Expr::Index { base: b, index: j }) => {
            same(facts, a, b, depth + 1) && same(facts, i, j, depth + 1)
        }
        (Expr::Unary { op: UnaryOp::Deref, arg: a }, Expr::Unary { op: UnaryOp::Deref, arg: b }) => {
            same(facts, a, b, depth + 1)
        }
        _ => false,
    }
}
