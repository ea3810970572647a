//! A change as a unified diff, as `patch` reads it. Bytes of any encoding stay as they are.

use std::io::{self, Write};

use similar::{Algorithm, TextDiff};

use super::Change;
use crate::report::plain;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// Writes a change; `patch -p0` applies it from the folder that the run started in.
///
/// # Errors
/// What writing says.
pub fn unified(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let mut name = plain(&change.name);
    // A tab ends a name in which `patch` would else stop at a blank.
    if name.contains(' ') {
        name.push('\t');
    }
    let diff =
        TextDiff::configure().algorithm(Algorithm::Myers).diff_lines(change.before.as_slice(), change.after.as_slice());
    diff.unified_diff().context_radius(CONTEXT).header(&name, &name).to_writer(out)
}
