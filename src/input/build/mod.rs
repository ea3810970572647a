//! Build files (setup.py, pyproject.toml, meson.build, CMakeLists.txt), read as text: names of extensions, their sources,
//! macros and visibility. Nothing is executed; what is computed is left out.

mod cmake;
mod cython;
mod functions;
mod lists;
mod paths;
mod script;
mod tokens;
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
    /// Lines of setup.py that ask for the running version (`sys.version_info`).
    pub by_version: Vec<String>,
    /// A module is named whose name or sources are computed.
    pub computed: bool,
    /// A setup.py looks for files in folders.
    pub searches: bool,
    /// A module is named whose name is computed.
    pub computed_names: bool,
    /// Files that were not read, or not in full, with the cause.
    pub notes: Vec<String>,
}

impl BuildText {
    /// Whether a setup.py names the file by its path, and whether by a pattern.
    pub fn names(&self, path: &Path) -> (bool, bool) {
        let by_pattern = self.patterns.iter().any(|(folder, pattern)| {
            path.strip_prefix(folder).is_ok_and(|rest| paths::fits(pattern, &rest.to_string_lossy().replace('\\', "/")))
        });
        (self.paths.binary_search_by(|known| known.as_path().cmp(path)).is_ok(), by_pattern)
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
    for folder in places {
        for name in ["setup.py", "pyproject.toml", "meson.build", "CMakeLists.txt"] {
            let path = folder.join(name);
            if !path.is_file() {
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
                    let asks = |line: &&str| line.contains("version_info") && !line.trim_start().starts_with('#');
                    out.by_version.extend(text.lines().filter(asks).map(str::to_owned));
                }
                "meson.build" => script::meson(&text, &shown, &mut file),
                "pyproject.toml" => pyproject(&text, &shown, &mut file),
                _ => cmake::read(&text, &shown, &mut file),
            }
            for extension in &mut file.extensions {
                extension.sources.iter_mut().for_each(|source| *source = normal(folder, source));
            }
            let sources: Vec<PathBuf> = file.extensions.iter().flat_map(|e| &e.sources).cloned().collect();
            out.computed |= file.computed || file.extensions.iter().any(|extension| !extension.complete);
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
    out
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
