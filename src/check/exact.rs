//! The exact front end in a run: started once, asked for every project, and never in the way of the other one.

use std::path::{Path, PathBuf};

use crate::{
    config::{Clang, Settings},
    facts::FileFacts,
    input::InputError,
    text::Sources,
};

/// Which front end reads sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// What the settings say: tree-sitter, refined by libclang.
    #[default]
    Settings,
    /// tree-sitter alone.
    TreeSitter,
    /// libclang alone.
    Clang,
}

/// Files that a note names before it only counts.
#[cfg(feature = "clang")]
const NAMED: usize = 5;

/// What was said while files were read.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) notes: Vec<String>,
    pub(super) errors: Vec<InputError>,
}

impl Said {
    fn error(cause: String) -> Self {
        let error = InputError { path: "--clang".to_owned(), cause };
        Said { notes: Vec::new(), errors: vec![error] }
    }
}

/// The exact front end of a run, where there is one.
#[derive(Debug, Default)]
pub(super) struct Exact {
    #[cfg(feature = "clang")]
    front_end: Option<crate::clang::FrontEnd>,
    #[cfg(feature = "clang")]
    alone: bool,
    pub(super) notes: Vec<String>,
    pub(super) errors: Vec<InputError>,
}

impl Exact {
    fn silent(said: Said) -> Self {
        let mut exact = Exact::default();
        (exact.notes, exact.errors) = (said.notes, said.errors);
        exact
    }
}

/// What the settings and the reader ask for: nothing, or the path of a library and whether to go on without one.
fn wanted(settings: &Settings, reader: Reader) -> Option<(Option<PathBuf>, bool)> {
    match (&settings.exact.clang.value, reader) {
        (_, Reader::TreeSitter) | (Clang::Off, Reader::Settings) => None,
        (Clang::At(path), _) => Some((Some(path.clone()), false)),
        (Clang::Auto, Reader::Settings) => Some((None, true)),
        _ => Some((None, false)),
    }
}

impl Exact {
    /// Whether it changes what the other front end says.
    pub(super) fn is_there(&self) -> bool {
        #[cfg(feature = "clang")]
        return self.alone || self.front_end.is_some();
        #[cfg(not(feature = "clang"))]
        false
    }
}

#[cfg(not(feature = "clang"))]
impl Exact {
    pub(super) fn start(settings: &Settings, reader: Reader) -> Self {
        const CAUSE: &str = "this extlint was built without libclang";
        match wanted(settings, reader) {
            None => Exact::default(),
            Some((_, true)) => Exact::silent(Said { notes: vec![CAUSE.to_owned()], errors: Vec::new() }),
            Some((_, false)) => Exact::silent(Said::error(CAUSE.to_owned())),
        }
    }

    pub(super) fn refine(&self, _: &mut [FileFacts], _: &Path, _: &Sources, _: &Path) -> Said {
        Said::default()
    }
}

#[cfg(feature = "clang")]
impl Exact {
    /// Starts the front end where it is wanted; what stands in its way is said.
    pub(super) fn start(settings: &Settings, reader: Reader) -> Self {
        let Some((library, optional)) = wanted(settings, reader) else { return Exact::default() };
        let wish = crate::clang::Wish {
            library,
            python: settings.exact.python.value.clone(),
            compile_commands: settings.exact.compile_commands.value.clone(),
            without_precompiled: false,
        };
        let alone = reader == Reader::Clang;
        match crate::clang::FrontEnd::start(&wish) {
            Ok(front_end) => Exact { front_end: Some(front_end), alone, ..Exact::default() },
            Err(error) if alone => Exact { alone, ..Exact::silent(Said::error(error.to_string())) },
            Err(error) if optional => {
                let note = format!("read without libclang: {error}");
                Exact::silent(Said { notes: vec![note], errors: Vec::new() })
            }
            Err(error) => Exact::silent(Said::error(error.to_string())),
        }
    }

    /// Puts what libclang sees of a project's files into their facts; alone, puts it in their place.
    pub(super) fn refine(&self, files: &mut [FileFacts], root: &Path, sources: &Sources, cwd: &Path) -> Said {
        let Some(front_end) = &self.front_end else {
            if self.alone {
                files.iter_mut().for_each(|facts| *facts = FileFacts::empty(facts.file, facts.language));
            }
            return Said::default();
        };
        let paths: Vec<PathBuf> = files.iter().map(|f| crate::input::normal(cwd, &sources.get(f.file).path)).collect();
        let inputs: Vec<crate::clang::Input<'_>> = files
            .iter()
            .zip(&paths)
            .map(|(facts, path)| crate::clang::Input { path, text: &sources.get(facts.file).bytes })
            .collect();
        let reading = match front_end.read(&inputs, files, root) {
            Ok(reading) => reading,
            Err(error) => return Said::error(error.to_string()),
        };
        let mut said = Said::default();
        let mut tell = |of: &[(usize, String)], one: &str, many: &str| {
            for (input, cause) in of.iter().take(NAMED) {
                let path = &sources.get(files[*input].file).name;
                said.notes.push(format!("{path}: {one}: {cause}"));
            }
            if of.len() > NAMED {
                said.notes.push(format!("{many}: {}", of.len() - NAMED));
            }
        };
        let (one, many) =
            ("read without libclang, which could not compile it", "more files that libclang could not compile");
        tell(&reading.given_up, one, many);
        tell(
            &reading.imperfect,
            "libclang left out the declarations with errors",
            "more files with errors according to libclang",
        );
        if self.alone {
            for (i, facts) in files.iter_mut().enumerate() {
                let empty = || FileFacts::empty(facts.file, facts.language);
                *facts = reading.facts(i).cloned().unwrap_or_else(empty);
            }
        } else {
            crate::clang::merge(files, &reading);
        }
        said
    }
}
