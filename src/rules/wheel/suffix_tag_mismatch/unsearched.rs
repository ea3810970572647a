//! Suffixes that are right for the ABI and that no interpreter on the wheel's platforms looks for.

use super::base;
use crate::artifact::promise::{Interpreter, STABLE_WITH_PLATFORM_SINCE, finds, interpreters};
use crate::facts::{BinaryFacts, BinaryFormat, SuffixTag, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::WHL002;

/// Reports them.
pub(super) fn check(wheel: &WheelFacts, binary: &BinaryFacts, out: &mut Vec<Finding>) {
    let finding = |message: String| Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    let windows = binary.format == BinaryFormat::Pe && binary.name.extension == "pyd";
    let abi = if binary.name.tag == SuffixTag::Abi3t { "abi3t" } else { "abi3" };
    if windows && matches!(binary.name.tag, SuffixTag::Abi3 | SuffixTag::Abi3t) {
        out.push(
            finding(format!("import on Windows does not know the suffix `.{abi}.pyd`"))
                .severity(Severity::Warning)
                .note(format!(
                    "import takes it for a module whose name ends in `.{abi}`, which no import statement can name"
                ))
                .help("use plain `.pyd` for stable ABI modules on Windows"),
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
    let other = |i: &Interpreter| !matches!(i, Interpreter::Abi3t { .. }) && finds(i, &binary.name);
    if binary.name.tag == SuffixTag::Abi3t && !interpreters.is_empty() && interpreters.iter().all(other) {
        out.push(
            finding("the suffix is `.abi3t`, but the wheel has no such tag".to_owned()).severity(Severity::Warning),
        );
    }
    let (minor, platform) = match &binary.name.tag {
        SuffixTag::CPython { minor, platform, .. } => (*minor, platform),
        SuffixTag::Abi3 | SuffixTag::Abi3t => (STABLE_WITH_PLATFORM_SINCE, &binary.name.platform),
        _ => return,
    };
    let musl = wheel.name.tags.platforms.iter().all(|p| p.starts_with("musllinux"));
    let alone = wheel.variants(binary).count() == 1;
    if alone && platform.ends_with("-linux-gnu") && minor > 10 && musl {
        out.push(
            finding(format!("`{platform}` in the suffix means glibc, but the wheel is for musl"))
                .severity(Severity::Warning),
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
