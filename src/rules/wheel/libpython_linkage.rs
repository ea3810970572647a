//! WHL006: a module is linked with a library of CPython that the interpreters it promises do not have, or have beside
//! the interpreter that loads it.

use crate::artifact::promise::{ABI3T_FLOOR, Interpreter, loaders, stable_promise};
use crate::artifact::provider::{PythonDll, is_python_library};
use crate::facts::{Artifact, BinaryFacts, BinaryFormat, SuffixTag, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL006};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            let mut libraries: Vec<&String> = binary.slices.iter().flat_map(|s| &s.needed).collect();
            libraries.sort();
            libraries.dedup();
            for library in libraries {
                out.extend(if binary.format == BinaryFormat::Pe {
                    dll(artifact, binary, library)
                } else {
                    library_of_version(artifact, binary, library)
                });
            }
        }
    }
}

fn finding(binary: &BinaryFacts, message: String, library: &str) -> Finding {
    Finding::binary(&WHL006, message, binary.file, binary.member.clone()).symbol(library)
}

fn dll(artifact: &Artifact, binary: &BinaryFacts, library: &str) -> Option<Finding> {
    let dll = PythonDll::of(library)?;
    let loaders = loaders(artifact, binary);
    let platforms = artifact.wheel().map(|wheel| wheel.name.tags.platforms.as_slice()).unwrap_or_default();
    if dll.mingw && !platforms.is_empty() && platforms.iter().all(|p| p.starts_with("win")) {
        let message = format!("the wheel is for `{}`, but this file is linked with `{library}`", platforms.join("."));
        return Some(
            finding(binary, message, library)
                .note("loading fails: only a Python built with MinGW has that DLL")
                .help("link with the import library of the Python that the wheel is for"),
        );
    }
    if let Some(minor) = dll.minor {
        if stable_promise(artifact, binary).is_some() {
            let message = format!("a module for the stable ABI is linked with `{library}`");
            return Some(
                finding(binary, message, library)
                    .note(format!("on every Python except 3.{minor}, loading fails or loads a second interpreter"))
                    .help("define `Py_LIMITED_API` for the whole build, so that the headers link `python3.dll`"),
            );
        }
        if let Some(found) = dll_without_abi(artifact, binary, library, &loaders, (minor, dll.free_threaded)) {
            return Some(found);
        }
        let fits = |i: &Interpreter| matches!(i, Interpreter::Version { minor: m, flags } if *m == minor && flags.contains('t') == dll.free_threaded);
        let all_versions = loaders.iter().all(|i| matches!(i, Interpreter::Version { .. }));
        if !loaders.is_empty() && all_versions && !loaders.iter().any(fits) {
            let message = format!("the file is for {}, but is linked with `{library}`", describe(&loaders));
            return Some(finding(binary, message, library).note("loading fails: these versions do not have that DLL"));
        }
        return None;
    }
    let any = |wanted: fn(&Interpreter) -> bool| loaders.iter().any(wanted);
    // Where nothing is promised of an ABI, it is open whether free-threaded builds are meant.
    let free_threaded = any(|i| i.free_threaded() && !matches!(i, Interpreter::Any { .. }));
    // `python3t.dll` comes with 3.15, for builds of both kinds; free-threaded ones have no `python3.dll`.
    let older = any(|i| matches!(i, Interpreter::Abi3 { .. } | Interpreter::Any { .. }) && i.first() < ABI3T_FLOOR);
    let note = match dll.free_threaded {
        true if older && !free_threaded => "that DLL exists since Python 3.15",
        false if free_threaded => {
            "free-threaded builds have `python3t.dll` instead: the other DLL is missing or loads a second interpreter"
        }
        _ => return None,
    };
    let message = format!("the file is for {}, but is linked with `{library}`", describe(&loaders));
    Some(finding(binary, message, library).note(note))
}

/// The DLL of one version and build in a module that the ABI tag `none` gives to others: `py3-none` to every version,
/// `cp313-none` to either build.
fn dll_without_abi(
    artifact: &Artifact,
    binary: &BinaryFacts,
    library: &str,
    loaders: &[Interpreter],
    (minor, free_threaded): (u8, bool),
) -> Option<Finding> {
    let none = |wheel: &WheelFacts| wheel.name.tags.abis.iter().all(|abi| abi == "none");
    let wheel = artifact.wheel().filter(|wheel| none(wheel) && binary.name.tag == SuffixTag::None)?;
    let fits = |i: &Interpreter| match i {
        Interpreter::Version { minor: m, flags } => *m == minor && flags.contains('t') == free_threaded,
        Interpreter::Any { first, last } => *first == minor && *last == Some(minor),
        Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } => false,
    };
    let other = loaders.iter().find(|i| !fits(i))?;
    let build = if free_threaded { "t" } else { "" };
    let tag = wheel.name.tags.pythons.join(".");
    let message = format!("the wheel's tag is `{tag}-none`, but this module is linked with `{library}`");
    let who = match other {
        Interpreter::Version { minor: m, flags } if *m == minor => {
            format!("3.{m}{flags}, where the wheel is also installed")
        }
        _ => format!("every Python except 3.{minor}{build}"),
    };
    Some(
        finding(binary, message, library)
            .note(format!("loading fails or loads a second interpreter on {who}"))
            .help(format!("tag the wheel for that version only: `cp3{minor}-cp3{minor}{build}`")),
    )
}

/// `libpython3.11.so.1.0`, `…/Versions/3.11/Python` to `11`.
fn library_version(path: &str) -> Option<u8> {
    let at = path.find("libpython3.").map(|i| i + 11).or_else(|| path.find("Versions/3.").map(|i| i + 11))?;
    let digits: String = path[at..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn library_of_version(artifact: &Artifact, binary: &BinaryFacts, library: &str) -> Option<Finding> {
    let minor = library_version(library).filter(|_| is_python_library(library))?;
    let second =
        "an interpreter without this library cannot load the file; any other interpreter loads CPython a second time";
    let help = "do not link with libpython: the interpreter provides its symbols";
    if stable_promise(artifact, binary).is_some() {
        let message = format!("a module for the stable ABI is linked with `{library}`");
        return Some(finding(binary, message, library).note(second).help(help));
    }
    let loaders = loaders(artifact, binary);
    let other = |i: &Interpreter| match i {
        Interpreter::Version { minor: m, .. } => *m != minor,
        Interpreter::Any { first, last } => *first != minor || *last != Some(minor),
        Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } => false,
    };
    if !loaders.is_empty() && loaders.iter().all(other) {
        let message = format!("the file is for {}, but is linked with `{library}`", describe(&loaders));
        return Some(finding(binary, message, library).note(second).help(help));
    }
    let shared = |p: &String| ["manylinux", "musllinux", "macosx"].iter().any(|prefix| p.starts_with(prefix));
    let published = artifact.wheel().is_some_and(|wheel| wheel.name.tags.platforms.iter().any(shared));
    (published && binary.is_extension()).then(|| {
        let message = format!("a module in a wheel for other machines is linked with `{library}`");
        finding(binary, message, library).note(second).help(help).severity(Severity::Warning)
    })
}

/// `CPython 3.11`, `CPython 3.11 and 3.12`.
fn describe(loaders: &[Interpreter]) -> String {
    let names: Vec<String> = loaders
        .iter()
        .map(|i| match i {
            Interpreter::Version { minor, flags } => format!("3.{minor}{flags}"),
            Interpreter::Abi3 { floor } | Interpreter::Abi3t { floor } => format!("3.{floor} and newer"),
            Interpreter::Any { first: 0, .. } => "3, all versions".to_owned(),
            Interpreter::Any { first, last: None } => format!("3.{first} and newer"),
            Interpreter::Any { first, last: Some(last) } => format!("3.{first} to 3.{last}"),
        })
        .collect();
    format!("CPython {}", names.join(", "))
}
