//! Settings of the exact front end: whether libclang is used, and what it reads with.

use std::path::{Path, PathBuf};

use toml::Value;

use super::{FileConfig, Overrides, Sourced, first_given};
use crate::input::normal;

/// Whether sources are read by libclang as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Clang {
    /// No.
    #[default]
    Off,
    /// Where a usable library and the headers of a Python are found.
    Auto,
    /// Yes; that there is no library is an error.
    On,
    /// By the library here, or in this folder.
    At(PathBuf),
}

impl Clang {
    /// From a word or a path.
    pub fn parse(word: &str) -> Self {
        match word {
            "off" => Clang::Off,
            "auto" => Clang::Auto,
            "on" => Clang::On,
            path => Clang::At(PathBuf::from(path)),
        }
    }

    /// From a configuration's value.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        match value {
            Value::Boolean(true) => Ok(Clang::On),
            Value::Boolean(false) => Ok(Clang::Off),
            Value::String(word) => Ok(Clang::parse(word)),
            other => Err(format!("expected true, false, \"auto\" or a path, found {}", other.type_str())),
        }
    }

    /// The word, or the path.
    pub fn shown(&self) -> String {
        match self {
            Clang::Off => "off".to_owned(),
            Clang::Auto => "auto".to_owned(),
            Clang::On => "on".to_owned(),
            Clang::At(path) => path.display().to_string(),
        }
    }
}

/// What the exact front end is told.
#[derive(Clone, Debug)]
pub struct Exact {
    /// Whether it is used.
    pub clang: Sourced<Clang>,
    /// The Python whose headers are used; None: the one in use.
    pub python: Sourced<Option<PathBuf>>,
    /// `compile_commands.json`, or its folder; None: the project's, where it has one.
    pub compile_commands: Sourced<Option<PathBuf>>,
}

impl Exact {
    /// The command line before the file before the defaults. Paths of the file (of this name) start from its folder.
    pub(super) fn settle(overrides: &Overrides, config: &FileConfig, file: Option<&Path>, from_file: &str) -> Self {
        let base = file.and_then(Path::parent).unwrap_or(Path::new(""));
        let below = |path: &PathBuf| if path.is_absolute() { path.clone() } else { normal(base, path) };
        // A bare name is a program of the PATH.
        let program = |path: &PathBuf| if path.components().count() == 1 { path.clone() } else { below(path) };
        let clang = config.clang.clone().map(|clang| match clang {
            Clang::At(path) => Clang::At(below(&path)),
            other => other,
        });
        let given = |cli: &Option<PathBuf>, file: Option<PathBuf>| {
            first_given(cli.clone().map(Some), file.map(Some), from_file, None)
        };
        Exact {
            clang: first_given(overrides.clang.clone(), clang, from_file, Clang::Off),
            python: given(&overrides.python, config.python.as_ref().map(program)),
            compile_commands: given(&overrides.compile_commands, config.compile_commands.as_ref().map(below)),
        }
    }
}
