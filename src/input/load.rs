//! Reads the inputs of a run and, in rounds, the files that they include by quotes.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Bytes, Input, InputError, Kind, display, include, normal, outermost_root, read_binary, read_source, read_stdin,
};

/// Bytes of a source in which a NUL byte shows that it is no text, as git takes it.
const BEGINNING: usize = 8000;

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The inputs in order of their names, with their bytes.
    pub files: Vec<(Input, Bytes)>,
    /// What could not be read.
    pub errors: Vec<InputError>,
}

/// Reads all inputs, in parallel. Included files are added as inputs that are not reported.
pub fn load(inputs: Vec<Input>, cwd: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    let identity = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut known: HashSet<PathBuf> = inputs.iter().map(|input| identity(&input.path)).collect();
    let mut round = inputs;
    while !round.is_empty() {
        let read: Vec<_> = round.into_par_iter().map(|input| (read(&input), input)).collect();
        let start = loaded.files.len();
        for (bytes, input) in read {
            match bytes {
                Ok(bytes)
                    if input.kind == Kind::Source
                        && let Some(cause) = no_text(&bytes) =>
                {
                    // What only stands around the files that are asked for is no loss.
                    if input.reported {
                        loaded.errors.push(InputError { path: input.name, cause: cause.to_owned() });
                    }
                }
                // Around a named file only what speaks of Python matters, until somebody includes the rest.
                Ok(bytes) if start == 0 && !input.reported && memchr::memmem::find(&bytes, b"Py").is_none() => {
                    known.remove(&identity(&input.path));
                }
                Ok(bytes) => loaded.files.push((input, bytes)),
                Err(error) => loaded.errors.push(InputError { path: input.name, ..error }),
            }
        }
        let includes: Vec<Vec<Input>> =
            loaded.files[start..].par_iter().map(|(input, bytes)| included(input, bytes, cwd)).collect();
        round = includes.into_iter().flatten().filter(|input| known.insert(identity(&input.path))).collect();
    }
    loaded.files.sort_by(|(a, _), (b, _)| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    loaded
}

/// Why a source is none: C and C++ have no NUL byte, and the parser reads UTF-8 and what else keeps ASCII.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some("is UTF-16 text; sources are read as UTF-8");
    }
    memchr::memchr(0, &bytes[..bytes.len().min(BEGINNING)]).map(|_| "is no text: it holds NUL bytes")
}

fn read(input: &Input) -> Result<Bytes, InputError> {
    match input.kind {
        _ if input.stdin => read_stdin(Path::new(&input.name)),
        Kind::Source => read_source(&input.path),
        Kind::Binary | Kind::Wheel => read_binary(&input.path),
    }
}

/// The files that a source includes by quotes, inside its project.
fn included(input: &Input, bytes: &[u8], cwd: &Path) -> Vec<Input> {
    if input.kind != Kind::Source {
        return Vec::new();
    }
    let path = normal(cwd, &input.path);
    let folder = path.parent().unwrap_or(&path);
    let root = outermost_root(folder).unwrap_or_else(|| folder.to_owned());
    let given_absolute = Path::new(&input.name).is_absolute();
    include::quoted(bytes)
        .filter_map(|name| include::resolve(&path, name, &root))
        .map(|file| {
            let name = if given_absolute { file.clone() } else { display(cwd, &file) };
            Input::new(file, name.to_string_lossy().into_owned(), Kind::Source, false)
        })
        .collect()
}
