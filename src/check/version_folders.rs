//! Folders named after one Python (`py3.9`, `cp39`, `3_9`): which Pythons the files in them are for. A name alone says
//! nothing: siblings of the same form must stand beside it, or a build file must make the name of the running version.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::first_of;
use crate::facts::{CondId, FileId, Python, VersionSet};
use crate::link::Project;
use crate::text::Sources;

/// What may stand before the version.
const WORDS: [&str; 4] = ["cpython", "python", "py", "cp"];

/// The newest minor version that a set can hold.
const NEWEST: Python = Python(31);

/// A folder's name: what stands before the version, and what parts its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form<'n> {
    prefix: &'n str,
    separator: &'n str,
}

/// Folders with the versions in their names.
type Folders<'p> = Vec<(Python, &'p Path)>;

/// The versions that the files of each folder below `root` are built on, where the folders or `named`, the lines of
/// build files that ask for the running version, tell.
pub(super) fn versions(root: &Path, folders: &BTreeSet<PathBuf>, named: &[String]) -> BTreeMap<PathBuf, VersionSet> {
    let below = folders.iter().flat_map(|folder| folder.ancestors().take_while(|f| f.starts_with(root) && *f != root));
    let below: BTreeSet<&Path> = below.collect();
    let mut groups: BTreeMap<(Option<&Path>, Form<'_>), Folders<'_>> = BTreeMap::new();
    for &folder in &below {
        let name = folder.file_name().and_then(|name| name.to_str());
        if let Some((form, python)) = name.and_then(form) {
            groups.entry((folder.parent(), form)).or_default().push((python, folder));
        }
    }
    let mut found: BTreeMap<&Path, VersionSet> = BTreeMap::new();
    for ((_, form), mut group) in groups {
        group.sort_unstable();
        let chosen = named.iter().any(|line| makes(line, form));
        for (i, &(python, folder)) in group.iter().enumerate() {
            // Who picks among siblings by hand may keep one of them for the versions up to the next.
            let last = group.get(i + 1).map_or(NEWEST, |(next, _)| Python(next.0.saturating_sub(1)));
            if chosen {
                found.insert(folder, VersionSet::range(python, python));
            } else if group.len() > 1 && !form.prefix.is_empty() {
                found.insert(folder, VersionSet::range(python, last));
            }
        }
    }
    let of = |folder: &PathBuf| folder.ancestors().find_map(|f| found.get(f)).map(|&set| (folder.clone(), set));
    folders.iter().filter_map(of).collect()
}

/// The files that no Python of their project's targets is built of: nothing is reported in them.
pub(super) fn unbuilt(projects: &[Project]) -> BTreeSet<FileId> {
    let of = |project: &'_ Project| {
        let dead = project.files.iter().filter(|facts| project.live(facts.file, CondId::ALWAYS).is_empty());
        dead.map(|facts| facts.file).collect::<Vec<_>>()
    };
    projects.iter().flat_map(of).collect()
}

/// Says that such files are passed over.
pub(super) fn note(unbuilt: &BTreeSet<FileId>, sources: &Sources) -> Option<String> {
    let files = first_of(unbuilt.iter().copied().filter(|&file| sources.get(file).reported), sources)?;
    Some(format!("{files}: not checked, because the folder's name says that the code is for other Python versions"))
}

/// The form of a name that is one version of Python 3, and the version.
fn form(name: &str) -> Option<(Form<'_>, Python)> {
    let (prefix, version) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    let word = prefix.trim_end_matches(['-', '_']).to_ascii_lowercase();
    let rest = version.strip_prefix('3')?;
    let minor = rest.trim_start_matches(['.', '_', '-']);
    let separator = &rest[..rest.len() - minor.len()];
    let plain = minor == "0" || !minor.starts_with('0');
    if !(plain && separator.len() <= 1 && minor.len() <= 2 && minor.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let known = if word.is_empty() { prefix.is_empty() && !separator.is_empty() } else { WORDS.contains(&&*word) };
    let python = Python(minor.parse().ok()?);
    (known && python <= NEWEST).then_some((Form { prefix, separator }, python))
}

/// Whether a line that asks for the running version puts it behind the prefix: `"src/py%d.%d" % sys.version_info[:2]`.
fn makes(line: &str, form: Form<'_>) -> bool {
    let quote = |c: char| c == '"' || c == '\'';
    if form.prefix.is_empty() {
        let mut places = line.match_indices(['%', '{', '@']).map(|(at, _)| line[..at].trim_end_matches('$'));
        return places.any(|before| {
            let apart = before.strip_suffix(quote).map_or(before, |start| start.strip_suffix('f').unwrap_or(start));
            let sum = apart.trim_end().strip_suffix('+').map(str::trim_end).and_then(|left| left.strip_suffix(quote));
            let part = apart.len() < before.len()
                && (before.contains("join(")
                    || apart.trim_end().ends_with('/')
                    || sum.is_some_and(|left| left.ends_with('/')));
            before.ends_with('/') || part
        });
    }
    line.match_indices(form.prefix).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + form.prefix.len()..]);
        let made = after.starts_with(['%', '{', '@']) || after.starts_with(quote) || after.starts_with("${");
        let begins = |c: char| c == '/' || quote(c) || c.is_whitespace() && after.starts_with('$');
        made && before.ends_with(begins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(folders: &[&str], named: &[&str]) -> Vec<(String, Vec<u8>)> {
        let folders = folders.iter().map(|f| Path::new("/p").join(f)).collect();
        let named: Vec<String> = named.iter().map(|&line| line.to_owned()).collect();
        let found = versions(Path::new("/p"), &folders, &named);
        let name = |path: PathBuf| path.strip_prefix("/p").unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let minors = |set: VersionSet| set.iter().map(|python| python.0).filter(|&minor| minor < 16).collect();
        found.into_iter().map(|(path, set)| (name(path), minors(set))).collect()
    }

    #[test]
    fn names_of_one_version() {
        for name in ["py3.9", "3_9", "3.9", "cp39", "python39", "py39", "Python-3.9", "py_3_9"] {
            assert_eq!(form(name).map(|(_, python)| python), Some(Python(9)), "{name}");
        }
        for name in ["py3", "39", "v3.9", "py2.7", "sqlite3.9", "py3.09", "py3..9", "py39x", "py399", "_3.9"] {
            assert_eq!(form(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_alone_says_nothing() {
        assert!(of(&["src/py3.9", "src/common"], &["v = sys.version_info"]).is_empty());
        assert!(of(&["lua/3.8", "lua/3.9"], &[]).is_empty());
        assert!(of(&["a/py39", "b/py310"], &[]).is_empty());
        assert!(of(&["a/py39", "a/py3.10"], &[]).is_empty());
    }

    #[test]
    fn siblings_and_build_files_tell() {
        let siblings = of(&["src/py39/deep", "src/py312"], &[]);
        let expected = [("src/py312".to_owned(), vec![12, 13, 14, 15]), ("src/py39/deep".to_owned(), vec![9, 10, 11])];
        assert_eq!(siblings, expected);
        for (folder, line) in [
            ("src/py3.9", r#"here = "src/py%d.%d" % sys.version_info[:2]"#),
            ("src/cp39", r#"here = f"src/cp{sys.version_info[0]}{sys.version_info[1]}""#),
            ("src/3_9", r#"here = os.path.join("src", "%d_%d" % sys.version_info[:2])"#),
            ("src/3.9", r#"f(os.path.join("src", "%s", "a.c"))"#),
            ("src/3.9", r#"f("src/" + "%s" + "/a.c")"#),
            ("src/3_9", r#"here = Path("src") / f"{v[0]}_{v[1]}""#),
            ("src/3.9", "f('src' / \"%s\" / 'a.c')"),
            ("src/3.9", "add(x src/${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}/a.c)"),
            ("src/py39", r#"f('src/py' + "%s" + '/a.c')"#),
            ("py3.9", "add(x py${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}/a.c)"),
            ("src/py39", "f('src/py@0@/a.c'.format(\"%s\"))"),
        ] {
            assert_eq!(of(&[folder], &[line]), [(folder.to_owned(), vec![9])]);
        }
    }
}
