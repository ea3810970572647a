//! What a name means at a place of a function body: locals by block, parameters, static variables.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{FileFacts, FileId, FuncId, Name, Scope, Span, Stmt, StmtId, VarId};
use crate::link::{CutKind, Units};

/// Most classes, with their bases, whose fields one member function sees.
const MAX_BASES: usize = 64;

/// What a name is bound to inside a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// A local variable, automatic or static.
    Local(VarId),
    /// The parameter of this index.
    Param(usize),
    /// A parameter of a function around this lambda.
    Outer,
}

/// What a lambda sees of the functions around it, the outermost first.
pub(crate) fn captured(facts: &FileFacts, lambda: FuncId) -> Vec<(Name, Binding)> {
    let span = facts.func(lambda).span;
    let mut out = Vec::new();
    for (i, func) in facts.funcs[..lambda.0 as usize].iter().enumerate() {
        if func.body.is_none() || func.span == span || !func.span.contains(span) {
            continue;
        }
        out.extend(func.params.iter().filter_map(|p| p.name).map(|name| (name, Binding::Outer)));
        let before = (func.locals.0..func.locals.1).map(VarId).filter(|&v| {
            let var = facts.var(v);
            var.scope == Scope::Local(FuncId(i as u32)) && var.name_span.start < span.start
        });
        out.extend(before.map(|v| (facts.var(v).name, Binding::Local(v))));
    }
    out
}

/// The fields of a class and of those of its bases that the project has: in a member function their names mean them.
pub(crate) fn fields(project: &Units, file: FileId, class: &str) -> FxHashSet<Name> {
    let last = class.rsplit_once("::").map_or(class, |(_, last)| last);
    let (mut open, mut next, mut fields) = (vec![Name::from(last)], 0, FxHashSet::default());
    while let Some(&name) = open.get(next) {
        next += 1;
        let Some((_, record)) = project.resolve_record(file, name) else { continue };
        fields.extend(record.fields.iter().map(|f| f.name));
        let fresh: Vec<Name> = record.bases.iter().copied().filter(|base| !open.contains(base)).collect();
        if open.len() < MAX_BASES {
            open.extend(fresh);
        } else if !fresh.is_empty() {
            project.cuts.add(CutKind::Types, file, Span::default());
        }
    }
    fields
}

/// The names of a function, innermost last.
#[derive(Default)]
pub(crate) struct Scopes {
    stack: Vec<Name>,
    bound: FxHashMap<Name, Vec<Binding>>,
}

impl Scopes {
    pub(crate) fn declare(&mut self, name: Name, binding: Binding) {
        self.stack.push(name);
        self.bound.entry(name).or_default().push(binding);
    }

    /// The mark to give to [`Scopes::leave`] at the end of a block.
    pub(crate) fn enter(&self) -> usize {
        self.stack.len()
    }

    pub(crate) fn leave(&mut self, mark: usize) {
        while self.stack.len() > mark {
            if let Some(name) = self.stack.pop()
                && let Some(bindings) = self.bound.get_mut(&name)
            {
                bindings.pop();
            }
        }
    }

    pub(crate) fn get(&self, name: Name) -> Option<Binding> {
        self.bound.get(&name)?.last().copied()
    }
}

/// The locals of a function that no declaration statement in `body` introduces (range loops, conditions).
pub(crate) fn undeclared(facts: &FileFacts, func: FuncId, body: StmtId) -> Vec<VarId> {
    let locals = facts.func(func).locals;
    let mut seen = vec![false; locals.1.saturating_sub(locals.0) as usize];
    facts.ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Decl(var) = facts.ast.stmt(stmt)
            && let Some(seen) = var.0.checked_sub(locals.0).and_then(|i| seen.get_mut(i as usize))
        {
            *seen = true;
        }
    });
    // What a lambda or a class in the body declares is its own.
    let own = |var: &VarId| facts.var(*var).scope == Scope::Local(func);
    (locals.0..locals.1).zip(seen).filter(|(_, seen)| !seen).map(|(i, _)| VarId(i)).filter(own).collect()
}
