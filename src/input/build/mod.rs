//! Build files (setup.py, pyproject.toml, meson.build, CMakeLists.txt), read as text: names of extensions, their sources,
//! macros and visibility. Nothing is executed; what is computed is left out.

mod cmake;
mod cython;
mod found;
mod functions;
mod lists;
mod meson;
mod paths;
mod script;
mod scripts;
mod tokens;
mod versions;
mod words;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

pub use words::{BuildWords, build_words};

use super::{normal, read_small};
use crate::facts::BuildDefine;

/// An extension module that a build file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedExtension {
    /// Its name as written.
    pub name: String,
    /// Its sources that are written out.
    pub sources: Vec<PathBuf>,
    /// There are no others.
    pub complete: bool,
    /// Patterns by which others are found, where all of these are known.
    pub patterns: Vec<String>,
    /// There are no others but those that the patterns find.
    pub closed: bool,
    /// It links nothing else that the project may have built.
    pub alone: bool,
    /// Something is done with it: a setup.py may make an extension and drop it.
    pub passed: bool,
    /// Where it is named.
    pub place: String,
}

/// A build file that hides what does not ask to be seen: at or below its folder, and in the extensions that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hiding {
    /// Its folder.
    pub folder: PathBuf,
    /// The sources of its extensions.
    pub sources: Vec<PathBuf>,
    /// Where it does so for C.
    pub c: Option<String>,
    /// Where it does so for C++.
    pub cpp: Option<String>,
}

impl Hiding {
    /// Whether it speaks of a file.
    pub fn covers(&self, path: &Path) -> bool {
        path.starts_with(&self.folder) || self.sources.iter().any(|source| source == path)
    }
}

/// What the build files of a project say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildText {
    /// The extension modules.
    pub extensions: Vec<NamedExtension>,
    /// Macros whose names begin with `Py_`.
    pub defines: Vec<BuildDefine>,
    /// Where symbols of C are hidden.
    pub hidden_c: Option<String>,
    /// Where symbols of C++ are hidden.
    pub hidden_cpp: Option<String>,
    /// What of several files hides symbols, and where.
    pub hidden: Vec<Hiding>,
    /// Paths of source files that a setup.py names in any way.
    pub paths: Vec<PathBuf>,
    /// Patterns of paths that a setup.py looks for, from the folder with it on.
    pub patterns: Vec<(PathBuf, String)>,
    /// Paths of source files that a build file of any kind names.
    pub listed: Vec<PathBuf>,
    /// Names of source files, without their folders, that one names by a path of which not all is known.
    pub listed_somewhere: BTreeSet<String>,
    /// Lines that ask for the running version (`sys.version_info`), and those that use what such a line gives a name.
    pub by_version: Vec<String>,
    /// A module is named whose name or sources are computed.
    pub computed: bool,
    /// A module is named whose name is computed, or sources of one in a way that is not known.
    pub open: bool,
    /// A setup.py looks for files in folders.
    pub searches: bool,
    /// A module is named whose name is computed.
    pub computed_names: bool,
    /// Files that were not read, or not in full, with the cause.
    pub notes: Vec<String>,
}

impl NamedExtension {
    /// Whether a pattern of its sources finds a file.
    pub fn finds(&self, path: &Path) -> bool {
        let text = path.to_string_lossy().replace('\\', "/");
        self.patterns.iter().any(|pattern| paths::fits(pattern, &text))
    }
}

impl BuildText {
    /// Whether a build file of any kind lists the file, or may do so.
    pub fn lists_file(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.listed.binary_search_by(|known| known.as_path().cmp(path)).is_ok()
            || self.listed_somewhere.contains(name.as_ref())
    }

    /// Whether a setup.py names the file by its path, and whether by a pattern.
    pub fn names(&self, path: &Path) -> (bool, bool) {
        let by_pattern = self.patterns.iter().any(|(folder, pattern)| {
            path.strip_prefix(folder).is_ok_and(|rest| paths::fits(pattern, &rest.to_string_lossy().replace('\\', "/")))
        });
        (self.paths.binary_search_by(|known| known.as_path().cmp(path)).is_ok(), by_pattern)
    }

    /// A source file that a build file names; `computed`: not all of its path is known.
    fn lists(&mut self, path: PathBuf, computed: bool) {
        if computed {
            self.listed_somewhere.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        } else {
            self.listed.push(path);
        }
    }

    /// A compiler's option or a definition that holds a macro of CPython: `-DPy_LIMITED_API=0x030B0000`.
    fn option(&mut self, text: &str, place: &str) {
        if text.split_ascii_whitespace().any(|word| word == "-fvisibility=hidden") {
            self.hide(true, true, place);
        }
        for word in text.split_ascii_whitespace() {
            if let Some(define) = word.strip_prefix("-D").or_else(|| word.strip_prefix("/D")) {
                self.define(define, place);
            }
        }
    }

    /// `NAME` or `NAME=value`.
    fn define(&mut self, text: &str, place: &str) {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        if (name.starts_with("Py_") || name.starts_with("PY_"))
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            let value = value.filter(|v| !v.contains(['{', '$', '@', '%'])).map(str::to_owned);
            self.defines.push(BuildDefine { name: name.to_owned(), value, place: place.to_owned() });
        }
    }

    fn hide(&mut self, c: bool, cpp: bool, place: &str) {
        if c {
            self.hidden_c.get_or_insert_with(|| place.to_owned());
        }
        if cpp {
            self.hidden_cpp.get_or_insert_with(|| place.to_owned());
        }
    }
}

/// Reads the build files in `root` (absolute) and in the folders between it and each of `folders`.
pub fn build_text(root: &Path, folders: &BTreeSet<PathBuf>) -> BuildText {
    let mut places: BTreeSet<&Path> = BTreeSet::from([root]);
    for folder in folders {
        places.extend(folder.ancestors().take_while(|f| f.starts_with(root)));
    }
    let mut out = BuildText::default();
    // Files of meson that another one leads to.
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in places {
        let scripts = scripts::of(folder);
        let names = ["setup.py", "pyproject.toml", "meson.build", "CMakeLists.txt"].into_iter();
        for name in names.chain(scripts.iter().map(String::as_str).filter(|name| *name != "setup.py")) {
            let path = folder.join(name);
            if !path.is_file() || seen.contains(&path) {
                continue;
            }
            let shown = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let bytes = match read_small(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    out.notes.push(format!("{shown}: {}; its build settings are ignored", error.cause));
                    continue;
                }
            };
            let text = String::from_utf8_lossy(&bytes);
            let mut file = BuildText::default();
            match name {
                "setup.py" => {
                    script::python(&text, &shown, &mut file);
                }
                "meson.build" => seen.extend(meson::read(&text, root, folder, &mut file)),
                "pyproject.toml" => pyproject(&text, &shown, &mut file),
                "CMakeLists.txt" => cmake::read(&text, &shown, &mut file),
                script => {
                    script::python(&text, &shown, &mut file);
                    // Whose folder its paths are seen from, is not asked.
                    file.computed |= script.contains('/') && text.contains("__file__");
                }
            }
            out.by_version.extend(versions::lines(&text));
            for extension in &mut file.extensions {
                extension.sources.iter_mut().for_each(|source| *source = normal(folder, source));
            }
            let sources: Vec<PathBuf> = file.extensions.iter().flat_map(|e| &e.sources).cloned().collect();
            out.computed |= file.computed || file.extensions.iter().any(|extension| !extension.complete);
            out.open |= file.computed || file.extensions.iter().any(|extension| !extension.closed);
            for extension in &mut file.extensions {
                let below = |pattern: &String| normal(folder, Path::new(pattern)).to_string_lossy().into_owned();
                extension.patterns.iter_mut().for_each(|pattern| *pattern = below(pattern).replace('\\', "/"));
            }
            out.listed.extend(file.listed.iter().chain(&file.paths).map(|path| normal(folder, path)));
            out.listed_somewhere.append(&mut file.listed_somewhere);
            out.extensions.append(&mut file.extensions);
            out.defines.append(&mut file.defines);
            out.notes.append(&mut file.notes);
            out.computed_names |= file.computed_names;
            out.searches |= file.searches;
            out.paths.extend(file.paths.iter().map(|path| normal(folder, path)));
            out.patterns.extend(file.patterns.into_iter().map(|(_, pattern)| (folder.to_owned(), pattern)));
            if file.hidden_c.is_some() || file.hidden_cpp.is_some() {
                let (c, cpp, folder) = (file.hidden_c, file.hidden_cpp, folder.to_owned());
                out.hidden.push(Hiding { folder, sources, c, cpp });
            }
        }
    }
    out.paths.sort();
    out.listed.sort();
    out
}

/// Whether a text is a path of a file that a compiler gets, and no ending alone.
fn is_source(text: &str) -> bool {
    let end = text.rsplit('/').next().and_then(|name| name.rsplit_once('.')).filter(|(stem, _)| !stem.is_empty());
    end.is_some_and(|(_, end)| paths::ENDINGS.iter().any(|known| known[1..] == *end)) && !text.contains(['*', ' '])
}

/// `[[tool.setuptools.ext-modules]]`
fn pyproject(text: &str, shown: &str, out: &mut BuildText) {
    let Ok(table) = text.parse::<toml::Table>() else {
        out.notes.push(format!("{shown}: is not valid TOML; its build settings are ignored"));
        return;
    };
    let modules = table.get("tool").and_then(|t| t.get("setuptools")).and_then(|s| s.get("ext-modules"));
    let strings = |value: Option<&toml::Value>| -> Vec<String> {
        let list = value.and_then(toml::Value::as_array).into_iter().flatten();
        list.filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    for module in modules.and_then(toml::Value::as_array).into_iter().flatten() {
        let Some(name) = module.get("name").and_then(toml::Value::as_str) else { continue };
        let sources = strings(module.get("sources"));
        out.extensions.push(NamedExtension {
            name: name.to_owned(),
            complete: !sources.is_empty(),
            patterns: Vec::new(),
            closed: !sources.is_empty(),
            alone: ["libraries", "library-dirs", "extra-objects", "extra-link-args"]
                .iter()
                .all(|key| module.get(key).is_none()),
            passed: true,
            sources: sources.into_iter().map(PathBuf::from).collect(),
            place: shown.to_owned(),
        });
        strings(module.get("extra-compile-args")).iter().for_each(|option| out.option(option, shown));
        for pair in module.get("define-macros").and_then(toml::Value::as_array).into_iter().flatten() {
            let pair = strings(Some(pair));
            match &pair[..] {
                [name] => out.define(name, shown),
                [name, value] => out.define(&format!("{name}={value}"), shown),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_of_pyproject() {
        let mut out = BuildText::default();
        let text = r#"
            [[tool.setuptools.ext-modules]]
            name = "pkg.spam"
            sources = ["src/spam.c"]
            define-macros = [["Py_LIMITED_API", "0x030B0000"]]
            extra-compile-args = ["-O2", "-fvisibility=hidden"]
        "#;
        pyproject(text, "pyproject.toml", &mut out);
        assert_eq!(out.extensions[0].name, "pkg.spam");
        assert_eq!(out.extensions[0].sources, [PathBuf::from("src/spam.c")]);
        assert!(out.extensions[0].complete && out.hidden_c.is_some());
        assert_eq!(out.defines[0].value.as_deref(), Some("0x030B0000"));
    }
}
