//! Which functions run under a lock: by the names of what they call, which is all that can be seen of many locks.

use std::collections::{HashMap, HashSet};

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
}

impl<'a> Protection<'a> {
    pub(crate) fn new(project: &'a Project) -> Self {
        Protection { project, between_interpreters: false, known: HashMap::new() }
    }

    /// By what holds back the threads of all interpreters.
    pub(crate) fn between_interpreters(project: &'a Project) -> Self {
        Protection { between_interpreters: true, ..Protection::new(project) }
    }

    /// Whether a function takes a lock, or every caller of it does.
    pub(crate) fn covers(&mut self, func: FuncRef, depth: u32) -> bool {
        if let Some(&known) = self.known.get(&func) {
            return known;
        }
        self.known.insert(func, false);
        let covers = self.locks(func) || depth < 4 && self.callers_lock(func, depth);
        self.known.insert(func, covers);
        covers
    }

    fn locks(&self, at: FuncRef) -> bool {
        let facts = self.project.file(at.file);
        let Some(body) = facts.func(at.id).body else { return false };
        let protects = |name: &str| {
            let name = name.to_ascii_lowercase();
            if self.between_interpreters && OF_ONE_INTERPRETER.iter().any(|word| name.contains(word)) {
                return false;
            }
            PROTECTS.iter().any(|word| name.contains(word)) && !name.contains("block") && !name.contains("clock")
        };
        let mut found = protects(facts.func(at.id).name.as_str());
        facts.each_body_expr(body, &mut |e| found |= facts.ast.callee_name(e).is_some_and(|n| protects(n.as_str())));
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Decl(var) = facts.ast.stmt(stmt) {
                found |= protects(facts.var(var).ty.base.as_str());
            }
        });
        found
    }

    /// Whether the function that gets the address, or one that it calls, takes a lock.
    pub(crate) fn locks_below(&self, file: FileId, callee: Name, depth: u32) -> bool {
        self.project.resolve_func(file, callee).into_iter().any(|func| {
            let mut callees: Vec<Name> = Vec::new();
            each_expr(self.project, func, &mut |e| callees.extend(self.project.file(func.file).ast.callee_name(e)));
            self.locks(func) || depth < 3 && callees.into_iter().any(|n| self.locks_below(func.file, n, depth + 1))
        })
    }

    fn callers_lock(&mut self, func: FuncRef, depth: u32) -> bool {
        let name = self.project.func(func).name;
        let callers: HashSet<FuncRef> =
            self.project.sites.calls_of(name.as_str()).iter().filter_map(|s| s.func_ref()).collect();
        !callers.is_empty() && callers.into_iter().all(|caller| self.covers(caller, depth + 1))
    }
}
