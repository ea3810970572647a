//! Which functions hand their object on to a traverse function and visit its type themselves: two visits, if that one
//! did it as well. No judgement.

use rustc_hash::FxHashMap;

use crate::facts::{Expr, Name, Span};
use crate::link::flow::traverse::type_visits;
use crate::link::types::{TypeId, TypeRef};
use crate::link::{FuncRef, Project, Relations};

/// By each type, those whose traverse function visits the type and calls the slot of that one.
pub(crate) type Delegates = FxHashMap<TypeId, Vec<TypeId>>;

/// Finds the traverse functions of heap types that call the one of a base.
pub(crate) fn collect(relations: &Relations) -> Delegates {
    let mut out = Delegates::default();
    let mut known: FxHashMap<FuncRef, Vec<TypeId>> = FxHashMap::default();
    for object in relations.type_views().filter(|t| t.is_heap()) {
        for caller in object.slots_ever("tp_traverse").flat_map(|slot| slot.funcs()) {
            for &base in known.entry(caller).or_insert_with(|| bases_called(relations, caller)).iter() {
                out.entry(base).or_default().push(object.id);
            }
        }
    }
    out
}

/// The types whose `tp_traverse` a function calls that visits the type.
fn bases_called(relations: &Relations, caller: FuncRef) -> Vec<TypeId> {
    let facts = relations.file(caller.file);
    let mut out = Vec::new();
    let Some(body) = relations.func(caller).body else { return out };
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Call { callee, .. } = facts.ast.expr(e)
            && let Expr::Member { base, field, .. } = facts.ast.expr(facts.ast.strip_casts(callee))
            && field == "tp_traverse"
            && let TypeRef::Type(of) = relations.type_ref(caller.file, Some(caller.id), base)
        {
            out.push(of);
        }
    });
    // Few call the slot of a base: whether they visit is asked of these only.
    if out.is_empty() || type_visits(relations, caller).is_empty() { Vec::new() } else { out }
}

impl Project {
    /// Whether a function that visits the type hands its object on to this one, by name or as the slot of one of
    /// `types`, which ascend.
    pub fn visited_by_callers(&self, at: FuncRef, types: &[TypeId]) -> bool {
        let name = self.func(at).name;
        let sites = self.sites.calls_of(name.as_str()).iter();
        let callers = sites
            .filter(|site| self.resolve_func(site.file, name).contains(&at))
            .filter_map(|site| site.func_ref())
            .filter(|&caller| caller != at);
        callers.into_iter().any(|caller| !type_visits(self, caller).is_empty())
            || types.iter().flat_map(|id| self.delegates(*id)).any(|caller| types.binary_search(caller).is_err())
    }

    /// A macro without a body, or with 0 for one, in the configuration checked that a traverse function hands its
    /// visitor to: a reader takes its call for the visit.
    pub fn empty_visit(&self, at: FuncRef) -> Option<(Name, Span)> {
        let visit = self.func(at).params.get(1)?.name?;
        let facts = self.file(at.file);
        let mut found = None;
        facts.each_body_expr(self.func(at).body?, &mut |e| {
            let Expr::Call { args, .. } = facts.ast.expr(e) else { return };
            let Some(name) = facts.ast.callee_name(e).filter(|_| found.is_none()) else { return };
            let handed = facts.ast.exprs(args).iter().any(|&a| facts.ast.referred_name(a) == Some(visit));
            let empty = |body: &str| matches!(body.trim(), "" | "0" | "(0)" | "((void)0)" | "(void)0");
            let defines = self.defines_of(at.file, name);
            if handed && defines.iter().any(|(_, define)| define.params.is_some() && empty(&define.body)) {
                found = Some((name, facts.ast.expr_span(e)));
            }
        });
        found
    }
}
