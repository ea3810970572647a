//! Which layer may name which: a layer knows those below it, by the ranks here, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{code_only, fail_if_any, sources};

/// The layers, each with its rank: a layer may name itself and those of lower rank.
const RANKS: [(&str, u32); 24] = [
    ("capi", 0),
    ("facts", 1),
    ("artifact", 3),
    ("finding", 2),
    ("text", 4),
    ("source", 3),
    ("abi", 3),
    ("input", 3),
    ("cache", 3),
    ("clang", 4),
    ("link", 4),
    ("rules", 5),
    ("config", 6),
    ("suppress", 7),
    ("check", 8),
    ("report", 9),
    ("fix", 10),
    ("survey", 10),
    ("convert", 11),
    ("server", 12),
    ("cli", 12),
    ("commands", 13),
    ("lib", 14),
    ("main", 15),
];

/// Lower layers that a layer must not name all the same.
const APART: [(&str, &[&str]); 9] = [
    ("artifact", &["finding"]),
    ("source", &["finding"]),
    ("clang", &["finding", "abi", "input", "text"]),
    ("abi", &["finding"]),
    ("input", &["finding"]),
    ("link", &["finding", "source", "abi", "input", "text"]),
    ("rules", &["source", "clang", "abi", "input", "text"]),
    ("report", &["source", "clang", "abi"]),
    ("fix", &["source", "clang", "abi", "link", "rules"]),
];

const PARSERS: [&str; 6] = ["tree_sitter", "tree_sitter_c", "tree_sitter_cpp", "clang_sys", "object", "iced_x86"];
const PRINTERS: [&str; 2] = ["codespan_reporting", "anstream"];
const OUTSIDE: [&str; 4] = ["std::fs", "std::io", "std::process", "std::net"];

/// The crates, and modules of `std`, that a layer must not name.
fn foreign(layer: &str) -> Vec<&'static str> {
    let all = |lists: &[&[&'static str]]| lists.concat();
    match layer {
        "facts" | "finding" | "capi" | "artifact" | "text" | "suppress" | "rules" => {
            all(&[&PARSERS, &PRINTERS, &OUTSIDE])
        }
        "link" => all(&[&PARSERS, &PRINTERS, &["std::fs", "std::process", "std::net"]]),
        "source" => all(&[&["clang_sys", "object", "iced_x86"], &PRINTERS, &["std::process", "std::net"]]),
        "clang" => all(&[&["object", "iced_x86", "tree_sitter"], &PRINTERS, &["std::net"]]),
        "abi" => all(&[&["tree_sitter", "tree_sitter_c", "tree_sitter_cpp", "clang_sys"], &PRINTERS, &["std::net"]]),
        "input" | "cache" | "config" | "check" | "report" | "fix" | "convert" | "server" => {
            all(&[&PARSERS, &["std::net"]])
        }
        _ => vec!["std::net"],
    }
}

/// The module that a file is: `src/link/statics/mod.rs` is `link::statics`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    if parts == ["lib"] || parts == ["main"] { Vec::new() } else { parts }
}

fn layer_of(path: &str) -> String {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    inner.split('/').next().unwrap_or_default().to_owned()
}

/// Names and punctuation: `::` is one token, everything else but names is a character.
fn tokens(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let end = match first {
            c if part(c) => rest.find(|c| !part(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        out.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    out
}

/// All paths of a file as they stand there: groups spread out, aliases as `path as alias`, with the inline modules
/// around each.
fn paths(tokens: &[String]) -> Vec<(Vec<String>, Option<String>, Vec<String>)> {
    let mut out = Vec::new();
    // Inline modules with the depth of braces in which each stands.
    let (mut inside, mut depth): (Vec<(String, usize)>, usize) = (Vec::new(), 0);
    let is_name = |t: &str| t.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let at = |k: usize| tokens.get(k).map_or("", String::as_str);
        let before = if i == 0 { "" } else { at(i - 1) };
        match token.as_str() {
            "mod" if at(i + 2) == "{" => {
                inside.push((at(i + 1).to_owned(), depth));
                i += 2;
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inside.last().is_some_and(|(_, at)| *at == depth) {
                    inside.pop();
                }
            }
            // `use {a, b}` and `use ::a` are read like `a`.
            name if is_name(name) && before != "." && before != "::" && (at(i + 1) == "::" || at(i + 1) == "as") => {
                let around: Vec<String> = inside.iter().map(|(name, _)| name.clone()).collect();
                let mut found = Vec::new();
                i = path(tokens, i, Vec::new(), &mut found);
                out.extend(found.into_iter().map(|(path, alias)| (path, alias, around.clone())));
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    out
}

/// One path or group from `i` on; gives the place behind it.
fn path(
    tokens: &[String],
    mut i: usize,
    mut so_far: Vec<String>,
    out: &mut Vec<(Vec<String>, Option<String>)>,
) -> usize {
    let at = |k: usize| tokens.get(k).map_or("", String::as_str);
    loop {
        if at(i) == "{" {
            i += 1;
            while i < tokens.len() && at(i) != "}" {
                i = if at(i) == "," { i + 1 } else { path(tokens, i, so_far.clone(), out) };
            }
            return i + 1;
        }
        so_far.push(at(i).to_owned());
        i += 1;
        if at(i) != "::" {
            break;
        }
        i += 1;
        // `Vec::<u8>::new`: the rest names no module.
        if at(i) == "<" {
            break;
        }
    }
    let alias = (at(i) == "as").then(|| at(i + 1).to_owned());
    out.push((so_far, alias));
    if at(i) == "as" { i + 2 } else { i }
}

/// What the paths of a file mean: `crate::…` from the root, or a crate with what follows. `*` is the root's glob.
fn resolved(path: &str, code: &str) -> BTreeSet<String> {
    let module = module_of(path);
    let all = paths(&tokens(code));
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = BTreeSet::new();
    // More than once, so that an alias of an alias is seen wherever it stands.
    for _ in 0..3 {
        for (found, alias, around) in &all {
            let mut from: Vec<String> = module.iter().chain(around).cloned().collect();
            let mut parts = found.as_slice();
            let mut absolute = match parts.first().map(String::as_str) {
                Some("crate" | "extlint") => vec!["crate".to_owned()],
                Some("self" | "super") => std::iter::once("crate".to_owned()).chain(from.clone()).collect(),
                Some(name) => aliases.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()]),
                None => continue,
            };
            if parts[0] == "super" {
                while parts.first().is_some_and(|part| part == "super") {
                    from.pop();
                    parts = &parts[1..];
                }
                absolute = std::iter::once("crate".to_owned()).chain(from).collect();
            } else {
                parts = &parts[1..];
            }
            absolute.extend(parts.iter().filter(|part| *part != "self").cloned());
            if let Some(alias) = alias {
                aliases.insert(alias.clone(), absolute.clone());
            }
            out.insert(absolute.join("::"));
        }
    }
    out
}

/// Everything that a file names and must not.
fn violations(path: &str, code: &str) -> Vec<String> {
    let layer = layer_of(path);
    let rank = |name: &str| RANKS.iter().find(|(layer, _)| *layer == name).map(|(_, rank)| *rank);
    let Some(own) = rank(&layer) else { return vec![format!("{path} is of no known layer")] };
    let apart = APART.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, apart)| apart);
    let foreign = foreign(&layer);
    let mut out = Vec::new();
    for named in resolved(path, code) {
        let parts: Vec<&str> = named.split("::").collect();
        if parts[0] == "crate" {
            match parts.get(1) {
                Some(&"*") | None => out.push(format!("{path} names all of the crate (`{named}`)")),
                Some(&other) if other != layer && (rank(other).is_some_and(|r| r >= own) || apart.contains(&other)) => {
                    out.push(format!("{path} names crate::{other}"));
                }
                _ => {}
            }
        }
        let begins = |path: &&&str| named == **path || named.starts_with(&format!("{path}::"));
        out.extend(foreign.iter().filter(begins).map(|name| format!("{path} names {name}")));
        if parts[0] == "codespan_reporting" && path != "src/report/full.rs" {
            out.push(format!("{path} names codespan_reporting; only src/report/full.rs may"));
        }
    }
    out
}

#[test]
fn layers_point_downwards() {
    let mut problems = String::new();
    for source in sources().iter().filter(|s| s.path != "build.rs") {
        for problem in violations(&source.path, &source.code) {
            let _ = writeln!(problems, "{problem}");
        }
    }
    fail_if_any(problems);
}

/// The ways to name a layer from a file two folders deep.
fn ways(layer: &str) -> [String; 8] {
    [
        format!("use crate::{layer}::X;"),
        format!("use crate::{{other::{{A, B}}, {layer}}};"),
        format!("use crate as root; use root::{layer}::X;"),
        format!("use crate::{{self as root}}; fn f() {{ root::{layer}::x() }}"),
        format!("use super::super::super::{layer};"),
        format!("mod tests {{ mod deep {{ use super::super::super::super::super::{layer}::X; }} }}"),
        format!("fn f() {{ extlint::{layer}::x() }}"),
        format!("use crate::{layer} as below;"),
    ]
}

#[test]
fn every_forbidden_pair_is_seen() {
    for (layer, own) in RANKS.iter().filter(|(layer, _)| !["lib", "main"].contains(layer)) {
        let path = format!("src/{layer}/a/b.rs");
        let apart = APART.iter().find(|(name, _)| name == layer).map_or(&[][..], |(_, apart)| apart);
        for (other, rank) in RANKS.iter().filter(|(other, _)| other != layer && !["lib", "main"].contains(other)) {
            for text in ways(other) {
                let found = violations(&path, &code_only(&text));
                let seen = found.iter().any(|problem| problem.ends_with(&format!(" names crate::{other}")));
                assert_eq!(seen, rank >= own || apart.contains(other), "{path}: {text}\n{found:?}");
            }
        }
        for name in foreign(layer) {
            let (first, last) = name.split_once("::").unwrap_or((name, ""));
            let mut texts = vec![format!("use {name}::X;"), format!("fn f() {{ {name}::x() }}")];
            texts.push(format!("use {name} as y; fn f() {{ y::x() }}"));
            if !last.is_empty() {
                texts.push(format!("use {first}::{{fmt, {last}}};"));
                texts.push(format!("use {first} as s; use s::{last}::X;"));
            }
            for text in texts {
                assert!(violations(&path, &code_only(&text)).iter().any(|p| p.ends_with(name)), "{path}: {text}");
            }
            assert!(violations(&path, &format!("use my_{name}::X; let x = {first}_s::X;")).is_empty());
        }
        for glob in ["use crate::*;", "use super::super::super::*;", "use crate::{*};"] {
            assert!(violations(&path, glob).iter().any(|p| p.contains("all of the crate")), "{path}: {glob}");
        }
        assert_eq!(
            violations(&path, "use super::x; use self::y::Z; use crate::other::rules; a.main::<u8>();"),
            [""; 0]
        );
    }
}
