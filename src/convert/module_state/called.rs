//! The functions of an extension that Python calls: for whom, and which of their parameters lead to the module.

use rustc_hash::FxHashMap;

use super::Home;
use super::parts::At;
use crate::capi::callbacks::Passed;
use crate::facts::{ExprId, FileId, Name, Span};
use crate::link::installs::installs;
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, VarRef};

/// Slots that run when an object is freed, or its type is: the module may be gone by then.
const AT_END: [&str; 7] = ["tp_dealloc", "tp_traverse", "tp_clear", "tp_finalize", "tp_del", "tp_free", "tp_is_gc"];
/// Slots that get the type first, and as an object.
const GETS_CLASS: [&str; 2] = ["tp_vectorcall", "tp_new"];

/// Functions of the definition that get the module.
const MODULE_HOOKS: [&str; 3] = ["m_traverse", "m_clear", "m_free"];

/// Whose function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Module,
    Type(TypeId),
    /// Something else uses the table that holds it.
    Other,
}

/// One place that installs a function.
#[derive(Clone, Debug)]
pub(super) struct Got {
    /// The slot or the flags.
    pub(super) how: &'static str,
    pub(super) owners: Vec<Owner>,
    /// What names it.
    at: (FileId, Span),
    /// Its first parameter is the class.
    pub(super) class: bool,
    /// It gets neither an object nor the class.
    pub(super) without: bool,
    /// So many pointers come first.
    pointers: usize,
}

impl Got {
    /// It runs when objects are freed.
    pub(super) fn is_at_end(&self) -> bool {
        AT_END.contains(&self.how)
    }

    /// An operator: either of its first two parameters may be of the type.
    pub(super) fn is_binary(&self) -> bool {
        self.how.starts_with("nb_") && !self.how.starts_with("nb_inplace") && self.pointers > 1
    }

    /// A method whose second parameter is the class that defines it.
    pub(super) fn has_class(&self) -> bool {
        self.how.contains("METH_METHOD")
    }

    /// Whether a token names the function here.
    pub(super) fn holds(&self, at: At, span: Span) -> bool {
        self.at.0 == at.file && self.at.1.contains(span)
    }
}

/// What installs each function.
pub(super) struct Called(FxHashMap<FuncRef, Vec<Got>>);

impl Called {
    pub(super) fn of(home: &Home<'_>) -> Called {
        let project = home.project();
        let tables = tables(home);
        let mut out: FxHashMap<FuncRef, Vec<Got>> = FxHashMap::default();
        for install in installs(project).into_iter().filter(|install| home.parts.has(install.file)) {
            let (file, span) = (install.file, install.span(project));
            let flags = install.flags.map(|flags| {
                let span = project.file(file).ast.expr_span(flags);
                home.scene.text(file, span)
            });
            let flag = |name: &str| flags.as_ref().is_some_and(|text| text.contains(name));
            let pointers = install.callback.parameters.iter().take_while(|p| **p == Passed::Pointer).count();
            let got = Got {
                how: install.how,
                owners: owners(home, &tables, (file, install.value), span),
                at: (file, span),
                class: flag("METH_CLASS") || GETS_CLASS.contains(&install.how),
                without: flag("METH_STATIC"),
                pointers,
            };
            for func in install.funcs(project) {
                out.entry(func).or_default().push(got.clone());
            }
        }
        Called(out)
    }

    /// What installs a function.
    pub(super) fn by(&self, func: FuncRef) -> &[Got] {
        self.0.get(&func).map_or(&[], Vec::as_slice)
    }

    /// The functions that run when objects are freed.
    pub(super) fn at_end(&self) -> impl Iterator<Item = FuncRef> + '_ {
        self.0.iter().filter(|(_, gots)| gots.iter().any(Got::is_at_end)).map(|(func, _)| *func)
    }
}

type Tables = FxHashMap<VarRef, Vec<Owner>>;

/// The tables of methods and properties, and whose they are.
fn tables(home: &Home<'_>) -> Tables {
    let project = home.project();
    let mut out: Tables = FxHashMap::default();
    let mut named: FxHashMap<VarRef, Vec<(FileId, Span)>> = FxHashMap::default();
    let mut take = |file: FileId, value: ExprId, span: Span, owner: Owner| {
        let Some(name) = project.file(file).ast.referred_name(value) else { return };
        for var in project.resolve_var_at(file, name, span) {
            out.entry(var).or_default().push(owner);
            named.entry(var).or_default().push((file, span));
        }
    };
    for (id, object) in project.types.iter() {
        for slot in object.slots.iter().filter(|s| s.name == "tp_methods" || s.name == "tp_getset") {
            take(slot.file, slot.value, slot.span, Owner::Type(id));
        }
    }
    let def = home.def.var;
    for (_, value, span) in home.def.fields.iter().filter(|(name, ..)| name == "m_methods") {
        take(def.file, *value, *span, Owner::Module);
    }
    for (&var, owners) in &mut out {
        let own: Name = project.var(var).name;
        let is_known = |at: &At| {
            let span = home.parts.span(*at);
            let declared = home.parts.get(at.file).facts.vars.iter().any(|v| v.name_span == span);
            declared || named[&var].iter().any(|(file, place)| *file == at.file && place.contains(span))
        };
        // In branches that no build of the project has, it may be named again.
        if !home.parts.tokens_of(&own).iter().all(|at| is_known(at) || home.is_left_out(*at)) {
            owners.push(Owner::Other);
        }
    }
    out
}

/// Whose function a place installs.
fn owners(home: &Home<'_>, tables: &Tables, (file, value): (FileId, ExprId), span: Span) -> Vec<Owner> {
    let project = home.project();
    let mut out: Vec<Owner> = Vec::new();
    for (id, object) in project.types.iter() {
        if object.slots.iter().any(|slot| slot.file == file && slot.value == value) {
            out.push(Owner::Type(id));
        }
    }
    let hook = |field: &(Name, ExprId, Span)| MODULE_HOOKS.contains(&field.0.as_str()) && field.1 == value;
    let is_slot = home.def.slots.iter().any(|slot| slot.file == file && slot.value == value);
    if is_slot || (home.def.var.file == file && home.def.fields.iter().any(hook)) {
        out.push(Owner::Module);
    }
    for (&var, owners) in tables.iter().filter(|(var, _)| var.file == file) {
        let init = project.var(var).init;
        if init.is_some_and(|init| project.file(file).ast.expr_span(init).contains(span)) {
            out.extend(owners);
        }
    }
    let stays = |owner: &Owner| matches!(owner, Owner::Type(id) if project.types.get(*id).kind != TypeKind::Spec);
    if out.is_empty() || out.iter().any(stays) {
        out.push(Owner::Other);
    }
    out
}
