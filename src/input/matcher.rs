//! Patterns over paths, with the meaning that they have in a .gitignore file.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns of one place (a configuration file, the command line).
#[derive(Clone, Debug)]
pub struct Matcher {
    root: PathBuf,
    patterns: Gitignore,
}

impl Matcher {
    /// Patterns that are relative to the folder `root` (absolute).
    ///
    /// # Errors
    /// What is wrong with the first pattern that is none.
    pub fn new<'a>(root: &Path, patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new(root);
        builder.allow_unclosed_class(false);
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|error| format!("`{pattern}` is not a valid pattern: {error}"))?;
        }
        let patterns = builder.build().map_err(|error| error.to_string())?;
        Ok(Matcher { root: root.to_owned(), patterns })
    }

    /// Whether `path` (absolute) or a folder above it, up to the patterns' root, matches.
    pub fn matches(&self, path: &Path, is_dir: bool) -> bool {
        // A path outside the root is nothing that its patterns speak of.
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        !below.as_os_str().is_empty() && self.patterns.matched_path_or_any_parents(below, is_dir).is_ignore()
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
    }
}
