//! WHL014: a file for one Python imports a private name that neither a public macro of its headers nor the manual
//! leads to.

use std::collections::BTreeSet;

use crate::artifact::promise::{Interpreter, loaders, stable_promise};
use crate::artifact::provider;
use crate::capi::{exports, macros, stable};
use crate::facts::{Artifact, BinaryFacts};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL014};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        // A file for the stable ABI is asked more, by another rule.
        let files = artifact.binaries().iter().filter(|b| b.is_shared() && stable_promise(artifact, b).is_none());
        for binary in files {
            let minors: Option<Vec<u8>> = loaders(artifact, binary)
                .iter()
                .map(|i| match i {
                    Interpreter::Version { minor, .. } if (exports::OLDEST..=exports::NEWEST).contains(minor) => {
                        Some(*minor)
                    }
                    _ => None,
                })
                .collect();
            if let Some(minors) = minors.filter(|minors| !minors.is_empty()) {
                private(artifact, binary, &minors, out);
            }
        }
    }
}

fn private(artifact: &Artifact, binary: &BinaryFacts, minors: &[u8], out: &mut Vec<Finding>) {
    let imports = binary.slices.iter().flat_map(|s| &s.imports);
    let wanted = imports.filter(|i| i.name.starts_with("_Py") && provider::may_be_cpython(binary.format, i));
    let names: BTreeSet<&str> = wanted.map(|i| i.name.as_str()).collect();
    for name in names {
        let known = minors.iter().all(|&minor| exports::lookup(name).by(minor));
        let headers = macros::lookup(name).is_some_and(|found| minors.iter().any(|&minor| found.by(minor)));
        if !known || headers || stable::lookup(name).is_some() || provider::in_artifact(artifact, name) {
            continue;
        }
        let dropped = (exports::OLDEST..=exports::NEWEST)
            .find(|minor| minors.iter().all(|m| m < minor) && !exports::lookup(name).by(*minor));
        let finding =
            Finding::binary(&WHL014, format!("`{name}` is private to CPython"), binary.file, binary.member.clone())
                .symbol(name)
                .severity(Severity::Note);
        out.push(match dropped {
            Some(minor) => finding.note(format!("CPython 3.{minor} no longer exports it")),
            None => finding.note("any release may change or remove it"),
        });
    }
}
