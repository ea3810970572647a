//! Tags in a wheel's name by which installers do not find it: no interpreter or no platform has them.

use crate::artifact::promise::ABI3T_FLOOR;
use crate::capi::platforms::nobody_has;
use crate::facts::{Tag, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::WHL001;

/// Reports them.
pub(super) fn check(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    interpreters(wheel, out);
    platforms(wheel, out);
}

/// Tags that no interpreter has, so that an installer gives the wheel to nobody, or to one that cannot use it.
fn interpreters(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    let tags = wheel.name.tags.tags();
    let finding = |message: String| Finding::binary(&WHL001, message, wheel.file, None);
    // The ABI of one version, with its build flags: `cp313t` to `cp313`.
    let version =
        |abi: &str| abi.strip_prefix("cp3").map(|v| format!("cp3{}", v.trim_end_matches(['t', 'd', 'm', 'u'])));
    let dead = |tag: &&Tag| version(&tag.abi).is_some_and(|v| tag.python.starts_with("cp3") && v != tag.python);
    if let Some(tag) = tags.iter().find(dead).filter(|_| tags.iter().all(|tag| dead(&tag))) {
        let message =
            format!("the tag `{}-{}` names two versions of CPython, which no interpreter has", tag.python, tag.abi);
        out.push(finding(message).note("no installer accepts the wheel"));
    }
    let minor = |tag: &Tag| tag.python.strip_prefix("cp3")?.parse::<u8>().ok();
    let early = tags.iter().find(|tag| tag.abi == "abi3t" && minor(tag).is_some_and(|minor| minor < ABI3T_FLOOR));
    if let Some(tag) = early.filter(|_| wheel.min_python.is_none_or(|minor| minor < ABI3T_FLOOR)) {
        let message = format!("the tag `{}-abi3t` includes free-threaded versions that have no such ABI", tag.python);
        out.push(
            finding(message)
                .severity(Severity::Warning)
                .note("`abi3t` exists since 3.15; installers of older free-threaded versions accept the wheel anyway")
                .help("build a separate wheel for free-threaded versions, tagged `cp315-abi3t`"),
        );
    }
}

/// Platforms that no installer has: an error where no other is left. A plain `linux` tag is for the builder's own use.
fn platforms(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    let tags = &wheel.name.tags.platforms;
    let finding = |message: String| Finding::binary(&WHL001, message, wheel.file, None);
    let dead: Vec<(&String, String)> = tags.iter().filter_map(|tag| Some((tag, nobody_has(tag)?))).collect();
    let all = dead.len() == tags.len();
    for (tag, why) in dead {
        let found = finding(format!("no installer supports the platform `{tag}`")).note(why);
        out.push(if all {
            found.note("no installer accepts the wheel under this name")
        } else {
            found.severity(Severity::Warning).note("installers accept the wheel only for its other platforms")
        });
    }
    if let Some(tag) = tags.iter().find(|tag| tag.starts_with("linux_") && nobody_has(tag).is_none()) {
        out.push(
            finding(format!("the platform `{tag}` says nothing about the C library"))
                .severity(Severity::Note)
                .note("such a wheel is for the machine that built it, and package indexes reject it")
                .help("to distribute the wheel, run `auditwheel repair`, which adds a `manylinux` or `musllinux` tag"),
        );
    }
}
