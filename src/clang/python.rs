//! The Python in use, asked by running it: where its headers and its packages are.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// What one Python says about itself.
#[derive(Clone, Debug)]
pub struct Python {
    /// The program.
    pub program: PathBuf,
    /// `3.13`
    pub version: String,
    /// Folders with its headers.
    pub includes: Vec<PathBuf>,
    /// Folders with its packages.
    pub packages: Vec<PathBuf>,
}

const QUESTION: &str = "import sys, sysconfig
print('%d.%d' % sys.version_info[:2])
for name in 'include', 'platinclude', 'platlib', 'purelib':
    print(sysconfig.get_path(name) or '')
";

impl Python {
    /// The Python named, else that of the active environment, else the first on the PATH. None where none answers.
    pub fn find(named: Option<&Path>) -> Option<Python> {
        if let Some(program) = named {
            return ask(program);
        }
        let bin = if cfg!(windows) { "Scripts" } else { "bin" };
        let active = ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().filter_map(env::var_os);
        let active = active.map(|folder| Path::new(&folder).join(bin).join("python"));
        active.chain(["python3", "python"].map(PathBuf::from)).find_map(|program| ask(&program))
    }

    /// Whether `Python.h` is there.
    pub fn has_headers(&self) -> bool {
        self.includes.iter().any(|folder| folder.join("Python.h").is_file())
    }
}

fn ask(program: &Path) -> Option<Python> {
    let output = Command::new(program).args(["-I", "-c", QUESTION]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    let mut lines = text.lines().map(str::trim);
    let version = lines.next()?.to_owned();
    let paths: Vec<PathBuf> = lines.map(PathBuf::from).collect();
    let distinct = |paths: &[PathBuf]| {
        let mut out: Vec<PathBuf> = paths.iter().filter(|p| !p.as_os_str().is_empty()).cloned().collect();
        out.dedup();
        out
    };
    let (includes, packages) = (distinct(paths.get(..2)?), distinct(paths.get(2..)?));
    Some(Python { program: program.to_owned(), version, includes, packages })
}
