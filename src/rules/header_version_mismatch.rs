//! WHL012: the headers that compiled a file are not those of the Python that it is for.

use super::{Context, WHL012};
use crate::facts::{AbiInfo, BinaryFacts, Headers};
use crate::finding::Finding;
use crate::link::promise::{Interpreter, loaders};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            let loaders = loaders(artifact, binary);
            let versions: Vec<u8> = loaders
                .iter()
                .filter_map(|i| match i {
                    Interpreter::Version { minor, .. } => Some(*minor),
                    // A stable ABI may be compiled by newer headers than the oldest promised.
                    Interpreter::Abi3 { .. } | Interpreter::Abi3t { .. } => None,
                })
                .collect();
            if versions.len() == loaders.len()
                && let Some(newest) = versions.iter().max()
            {
                out.extend(older_than_headers(binary, *newest));
            }
            out.extend(floor(binary, &loaders));
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
    let message = format!("the file is for CPython 3.{newest}, and is compiled with headers of 3.{first} or newer");
    Some(
        Finding::binary(&WHL012, message, binary.file, binary.member.clone())
            .evidence(format!("header of its static objects: {headers:?}"))
            .note("macros and inline functions of other headers use structures that this Python does not have")
            .help("compile with the headers of the Python that the file is for"),
    )
}

/// What `PyABIInfo` records against the oldest Python promised.
fn floor(binary: &BinaryFacts, loaders: &[Interpreter]) -> Option<Finding> {
    let info: AbiInfo = binary.slices.iter().find_map(|s| s.recovered.abi_info)?;
    let minor = |version: u32| (version >> 16) as u8;
    let promised = loaders.iter().map(|i| match i {
        Interpreter::Version { minor, .. } => *minor,
        Interpreter::Abi3 { floor } | Interpreter::Abi3t { floor } => *floor,
    });
    let promised = promised.min()?;
    // Older Pythons do not read it: they load another hook, compiled for them.
    let needed = minor(if info.abi_version == 0 { info.build_version } else { info.abi_version });
    (promised >= 15 && needed > promised).then(|| {
        let message = format!("the file promises CPython 3.{promised}, and its ABI information asks for 3.{needed}");
        Finding::binary(&WHL012, message, binary.file, binary.member.clone())
            .evidence(format!("PyABIInfo: headers {:#x}, ABI {:#x}", info.build_version, info.abi_version))
            .note("import refuses a module whose ABI is newer than the interpreter")
    })
}
