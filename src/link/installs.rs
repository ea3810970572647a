//! The functions that a project hands to CPython: in tables of methods and properties, in slots of types and modules, in
//! definitions; with how each is called. No judgement.

use rustc_hash::FxHashSet;

use crate::capi::callbacks::{self, Callback};
use crate::capi::structs;
use crate::facts::{Expr, ExprId, FileId, Name, Span, Var, VersionSet};
use crate::link::initialiser::{FieldInit, fields};
use crate::link::macros::constants::Folder;
use crate::link::{FuncRef, Model, Units};

/// The version whose order of fields tables have: it is the same in all that are known.
const ORDER: u8 = 12;

/// A place that names a function for CPython to call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Install {
    /// Its file.
    pub file: FileId,
    /// What names the function.
    pub value: ExprId,
    /// The slot or field, or the flags of a method.
    pub how: &'static str,
    /// How it is called.
    pub callback: &'static Callback,
    /// The flags of a method.
    pub flags: Option<ExprId>,
    /// The targets on which it is compiled in, and called so.
    pub at: VersionSet,
}

impl Install {
    /// The place that names the function.
    pub(crate) fn span(&self, units: &Units) -> Span {
        units.file(self.file).ast.expr_span(self.value)
    }

    /// The functions of the project that it may be, in the builds that have the place.
    pub(crate) fn funcs(&self, units: &Units) -> Vec<FuncRef> {
        let Some(name) = units.file(self.file).ast.referred_name(self.value) else { return Vec::new() };
        units.resolve_func_at(self.file, name, self.span(units))
    }
}

/// All of them, each once, in the order of files.
pub(crate) fn installs(model: &Model) -> Vec<Install> {
    let mut out = Vec::new();
    for facts in &model.files {
        for var in &facts.vars {
            let Some(table) = callbacks::table(var.ty.bare_base()) else { continue };
            if var.ty.pointers == 0 && !var.ty.function_pointer {
                of_table(model, facts.file, var, table, &mut out);
            }
        }
    }
    let types = model.types.iter().flat_map(|(_, object)| &object.slots);
    let types = types.map(|slot| (slot.file, slot.name, slot.value, slot.cond));
    let modules = model.modules.iter().flat_map(|module| &module.defs).flat_map(|def| &def.slots);
    let modules = modules.map(|slot| (slot.file, slot.name, slot.value, slot.cond));
    for (file, name, value, cond) in types.chain(modules) {
        of_field(file, &name, value, model.live(file, cond), &mut out);
    }
    let mut seen = FxHashSet::default();
    out.retain(|install| !install.at.is_empty() && seen.insert((install.file, install.value, install.how)));
    out.sort_by_key(|install| (install.file, install.value));
    out
}

fn of_field(file: FileId, name: &str, value: ExprId, at: VersionSet, out: &mut Vec<Install>) {
    if let Some((how, callback)) = callbacks::of(name) {
        out.push(Install { file, value, how, callback, flags: None, at });
    }
}

fn of_table(model: &Model, file: FileId, var: &Var, table: &str, out: &mut Vec<Install>) {
    let ast = &model.file(file).ast;
    let (Some(init), Some(order)) = (var.init, structs::fields(table, ORDER)) else { return };
    let items = match ast.expr(init) {
        Expr::List(items) if var.ty.arrays > 0 => ast.exprs(items),
        _ if var.ty.arrays == 0 => &[init][..],
        _ => return,
    };
    for &item in items {
        let set = fields(model, file, item, order);
        // Behind something that is not understood a place says nothing; a name does.
        for field in set.set.iter().filter(|field| set.complete || ast.expr_span(field.value) != field.span) {
            let at = model.live(file, field.cond);
            match field.name.as_str() {
                "ml_meth" => of_method(model, file, field, set.get("ml_flags"), at, out),
                name => of_field(file, name, field.value, at, out),
            }
        }
    }
}

/// A method, for each way in which its flags call it.
fn of_method(
    model: &Model,
    file: FileId,
    method: &FieldInit,
    flags: Option<FieldInit>,
    at: VersionSet,
    out: &mut Vec<Install>,
) {
    let Some(flags) = flags else { return };
    if [method.value, flags.value].into_iter().any(|value| is_one_of_several(model, file, value)) {
        return;
    }
    let given = model.file(file).conds.at_span(method.span);
    for python in at.iter() {
        let folder = Folder { project: model, file, given, python };
        let Some((how, callback)) = folder.value(flags.value).and_then(callbacks::of_method) else { continue };
        let one = VersionSet::range(python, python);
        match out.iter_mut().rev().take(8).find(|i| i.file == file && i.value == method.value && i.how == how) {
            Some(known) => known.at = known.at.or(one),
            None => {
                out.push(Install { file, value: method.value, how, callback, flags: Some(flags.value), at: one });
            }
        }
    }
}

/// Whether part of a value was made by a macro that has several definitions: the value is that of one of them.
fn is_one_of_several(model: &Model, file: FileId, value: ExprId) -> bool {
    let facts = model.file(file);
    let mut several = false;
    facts.ast.each_expr(value, &mut |id| {
        let Expr::Name(name) = facts.ast.expr(id) else { return };
        let start = facts.ast.expr_span(id).start;
        let at = facts.words.binary_search_by_key(&start, |word| word.start);
        if let Some(word) = at.ok().map(|at| facts.words[at]).filter(|word| word.name != name) {
            let bodies = model.defines_of(file, word.name);
            several |= bodies.iter().filter(|(_, define)| !define.body.trim().is_empty()).count() > 1;
        }
    });
    several
}

/// Whether a name is read in the body of a function: to cast it to `void` is not.
pub(crate) fn is_read(units: &Units, at: FuncRef, name: Name) -> bool {
    let (facts, func) = (units.file(at.file), units.func(at));
    let Some(body) = func.body else { return false };
    let (mut named, mut dropped) = (0usize, 0usize);
    let is = |id: ExprId| matches!(facts.ast.expr(id), Expr::Name(n) if n == name);
    facts.each_body_expr(body, &mut |id| {
        named += usize::from(is(id));
        if let Expr::Cast { ty, arg } = facts.ast.expr(id) {
            dropped += usize::from(ty.base == "void" && ty.pointers == 0 && is(arg));
        }
    });
    named > dropped
}
