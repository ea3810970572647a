//! Which functions of C the files of Cython speak of, and for cffi the scripts and texts with declarations. What Cython only
//! declares (`cdef extern from`) is not spoken of; what is declared to cffi, Python may call.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::words::{identifiers, read_words};
use crate::input::read_small;

/// Entries of folders that are looked at for files of Cython.
const ENTRIES: usize = 50_000;
/// Folders inside of folders are looked into so deep.
const DEPTH: usize = 16;

/// What the files of Cython below a folder say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The functions of C, of those asked for, that they speak of.
    pub names: BTreeSet<String>,
    /// A module is among them.
    pub modules: bool,
    /// Those of the names of source files asked for, without endings, that they speak of.
    pub files: BTreeSet<String>,
}

/// Endings of files that may hold declarations for cffi, but for headers, which are in the run.
const OF_CFFI: [&str; 6] = ["py", "cdef", "cffi", "ffi", "i", "txt"];

/// What the files of Cython below `root` say of the functions and names of files `wanted`, and of the functions those that
/// may speak to `cffi`; None where not all were read. `left`: bytes of text that may still be read.
pub(super) fn names(
    root: &Path,
    (wanted, stems): (&FxHashSet<&str>, &FxHashSet<&str>),
    cffi: bool,
    left: &mut usize,
) -> Option<Spoken> {
    let (mut out, mut entries) = (Spoken::default(), 0);
    let mut pending: Vec<(PathBuf, usize)> = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = pending.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            entries += 1;
            let Ok(kind) = entry.file_type() else { continue };
            if entries > ENTRIES || depth > DEPTH {
                return None;
            }
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && !hidden {
                pending.push((path, depth + 1));
            } else if path.extension().is_some_and(|end| end == "pyx" || end == "pxd" || end == "pxi") {
                let text = read_small(&path).ok().filter(|text| text.len() <= *left)?;
                *left -= text.len();
                let text = String::from_utf8_lossy(&text);
                out.modules |= path.extension().is_some_and(|end| end == "pyx");
                out.names.extend(spoken(&text).filter(|word| wanted.contains(word)).map(str::to_owned));
                out.files.extend(files(&text).filter(|stem| stems.contains(stem)).map(str::to_owned));
            } else if cffi && path.extension().is_some_and(|end| OF_CFFI.iter().any(|known| end == *known)) {
                let text = read_small(&path).ok().filter(|text| text.len() <= *left)?;
                *left -= text.len();
                read_words(&String::from_utf8_lossy(&text), wanted, &mut out.names);
            }
        }
    }
    Some(out)
}

/// The names of source files that a text speaks of, without their endings.
fn files(text: &str) -> impl Iterator<Item = &str> {
    let names = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')));
    names.filter_map(|name| name.trim_end_matches('.').rsplit_once('.').map(|(stem, _)| stem))
}

/// The words of a text, without those of declarations of what C has. A line of these with quotes may give a function
/// another name, or be C itself.
fn spoken(text: &str) -> impl Iterator<Item = &str> {
    let (mut block, mut quoted) = (None, false);
    text.lines()
        .filter(move |line| {
            let indent = line.len() - line.trim_start().len();
            let quotes = line.matches("\"\"\"").count() + line.matches("'''").count();
            let inside = quoted || quotes > 0;
            quoted ^= quotes % 2 == 1;
            if !inside && !line.trim().is_empty() && block.is_some_and(|outer| indent <= outer) {
                block = None;
            }
            if block.is_none() && line.trim_start().starts_with("cdef extern from ") {
                block = Some(indent);
            }
            inside || block.is_none() || line.contains(['"', '\'', '#', '='])
        })
        .flat_map(identifiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_beyond_the_limit_are_unknown() {
        let read = |depth: usize| {
            let root = tempfile::tempdir().expect("a folder");
            let folder = (0..depth).fold(root.path().to_owned(), |folder, _| folder.join("a"));
            std::fs::create_dir_all(&folder).expect("folders");
            std::fs::write(folder.join("m.pyx"), "work()\n").expect("a file");
            let wanted = FxHashSet::from_iter(["work"]);
            names(root.path(), (&wanted, &FxHashSet::default()), false, &mut 1000).map(|spoken| spoken.names.len())
        };
        assert_eq!((read(DEPTH), read(DEPTH + 1)), (Some(1), None));
    }

    #[test]
    fn declarations_say_nothing() {
        let words = |text: &str| spoken(text).map(str::to_owned).collect::<Vec<String>>();
        let text = "cdef extern from \"lib.h\":\n    int open_it(int)\n\n    int c_close \"close_it\" (int)\ndef f():\n    open_it(1)\n";
        let found = words(text);
        assert_eq!(found.iter().filter(|word| *word == "open_it").count(), 1, "the call alone");
        assert!(found.iter().any(|word| word == "close_it"), "another name may be the one that is called");
        let text = "cdef extern from *:\n    \"\"\"\n    static int a(void) { return b(); }\n    \"\"\"\n    int a()\n";
        assert!(words(text).iter().any(|word| word == "b"), "C in a file of Cython");
        let text = "cdef extern from \"lib.h\":\n    int a()\ncdef int x = c()\n";
        assert_eq!(words(text).iter().filter(|word| *word == "a" || *word == "c").count(), 1);
    }
}
