//! Functions of headers that nothing uses: `static` ones are in no library then. By name, so that a doubt keeps one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, ExprId, FileFacts, FuncId, Linkage, Name, Scope};
use crate::link::macros::tokens::words_of;
use crate::link::modules::extension::is_header;
use crate::link::{FuncRef, Model, Relations};

/// The unused functions of a project.
#[derive(Debug, Default)]
pub(crate) struct Unused {
    funcs: FxHashSet<FuncRef>,
}

impl Unused {
    pub(crate) fn collect(project: &Model) -> Unused {
        // What the functions in question speak of counts only where they are used themselves.
        let mut candidates: FxHashMap<Name, Vec<FuncRef>> = FxHashMap::default();
        let mut used: FxHashSet<Name> = FxHashSet::default();
        let mut pending: Vec<Name> = Vec::new();
        for facts in &project.files {
            let own: Vec<FuncId> = candidates_of(project, facts);
            if own.is_empty() {
                let names = (0..facts.ast.expr_count()).filter_map(|i| match facts.ast.expr(ExprId(i as u32)) {
                    Expr::Name(name) => Some(name),
                    _ => None,
                });
                pending.extend(names);
            } else {
                outside(facts, &own, &mut pending);
            }
            for id in own {
                let func = FuncRef { file: facts.file, id };
                candidates.entry(facts.func(id).name).or_default().push(func);
            }
        }
        if candidates.is_empty() {
            return Unused::default();
        }
        for define in project.files.iter().flat_map(|f| &f.defines) {
            pending.extend(words_of(&define.body).map(Name::from));
        }
        while let Some(name) = pending.pop() {
            if !used.insert(name) {
                continue;
            }
            for func in candidates.get(&name).into_iter().flatten() {
                let facts = project.file(func.file);
                mentioned(facts, func.id, &mut pending);
            }
        }
        let funcs = candidates.into_iter().filter(|(name, _)| !used.contains(name)).flat_map(|(_, funcs)| funcs);
        Unused { funcs: funcs.collect() }
    }
}

/// The `static` functions with a body in a header.
fn candidates_of(project: &Model, facts: &FileFacts) -> Vec<FuncId> {
    if !is_header(project, facts.file) {
        return Vec::new();
    }
    let candidate = |i: &usize| {
        let func = &facts.funcs[*i];
        func.body.is_some() && func.linkage == Linkage::Internal && !func.is_lambda() && !func.name.contains("::")
    };
    (0..facts.funcs.len()).filter(candidate).map(|i| FuncId(i as u32)).collect()
}

/// What a file says outside of these functions.
fn outside(facts: &FileFacts, own: &[FuncId], out: &mut Vec<Name>) {
    for i in 0..facts.funcs.len() {
        let id = FuncId(i as u32);
        if !own.contains(&id) {
            mentioned(facts, id, out);
        }
    }
    for var in facts.vars.iter().filter(|v| !matches!(v.scope, Scope::Local(_))) {
        if let Some(init) = var.init {
            names(facts, init, out);
        }
    }
}

fn mentioned(facts: &FileFacts, func: FuncId, out: &mut Vec<Name>) {
    if let Some(body) = facts.func(func).body {
        facts.each_body_expr(body, &mut |e| {
            if let Expr::Name(name) = facts.ast.expr(e) {
                out.push(name);
            }
        });
    }
}

fn names(facts: &FileFacts, root: ExprId, out: &mut Vec<Name>) {
    facts.ast.each_expr(root, &mut |e| {
        if let Expr::Name(name) = facts.ast.expr(e) {
            out.push(name);
        }
    });
}

impl Relations {
    /// Whether a function is `static`, stands in a header, and nothing in the run uses it.
    pub fn is_unused(&self, func: FuncRef) -> bool {
        self.unused.funcs.contains(&func)
    }
}
