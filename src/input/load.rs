//! Reads the inputs of a run and, in rounds, the files that they include by quotes.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{Bytes, Input, InputError, Kind, Project, display, include, normal, read_binary, read_source};

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

fn read(input: &Input) -> Result<Bytes, InputError> {
    match input.kind {
        Kind::Source => read_source(&input.path),
        Kind::Binary => {
            let bytes = read_binary(&input.path)?;
            if !Kind::is_binary(&bytes) {
                return Err(InputError::new(&input.path, "is no ELF, Mach-O or PE file"));
            }
            Ok(bytes)
        }
        Kind::Wheel => read_binary(&input.path),
    }
}

/// The files that a source includes by quotes, inside its project.
fn included(input: &Input, bytes: &[u8], cwd: &Path) -> Vec<Input> {
    if input.kind != Kind::Source {
        return Vec::new();
    }
    let path = normal(cwd, &input.path);
    let root = Project::of(&path).root.or_else(|| path.parent().map(Path::to_owned)).unwrap_or_default();
    let given_absolute = Path::new(&input.name).is_absolute();
    include::quoted(bytes)
        .filter_map(|name| include::resolve(&path, name, &root))
        .map(|file| {
            let name = if given_absolute { file.clone() } else { display(cwd, &file) };
            Input { name: name.to_string_lossy().into_owned(), path: file, kind: Kind::Source, reported: false }
        })
        .collect()
}
