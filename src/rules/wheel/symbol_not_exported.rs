//! WHL009: a file for one Python imports a name that this Python does not export.

use std::collections::BTreeSet;

use crate::artifact::promise::{Interpreter, loaders};
use crate::artifact::provider;
use crate::capi::exports;
use crate::facts::{Artifact, BinaryFacts, BinaryFormat};
use crate::finding::Finding;
use crate::rules::{Context, WHL009};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            for interpreter in loaders(artifact, binary) {
                let Interpreter::Version { minor, flags } = interpreter else { continue };
                let known = (exports::OLDEST..=exports::NEWEST).contains(&minor) && !flags.contains('d');
                if known {
                    missing(artifact, binary, minor, &flags, out);
                }
            }
        }
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
        if !exported.anywhere() && !whole {
            continue;
        }
        let message = format!("`{name}` is not exported by CPython 3.{minor}{flags}, which the file is for");
        let finding = Finding::binary(&WHL009, message, binary.file, binary.member.clone()).symbol(name);
        let finding = match (exported.anywhere(), known_in(exported)) {
            (true, Some(range)) => finding.note(format!("import fails; the name is exported by {range}")),
            _ => finding.note("import fails; no CPython of the table exports the name"),
        };
        // Patch releases bring no public name, and now and then a private one.
        let patch = name.starts_with('_') && !(exports::OLDEST..minor).any(|older| exported.by(older));
        out.push(match foreign.filter(|_| !named) {
            Some(library) => finding.likely(format!("`{library}`, which is not in this input, may provide the name")),
            None if patch => finding.likely("a patch release newer than the table may export the name"),
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
