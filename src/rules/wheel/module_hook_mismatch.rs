//! WHL003: an extension module without a hook that import would call.

use crate::artifact::promise::{ABI3T_FLOOR, Interpreter, interpreters};
use crate::capi::{hooks, roles};
use crate::facts::{Artifact, BinaryFacts, Hook, HookKind, Slice, SuffixTag};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL003};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for artifact in context.artifacts {
        for binary in artifact.binaries().iter().filter(|b| b.is_shared() && importable(b)) {
            let mut found: Vec<Finding> = Vec::new();
            for slice in &binary.slices {
                let judged = judge(artifact, binary, slice);
                found.extend(judged.filter(|f| found.iter().all(|o| o.message != f.message)));
            }
            out.append(&mut found);
        }
    }
}

/// Whether import could be meant to find the file: its stem is an identifier and it does not look like a library.
fn importable(binary: &BinaryFacts) -> bool {
    let stem = &binary.name.stem;
    let identifier =
        stem.chars().all(|c| c.is_alphanumeric() || c == '_') && !stem.starts_with(|c: char| c.is_numeric());
    let module = binary.name.says_extension() || binary.name.extension == "so" && !stem.starts_with("lib");
    identifier && !stem.is_empty() && module
}

fn judge(artifact: &Artifact, binary: &BinaryFacts, slice: &Slice) -> Option<Finding> {
    let name = &binary.name;
    let finding = |message: String| Finding::binary(&WHL003, message, binary.file, binary.member.clone());
    let wanted = hooks::prefix(false, !name.stem.is_ascii()).to_owned() + &name.hook;
    let exported: Vec<&Hook> = slice.hooks.iter().filter(|h| h.exported).collect();
    let fits = |hook: &&Hook| {
        let debug = name.extension == "pyd" && name.hook.strip_suffix("_d") == Some(hook.module());
        (hook.module() == name.hook || debug) && hook.encoded != name.stem.is_ascii()
    };
    let Some(hook) = exported.iter().copied().find(fits) else {
        if let Some(hidden) = slice.hooks.iter().find(|h| !h.exported && fits(h)) {
            let message = format!("`{}` is hidden: import cannot find it", hidden.name);
            return Some(finding(message).symbol(&*hidden.name).help("declare the function with `PyMODINIT_FUNC`"));
        }
        if exported.is_empty() {
            // Files without a hook are opened by other means; one that uses the C API was meant to be imported.
            let meant = name.says_extension() && !slice.imports.is_empty();
            let message = format!("no module hook in `{}`: import looks for `{wanted}`", name.stem);
            return meant.then(|| finding(message).severity(Severity::Warning).symbol(wanted.as_str()));
        }
        let names = exported.iter().map(|h| format!("`{}`", h.name)).collect::<Vec<_>>().join(", ");
        let message = format!("import of `{}` looks for `{wanted}`, but the file has {names}", name.stem);
        let found = finding(message).symbol(&*exported[0].name);
        let sure = name.says_extension() && name.stem.is_ascii();
        return Some(if sure { found } else { found.likely("the file may be loaded under another name") });
    };
    if hook.encoded && hook.kind == HookKind::Init && slice.is_single_phase() {
        let message = format!(
            "`{}` must use multi-phase initialization, but the file uses single-phase initialization",
            hook.name
        );
        return Some(
            finding(message).symbol(&*hook.name).note(
                "the import raises SystemError: modules with non-ASCII names must use multi-phase initialization",
            ),
        );
    }
    kinds(artifact, binary, slice, hook, &exported, finding)
}

/// Whether every interpreter promised knows the kind of hook there is.
fn kinds(
    artifact: &Artifact,
    binary: &BinaryFacts,
    slice: &Slice,
    hook: &Hook,
    exported: &[&Hook],
    finding: impl Fn(String) -> Finding,
) -> Option<Finding> {
    let has = |kind| exported.iter().any(|h| h.kind == kind && h.module() == hook.module());
    let wheel = artifact.wheel();
    let promised = wheel.map(|w| interpreters(&w.name.tags)).unwrap_or_default();
    let untagged = binary.name.tag == SuffixTag::None;
    let free_threaded = binary.name.tag == SuffixTag::Abi3t
        || untagged && promised.iter().any(|i| matches!(i, Interpreter::Abi3t { .. }));
    if free_threaded && !has(HookKind::ModExport) {
        let sure = slice.imports.iter().any(|i| roles::keeps_definition(&i.name));
        let found = finding("the file is for `abi3t`, but has no `PyModExport_` hook".to_owned())
            .symbol(&*hook.name)
            .note("`PyModuleDef` is opaque in `abi3t`: the file cannot contain a module definition");
        return Some(if sure {
            found
        } else {
            found.likely("the file does not call a function that needs `PyModuleDef`")
        });
    }
    let oldest = promised.iter().map(Interpreter::first).min()?.max(wheel?.min_python.unwrap_or(0));
    (oldest < ABI3T_FLOOR && !has(HookKind::Init)).then(|| {
        finding(format!("`{}` is unknown to CPython 3.{oldest}, which the wheel's tag promises", hook.name))
            .symbol(&*hook.name)
            .note("`PyModExport_` hooks are called since 3.15; older versions need `PyInit_`")
    })
}
