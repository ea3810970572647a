//! The exact front end: the same facts by libclang, which is loaded at run time where there is one.
//!
//! It sees one configuration as a compiler does: types, values and macros resolved. It needs the headers of a Python.
//! [`merge`] puts what it saw into the facts of the other front end, which sees all branches.

mod cache;
mod claims;
mod cursor;
mod extract;
mod flags;
mod header;
mod includes;
mod library;
mod merge;
mod python;
mod unit;

use std::{
    collections::HashMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::facts::{FileFacts, Language, Span};
use claims::Claims;
use cursor::FileKey;
use extract::{Given, UnitFacts};
use flags::Commands;
use header::Headers;
use includes::{Includes, Preface};
pub use library::{Library, LibraryError, OLDEST, Version};
pub use merge::merge;
pub use python::Python;
use unit::{Complaint, Index, Unit};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The library, or the folder that holds it.
    pub library: Option<PathBuf>,
    /// The Python whose headers are used.
    pub python: Option<PathBuf>,
    /// `compile_commands.json`, or the folder that holds it.
    pub compile_commands: Option<PathBuf>,
    /// Read `Python.h` anew for every file.
    pub without_precompiled: bool,
}

/// Why the front end cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ClangError {
    /// No usable library.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The Python named does not answer.
    #[error("{path}: cannot be run as a Python interpreter", path = .0.display())]
    Python(PathBuf),
    /// No headers of Python.
    #[error(
        "Python.h was not found; install the headers of Python (python3-dev) or select another Python with --python"
    )]
    Headers,
    /// The library has no builtin headers.
    #[error("{path}: its builtin headers (stddef.h) were not found; `pip install libclang-ng` installs both", path = .0.display())]
    Resource(PathBuf),
    /// `compile_commands.json` is wrong.
    #[error("{0}")]
    Commands(String),
}

/// libclang, ready to read files.
#[derive(Debug)]
pub struct FrontEnd {
    /// The library in use.
    pub library: Library,
    /// The Python whose headers are in use.
    pub python: Python,
    headers: Option<Headers>,
    compile_commands: Option<PathBuf>,
}

/// One file of a run.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its absolute path.
    pub path: &'a Path,
    /// Its bytes.
    pub text: &'a [u8],
}

/// What the front end saw of the files of a run.
#[derive(Debug, Default)]
pub struct Reading {
    /// By input; None where nothing was read.
    found: Vec<Option<UnitFacts>>,
    /// Inputs that libclang could not compile, with the first cause.
    pub given_up: Vec<(usize, String)>,
    /// Inputs with errors that libclang read for all that, with the first error.
    pub imperfect: Vec<(usize, String)>,
}

impl Reading {
    /// The facts of an input.
    pub fn facts(&self, input: usize) -> Option<&FileFacts> {
        self.found.get(input)?.as_ref().map(|found| &found.facts)
    }

    /// Whether `#if` left out some of `span`.
    fn touches_skipped(&self, input: usize, span: Span) -> bool {
        let found = self.found.get(input).and_then(Option::as_ref);
        found.is_some_and(|found| found.skipped.iter().any(|s| s.start < span.end && span.start < s.end))
    }

    /// Whether `#if` left out the byte `offset` of an input.
    pub fn is_skipped(&self, input: usize, offset: u32) -> bool {
        let found = self.found.get(input).and_then(Option::as_ref);
        found.is_some_and(|found| found.is_skipped(offset))
    }
}

impl FrontEnd {
    /// Finds a library, a Python and a place for precompiled headers.
    ///
    /// # Errors
    /// Where one of them is missing, in words that say what to install.
    pub fn start(wish: &Wish) -> Result<FrontEnd, ClangError> {
        let python = Python::find(wish.python.as_deref());
        if let (Some(named), None) = (&wish.python, &python) {
            return Err(ClangError::Python(named.clone()));
        }
        let library = Library::find(wish.library.as_deref(), python.as_ref())?;
        let python = python.filter(Python::has_headers).ok_or(ClangError::Headers)?;
        if library.resource.is_none() {
            return Err(ClangError::Resource(library.path));
        }
        let headers = Headers::prepare(!wish.without_precompiled);
        Ok(FrontEnd { library, python, headers, compile_commands: wish.compile_commands.clone() })
    }

    /// Reads the files of one project, in parallel on rayon's threads. `syntactic` are their facts by the other front
    /// end; `root` is the project's folder.
    ///
    /// # Errors
    /// Where `compile_commands.json` is wrong.
    pub fn read(&self, inputs: &[Input<'_>], syntactic: &[FileFacts], root: &Path) -> Result<Reading, ClangError> {
        let files = inputs.iter().map(|input| input.path);
        let commands = Commands::find(self.compile_commands.as_deref(), root, files).map_err(ClangError::Commands)?;
        let real = |input: &Input<'_>| fs::canonicalize(input.path).unwrap_or_else(|_| input.path.to_owned());
        let paths: Vec<PathBuf> = inputs.iter().map(real).collect();
        let run = Run {
            front_end: self,
            inputs,
            syntactic,
            includes: Includes::new(&paths, syntactic),
            by_path: paths.iter().enumerate().map(|(i, path)| (path.as_path(), i)).collect(),
            commands,
            claims: Claims::default(),
        };
        let included = run.includes.included();
        let is_unit = |i: &usize| !is_header(&paths[*i]);
        let found = (0..inputs.len()).map(|_| None).collect();
        let mut reading = Reading { found, ..Reading::default() };
        // Files that others include are read as part of those; the rest of them by themselves afterwards.
        let (parts, roots): (Vec<usize>, Vec<usize>) = (0..inputs.len()).filter(is_unit).partition(|&i| included[i]);
        for round in [roots, parts] {
            let units: Vec<usize> = round.into_iter().filter(|&i| reading.found[i].is_none()).collect();
            let outcomes: Vec<(usize, Outcome)> =
                units.into_par_iter().with_max_len(1).map(|i| (i, run.unit(i))).collect();
            for (unit, outcome) in outcomes {
                match outcome {
                    Ok((all, error)) => {
                        reading.imperfect.extend(error.map(|error| (unit, error)));
                        for (input, found) in
                            all.into_iter().filter(|(input, _)| run.claims.holder(*input) == Some(unit))
                        {
                            reading.found[input].get_or_insert(found);
                        }
                    }
                    Err(cause) => reading.given_up.push((unit, cause)),
                }
            }
        }
        reading.given_up.sort();
        reading.imperfect.sort();
        Ok(reading)
    }
}

/// The facts of a unit's files and its first error, or why it was given up.
type Outcome = Result<(Vec<(usize, UnitFacts)>, Option<String>), String>;

/// The reading of one project.
struct Run<'a> {
    front_end: &'a FrontEnd,
    inputs: &'a [Input<'a>],
    syntactic: &'a [FileFacts],
    includes: Includes<'a>,
    by_path: HashMap<&'a Path, usize>,
    commands: Commands,
    claims: Claims,
}

impl Run<'_> {
    fn unit(&self, input: usize) -> Outcome {
        let _entered = self.front_end.library.enter();
        let read = || self.parse(input);
        catch_unwind(AssertUnwindSafe(read))
            .unwrap_or_else(|_| Err("internal error: the file was not checked".to_owned()))
    }

    fn parse(&self, input: usize) -> Outcome {
        let (path, language) = (self.inputs[input].path, self.syntactic[input].language);
        let index = Index::new(true);
        let (flags, forced) = self.arguments(input);
        let kind = if language == Language::Cpp { "c++" } else { "c" };
        let arguments = |forced: &[String]| -> Vec<String> {
            ["-x", kind]
                .map(str::to_owned)
                .into_iter()
                .chain(flags.iter().cloned())
                .chain(forced.iter().cloned())
                .collect()
        };
        let attempt = |forced: &[String]| index.parse(path, &arguments(forced), Some(self.inputs[input].text));
        let with = forced.as_ref().map_or(&[][..], |f| &f.arguments);
        let mut unit = attempt(with);
        let failed = |unit: &Option<Unit<'_>>| unit.as_ref().is_none_or(|u| u.complaints().iter().any(|c| c.fatal));
        if let (true, Some(forced), Some(headers)) = (failed(&unit), &forced, &self.front_end.headers)
            && let Some(precompiled) = &forced.precompiled
        {
            if unit.as_ref().is_none_or(|unit| unit.complaints().iter().any(Complaint::rejects_precompiled)) {
                headers.discard(precompiled);
            }
            // The precompiled header may be of another world than the file.
            unit = attempt(&headers.included().arguments);
        }
        let unit = unit.ok_or_else(|| "libclang gave up".to_owned())?;
        let complaints = unit.complaints();
        if let Some(fatal) = complaints.iter().find(|c| c.fatal) {
            return Err(words(fatal, path));
        }
        let project = self.project_files(&unit, input);
        let wanted = |file: usize| self.claims.claim(file, input);
        let given = |file: usize| Given { text: self.inputs[file].text, syntactic: &self.syntactic[file] };
        let error = complaints.first().map(|first| words(first, path));
        Ok((extract::read(&unit, project, &wanted, &given), error))
    }

    /// The unit's flags, and the forced header where it reaches `Python.h`.
    fn arguments(&self, input: usize) -> (Vec<String>, Option<header::Forced>) {
        let front_end = self.front_end;
        let language = self.syntactic[input].language;
        let Preface { python, defines } = self.includes.preface(input);
        let mut common = flags::basic(&front_end.library, language);
        let given = self.commands.of(self.inputs[input].path);
        let python_first = flags::of_python(&front_end.python);
        let mut own: Vec<String> = Vec::new();
        match given {
            // The macros and folders of a build may be what `Python.h` depends on.
            Some(given) => common.extend(given.iter().cloned().chain(python_first)),
            None => {
                common.extend(python_first);
                own.extend(self.includes.folders(input).iter().map(|folder| format!("-I{}", folder.display())));
            }
        }
        let forced = front_end.headers.as_ref().filter(|_| python).map(|headers| {
            let flags: Vec<String> = common.iter().cloned().chain(defines).collect();
            let forced = headers.forced(&front_end.library, &flags, language, &front_end.python.includes);
            common = flags;
            forced
        });
        common.extend(own);
        (common, forced)
    }

    /// The files of a unit that are inputs.
    fn project_files(&self, unit: &Unit<'_>, main: usize) -> HashMap<FileKey, usize> {
        let mut out = HashMap::new();
        for (i, inclusion) in unit.inclusions().into_iter().enumerate() {
            let name = unit.file_name(inclusion.file);
            let path = Path::new(&name);
            let known = || {
                let real = fs::canonicalize(path).ok()?;
                self.by_path.get(real.as_path()).copied()
            };
            let input = if i == 0 || path == self.inputs[main].path { Some(main) } else { known() };
            out.extend(input.map(|input| (inclusion.file, input)));
        }
        out
    }
}

/// A complaint for a message: its words, and its place where that is another file.
fn words(complaint: &Complaint, path: &Path) -> String {
    match &complaint.place {
        Some((file, line)) if Path::new(file) != path => format!("{} ({file}:{line})", complaint.message),
        Some((_, line)) => format!("{} (line {line})", complaint.message),
        None => complaint.message.clone(),
    }
}

fn is_header(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    matches!(ending, "h" | "H" | "hh" | "hpp" | "hxx" | "h++" | "inc" | "inl" | "ipp" | "tpp")
}
