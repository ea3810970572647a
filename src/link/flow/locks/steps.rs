//! Which calls and declarations take a lock or give one up: by the table of locks, by what a function or macro of the
//! project does, and, of a name that nothing defines, by its words. Unknown counts as a lock.

use rustc_hash::FxHashMap;

use crate::capi::locks::{self, Does, Lock};
use crate::capi::{functions, predefined};
use crate::facts::{CondId, Expr, ExprId, FileFacts, FileId, Name, Stmt, StmtId, Var};
use crate::link::macros::tokens::{Token, tokens};
use crate::link::{CutKind, FuncRef, Project};

/// Longest chain of functions and macros that is followed to a lock.
const DEEPEST: u32 = 16;

/// Against whom a lock is asked to protect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// The threads of a build without the GIL.
    Threads,
    /// Other interpreters, each with its own GIL.
    Interpreters,
}

/// What a place does to a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Takes,
    GivesUp,
}

/// What names and functions do to locks, each worked out once.
pub(crate) struct Steps<'a> {
    project: &'a Project,
    against: Against,
    names: FxHashMap<(FileId, Name), Option<Step>>,
    funcs: FxHashMap<FuncRef, Option<Step>>,
}

impl<'a> Steps<'a> {
    pub(crate) fn new(project: &'a Project, against: Against) -> Self {
        Steps { project, against, names: FxHashMap::default(), funcs: FxHashMap::default() }
    }

    /// Whether a function takes a lock somewhere in its body.
    pub(crate) fn takes(&mut self, at: FuncRef) -> bool {
        let facts = self.project.file(at.file);
        let Some(body) = facts.func(at.id).body else { return false };
        let (mut found, mut exprs) = (false, Vec::new());
        facts.each_body_expr(body, &mut |e| exprs.push(e));
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Decl(var) = facts.ast.stmt(stmt) {
                found = found || self.guards(facts.file, facts.var(var), 0);
            }
        });
        found || exprs.into_iter().any(|e| self.step(at, e, 0) == Some(Step::Takes))
    }

    /// Whether a declared variable holds a lock while it lives.
    fn guards(&mut self, file: FileId, var: &Var, depth: u32) -> bool {
        if var.ty.pointers > 0 || var.ty.arrays > 0 {
            return false;
        }
        let base = var.ty.bare_base();
        if let Some(lock) = locks::lookup_cpp(base) {
            return lock.does == Does::GuardType && self.reaches(lock);
        }
        let class = base.split('<').next().unwrap_or(base);
        let last = class.rsplit("::").next().unwrap_or(class);
        let makers = [format!("{class}::{last}"), format!("{last}::{last}")];
        let made: Vec<FuncRef> =
            makers.iter().flat_map(|name| self.project.resolve_func(file, Name::from(name))).collect();
        if !made.is_empty() {
            return made.into_iter().any(|f| self.leaves(f, depth + 1) == Some(Step::Takes));
        }
        let own = self.project.resolve_record(file, base).is_some()
            || self.project.resolve_typedef(file, base.into()).is_some();
        !own && class.contains("::") | is_class_name(class) && words(class).any(|w| w == "lock" || w == "locker")
    }

    fn cut(&self, at: FuncRef) {
        self.project.cuts.add(CutKind::Calls, at.file, self.project.func(at).name_span);
    }

    fn reaches(&self, lock: &Lock) -> bool {
        self.against == Against::Threads || !lock.free_threaded_only
    }

    fn of_row(&self, lock: &Lock) -> Option<Step> {
        match lock.does {
            Does::Acquire | Does::TryAcquire | Does::GuardType => self.reaches(lock).then_some(Step::Takes),
            // Begun and completed, as a lock is.
            Does::Once if lock.partner.is_some() => Some(Step::Takes),
            Does::Release => Some(Step::GivesUp),
            _ => None,
        }
    }

    /// What an expression by itself does; its operands are expressions of their own.
    fn step(&mut self, at: FuncRef, e: ExprId, depth: u32) -> Option<Step> {
        let ast = &self.project.file(at.file).ast;
        match ast.expr(e) {
            Expr::Call { callee, .. } => match ast.expr(callee) {
                Expr::Name(name) => self.name(at.file, name, depth),
                Expr::Member { base, field, .. } => self.method(at, base, field, depth),
                _ => None,
            },
            // `LOCK;`
            Expr::Name(name) if name.as_str().bytes().all(|b| !b.is_ascii_lowercase()) => {
                let macros = !self.project.defines_of(at.file, name).is_empty();
                if macros { self.name(at.file, name, depth) } else { None }
            }
            _ => None,
        }
    }

    /// What a call of this function or macro does.
    fn name(&mut self, file: FileId, name: Name, depth: u32) -> Option<Step> {
        if let Some(lock) = locks::lookup_cpp(name.as_str()) {
            return self.of_row(lock);
        }
        if let Some(&known) = self.names.get(&(file, name)) {
            return known;
        }
        // Inside its own expansion, or body, a name does nothing more.
        self.names.insert((file, name), None);
        let found = self.defined(file, name, depth);
        self.names.insert((file, name), found);
        found
    }

    fn defined(&mut self, file: FileId, name: Name, depth: u32) -> Option<Step> {
        let defines = self.project.defines_of(file, name);
        let funcs = self.project.resolve_func(file, name);
        if depth >= DEEPEST {
            if let Some(&func) = funcs.first() {
                self.cut(func);
            } else if let Some((at, define)) = defines.first() {
                self.project.cuts.add(CutKind::Macros, *at, define.name_span);
            }
            return None;
        }
        if !funcs.is_empty() {
            let all: Vec<Option<Step>> = funcs.into_iter().map(|f| self.leaves(f, depth + 1)).collect();
            return first(&all);
        }
        if !defines.is_empty() {
            let mut all = Vec::new();
            for (at, define) in defines {
                if !self.is_built(at, define.cond) {
                    continue;
                }
                for token in tokens(&define.body) {
                    if let Token::Word(word) = token {
                        all.push(self.name_in_body(at, Name::from(word), depth + 1));
                    }
                }
            }
            return first(&all);
        }
        if functions::facts_of(name.as_str()).is_some() { None } else { by_words(name.as_str()) }
    }

    /// A word in the body of a macro: only what is called, or a macro itself, counts without a definition.
    fn name_in_body(&mut self, file: FileId, name: Name, depth: u32) -> Option<Step> {
        let there = locks::lookup_cpp(name.as_str()).is_some()
            || !self.project.funcs_named(name).is_empty()
            || !self.project.defines_of(file, name).is_empty();
        if there { self.name(file, name, depth) } else { by_words(name.as_str()) }
    }

    /// Whether code under a condition is in the builds that the question is about.
    fn is_built(&self, file: FileId, cond: CondId) -> bool {
        let conds = &self.project.file(file).conds;
        let without_gil = self.against == Against::Threads;
        !conds.live_where(predefined::WITHOUT_GIL, without_gil, cond).is_empty()
    }

    /// What a function has done to locks when it comes back: the last step that it always comes by.
    fn leaves(&mut self, at: FuncRef, depth: u32) -> Option<Step> {
        if let Some(&known) = self.funcs.get(&at) {
            return known;
        }
        self.funcs.insert(at, None);
        let found = self.leaves_now(at, depth);
        self.funcs.insert(at, found);
        found
    }

    fn leaves_now(&mut self, at: FuncRef, depth: u32) -> Option<Step> {
        let facts = self.project.file(at.file);
        let func = facts.func(at.id);
        let body = func.body?;
        if locks::lookup_cpp(func.ret.bare_base()).is_some_and(|l| l.does == Does::GuardType && self.reaches(l)) {
            return Some(Step::Takes);
        }
        let mut always = Vec::new();
        straight(facts, body, &mut always);
        let mut steps = Vec::new();
        for e in always {
            facts.ast.each_expr(e, &mut |e| steps.push(e));
        }
        let steps: Vec<Step> = steps.into_iter().filter_map(|e| self.step(at, e, depth)).collect();
        if let Some(&last) = steps.last() {
            return Some(last);
        }
        let mut exprs = Vec::new();
        facts.each_body_expr(body, &mut |e| exprs.push(e));
        let steps: Vec<Step> = exprs.into_iter().filter_map(|e| self.step(at, e, depth)).collect();
        let one = |step| steps.contains(&step);
        match (one(Step::Takes), one(Step::GivesUp)) {
            (true, false) => Some(Step::Takes),
            (false, true) => Some(Step::GivesUp),
            _ => None,
        }
    }

    /// What `object.field()` does.
    fn method(&mut self, at: FuncRef, object: ExprId, field: Name, depth: u32) -> Option<Step> {
        let Some(ty) = self.type_of(at, object) else { return by_words(field.as_str()) };
        let class = ty.as_str().split('<').next().unwrap_or("").trim_end();
        if let Some(lock) = locks::lookup_cpp(&format!("{class}::{field}")) {
            return self.of_row(lock);
        }
        if locks::lookup_cpp(class).is_some() {
            return by_words(field.as_str());
        }
        let funcs = self.project.resolve_func(at.file, Name::from(&format!("{class}::{field}")));
        if let (Some(&func), DEEPEST..) = (funcs.first(), depth) {
            self.cut(func);
        } else if !funcs.is_empty() {
            let all: Vec<Option<Step>> = funcs.into_iter().map(|f| self.leaves(f, depth + 1)).collect();
            return first(&all);
        }
        // `std::weak_ptr::lock` makes a pointer.
        let other = class.starts_with("std::") || class == "weak_ptr";
        if other { None } else { by_words(field.as_str()) }
    }

    /// The base of the type that an object is declared with.
    fn type_of(&self, at: FuncRef, object: ExprId) -> Option<Name> {
        let facts = self.project.file(at.file);
        let func = facts.func(at.id);
        let base = match facts.ast.expr(facts.ast.strip_casts(object)) {
            Expr::Name(name) => {
                let local = facts.vars[func.locals.0 as usize..func.locals.1 as usize].iter().rev();
                let local = local.filter(|v| v.name == name).map(|v| v.ty).next();
                let param = || func.params.iter().find(|p| p.name == Some(name)).map(|p| p.ty);
                let outer = || self.project.resolve_var(at.file, name).first().map(|&v| self.project.var(v).ty);
                local.or_else(param).or_else(outer)?.bare_base()
            }
            Expr::Member { field, .. } => {
                let mut types = self.project.records_with(field).flat_map(|(_, r)| &r.fields);
                let first = types.find(|f| f.name == field)?.ty.bare_base();
                let same = types.filter(|f| f.name == field).all(|f| f.ty.bare_base() == first);
                same.then_some(first)?
            }
            _ => return None,
        };
        (base != "auto").then(|| Name::from(base))
    }
}

/// What several definitions of a name do: a lock that one of them takes may be taken.
fn first(all: &[Option<Step>]) -> Option<Step> {
    let one = |step| all.contains(&Some(step));
    if one(Step::Takes) { Some(Step::Takes) } else { one(Step::GivesUp).then_some(Step::GivesUp) }
}

/// The expressions that a body always comes by, in order: not those of branches and loops.
fn straight(facts: &FileFacts, body: StmtId, out: &mut Vec<ExprId>) {
    let ast = &facts.ast;
    let mut pending = vec![body];
    while let Some(stmt) = pending.pop() {
        match ast.stmt(stmt) {
            Stmt::Expr(e) | Stmt::Return(Some(e)) => out.push(e),
            Stmt::Decl(var) => out.extend(facts.var(var).init),
            Stmt::Block(list) | Stmt::Try(list) => pending.extend(ast.stmts(list).iter().rev()),
            Stmt::Label { body, .. } => pending.extend(body),
            Stmt::If { test, .. } => out.push(test),
            Stmt::While { test, body, test_first } => {
                out.extend(test);
                // `do { … } while (0)`
                pending.extend((!test_first).then_some(body));
            }
            _ => {}
        }
    }
}

/// A name that nothing defines, by its words.
fn by_words(name: &str) -> Option<Step> {
    let atomic = ["std::atomic", "std::atomic_flag"]
        .iter()
        .any(|ty| locks::lookup(&format!("{ty}::{name}")).is_some_and(Lock::acquires));
    let all: Vec<String> = words(name).collect();
    let has = |list: &[&str]| all.iter().any(|w| list.contains(&w.as_str()));
    if has(&["unlock", "unlocks", "release", "leave", "exit"]) && has(&["unlock", "lock", "mutex", "critical"]) {
        return Some(Step::GivesUp);
    }
    let other = has(&[
        "init",
        "initialize",
        "create",
        "new",
        "alloc",
        "allocate",
        "free",
        "destroy",
        "delete",
        "is",
        "fini",
        "count",
    ]);
    let lock = has(&["lock", "trylock", "acquire"]) && !has(&["unlocked"]);
    let section = has(&["mutex", "critical"]) && has(&["enter", "begin", "lock", "acquire", "wait", "take"]);
    (atomic || !other && (lock || section)).then_some(Step::Takes)
}

fn is_class_name(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_uppercase()) && name.bytes().any(|b| b.is_ascii_lowercase())
}

/// The words of `snake_case`, `CamelCase` and `UPPER_CASE` in lower case.
fn words(name: &str) -> impl Iterator<Item = String> {
    let bytes = name.as_bytes();
    let mut out = vec![String::new()];
    for (i, &byte) in bytes.iter().enumerate() {
        let before = i.checked_sub(1).map_or(0, |i| bytes[i]);
        let after = bytes.get(i + 1).copied().unwrap_or(0);
        let starts = byte.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_uppercase() && after.is_ascii_lowercase());
        if !byte.is_ascii_alphanumeric() || starts {
            out.push(String::new());
        }
        if byte.is_ascii_alphanumeric()
            && let Some(word) = out.last_mut()
        {
            word.push(byte.to_ascii_lowercase() as char);
        }
    }
    out.into_iter().filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        let split = |name: &str| words(name).collect::<Vec<_>>();
        assert_eq!(split("putc_unlocked"), ["putc", "unlocked"]);
        assert_eq!(split("QMutexLocker"), ["q", "mutex", "locker"]);
        assert_eq!(split("LOCK_CACHE"), ["lock", "cache"]);
        assert_eq!(split("sqlite3_mutex_enter"), ["sqlite3", "mutex", "enter"]);
    }

    #[test]
    fn unknown_names_by_their_words() {
        for name in ["omp_set_lock", "sqlite3_mutex_enter", "g_mutex_lock", "AcquireLock", "compare_exchange_strong"] {
            assert_eq!(by_words(name), Some(Step::Takes), "{name}");
        }
        for name in
            ["putc_unlocked", "clock", "mlock", "lockf", "omp_init_lock", "is_lock", "block_signals", "is_locked"]
        {
            assert_eq!(by_words(name), None, "{name}");
        }
        assert_eq!(by_words("g_mutex_unlock"), Some(Step::GivesUp));
    }
}
