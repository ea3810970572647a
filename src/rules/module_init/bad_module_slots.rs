//! INIT014: arrays of module slots that the import refuses.

mod created;

use rustc_hash::FxHashMap;

use crate::capi;
use crate::capi::predefined::VERSIONS;
use crate::facts::{CondId, Define, Expr, FileId, Mentions, Name, Python, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::modules::{ModuleDef, ModuleSlot};
use crate::link::values::settings;
use crate::link::{Project, is_slot_end};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, INIT014};

/// Above this no number is, or will soon be, that of a slot.
const HIGHEST: i64 = 255;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = Vec::new();
    for module in project.modules.iter().filter(|m| !m.export) {
        for def in &module.defs {
            if !seen.contains(&def.var) {
                seen.push(def.var);
                let name = project.var(def.var).name;
                out.extend(judge(project, def).into_iter().map(|f| f.symbol(name.as_str())));
            }
        }
    }
    out.extend(created::with_slots(project));
}

fn judge(project: &Project, def: &ModuleDef) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut before: Vec<&ModuleSlot> = Vec::new();
    let mut mentions: FxHashMap<FileId, Mentions<'_>> = FxHashMap::default();
    for slot in def.slots.iter().filter(|s| !project.live(s.file, s.cond).is_empty()) {
        let at = |what: &str| Label::new(slot.file, slot.span, what);
        if capi::slots::is_of_types(slot.name.as_str()) {
            let message = format!("`Py_{}` is not a module slot", slot.name);
            out.push(Finding::source(&INIT014, message, at("a type slot")).note("the import fails with SystemError"));
        }
        out.extend(unknown(project, slot));
        let exclusive = |other: &&ModuleSlot| project.file(slot.file).conds.exclusive(other.cond, slot.cond);
        let twice = before.iter().copied().find(|s| s.name == slot.name && s.file == slot.file && !exclusive(s));
        if let (Some(first), true) = (twice, capi::slots::lookup(slot.name.as_str()).is_some_and(|s| s.single)) {
            out.push(
                Finding::source(&INIT014, format!("duplicate `Py_{}` slot", slot.name), at("the second one"))
                    .label(first.file, first.span, "the first one")
                    .note("the import fails with SystemError")
                    .help("keep one of them"),
            );
        }
        before.push(slot);
        let conds = mentions.entry(slot.file).or_insert_with(|| Mentions::of(&project.file(slot.file).conds));
        out.extend(too_old(project, slot, conds));
    }
    out.extend(created::no_module(project, def));
    out.extend(unterminated(project, def));
    out
}

/// A number that no slot has: none below 0 nor far up, and before Python 3.15 none behind that of `Py_mod_gil`.
fn unknown(project: &Project, slot: &ModuleSlot) -> Option<Finding> {
    let number = slot.number.filter(|n| !(1..=4).contains(n))?;
    let known =
        if (5..=HIGHEST).contains(&number) { VersionSet::range(Python(15), Python(31)) } else { VersionSet::default() };
    let wrong = project.live(slot.file, slot.cond).without(known);
    (!wrong.is_empty()).then(|| {
        let label = Label::new(slot.file, slot.span, "an unknown slot");
        Finding::source(
            &INIT014,
            on_versions(project, format!("{number} is not the number of a module slot"), wrong),
            label,
        )
        .note("the import fails with SystemError")
        .help("use the name of the slot, such as `Py_mod_exec`")
    })
}

/// A slot whose condition holds on Pythons that do not know it. Without any condition it is not even compiled there,
/// unless the project defines the name itself.
fn too_old(project: &Project, slot: &ModuleSlot, mentions: &mut Mentions<'_>) -> Option<Finding> {
    let known = capi::slots::lookup(slot.name.as_str()).filter(|s| s.of != capi::slots::Of::Type)?;
    let since = Python(known.since);
    let full = format!("Py_{}", slot.name);
    let defined = project.defines_of(slot.file, Name::from(&full));
    let compiles = !defined.is_empty() || slot.number.is_some();
    if slot.cond == CondId::ALWAYS && !compiles || since.0 == 0 {
        return None;
    }
    let conds = &project.file(slot.file).conds;
    if slot.cond != CondId::ALWAYS && !VERSIONS.iter().any(|version| mentions.has(slot.cond, Name::from(version))) {
        return None;
    }
    let older = VersionSet::range(Python(0), Python(since.0 - 1));
    // `#define Py_mod_gil 0` makes the row the end of the array there.
    let mut wrong = conds.certain(slot.cond, &project.targets).and(older);
    let own = defined.iter().filter(|(at, d)| d.params.is_none() && project.share_unit(*at, slot.file));
    for (file, define) in own {
        if matches!(define.body.trim(), "0" | "(0)") {
            wrong = wrong.without(project.file(*file).conds.live(define.cond, &project.targets));
        }
    }
    // `#define SLOT Py_mod_gil` under a condition: the row may name the slot by it, and be the end elsewhere.
    if let Some(named) = named_by_macro(project, slot, &full) {
        wrong = wrong.and(named);
    }
    if wrong.is_empty() {
        return None;
    }
    let message = format!("`Py_{}` does not exist before Python {since}: the import fails", slot.name);
    let label = Label::new(slot.file, slot.span, "an unknown slot on older versions");
    let hex = format!("0x03{:02X}0000", since.0);
    Some(
        Finding::source(&INIT014, on_versions(project, message, wrong), label)
            .help(format!("guard it with `#if PY_VERSION_HEX >= {hex}`")),
    )
}

/// The versions on which macros stand for a slot that stand for it under a condition only; None where there are none.
fn named_by_macro(project: &Project, slot: &ModuleSlot, full: &str) -> Option<VersionSet> {
    let units = project.files.iter().filter(|facts| project.share_unit(facts.file, slot.file));
    let macros = units.flat_map(|facts| {
        let names = |d: &&Define| d.params.is_none() && d.cond != CondId::ALWAYS;
        let here = facts.defines.iter().filter(names);
        let here = here.filter(|d| d.body.trim_matches(['(', ')', ' ']) == full);
        here.map(|define| facts.conds.live(define.cond, &project.targets))
    });
    macros.reduce(VersionSet::or)
}

/// An array of slots whose last item is no end.
fn unterminated(project: &Project, def: &ModuleDef) -> Option<Finding> {
    let facts = project.file(def.slots.first()?.file);
    let named = |v| Some((project.setting(def.var.file, v).name()?, project.file(def.var.file).ast.expr_span(v)));
    let (name, place) = settings(project, def, "m_slots").find_map(named)?;
    let found = project.resolve_var_at(def.var.file, name, place).into_iter();
    let var = found.map(|at| (at.file, project.var(at))).find(|(file, v)| *file == facts.file && v.init.is_some())?.1;
    let Expr::List(items) = facts.ast.expr(var.init?) else { return None };
    let &last = facts.ast.exprs(items).last()?;
    // Only an entry that is understood as one is surely no end.
    let entry = def.slots.iter().any(|s| s.span == facts.ast.expr_span(last));
    let ends = facts.ast.exprs(items).iter().any(|&item| is_slot_end(project, facts.file, item));
    let sized = var.dimension.is_some();
    (entry && !ends && !sized && def.complete).then(|| {
        let label = Label::new(facts.file, facts.ast.expr_span(last), "the last item");
        Finding::source(&INIT014, format!("slot array `{name}` is not terminated"), label)
            .note("the interpreter reads past the end of the array")
            .help("add `{0, NULL}`")
    })
}
