//! A change as a unified diff, as `git apply` and `patch -p1` read it. Bytes of any encoding stay as they are.

use std::{
    io::{self, Write},
    path::Path,
};

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, DiffTag};

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
    // Both commands know no other end of a line.
    let lines = |text| <[u8]>::split_inclusive(text, |&byte| byte == b'\n').collect::<Vec<&[u8]>>();
    let (before, after) = (lines(&change.before), lines(&change.after));
    for (i, ops) in hunks(&before, &after).into_iter().enumerate() {
        if i == 0 {
            writeln!(out, "--- {old}{end}\n+++ {new}{end}")?;
        }
        writeln!(out, "{}", UnifiedHunkHeader::new(&ops))?;
        for op in ops {
            let (tag, old, new) = op.as_tag_tuple();
            let sides: &[(u8, &[&[u8]])] = match tag {
                DiffTag::Equal => &[(b' ', &before[old])],
                _ => &[(b'-', &before[old]), (b'+', &after[new])],
            };
            for &(sign, lines) in sides {
                lines.iter().try_for_each(|line| write_line(sign, line, out))?;
            }
        }
    }
    Ok(())
}

/// What is changed, by lines, in groups that share their context. One algorithm is asked for by its own name: the choice
/// among all, in `TextDiff`, is compiled for each of them.
fn hunks(before: &[&[u8]], after: &[&[u8]]) -> Vec<Vec<DiffOp>> {
    let mut ops = Compact::new(Replace::new(Capture::new()), before, after);
    match myers::diff(&mut ops, before, 0..before.len(), after, 0..after.len()) {
        Ok(()) => ops.into_inner().into_inner().into_grouped_ops(CONTEXT),
        Err(never) => match never {},
    }
}

fn write_line(sign: u8, line: &[u8], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[sign])?;
    out.write_all(line)?;
    if line.ends_with(b"\n") { Ok(()) } else { out.write_all(b"\n\\ No newline at end of file\n") }
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
