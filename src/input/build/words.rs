//! What the texts around a build speak of: words of build files of every kind, as they stand. Nothing is understood of
//! them; a word that stands nowhere is one that no build file can mean.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::cython::{self, Spoken};
use crate::input::read_small;

/// Endings of files that say how to build something.
const ENDINGS: [&str; 21] = [
    "py", "toml", "cfg", "cmake", "build", "options", "in", "ac", "am", "m4", "mk", "mak", "gyp", "gypi", "bat", "cmd",
    "sh", "ps1", "bzl", "vcxproj", "pri",
];
/// Beginnings of the names of such files.
const NAMES: [&str; 9] =
    ["CMakeLists", "Makefile", "makefile", "configure", "SConstruct", "SConscript", "meson", "wscript", "BUILD"];
/// Words of build files that find sources by their place: no list names them then.
const FINDERS: [&str; 8] = ["glob", "rglob", "iglob", "listdir", "scandir", "iterdir", "walk", "GLOB"];
/// Endings of the files that say how pip builds: with a setup.py that starts nothing else, what other files of a build say
/// is said of a library's or program's own build.
const OF_PYTHON: [&str; 3] = ["py", "toml", "cfg"];
/// Words of a setup.py that may start another build.
const STARTERS: [&str; 19] = [
    "cmake",
    "CMake",
    "skbuild",
    "scikit_build_core",
    "meson",
    "mesonpy",
    "ninja",
    "configure",
    "make",
    "gyp",
    "scons",
    "subprocess",
    "system",
    "popen",
    "spawn",
    "sh",
    "bash",
    "Makefile",
    "CMakeLists",
];
/// Text that is read for one project, in bytes.
const BUDGET: usize = 64 << 20;

/// What was found in the texts of a project's build files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildWords {
    /// Those of the words asked for that stand in one.
    pub words: BTreeSet<String>,
    /// Those that stand in a file of Python's own build: a script, pyproject.toml, setup.cfg.
    pub of_python: BTreeSet<String>,
    /// A build file finds sources by their place.
    pub finds: bool,
    /// A build file speaks of cffi, or a `.pyx` file has no C beside it: modules are made that are not in the run.
    pub modules_unseen: bool,
    /// What the files of Cython say, and those that may speak to cffi; None where one of these was not read.
    pub cython: Option<Spoken>,
    /// A build file speaks of cffi.
    pub cffi: bool,
    /// Files that were not read.
    pub notes: Vec<String>,
}

/// Looks for the words `wanted` in the build files of `root` and of the folders between it and each of `folders`, and for
/// `funcs` and source files by their `stems` in the files of Cython below `root`.
pub fn build_words(
    root: &Path,
    folders: &BTreeSet<PathBuf>,
    wanted: &FxHashSet<&str>,
    funcs: &FxHashSet<&str>,
    stems: &FxHashSet<&str>,
) -> BuildWords {
    let mut places: BTreeSet<&Path> = BTreeSet::from([root]);
    for folder in folders {
        places.extend(folder.ancestors().take_while(|f| f.starts_with(root)));
    }
    let mut out = BuildWords::default();
    // Of other builds than that of Python; and whether that is all there is.
    let (mut others, mut plain, mut started) = (BTreeSet::new(), false, false);
    let (mut left, mut cython, mut finds) = (BUDGET, false, false);
    // Files of Cython without their C, and the names of those that another one takes in.
    let (mut unmade, mut taken) = (Vec::new(), FxHashSet::default());
    for folder in places {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in &paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            let made = |end: &&str| paths.binary_search(&path.with_extension(end)).is_ok();
            if ending == "pyx" {
                if !["c", "cpp", "cc", "cxx"].iter().any(made) {
                    unmade.push(name.to_string());
                }
                let read = read_small(path).ok().filter(|text| text.len() <= left).unwrap_or_default();
                left -= read.len();
                taken.extend(String::from_utf8_lossy(&read).lines().filter_map(included));
            }
            let text = ENDINGS.contains(&ending.as_ref()) || NAMES.iter().any(|start| name.starts_with(start));
            if !text || !path.is_file() {
                continue;
            }
            let read = read_small(path).ok().filter(|text| text.len() <= left);
            let Some(bytes) = read else {
                // What it would have said is not known: every word may stand in it.
                out.words.extend(wanted.iter().map(|&word| word.to_owned()));
                out.notes.push(format!("{}: is too large; its build settings are ignored", path.display()));
                continue;
            };
            left -= bytes.len();
            let text = String::from_utf8_lossy(&bytes);
            let of_python = OF_PYTHON.contains(&ending.as_ref());
            // What a comment says is done by nobody.
            let code = match has_comments(&name, &ending) {
                true => text.lines().map(without_comment).collect::<Vec<&str>>().join("\n"),
                false => text.to_string(),
            };
            let said: FxHashSet<&str> = identifiers(&code).collect();
            words_of(&code, &said, wanted, if of_python { &mut out.words } else { &mut others });
            let script = matches!(&*name, "setup.py" | "meson.build" | "CMakeLists.txt");
            let says = |word: &str| said.contains(word);
            plain |= name == "setup.py" && says("Extension");
            started |= of_python && STARTERS.iter().any(|word| says(word));
            // What a setup.py looks for, its own reading tells.
            finds |= script && name != "setup.py" && FINDERS.iter().any(|word| says(word));
            out.modules_unseen |= script && says("cffi_modules") || ending == "py" && says("set_source");
            cython |= says("cythonize") || says("Cython");
        }
    }
    out.of_python = out.words.clone();
    if started || !plain {
        out.words.append(&mut others);
        out.finds = finds;
    }
    let other = out.modules_unseen;
    out.modules_unseen |= unmade.iter().any(|name| !taken.contains(name));
    let none = (!cython && !out.modules_unseen).then(Spoken::default);
    out.cython = none.or_else(|| cython::names(root, (funcs, stems), other, &mut left));
    out.cffi = other && out.cython.is_some();
    out
}

/// Whether `#` begins a comment in a file; in a template of a header it begins a directive.
fn has_comments(name: &str, ending: &str) -> bool {
    !matches!(ending, "in" | "ac" | "m4" | "bat" | "cmd" | "vcxproj") && name != "configure"
}

/// A line of a script up to its comment; a `#` behind a quotation mark that is open is none.
fn without_comment(line: &str) -> &str {
    let closed = |at: &usize| line[..*at].matches(['"', '\'']).count().is_multiple_of(2);
    line.match_indices('#').map(|(at, _)| at).find(closed).map_or(line, |at| &line[..at])
}

/// The file that a line of Cython takes in: `include "handles/stream.pyx"`.
fn included(line: &str) -> Option<String> {
    let path = line.trim_start().strip_prefix("include ")?.trim().trim_matches(['"', '\'']);
    path.rsplit('/').next().map(str::to_owned)
}

/// The words of a text that are wanted: names (`-DNAME` as well), and names of files without their endings.
pub(super) fn read_words(text: &str, wanted: &FxHashSet<&str>, out: &mut BTreeSet<String>) {
    words_of(text, &identifiers(text).collect(), wanted, out);
}

/// The same, of a text whose names are known.
fn words_of(text: &str, said: &FxHashSet<&str>, wanted: &FxHashSet<&str>, out: &mut BTreeSet<String>) {
    let mut add = |word: &str| {
        if wanted.contains(word) && !out.contains(word) {
            out.insert(word.to_owned());
        }
    };
    for word in said {
        add(word);
        word.strip_prefix(['D', 'U']).into_iter().for_each(&mut add);
    }
    let stems: FxHashSet<&str> = stems(text).collect();
    if !stems.is_empty() {
        let parts = |word: &str, at: usize| stems.contains(&word[..=at]) && said.contains(&word[at + 1..]);
        let made = |word: &&&str| word.match_indices('_').any(|(at, _)| parts(word, at));
        wanted.iter().filter(made).for_each(|word| add(word));
    }
    let names = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')));
    // What has none of these characters is a name that was looked at.
    for name in names.filter(|name| name.contains(['-', '+', '.'])) {
        add(name.split_once('.').map_or(name, |(stem, _)| stem));
        add(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    }
}

/// First parts of names that a text puts together: `LIB_` of `"LIB_%s" % feature`, `f"-DLIB_{feature}"`, `"LIB_" + name`.
fn stems(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['%', '$', '{', '"', '\'']).filter_map(|(at, _)| {
        let before = &text[..at];
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
        let stem =
            before[start..].strip_prefix('D').filter(|_| before[..start].ends_with('-')).unwrap_or(&before[start..]);
        (stem.len() > 3 && stem.ends_with('_')).then_some(stem)
    })
}

pub(super) fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_put_together() {
        let found = |text: &str| {
            let (wanted, mut out) = (FxHashSet::from_iter(["LIB_FAST", "LIB_SLOW", "OTHER"]), BTreeSet::new());
            read_words(text, &wanted, &mut out);
            out.into_iter().collect::<Vec<String>>()
        };
        for text in
            ["'LIB_%s' % x", "f\"-DLIB_{x}\"", "\"LIB_\" + x", "'-DLIB_' + x", "'LIB_{}'.format(x)", "-DLIB_${x}=1"]
        {
            let text = format!("for x in ['FAST', 'SLOW', 'THIRD']: d({text})");
            assert_eq!(found(&text), ["LIB_FAST", "LIB_SLOW"], "{text}");
        }
        for text in ["'LI%s' % x", "LIB_ = x", "é_%s", "'_' + x", ""] {
            assert_eq!(found(&format!("FAST {text} OTH ER")), [""; 0], "{text}");
        }
    }

    #[test]
    fn comments_say_nothing() {
        assert_eq!(without_comment("a = 1  # no glob()"), "a = 1  ");
        assert_eq!(without_comment("a = '#' + glob() # b"), "a = '#' + glob() ");
        assert_eq!(without_comment("files('a.c')"), "files('a.c')");
    }

    #[test]
    fn macros_and_names_of_files() {
        let wanted = FxHashSet::from_iter(["FAST", "SLOW", "trees", "test-poll", "other"]);
        let mut words = BTreeSet::new();
        read_words("cc -DFAST=1 -c unix/trees.c\n_source('test-poll.c')\nUSE_SLOW\n", &wanted, &mut words);
        assert_eq!(included("  include \"a/b.pyx\"").as_deref(), Some("b.pyx"));
        assert_eq!(words, ["FAST", "test-poll", "trees"].map(str::to_owned).into());
    }
}
