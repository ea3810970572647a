//! The tables of `src/capi` that are made from preprocessed headers, from the other side: the macros, types, constants,
//! fields and results that the headers of this machine's Pythons have stand in them. Only releases that the tables are
//! made from are asked; `whole.rs` asks what can be read without a preprocessor.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use extlint::capi::{fields, functions, names, stdlib, structs};
use extlint::facts::{FileFacts, FileId, Targets};
use extlint::source::{SourceInput, read};

use super::tables::{Python, pythons};

const STDLIB: &str = include_str!("../../src/capi/stdlib.tsv");

/// Needs the headers of another library.
const FOREIGN: [&str; 1] = ["py_curses.h"];

/// A field that is a constant pointer to a function, and a struct that only the interpreter has: not in the table.
const NO_FIELDS: [&str; 2] = ["PyHash_FuncDef.hash", "__PyCodeExtraState."];

/// Functions whose result newer headers declare as an object.
const NOW_OBJECTS: [&str; 3] = ["_PyLong_FromNbInt", "_PyFrame_New_NoTrack", "_PyObject_INIT_VAR"];

/// Modules of the interpreter itself, which no extension is named after.
const OF_THE_INTERPRETER: [&str; 4] = ["_ast", "_peg_parser", "_typing", "builtins"];

/// What is left of headers after the preprocessor: code and macros of CPython's public headers.
struct Read {
    macros: BTreeSet<String>,
    facts: FileFacts,
}

fn sources() -> impl Iterator<Item = Python> {
    pythons().into_iter().filter(|p| p.is_source() && p.headers.join("Python.h").is_file())
}

fn is_api(name: &str) -> bool {
    let bare = name.trim_start_matches('_');
    bare.starts_with("Py") && name.len() - bare.len() < 3
}

/// The text of `Python.h` and of the headers beside it; of those that cannot be read the compiler names the line.
fn preprocessed(headers: &Path, defines: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("all.c");
    let mut beside: Vec<String> =
        std::fs::read_dir(headers).unwrap().flatten().map(|e| e.file_name().into_string().unwrap()).collect();
    beside.retain(|name| name.ends_with(".h") && name != "Python.h" && !FOREIGN.contains(&name.as_str()));
    beside.sort();
    loop {
        let lines: String = beside.iter().map(|name| format!("#include <{name}>\n")).collect();
        std::fs::write(&source, format!("#include <Python.h>\n{lines}")).unwrap();
        let mut command = Command::new("cc");
        command
            .args(["-E", "-dD", "-w"])
            .args(defines)
            .arg("-I")
            .arg(headers)
            .arg("-idirafter")
            .arg(headers.join(".."));
        let Ok(done) = command.arg(&source).output() else {
            crate::support::skipped("no C compiler");
            return None;
        };
        if done.status.success() {
            return Some(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        let line = text.split_once("all.c:").and_then(|(_, rest)| rest.split([':', ',']).next()?.parse::<usize>().ok());
        let line = line.unwrap_or_else(|| panic!("{text}"));
        assert!(line > 1, "{text}");
        beside.remove(line - 2);
    }
}

fn read_headers(python: &Python, defines: &[&str]) -> Option<Read> {
    let text = preprocessed(&python.headers, defines)?;
    let own = format!("\"{}/", python.headers.display());
    let (mut inside, mut code, mut macros) = (false, String::new(), BTreeSet::new());
    for line in text.lines() {
        if let Some(marker) = line.strip_prefix("# ") {
            let path = marker.split_once(' ').map_or("", |(_, path)| path);
            inside = path.starts_with(&own) && !path.contains("/internal/") && !path.contains("pyconfig.h");
        } else if let Some(rest) = line.strip_prefix("#define ") {
            let name = rest.split([' ', '(']).next().unwrap();
            if inside
                && is_api(name)
                && !(name.ends_with("_H") && name.to_ascii_uppercase() == name[..2].to_ascii_uppercase() + &name[2..])
            {
                macros.insert(name.to_owned());
            }
        } else if let Some(name) = line.strip_prefix("#undef ") {
            macros.remove(name);
        } else if inside {
            code += line;
            code.push('\n');
        }
    }
    let input = SourceInput { file: FileId(0), path: "all.c", text: code.as_bytes() };
    Some(Read { macros, facts: read(&[input], &Targets::default()).remove(0) })
}

fn has(versions: Option<u32>, minor: u8) -> bool {
    versions.is_some_and(|set| set & (1 << minor) != 0)
}

#[test]
fn every_macro_is_listed() {
    for python in sources() {
        let Some(read) = read_headers(&python, &[]) else { return };
        let missing: Vec<&String> = read.macros.iter().filter(|n| !has(names::defined(n), python.minor)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(read.macros.len() > 500, "{}: {}", python.version, read.macros.len());
    }
}

#[test]
fn every_type_constant_and_macro_has_its_versions() {
    for python in sources() {
        for defines in [&[][..], &["-DPy_LIMITED_API=0x03060000"]] {
            let Some(read) = read_headers(&python, defines) else { return };
            let types = read.facts.typedefs.iter().map(|t| t.name.as_str());
            let constants = read.facts.enumerators.iter().map(|e| e.name.as_str());
            let all: BTreeSet<&str> = types.chain(constants).chain(read.macros.iter().map(String::as_str)).collect();
            let missing: Vec<&&str> =
                all.iter().filter(|n| is_api(n) && !has(names::versions(n), python.minor)).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", python.version);
            assert!(all.len() > 400, "{}: {}", python.version, all.len());
        }
    }
}

#[test]
fn every_field_is_listed() {
    for python in sources() {
        let Some(read) = read_headers(&python, &[]) else { return };
        let (mut missing, mut seen) = (Vec::new(), 0);
        for record in &read.facts.records {
            let name = record.typedef.or(record.tag).map_or("", |n| n.as_str());
            let name = fields::named(name).unwrap_or(name);
            for field in record.fields.iter().filter(|f| is_api(name) && !f.name.is_empty()) {
                seen += 1;
                if !has(fields::versions(name, field.name.as_str()), python.minor) {
                    missing.push(format!("{name}.{}", field.name));
                }
            }
        }
        missing.retain(|path| !path.contains(".mutex.") && !NO_FIELDS.iter().any(|start| path.starts_with(start)));
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(seen > 500, "{}: {seen}", python.version);
    }
}

/// A result that points to a struct with fields: the table says to which, by the newest headers.
#[test]
fn every_result_is_listed() {
    for python in sources() {
        let Some(read) = read_headers(&python, &[]) else { return };
        let (mut missing, mut seen) = (Vec::new(), 0);
        for func in &read.facts.funcs {
            let Some(name) = fields::named(func.ret.base.as_str()).filter(|_| func.body.is_none()) else { continue };
            let plain = is_api(func.name.as_str()) && !NOW_OBJECTS.contains(&func.name.as_str());
            if func.ret.pointers == 1 && plain && name != "PyObject" {
                seen += 1;
                if fields::result(func.name.as_str()) != Some(name) {
                    missing.push(format!("{} *{}", name, func.name));
                }
            }
        }
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(seen > 5, "{}: {seen}", python.version);
    }
}

/// What the headers show to the oldest limited APIs, and promise to newer ones only.
#[test]
fn every_name_shown_too_early_is_listed() {
    for python in sources().filter(|p| p.minor >= 11) {
        for minor in [2, 3] {
            let define = format!("-DPy_LIMITED_API=0x030{minor}0000");
            let Some(read) = read_headers(&python, &[&define]) else { return };
            let types = read.facts.typedefs.iter().map(|t| t.name.as_str());
            let vars = read.facts.vars.iter().map(|v| v.name.as_str());
            let funcs = read.facts.funcs.iter().map(|f| f.name.as_str());
            let all: BTreeSet<&str> =
                types.chain(vars).chain(funcs).chain(read.macros.iter().map(String::as_str)).collect();
            let early = |name: &&&str| {
                let promised = functions::facts_of(name).and_then(|f| f.limited).or_else(|| names::limited(name));
                promised.is_some_and(|first| first > minor) && names::shown_in_limited(name).is_none_or(|m| m > minor)
            };
            let missing: Vec<&&str> = all.iter().filter(early).collect();
            assert!(missing.is_empty(), "{} {minor}: {missing:?}", python.version);
            assert!(all.len() > 400, "{}: {}", python.version, all.len());
        }
    }
}

/// Two tables from the same headers: what came to a struct or went stands in both.
#[test]
fn fields_that_came_and_went_are_the_same_in_both_tables() {
    let table = include_str!("../../src/capi/fields.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut wrong = Vec::new();
    for line in table {
        let mut cells = line.split('\t');
        let (name, field) = (cells.next().unwrap(), cells.next().unwrap());
        let (whole, has) = (fields::defined(name).unwrap(), fields::versions(name, field).unwrap());
        let first = has.trailing_zeros() as u8;
        let last = 31 - has.leading_zeros() as u8;
        let came = (first > whole.trailing_zeros() as u8).then_some(first);
        let gone = (last < 31 - whole.leading_zeros() as u8).then_some(last + 1);
        if structs::came(name, field) != came || structs::gone(name, field) != gone {
            wrong.push(format!(
                "{name}.{field}: {came:?} {gone:?}, {:?} {:?}",
                structs::came(name, field),
                structs::gone(name, field)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Modules that the table leaves out: for tests and examples, and of the interpreter.
fn is_left_out(name: &str) -> bool {
    ["_test", "_xx", "xx"].iter().any(|start| name.starts_with(start))
        || name.ends_with("_test")
        || OF_THE_INTERPRETER.contains(&name)
}

#[test]
fn every_module_in_c_is_listed() {
    let script = "import os, sys, sysconfig as s\nprint(*sys.builtin_module_names)\n\
                  d = s.get_config_var('DESTSHARED') or ''\nprint(*(f.split('.')[0] for f in os.listdir(d) if f.endswith('.so')) if os.path.isdir(d) else '')";
    let named = |python: &Python| STDLIB.lines().take(2).any(|line| line.contains(&python.version));
    for python in sources().filter(named) {
        let text = python.run(script, "");
        let missing: Vec<&str> = text.split_whitespace().filter(|n| !stdlib::is_module(n) && !is_left_out(n)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(text.split_whitespace().count() > 20, "{}", python.version);
    }
}
