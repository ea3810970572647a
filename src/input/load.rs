//! Reads the inputs of a run and, in rounds, the files that they include by quotes.

use std::{
    collections::HashSet,
    iter::Peekable,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Bytes, Input, InputError, Kind, Overlay, SOURCE_LIMIT, bytes::MAP_FROM, display, include, normal, outermost_root,
    read_binary, read_source, read_stdin,
};

/// Bytes of a source in which a NUL byte shows that it is no text, as git takes it.
const BEGINNING: usize = 8000;

/// Bytes of all sources of a run together: 512 MB. What is known of a source takes several times its size.
const RUN_LIMIT: u64 = 512 << 20;

/// Bytes of sources that are read at one time; what is not needed of them goes before the next ones are read.
const BATCH: u64 = 64 << 20;

/// Bytes of small binaries that are kept in memory; the others are mapped.
const BINARIES: u64 = 64 << 20;

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The inputs in order of their names, with their bytes.
    pub files: Vec<(Input, Bytes)>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// What a user should know, in words.
    pub notes: Vec<String>,
}

/// What is held in memory, and what did not find a place there.
struct Held {
    limit: u64,
    sources: u64,
    binaries: u64,
    left_out: usize,
}

/// Reads all inputs, in parallel. Included files are added as inputs that are not reported. What `overlay` holds is not
/// read.
pub fn load(inputs: Vec<Input>, cwd: &Path, overlay: &Overlay) -> Loaded {
    load_within(inputs, cwd, overlay, RUN_LIMIT)
}

/// The same with another limit for all sources together. Those that are reported are read first.
fn load_within(inputs: Vec<Input>, cwd: &Path, overlay: &Overlay, limit: u64) -> Loaded {
    let mut loaded = Loaded::default();
    let mut held = Held { limit, sources: 0, binaries: 0, left_out: 0 };
    let identity = Overlay::identity;
    let mut known: HashSet<PathBuf> = inputs.iter().map(|input| identity(&input.path)).collect();
    let mut round = inputs;
    round.sort_by_key(|input| !input.reported);
    let mut first = true;
    while !round.is_empty() {
        let start = loaded.files.len();
        let mut rest = round.into_iter().peekable();
        while rest.peek().is_some() {
            let batch = held.batch(&mut rest, &mut loaded.errors);
            let read: Vec<_> =
                batch.into_par_iter().map(|(input, mapped)| (read(&input, mapped, overlay), input)).collect();
            for (bytes, input) in read {
                // Around a named file only what speaks of Python matters, until somebody includes the rest.
                let foreign = |bytes: &Bytes| first && !input.reported && memchr::memmem::find(bytes, b"Py").is_none();
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
                    Ok(bytes) if foreign(&bytes) => {
                        known.remove(&identity(&input.path));
                    }
                    Ok(bytes) => {
                        held.sources += if input.kind == Kind::Source { bytes.len() as u64 } else { 0 };
                        loaded.files.push((input, bytes));
                    }
                    Err(error) => loaded.errors.push(InputError { path: input.name, ..error }),
                }
            }
        }
        let includes: Vec<Vec<Input>> =
            loaded.files[start..].par_iter().map(|(input, bytes)| included(input, bytes, cwd)).collect();
        round = includes.into_iter().flatten().filter(|input| known.insert(identity(&input.path))).collect();
        first = false;
    }
    if held.left_out > 0 {
        let count = held.left_out;
        let (files, were) = if count == 1 { ("file", "was") } else { ("files", "were") };
        loaded.notes.push(format!(
            "{count} other {files} of the project {were} not read: the limit for all sources of a run is {limit} bytes"
        ));
    }
    loaded.files.sort_by(|(a, _), (b, _)| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    loaded
}

impl Held {
    /// The next inputs to read at one time, each with whether it is to be mapped. Those for which there is no place
    /// any more are left out: an error where they were asked for.
    fn batch(
        &mut self,
        rest: &mut Peekable<impl Iterator<Item = Input>>,
        errors: &mut Vec<InputError>,
    ) -> Vec<(Input, bool)> {
        let mut batch = Vec::new();
        let mut sum = 0;
        while sum < BATCH
            && let Some(input) = rest.next()
        {
            // What cannot be asked for its size cannot be read either, and says so then.
            let size = if input.stdin { 0 } else { std::fs::metadata(&input.path).map_or(0, |m| m.len()) };
            match input.kind {
                Kind::Source if size <= SOURCE_LIMIT && self.sources + sum + size > self.limit => {
                    if input.reported {
                        let cause = format!(
                            "was not read: it has {size} bytes, and the limit for all sources of a run is {}",
                            self.limit
                        );
                        errors.push(InputError { path: input.name, cause });
                    } else {
                        self.left_out += 1;
                    }
                }
                Kind::Source => {
                    sum += size.min(SOURCE_LIMIT);
                    batch.push((input, false));
                }
                Kind::Binary | Kind::Wheel => {
                    self.binaries += if size < MAP_FROM { size } else { 0 };
                    batch.push((input, self.binaries > BINARIES));
                }
            }
        }
        batch
    }
}

/// Why a source is none: C and C++ have no NUL byte, and the parser reads UTF-8 and what else keeps ASCII.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some("is UTF-16 text; sources are read as UTF-8");
    }
    memchr::memchr(0, &bytes[..bytes.len().min(BEGINNING)]).map(|_| "is not a text file: it contains NUL bytes")
}

fn read(input: &Input, mapped: bool, overlay: &Overlay) -> Result<Bytes, InputError> {
    if let Some(bytes) = overlay.get(&input.path).filter(|_| input.kind == Kind::Source) {
        return Ok(Bytes::Owned(bytes.to_vec()));
    }
    match input.kind {
        _ if input.stdin => read_stdin(Path::new(&input.name)),
        Kind::Source => read_source(&input.path),
        Kind::Binary | Kind::Wheel => read_binary(&input.path, mapped),
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
        // `NAME.in` says what the build makes of it, where `NAME` is not there yet.
        .filter_map(|name| {
            let template = || include::resolve(&path, &format!("{name}.in"), &root);
            include::resolve(&path, name, &root).or_else(template)
        })
        .map(|file| {
            let name = if given_absolute { file.clone() } else { display(cwd, &file) };
            Input::new(file, name.to_string_lossy().into_owned(), Kind::Source, false)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_place_is_left_out_and_said() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut inputs = Vec::new();
        for (name, reported) in [("a.c", false), ("b.c", true), ("c.c", true), ("d.c", true)] {
            let path = folder.path().join(name);
            std::fs::write(&path, "int Py;\n").expect("a file");
            inputs.push(Input::new(path, name.to_owned(), Kind::Source, reported));
        }
        let names = |loaded: &Loaded| loaded.files.iter().map(|(input, _)| input.name.clone()).collect::<Vec<_>>();
        let loaded = load_within(inputs.clone(), folder.path(), &Overlay::default(), 20);
        assert_eq!(names(&loaded), ["b.c", "c.c"], "those that are asked for come first");
        let cause = "was not read: it has 8 bytes, and the limit for all sources of a run is 20";
        assert_eq!(loaded.errors, [InputError { path: "d.c".to_owned(), cause: cause.to_owned() }]);
        assert!(
            loaded.notes.len() == 1 && loaded.notes[0].starts_with("1 other file of the project was not read"),
            "{:?}",
            loaded.notes
        );
        let loaded = load_within(inputs, folder.path(), &Overlay::default(), 32);
        assert_eq!((names(&loaded).len(), loaded.errors.len(), loaded.notes.len()), (4, 0, 0));
    }
}
