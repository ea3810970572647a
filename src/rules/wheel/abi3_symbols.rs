//! WHL007 and WHL008: a file that promises the stable ABI imports a name outside it, or newer than its floor.
//! Longer than a rule should be because two rules ask the same of one import.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::promise::{StablePromise, stable_promise};
use crate::artifact::provider;
use crate::capi::{exports, exports::Exported, inlined, macros, stable};
use crate::facts::{BinaryFacts, BinaryFormat};
use crate::finding::{Finding, RuleMeta, Severity};
use crate::rules::{Context, WHL007, WHL008};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries() {
            let Some(promise) = stable_promise(artifact, binary) else { continue };
            let foreign = provider::foreign(artifact, binary);
            for (name, used) in imports(binary) {
                // A name that no library is named for may be another's than CPython's.
                if !used.named && provider::in_artifact(artifact, name) {
                    continue;
                }
                // No other library has a name of CPython, whatever the file is linked with.
                let cpython = used.named || provider::is_cpython_name(name);
                let origin = if cpython { None } else { foreign };
                let finding = judge(binary, promise, name, origin.is_none());
                out.extend(finding.map(|finding| complete(finding, binary, &used, origin)));
            }
        }
    }
}

/// How a file imports a name.
#[derive(Default)]
struct ImportedBy {
    /// The machines whose slices do.
    machines: BTreeSet<&'static str>,
    /// The file says that CPython is to provide it.
    named: bool,
}

/// Strong imports that CPython may have to provide.
fn imports(binary: &BinaryFacts) -> BTreeMap<&str, ImportedBy> {
    let mut found: BTreeMap<&str, ImportedBy> = BTreeMap::new();
    for slice in &binary.slices {
        for import in slice.imports.iter().filter(|i| !i.weak && provider::may_be_cpython(binary.format, i)) {
            let used = found.entry(&import.name).or_default();
            used.machines.insert(slice.machine.as_str());
            used.named |= import.library.is_some();
        }
    }
    found
}

fn complete(mut finding: Finding, binary: &BinaryFacts, used: &ImportedBy, origin: Option<&str>) -> Finding {
    if used.machines.len() < binary.slices.len() {
        finding = used.machines.iter().fold(finding, |finding, machine| finding.evidence(format!("slice {machine}")));
    }
    match origin {
        Some(library) => {
            finding.likely(format!("`{library}`, which is not part of this input, may provide the symbol"))
        }
        None => finding,
    }
}

/// `closed`: no library but CPython can provide the name.
fn judge(binary: &BinaryFacts, promise: StablePromise, name: &str, closed: bool) -> Option<Finding> {
    let finding = |rule: &'static RuleMeta, message: String| {
        Finding::binary(rule, message, binary.file, binary.member.clone()).symbol(name)
    };
    let exported = exports::lookup(name);
    let Some(entry) = stable::lookup(name) else {
        let finding = finding(&WHL007, format!("`{name}` is not in the stable ABI"));
        let finding = match macros::lookup(name).and_then(|found| found.through) {
            Some(public) => finding.note(format!("CPython's headers use it in `{public}`")),
            None => finding,
        };
        return if inlined::is_never_exported(name) {
            let what = "it is a macro or an inline function of CPython's headers, which no version exports";
            Some(finding.note(format!("{what}: the import fails on every Python")).help(
                "make sure that the compiler sees its definition; with `Py_LIMITED_API`, use the function of the limited API instead",
            ))
        } else if exported.anywhere() {
            Some(unstable(finding, exported, promise))
        } else {
            // In no table: only where nobody else can have it, it is meant as CPython's.
            let what = "no known version of CPython exports it in a release build with the GIL";
            closed.then(|| finding.likely(what))
        };
    };
    if let Some(place) = elsewhere(entry.condition, binary.format) {
        let message = format!("`{name}` is part of the stable ABI only {place}");
        return Some(finding(&WHL007, message).note("the import fails: the interpreter does not export it"));
    }
    let floor = promise.floor.filter(|&floor| entry.added > floor)?;
    let message =
        format!("`{name}` is part of the stable ABI since 3.{}, but the wheel promises 3.{floor}", entry.added);
    let help = format!(
        "build with `Py_LIMITED_API` set to the version of the tag, or tag the wheel `cp3{}-abi3`",
        entry.added
    );
    let finding = finding(&WHL008, message).help(help);
    let last = entry.added - 1;
    let missing: Vec<u8> = exported.missing(promise.first().unwrap_or(floor), last).collect();
    if !missing.is_empty() {
        return Some(finding.note(fails_on(&missing)));
    }
    let older: Vec<u8> = exported.missing(floor, last).collect();
    let note = if !older.is_empty() {
        format!("not exported by {}; `Requires-Python` keeps the wheel from these versions", list(&older))
    } else if floor >= exports::OLDEST && last <= exports::NEWEST {
        "the versions in between already export it, but do not promise to".to_owned()
    } else {
        format!(
            "exported by the versions in between, as far as they are known (3.{} to 3.{})",
            exports::OLDEST,
            exports::NEWEST
        )
    };
    Some(finding.severity(Severity::Warning).note(note))
}

/// A name outside the stable ABI that some version of the table exports.
fn unstable(finding: Finding, exported: Exported, promise: StablePromise) -> Finding {
    // Without a floor only versions after the first that has the name are surely promised.
    let known = (exports::OLDEST..=exports::NEWEST).find(|&minor| exported.by(minor));
    let first = promise.first().or(known).unwrap_or(exports::OLDEST);
    let missing: Vec<u8> = exported.missing(first, exports::NEWEST).collect();
    let finding =
        finding.help("build with `Py_LIMITED_API` defined, which hides such symbols, or tag the file for one version");
    if !missing.is_empty() {
        finding.note(fails_on(&missing))
    } else if first > exports::NEWEST {
        finding
            .severity(Severity::Warning)
            .note(format!("the symbols that CPython exports are known up to 3.{}", exports::NEWEST))
    } else {
        let note = format!("CPython 3.{first} to 3.{} export it, but later versions may not", exports::NEWEST);
        finding.severity(Severity::Warning).note(note)
    }
}

fn fails_on(minors: &[u8]) -> String {
    format!("the import fails on {}, where the symbol is not exported", list(minors))
}

/// Where a name with this build condition lives, if that is not where the binary runs.
fn elsewhere(condition: Option<&str>, format: BinaryFormat) -> Option<&'static str> {
    match (condition?, format) {
        ("MS_WINDOWS", BinaryFormat::Elf | BinaryFormat::MachO) => Some("on Windows"),
        ("HAVE_FORK", BinaryFormat::Pe) => Some("on systems with `fork()`"),
        ("Py_REF_DEBUG", _) => Some("in debug builds"),
        _ => None,
    }
}

/// `3.8`, `3.8 and 3.9`, `3.8 to 3.11`.
fn list(minors: &[u8]) -> String {
    match minors {
        [one] => format!("3.{one}"),
        [first, second] => format!("3.{first} and 3.{second}"),
        [first, .., last] if usize::from(last - first) + 1 == minors.len() => format!("3.{first} to 3.{last}"),
        _ => minors.iter().map(|minor| format!("3.{minor}")).collect::<Vec<_>>().join(", "),
    }
}
