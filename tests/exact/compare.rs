//! One set of sources read twice, linked twice, and described in lines that can be compared. Not a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use extlint::clang::{FrontEnd, Input, Reading};
use extlint::facts::{Expr, FileFacts, FileId, Origin, Python, Scope, Span, Storage, Targets};
use extlint::link::macros::constants::Folder;
use extlint::link::types::TypeKind;
use extlint::link::{Exemption, Project};
use extlint::source::{self, SourceInput};

/// What a front end says of one thing, by a key that names it.
type Lines = BTreeMap<String, String>;

pub(crate) fn is_source(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["c", "h", "cc", "cpp", "cxx", "hpp", "hh"].contains(&ending)
}

fn sources_below(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = paths.to_vec();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|e| e.path()));
        } else if is_source(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The differences over the sources below `paths`, files named from `base`.
pub(crate) fn folder(front_end: &FrontEnd, set: &str, base: &Path, paths: &[PathBuf]) -> Result<Vec<String>, String> {
    let files = sources_below(paths);
    let texts: Vec<Vec<u8>> = files.iter().map(fs::read).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    let names: Vec<String> =
        files.iter().map(|p| p.strip_prefix(base).unwrap_or(p).to_string_lossy().replace('\\', "/")).collect();
    let inputs = names.iter().zip(&texts).enumerate();
    let inputs: Vec<SourceInput<'_>> =
        inputs.map(|(i, (path, text))| SourceInput { file: FileId(i as u32), path, text }).collect();
    let targets = Targets::default();
    let syntactic = source::read(&inputs, &targets);
    let inputs: Vec<Input<'_>> = files.iter().zip(&texts).map(|(path, text)| Input { path, text }).collect();
    let reading = front_end.read(&inputs, &syntactic, base).map_err(|error| error.to_string())?;
    let exact: Vec<FileFacts> = syntactic
        .iter()
        .enumerate()
        .map(|(i, facts)| reading.facts(i).cloned().unwrap_or_else(|| FileFacts::empty(facts.file, facts.language)))
        .collect();
    let python = Python(front_end.python.version.trim_start_matches("3.").parse().unwrap_or(Targets::NEWEST.0));
    let syntactic = Project::link(syntactic, names.clone(), targets);
    let exact = Project::link(exact, names, targets);
    // What the compiler did not understand is no difference of front ends.
    let wrong: BTreeSet<usize> = reading.imperfect.iter().map(|(input, _)| *input).collect();
    let seen = |file: FileId, span: Span| !wrong.contains(&(file.0 as usize)) && is_seen(&reading, file, span);
    let left = describe(&syntactic, python, &seen);
    let right = describe(&exact, python, &seen);
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let mut out = Vec::new();
    for key in keys {
        match (left.get(key), right.get(key)) {
            (Some(a), Some(b)) if a == b || a == UNKNOWN || b == UNKNOWN => {}
            (Some(a), Some(b)) => out.push(format!("{set} {key}: tree-sitter says {a}, libclang {b}")),
            (Some(a), None) => out.push(format!("{set} {key}: tree-sitter alone says {a}")),
            (None, Some(b)) => out.push(format!("{set} {key}: libclang alone says {b}")),
            (None, None) => {}
        }
    }
    Ok(out)
}

/// Whether libclang read the file, and its configuration the place.
fn is_seen(reading: &Reading, file: FileId, span: Span) -> bool {
    let input = file.0 as usize;
    reading.facts(input).is_some() && !reading.is_skipped(input, span.start)
}

const UNKNOWN: &str = "unknown";

fn describe(project: &Project, python: Python, seen: &dyn Fn(FileId, Span) -> bool) -> Lines {
    let mut out = Lines::new();
    types(project, python, seen, &mut out);
    modules(project, python, seen, &mut out);
    statics(project, seen, &mut out);
    out
}

/// What an expression refers to, or is.
fn value(facts: &FileFacts, id: extlint::facts::ExprId) -> String {
    if let Some(name) = facts.ast.referred_name(id) {
        return if name == "nullptr" { "NULL".to_owned() } else { name.to_string() };
    }
    match facts.ast.expr(facts.ast.strip_casts(id)) {
        Expr::Str(text) => format!("\"{text}\""),
        Expr::Int(0) => "NULL".to_owned(),
        _ => UNKNOWN.to_owned(),
    }
}

fn types(project: &Project, python: Python, seen: &dyn Fn(FileId, Span) -> bool, out: &mut Lines) {
    for (id, ty) in project.types.iter().filter(|(_, ty)| seen(ty.file, ty.span)) {
        let key = format!("{} {}", project.path(ty.file), ty.symbol);
        let kind = match ty.kind {
            TypeKind::Static => "static",
            TypeKind::Spec => "spec",
            TypeKind::ManualHeap => "manual heap type",
            TypeKind::StructSequence => "struct sequence",
        };
        let name = ty.name.map_or("no name".to_owned(), |n| format!("\"{n}\""));
        let compiled = |c: &&extlint::link::types::Creation| seen(c.file, project.file(c.file).ast.expr_span(c.call));
        let creations = ty.creations.iter().filter(compiled).count();
        out.insert(format!("type {key}"), format!("{kind}, {name}, {creations} creations"));
        let flags = project.types_flags(id, python);
        out.insert(format!("type {key} flags"), flags);
        for slot in ty.slots.iter().filter(|slot| seen(slot.file, slot.span)) {
            out.insert(format!("type {key} slot {}", slot.name), value(project.file(slot.file), slot.value));
        }
    }
}

/// The flags of a type, for the Python whose headers were read.
trait Flags {
    fn types_flags(&self, id: extlint::link::types::TypeId, python: Python) -> String;
}

impl Flags for Project {
    fn types_flags(&self, id: extlint::link::types::TypeId, python: Python) -> String {
        self.type_flags(id, python).value().map_or(UNKNOWN.to_owned(), |bits| format!("{bits:#x}"))
    }
}

fn modules(project: &Project, python: Python, seen: &dyn Fn(FileId, Span) -> bool, out: &mut Lines) {
    let compiled = |f: &extlint::link::FuncRef| seen(f.file, project.func(*f).name_span);
    for module in project.modules.iter().filter(|m| compiled(&m.init) || m.others.iter().any(compiled)) {
        let key = format!("{} {}", project.path(module.init.file), module.name);
        let hook = if module.export { "PyModExport" } else { "PyInit" };
        out.insert(format!("module {key}"), format!("{hook}, {} definitions", module.defs.len()));
        for def in &module.defs {
            let facts = project.file(def.var.file);
            let key = format!("{} {}", project.path(def.var.file), project.var(def.var).name);
            let name = def.name.map_or("no name".to_owned(), |n| format!("\"{n}\""));
            out.insert(format!("definition {key}"), name);
            for (field, at, _) in def.fields.iter().filter(|(_, _, span)| seen(def.var.file, *span)) {
                let text = if field == "m_size" {
                    let given = extlint::facts::CondId::ALWAYS;
                    let folder = Folder { project, file: def.var.file, given, python };
                    folder.value(*at).map_or(UNKNOWN.to_owned(), |v| (v as i64).to_string())
                } else {
                    value(facts, *at)
                };
                out.insert(format!("definition {key} field {field}"), text);
            }
            for slot in def.slots.iter().filter(|slot| seen(slot.file, slot.span)) {
                out.insert(format!("definition {key} slot {}", slot.name), value(project.file(slot.file), slot.value));
            }
        }
    }
}

fn statics(project: &Project, seen: &dyn Fn(FileId, Span) -> bool, out: &mut Lines) {
    for var in &project.statics().vars {
        let declared = [var.definition].into_iter().chain(var.declared.iter().copied());
        let mut defined = declared.filter(|&v| project.var(v).is_static_definition());
        let Some(definition) = defined.find(|&v| seen(v.file, project.var(v).name_span)) else { continue };
        let at = project.var(definition);
        let scope = match at.scope {
            Scope::Local(func) => format!("{}()", project.file(definition.file).func(func).name),
            Scope::Class(class) => format!("{class}::"),
            Scope::File => String::new(),
        };
        let linkage = if at.storage == Storage::Static { "static" } else { "external" };
        let constant = if var.exempt == Some(Exemption::Const) { "const" } else { "mutable" };
        let thread = if at.thread_local { ", thread-local" } else { "" };
        let made = match at.origin {
            Origin::Macro(name) => format!(", made by {name}"),
            Origin::Written => String::new(),
        };
        let key = format!("variable {} {scope}{}", project.path(definition.file), at.name);
        out.insert(key, format!("{linkage}, {constant}{thread}, {:?}{made}", var.content));
    }
}
