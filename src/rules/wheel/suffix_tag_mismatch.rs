//! WHL002: the suffix of an extension module keeps an interpreter from finding it that the wheel's tags promise.

mod unsearched;
mod without_abi;

use crate::artifact::platform::{Platform, System};
use crate::artifact::promise::{Interpreter, STABLE_WITH_PLATFORM_SINCE, finds, interpreters};
use crate::facts::{BinaryFacts, SuffixTag, WheelFacts};
use crate::finding::Finding;
use crate::rules::{Context, WHL002};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for binary in wheel.binaries.iter().filter(|b| b.is_shared() && b.name.says_extension()) {
            unsearched::check(wheel, binary, out);
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
    if let Some(interpreter) = interpreters(tags).iter().find(|i| !files.iter().any(|f| finds(i, &f.name))) {
        let (tag, who) = describe(interpreter);
        let mut found = not_found(wheel, binary, &tag);
        if files.iter().any(|f| !f.name.platform.is_empty()) {
            let since = STABLE_WITH_PLATFORM_SINCE;
            found = found.note(format!(
                "a suffix that names both the stable ABI and the platform is looked for since 3.{since}"
            ));
        }
        return Some(found.note(format!("the tag promises {who}; not all of them can load a file with this suffix")));
    }
    if let Some(found) = without_abi::judge(wheel, binary, &files) {
        return Some(found);
    }
    let other = |abi: &&String| ["pypy", "graalpy"].iter().any(|name| abi.starts_with(name));
    if let Some(abi) = tags.abis.iter().filter(other).find(|abi| !files.iter().any(|f| finds_other(abi, f))) {
        return Some(not_found(wheel, binary, abi).note("the suffix belongs to another interpreter"));
    }
    let platform = tags.platforms.iter().find(|p| !files.iter().any(|f| finds_on(p, f)))?;
    let message =
        format!("the wheel is for `{platform}`, but module `{}` is only in `{}`", binary.name.stem, base(binary));
    let found = Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    Some(
        found
            .note("interpreters on that platform look for a different suffix")
            .help("rename the file or retag the wheel"),
    )
}

/// Whether the interpreter of `pypy311_pp73` or `graalpy241_311_native` looks for the suffix: it begins with its ABI tag. What they do with
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
    let suffix = match &file.name.tag {
        SuffixTag::CPython { platform, .. } => platform,
        SuffixTag::Abi3 | SuffixTag::Abi3t => &file.name.platform,
        _ => return true,
    };
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
        Interpreter::Abi3 { floor } => ("abi3".to_owned(), format!("CPython 3.{floor} and newer with the GIL")),
        Interpreter::Abi3t { floor } => ("abi3t".to_owned(), format!("free-threaded CPython 3.{floor} and newer")),
        Interpreter::Any { .. } => ("none".to_owned(), "every Python 3".to_owned()),
    }
}

fn base(binary: &BinaryFacts) -> &str {
    binary.member.as_deref().unwrap_or("").rsplit('/').next().unwrap_or("")
}

fn not_found(wheel: &WheelFacts, binary: &BinaryFacts, tag: &str) -> Finding {
    let message =
        format!("the wheel's ABI tag is `{tag}`, but module `{}` is only in `{}`", binary.name.stem, base(binary));
    Finding::binary(&WHL002, message, wheel.file, binary.member.clone())
        .help("give the file the suffix of the wheel's ABI tag, or the wheel the tag of its files")
}
