//! WHL012: the headers that compiled a file are not those of the Python that it is for.

use crate::artifact::promise::{ABI3T_FLOOR, Interpreter, loaders};
use crate::facts::{AbiInfo, BinaryFacts, Headers};
use crate::finding::Finding;
use crate::rules::{Context, WHL012};

/// `PyABIInfo_STABLE`.
const STABLE: u16 = 1;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            let loaders = loaders(artifact, binary);
            let versions: Vec<u8> = loaders
                .iter()
                .filter_map(|i| match i {
                    Interpreter::Version { minor, .. } => Some(*minor),
                    // A stable ABI may be compiled by newer headers than the oldest promised.
                    Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } | Interpreter::Any { .. } => None,
                })
                .collect();
            if versions.len() == loaders.len()
                && let Some(newest) = versions.iter().max()
            {
                out.extend(older_than_headers(binary, *newest));
            }
            out.extend(recorded(binary, &loaders));
        }
    }
}

/// The oldest Python whose headers write this word: 3.12 does so with `Py_BUILD_CORE`.
fn first_version(headers: Headers) -> Option<u8> {
    match headers {
        // Written by hand, also in newer ones.
        Headers::Old => None,
        Headers::Immortal => Some(12),
        Headers::FreeThreaded => Some(13),
        Headers::Flagged | Headers::FreeThreadedFlagged => Some(14),
    }
}

fn older_than_headers(binary: &BinaryFacts, newest: u8) -> Option<Finding> {
    let headers = binary.slices.iter().find_map(|s| s.recovered.headers())?;
    let first = first_version(headers).filter(|&first| newest < first)?;
    let message = format!("the file is for CPython 3.{newest}, but is compiled with headers of 3.{first} or newer");
    Some(
        Finding::binary(&WHL012, message, binary.file, binary.member.clone())
            .evidence(format!("header of its static objects: {headers:?}"))
            .note("macros and inline functions of newer headers may access structures that this Python does not have")
            .help("compile with the headers of the Python that the file is for"),
    )
}

/// What `PyABIInfo` records against the Pythons promised. Older ones do not read it: they load another hook.
fn recorded(binary: &BinaryFacts, loaders: &[Interpreter]) -> Option<Finding> {
    let info: AbiInfo = binary.slices.iter().find_map(|s| s.recovered.abi_info)?;
    let recorded = Some(info.abi_version).filter(|&version| version != 0).map(|version| (version >> 16) as u8)?;
    let promised = loaders.iter().map(|i| (i.first(), !matches!(i, Interpreter::Version { .. })));
    let (promised, open) = promised.min().filter(|promised| promised.0 >= ABI3T_FLOOR)?;
    let stable = info.flags & STABLE != 0;
    let message = match stable {
        true if recorded > promised => {
            format!("the file promises CPython 3.{promised}, but its ABI information requires 3.{recorded}")
        }
        false if open || recorded != promised => {
            let more = if open { " and newer" } else { "" };
            format!("the file promises CPython 3.{promised}{more}, but its ABI information is for 3.{recorded} only")
        }
        _ => return None,
    };
    Some(
        Finding::binary(&WHL012, message, binary.file, binary.member.clone())
            .evidence(format!(
                "PyABIInfo: flags {:#x}, headers {:#x}, ABI {:#x}",
                info.flags, info.build_version, info.abi_version
            ))
            .note("import rejects a module whose ABI does not match the interpreter's"),
    )
}
