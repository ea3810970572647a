//! WHL002: the suffix of an extension module keeps an interpreter from finding it that the wheel's tags promise.

use crate::artifact::platform::{Platform, System};
use crate::artifact::promise::{ABI3T_FLOOR, Interpreter, interpreters};
use crate::facts::{BinaryFacts, BinaryFormat, SuffixTag, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL002};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for binary in wheel.binaries.iter().filter(|b| b.is_shared() && b.name.says_extension()) {
            unsearched(wheel, binary, out);
            // One finding a module, however many files it has.
            let module = (binary.folder(), binary.name.stem.as_str());
            if !seen.contains(&module) {
                seen.push(module);
                out.extend(judge(wheel, binary));
            }
        }
    }
}

/// The first interpreter or platform of the tags that has no file of the module.
fn judge(wheel: &WheelFacts, binary: &BinaryFacts) -> Option<Finding> {
    let tags = &wheel.name.tags;
    let files: Vec<&BinaryFacts> = wheel.variants(binary).collect();
    if let Some(interpreter) = interpreters(tags).iter().find(|i| !files.iter().any(|f| finds(i, f))) {
        let (tag, who) = describe(interpreter);
        let note = format!("the tag promises {who}; not all of them can load a file with this suffix");
        return Some(not_found(wheel, binary, &tag).note(note));
    }
    let other = |abi: &&String| ["pypy", "graalpy"].iter().any(|name| abi.starts_with(name));
    if let Some(abi) = tags.abis.iter().filter(other).find(|abi| !files.iter().any(|f| finds_other(abi, f))) {
        return Some(not_found(wheel, binary, abi).note("the suffix is another interpreter's"));
    }
    let platform = tags.platforms.iter().find(|p| !files.iter().any(|f| finds_on(p, f)))?;
    let message =
        format!("the wheel is for `{platform}`, and module `{}` is only in `{}`", binary.name.stem, base(binary));
    let found = Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    Some(found.note("interpreters on that platform look for another suffix").help("rename the file or retag the wheel"))
}

/// Whether import in this interpreter looks for the file's suffix, and the file is meant for it.
fn finds(interpreter: &Interpreter, file: &BinaryFacts) -> bool {
    let tag = &file.name.tag;
    match (interpreter, tag) {
        (_, SuffixTag::None) => true,
        (Interpreter::Version { minor, flags }, SuffixTag::CPython { minor: m, flags: f, .. }) => {
            // The flags `m` and `u` went away; Windows never had them in suffixes.
            let plain = |flags: &str| flags.replace(['m', 'u'], "");
            minor == m && plain(flags) == plain(f)
        }
        (Interpreter::Version { flags, .. }, SuffixTag::Abi3) => !flags.contains('t'),
        (Interpreter::Version { minor, .. }, SuffixTag::Abi3t) => *minor >= ABI3T_FLOOR,
        (Interpreter::Abi3 { .. }, SuffixTag::Abi3) => true,
        (Interpreter::Abi3 { floor }, SuffixTag::Abi3t) => *floor >= ABI3T_FLOOR,
        (Interpreter::Abi3t { .. }, SuffixTag::Abi3t) => true,
        _ => false,
    }
}

/// The same for `pypy311_pp73` and `graalpy241_311_native`, whose suffixes begin with their ABI tags. What they do with
/// `.abi3` is not known here.
fn finds_other(abi: &str, file: &BinaryFacts) -> bool {
    match &file.name.tag {
        SuffixTag::CPython { .. } => false,
        SuffixTag::Other(text) => text.starts_with(&abi.replace('_', "-")),
        _ => true,
    }
}

/// Whether an interpreter on this platform looks for the file's suffix; true where either name is not known.
fn finds_on(platform: &str, file: &BinaryFacts) -> bool {
    let SuffixTag::CPython { platform: suffix, .. } = &file.name.tag else { return true };
    let (Some(wanted), Some(found)) = (Platform::of_tag(platform), Platform::of_suffix(suffix)) else { return true };
    let linux = [System::Glibc, System::Musl, System::Linux];
    let system = match (wanted.system, found.system) {
        // Until 3.10 CPython called itself `linux-gnu` on musl, too: see below.
        (System::Musl | System::Linux, found) => linux.contains(&found),
        (wanted, found) => wanted == found,
    };
    let known = !wanted.machines.is_empty() && !found.machines.is_empty();
    system && (!known || wanted.machines.iter().any(|m| found.machines.contains(m)))
}

/// The tag and in words whom it promises.
fn describe(interpreter: &Interpreter) -> (String, String) {
    match interpreter {
        Interpreter::Version { minor, flags } => (format!("cp3{minor}{flags}"), format!("CPython 3.{minor}{flags}")),
        Interpreter::Abi3 { floor } => ("abi3".to_owned(), format!("every CPython with the GIL from 3.{floor} on")),
        Interpreter::Abi3t { floor } => ("abi3t".to_owned(), format!("every free-threaded CPython from 3.{floor} on")),
    }
}

fn base(binary: &BinaryFacts) -> &str {
    binary.member.as_deref().unwrap_or("").rsplit('/').next().unwrap_or("")
}

fn not_found(wheel: &WheelFacts, binary: &BinaryFacts, tag: &str) -> Finding {
    let message =
        format!("the wheel's ABI tag is `{tag}`, and module `{}` is only in `{}`", binary.name.stem, base(binary));
    Finding::binary(&WHL002, message, wheel.file, binary.member.clone())
        .help("give the file the suffix of its ABI, or the wheel the tag of its files")
}

/// Suffixes that are right for the ABI and that no interpreter on the wheel's platforms looks for.
fn unsearched(wheel: &WheelFacts, binary: &BinaryFacts, out: &mut Vec<Finding>) {
    let finding = |message: String| Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    let windows = binary.format == BinaryFormat::Pe && binary.name.extension == "pyd";
    if windows && matches!(binary.name.tag, SuffixTag::Abi3 | SuffixTag::Abi3t) {
        out.push(
            finding("Windows knows no suffix `.abi3.pyd`".to_owned())
                .severity(Severity::Warning)
                .note("the file is found under a module name that ends in `.abi3`, which no import statement can say")
                .help("name a module for the stable ABI plain `.pyd` on Windows"),
        );
    }
    let interpreters = interpreters(&wheel.name.tags);
    if windows && let Some(module) = debug_name(binary) {
        let release = |b: &BinaryFacts| b.folder() == binary.folder() && b.name.stem == module;
        let debug = |i: &Interpreter| matches!(i, Interpreter::Version { flags, .. } if flags.contains('d'));
        if !interpreters.is_empty() && !interpreters.iter().any(debug) && !wheel.binaries.iter().any(release) {
            let message = format!("only debug builds look for module `{module}` in `{}`", base(binary));
            out.push(finding(message).help("build the wheel with a release build of Python"));
        }
    }
    let other = |i: &Interpreter| !matches!(i, Interpreter::Abi3t { .. }) && finds(i, binary);
    if binary.name.tag == SuffixTag::Abi3t && !interpreters.is_empty() && interpreters.iter().all(other) {
        out.push(
            finding("the suffix is `.abi3t`, and the wheel has no such tag".to_owned()).severity(Severity::Warning),
        );
    }
    let SuffixTag::CPython { minor, platform, .. } = &binary.name.tag else { return };
    let musl = wheel.name.tags.platforms.iter().all(|p| p.starts_with("musllinux"));
    let alone = wheel.variants(binary).count() == 1;
    if alone && platform.ends_with("-linux-gnu") && *minor > 10 && musl {
        out.push(
            finding(format!("`{platform}` is glibc's name, and the wheel is for musl")).severity(Severity::Warning),
        );
    }
}

/// The module that a debug build of Windows finds in a file whose name ends in `_d`; None for a module of that name.
fn debug_name(binary: &BinaryFacts) -> Option<&str> {
    let module = binary.name.stem.strip_suffix("_d")?;
    let hooks: Vec<&str> = binary.exported_hooks().map(|h| h.module()).collect();
    let for_debug = hooks.contains(&module) && !hooks.contains(&binary.name.stem.as_str());
    for_debug.then_some(module)
}
