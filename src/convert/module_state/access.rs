//! How the functions of an extension come to the state of their module: they get the module, an object or a type that
//! belongs to it, or those that call them hand the state over.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Home;
use super::called::{Called, Got, Owner};
use super::kinds;
use super::params::{gives_module, parameter};
use super::parts::At;
use crate::facts::{FileId, FuncId, Language, Linkage, Span};
use crate::link::FuncRef;
use crate::link::types::TypeId;

/// How a function comes to the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// The module is this parameter.
    Module(String),
    /// The module of this type.
    Type(String),
    /// The module of the type of one of these objects.
    Either(String, String),
    /// This parameter is the module, or an object of a type that knows it.
    Mixed(String),
    /// The state, or the module, is handed over by all that call it: where the calls and the prototypes stand, as tokens
    /// of its name.
    Handed { calls: Vec<(At, FuncRef)>, prototypes: Vec<At> },
}

/// A route, and what else it takes.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) route: Route,
    /// Marks of parameters that were not used: they go.
    pub(super) marks: Vec<(Span, String)>,
    /// The types that must know their module.
    pub(super) types: Vec<TypeId>,
}

/// The functions of an extension and their ways, as far as there are any.
pub(super) struct Access {
    ways: FxHashMap<FuncRef, Way>,
    /// What those have that get an object of a type first, where nobody hands them the module.
    typed: FxHashMap<FuncRef, Way>,
    why_not: FxHashMap<FuncRef, String>,
    /// Functions that all ways to lead from the module itself.
    modules: FxHashSet<FuncRef>,
}

/// Names for the state in a function.
pub(super) const NAMES: [&str; 4] = ["state", "st", "mod_state", "module_state"];
/// Names for the module in a function that gets it.
const MODULES: [&str; 4] = ["module", "mod", "own_module", "the_module"];

/// Where a function is named.
struct Places {
    calls: Vec<(At, FuncRef)>,
    prototypes: Vec<At>,
    others: usize,
}

impl Access {
    pub(super) fn of(home: &Home<'_>) -> Access {
        let called = Called::of(home);
        let mut places: FxHashMap<FuncRef, Places> = FxHashMap::default();
        for part in home.parts.iter() {
            let file = part.facts.file;
            let with_body = part.facts.funcs.iter().enumerate().filter(|(_, f)| f.body.is_some());
            for (i, _) in with_body {
                let func = FuncRef { file, id: FuncId(i as u32) };
                places.insert(func, places_of(home, &called, func));
            }
        }
        let at_end = at_end(&called, &places);
        let mut access = Access {
            ways: FxHashMap::default(),
            typed: FxHashMap::default(),
            why_not: FxHashMap::default(),
            modules: FxHashSet::default(),
        };
        let objects = kinds::Objects::of(home);
        for (&func, own) in &places {
            if let Some(way) = typed(home, &objects, func, called.by(func), own, &at_end) {
                access.typed.insert(func, way);
            }
            match way(home, func, called.by(func), own, &at_end) {
                Ok(way) => _ = access.ways.insert(func, way),
                Err(why) => access.leave(func, format!("`{}` {why}", home.func(func).name)),
            }
        }
        loop {
            access.settle(home);
            access.find_modules();
            let lost: Vec<(FuncRef, String)> = access
                .ways
                .iter()
                .filter_map(|(func, way)| {
                    let why = way.types.iter().find_map(|&id| kinds::obstacle(home, &access, id))?;
                    Some((*func, format!("`{}` {why}", home.func(*func).name)))
                })
                .collect();
            if lost.is_empty() {
                return access;
            }
            for (func, why) in lost {
                access.leave(func, why);
            }
        }
    }

    /// Takes the way of a function from it; it may have another one.
    fn leave(&mut self, func: FuncRef, why: String) {
        self.ways.remove(&func);
        self.why_not.insert(func, why);
        if let Some(way) = self.typed.remove(&func) {
            self.ways.insert(func, way);
        }
    }

    /// Leaves out what is called from where no state is.
    fn settle(&mut self, home: &Home<'_>) {
        loop {
            let by = |way: &Way| match &way.route {
                Route::Handed { calls, .. } => calls.iter().map(|(_, by)| *by).find(|by| !self.ways.contains_key(by)),
                _ => None,
            };
            let without: Vec<(FuncRef, FuncRef)> =
                self.ways.iter().filter_map(|(func, way)| Some((*func, by(way)?))).collect();
            if without.is_empty() {
                return;
            }
            for (func, by) in without {
                let (own, other) = (home.func(func).name, home.func(by).name);
                let why = self.why_not.get(&by).cloned().unwrap_or_else(|| format!("`{other}` has no module"));
                self.leave(func, format!("`{own}` is called by `{other}`, and {why}"));
            }
        }
    }

    /// The functions that have the module, or can be handed it.
    fn find_modules(&mut self) {
        let mut out: FxHashSet<FuncRef> = self.ways.keys().copied().collect();
        loop {
            let before = out.len();
            let keeps = |func: &FuncRef| match &self.ways[func].route {
                Route::Module(_) => true,
                Route::Handed { calls, .. } => calls.iter().all(|(_, by)| out.contains(by)),
                _ => false,
            };
            let next: FxHashSet<FuncRef> = out.iter().copied().filter(keeps).collect();
            out = next;
            if out.len() == before {
                self.modules = out;
                return;
            }
        }
    }

    /// Whether a function has the module, or can be handed it.
    pub(super) fn has_module(&self, func: FuncRef) -> bool {
        self.modules.contains(&func)
    }

    /// The way of a function.
    pub(super) fn way(&self, func: FuncRef) -> Result<&Way, String> {
        self.ways.get(&func).ok_or_else(|| self.why_not.get(&func).cloned().unwrap_or_default())
    }

    /// These functions, and those that hand over what they get; `stop` are handed something else.
    pub(super) fn needed(&self, users: impl Iterator<Item = FuncRef>, stop: &[FuncRef]) -> Vec<FuncRef> {
        let mut seen: FxHashSet<FuncRef> = FxHashSet::default();
        let mut pending: Vec<FuncRef> = users.collect();
        while let Some(func) = pending.pop() {
            if seen.insert(func)
                && !stop.contains(&func)
                && let Some(Way { route: Route::Handed { calls, .. }, .. }) = self.ways.get(&func)
            {
                pending.extend(calls.iter().map(|(_, by)| *by));
            }
        }
        let mut all: Vec<FuncRef> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }
}

/// What the state is called in a function.
pub(super) fn state_name(home: &Home<'_>, func: FuncRef) -> Option<&'static str> {
    free(home, func, &NAMES)
}

/// What the module is called in a function that is handed it.
pub(super) fn module_name(home: &Home<'_>, func: FuncRef) -> Option<&'static str> {
    free(home, func, &MODULES)
}

fn free(home: &Home<'_>, func: FuncRef, names: &[&'static str]) -> Option<&'static str> {
    let span = home.func(func).span;
    let layout = home.parts.layout(func.file);
    names.iter().copied().find(|name| !layout.names(span, name))
}

/// Where a function is named, the places that install it left out.
fn places_of(home: &Home<'_>, called: &Called, func: FuncRef) -> Places {
    let own = home.func(func);
    let mut out = Places { calls: Vec::new(), prototypes: Vec::new(), others: 0 };
    for at in home.parts.tokens_of(&own.name) {
        let span = home.parts.span(at);
        let elsewhere = own.linkage == Linkage::Internal && !home.project().share_unit(at.file, func.file);
        if elsewhere || (at.file, span) == (func.file, own.name_span) {
            continue;
        }
        if called.by(func).iter().any(|got| got.holds(at, span)) {
            continue;
        }
        let is_call = home.parts.word(at, 1) == "(";
        match home.parts.function_at(at) {
            Some(by) if is_call => out.calls.push((at, by)),
            None if is_call && is_prototype(home, at) => out.prototypes.push(at),
            None if home.is_dead(at) => {}
            _ => out.others += 1,
        }
    }
    out
}

/// Whether a name at file scope is that of a prototype.
fn is_prototype(home: &Home<'_>, at: At) -> bool {
    let layout = home.parts.layout(at.file);
    layout.closing(at.token + 1).is_some_and(|close| layout.word(close + 1) == ";")
}

/// What runs when objects are freed, and what that calls.
fn at_end(called: &Called, places: &FxHashMap<FuncRef, Places>) -> FxHashSet<FuncRef> {
    let mut out: FxHashSet<FuncRef> = called.at_end().collect();
    loop {
        let before = out.len();
        let more = places.iter().filter(|(_, own)| own.calls.iter().any(|(_, by)| out.contains(by)));
        let more: Vec<FuncRef> = more.map(|(func, _)| *func).collect();
        out.extend(more);
        if out.len() == before {
            return out;
        }
    }
}

fn way(
    home: &Home<'_>,
    func: FuncRef,
    gots: &[Got],
    places: &Places,
    at_end: &FxHashSet<FuncRef>,
) -> Result<Way, String> {
    let own = home.func(func);
    let part = home.parts.get(func.file);
    let no = |why: &str| Err(why.to_owned());
    if part.facts.language != Language::C || part.is_header || !home.scene.is_open(func.file) {
        return no("is written in a header, in C++, or in a file that is not to be changed");
    }
    if state_name(home, func).is_none() || module_name(home, func).is_none() {
        return no("has no name free for the state");
    }
    if home.parts.is_lost(&own.name) || !home.parts.macros_with(&own.name).is_empty() {
        return no("is named in a macro, or in code that was not read");
    }
    if own.linkage != Linkage::Internal && home.parts.is_named_outside(home.scene, own.name) {
        return no("may be called from other files");
    }
    if !gots.is_empty() {
        if places.others > 0 {
            return no("is kept elsewhere as well");
        }
        return installed(home, func, gots, places, at_end);
    }
    if part.layout.has_directives(Span::new(own.span.start, home.parts.body_start(func))) {
        return no("has directives in its head");
    }
    match () {
        () if places.others > 0 => no("has its address taken, so that nobody hands it the module"),
        () if places.calls.is_empty() => no("is called by nobody that was found"),
        () if own.open_params && !own.params.is_empty() => no("takes any number of arguments"),
        () => {
            let route = Route::Handed { calls: places.calls.clone(), prototypes: places.prototypes.clone() };
            Ok(Way { route, marks: Vec::new(), types: Vec::new() })
        }
    }
}

/// The way of a function that gets an object of a type first: a callback that nobody hands the module.
fn typed(
    home: &Home<'_>,
    objects: &kinds::Objects,
    func: FuncRef,
    gots: &[Got],
    places: &Places,
    at_end: &FxHashSet<FuncRef>,
) -> Option<Way> {
    let own = home.func(func);
    let first = own.params.first()?;
    let types = objects.types(&first.ty)?.to_vec();
    let part = home.parts.get(func.file);
    let is_open = part.facts.language == Language::C && !part.is_header && home.scene.is_open(func.file);
    let fits = is_open && state_name(home, func).is_some() && !home.parts.is_lost(&own.name);
    let ends = at_end.contains(&func) || gots.iter().any(Got::is_at_end);
    let nothing = |at: &At| matches!(home.parts.word(*at, 2), "NULL" | "0" | ")");
    if !fits || ends || places.calls.iter().any(|(at, _)| nothing(at)) {
        return None;
    }
    Some(Way { route: Route::Type(format!("Py_TYPE({})", first.name?)), marks: Vec::new(), types })
}

/// The way of a function that Python calls.
fn installed(
    home: &Home<'_>,
    func: FuncRef,
    gots: &[Got],
    places: &Places,
    at_end: &FxHashSet<FuncRef>,
) -> Result<Way, String> {
    let no = |why: &str| Err(why.to_owned());
    let owners = || gots.iter().flat_map(|got| &got.owners);
    let mut marks = Vec::new();
    if let Some(got) = gots.iter().find(|got| got.is_at_end()) {
        return Err(format!("is the {} of a type, and runs when the module may be gone", got.how));
    }
    if owners().all(|owner| *owner == Owner::Module) {
        if !places.calls.iter().all(|(at, by)| gives_module(home, *at, *by)) {
            return no("is called by other code as well, which may give it another object");
        }
        let name = parameter(home, func, 0, &mut marks)?;
        return Ok(Way { route: Route::Module(name), marks, types: Vec::new() });
    }
    let mut types: Vec<TypeId> = Vec::new();
    for owner in owners() {
        match owner {
            Owner::Type(id) => types.push(*id),
            Owner::Module => {}
            Owner::Other => return no("serves something else than the types that were found, or a static type"),
        }
    }
    types.sort_unstable();
    types.dedup();
    if gots.iter().any(|got| got.without) {
        return no("is a static method, which gets neither an object nor a type");
    }
    if at_end.contains(&func) {
        return no("is called as well when objects are freed, and the module may be gone by then");
    }
    let nothing = |at: &At| matches!(home.parts.word(*at, 2), "NULL" | "0" | "nullptr" | ")");
    if places.calls.iter().any(|(at, _)| nothing(at)) {
        return no("is called without an object as well");
    }
    let is_binary = gots[0].is_binary();
    if gots.iter().any(|got| got.is_binary() != is_binary || got.class != gots[0].class) {
        return no("serves slots that give it different things");
    }
    if owners().any(|owner| *owner == Owner::Module) {
        if is_binary || gots.iter().any(|got| got.class || got.has_class()) {
            return no("serves the module and a type, which gives it a class");
        }
        let route = Route::Mixed(parameter(home, func, 0, &mut marks)?);
        return Ok(Way { route, marks, types });
    }
    let route = if is_binary {
        let left = parameter(home, func, 0, &mut marks)?;
        Route::Either(left, parameter(home, func, 1, &mut marks)?)
    } else {
        let index = usize::from(gots.iter().all(Got::has_class));
        let name = parameter(home, func, index, &mut marks)?;
        let param = home.func(func).params.get(index);
        let is_type = param.is_some_and(|p| kinds::is_type_pointer(&p.ty));
        Route::Type(match (is_type, gots[0].class) {
            (true, _) => name,
            (false, true) => format!("(PyTypeObject *){name}"),
            (false, false) => format!("Py_TYPE({name})"),
        })
    };
    Ok(Way { route, marks, types })
}

/// A place, for a refusal.
pub(super) fn start_of(home: &Home<'_>, at: At) -> (FileId, u32) {
    (at.file, home.parts.span(at).start)
}
