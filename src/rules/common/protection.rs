//! Which functions run under a lock: by the names of what they call, which is all that can be seen of many locks.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::values::each_expr;
use crate::facts::{FileId, Name, Stmt};
use crate::link::{FuncRef, Project};

/// Parts of names of calls and types that take a lock, or run something once.
const PROTECTS: &[&str] = &[
    "lock",
    "critical_section",
    "criticalsection",
    "mutex",
    "call_once",
    "pyonce",
    "stoptheworld",
    // A flag that one thread at a time gets.
    "compare_exchange",
    "cmp_exchange",
    "cmpxchg",
    "test_and_set",
];

/// Those of them that hold back the threads of one interpreter only.
const OF_ONE_INTERPRETER: &[&str] = &["critical_section", "criticalsection", "stoptheworld"];

/// Which functions take a lock, or are called by such only.
pub(crate) struct Protection<'a> {
    project: &'a Project,
    /// Against other interpreters, not against threads of the same.
    between_interpreters: bool,
    known: HashMap<FuncRef, bool>,
    /// Whether a name speaks of a lock.
    words: HashMap<Name, bool>,
}

impl<'a> Protection<'a> {
    pub(crate) fn new(project: &'a Project) -> Self {
        Protection { project, between_interpreters: false, known: HashMap::new(), words: HashMap::new() }
    }

    /// By what holds back the threads of all interpreters.
    pub(crate) fn between_interpreters(project: &'a Project) -> Self {
        Protection { between_interpreters: true, ..Protection::new(project) }
    }

    /// Whether a function takes a lock, or every caller of it does, however far above.
    pub(crate) fn covers(&mut self, func: FuncRef) -> bool {
        if let Some(&known) = self.known.get(&func) {
            return known;
        }
        let (mut asked, mut next) = (vec![func], 0);
        let mut seen = HashSet::from([func]);
        // Who waits for a caller, and for how many callers.
        let mut waiting: HashMap<FuncRef, Vec<FuncRef>> = HashMap::new();
        let mut missing: HashMap<FuncRef, usize> = HashMap::new();
        let mut covered: Vec<FuncRef> = Vec::new();
        while let Some(&at) = asked.get(next) {
            next += 1;
            if self.known.get(&at) == Some(&true) || !self.known.contains_key(&at) && self.locks(at) {
                covered.push(at);
            } else if !self.known.contains_key(&at) {
                let callers = self.callers(at);
                missing.insert(at, callers.len());
                for caller in callers {
                    waiting.entry(caller).or_default().push(at);
                    if seen.insert(caller) {
                        asked.push(caller);
                    }
                }
            }
        }
        self.known
            .extend(asked.into_iter().filter(|at| missing.contains_key(at)).map(|at| (at, false)).collect::<Vec<_>>());
        while let Some(at) = covered.pop() {
            self.known.insert(at, true);
            for called in waiting.remove(&at).unwrap_or_default() {
                if let Some(open) = missing.get_mut(&called) {
                    *open -= 1;
                    if *open == 0 {
                        covered.push(called);
                    }
                }
            }
        }
        self.known.get(&func) == Some(&true)
    }

    fn locks(&mut self, at: FuncRef) -> bool {
        let facts = self.project.file(at.file);
        let Some(body) = facts.func(at.id).body else { return false };
        let mut found = self.protects(facts.func(at.id).name);
        facts.each_body_expr(body, &mut |e| {
            found = found || facts.ast.callee_name(e).is_some_and(|name| self.protects(name));
        });
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Decl(var) = facts.ast.stmt(stmt) {
                found = found || self.protects(facts.var(var).ty.base);
            }
        });
        found
    }

    fn protects(&mut self, name: Name) -> bool {
        let between = self.between_interpreters;
        *self.words.entry(name).or_insert_with(|| {
            let name = name.to_ascii_lowercase();
            if between && OF_ONE_INTERPRETER.iter().any(|word| name.contains(word)) {
                return false;
            }
            PROTECTS.iter().any(|word| name.contains(word)) && !name.contains("block") && !name.contains("clock")
        })
    }

    fn callers(&self, func: FuncRef) -> BTreeSet<FuncRef> {
        let name = self.project.func(func).name;
        self.project.sites.calls_of(name.as_str()).iter().filter_map(|s| s.func_ref()).collect()
    }

    /// Whether the function that gets the address, or one that it calls, takes a lock.
    pub(crate) fn locks_below(&mut self, file: FileId, callee: Name, depth: u32) -> bool {
        self.project.resolve_func(file, callee).into_iter().any(|func| {
            let mut callees: Vec<Name> = Vec::new();
            each_expr(self.project, func, &mut |e| callees.extend(self.project.file(func.file).ast.callee_name(e)));
            self.locks(func) || depth < 3 && callees.into_iter().any(|n| self.locks_below(func.file, n, depth + 1))
        })
    }
}
