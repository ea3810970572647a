//! What a traverse function does with the type of its object: visits it, on every path, on none, or not known.
//!
//! Bottom-up over the project: helpers that receive object, visitor and argument are followed. The paths of one body
//! are walked in [`crate::link::flow::traverse::walk`]; this module knows which expressions mean the object and its type.

pub(crate) mod callers;
pub(crate) mod functions;
pub(crate) mod walk;

use rustc_hash::FxHashMap;

use crate::capi::flags::is_flag;
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, CondId, Define, Expr, ExprId, FileFacts, FileId, Name, Python, Span, Truth, UnaryOp};
use crate::link::flow::names::Names;
use crate::link::macros::constants::Folder;
use crate::link::macros::constants::flags;
use crate::link::macros::words;
use crate::link::types::TypeRef;
use crate::link::{CutKind, FuncRef, Model, presence};

/// Negations and comparisons with 0 that are followed to what a test asks.
const MAX_TESTS: usize = 64;

/// How deep helpers are followed.
const MAX_DEPTH: u32 = 8;

/// Whether a function visits the type of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visits {
    /// On every path that succeeds.
    Yes,
    /// On no path.
    No,
    /// Not on the path that ends here; on another.
    Partly(Span),
    /// Object, visitor and argument go where they cannot be followed, or a condition is open.
    Unknown,
}

/// A helper in its role: which parameters are object, visitor and argument, those that are known numbers, how deep.
type Called = (FuncRef, [usize; 3], Vec<(Name, u64)>, usize);

/// The helpers on the way to a call, and what is known of others: each is walked once a level, however often it is
/// called.
#[derive(Default)]
pub(crate) struct Trail {
    open: Vec<FuncRef>,
    known: FxHashMap<Called, Visits>,
}

/// What a traverse function does with the type of its object on one Python.
#[derive(Clone, Copy, Debug)]
pub struct Traversal {
    /// Whether it visits the type.
    pub visits: Visits,
    /// Where it visits the type a second time on one path.
    pub twice: Option<Span>,
}

impl Traversal {
    /// A function of which nothing is known.
    pub(crate) const UNKNOWN: Traversal = Traversal { visits: Visits::Unknown, twice: None };
}

/// What `func`, called as `func(self, visit, arg)` for a heap type, does with the type of `self` on `python`.
pub(crate) fn traversal(project: &Model, func: FuncRef, python: Python) -> Traversal {
    let mut scope = match scope_of(project, func, [0, 1, 2], Vec::new(), python) {
        Ok(scope) => scope,
        Err(visits) => return Traversal { visits, twice: None },
    };
    let Some(body) = project.func(func).body else { return Traversal::UNKNOWN };
    let visits = walk::walk(&mut scope, body, &mut Trail { open: vec![func], ..Trail::default() });
    Traversal { visits, twice: scope.twice }
}

/// Where `func` itself, helpers left out, hands the type of its first parameter to `Py_VISIT` or its visitor.
pub fn type_visits(project: &Model, func: FuncRef) -> Vec<Span> {
    let mut out = Vec::new();
    if let Ok(scope) = scope_of(project, func, [0, 1, 2], Vec::new(), project.targets.max_python)
        && let Some(body) = project.func(func).body
    {
        scope.facts.each_body_expr(body, &mut |e| {
            let Expr::Call { callee, args } = scope.facts.ast.expr(e) else { return };
            let visits = scope.facts.ast.callee_name(e).is_some_and(|n| roles::is(&n, Role::Visit))
                || scope.is_role(callee, scope.visitor);
            if visits && scope.facts.ast.exprs(args).first().is_some_and(|&a| scope.names.is_type(a)) {
                out.push(scope.facts.ast.expr_span(e));
            }
        });
    }
    out
}

/// `roles`: which parameters are object, visitor and argument; `constants`: parameters that are a known number here.
fn visits_at(
    project: &Model,
    at: FuncRef,
    roles: [usize; 3],
    constants: Vec<(Name, u64)>,
    python: Python,
    trail: &mut Trail,
) -> Visits {
    if trail.open.len() as u32 > MAX_DEPTH {
        project.cuts.add(CutKind::Calls, at.file, project.func(at).name_span);
        return Visits::Unknown;
    }
    if trail.open.contains(&at) {
        return Visits::Unknown;
    }
    let key = (at, roles, constants.clone(), trail.open.len());
    if let Some(&known) = trail.known.get(&key) {
        return known;
    }
    let mut scope = match scope_of(project, at, roles, constants, python) {
        Ok(scope) => scope,
        Err(visits) => return visits,
    };
    let Some(body) = project.func(at).body else { return Visits::Unknown };
    trail.open.push(at);
    let result = walk::walk(&mut scope, body, trail);
    trail.open.pop();
    trail.known.insert(key, result);
    result
}

/// What the names of a function mean; Err where it has no body or no name for its object.
fn scope_of(
    project: &Model,
    at: FuncRef,
    roles: [usize; 3],
    constants: Vec<(Name, u64)>,
    python: Python,
) -> Result<Scope<'_>, Visits> {
    let func = project.func(at);
    let param = |role: usize| func.params.get(roles[role]).and_then(|p| p.name);
    let (Some(_), Some(object)) = (func.body, param(0)) else {
        // An unnamed object cannot be visited; without a body nothing is known.
        return Err(if func.body.is_some() && func.params.len() >= 3 { Visits::No } else { Visits::Unknown });
    };
    let facts = project.file(at.file);
    let names = Names::new(project, at, vec![object], Vec::new());
    Ok(Scope { project, facts, at, python, visitor: param(1), arg: param(2), constants, names, twice: None })
}

/// What the names of one traverse function mean.
pub(crate) struct Scope<'a> {
    pub(crate) project: &'a Model,
    pub(crate) facts: &'a FileFacts,
    at: FuncRef,
    pub(crate) python: Python,
    visitor: Option<Name>,
    arg: Option<Name>,
    constants: Vec<(Name, u64)>,
    names: Names<'a>,
    /// Where the type is visited again on a path that has visited it.
    pub(crate) twice: Option<Span>,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Nothing,
    Visits,
    Unknown,
}

impl Scope<'_> {
    /// Counts a body whose paths are too many or nested too deep.
    pub(crate) fn cut(&self, span: Span) {
        self.project.cuts.add(CutKind::Paths, self.at.file, span);
    }

    /// Whether an expression is the visitor (0) or its argument (1).
    fn is_role(&self, id: ExprId, name: Option<Name>) -> bool {
        let ast = &self.facts.ast;
        let mut id = ast.strip_casts(id);
        while let Expr::Unary { op: UnaryOp::Deref, arg } = ast.expr(id) {
            id = ast.strip_casts(arg);
        }
        matches!(ast.expr(id), Expr::Name(n) if Some(n) == name)
    }

    /// The truth of a test, where it can be told for a heap type on this Python.
    pub(crate) fn test(&self, mut id: ExprId) -> Option<bool> {
        let folder = Folder { project: self.project, file: self.at.file, given: CondId::ALWAYS, python: self.python };
        let ast = &self.facts.ast;
        let zero = |e: ExprId| folder.value(e) == Some(0);
        let mut same = true;
        for _ in 0..MAX_TESTS {
            if let Some(value) = folder.value(id) {
                return Some((value != 0) == same);
            }
            if self.names.is_object(id) || self.names.is_type(id) {
                return Some(same);
            }
            (id, same) = match ast.expr(ast.strip_casts(id)) {
                Expr::Name(name) => {
                    let known = self.constants.iter().find(|(n, _)| *n == name);
                    return known.map(|(_, value)| (*value != 0) == same);
                }
                Expr::Unary { op: UnaryOp::Not, arg } => (arg, !same),
                Expr::Binary { op: BinaryOp::Equal, left, right } if zero(right) => (left, !same),
                Expr::Binary { op: BinaryOp::NotEqual, left, right } if zero(right) => (left, same),
                _ => {
                    let (mut flag, mut of_type) = (false, false);
                    ast.each_expr(id, &mut |e| {
                        flag |= matches!(ast.expr(e), Expr::Name(n) if is_flag(&n, flags::HEAPTYPE));
                        of_type |= self.names.is_type(e);
                    });
                    return (flag && of_type).then_some(same);
                }
            };
        }
        self.cut(ast.expr_span(id));
        None
    }

    /// Whether what a condition governs in the body is compiled in, seen from the function.
    pub(crate) fn present(&self, cond: CondId) -> Truth {
        let given = self.facts.conds.at_span(self.project.func(self.at).name_span);
        presence::truth(self.project, self.at.file, cond, given, self.python)
    }

    /// What one call does with the type of the object.
    pub(crate) fn effect(&self, call: ExprId, trail: &mut Trail) -> Effect {
        let ast = &self.facts.ast;
        let Expr::Call { callee, args } = ast.expr(call) else { return Effect::Nothing };
        let args = ast.exprs(args);
        let callee = ast.strip_casts(callee);
        if self.is_role(callee, self.visitor) {
            return if args.first().is_some_and(|&a| self.names.is_type(a)) { Effect::Visits } else { Effect::Nothing };
        }
        let object = args.iter().position(|&a| self.names.is_object(a));
        let visitor = args.iter().position(|&a| self.is_role(a, self.visitor));
        let arg = args.iter().position(|&a| self.is_role(a, self.arg));
        match ast.expr(callee) {
            Expr::Name(name) => self.named(name, args, [object, visitor, arg], trail),
            Expr::Member { base, field, .. } if field == "tp_traverse" && visitor.is_some() => self.slot(base, trail),
            _ if visitor.is_some() && object.is_some() => Effect::Unknown,
            _ => Effect::Nothing,
        }
    }

    fn named(&self, name: Name, args: &[ExprId], places: [Option<usize>; 3], trail: &mut Trail) -> Effect {
        match roles::of(&name) {
            Some(Role::Visit) => {
                return if args.first().is_some_and(|&a| self.names.is_type(a)) {
                    Effect::Visits
                } else {
                    Effect::Nothing
                };
            }
            Some(Role::VisitType) => return Effect::Visits,
            Some(Role::VisitDict | Role::VisitWeakrefs) => return Effect::Nothing,
            _ => {}
        }
        let funcs = self.project.resolve_func(self.at.file, name).into_iter();
        let funcs = funcs.filter(|f| self.holds(f.file, self.project.func(*f).cond));
        let defines = self.project.defines_of(self.at.file, name).into_iter();
        let defines = defines.filter(|(file, define)| self.holds(*file, define.cond));
        let mut all: Vec<Effect> = funcs.map(|f| self.function(f, args, places, trail)).collect();
        all.extend(defines.map(|(file, define)| self.macro_call(file, define, places)));
        all.dedup();
        match (all.as_slice(), places) {
            ([one], _) => *one,
            ([], [Some(_), Some(_), _]) => Effect::Unknown,
            ([], _) => Effect::Nothing,
            _ => Effect::Unknown,
        }
    }

    fn holds(&self, file: FileId, cond: CondId) -> bool {
        self.project.file(file).conds.truth(cond, self.python) != Truth::False
    }

    fn function(&self, func: FuncRef, args: &[ExprId], places: [Option<usize>; 3], trail: &mut Trail) -> Effect {
        let [Some(object), Some(visitor), arg] = places else { return Effect::Nothing };
        let roles = [object, visitor, arg.unwrap_or(usize::MAX)];
        let params = self.project.func(func).params.iter();
        let numbers = params.zip(args).filter_map(|(param, &arg)| match self.facts.ast.expr(arg) {
            Expr::Int(value) => Some((param.name?, value)),
            _ => None,
        });
        match visits_at(self.project, func, roles, numbers.collect(), self.python, trail) {
            Visits::Yes => Effect::Visits,
            Visits::No => Effect::Nothing,
            Visits::Partly(_) | Visits::Unknown => Effect::Unknown,
        }
    }

    /// A macro that was not expanded: what words does its text use?
    fn macro_call(&self, file: FileId, define: &Define, places: [Option<usize>; 3]) -> Effect {
        let words = words::words(self.project, file, define);
        let role = |word: &Name| roles::of(word);
        let of_type = words.iter().any(|w| *w == "ob_type" || matches!(role(w), Some(Role::TypeOf | Role::VisitType)));
        let of_visitor = words.iter().any(|w| *w == "visit" || *w == "tp_traverse" || role(w) == Some(Role::Visit))
            || words.iter().any(|w| Some(*w) == self.visitor)
            || (places[1].is_some() && !words.is_empty());
        // A helper that the macro hands object and visitor to.
        let helper = of_visitor && words.iter().any(|w| !self.project.resolve_func(file, *w).is_empty());
        if (of_type && of_visitor) || helper { Effect::Unknown } else { Effect::Nothing }
    }

    /// `base->tp_traverse(self, visit, arg)`.
    fn slot(&self, base: ExprId, trail: &mut Trail) -> Effect {
        match self.project.type_ref(self.at.file, Some(self.at.id), base) {
            TypeRef::Builtin(_) => Effect::Nothing,
            TypeRef::Type(id) => {
                let object = self.project.types.get(id);
                let slots = self.project.type_slots(id, "tp_traverse", self.python);
                let Some(slot) = slots.first() else {
                    // An inherited one: of a static type, static all the way up.
                    return if object.is_heap() || !object.complete { Effect::Unknown } else { Effect::Nothing };
                };
                let facts = self.project.file(slot.file);
                let Some(name) = facts.ast.referred_name(slot.value) else { return Effect::Unknown };
                let found = self.project.resolve_func_at(slot.file, name, slot.span);
                match found.first().map(|&f| visits_at(self.project, f, [0, 1, 2], Vec::new(), self.python, trail)) {
                    Some(Visits::Yes) => Effect::Visits,
                    Some(Visits::No) => Effect::Nothing,
                    _ => Effect::Unknown,
                }
            }
            TypeRef::Null | TypeRef::Unknown => Effect::Unknown,
        }
    }
}
