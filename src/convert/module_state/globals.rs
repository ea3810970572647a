//! The globals of an extension that hold objects, and what is known of them: where they are declared, where they are
//! named, in functions and in macros.

use rustc_hash::FxHashSet;

use super::super::refusal::{Refusal, refuse};
use super::Home;
use super::access::{Access, NAMES, start_of};
use super::owned::{Owned, owned};
use super::parts::{At, is_fragment};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{FileId, Name, Origin, Python, Scope, Span, Storage, Var};
use crate::link::values::is_null;
use crate::link::{Content, FuncRef, StaticVar, VarRef};

/// `PyModule_AddObjectRef` exists since.
const ADD_REF_SINCE: Python = Python(10);
/// So many macros may lie between a function and a global.
const MAX_MACROS: usize = 64;

/// A global that moves.
pub(super) struct Global {
    pub(super) name: Name,
    /// `PyObject` or `PyTypeObject`, which it points to; or the type of a struct.
    pub(super) base: Name,
    /// It is a struct, and no pointer.
    pub(super) is_struct: bool,
    /// Its declarations.
    pub(super) declared: Vec<VarRef>,
    /// Its places in functions.
    pub(super) uses: Vec<(At, FuncRef)>,
    /// Its places in the bodies of macros.
    pub(super) in_macros: Vec<(FileId, u32)>,
    /// The functions that use those macros.
    pub(super) by_macro: Vec<FuncRef>,
    /// Calls of `PyModule_AddObject` that would take its only reference.
    pub(super) given: Vec<(FileId, Span)>,
    /// Calls that lend what it gets.
    pub(super) lent: Vec<(FileId, Span)>,
    /// It is not visited: it is the module itself, or a function that the module has already does so.
    pub(super) visited: bool,
    /// It is not cleared.
    pub(super) cleared: bool,
}

impl Global {
    /// Whether it points to an object of a struct that the project itself declares, or is one.
    pub(super) fn is_own_struct(&self) -> bool {
        let base = self.base.as_str();
        self.is_struct || !(struct_roles::is(base, Kind::Object) || struct_roles::is(base, Kind::TypeObject))
    }

    /// The functions that need it.
    pub(super) fn users(&self) -> impl Iterator<Item = FuncRef> + '_ {
        self.uses.iter().map(|(_, func)| *func).chain(self.by_macro.iter().copied())
    }
}

/// The globals that can move, and why others cannot.
pub(super) fn find(home: &Home<'_>, access: &Access) -> (Vec<Global>, Vec<Refusal>) {
    let (mut found, mut left) = (Vec::new(), Vec::new());
    let mut all: Vec<&StaticVar> = home.project().statics().vars.iter().filter(|v| is_candidate(home, v)).collect();
    all.sort_by_key(|v| first_of(home, v));
    let mut seen: FxHashSet<Name> = FxHashSet::default();
    for var in all {
        let name = home.project().var(var.definition).name;
        if !seen.insert(name) {
            continue;
        }
        match global(home, access, var) {
            Ok(global) => found.push(global),
            Err(Refusal { at, why }) => left.push(Refusal { at, why: format!("`{name}`: {why}") }),
        }
    }
    (found, left)
}

/// The variables of the extension that have a variable's name.
fn same_name<'h>(home: &'h Home<'_>, var: &StaticVar) -> impl Iterator<Item = &'h StaticVar> {
    let project = home.project();
    let name = project.var(var.definition).name;
    let named = move |v: &&StaticVar| project.var(v.definition).name == name && !v.local;
    project.statics().vars.iter().filter(named).filter(|v| home.parts.has(v.definition.file))
}

/// The declaration that comes first; those of the file of the module before others.
fn first_of(home: &Home<'_>, var: &StaticVar) -> (bool, FileId, u32) {
    let place = |at: &VarRef| (at.file != home.file, at.file, home.project().var(*at).name_span.start);
    var.declared.iter().map(place).min().unwrap_or((true, home.file, 0))
}

/// Whether a variable of the extension may hold an object for its module, or several.
pub(super) fn is_candidate(home: &Home<'_>, var: &StaticVar) -> bool {
    let own: &Var = home.project().var(var.definition);
    let plain = own.ty.arrays == 0 && !own.ty.const_base && !own.ty.function_pointer;
    let fits = match var.content {
        Content::ObjectPointer => own.ty.pointers == 1,
        Content::ObjectStruct => own.ty.is_value(),
        _ => false,
    };
    fits && plain && !var.local && own.scope == Scope::File && home.parts.has(var.definition.file)
}

fn global(home: &Home<'_>, access: &Access, var: &StaticVar) -> Result<Global, Refusal> {
    let project = home.project();
    let own = project.var(var.definition);
    let (file, at) = (var.definition.file, own.name_span.start);
    let no = |why: &str| refuse(file, at, why);
    let is_struct = var.content == Content::ObjectStruct;
    let external = own.storage != Storage::Static;
    if external && home.parts.is_named_outside(home.scene, own.name) {
        return no("other files may use it");
    }
    // What a header defines as well, without a value, is the same variable.
    let mut declared = var.declared.clone();
    for other in same_name(home, var).filter(|v| v.definition != var.definition) {
        if !external || project.var(other.definition).storage == Storage::Static {
            return no("several variables have its name");
        }
        declared.extend(other.declared.iter().filter(|at| !var.declared.contains(at)));
    }
    for &at in &declared {
        declaration(home, at, own)?;
    }
    if home.parts.is_lost(&own.name) {
        return no("it is named in code that was not read");
    }
    let is_declaration = |at: &At| {
        let span = home.parts.span(*at);
        declared.iter().any(|d| d.file == at.file && project.var(*d).name_span == span)
    };
    let mut uses = Vec::new();
    for at in home.parts.tokens_of(&own.name).into_iter().filter(|at| !is_declaration(at)) {
        if !external && !project.share_unit(at.file, file) {
            continue;
        }
        if home.is_dead(at) {
            continue;
        }
        let func = user(home, access, at, own.name)?;
        let address = !is_struct && home.parts.back(at, 1) == "&" && matches!(home.parts.back(at, 2), "(" | "," | "=");
        if address {
            let at = start_of(home, at);
            return refuse(at.0, at.1, "its address is taken");
        }
        uses.push((at, func));
    }
    let (in_macros, by_macro) = in_macros(home, access, own.name)?;
    if uses.is_empty() && by_macro.is_empty() {
        return no("nothing uses it");
    }
    let hooks = Hooks::of(home, uses.iter().map(|(_, func)| *func));
    let Owned { given, lent, module } = match is_struct {
        true if hooks.visits && hooks.clears => Owned::default(),
        true => return no("it is a struct, and the module has no functions that visit and clear what it holds"),
        false => owned(home, access, own, (file, at))?,
    };
    let (visited, cleared) = (module || hooks.visits, module || hooks.clears);
    if let (Some(&(file, span)), true) = (given.first(), project.targets.min_python < ADD_REF_SINCE) {
        let why =
            format!("it has no reference of its own here, and what gives it one is new in Python {ADD_REF_SINCE}");
        return refuse(file, span.start, why);
    }
    Ok(Global {
        name: own.name,
        base: own.ty.base,
        is_struct,
        declared,
        uses,
        in_macros,
        by_macro,
        given,
        lent,
        visited,
        cleared,
    })
}

/// Which functions of the definition look after a global.
struct Hooks {
    visits: bool,
    clears: bool,
}

impl Hooks {
    fn of(home: &Home<'_>, users: impl Iterator<Item = FuncRef>) -> Hooks {
        let ast = &home.project().file(home.def.var.file).ast;
        let named = |field: &str| {
            let own = home.def.fields.iter().find(|(name, ..)| name == field);
            own.and_then(|(_, value, _)| ast.referred_name(*value))
        };
        let (visit, clear, free) = (named("m_traverse"), named("m_clear"), named("m_free"));
        let users: Vec<Name> = users.map(|func| home.func(func).name).collect();
        let by = |name: Option<Name>| name.is_some_and(|name| users.contains(&name));
        Hooks { visits: by(visit), clears: by(clear) || by(free) }
    }
}

/// Refuses a declaration that cannot go.
fn declaration(home: &Home<'_>, at: VarRef, own: &Var) -> Result<(), Refusal> {
    let project = home.project();
    let var = project.var(at);
    let no = |why: &str| refuse(at.file, var.name_span.start, why);
    if !home.parts.is_open(home.scene, at.file) {
        return no("it is declared in a file that is not to be changed, or of C++");
    }
    let starts = var.init.is_some_and(|init| !is_null(project, at.file, init));
    if starts || var.origin != Origin::Written || var.thread_local || var.scope != Scope::File {
        return no("it starts with a value");
    }
    if var.ty.base != own.ty.base || home.parts.layout(at.file).word(home.name_token(at)) != own.name.as_str() {
        return no("its declarations differ");
    }
    if is_fragment(project, home.parts.get(at.file)) {
        return no("it is declared in a file that others take in");
    }
    if home.declarators(at).is_none() {
        return no("its declaration is not understood");
    }
    Ok(())
}

/// The function that names something; it must have a way to the state.
fn user(home: &Home<'_>, access: &Access, at: At, name: Name) -> Result<FuncRef, Refusal> {
    let (file, start) = start_of(home, at);
    let Some(func) = home.parts.function_at(at) else { return refuse(file, start, "it is used outside of functions") };
    if home.project().local(func, name).is_some() {
        return refuse(file, start, "a local variable has its name");
    }
    match access.way(func) {
        Ok(_) => Ok(func),
        Err(why) => refuse(file, start, why),
    }
}

type InMacros = (Vec<(FileId, u32)>, Vec<FuncRef>);

/// Where macros name a global, and the functions that use these macros: there the state has one name.
fn in_macros(home: &Home<'_>, access: &Access, name: Name) -> Result<InMacros, Refusal> {
    let (mut places, mut users) = (Vec::new(), Vec::new());
    let mut seen: FxHashSet<Name> = FxHashSet::default();
    let mut pending: Vec<Name> = vec![name];
    while let Some(word) = pending.pop() {
        for (file, define) in home.parts.macros_with(&word) {
            let at = define.name_span.start;
            let state = NAMES[0];
            let takes = define.params.iter().flatten().any(|p| p == state || *p == word);
            if takes || crate::link::macros::tokens::mentions(&define.body, state) {
                return refuse(file, at, "a macro names it, and something else by the name of the state");
            }
            if word == name {
                let Some(own) = home.parts.places_in(file, define, &name) else {
                    return refuse(file, at, "a macro makes its name, or a text of it");
                };
                if !home.parts.is_open(home.scene, file) {
                    return refuse(file, at, "a macro in a file that is not to be changed names it");
                }
                places.extend(own.into_iter().map(|at| (file, at)));
            }
            if seen.insert(define.name) {
                pending.push(define.name);
            }
        }
        if seen.len() > MAX_MACROS {
            return refuse(home.file, 0, "too many macros name it");
        }
    }
    for used in seen {
        if home.parts.is_lost(&used) {
            return refuse(home.file, 0, format!("the macro `{used}` names it, and is used in code that was not read"));
        }
        for at in home.parts.tokens_of(&used) {
            let func = user(home, access, at, used)?;
            if home.parts.layout(func.file).names(home.func(func).span, NAMES[0]) {
                let (file, start) = start_of(home, at);
                return refuse(file, start, "a macro names it, and the name of the state is taken here");
            }
            users.push(func);
        }
    }
    Ok((places, users))
}
