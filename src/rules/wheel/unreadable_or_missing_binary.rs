//! WHL013: a part of a wheel could not be read, or what its tag promises is not in it.

use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL013};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        for problem in &wheel.problems {
            out.push(
                Finding::binary(&WHL013, problem.message.clone(), wheel.file, problem.member.clone())
                    .note("the wheel was not checked completely"),
            );
        }
        let tags = &wheel.name.tags;
        let native = |p: &String| ["linux", "manylinux", "musllinux", "macosx", "win"].iter().any(|n| p.starts_with(n));
        let pure = tags.abis.iter().any(|abi| abi == "none") && tags.platforms.iter().all(native);
        if pure && wheel.binaries.is_empty() && wheel.problems.is_empty() {
            let message =
                format!("the platform tag is `{}`, but nothing in the wheel is compiled", tags.platforms.join("."));
            out.push(Finding::binary(&WHL013, message, wheel.file, None).severity(Severity::Warning));
        }
    }
}
