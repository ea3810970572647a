//! A survey: one distribution after the other is checked, and what is found of each goes into tables of its own. Prints
//! nothing.
//!
//! The file of a distribution in `distributions` is written last: where it is, all others are. So a survey may be
//! interrupted at any point, and two may write to one folder.

mod fetch;
mod inputs;
mod named;
mod rows;
mod shapes;
mod table;
mod unpack;

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

pub use inputs::{Input, inputs};
use named::{Kind, Named};
use rows::Rows;

use crate::{
    check,
    config::{Overrides, Settings},
    input::{InputError, Overlay, Project, Request},
};

/// What tells the tables of this build from those of others.
const BUILD: &str = env!("EXTLINT_BUILD");

/// Where a survey writes, and what it fetches with.
#[derive(Debug)]
pub struct Survey {
    output: PathBuf,
    python: PathBuf,
}

/// How it went with one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was checked.
    Checked {
        /// Something in it was not read.
        partly: bool,
    },
    /// An earlier run did it.
    Before,
}

/// Why an input was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It could not be read; `gaps` says so, and the others can be.
    Input(InputError),
    /// Nothing can be written any more, or fetched: the survey is at its end.
    Output(InputError),
}

/// The same without the path.
#[derive(Debug)]
pub(crate) enum Trouble {
    Input(String),
    Output(String),
}

impl Trouble {
    /// What the system says of a file that is written.
    fn of(error: &io::Error) -> Trouble {
        Trouble::Output(InputError::io(Path::new(""), error).cause)
    }

    /// The same where temporary files were to be written.
    fn while_unpacking(self) -> Trouble {
        match self {
            Trouble::Output(cause) => Trouble::Output(format!("a file in {}: {cause}", std::env::temp_dir().display())),
            input => input,
        }
    }

    fn about(self, input: &Path) -> Failure {
        match self {
            Trouble::Input(cause) => Failure::Input(InputError::new(input, cause)),
            Trouble::Output(cause) => Failure::Output(InputError::new(input, cause)),
        }
    }
}

/// Whether there is no room left: not the input's fault.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

impl Survey {
    /// One that writes below a folder, which is made; `python` runs pip.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new(output: &Path, python: &Path) -> Result<Survey, InputError> {
        fs::create_dir_all(output.join("distributions")).map_err(|error| InputError::io(output, &error))?;
        Ok(Survey { output: output.to_owned(), python: python.to_owned() })
    }

    /// Checks one input and writes its tables.
    ///
    /// # Errors
    /// Where it could not be read at all, or tables cannot be written.
    pub fn add(&self, input: &Input) -> Result<Done, Failure> {
        match input {
            Input::Path(path) => self.add_file(path).map(|(done, _)| done),
            Input::Requirement(line) => self.add_requirement(line),
        }
    }

    fn add_requirement(&self, line: &str) -> Result<Done, Failure> {
        let (key, lost) = (key(&["requirement", line]), key(&["lost requirement", line]));
        if self.is_done("requirements", &key) {
            return Ok(Done::Before);
        }
        let shown = Path::new(line);
        let place = temporary().map_err(|trouble| trouble.about(shown))?;
        let wheel = match fetch::fetch(&self.python, line, place.path()) {
            Ok(wheel) => wheel,
            Err(Trouble::Input(cause)) => {
                self.write_lost(&Named::required(line), &lost, &cause, "fetch")?;
                return Err(Failure::Input(InputError::new(shown, cause)));
            }
            Err(trouble) => return Err(trouble.about(shown)),
        };
        self.found("gaps", &lost);
        let (done, named) = match self.add_file(&wheel) {
            Err(Failure::Input(error)) => return Err(Failure::Input(InputError::new(shown, error.cause))),
            other => other?,
        };
        rows::write_requirement(line, &named, BUILD, &self.output, &key).map_err(|error| self.unwritten(&error))?;
        Ok(done)
    }

    fn add_file(&self, input: &Path) -> Result<(Done, Named), Failure> {
        let named = catch_unwind(AssertUnwindSafe(|| Named::of(input)));
        // What cannot be read has a row until it can.
        let lost = key(&["lost", &input.to_string_lossy()]);
        let named = match named.unwrap_or_else(|_| Err("internal error: it was not read".to_owned())) {
            Ok(named) => named,
            Err(cause) => {
                self.write_lost(&Named::lost(input), &lost, &cause, "input")?;
                return Err(Failure::Input(InputError::new(input, cause)));
            }
        };
        self.found("gaps", &lost);
        let key = key(&["distribution", named.sha256.as_deref().unwrap_or_default(), &named.file]);
        if self.is_done("distributions", &key) {
            return Ok((Done::Before, named));
        }
        let mut rows = Rows::new(&named, BUILD);
        let start = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| check(input, &named, &mut rows))) {
            Ok(Ok(())) => {}
            Ok(Err((Trouble::Input(cause), stage))) => rows.fail(&cause, stage),
            // It is no fault of the input: it is to be checked another time.
            Ok(Err((trouble, _))) => return Err(trouble.about(input)),
            Err(_) => rows.fail("internal error: it was not checked", "check"),
        }
        rows.took(start.elapsed(), peak());
        rows.write(&self.output, &key).map_err(|error| self.unwritten(&error))?;
        match rows.failed() {
            Some(cause) => Err(Failure::Input(InputError::new(input, cause))),
            None => Ok((Done::Checked { partly: rows.is_partial() }, named)),
        }
    }

    fn is_done(&self, table: &str, key: &str) -> bool {
        self.output.join(table).join(format!("{key}.parquet")).is_file()
    }

    /// Takes back what an earlier run said was not there.
    fn found(&self, table: &str, key: &str) {
        let _ = fs::remove_file(self.output.join(table).join(format!("{key}.parquet")));
    }

    fn write_lost(&self, named: &Named, key: &str, cause: &str, stage: &str) -> Result<(), Failure> {
        let mut rows = Rows::new(named, BUILD);
        rows.gap(None, cause, stage);
        rows.write_gaps(&self.output, key).map_err(|error| self.unwritten(&error))
    }

    fn unwritten(&self, error: &io::Error) -> Failure {
        Failure::Output(InputError::io(&self.output, error))
    }
}

/// Checks an input; an error has the stage that it is of.
fn check(input: &Path, named: &Named, rows: &mut Rows) -> Result<(), (Trouble, &'static str)> {
    let input = std::path::absolute(input).map_err(|error| (Trouble::Input(error.to_string()), "input"))?;
    match named.kind {
        Kind::Wheel => run(input.parent().unwrap_or(&input), Path::new(&named.file), rows),
        Kind::Folder => run(&input, Path::new("."), rows),
        Kind::Sdist => {
            let place = temporary().map_err(|trouble| (trouble, "unpack"))?;
            let unpacked =
                unpack::unpack(&input, place.path()).map_err(|trouble| (trouble.while_unpacking(), "unpack"))?;
            rows.unpacked(unpacked.bytes);
            unpacked.left.iter().for_each(|(path, cause)| rows.gap(path.as_deref(), cause, "unpack"));
            run(&unpacked.root, Path::new("."), rows)
        }
    }
}

/// Checks a path in a folder. What is around the folder does not count, as far as it can be told from what is in it.
fn run(folder: &Path, path: &Path, rows: &mut Rows) -> Result<(), (Trouble, &'static str)> {
    let overrides = Overrides { no_config: true, ..Overrides::default() };
    let nowhere = folder.ancestors().last().unwrap_or(folder);
    let alone = path != Path::new(".") || !inputs::is_project(folder);
    let settled = Settings::settle(&overrides, if alone { nowhere } else { folder }, folder);
    // A pyproject.toml that cannot be read keeps nobody from reading the sources.
    let settled = settled.or_else(|error| {
        rows.gap(None, &error.to_string(), "check");
        Settings::settle(&overrides, nowhere, folder)
    });
    let mut settings = settled.map_err(|error| (Trouble::Input(error.to_string()), "check"))?;
    settings.project = Project { root: Some(folder.to_owned()), ..settings.project };
    let request = Request {
        paths: vec![path.to_owned()],
        cwd: folder.to_owned(),
        exclude: Arc::clone(&settings.exclude),
        force_exclude: false,
        gitignore: false,
        stdin_name: None,
        overlay: Overlay::default(),
    };
    let (outcome, uses) = check::check_seen(&request, &settings, &mut |facts| rows.facts(facts));
    rows.outcome(&outcome, &uses);
    Ok(())
}

/// A folder that goes when it is no longer needed, where the system has its temporary files.
fn temporary() -> Result<tempfile::TempDir, Trouble> {
    tempfile::Builder::new().prefix("extlint-survey-").tempdir().map_err(|error| {
        let cause = InputError::io(Path::new(""), &error).cause;
        Trouble::Output(format!("a folder in {}: {cause}", std::env::temp_dir().display()))
    })
}

/// The name of the files of something: by what it is, and by the build that did it.
fn key(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts.iter().chain(&[BUILD]) {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The most memory that the process had so far, in kilobytes; None where the system does not say.
fn peak() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
