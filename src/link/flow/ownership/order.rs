//! In which order functions are walked: callees before callers, as far as calls do not go round.

use rustc_hash::{FxHashMap, FxHashSet};

use super::functions;
use crate::facts::Name;
use crate::link::{FuncRef, Model};

/// All functions with a body, each behind those that it calls by name.
pub(super) fn callees_first(model: &Model) -> Vec<FuncRef> {
    let all: Vec<FuncRef> = functions(model).collect();
    let mut by_name: FxHashMap<Name, Vec<FuncRef>> = FxHashMap::default();
    for &at in &all {
        by_name.entry(model.func(at).name).or_default().push(at);
    }
    let mut called: FxHashMap<FuncRef, Vec<Name>> = FxHashMap::default();
    for &name in by_name.keys() {
        for at in model.sites.calls_of(&name).iter().filter_map(|site| site.func_ref()) {
            called.entry(at).or_default().push(name);
        }
    }
    let (mut out, mut begun) = (Vec::with_capacity(all.len()), FxHashSet::default());
    for &first in &all {
        // Function, what it calls, and how much of that has been looked at.
        let mut stack: Vec<(FuncRef, Vec<FuncRef>)> = Vec::new();
        let mut next = Some(first);
        loop {
            if let Some(at) = next.take()
                && begun.insert(at)
            {
                stack.push((at, callees(called.remove(&at).unwrap_or_default(), &by_name, at)));
            }
            let Some((at, rest)) = stack.last_mut() else { break };
            match rest.pop() {
                Some(callee) => next = Some(callee),
                None => {
                    out.push(*at);
                    stack.pop();
                }
            }
        }
    }
    out
}

fn callees(mut names: Vec<Name>, by_name: &FxHashMap<Name, Vec<FuncRef>>, at: FuncRef) -> Vec<FuncRef> {
    names.sort_unstable_by_key(|name| name.as_str());
    names.dedup();
    // One of many with a name is not followed: which is meant is for the look-up to say.
    let mut found: Vec<FuncRef> = Vec::new();
    for name in names {
        let own = by_name[&name].iter().filter(|f| f.file == at.file);
        let before = found.len();
        found.extend(own);
        if found.len() == before {
            found.extend(by_name[&name].iter().take(1));
        }
    }
    found
}
