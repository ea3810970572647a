//! What functions and methods of a meson.build give: files, libraries, extension modules.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::{NamedExtension, is_source};
use super::expression::Arguments;
use super::value::{Sources, Value};
use super::{Reading, shown};
use crate::input::{normal, read_small};

/// Functions and methods that make a library of sources.
const LIBRARIES: [&str; 6] =
    ["static_library", "shared_library", "library", "both_libraries", "shared_module", "declare_dependency"];
/// Their arguments, and those of an extension module, that bring sources of others.
const LINKS: [&str; 4] = ["link_with", "link_whole", "dependencies", "objects"];
/// Functions that make files.
const MAKERS: [&str; 5] = ["custom_target", "configure_file", "process", "vcs_tag", "preprocess"];

impl Reading<'_> {
    pub(super) fn method(&mut self, of: &Value, name: &str, args: &Arguments, line: usize) -> Value {
        match name {
            "format" => of.each(&|value| formatted(value, &args.plain)),
            "get" => {
                let found = args.plain.first().map_or(Value::Unknown, |key| of.at(key));
                args.plain.get(1).map_or(found.clone(), |other| found.or(other.clone()))
            }
            "extract_all_objects" | "extract_objects" | "full_path" => of.clone(),
            "current_source_dir" => Value::File(self.folder.clone()),
            "source_root" | "project_source_root" | "global_source_root" => Value::File(self.root.to_owned()),
            "extension_module" => self.extension(args, line),
            name if MAKERS.contains(&name) => self.made(args),
            _ => Value::Unknown,
        }
    }

    pub(super) fn call(&mut self, name: &str, args: &Arguments, line: usize) -> Value {
        match name {
            "files" => {
                let mut found = Sources::default();
                args.plain.iter().for_each(|value| value.sources(&self.folder, &mut found));
                let open = found.open.then_some(Value::Unknown);
                Value::List(found.paths.into_iter().map(Value::File).chain(open).collect())
            }
            "join_paths" => {
                let parts = args.plain.iter().cloned();
                parts.reduce(|one, other| one.below(&other)).unwrap_or(Value::Unknown)
            }
            "subdir" => {
                match args.plain.first().and_then(Value::text) {
                    Some(folder) => self.subdir(&normal(&self.folder, Path::new(folder))),
                    None => self.out.computed = true,
                }
                Value::Unknown
            }
            "extension_module" => self.extension(args, line),
            name if LIBRARIES.contains(&name) => {
                let from = usize::from(name != "declare_dependency");
                let sources = self.sources(args, from);
                let all = sources.paths.into_iter().map(Value::File);
                let rest = sources.open.then_some(Value::Hole).into_iter().chain(sources.made.then_some(Value::Made));
                Value::List(all.chain(rest).collect())
            }
            name if MAKERS.contains(&name) => self.made(args),
            _ => Value::Unknown,
        }
    }

    fn subdir(&mut self, folder: &Path) {
        let path = folder.join("meson.build");
        if self.files == 0 || !self.seen.insert(path.clone()) {
            self.out.computed = true;
            return;
        }
        match read_small(&path) {
            Ok(bytes) => {
                self.files -= 1;
                let (before, said) = (std::mem::replace(&mut self.folder, folder.to_owned()), self.shown.clone());
                self.file(&String::from_utf8_lossy(&bytes));
                (self.folder, self.shown) = (before, said);
                self.files += 1;
            }
            Err(error) => {
                self.out.computed = true;
                let shown = shown(self.root, folder);
                self.out.notes.push(format!("{shown}: {}; its build settings are ignored", error.cause));
            }
        }
    }

    /// The sources of a target: its own, and those of the libraries that are linked to it. What else it depends on is
    /// outside of the project.
    fn sources(&self, args: &Arguments, from: usize) -> Sources {
        let mut out = Sources::default();
        let named = args.named.iter().filter(|(name, _)| name == "sources").map(|(_, value)| value);
        args.plain.iter().skip(from).chain(named).for_each(|value| value.sources(&self.folder, &mut out));
        for (_, value) in args.named.iter().filter(|(name, _)| LINKS.contains(&name.as_str())) {
            let mut linked = Sources::default();
            value.sources(&self.folder, &mut linked);
            out.paths.append(&mut linked.paths);
            out.made |= linked.made;
            out.open |= linked.hole;
        }
        let holes = out.paths.iter().any(|path| path.to_string_lossy().contains('@'));
        out.open |= holes;
        out.paths.retain(|path| path.extension().is_none_or(|end| !end.to_string_lossy().starts_with('h')));
        let mut seen = BTreeSet::new();
        out.paths.retain(|path| seen.insert(path.clone()));
        out
    }

    fn extension(&mut self, args: &Arguments, line: usize) -> Value {
        let place = format!("{}:{line}", self.shown);
        let sources = self.sources(args, 1);
        let all = Value::List(sources.paths.iter().cloned().map(Value::File).collect());
        let Some(name) = args.plain.first().and_then(Value::text).filter(|name| !name.contains('@')) else {
            self.out.computed = true;
            self.out.computed_names = true;
            return all;
        };
        let closed = !sources.open && !sources.paths.is_empty();
        self.out.extensions.push(NamedExtension {
            name: name.to_owned(),
            complete: closed && !sources.made,
            sources: sources.paths,
            patterns: Vec::new(),
            closed,
            // What it links of the project is among the sources, but for that of a project inside.
            alone: !self.root.join("subprojects").is_dir(),
            passed: true,
            place,
        });
        all
    }

    /// What a tool makes: C of Cython stands for its `.pyx`, headers are no sources.
    fn made(&self, args: &Arguments) -> Value {
        let of = |name: &str| args.named.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let mut from = Sources::default();
        args.plain.iter().chain(of("input")).for_each(|value| value.sources(&self.folder, &mut from));
        let cython: Vec<Value> = from
            .paths
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "pyx"))
            .map(Value::File)
            .collect();
        if !cython.is_empty() {
            return Value::List(cython);
        }
        let Some(output) = of("output") else { return Value::Made };
        let mut made = Sources::default();
        output.sources(Path::new(""), &mut made);
        let sources = made.paths.iter().any(|path| is_source(&path.to_string_lossy()));
        if sources || made.open { Value::Made } else { Value::List(Vec::new()) }
    }
}

/// A text in which the numbers between `@` are filled in.
fn formatted(text: &Value, args: &[Value]) -> Value {
    let Value::Text(text) = text else { return Value::Unknown };
    let mut out = text.clone();
    for (i, arg) in args.iter().enumerate() {
        if let Value::Text(arg) = arg {
            out = out.replace(&format!("@{i}@"), arg);
        }
    }
    Value::Text(out)
}
