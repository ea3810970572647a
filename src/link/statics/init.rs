//! Which functions run only while a module is initialised.

use crate::capi::{hooks, slots, struct_roles};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{CondId, Expr, FileFacts, FileId, Func, FuncId, Name};
use crate::link::sites::member_beside;
use crate::link::{FuncRef, Relations};

use super::Idle;
use super::bodies::Recorded;

/// The functions that `Py_mod_exec` and `Py_mod_create` slots name, by function name.
fn exec_slots(facts: &FileFacts, out: &mut FxHashSet<Name>) {
    for var in &facts.vars {
        if !struct_roles::is_module_slot(var.ty.bare_base()) {
            continue;
        }
        let Some(init) = var.init else { continue };
        facts.ast.each_expr(init, &mut |e| {
            let items = match facts.ast.expr(e) {
                Expr::List(items) => items,
                // `PySlot_FUNC(Py_mod_exec, f)`
                Expr::Call { args, .. } => args,
                _ => return,
            };
            let items = facts.ast.exprs(items);
            let is_exec =
                items.first().is_some_and(|&i| matches!(facts.ast.expr(i), Expr::Name(n) if slots::runs_at_init(&n)));
            if is_exec && let Some(name) = items.get(1).and_then(|&i| facts.ast.referred_name(i)) {
                out.insert(name);
            }
        });
    }
}

/// Whether a function is the init function of a module of Python 2.
pub(super) fn is_old_hook(facts: &FileFacts, func: &Func) -> bool {
    let Some(body) = func.body.filter(|_| hooks::has_old_shape(&func.name) && func.params.is_empty()) else {
        return false;
    };
    let mut makes = false;
    facts.each_body_expr(body, &mut |e| {
        makes |= facts.ast.callee_name(e).is_some_and(|name| hooks::makes_old_module(&name))
    });
    makes
}

/// The functions of a name; of a name in a namespace (`spam::helper`) those of its last part.
pub(super) fn resolve(project: &Relations, file: FileId, name: Name) -> Vec<FuncRef> {
    let found = project.resolve_func(file, name);
    match name.rsplit_once("::") {
        Some((scope, last)) if found.is_empty() && scope.trim_start_matches("::").split("::").next() != Some("std") => {
            project.resolve_func(file, Name::from(last))
        }
        _ => found,
    }
}

/// Who calls whom in a project, as far as names tell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    /// Each with the condition of the call.
    callers: FxHashMap<FuncRef, Vec<(FuncRef, CondId)>>,
    callees: FxHashMap<FuncRef, Vec<(FuncRef, CondId)>>,
    /// Called by an initialiser at file scope.
    at_file_scope: FxHashSet<FuncRef>,
}

impl Calls {
    pub(crate) fn new(project: &Relations, recorded: &[Recorded]) -> Self {
        let mut calls =
            Calls { callers: FxHashMap::default(), callees: FxHashMap::default(), at_file_scope: FxHashSet::default() };
        for (facts, recorded) in project.files.iter().zip(recorded) {
            for &(caller, name, cond) in &recorded.calls {
                let mut found = resolve(project, facts.file, name);
                if let Some(caller) = caller.filter(|_| found.is_empty()) {
                    let member = member_beside(project.func(caller), name);
                    found = member.map(|name| project.resolve_func(caller.file, name)).unwrap_or_default();
                }
                for callee in found {
                    match caller {
                        Some(caller) => {
                            calls.callers.entry(callee).or_default().push((caller, cond));
                            calls.callees.entry(caller).or_default().push((callee, cond));
                        }
                        None => drop(calls.at_file_scope.insert(callee)),
                    }
                }
            }
        }
        calls
    }

    /// The functions that an initialiser at file scope calls.
    pub(crate) fn at_file_scope(&self) -> impl Iterator<Item = FuncRef> {
        self.at_file_scope.iter().copied()
    }

    /// Whether a function of the project calls it.
    pub(crate) fn is_called(&self, func: FuncRef) -> bool {
        self.callers.contains_key(&func)
    }

    /// The functions that only these roots reach: every caller belongs to them, and they are not among `outside`. What
    /// stands in the files `left_out` and what is `idle` calls nothing.
    pub(crate) fn only_from(
        &self,
        project: &Relations,
        is_root: &dyn Fn(FuncRef) -> bool,
        outside: &FxHashSet<FuncRef>,
        left_out: &FxHashSet<FileId>,
        idle: &Idle<'_>,
    ) -> FxHashSet<FuncRef> {
        let all = project
            .files
            .iter()
            .filter(|facts| !left_out.contains(&facts.file))
            .flat_map(|facts| (0..facts.funcs.len()).map(|i| FuncRef { file: facts.file, id: FuncId(i as u32) }));
        let mut within: FxHashSet<FuncRef> = all.filter(|&f| project.func(f).body.is_some()).collect();
        let calls = |by: FuncRef, cond: CondId| !left_out.contains(&by.file) && !idle(by.file, Some(by), cond);
        let called = |f: &FuncRef| self.callers.get(f).into_iter().flatten().any(|&(by, cond)| calls(by, cond));
        let open = |f: &FuncRef| !is_root(*f) && (outside.contains(f) || !called(f));
        let mut work: Vec<FuncRef> = within.iter().copied().filter(open).collect();
        while let Some(func) = work.pop() {
            if !within.remove(&func) {
                continue;
            }
            for &(callee, cond) in self.callees.get(&func).into_iter().flatten() {
                if !is_root(callee) && within.contains(&callee) && calls(func, cond) {
                    work.push(callee);
                }
            }
        }
        // A circle of functions that only call each other is reached by nothing.
        let mut reached: FxHashSet<FuncRef> = FxHashSet::default();
        let mut work: Vec<FuncRef> = within.iter().copied().filter(|&f| is_root(f)).collect();
        while let Some(func) = work.pop() {
            if reached.insert(func) {
                let callees = self.callees.get(&func).into_iter().flatten();
                work.extend(
                    callees.filter(|(callee, cond)| within.contains(callee) && calls(func, *cond)).map(|c| c.0),
                );
            }
        }
        reached
    }
}

/// What decides which functions run only as a module is initialised: who calls whom, where initialisation begins, and
/// what is called by something that is not seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Initialisation {
    pub(crate) calls: Calls,
    /// Names of the functions with which it begins.
    roots: FxHashSet<Name>,
    /// Functions that a file names other than by calling them, or calls from an initialiser.
    outside: Vec<(FileId, FuncRef)>,
}

impl Initialisation {
    pub(crate) fn new(project: &Relations, recorded: &[Recorded]) -> Self {
        let calls = Calls::new(project, recorded);
        let mut roots: FxHashSet<Name> = recorded.iter().flat_map(|r| r.init_roots.iter().copied()).collect();
        let mut exec = FxHashSet::default();
        project.files.iter().for_each(|facts| exec_slots(facts, &mut exec));
        roots.extend(exec.iter().copied());
        let mut outside: Vec<(FileId, FuncRef)> = calls.at_file_scope().map(|func| (func.file, func)).collect();
        for (facts, recorded) in project.files.iter().zip(recorded) {
            for &name in recorded.mentioned.iter().filter(|n| !exec.contains(n)) {
                outside.extend(project.resolve_func(facts.file, name).into_iter().map(|func| (facts.file, func)));
            }
        }
        Initialisation { calls, roots, outside }
    }

    /// The functions that nothing but a module's initialisation reaches: roots are `PyInit_x`, `Py_mod_exec` and
    /// `Py_mod_create` slots; another function belongs to them where every caller does and nothing takes its address.
    /// What stands in the files `left_out` and what is `idle` does not count.
    pub(crate) fn only(
        &self,
        project: &Relations,
        left_out: &FxHashSet<FileId>,
        idle: &Idle<'_>,
    ) -> FxHashSet<FuncRef> {
        let is_root = |f: FuncRef| self.roots.contains(&project.func(f).name);
        let seen = self.outside.iter().filter(|(file, _)| !left_out.contains(file));
        let outside: FxHashSet<FuncRef> = seen.map(|&(_, func)| func).collect();
        self.calls.only_from(project, &is_root, &outside, left_out, idle)
    }
}
