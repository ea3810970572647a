//! Quoted includes that resolve inside the project. Text only: the front end reads conditions, this does not.

use std::path::{Path, PathBuf};

use super::normal;

/// Folders where projects keep headers that they reach through the compiler's include path.
const HEADER_FOLDERS: &[&str] = &["", "include", "src"];

/// The paths between quotes of a file's `#include` directives, in order.
pub(super) fn quoted(text: &[u8]) -> impl Iterator<Item = &str> {
    memchr::memmem::find_iter(text, b"include").filter_map(move |at| {
        let before = text[..at].trim_ascii_end();
        let line = before.strip_suffix(b"#")?;
        let start = memchr::memrchr(b'\n', line).map_or(0, |n| n + 1);
        if !line[start..].trim_ascii().is_empty() {
            return None;
        }
        let rest = text[at + b"include".len()..].trim_ascii_start().strip_prefix(b"\"")?;
        let end = memchr::memchr2(b'"', b'\n', rest)?;
        std::str::from_utf8(&rest[..end]).ok().filter(|path| rest[end] == b'"' && !path.is_empty())
    })
}

/// The file that `path` means in the file `from` (absolute), where it lies below `root`: beside the including file,
/// or in one of the folders above it, or in a header folder of these.
pub(super) fn resolve(from: &Path, path: &str, root: &Path) -> Option<PathBuf> {
    let folders = from.parent()?.ancestors().take_while(|folder| folder.starts_with(root));
    folders.enumerate().find_map(|(level, folder)| {
        // Beside the file only the path itself counts.
        let names = if level == 0 { &HEADER_FOLDERS[..1] } else { HEADER_FOLDERS };
        names.iter().find_map(|name| {
            let file = normal(folder, &Path::new(name).join(path));
            (file.starts_with(root) && file.is_file()).then_some(file)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quoted_includes_count() {
        let text = b"#include \"a.h\"\n  #  include\t\"b/c.h\"\n#include <d.h>\n// #include \"e.h\"\nint include;\n#include \"f";
        assert_eq!(quoted(text).collect::<Vec<_>>(), ["a.h", "b/c.h"]);
    }
}
