//! Reads the same sources with both front ends, links each, and compares what rules build on: types, specs, slots,
//! module definitions, variables with static storage and their constness.
//!
//! Sources: every case of the corpus, the files beside this one, and real projects: those of the folder that
//! `EXTLINT_PROJECTS` names (unpacked as `name-version`), else fetched by pip into the build folder. libclang is the one
//! that extlint finds, else it is fetched as well. What cannot be had is said and skipped; `EXTLINT_REQUIRE_CLANG=1`
//! makes a failure of that. `differences.toml` lists the differences that are right, each with its reason; an entry that
//! matches nothing fails.

// What it prints is its report.
#![allow(clippy::print_stdout)]

mod compare;
mod fetch;
mod merge;
#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use extlint::clang::FrontEnd;
use libtest_mimic::{Arguments, Failed, Trial};

/// Projects that compile with the headers of Python alone.
const PROJECTS: [(&str, &str); 8] = [
    ("bitarray", "3.12.3"),
    ("immutables", "0.21"),
    ("lz4", "4.4.5"),
    ("multidict", "7.2.1"),
    ("regex", "2026.11.15"),
    ("simplejson", "4.3.0"),
    ("wrapt", "2.5.2"),
    ("zope_interface", "8.7"),
];

/// The headers that the listed differences are about: 3.11 and newer.
const OLDEST_HEADERS: u32 = 11;

/// A test of the front end.
type Check = fn(&FrontEnd) -> Result<(), Failed>;

/// A difference that is right.
#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Listed {
    /// The line of the difference; `*` stands for anything.
    line: String,
    reason: String,
    /// It holds where the headers are of this Python (`3.12`) or a newer one.
    min_python: Option<String>,
    /// It holds where the headers are of this Python or an older one.
    max_python: Option<String>,
}

impl Listed {
    fn holds_for(&self, python: &str) -> bool {
        let minor = |version: &str| version.trim_start_matches("3.").parse::<u32>().unwrap_or(0);
        self.min_python.as_ref().is_none_or(|low| minor(low) <= minor(python))
            && self.max_python.as_ref().is_none_or(|high| minor(python) <= minor(high))
    }
}

#[derive(serde::Deserialize)]
struct List {
    difference: Vec<Listed>,
}

fn main() {
    let arguments = Arguments::from_args();
    let required = std::env::var_os("EXTLINT_REQUIRE_CLANG").is_some_and(|v| v != "0");
    let stop = |reason: String| {
        let mut trials = Vec::new();
        if required {
            trials.push(Trial::test("libclang", move || Err(reason.into())));
        } else {
            println!("skipped: {reason}");
        }
        libtest_mimic::run(&arguments, trials).exit();
    };
    let front_end = match fetch::front_end() {
        Ok(front_end) => front_end,
        Err(reason) => return stop(reason),
    };
    println!("libclang {}, Python {}", front_end.library.version.text, front_end.python.version);
    let minor = front_end.python.version.trim_start_matches("3.").parse::<u32>().unwrap_or(0);
    if minor < OLDEST_HEADERS {
        return stop(format!("the list of differences is for the headers of Python 3.{OLDEST_HEADERS} and newer"));
    }
    let text = std::fs::read_to_string(support::root().join("tests/exact/differences.toml")).expect("the list");
    let mut list: List = toml::from_str(&text).expect("the list of differences");
    list.difference.retain(|listed| listed.holds_for(&front_end.python.version));
    let mut used = vec![false; list.difference.len()];
    let merging: [(&str, Check); 4] = [
        ("merge/refines", merge::refines),
        ("merge/falls_back", merge::falls_back),
        ("merge/same_bodies", merge::same_bodies),
        ("merge/precompiled_or_not", merge::precompiled_or_not),
    ];
    let front_end = Arc::new(front_end);
    let mut trials = Vec::new();
    for (name, run) in merging {
        let front_end = Arc::clone(&front_end);
        trials.push(Trial::test(name, move || run(&front_end)));
    }
    for (name, outcome) in outcomes(&front_end) {
        let result = outcome.map(|lines| {
            let new = |line: &String| {
                let at = list.difference.iter().position(|listed| matches(&listed.line, line));
                at.inspect(|&at| used[at] = true).is_none()
            };
            lines.into_iter().filter(new).collect::<Vec<String>>()
        });
        match result {
            Err(reason) if !required => println!("skipped: {name}: {reason}"),
            result => trials.push(Trial::test(name, move || match result {
                Ok(new) if new.is_empty() => Ok(()),
                Ok(new) => Err(new.join("\n").into()),
                Err(reason) => Err(reason.into()),
            })),
        }
    }
    let idle = list.difference.iter().zip(&used).filter(|(_, used)| !**used).map(|(listed, _)| listed.line.clone());
    let idle: Vec<String> = idle.collect();
    let unexplained = list.difference.iter().filter(|d| d.reason.trim().len() < 20).map(|d| d.line.clone());
    let unexplained: Vec<String> = unexplained.collect();
    trials.push(Trial::test("listed_differences_exist", move || none("no such difference", &idle)));
    trials.push(Trial::test("listed_differences_have_reasons", move || none("no reason", &unexplained)));
    libtest_mimic::run(&arguments, trials).exit();
}

fn none(what: &str, lines: &[String]) -> Result<(), Failed> {
    if lines.is_empty() { Ok(()) } else { Err(format!("{what}: {}", lines.join("\n")).into()) }
}

/// The differences of every set of sources, or why it could not be read.
fn outcomes(front_end: &FrontEnd) -> Vec<(String, Result<Vec<String>, String>)> {
    let mut out = Vec::new();
    let own = support::root().join("tests/exact/sources");
    out.push(("sources".to_owned(), compare::folder(front_end, "sources", &own, std::slice::from_ref(&own))));
    let corpus = support::root().join("tests/corpus");
    let mut lines = Vec::new();
    for rule in sorted(&corpus).into_iter().filter(|p| p.is_dir()) {
        for case in sorted(&rule).into_iter().filter(|p| p.is_dir() || compare::is_source(p)) {
            let name = format!("corpus/{}", rule.file_name().unwrap_or_default().to_string_lossy());
            let base = if case.is_dir() { case.clone() } else { rule.clone() };
            match compare::folder(front_end, &name, &base, std::slice::from_ref(&case)) {
                Ok(found) => lines.extend(found),
                Err(reason) => lines.push(reason),
            }
        }
    }
    out.push(("corpus".to_owned(), Ok(lines)));
    for (name, version) in PROJECTS {
        let found = fetch::project(name, version);
        let found = found.and_then(|folder| compare::folder(front_end, name, &folder, std::slice::from_ref(&folder)));
        out.push((format!("project/{name}"), found));
    }
    out
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    found.sort();
    found
}

/// Whether `line` is what `pattern` says, where `*` stands for anything.
fn matches(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}
