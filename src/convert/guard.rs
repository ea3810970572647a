//! Conditions for what newer Pythons have: `PY_VERSION_HEX >= 0x030c0000`. Where an extension may be built with the limited API,
//! that has it later, or from then on as well.

use crate::facts::{Python, Targets, Truth};

/// The condition for what exists since a Python, and in the limited API since `limited`; None where nothing needs one.
pub(super) fn condition(targets: &Targets, since: Python, limited: Python) -> Option<String> {
    let hex = |python: Python| format!("0x03{:02x}0000", python.0);
    let plain = (targets.min_python < since).then(|| format!("PY_VERSION_HEX >= {}", hex(since)));
    let known = targets.limited_api_version.is_some_and(|version| version >= u32::from(limited.0) << 16 | 0x0300_0000);
    let is_limited = targets.limited_api != Truth::False && !known;
    let open = is_limited.then(|| format!("(!defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= {})", hex(limited)));
    let all: Vec<String> = plain.into_iter().chain(open).collect();
    (!all.is_empty()).then(|| all.join(" && "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_name_what_may_lack_it() {
        let mut targets = Targets { min_python: Python(10), ..Targets::default() };
        let asked = |targets: &Targets| condition(targets, Python(11), Python(13));
        assert_eq!(asked(&targets).as_deref(), Some("PY_VERSION_HEX >= 0x030b0000"));
        targets.limited_api = Truth::Maybe;
        let both = "PY_VERSION_HEX >= 0x030b0000 && (!defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x030d0000)";
        assert_eq!(asked(&targets).as_deref(), Some(both));
        targets.min_python = Python(13);
        targets.limited_api_version = Some(0x030d_0000);
        assert_eq!(asked(&targets), None);
    }
}
