//! How the functions of a file come to the state of their module: they get the module, or those that call them hand the
//! state over.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Home;
use crate::facts::{Expr, FuncId, GapKind, Linkage, Name, Span};

/// How a function comes to the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// The module is this parameter.
    Module(String),
    /// The state is handed over by all that call it: where the calls and the prototypes stand, as tokens of its name.
    Handed { calls: Vec<(usize, FuncId)>, prototypes: Vec<usize> },
}

/// The functions of a file and their routes, as far as there are any.
pub(super) struct Access {
    routes: FxHashMap<FuncId, Route>,
    why_not: FxHashMap<FuncId, String>,
}

/// Names for the state in a function.
const NAMES: [&str; 4] = ["state", "st", "mod_state", "module_state"];

impl Access {
    pub(super) fn of(home: &Home<'_>) -> Access {
        let facts = home.facts();
        let (mut routes, mut why_not) = (FxHashMap::default(), FxHashMap::default());
        let methods = home.module_functions();
        for (i, func) in facts.funcs.iter().enumerate().filter(|(_, f)| f.body.is_some()) {
            let id = FuncId(i as u32);
            match route(home, id, &methods) {
                Ok(route) => _ = routes.insert(id, route),
                Err(why) => _ = why_not.insert(id, format!("`{}` {why}", func.name)),
            }
        }
        Access { routes, why_not }.settled(home)
    }

    /// Leaves out what is called from where no state is.
    fn settled(mut self, home: &Home<'_>) -> Access {
        loop {
            let without: Vec<(FuncId, FuncId)> = self
                .routes
                .iter()
                .filter_map(|(id, route)| match route {
                    Route::Handed { calls, .. } => {
                        calls.iter().find(|(_, by)| !self.routes.contains_key(by)).map(|(_, by)| (*id, *by))
                    }
                    Route::Module(_) => None,
                })
                .collect();
            if without.is_empty() {
                return self;
            }
            for (id, by) in without {
                let (own, other) = (home.facts().func(id).name, home.facts().func(by).name);
                let why = self.why_not.get(&by).cloned().unwrap_or_else(|| format!("`{other}` has no module"));
                self.why_not.insert(id, format!("`{own}` is called by `{other}`, and {why}"));
                self.routes.remove(&id);
            }
        }
    }

    /// The route of a function.
    pub(super) fn route(&self, id: FuncId) -> Result<&Route, String> {
        self.routes.get(&id).ok_or_else(|| self.why_not.get(&id).cloned().unwrap_or_default())
    }

    /// The functions that need the state, where these use it: they, and those that hand it over.
    pub(super) fn needed(&self, users: impl Iterator<Item = FuncId>) -> Vec<FuncId> {
        let mut seen: FxHashSet<FuncId> = FxHashSet::default();
        let mut pending: Vec<FuncId> = users.collect();
        while let Some(id) = pending.pop() {
            if seen.insert(id)
                && let Some(Route::Handed { calls, .. }) = self.routes.get(&id)
            {
                pending.extend(calls.iter().map(|(_, by)| *by));
            }
        }
        let mut all: Vec<FuncId> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }
}

/// What the state is called in a function.
pub(super) fn state_name(home: &Home<'_>, id: FuncId) -> Option<&'static str> {
    let span = home.facts().func(id).span;
    NAMES.into_iter().find(|name| !home.layout.names(span, name))
}

fn route(home: &Home<'_>, id: FuncId, methods: &FxHashSet<Name>) -> Result<Route, &'static str> {
    let (facts, layout) = (home.facts(), &home.layout);
    let func = facts.func(id);
    if state_name(home, id).is_none() {
        return Err("has no name free for the state");
    }
    if layout.has_directives(Span::new(func.span.start, home.body_start(id))) {
        return Err("has directives in its head");
    }
    let tokens: Vec<usize> =
        home.tokens_of(func.name).into_iter().filter(|&t| layout.tokens()[t].start != func.name_span.start).collect();
    if home.spoken_elsewhere(func.name) {
        return Err("is named in a macro, or in code that was not read");
    }
    let mut calls = Vec::new();
    let mut prototypes = Vec::new();
    let mut others = 0;
    for &token in &tokens {
        let called = layout.word(token + 1) == "(";
        match home.function_at(layout.tokens()[token].start) {
            Some(by) if called => calls.push((token, by)),
            Some(_) => others += 1,
            None if called && is_prototype(home, token) => prototypes.push(token),
            None => others += 1,
        }
    }
    let gets_module = id == home.exec || methods.contains(&func.name);
    if gets_module {
        let table = usize::from(id != home.exec);
        // The slot of the function, or its row in the table.
        if calls.is_empty() && others == table.max(1) {
            return home.parameter(id).map(Route::Module).ok_or("does not name its first parameter");
        }
        return Err("is called, or kept elsewhere, as well");
    }
    match () {
        () if func.linkage != Linkage::Internal => Err("may be called from other files"),
        () if others > 0 => Err("has its address taken, so that nobody hands it the module"),
        () if calls.is_empty() => Err("is called by nobody"),
        () if func.open_params && !func.params.is_empty() => Err("takes any number of arguments"),
        () => Ok(Route::Handed { calls, prototypes }),
    }
}

/// Whether a name at file scope is that of a prototype.
fn is_prototype(home: &Home<'_>, token: usize) -> bool {
    let close = home.layout.closing(token + 1);
    close.is_some_and(|close| home.layout.word(close + 1) == ";")
}

impl Home<'_> {
    /// The functions in the table of the module: they get the module.
    fn module_functions(&self) -> FxHashSet<Name> {
        let (facts, mut out) = (self.facts(), FxHashSet::default());
        let value = self.written().value("m_methods").ok().flatten();
        let named = value.and_then(|value| facts.ast.referred_name(value));
        let found = named.map(|name| self.project().resolve_var(self.file, name)).unwrap_or_default();
        let [table] = found[..] else { return out };
        // The functions of a table that a type has as well get other objects.
        let left_out = facts.gaps.iter().filter(|g| g.kind == GapKind::BranchLeftOut);
        let left_out: Vec<Span> = left_out.map(|g| g.span).collect();
        let read = |t: &usize| {
            let at = self.layout.tokens()[*t].start;
            !left_out.iter().any(|gap| gap.start <= at && at < gap.end)
        };
        let name = self.project().var(table).name;
        if self.tokens_of(name).iter().filter(|t| read(t)).count() != 2 {
            return out;
        }
        let var = self.project().var(table);
        let Some(Expr::List(rows)) = var.init.map(|init| facts.ast.expr(init)).filter(|_| table.file == self.file)
        else {
            return out;
        };
        for &row in facts.ast.exprs(rows) {
            let Expr::List(items) = facts.ast.expr(row) else { continue };
            let function =
                facts.ast.exprs(items).iter().enumerate().find_map(|(i, &item)| match facts.ast.expr(item) {
                    Expr::Designated { field, value } if field == "ml_meth" => facts.ast.referred_name(value),
                    Expr::Designated { .. } => None,
                    _ if i == 1 => facts.ast.referred_name(item),
                    _ => None,
                });
            out.extend(function);
        }
        out
    }
}
