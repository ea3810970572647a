//! A project in a temporary folder, and runs of the program in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Fires ABI003 once, at line 1, column 9.
pub(crate) const BAD: &str = "#define Py_BUILD_CORE 1\nint x;\n";
/// Fires nothing.
pub(crate) const GOOD: &str = "int x;\n";

/// The root of this repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that is removed in the end.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a run did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    /// An empty folder with a mark that makes it a project of its own.
    pub(crate) fn new() -> Self {
        let project = Project { folder: tempfile::tempdir().expect("a temporary folder") };
        project.file("setup.py", "");
        project
    }

    /// With one file.
    pub(crate) fn with(name: &str, text: impl AsRef<[u8]>) -> Self {
        let project = Self::new();
        project.file(name, text);
        project
    }

    /// Where `name` is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        // Names in messages must be those that the program finds: no link on the way.
        fs::canonicalize(self.folder.path()).expect("the folder is there").join(name)
    }

    /// What a file holds.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn file(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("in the folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// Runs the program with environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = self.command(arguments).envs(environment.iter().copied()).output().expect("the program starts");
        Run {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// `check` with one line a finding and nothing else.
    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        self.run(&[&["check", "--output-format", "concise", "--quiet"], arguments].concat())
    }

    /// The program, to be started in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extlint"));
        command.current_dir(self.path("")).args(arguments).stdin(Stdio::null());
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS", "GITHUB_WORKSPACE"] {
            command.env_remove(name);
        }
        // No place for a cache: what is tested is read.
        for name in ["HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "EXTLINT_CACHE_DIR"] {
            command.env_remove(name);
        }
        command
    }
}

impl Run {
    /// The JSON objects of its lines.
    pub(crate) fn json_lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
    }
}
