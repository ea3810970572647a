//! LIM010, LIM011, LIM012, LIM013, LIM014, LIM015, LIM017: what the stable ABI of builds without the GIL does not have.
//! Longer than a rule should be because seven rules share one question: is the file built for it.

use rustc_hash::FxHashSet;

use crate::capi::limited::{ABI3T, ABI3T_SINCE, gone_with_abi3t};
use crate::capi::members::{self, Word};
use crate::capi::roles::{self, Role};
use crate::facts::{FileFacts, FileId};
use crate::finding::{Finding, Label};
use crate::link::Project;
use crate::link::api::stable::{self, is_with_abi3t};
use crate::link::modules::ModuleSlot;
use crate::link::types::TypeKind;
use crate::link::types::members::members_of;
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::module_init::modexport::ABI;
use crate::rules::{Context, LIM010, LIM011, LIM012, LIM013, LIM014, LIM015, LIM017};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let built: FxHashSet<FileId> =
        project.files.iter().map(|f| f.file).filter(|&f| project.abi3t(f).is_some()).collect();
    if built.is_empty() {
        return;
    }
    for facts in project.files.iter().filter(|f| built.contains(&f.file)) {
        too_old(project, facts, out);
        headed(facts, out);
        definitions(facts, out);
    }
    creations(project, &built, out);
    counted_members(project, &built, out);
    unsaid(project, &built, out);
    sizes(project, &built, out);
    let uses = project.api().names.iter().filter(|u| gone_with_abi3t(&u.name) && built.contains(&u.file));
    let uses = uses.filter(|u| is_with_abi3t(project.file(u.file), project.file(u.file).conds.at_span(u.span)));
    for found in folded(uses.map(|used| (used.name, Occurrence::of_name(used, used.live)))) {
        let message = format!("`{}` is not there for abi3t", found.what);
        let finding = found.finding(&LIM014, message, "does not compile there").symbol(found.what.as_str());
        out.push(finding.help("make the object by functions; the header of objects is not to be seen"));
    }
}

fn too_old(project: &Project, facts: &FileFacts, out: &mut Vec<Finding>) {
    let Some(target) = project.abi3t(facts.file).filter(|t| t.known && t.minor() < ABI3T_SINCE) else { return };
    for define in facts.defines.iter().filter(|d| d.name == ABI3T && !project.live(facts.file, d.cond).is_empty()) {
        let message = format!("abi3t begins with Python 3.{ABI3T_SINCE}, this asks for 3.{}", target.minor());
        let label = Label::new(facts.file, define.name_span, "");
        out.push(Finding::source(&LIM017, message, label).symbol(ABI3T).help("0x030F0000 or more"));
    }
}

/// Structs that begin with the header of objects.
fn headed(facts: &FileFacts, out: &mut Vec<Finding>) {
    for record in facts.records.iter().filter(|r| is_with_abi3t(facts, r.cond)) {
        let Some(first) = stable::head(record) else { continue };
        let name = record.typedef.or(record.tag).map_or_else(|| "a struct".to_owned(), |n| format!("`{n}`"));
        let message = format!("{name} begins with the header of an object, which abi3t does not show");
        let label = Label::new(facts.file, first.span, "the size of the header is not known");
        let finding = Finding::source(&LIM010, message, label);
        out.push(finding.help("put the fields into a struct of their own, and get at it by PyObject_GetTypeData"));
    }
}

/// Definitions of modules.
fn definitions(facts: &FileFacts, out: &mut Vec<Finding>) {
    for var in facts.vars.iter().filter(|v| stable::is_module_definition(v) && is_with_abi3t(facts, v.cond)) {
        let message = format!("`{}` is a PyModuleDef, which abi3t does not show", var.name);
        let label = Label::new(facts.file, var.name_span, "does not compile there");
        let finding = Finding::source(&LIM011, message, label).symbol(var.name.as_str());
        out.push(finding.help("export PyModExport_ with an array of PySlot"));
    }
}

/// What makes modules of definitions.
fn creations(project: &Project, built: &FxHashSet<FileId>, out: &mut Vec<Finding>) {
    let makes =
        |name: &str| matches!(roles::of(name), Some(Role::ModuleCreate | Role::ModuleInit | Role::ModuleFromDef));
    for (name, sites) in project.sites.calls.iter().filter(|(name, _)| makes(name)) {
        for site in sites.iter().filter(|s| built.contains(&s.file)) {
            let facts = project.file(site.file);
            let call = project.call(*site);
            if is_with_abi3t(facts, facts.conds.at_span(call.span())) && !call.live().is_empty() {
                let message = format!("`{name}` is not there for abi3t");
                let label = Label::new(facts.file, call.span(), "does not compile there");
                let finding = Finding::source(&LIM011, message, label).symbol(name.as_str());
                out.push(finding.help("export PyModExport_ with an array of PySlot"));
            }
        }
    }
}

/// Specs that say how large an object is with its header.
fn sizes(project: &Project, built: &FxHashSet<FileId>, out: &mut Vec<Finding>) {
    for (_, object) in project.types.iter().filter(|(_, t)| built.contains(&t.file) && t.kind != TypeKind::Static) {
        let facts = project.file(object.file);
        let Some(size) = object.basicsize.filter(|_| is_with_abi3t(facts, facts.conds.at_span(object.span))) else {
            continue;
        };
        if stable::is_whole_size(facts, size) {
            let message = format!("the basicsize of `{}` includes the header of an object", object.symbol);
            let label = Label::new(facts.file, facts.ast.expr_span(size), "its size is not known for abi3t");
            let finding = Finding::source(&LIM012, message, label).symbol(object.symbol.as_str());
            out.push(finding.help("write the size of the type's own fields as a negative number: -(int)sizeof(Data)"));
        }
    }
}

/// Members whose offset counts from the header of an object.
fn counted_members(project: &Project, built: &FxHashSet<FileId>, out: &mut Vec<Finding>) {
    for (_, object) in project.types.iter().filter(|(_, t)| built.contains(&t.file)) {
        for member in members_of(project, object) {
            let facts = project.file(member.file);
            let counted = member.text.iter().any(|text| members::says(text, Word::Relative));
            let offset = member.text.iter().any(|text| text == "offsetof");
            if counted || !offset || !is_with_abi3t(facts, facts.conds.at_span(member.span)) {
                continue;
            }
            let message =
                format!("member `{}` counts from the header of an object, whose size abi3t does not show", member.name);
            let label = Label::new(member.file, member.span, "no `Py_RELATIVE_OFFSET`");
            let finding = Finding::source(&LIM013, message, label).symbol(object.symbol.as_str());
            out.push(finding.help("write the offset in the type's own struct, and Py_RELATIVE_OFFSET among the flags"));
        }
    }
}

/// Slots that do not say for which ABI the module is built.
fn unsaid(project: &Project, built: &FxHashSet<FileId>, out: &mut Vec<Finding>) {
    for module in project.modules.iter().filter(|m| m.export && built.contains(&m.init.file)) {
        for def in module.defs.iter().filter(|def| def.complete && built.contains(&def.var.file)) {
            let var = project.var(def.var);
            let there = |slot: &&ModuleSlot| is_with_abi3t(project.file(slot.file), slot.cond);
            let says = def.slots.iter().filter(there).any(|slot| ABI.contains(&slot.name.as_str()));
            if var.init.is_none() || says || !is_with_abi3t(project.file(def.var.file), var.cond) {
                continue;
            }
            let message = format!("the slots of `{}` do not say that it is built for abi3t", module.name);
            let label = Label::new(def.var.file, var.name_span, "no `Py_mod_abi`");
            let finding = Finding::source(&LIM015, message, label).symbol(var.name.as_str());
            out.push(
                finding
                    .note("the import fails: the interpreter cannot tell whether the module fits its build")
                    .help("add PySlot_STATIC_DATA(Py_mod_abi, &abi_info), with PyABIInfo_VAR(abi_info); before it"),
            );
        }
    }
}
