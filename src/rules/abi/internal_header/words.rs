//! Versions of headers in words.

use crate::capi::headers;
use crate::facts::{Python, Targets, VersionSet};

/// On which of the targets, in brackets; nothing where on all.
pub(super) fn part(live: VersionSet, targets: &Targets) -> String {
    live.describe(targets).map_or(String::new(), |part| format!(" ({part})"))
}

/// "`pycore_frame.h` is in Python 3.11, 3.12 and 3.13 (of 3.8 to 3.13)".
pub(super) fn known_in(header: &str, known: &[u8]) -> String {
    let words: Vec<String> = known.iter().map(|&minor| Python(minor).to_string()).collect();
    format!(
        "of Python {} to {}, `{header}` is part of {}",
        Python(headers::KNOWN.0),
        Python(headers::KNOWN.1),
        words.join(", ")
    )
}
