//! What a walk over one function needs to know before it starts: its locals, the places where objects come in, the tests
//! that it asks more than once. No paths, no judgement.

use rustc_hash::{FxHashMap, FxHashSet};

use super::asked::{Asked, Tests};
use super::scopes::Shadows;
use crate::capi::endings::{self, Ending};
use crate::capi::families::{self, Family};
use crate::capi::functions::facts_of;
use crate::capi::lenders;
use crate::capi::plain::{self, Plain};
use crate::facts::{
    Ast, BinaryOp, Expr, ExprId, FileFacts, Func, Gap, GapKind, Language, Name, Stmt, StmtId, Storage, UnaryOp, VarId,
};
use crate::link::{CutKind, FuncRef, Model};

/// More places where objects come in than this are not told apart: the function is left out, and that is said.
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
    /// The numbers of variables that hide another local of their name in an inner block.
    hiding: FxHashMap<VarId, u16>,
    /// What expressions in such a block mean by the name.
    hidden: FxHashMap<ExprId, u16>,
    pub sources: Vec<Source>,
    /// So many of the locals are parameters, the first ones.
    params: usize,
    calls: FxHashMap<ExprId, u16>,
    /// The local that a call's result is given to.
    pub targets: FxHashMap<ExprId, u16>,
    /// Tests that are asked more than once, and labels of `switch`es.
    pub tests: FxHashMap<ExprId, Asked>,
    /// It takes references of the items of a container: a call that took one over may be undone so.
    pub counts_items: bool,
    /// It runs another program in the place of this one: what it leaves behind is gone with the process.
    pub replaces: bool,
    /// Where each of these is asked for the last time, by its number.
    pub last_asked: Vec<u32>,
    /// The value that each of these asks of, where others ask whether it is another constant; 0: none.
    pub families: Vec<u16>,
    /// Locals that a call parsed out of the arguments.
    parsed: FxHashSet<u16>,
    /// Locals that are given what a field holds.
    copies: FxHashMap<u16, ExprId>,
    /// Objects that a buffer keeps from moving.
    pub pinned: FxHashSet<Name>,
    /// Fields of which the function takes a reference.
    pub taken_fields: FxHashSet<Name>,
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
        let lost = |gap: &&Gap| gap.kind.hides_code() && inside(gap.span);
        if facts.gaps.iter().filter(lost).any(|gap| !is_a_word(facts, func, gap)) {
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
        let shadows = Shadows::of(facts, func, body);
        for id in (func.locals.0..func.locals.1).map(VarId) {
            let var = facts.var(id);
            let blanked = facts.gaps.iter().any(|g| g.kind == GapKind::Blanked && var.span.contains(g.span));
            let plain = var.storage == Storage::Default && var.ty.arrays == 0 && !var.ty.function_pointer;
            let pointer = var.ty.pointers == 1 || var.ty.base == "auto" && var.ty.pointers == 0;
            let tracked = plain && !blanked && var.ty.pointers <= 1;
            match shadows.vars.get(&id) {
                Some(inner) => {
                    let number = plan.hiding.get(inner).copied();
                    let number = plan.merged(number, tracked, pointer);
                    plan.hiding.insert(id, number);
                }
                None => _ = plan.slot(var.name, tracked, pointer),
            }
        }
        let hidden = shadows.names.into_iter();
        plan.hidden = hidden.filter_map(|(e, var)| Some((e, *plan.hiding.get(&var)?))).collect();
        plan.read(model, facts, at, body);
        if plan.sources.len() >= MAX_SOURCES {
            model.cuts.add(CutKind::Walks, at.file, func.name_span);
            return None;
        }
        Some(plan)
    }

    fn slot(&mut self, name: Name, tracked: bool, pointer: bool) -> u16 {
        let number = self.merged(self.numbers.get(&name).copied(), tracked, pointer);
        self.numbers.insert(name, number);
        number
    }

    /// The number of a local that may stand for others already.
    fn merged(&mut self, known: Option<u16>, tracked: bool, pointer: bool) -> u16 {
        match known {
            Some(number) => {
                let slot = &mut self.slots[usize::from(number)];
                (slot.tracked, slot.pointer) = (slot.tracked && tracked, slot.pointer && pointer);
                number
            }
            None => {
                let number = self.slots.len().min(usize::from(u16::MAX)) as u16;
                self.slots.push(Slot { tracked, pointer });
                number
            }
        }
    }

    /// The number of the local that an expression names.
    pub(super) fn number(&self, ast: &Ast, e: ExprId) -> Option<u16> {
        let Expr::Name(name) = ast.expr(e) else { return None };
        self.hidden.get(&e).or_else(|| self.numbers.get(&name)).copied()
    }

    /// The number of a local by its name, declared in the outermost block that has it.
    pub(super) fn named(&self, name: Name) -> Option<u16> {
        self.numbers.get(&name).copied()
    }

    /// The number of a local that is declared.
    pub(super) fn declared(&self, id: VarId, name: Name) -> Option<u16> {
        self.hiding.get(&id).or_else(|| self.numbers.get(&name)).copied()
    }

    /// The numbers of all locals of a name.
    pub(super) fn all_of(&self, facts: &FileFacts, name: Name) -> impl Iterator<Item = u16> {
        let hiding = self.hiding.iter().filter(move |(id, _)| facts.var(**id).name == name);
        self.numbers.get(&name).into_iter().chain(hiding.map(|(_, number)| number)).copied()
    }

    /// Whether a name is that of a parameter that can hold an object.
    pub(super) fn is_param(&self, name: Name) -> bool {
        self.numbers.get(&name).is_some_and(|&number| usize::from(number) < self.params)
    }

    /// The number of the object that a call brings in.
    pub(super) fn object_of(&self, call: ExprId) -> Option<u16> {
        self.calls.get(&call).copied()
    }

    /// The numbers of all the objects that a call may bring in, the first of them given.
    pub(super) fn objects_of(&self, call: ExprId, first: u16) -> impl Iterator<Item = u16> + '_ {
        (first..).take_while(move |&id| self.sources.get(usize::from(id)) == Some(&Source::Call(call)))
    }

    /// Whether a call parsed a local out of the arguments.
    pub(super) fn is_parsed(&self, name: Name) -> bool {
        self.named(name).is_some_and(|number| self.parsed.contains(&number))
    }

    /// The field whose object a local is given.
    pub(super) fn field_in(&self, name: Name) -> Option<ExprId> {
        self.copies.get(&self.named(name)?).copied()
    }

    /// The local of a parameter.
    pub(super) fn param(&self, model: &Model, at: FuncRef, index: usize) -> Option<u16> {
        self.numbers.get(&model.func(at).params.get(index)?.name?).copied()
    }

    fn read(&mut self, model: &Model, facts: &FileFacts, at: FuncRef, body: StmtId) {
        let ast = &facts.ast;
        let mut lent: FxHashSet<ExprId> = FxHashSet::default();
        let mut tests = Tests::default();
        facts.each_body_expr(body, &mut |e| match ast.expr(e) {
            Expr::Call { args, .. } => {
                self.calls.insert(e, self.sources.len().min(usize::from(u16::MAX)) as u16);
                let args = ast.exprs(args);
                let name = ast.callee_name(e);
                let many = name.and_then(|name| lenders::lookup(&name)).map_or(1, |lender| lender.pointers.len());
                self.sources.extend(std::iter::repeat_n(Source::Call(e), many));
                if name.is_some_and(|name| families::is(&name, Family::Arguments)) {
                    let pointed = args.iter().filter_map(|&arg| ast.referred_name(arg));
                    self.parsed.extend(pointed.filter_map(|name| self.numbers.get(&name)));
                }
                if name.is_some_and(|name| plain::lookup(&name) == Some(Plain::Buffer)) {
                    self.pinned.extend(args.first().and_then(|&arg| ast.referred_name(arg)));
                }
                let first = args.first().map(|&arg| ast.expr(ast.strip_casts(arg)));
                if let Some(Expr::Member { field, .. }) = first
                    && name.and_then(|name| facts_of(&name)).is_some_and(|f| f.takes.has(1))
                {
                    self.taken_fields.insert(field);
                }
                lent.extend(args.iter().map(|&a| ast.strip_casts(a)));
                let item = |&e: &ExprId| ast.callee_name(ast.strip_casts(e)).is_some_and(|n| n.contains("_GET_ITEM"));
                self.replaces |= ast.callee_name(e).is_some_and(|n| endings::lookup(&n) == Some(Ending::Replaces));
                self.untrack_set_twice(ast, args);
                self.counts_items |= args.first().is_some_and(item)
                    && ast.callee_name(e).and_then(|name| facts_of(&name)).is_some_and(|f| f.takes.has(1));
            }
            Expr::Assign { op: None, target, value } => {
                let number = self.number(ast, ast.strip_casts(target));
                self.given(ast, number, value);
                if let Some(number) = number {
                    tests.set(number, Some(value));
                }
            }
            Expr::Assign { target: place, .. } | Expr::Step { arg: place, .. } => {
                if let Some(number) = self.number(ast, ast.strip_casts(place)) {
                    tests.set(number, None);
                }
            }
            // A pointer to a local that is kept may change it unseen.
            Expr::Unary { op: UnaryOp::AddressOf, arg } if !lent.contains(&e) => {
                if let Some(number) = self.number(ast, ast.strip_casts(arg)) {
                    self.slots[usize::from(number)].tracked = false;
                }
            }
            Expr::Conditional { test, .. } => tests.add(ast, test),
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => tests.add(ast, e),
            _ => {}
        });
        ast.each_stmt(body, &mut |stmt| tests.add_round(ast, stmt));
        ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
            Stmt::Decl(var) => {
                if let Some(init) = facts.var(var).init {
                    let number = self.declared(var, facts.var(var).name);
                    self.given(ast, number, init);
                    if let Some(number) = number {
                        tests.set(number, Some(init));
                    }
                }
            }
            Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => {
                tests.add(ast, test);
            }
            Stmt::Switch { value, body } => tests.add_switch(ast, value, body),
            _ => {}
        });
        for number in 0..self.params.min(usize::from(u16::MAX)) as u16 {
            tests.set(number, None);
        }
        self.name_tests(model, at, ast, tests);
    }

    /// A call whose arguments set one local twice is of a macro that takes one of them: which, is not known.
    fn untrack_set_twice(&mut self, ast: &Ast, args: &[ExprId]) {
        let target = |&arg: &ExprId| match ast.expr(arg) {
            Expr::Assign { target, .. } => self.number(ast, ast.strip_casts(target)),
            _ => None,
        };
        let mut set: Vec<u16> = args.iter().filter_map(target).collect();
        set.sort_unstable();
        for pair in set.windows(2).filter(|pair| pair[0] == pair[1]) {
            self.slots[usize::from(pair[0])].tracked = false;
        }
    }

    fn given(&mut self, ast: &Ast, number: Option<u16>, value: ExprId) {
        let value = ast.strip_casts(value);
        match (number, ast.expr(value)) {
            (Some(number), Expr::Call { .. }) => _ = self.targets.insert(value, number),
            (Some(number), Expr::Member { .. }) => _ = self.copies.insert(number, value),
            _ => {}
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
