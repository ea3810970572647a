//! Finds the settings around a path: the configuration file, `requires-python`, talk of the limited API, the version
//! of a CPython checkout.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use toml::{
    Table,
    de::{DeTable, DeValue},
};

use super::{ConfigError, FileConfig, file::Wrong};
use crate::capi::predefined::LIMITED_API;
use crate::{
    facts::{Python, Targets},
    input::{read_small, read_small_named},
};

/// A configuration file with what it says.
#[derive(Clone, Debug)]
pub(super) struct Discovered {
    /// The file.
    pub path: PathBuf,
    /// Its settings.
    pub config: FileConfig,
}

/// The nearest configuration in the folders from `start` upwards.
///
/// # Errors
/// Where a file is there and cannot be read or understood.
pub(super) fn find(start: &Path) -> Result<Option<Discovered>, ConfigError> {
    for folder in start.ancestors() {
        for name in ["extlint.toml", ".extlint.toml", "pyproject.toml"] {
            let path = folder.join(name);
            if path.is_file()
                && let Some(config) = read(&path)?
            {
                return Ok(Some(Discovered { path, config }));
            }
        }
    }
    Ok(None)
}

/// The settings in a file; None for a pyproject.toml that has none.
///
/// # Errors
/// Where it cannot be read or understood.
pub(super) fn read(path: &Path) -> Result<Option<FileConfig>, ConfigError> {
    let text = text(path)?;
    let table = table(path, &text)?;
    let wrong = |cause| ConfigError::Content { path: path.to_owned(), cause };
    let (section, above): (&Table, &[&str]) = if path.file_name().is_some_and(|name| name == "pyproject.toml") {
        let Some(section) = table.get("tool").and_then(|tool| tool.get("extlint")) else { return Ok(None) };
        let section = section.as_table().ok_or_else(|| wrong("`tool.extlint` is not a table".to_owned()))?;
        (section, &["tool", "extlint"])
    } else {
        (&table, &[])
    };
    FileConfig::read(section).map(Some).map_err(|all| wrong(say(path, &text, above, &all)))
}

/// All that is wrong in a file, in the order of its lines: one a line, each but the first with the file's name.
fn say(path: &Path, text: &str, above: &[&str], all: &[Wrong]) -> String {
    let root = DeTable::parse(text).ok();
    let line = |wrong: &Wrong| {
        let keys = above.iter().copied().chain(wrong.keys.iter().map(String::as_str));
        let at = place(root.as_ref()?.get_ref(), keys)?;
        Some(text[..at.min(text.len())].matches('\n').count() + 1)
    };
    let table = if above.is_empty() { String::new() } else { format!("{}: ", above.join(".")) };
    // A number has lost what the file says behind its last digit: `3.20`.
    let cause = |wrong: &Wrong| {
        let keys = above.iter().copied().chain(wrong.keys.iter().map(String::as_str));
        match root.as_ref().and_then(|root| written(root.get_ref(), keys)) {
            Some((number, text)) => wrong.cause.replace(&format!("\"{number}\""), &format!("\"{text}\"")),
            None => wrong.cause.clone(),
        }
    };
    let mut said: Vec<(Option<usize>, String)> =
        all.iter().map(|wrong| (line(wrong), format!("{table}{}", cause(wrong)))).collect();
    said.sort_by_key(|(line, _)| *line);
    let said = said.into_iter().map(|(line, cause)| match line {
        Some(line) => format!("line {line}: {cause}"),
        None => cause,
    });
    said.collect::<Vec<_>>().join(&format!("\n{}: ", path.display()))
}

/// Where the last of some keys stands that lead into a table.
fn place<'k>(table: &DeTable<'_>, keys: impl Iterator<Item = &'k str>) -> Option<usize> {
    let (mut table, mut at) = (Some(table), None);
    for key in keys {
        let (found, value) = table?.iter().find(|(name, _)| name.get_ref().as_ref() == key)?;
        at = Some(found.span().start);
        table = if let DeValue::Table(inner) = value.get_ref() { Some(inner) } else { None };
    }
    at
}

/// The number that some keys lead to, and how the file writes it.
fn written<'t, 'k>(table: &'t DeTable<'_>, keys: impl Iterator<Item = &'k str>) -> Option<(f64, &'t str)> {
    let (mut table, mut value) = (Some(table), None);
    for key in keys {
        let (_, found) = table?.iter().find(|(name, _)| name.get_ref().as_ref() == key)?;
        value = Some(found.get_ref());
        table = if let DeValue::Table(inner) = found.get_ref() { Some(inner) } else { None };
    }
    let Some(DeValue::Float(float)) = value else { return None };
    Some((float.as_str().parse().ok()?, float.as_str()))
}

/// The name of the configuration that a folder has, and whether it is a table in that file.
pub fn configured(folder: &Path) -> Option<(&'static str, bool)> {
    let there = |name: &&str| folder.join(name).symlink_metadata().is_ok();
    if let Some(name) = ["extlint.toml", ".extlint.toml"].into_iter().find(there) {
        return Some((name, false));
    }
    let path = folder.join("pyproject.toml");
    let table = text(&path).and_then(|text| table(&path, &text)).ok()?;
    table.get("tool")?.get("extlint").map(|_| ("pyproject.toml", true))
}

fn text(path: &Path) -> Result<String, ConfigError> {
    let wrong = |cause| ConfigError::Content { path: path.to_owned(), cause };
    let bytes = read_small_named(path).map_err(|error| wrong(error.cause))?;
    String::from_utf8(bytes).map_err(|_| wrong("is not UTF-8".to_owned()))
}

fn table(path: &Path, text: &str) -> Result<Table, ConfigError> {
    let wrong = |cause| ConfigError::Content { path: path.to_owned(), cause };
    text.parse::<Table>().map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        wrong(format!("{place}{}", error.message()))
    })
}

/// The lowest Python that `requires-python` of the nearest pyproject.toml admits, with that file.
///
/// # Errors
/// Where the file cannot be read, or admits no Python that is known.
pub(super) fn requires_python(start: &Path) -> Result<Option<(Python, PathBuf)>, ConfigError> {
    let Some(path) = start.ancestors().map(|f| f.join("pyproject.toml")).find(|p| p.is_file()) else {
        return Ok(None);
    };
    let table = table(&path, &text(&path)?)?;
    let Some(text) = table.get("project").and_then(|p| p.get("requires-python")) else { return Ok(None) };
    let wrong = |cause: String| ConfigError::Content { path: path.clone(), cause };
    let text = text.as_str().ok_or_else(|| wrong("`project.requires-python` is not a string".to_owned()))?;
    match lowest(text) {
        Ok(python) => Ok(python.map(|python| (python, path))),
        Err(cause) => Err(wrong(format!("`project.requires-python`: {cause}"))),
    }
}

/// The lowest minor version that a specifier admits; None where it has no lower bound within Python 3.
fn lowest(text: &str) -> Result<Option<Python>, String> {
    let specifiers = pep440_rs::VersionSpecifiers::from_str(text).map_err(|error| {
        let text = error.to_string();
        text.lines().next().unwrap_or_default().to_owned()
    })?;
    let admits = |minor: u8| {
        // Micro versions: `>=3.9.2` admits 3.9.
        (0..40).any(|micro| specifiers.contains(&pep440_rs::Version::new([3, u64::from(minor), micro])))
    };
    match (0..=Targets::NEWEST.0).find(|&minor| admits(minor)) {
        Some(0) => Ok(None),
        Some(minor) => Ok(Some(Python(minor))),
        None => Err(format!("`{text}` admits no Python from 3.0 to {}", Targets::NEWEST)),
    }
}

/// The nearest pyproject.toml, where it says that wheels for builds without the GIL are made: to cibuildwheel, or by a
/// classifier.
pub(super) fn builds_without_gil(start: &Path) -> Option<PathBuf> {
    let path = start.ancestors().map(|f| f.join("pyproject.toml")).find(|p| p.is_file())?;
    let table = text(&path).and_then(|text| table(&path, &text)).ok()?;
    makes_free_threaded(&table).then_some(path)
}

fn makes_free_threaded(table: &Table) -> bool {
    let words = |value: Option<&toml::Value>| match value {
        Some(toml::Value::Array(items)) => items.iter().filter_map(|i| i.as_str().map(str::to_owned)).collect(),
        Some(toml::Value::String(text)) => text.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let wheels = table.get("tool").and_then(|t| t.get("cibuildwheel"));
    let of_wheels = |key: &str| wheels.and_then(|w| w.get(key));
    let enabled = words(of_wheels("enable")).iter().any(|word| word == "cpython-freethreading")
        || of_wheels("free-threaded-support").and_then(toml::Value::as_bool) == Some(true);
    let project = table.get("project").and_then(|p| p.get("classifiers"));
    // The lowest grade says that nothing is promised yet.
    let classified = words(project).iter().any(|c| {
        c.starts_with("Programming Language :: Python :: Free Threading ::") && !c.ends_with(":: 1 - Unstable")
    });
    enabled || classified
}

/// Whether the build files of a project speak of the limited API.
pub fn speaks_of_limited_api(root: &Path) -> bool {
    let words: [&[u8]; 3] = [b"py_limited_api", LIMITED_API.as_bytes(), b"py-limited-api"];
    ["setup.py", "setup.cfg", "pyproject.toml"].iter().any(|name| {
        read_small(&root.join(name)).is_ok_and(|text| words.iter().any(|w| memchr::memmem::find(&text, w).is_some()))
    })
}

/// The version of a CPython checkout, from `Include/patchlevel.h`.
pub(super) fn checkout_version(root: &Path) -> Option<Python> {
    let text = String::from_utf8(read_small(&root.join("Include/patchlevel.h")).ok()?).ok()?;
    let line = text.lines().find_map(|line| line.trim().strip_prefix("#define PY_MINOR_VERSION"))?;
    line.trim().parse().ok().filter(|minor| *minor < 32).map(Python)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_builds_without_the_gil() {
        let makes = |text: &str| makes_free_threaded(&text.parse().expect("TOML"));
        assert!(makes("[tool.cibuildwheel]\nenable = ['cpython-freethreading', 'pypy']"));
        assert!(makes("[tool.cibuildwheel]\nenable = 'pypy cpython-freethreading'"));
        assert!(makes("[tool.cibuildwheel]\nfree-threaded-support = true"));
        assert!(makes("[project]\nclassifiers = ['Programming Language :: Python :: Free Threading :: 3 - Stable']"));
        assert!(!makes(
            "[project]\nclassifiers = ['Programming Language :: Python :: Free Threading :: 1 - Unstable']"
        ));
        assert!(!makes("[tool.cibuildwheel]\nenable = ['pypy']\n[project]\nname = 'spam'"));
    }

    #[test]
    fn lowest_python_of_a_specifier() {
        assert_eq!(lowest(">=3.9"), Ok(Some(Python(9))));
        assert_eq!(lowest(">=3.9.2,<4"), Ok(Some(Python(9))));
        assert_eq!(lowest(">3.8,!=3.9.*"), Ok(Some(Python(8))));
        assert_eq!(lowest("~=3.11"), Ok(Some(Python(11))));
        assert_eq!(lowest("==3.12.*"), Ok(Some(Python(12))));
        assert_eq!(lowest(">=2.7"), Ok(None));
        assert!(lowest(">=4").is_err());
        assert!(lowest("three").is_err());
    }
}
