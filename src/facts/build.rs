//! What the build files of a project say, as far as their text alone tells: no file is executed, and a name that is
//! computed is not known.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{FileId, Language, VersionSet};
use crate::capi::predefined::LIMITED_API;

/// An extension module that a build file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildExtension {
    /// Its name as written: `pkg.spam`, or `spam` alone.
    pub name: String,
    /// Those of its sources that are in the run.
    pub sources: Vec<FileId>,
    /// All of its sources are written out and in the run.
    pub complete: bool,
    /// Sources that are found by a pattern; not all of these need be compiled.
    pub found: Vec<FileId>,
    /// All of its sources are written out; those that are not in the run are made by the build, as Cython's are.
    pub written: bool,
    /// The same, where patterns that are known may find others.
    pub closed: bool,
    /// It links nothing else that the project may have built.
    pub alone: bool,
    /// It is built: a setup.py may make an extension and hand it to nobody.
    pub passed: bool,
    /// Where it is named: `setup.py:12`.
    pub place: String,
}

/// A macro that the build defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildDefine {
    /// Its name.
    pub name: String,
    /// Its value as written; None where there is none, or where it is computed.
    pub value: Option<String>,
    /// Where it is defined: `setup.py:12`.
    pub place: String,
}

/// Everything that the build files of a project say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildFacts {
    /// The extension modules.
    pub extensions: Vec<BuildExtension>,
    /// Macros whose names begin with `Py_` or `PY_`.
    pub defines: Vec<BuildDefine>,
    /// The Pythons that files are built on, where they stand in a folder named after one.
    pub built_on: Vec<(FileId, VersionSet)>,
    /// Where the build hides symbols of C that do not ask to be seen (`-fvisibility=hidden`), by file.
    pub hidden_c: HashMap<FileId, String>,
    /// The same for C++.
    pub hidden_cpp: HashMap<FileId, String>,
    /// The source files that a setup.py names by their paths.
    pub named_files: BTreeSet<FileId>,
    /// Those that it finds by a pattern.
    pub found_files: BTreeSet<FileId>,
    /// Those that a build file of any kind lists, or may list.
    pub listed_files: BTreeSet<FileId>,
    /// The names of all extension modules are written out.
    pub all_named: bool,
    /// All extension modules are named, with lists of sources that hold nothing computed.
    pub all_listed: bool,
    /// The same, where patterns that are known may find sources.
    pub all_closed: bool,
    /// Modules may be made of what is not in the run: of `.pyx` files without their C, or by cffi.
    pub modules_unseen: bool,
    /// There are modules in Cython.
    pub cython: bool,
    /// There are modules of cffi, and the texts with their declarations were read: [`Self::cython_names`] holds what
    /// these speak of as well.
    pub cffi: bool,
    /// File names without their endings that the files of Cython speak of: `tree` of `cdef extern from "tree.c"`.
    pub cython_files: BTreeSet<String>,
    /// Those names of functions that the files of Cython beside the sources speak of; None where these were not all read,
    /// or modules may be made of something else that is not in the run.
    pub cython_names: Option<BTreeSet<String>>,
    /// Those words of the build files' texts that were asked for: macros of conditions, names of source files without
    /// their endings.
    pub words: BTreeSet<String>,
    /// Those of them that stand in a script of Python, pyproject.toml or setup.cfg.
    pub words_of_python: BTreeSet<String>,
}

impl BuildFacts {
    /// Where the build hides symbols of a file that do not ask to be seen.
    pub fn hidden(&self, file: FileId, language: Language) -> Option<&str> {
        let by_file = match language {
            Language::C => &self.hidden_c,
            Language::Cpp => &self.hidden_cpp,
        };
        by_file.get(&file).map(String::as_str)
    }

    /// What is said of some of the files.
    pub fn within(&self, files: &HashSet<FileId>) -> BuildFacts {
        let mut out = self.clone();
        let is_there = |file: &FileId| files.contains(file);
        for extension in &mut out.extensions {
            extension.sources.retain(is_there);
            extension.found.retain(is_there);
        }
        out.built_on.retain(|(file, _)| is_there(file));
        out.hidden_c.retain(|file, _| is_there(file));
        out.hidden_cpp.retain(|file, _| is_there(file));
        out.named_files.retain(is_there);
        out.found_files.retain(is_there);
        out.listed_files.retain(is_there);
        out
    }

    /// The one value that `Py_LIMITED_API` gets, where the build files agree on a number.
    pub fn limited_api(&self) -> Option<u32> {
        let mut values = self.defines.iter().filter(|d| d.name == LIMITED_API).map(|define| {
            let text = define.value.as_deref()?.trim_matches(|c| c == '"' || c == '\'');
            let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
            u32::from_str_radix(digits, 16).ok()
        });
        let first = values.next()??;
        values.all(|value| value == Some(first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_limited_api_or_none() {
        let define = |value: Option<&str>| BuildDefine {
            name: LIMITED_API.to_owned(),
            value: value.map(str::to_owned),
            place: String::new(),
        };
        let of = |values: &[Option<&str>]| {
            BuildFacts { defines: values.iter().map(|v| define(*v)).collect(), ..BuildFacts::default() }.limited_api()
        };
        assert_eq!(of(&[Some("0x030B0000")]), Some(0x030B_0000));
        assert_eq!(of(&[Some("0x03080000"), Some("0x03080000")]), Some(0x0308_0000));
        assert_eq!(of(&[Some("0x03080000"), Some("0x03090000")]), None);
        assert_eq!(of(&[Some("0x03080000"), None]), None);
        assert_eq!(of(&[]), None);
    }
}
