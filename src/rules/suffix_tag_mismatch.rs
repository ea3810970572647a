//! WHL002: the suffix of an extension module keeps an interpreter from finding it that the wheel's tags promise.

use super::{Context, WHL002};
use crate::facts::{BinaryFacts, BinaryFormat, SuffixTag, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::link::promise::{ABI3T_FLOOR, Interpreter, interpreters};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        let interpreters = interpreters(&wheel.name.tags);
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for binary in wheel.binaries.iter().filter(|b| b.is_shared() && b.name.says_extension()) {
            unsearched(wheel, binary, out);
            // One finding a module, however many files it has.
            let module = (binary.folder(), binary.name.stem.as_str());
            if seen.contains(&module) {
                continue;
            }
            seen.push(module);
            let files: Vec<&BinaryFacts> = wheel.variants(binary).collect();
            if let Some(interpreter) = interpreters.iter().find(|i| !files.iter().any(|f| finds(i, f))) {
                out.push(not_found(wheel, binary, interpreter));
            }
        }
    }
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

fn not_found(wheel: &WheelFacts, binary: &BinaryFacts, interpreter: &Interpreter) -> Finding {
    let (tag, who) = match interpreter {
        Interpreter::Version { minor, flags } => (format!("cp3{minor}{flags}"), format!("CPython 3.{minor}{flags}")),
        Interpreter::Abi3 { floor } => ("abi3".to_owned(), format!("every CPython with the GIL from 3.{floor} on")),
        Interpreter::Abi3t { floor } => {
            ("abi3t".to_owned(), format!("every free-threaded CPython from 3.{floor} on"))
        }
    };
    let base = binary.member.as_deref().unwrap_or("").rsplit('/').next().unwrap_or("");
    Finding::binary(
        &WHL002,
        format!("the wheel's ABI tag is `{tag}`, and module `{}` is only in `{base}`", binary.name.stem),
        wheel.file,
        binary.member.clone(),
    )
    .note(format!("the tag promises {who}; not all of them can load a file with this suffix"))
    .help("give the file the suffix of its ABI, or the wheel the tag of its files")
}

/// Suffixes that are right for the ABI and that no interpreter on the wheel's platforms looks for.
fn unsearched(wheel: &WheelFacts, binary: &BinaryFacts, out: &mut Vec<Finding>) {
    let finding = |message: String| Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    if binary.format == BinaryFormat::Pe && matches!(binary.name.tag, SuffixTag::Abi3 | SuffixTag::Abi3t) {
        out.push(
            finding("Windows knows no suffix `.abi3.pyd`".to_owned())
                .severity(Severity::Warning)
                .note("the file is found under a module name that ends in `.abi3`, which no import statement can say")
                .help("name a module for the stable ABI plain `.pyd` on Windows"),
        );
    }
    let SuffixTag::CPython { minor, platform, .. } = &binary.name.tag else { return };
    let platforms = &wheel.name.tags.platforms;
    let all = |prefixes: &[&str]| platforms.iter().all(|p| prefixes.iter().any(|prefix| p.starts_with(prefix)));
    let alone = wheel.variants(binary).count() == 1;
    if alone && platform.ends_with("-linux-musl") && all(&["manylinux", "linux_"]) && all(&["manylinux"]) {
        out.push(finding(format!("`{platform}` is musl's name, and the wheel is for glibc")));
    }
    // Until 3.10 CPython called itself `linux-gnu` on musl, too.
    if alone && platform.ends_with("-linux-gnu") && *minor > 10 && all(&["musllinux"]) {
        out.push(
            finding(format!("`{platform}` is glibc's name, and the wheel is for musl")).severity(Severity::Warning),
        );
    }
}
