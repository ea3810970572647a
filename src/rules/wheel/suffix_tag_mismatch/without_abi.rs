//! A module for one Python in a wheel whose ABI tag is `none`.

use super::base;
use crate::artifact::promise::{finds, takers};
use crate::facts::{BinaryFacts, SuffixTag, WheelFacts};
use crate::finding::Finding;
use crate::rules::WHL002;

/// The module that other Pythons do not find: `cp313-none` is for either build of that version,
/// `py3-none` for all versions. Several files for several versions are there on purpose, and so is one beside a
/// module in Python that takes its place.
pub(super) fn judge(wheel: &WheelFacts, binary: &BinaryFacts, files: &[&BinaryFacts]) -> Option<Finding> {
    let tags = &wheel.name.tags;
    let SuffixTag::CPython { minor, flags, .. } = &binary.name.tag else { return None };
    let one = |f: &&BinaryFacts| matches!(&f.name.tag, SuffixTag::CPython { minor: m, .. } if m == minor);
    let in_python = [".py", "/__init__.py"].map(|end| format!("{}{}{end}", binary.folder(), binary.name.stem));
    let replaced = wheel.members.iter().any(|m| in_python.contains(&m.path));
    let anywhere = tags.platforms.iter().any(|p| p == "any");
    if tags.abis.iter().any(|abi| abi != "none")
        || wheel.brings_python()
        || replaced
        || anywhere
        || !files.iter().all(one)
    {
        return None;
    }
    let takers = takers(wheel);
    if takers.is_empty() || takers.iter().any(|i| finds(i, &binary.name)) {
        return None;
    }
    let tag = format!("{}-none", tags.pythons.join("."));
    let message =
        format!("the wheel's tag is `{tag}`, but module `{}` is only in `{}`", binary.name.stem, base(binary));
    let found = Finding::binary(&WHL002, message, wheel.file, binary.member.clone());
    let right = format!("cp3{minor}-cp3{minor}{flags}");
    Some(
        found
            .note(format!("only CPython 3.{minor}{flags} looks for this file; the import fails on every other Python on which the wheel is installed"))
            .help(format!("tag the wheel for that version only: `{right}`")),
    )
}
