//! WHL011: an ELF file exports a name that CPython exports, too.

use crate::artifact::promise::{Interpreter, loaders};
use crate::artifact::provider::is_python_library;
use crate::capi::exports;
use crate::facts::{BinaryFacts, BinaryFormat};
use crate::finding::Finding;
use crate::rules::{Context, WHL011};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        // The other formats name the library with each symbol: nothing is taken for something else.
        let elf = artifact.binaries().iter().filter(|b| b.format == BinaryFormat::Elf && b.is_extension());
        for binary in elf.filter(|b| !is_python_library(path(b))) {
            let loaders = loaders(artifact, binary);
            let by = |name: &str| {
                let exported = exports::lookup(name);
                let first = |i: &Interpreter| match i {
                    Interpreter::Version { minor, .. } => exported.by(*minor.min(&exports::NEWEST)),
                    Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } | Interpreter::Any { .. } => {
                        (i.first().min(exports::NEWEST)..=exports::NEWEST).any(|minor| exported.by(minor))
                    }
                };
                if loaders.is_empty() { exported.anywhere() } else { loaders.iter().any(first) }
            };
            let mut names: Vec<&str> =
                binary.slices.iter().flat_map(|s| &s.exports).map(String::as_str).filter(|n| by(n)).collect();
            names.dedup();
            out.extend(names.into_iter().map(|name| {
                let message = format!("the file exports `{name}`, which CPython also exports");
                Finding::binary(&WHL011, message, binary.file, binary.member.clone())
                    .symbol(name)
                    .note("the order of loading decides which of the two is called, here and in every module that is loaded later")
                    .help("rename the symbol or give it hidden visibility")
            }));
        }
    }
}

fn path(binary: &BinaryFacts) -> &str {
    binary.member.as_deref().unwrap_or(&binary.name.stem)
}
