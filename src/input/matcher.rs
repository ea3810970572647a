//! Patterns over paths, with the meaning that they have in a .gitignore file.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns of one place (a configuration file, the command line).
#[derive(Clone, Debug)]
pub struct Matcher {
    root: PathBuf,
    patterns: Gitignore,
    /// The patterns as written, and whether each has matched.
    words: Arc<Vec<(String, AtomicBool)>>,
}

impl Matcher {
    /// Patterns that are relative to the folder `root` (absolute).
    ///
    /// # Errors
    /// What is wrong with the first pattern that is none.
    pub fn new<'a>(root: &Path, patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new(root);
        builder.allow_unclosed_class(false);
        let mut words = Vec::new();
        for pattern in patterns {
            words.push((pattern.to_owned(), AtomicBool::new(false)));
            builder.add_line(None, pattern).map_err(|error| format!("`{pattern}` is not a valid pattern: {error}"))?;
        }
        let patterns = builder.build().map_err(|error| error.to_string())?;
        Ok(Matcher { root: root.to_owned(), patterns, words: Arc::new(words) })
    }

    /// Whether `path` (absolute) or a folder above it, up to the patterns' root, matches.
    pub fn matches(&self, path: &Path, is_dir: bool) -> bool {
        // A path outside the root is nothing that its patterns speak of.
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        if below.as_os_str().is_empty() {
            return false;
        }
        let matched = self.patterns.matched_path_or_any_parents(below, is_dir);
        if let Some(glob) = matched.inner() {
            let used = self.words.iter().filter(|(word, _)| word == glob.original());
            used.for_each(|(_, used)| used.store(true, Ordering::Relaxed));
        }
        matched.is_ignore()
    }

    /// The folder that the patterns are relative to.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The patterns that matched nothing of what was asked so far, and name nothing that is there. What takes back another
    /// pattern is none.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        let open =
            self.words.iter().filter(|(word, used)| !used.load(Ordering::Relaxed) && !word.starts_with(['!', '#']));
        open.map(|(word, _)| word.as_str()).filter(|word| !self.root.join(word.trim_matches('/')).exists())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_gitignore_says() {
        let matcher = Matcher::new(Path::new("/p"), ["build/", "*.gen.c", "/src/old.c"]).expect("patterns");
        assert!(matcher.matches(Path::new("/p/a/build/x.c"), false));
        assert!(matcher.matches(Path::new("/p/deep/x.gen.c"), false));
        assert!(matcher.matches(Path::new("/p/src/old.c"), false));
        assert!(!matcher.matches(Path::new("/p/deep/src/old.c"), false));
        assert!(!matcher.matches(Path::new("/q/build/x.c"), false));
        assert!(Matcher::new(Path::new("/p"), ["a["]).is_err());
        assert_eq!(matcher.unused().count(), 0);
        let matcher = Matcher::new(Path::new("/p"), ["src/*.gone.c", "*.c"]).expect("patterns");
        assert!(matcher.matches(Path::new("/p/src/a.c"), false));
        assert_eq!(matcher.unused().collect::<Vec<_>>(), ["src/*.gone.c"]);
    }
}
