//! The Pythons at hand, with their headers, to compile modules for and to run them.

use std::path::PathBuf;
use std::process::Command;

/// An interpreter with headers.
#[derive(Clone, Debug)]
pub(crate) struct Python {
    pub(crate) program: PathBuf,
    pub(crate) include: PathBuf,
    /// What the names of its extension modules end with.
    pub(crate) suffix: String,
    /// `3.13`
    pub(crate) version: String,
    pub(crate) minor: u32,
}

/// One of each version from 3.`oldest` on: those on PATH and those that EXTLINT_PYTHONS names. None where there is no
/// compiler.
pub(crate) fn pythons(oldest: u32) -> Vec<Python> {
    if !cfg!(target_os = "linux") || Command::new("cc").arg("--version").output().is_err() {
        return Vec::new();
    }
    let mut programs: Vec<PathBuf> = vec!["python3".into()];
    programs.extend((oldest..=15).map(|minor| PathBuf::from(format!("python3.{minor}"))));
    if let Some(list) = std::env::var_os("EXTLINT_PYTHONS") {
        programs.extend(std::env::split_paths(&list));
    }
    let mut found: Vec<Python> = Vec::new();
    for python in programs.into_iter().filter_map(python).filter(|python| python.minor >= oldest) {
        if !found.iter().any(|known| known.version == python.version) {
            found.push(python);
        }
    }
    found
}

fn python(program: PathBuf) -> Option<Python> {
    let script = "import sysconfig as s; print(s.get_path('include')); print(s.get_config_var('EXT_SUFFIX')); \
                  print(s.get_python_version())";
    let output = Command::new(&program).args(["-c", script]).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines();
    let include = PathBuf::from(lines.next()?);
    let (suffix, version) = (lines.next()?.to_owned(), lines.next()?.to_owned());
    let minor = version.strip_prefix("3.")?.parse().ok()?;
    include.join("Python.h").is_file().then_some(Python { program, include, suffix, version, minor })
}
