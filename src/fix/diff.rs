//! A change as a unified diff, as `git apply` and `patch -p1` read it. Bytes of any encoding stay as they are.

use std::{
    io::{self, Write},
    path::Path,
};

use similar::{Algorithm, TextDiff};

use super::Change;
use crate::input::{display, normal};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// Writes a change; `git apply` and `patch -p1` apply it from the folder `cwd`.
///
/// # Errors
/// What writing says.
pub fn unified(change: &Change, cwd: &Path, out: &mut dyn Write) -> io::Result<()> {
    let path = normal(cwd, &change.path);
    // Standard input has a name that is no path.
    let is_path = path == normal(cwd, Path::new(&change.name)) || change.name.contains('\u{FFFD}');
    let path = if is_path { display(cwd, &path) } else { change.name.clone().into() };
    // No line `diff --git`: with one the names would count from the root of the repository, wherever git is run.
    let (old, new) = (named("a/", &path), named("b/", &path));
    // A tab ends a name in which `patch` would else stop at a blank.
    let end = if old.contains(' ') && !old.starts_with('"') { "\t" } else { "" };
    let diff =
        TextDiff::configure().algorithm(Algorithm::Myers).diff_lines(change.before.as_slice(), change.after.as_slice());
    let (old, new) = (format!("{old}{end}"), format!("{new}{end}"));
    diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_writer(out)
}

/// A name behind its prefix, in quotes where git has it so: with characters that steer, and bytes that are no UTF-8.
fn named(prefix: &str, path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let plain =
        std::str::from_utf8(bytes).ok().filter(|text| !text.contains(|c: char| c.is_control() || "\"\\".contains(c)));
    if let Some(text) = plain {
        return format!("{prefix}{}", text.trim_start_matches('/'));
    }
    let mut out = format!("\"{prefix}");
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            byte => out += &format!("\\{byte:03o}"),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_git() {
        assert_eq!(named("a/", Path::new("src/m \u{fc}.c")), "a/src/m \u{fc}.c");
        assert_eq!(named("b/", Path::new("q\"\t.c")), "\"b/q\\\"\\011.c\"");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_are_kept() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"caf\xE9.c"));
        assert_eq!(named("a/", path), "\"a/caf\\351.c\"");
    }
}
