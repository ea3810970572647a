//! Finds the file that an include means among those of the run, by folders, as [`crate::facts::included`] does by
//! comparing all of one name.

use rustc_hash::{FxHashMap, FxHashSet};

/// The files of a run by the folders above them.
pub(super) struct Folders {
    paths: Vec<Vec<String>>,
    /// By whole path.
    whole: FxHashMap<String, usize>,
    /// By a folder somewhere above, and the file's name.
    below: FxHashMap<(String, String), Vec<usize>>,
    /// Every end of every path.
    ends: FxHashSet<String>,
}

/// The view from one file.
pub(super) struct From<'a> {
    folders: &'a Folders,
    folder: Vec<String>,
}

impl Folders {
    pub(super) fn new(paths: &[String]) -> Folders {
        let mut out = Folders {
            // A template stands for the header that the build makes of it.
            paths: paths.iter().map(|path| parts(path.strip_suffix(".in").unwrap_or(path))).collect(),
            whole: FxHashMap::default(),
            below: FxHashMap::default(),
            ends: FxHashSet::default(),
        };
        for (i, path) in out.paths.iter().enumerate() {
            out.whole.entry(path.join("/")).or_insert(i);
            let Some((name, folders)) = path.split_last() else { continue };
            for depth in 0..=folders.len() {
                out.below.entry((folders[..depth].join("/"), name.clone())).or_default().push(i);
                out.ends.insert(path[depth..].join("/"));
            }
        }
        out
    }

    pub(super) fn from(&self, path: &str) -> From<'_> {
        let mut folder = parts(path);
        folder.pop();
        From { folders: self, folder }
    }
}

impl From<'_> {
    /// The file beside this one, else the nearest by folders, of those the one with the shortest path.
    pub(super) fn find(&self, include: &str) -> Option<usize> {
        let named = parts(include);
        let mut beside = self.folder.clone();
        for part in &named {
            if part == ".." {
                beside.pop();
            } else {
                beside.push(part.clone());
            }
        }
        let tail: Vec<String> = named.into_iter().filter(|part| part != "..").collect();
        let folders = self.folders;
        if !folders.ends.contains(&tail.join("/")) {
            return None;
        }
        // With `..` the file beside may not end as the include does.
        let beside = folders.whole.get(&beside.join("/")).filter(|&&i| folders.paths[i].ends_with(&tail));
        if let Some(&found) = beside {
            return Some(found);
        }
        let name = tail.last()?.clone();
        (0..=self.folder.len()).rev().find_map(|depth| {
            let near = folders.below.get(&(self.folder[..depth].join("/"), name.clone()))?;
            let near = near.iter().copied().filter(|&i| folders.paths[i].ends_with(&tail));
            near.min_by_key(|&i| folders.paths[i].len())
        })
    }
}

fn parts(path: &str) -> Vec<String> {
    path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Folders;
    use crate::facts::included;

    #[test]
    fn the_same_file_as_by_comparing_all() {
        let paths: Vec<String> = [
            "src/include/compat.h",
            "src/compat.h",
            "other/compat.h",
            "a/include/x.h",
            "b/include/x.h",
            "a/include/deep/x.h",
            "./c/src/m.c",
            "a/src/m.c",
            "x.h",
            "compat.h",
        ]
        .map(str::to_owned)
        .to_vec();
        let folders = Folders::new(&paths);
        for from in ["src/base.c", "a/src/m.c", "b/src/deep/m.c", "./src/base.c", "m.c", "src/include/api.h"] {
            for include in ["compat.h", "../compat.h", "include/x.h", "./x.h", "y/x.h", "x.h", "../../x.h", "deep/x.h"]
            {
                let all = paths.iter().enumerate().map(|(i, path)| (i, path.as_str()));
                assert_eq!(folders.from(from).find(include), included(from, include, all), "{include} from {from}");
            }
        }
    }
}
