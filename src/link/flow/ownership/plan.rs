//! What a walk over one function needs to know before it starts: its locals, the places where objects come in, the tests
//! that it asks more than once. No paths, no judgement.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::functions::{RunsPython, facts_of};
use crate::capi::plain::{self, Plain};
use crate::facts::{
    Ast, BinaryOp, Expr, ExprId, FileFacts, Func, Gap, GapKind, Language, Name, Stmt, StmtId, Storage, UnaryOp, VarId,
};
use crate::link::{FuncRef, Local, Model};

/// More places where objects come in than this are not told apart: the function is left out.
const MAX_SOURCES: usize = 4000;

/// Most bytes of a region that was not understood in a function that is followed all the same.
const MAX_WORD: u32 = 32;

/// Where an object comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A parameter.
    Param(usize),
    /// The result of a call.
    Call(ExprId),
}

/// A local variable or parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Its value is followed.
    pub tracked: bool,
    /// It can hold an object.
    pub pointer: bool,
}

/// What is known of a function before it is walked.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub slots: Vec<Slot>,
    numbers: FxHashMap<Name, u16>,
    pub sources: Vec<Source>,
    /// So many of the locals are parameters, the first ones.
    params: usize,
    calls: FxHashMap<ExprId, u16>,
    /// The local that a call's result is given to.
    pub targets: FxHashMap<ExprId, u16>,
    /// Tests that are asked more than once, each with its number, and whether it says yes where that does.
    pub tests: FxHashMap<ExprId, (u16, bool)>,
    /// It takes references of the items of a container: a call that took one over may be undone so.
    pub counts_items: bool,
    /// Which tests hang on a local, by its number.
    pub by_local: FxHashMap<u16, Vec<u16>>,
    /// Which tests hang on a field or a variable outside.
    pub by_field: FxHashMap<Name, Vec<u16>>,
}

impl Plan {
    /// The plan of a function; None where it cannot be followed.
    pub(super) fn of(model: &Model, at: FuncRef) -> Option<Plan> {
        let facts = model.file(at.file);
        let func = model.func(at);
        let body = func.body?;
        let inside = |span| func.span.contains(span);
        let lost = |gap: &&Gap| gap.kind.is_loss() || gap.kind == GapKind::BranchLeftOut;
        if facts.gaps.iter().filter(lost).any(|gap| inside(gap.span) && !is_a_word(facts, func, gap)) {
            return None;
        }
        // What a lambda does with the locals that it sees is not followed.
        if facts.language == Language::Cpp && facts.funcs.iter().any(|f| f.is_lambda() && inside(f.span)) {
            return None;
        }
        // Neither is where an exception of C++ comes from.
        let mut catches = false;
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Try(parts) = facts.ast.stmt(stmt) {
                let handler = |&part: &StmtId| matches!(facts.ast.stmt(part), Stmt::Try(_));
                catches |= facts.ast.stmts(parts).iter().skip(1).any(handler);
            }
        });
        if catches {
            return None;
        }
        let mut plan = Plan::default();
        for (index, param) in func.params.iter().enumerate() {
            let Some(name) = param.name else { continue };
            let pointer = param.ty.pointers == 1 && param.ty.arrays == 0 && !param.ty.function_pointer;
            let number = plan.slot(name, param.ty.pointers + param.ty.arrays <= 1, pointer);
            if pointer && plan.slots[usize::from(number)].tracked {
                plan.sources.push(Source::Param(index));
            }
        }
        plan.params = plan.slots.len();
        for id in (func.locals.0..func.locals.1).map(VarId) {
            let var = facts.var(id);
            let blanked = facts.gaps.iter().any(|g| g.kind == GapKind::Blanked && var.span.contains(g.span));
            let plain = var.storage == Storage::Default && var.ty.arrays == 0 && !var.ty.function_pointer;
            let pointer = var.ty.pointers == 1 || var.ty.base == "auto" && var.ty.pointers == 0;
            plan.slot(var.name, plain && !blanked && var.ty.pointers <= 1, pointer);
        }
        plan.read(model, facts, at, body);
        (plan.sources.len() < MAX_SOURCES).then_some(plan)
    }

    fn slot(&mut self, name: Name, tracked: bool, pointer: bool) -> u16 {
        match self.numbers.get(&name) {
            Some(&number) => {
                let slot = &mut self.slots[usize::from(number)];
                (slot.tracked, slot.pointer) = (slot.tracked && tracked, slot.pointer && pointer);
                number
            }
            None => {
                let number = self.slots.len().min(usize::from(u16::MAX)) as u16;
                self.slots.push(Slot { tracked, pointer });
                self.numbers.insert(name, number);
                number
            }
        }
    }

    /// The number of a local.
    pub(super) fn number(&self, name: Name) -> Option<u16> {
        self.numbers.get(&name).copied()
    }

    /// Whether a name is that of a parameter that can hold an object.
    pub(super) fn is_param(&self, name: Name) -> bool {
        self.number(name).is_some_and(|number| usize::from(number) < self.params)
    }

    /// The number of the object that a call brings in.
    pub(super) fn object_of(&self, call: ExprId) -> Option<u16> {
        self.calls.get(&call).copied()
    }

    /// The local of a parameter.
    pub(super) fn param(&self, model: &Model, at: FuncRef, index: usize) -> Option<u16> {
        self.number(model.func(at).params.get(index)?.name?)
    }

    fn read(&mut self, model: &Model, facts: &FileFacts, at: FuncRef, body: StmtId) {
        let ast = &facts.ast;
        let mut lent: FxHashSet<ExprId> = FxHashSet::default();
        let mut leaves: Vec<ExprId> = Vec::new();
        facts.each_body_expr(body, &mut |e| match ast.expr(e) {
            Expr::Call { args, .. } => {
                self.calls.insert(e, self.sources.len().min(usize::from(u16::MAX)) as u16);
                self.sources.push(Source::Call(e));
                let args = ast.exprs(args);
                lent.extend(args.iter().map(|&a| ast.strip_casts(a)));
                let item = |&e: &ExprId| ast.callee_name(ast.strip_casts(e)).is_some_and(|n| n.contains("_GET_ITEM"));
                self.counts_items |= args.first().is_some_and(item)
                    && ast.callee_name(e).and_then(|name| facts_of(&name)).is_some_and(|f| f.takes.has(1));
            }
            Expr::Assign { op: None, target, value } => {
                if let Expr::Name(name) = ast.expr(ast.strip_casts(target)) {
                    self.given(ast, name, value);
                }
            }
            // A pointer to a local that is kept may change it unseen.
            Expr::Unary { op: UnaryOp::AddressOf, arg } if !lent.contains(&e) => {
                if let Expr::Name(name) = ast.expr(ast.strip_casts(arg))
                    && let Some(number) = self.number(name)
                {
                    self.slots[usize::from(number)].tracked = false;
                }
            }
            Expr::Conditional { test, .. } => leaves_of(ast, test, &mut leaves),
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => leaves_of(ast, e, &mut leaves),
            _ => {}
        });
        ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
            Stmt::Decl(var) => {
                if let Some(init) = facts.var(var).init {
                    self.given(ast, facts.var(var).name, init);
                }
            }
            Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => {
                leaves_of(ast, test, &mut leaves);
            }
            _ => {}
        });
        self.name_tests(model, at, ast, leaves);
    }

    fn given(&mut self, ast: &Ast, name: Name, value: ExprId) {
        let value = ast.strip_casts(value);
        if let (Some(number), Expr::Call { .. }) = (self.number(name), ast.expr(value)) {
            self.targets.insert(value, number);
        }
    }

    /// Gives numbers to the tests that are asked more than once.
    fn name_tests(&mut self, model: &Model, at: FuncRef, ast: &Ast, mut leaves: Vec<ExprId>) {
        leaves.sort_unstable();
        leaves.dedup();
        let mut seen: FxHashMap<u64, Vec<(ExprId, bool)>> = FxHashMap::default();
        let mut order = Vec::new();
        for leaf in leaves {
            let Some((shape, positive)) = shape(ast, leaf) else { continue };
            let same = seen.entry(shape).or_default();
            if same.is_empty() {
                order.push(shape);
            }
            same.push((leaf, positive));
        }
        let mut next = 0u16;
        for same in order.into_iter().filter_map(|shape| seen.remove(&shape)).filter(|same| same.len() > 1) {
            let number = next;
            next = next.saturating_add(1);
            ast.each_expr(same[0].0, &mut |e| match ast.expr(e) {
                Expr::Name(name) => match (self.number(name), model.local(at, name)) {
                    (Some(local), Some(Local::Var(_) | Local::Param(_))) => {
                        self.by_local.entry(local).or_default().push(number);
                    }
                    _ => self.by_field.entry(name).or_default().push(number),
                },
                Expr::Member { field, .. } => self.by_field.entry(field).or_default().push(number),
                _ => {}
            });
            self.tests.extend(same.into_iter().map(|(leaf, positive)| (leaf, (number, positive))));
        }
    }
}

/// Whether what was not understood is no more than a word or two within an expression, and no local of the function is
/// named in it: a macro between string literals.
fn is_a_word(facts: &FileFacts, func: &Func, gap: &Gap) -> bool {
    let locals = (func.locals.0..func.locals.1).map(|i| facts.var(VarId(i)).name);
    let named = func.params.iter().filter_map(|p| p.name).chain(locals).any(|name| facts.lost_words.contains(&name));
    gap.kind == GapKind::Unparsed && gap.span.end - gap.span.start <= MAX_WORD && !named
}

/// The tests that a test consists of.
fn leaves_of(ast: &Ast, test: ExprId, out: &mut Vec<ExprId>) {
    let mut pending = vec![test];
    while let Some(test) = pending.pop() {
        match ast.expr(test) {
            Expr::Unary { op: UnaryOp::Not, arg } => pending.push(arg),
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, right } => pending.extend([left, right]),
            _ => out.push(test),
        }
    }
}

/// A number that two tests have in common that ask the same, and whether a yes is a yes: `a != b` asks what `a == b` does.
/// None where the answer may change by itself.
fn shape(ast: &Ast, test: ExprId) -> Option<(u64, bool)> {
    let mut hasher = DefaultHasher::new();
    let mut plain = true;
    let mut positive = true;
    ast.each_expr(test, &mut |e| match ast.expr(e) {
        Expr::Cast { .. } => {}
        Expr::Name(name) => name.as_str().hash(&mut hasher),
        Expr::Int(value) => value.hash(&mut hasher),
        Expr::Member { field, .. } => (1, field.as_str()).hash(&mut hasher),
        Expr::Index { .. } => 2.hash(&mut hasher),
        Expr::Unary { op, .. } => (3, std::mem::discriminant(&op)).hash(&mut hasher),
        Expr::Binary { op, .. } => {
            let (op, same) = match op {
                BinaryOp::NotEqual => (BinaryOp::Equal, false),
                BinaryOp::GreaterEqual => (BinaryOp::Less, false),
                BinaryOp::LessEqual => (BinaryOp::Greater, false),
                op => (op, true),
            };
            positive &= same || e != test;
            (4, std::mem::discriminant(&op), same || e == test).hash(&mut hasher);
        }
        Expr::Call { .. } => {
            let calm = |name: Name| facts_of(name.as_str()).is_some_and(|f| f.runs_python == Some(RunsPython::No));
            plain &= ast.callee_name(e).is_some_and(|name| calm(name) && plain::lookup(&name) != Some(Plain::ErrorSet));
            5.hash(&mut hasher);
        }
        _ => plain = false,
    });
    plain.then(|| (hasher.finish(), positive))
}
