//! Which functions run only while a module is initialised, and which conditions mean a debug build.

use std::collections::{HashMap, HashSet};

use crate::facts::{Cond, CondId, Expr, FileFacts, FileId, FuncId, Name};
use crate::link::{FuncRef, Relations};

use super::bodies::Recorded;

/// Whether a condition demands a debug or test build.
pub(crate) fn debug_only(facts: &FileFacts, cond: CondId) -> bool {
    match *facts.conds.get(cond) {
        Cond::Defined(name) | Cond::Value(name) => is_debug_macro(name.as_str()),
        Cond::And(a, b) => debug_only(facts, a) || debug_only(facts, b) || is_debug_level(facts, cond),
        Cond::Or(a, b) => debug_only(facts, a) && debug_only(facts, b),
        _ => false,
    }
}

fn is_debug_macro(name: &str) -> bool {
    matches!(name, "Py_DEBUG" | "Py_REF_DEBUG" | "Py_TRACE_REFS" | "_DEBUG" | "DEBUG")
        || name.ends_with("_TEST")
        || name.ends_with("_TESTING")
}

/// `defined(SPAM_DEBUG) && SPAM_DEBUG >= 6`: a level that no release build has. `defined(SPAM_DEBUG)` alone may be a
/// feature of the release.
fn is_debug_level(facts: &FileFacts, cond: CondId) -> bool {
    let (mut named, mut compared, mut open) = (false, false, vec![cond]);
    while let Some(cond) = open.pop() {
        match *facts.conds.get(cond) {
            Cond::And(a, b) => open.extend([a, b]),
            Cond::Defined(name) | Cond::Value(name) => named |= name.ends_with("_DEBUG"),
            Cond::Opaque(_) => compared = true,
            _ => {}
        }
    }
    named && compared
}

/// The functions that `Py_mod_exec` and `Py_mod_create` slots name, by function name.
fn exec_slots(facts: &FileFacts, out: &mut HashSet<Name>) {
    for var in &facts.vars {
        if var.ty.bare_base() != "PyModuleDef_Slot" && var.ty.bare_base() != "PySlot" {
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
            let is_exec = items.first().is_some_and(
                |&i| matches!(facts.ast.expr(i), Expr::Name(n) if n == "Py_mod_exec" || n == "Py_mod_create"),
            );
            if is_exec && let Some(name) = items.get(1).and_then(|&i| facts.ast.referred_name(i)) {
                out.insert(name);
            }
        });
    }
}

/// The functions of a name; of a name in a namespace (`spam::helper`) those of its last part.
fn resolve(project: &Relations, file: FileId, name: Name) -> Vec<FuncRef> {
    let found = project.resolve_func(file, name);
    match name.rsplit_once("::") {
        Some((_, last)) if found.is_empty() && !name.starts_with("std::") => {
            project.resolve_func(file, Name::from(last))
        }
        _ => found,
    }
}

/// The functions that nothing but a module's initialisation reaches: roots are `PyInit_x`, `Py_mod_exec` and `Py_mod_create` slots;
/// another function belongs to them where every caller does and nothing takes its address.
pub(crate) fn init_only(project: &Relations, recorded: &[Recorded]) -> HashSet<FuncRef> {
    let mut roots: HashSet<Name> = recorded.iter().flat_map(|r| r.init_roots.iter().copied()).collect();
    let mut exec = HashSet::new();
    project.files.iter().for_each(|facts| exec_slots(facts, &mut exec));
    roots.extend(exec.iter().copied());
    let is_root = |f: FuncRef| roots.contains(&project.func(f).name);

    let mut callers: HashMap<FuncRef, Vec<FuncRef>> = HashMap::new();
    let mut callees: HashMap<FuncRef, Vec<FuncRef>> = HashMap::new();
    let mut outside: HashSet<FuncRef> = HashSet::new();
    for (facts, recorded) in project.files.iter().zip(recorded) {
        for &(caller, name) in &recorded.calls {
            for callee in resolve(project, facts.file, name) {
                match caller {
                    Some(caller) => {
                        callers.entry(callee).or_default().push(caller);
                        callees.entry(caller).or_default().push(callee);
                    }
                    None => drop(outside.insert(callee)),
                }
            }
        }
        for &name in recorded.mentioned.iter().filter(|n| !exec.contains(n)) {
            outside.extend(project.resolve_func(facts.file, name));
        }
    }
    let all = project
        .files
        .iter()
        .flat_map(|facts| (0..facts.funcs.len()).map(|i| FuncRef { file: facts.file, id: FuncId(i as u32) }));
    let mut init: HashSet<FuncRef> = all.filter(|&f| project.func(f).body.is_some()).collect();
    let mut work: Vec<FuncRef> =
        init.iter().copied().filter(|&f| !is_root(f) && (outside.contains(&f) || !callers.contains_key(&f))).collect();
    while let Some(func) = work.pop() {
        if !init.remove(&func) {
            continue;
        }
        for &callee in callees.get(&func).into_iter().flatten() {
            if !is_root(callee) && init.contains(&callee) {
                work.push(callee);
            }
        }
    }
    // A circle of functions that only call each other is reached by nothing.
    let mut reached: HashSet<FuncRef> = HashSet::new();
    let mut work: Vec<FuncRef> = init.iter().copied().filter(|&f| is_root(f)).collect();
    while let Some(func) = work.pop() {
        if reached.insert(func) {
            work.extend(callees.get(&func).into_iter().flatten().filter(|c| init.contains(c)));
        }
    }
    reached
}
