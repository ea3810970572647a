//! Which files may be edited: what the run is about, and what somebody here maintains. Looks at names, reads no text.

use std::path::{Path, PathBuf};

use crate::{
    check::Outcome,
    facts::folders::{self, Holds},
    finding::Finding,
    input::{Request, normal},
    text::SourceText,
};

/// Why the edits of a finding are not made, whatever they are; None where they may be.
pub(super) fn closed(finding: &Finding, outcome: &Outcome, request: &Request) -> Option<String> {
    finding.edits.iter().find_map(|edit| {
        let text = outcome.sources.get(edit.file);
        if !text.reported {
            return Some(format!("would change {}, which is not named", text.name));
        }
        let path = normal(&request.cwd, &text.path);
        let given: Vec<PathBuf> = request.paths.iter().map(|given| normal(&request.cwd, given)).collect();
        generated(text).filter(|_| !given.contains(&path)).or_else(|| foreign(&path, &given))
    })
}

fn generated(text: &SourceText) -> Option<String> {
    text.generator.as_ref().map(|generator| format!("{generator} wrote the file"))
}

/// Whether a file stands in a folder of others' work below every path that was named.
fn foreign(path: &Path, given: &[PathBuf]) -> Option<String> {
    let roots = given.iter().filter(|given| path.starts_with(given));
    let below = |root: &PathBuf| path.parent()?.strip_prefix(root).ok().map(|rest| (root.clone(), rest.to_owned()));
    let mut why = None;
    for (mut folder, rest) in roots.map(below).map(Option::unwrap_or_default) {
        let mut here = None;
        for part in rest.components() {
            folder.push(part);
            let name = part.as_os_str().to_string_lossy();
            if folders::holds(&name) == Some(Holds::Vendored) {
                here = Some(format!("`{name}` holds the work of others"));
            } else if folder.join(".git").exists() {
                here = Some(format!("`{name}` is a repository of its own"));
            }
            if here.is_some() {
                break;
            }
        }
        // One of the given paths asks for it.
        why = Some(here?);
    }
    why
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_open() {
        let foreign = |path: &str, given: &[&str]| {
            let given: Vec<PathBuf> = given.iter().map(PathBuf::from).collect();
            foreign(Path::new(path), &given).is_some()
        };
        assert!(!foreign("/p/src/a.c", &["/p"]));
        assert!(foreign("/p/Third_Party/x/a.c", &["/p"]));
        assert!(!foreign("/p/third_party/x/a.c", &["/p/third_party"]));
        assert!(!foreign("/p/third_party/x/a.c", &["/p", "/p/third_party/x/a.c"]));
        assert!(!foreign("/home/vendor/p/a.c", &["/home/vendor/p"]));
    }
}
