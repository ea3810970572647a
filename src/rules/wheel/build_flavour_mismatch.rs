//! WHL010: a file is compiled for another kind of build than it promises: free-threaded, debug.

use crate::artifact::promise::{Interpreter, loaders, stable_promise};
use crate::artifact::provider::{PythonDll, is_python_library, may_be_cpython};
use crate::capi::flavour::{Flavour, marker};
use crate::capi::stable;
use crate::facts::{Artifact, BinaryFacts, SuffixTag};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL010};

/// `PyABIInfo_GIL`.
const WITH_GIL: u16 = 2;
/// `PyABIInfo_FREETHREADED`.
const FREE_THREADED: u16 = 4;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared()) {
            let mut loaders = loaders(artifact, binary);
            if loaders.is_empty() && binary.name.tag == SuffixTag::Abi3 {
                loaders.push(Interpreter::Abi3 { floor: 2 });
            }
            if !loaders.is_empty() {
                out.extend(mismatch(artifact, binary, &loaders));
            }
        }
    }
}

fn mismatch(artifact: &Artifact, binary: &BinaryFacts, loaders: &[Interpreter]) -> Option<Finding> {
    let flag = |i: &Interpreter, flag: char| matches!(i, Interpreter::Version { flags, .. } if flags.contains(flag));
    let open = loaders.iter().any(|i| matches!(i, Interpreter::Any { .. }));
    let finding = |message: String, evidence: String| {
        Finding::binary(&WHL010, message, binary.file, binary.member.clone()).evidence(evidence)
    };
    if let Some((flavour, evidence)) = compiled_for(artifact, binary) {
        let promised = match flavour {
            Flavour::FreeThreaded => !loaders.iter().any(Interpreter::with_gil),
            Flavour::RefDebug | Flavour::TraceRefs => loaders.iter().any(|i| flag(i, 'd')),
        };
        if !promised {
            let more = if loaders.iter().any(Interpreter::free_threaded) && flavour == Flavour::FreeThreaded {
                "builds with the GIL can load it too"
            } else {
                "its name or tag says otherwise"
            };
            let message = format!("the file is compiled for {}, but {more}", flavour.describe());
            return Some(
                finding(message, evidence).note("the import fails, or objects have a different layout than expected"),
            );
        }
        return None;
    }
    if let Some(info) = binary.slices.iter().find_map(|s| s.recovered.abi_info) {
        let (kind, refused) = match info.flags & (WITH_GIL | FREE_THREADED) {
            WITH_GIL => ("builds with the GIL", loaders.iter().any(Interpreter::free_threaded)),
            FREE_THREADED => ("free-threaded builds", loaders.iter().any(Interpreter::with_gil)),
            _ => ("", false),
        };
        let message = format!("the file's ABI information is for {kind}, but its name or tag promises others too");
        let evidence = format!("PyABIInfo: flags {:#x}", info.flags);
        return refused.then(|| finding(message, evidence).note("import rejects the module on the other builds"));
    }
    // Headers that every static object agrees on, of a build with the GIL.
    let headers = binary.slices.iter().find_map(|s| s.recovered.headers()).filter(|h| !h.free_threaded())?;
    if !loaders.iter().any(|i| i.free_threaded() && !matches!(i, Interpreter::Abi3t { .. })) {
        return None;
    }
    let message = if loaders.iter().any(Interpreter::with_gil) {
        "the file is compiled for builds with the GIL, but its wheel is also installed on free-threaded ones"
    } else {
        "the file is compiled for builds with the GIL, but its name or tag promises free-threaded ones"
    };
    let found = finding(message.to_owned(), format!("header of its static objects: {headers:?}"))
        .note("objects have a different layout in free-threaded builds: using the module crashes");
    // A wheel for every Python is one for those that were there when it was made.
    Some(if open { found.severity(Severity::Warning) } else { found })
}

/// The special build that compiled the file, and what shows it.
fn compiled_for(artifact: &Artifact, binary: &BinaryFacts) -> Option<(Flavour, String)> {
    for slice in &binary.slices {
        let wanted = slice.imports.iter().filter(|i| may_be_cpython(binary.format, i));
        let found = wanted.filter_map(|i| Some((marker(&i.name)?, &i.name)));
        // The stable ABI has some of these names for debug builds: another rule reports them.
        let stable = stable_promise(artifact, binary).is_some();
        let first = found.filter(|(_, name)| !stable || stable::lookup(name).is_none()).min_by_key(|found| found.1);
        if let Some((flavour, name)) = first {
            return Some((flavour, format!("imports `{name}`")));
        }
        if slice.recovered.headers().is_some_and(|h| h.free_threaded()) {
            return Some((
                Flavour::FreeThreaded,
                "header of its static objects: the longer, free-threaded one".to_owned(),
            ));
        }
        let debug = slice.needed.iter().find(|library| {
            let own = is_python_library(library) && (library.contains("d.so") || library.contains("d.dylib"));
            own || PythonDll::of(library).is_some_and(|dll| dll.debug)
        });
        if let Some(library) = debug {
            return Some((Flavour::RefDebug, format!("linked with `{library}`")));
        }
    }
    None
}
