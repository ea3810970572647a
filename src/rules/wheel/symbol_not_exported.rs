//! WHL009: a file for one Python imports a name that this Python does not export.

use std::collections::BTreeSet;

use crate::artifact::promise::{Interpreter, loaders, stable_promise};
use crate::artifact::provider;
use crate::capi::{exports, inlined};
use crate::facts::{Artifact, BinaryFacts, BinaryFormat, SuffixTag, WheelFacts};
use crate::finding::Finding;
use crate::rules::{Context, WHL009};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            never(artifact, binary, out);
            let mut asked: Vec<u8> = Vec::new();
            for interpreter in loaders(artifact, binary) {
                let Interpreter::Version { minor, flags } = interpreter else { continue };
                // Both builds of one version: the names are the same as far as they are known.
                if asked.contains(&minor) {
                    continue;
                }
                asked.push(minor);
                let known = (exports::OLDEST..=exports::NEWEST).contains(&minor) && !flags.contains('d');
                if known {
                    missing(artifact, binary, minor, &flags, out);
                }
            }
        }
    }
}

/// Names of macros, which no Python exports: asked of every file that does not promise the stable ABI, where another
/// rule reports them.
fn never(artifact: &Artifact, binary: &BinaryFacts, out: &mut Vec<Finding>) {
    // Other interpreters export what they like.
    let cpython =
        |wheel: &WheelFacts| wheel.name.tags.pythons.iter().all(|p| p.starts_with("cp") || p.starts_with("py"));
    let other = matches!(binary.name.tag, SuffixTag::Other(_)) || artifact.wheel().is_some_and(|wheel| !cpython(wheel));
    if other || stable_promise(artifact, binary).is_some() {
        return;
    }
    let imports = binary.slices.iter().flat_map(|s| &s.imports);
    let wanted: BTreeSet<&str> = imports
        .filter(|i| !i.weak && provider::may_be_cpython(binary.format, i) && inlined::is_never_exported(&i.name))
        .map(|i| i.name.as_str())
        .collect();
    for name in wanted.into_iter().filter(|name| !provider::in_artifact(artifact, name)) {
        let message =
            format!("`{name}` is a macro or an inline function of CPython's headers, which no version exports");
        out.push(
            Finding::binary(&WHL009, message, binary.file, binary.member.clone())
                .symbol(name)
                .note("the import fails on every Python")
                .help("make sure that the compiler sees its definition: include `Python.h`, or do not define `Py_LIMITED_API`"),
        );
    }
}

fn missing(artifact: &Artifact, binary: &BinaryFacts, minor: u8, flags: &str, out: &mut Vec<Finding>) {
    let foreign = provider::foreign(artifact, binary);
    // The table is of Linux and of builds with the GIL: elsewhere there are names that it does not hold.
    let whole = binary.format == BinaryFormat::Elf && !flags.contains('t') && foreign.is_none();
    let imports = binary.slices.iter().flat_map(|s| &s.imports);
    let wanted: BTreeSet<(&str, bool)> = imports
        .filter(|i| !i.weak && provider::may_be_cpython(binary.format, i))
        .map(|i| (i.name.as_str(), i.library.is_some()))
        .collect();
    for (name, named) in wanted {
        let exported = exports::lookup(name);
        let other_build = crate::capi::flavour::marker(name).is_some() || name.starts_with("PyInit");
        if exported.by(minor) || other_build || (!named && provider::in_artifact(artifact, name)) {
            continue;
        }
        if !exported.anywhere() && (!whole || inlined::is_never_exported(name)) {
            continue;
        }
        let message = format!("`{name}` is not exported by CPython 3.{minor}{flags}, which the file is for");
        let finding = Finding::binary(&WHL009, message, binary.file, binary.member.clone()).symbol(name);
        let finding = match (exported.anywhere(), known_in(exported)) {
            (true, Some(range)) => finding.note(format!("the import fails; the symbol is exported by {range}")),
            _ => finding.note("the import fails; no known version of CPython exports the symbol"),
        };
        // Patch releases bring no public name, and now and then a private one.
        let patch = name.starts_with('_') && !(exports::OLDEST..minor).any(|older| exported.by(older));
        // No other library has a name that some CPython exports.
        out.push(match foreign.filter(|_| !named && !exported.anywhere()) {
            Some(library) => {
                finding.likely(format!("`{library}`, which is not part of this input, may provide the symbol"))
            }
            None if patch => finding.likely("a newer patch release may export the symbol"),
            None => finding,
        });
    }
}

/// `3.6 to 3.10`.
fn known_in(exported: exports::Exported) -> Option<String> {
    let minors: Vec<u8> = (exports::OLDEST..=exports::NEWEST).filter(|&m| exported.by(m)).collect();
    let (first, last) = (*minors.first()?, *minors.last()?);
    Some(if first == last { format!("3.{first}") } else { format!("3.{first} to 3.{last}") })
}
