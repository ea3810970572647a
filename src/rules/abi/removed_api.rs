//! ABI005: a name of the public API that a targeted Python does not have any more.

use crate::capi::names;
use crate::finding::Finding;
use crate::rules::common::api::{Occurrence, folded, gone, instead, only, since};
use crate::rules::{ABI005, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let uses = project.api().names.iter().filter(|u| !names::is_private(&u.name)).filter_map(|used| {
        let has = names::versions(&used.name)?;
        let lacking = gone(has, &project.targets);
        if lacking.is_empty() {
            return None;
        }
        // Declared by the project itself, it is there as long as the library has it.
        let lacking = lacking.without(used.declared.and(crate::facts::VersionSet(names::exported(&used.name))));
        let lacking = lacking.without(project.with_internal_headers(used.file));
        Some((used.name, Occurrence::of_name(used, lacking)))
    });
    for found in folded(uses) {
        let name = found.what;
        let has = names::versions(&name).unwrap_or_default();
        let message = format!("`{name}` was removed in Python {}", since(has));
        let finding = found.finding(&ABI005, message, "does not compile there").symbol(name.as_str());
        let finding = only(finding, found.at, gone(has, &project.targets), &project.targets);
        let advice = names::advice(&name).and_then(|a| Some(instead(a.instead?, a.since, &project.targets)));
        let guard = || format!("guard it with `#if PY_VERSION_HEX < 0x03{:02X}0000`", since(has).0);
        out.push(finding.help(advice.unwrap_or_else(guard)));
    }
}
