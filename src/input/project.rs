//! The project around a path: its root folder, and whether it is a CPython checkout.

use std::path::{Component, Path, PathBuf};

/// Where a path belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Nearest folder with pyproject.toml, setup.py or .git, or the CPython checkout.
    pub root: Option<PathBuf>,
    /// Nearest folder that holds CPython itself: `Include/internal` beside `Modules`.
    pub cpython: Option<PathBuf>,
}

impl Project {
    /// Looks at `path` (absolute) and the folders above it.
    pub fn of(path: &Path) -> Self {
        let cpython = path.ancestors().find(|f| is_checkout(f));
        let marks = ["pyproject.toml", "setup.py", ".git"];
        let root = path.ancestors().find(|f| Some(*f) == cpython || marks.iter().any(|mark| f.join(mark).exists()));
        Project { root: root.map(Path::to_owned), cpython: cpython.map(Path::to_owned) }
    }
}

/// The root of everything that may be linked with a file in `folder` (absolute): the outermost folder that marks a
/// project, not beyond a repository (a submodule is none), a CPython checkout or an unpacked source distribution. Projects often have a
/// setup.py in every package; two distributions side by side have nothing to do with each other.
pub fn outermost_root(folder: &Path) -> Option<PathBuf> {
    let mut root = None;
    for folder in folder.ancestors() {
        let repository = folder.join(".git").exists();
        let part = repository && is_submodule(folder);
        let whole = repository && !part || folder.join("PKG-INFO").is_file() || is_checkout(folder);
        if whole || part || folder.join("pyproject.toml").exists() || folder.join("setup.py").exists() {
            root = Some(folder.to_owned());
        }
        if whole {
            break;
        }
    }
    root
}

fn is_checkout(folder: &Path) -> bool {
    folder.join("Include/internal").is_dir() && folder.join("Modules").is_dir()
}

/// Whether the repository in a folder is a part of the one around it: its `.git` is a file that names a place there.
fn is_submodule(folder: &Path) -> bool {
    let git = folder.join(".git");
    let text = if git.is_file() { super::read_small(&git).unwrap_or_default() } else { Vec::new() };
    String::from_utf8_lossy(&text).replace('\\', "/").contains("/modules/")
}

/// Whether the folder is an unpacked source distribution: its .gitignore speaks of the repository, not of this tree.
pub(super) fn is_sdist(folder: &Path) -> bool {
    folder.join("PKG-INFO").is_file() && !folder.join(".git").exists()
}

/// The path below `base` if relative, without `.` and with `..` resolved by the text alone.
pub fn normal(base: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in base.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// An absolute path as seen from the folder `base`, with `..` where it is not below.
pub fn display(base: &Path, path: &Path) -> PathBuf {
    let common = base.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if common <= 1 {
        return path.to_owned();
    }
    let up = base.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_from_a_folder() {
        let base = Path::new("/home/me/project/src");
        assert_eq!(display(base, Path::new("/home/me/project/src/a.c")), Path::new("a.c"));
        assert_eq!(display(base, Path::new("/home/me/project/inc/a.h")), Path::new("../inc/a.h"));
        assert_eq!(display(base, Path::new("/usr/a.h")), Path::new("/usr/a.h"));
        assert_eq!(normal(base, Path::new("./x/../../b.c")), Path::new("/home/me/project/b.c"));
    }
}
