//! What a file is compiled with: its entry in `compile_commands.json`, else what the Python in use asks for.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde::de::{Deserializer as _, SeqAccess, Visitor};

use super::{includes::normal, library::Library, python::Python};
use crate::facts::Language;

/// One entry of `compile_commands.json`.
#[derive(serde::Deserialize)]
struct Entry {
    directory: PathBuf,
    file: PathBuf,
    command: Option<String>,
    arguments: Option<Vec<String>>,
}

/// Largest `compile_commands.json` that is read: 64 MB, some ten thousand units with long lines.
const LIMIT: u64 = 64 << 20;

/// The flags of a build, by absolute path.
#[derive(Clone, Debug, Default)]
pub(super) struct Commands {
    by_file: HashMap<PathBuf, Vec<String>>,
}

/// Takes the entries one by one and keeps those of the files that are wanted.
struct Wanted<'a>(HashSet<&'a Path>);

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = HashMap<PathBuf, Vec<String>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of compile commands")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
        let mut by_file = HashMap::new();
        while let Some(entry) = all.next_element::<Entry>()? {
            let file = normal(&entry.directory.join(&entry.file));
            if !self.0.contains(file.as_path()) {
                continue;
            }
            let words = match (entry.arguments, entry.command) {
                (Some(words), _) => words,
                (None, Some(command)) => split(&command),
                (None, None) => continue,
            };
            by_file.entry(file).or_insert_with(|| kept(&words, &entry.directory));
        }
        Ok(by_file)
    }
}

/// The bytes of a file within [`LIMIT`]. Its kind is asked first: to open a pipe waits for a writer.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let io = |error: std::io::Error| error.to_string();
    if !path.metadata().map_err(io)?.is_file() {
        return Err("is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(LIMIT + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > LIMIT {
        return Err(format!("is too large: the limit is {LIMIT} bytes"));
    }
    Ok(bytes)
}

impl Commands {
    /// Reads the file named, else the one in `root` or in its `build` folder; none is no error. Of its entries those of
    /// `files` are kept.
    ///
    /// # Errors
    /// Where the file named (or found) cannot be read as one: path and cause.
    pub(super) fn find<'a>(
        named: Option<&Path>,
        root: &Path,
        files: impl Iterator<Item = &'a Path>,
    ) -> Result<Commands, String> {
        let beside = ["compile_commands.json", "build/compile_commands.json"].map(|name| root.join(name));
        let path = match named {
            Some(path) if path.is_dir() => path.join("compile_commands.json"),
            Some(path) => path.to_owned(),
            None => match beside.into_iter().find(|path| path.is_file()) {
                Some(path) => path,
                None => return Ok(Commands::default()),
            },
        };
        let wrong = |cause: String| format!("{}: {cause}", path.display());
        let text = bytes(&path).map_err(wrong)?;
        let mut json = serde_json::Deserializer::from_slice(&text);
        let read = json.deserialize_seq(Wanted(files.collect())).and_then(|by_file| json.end().map(|()| by_file));
        Ok(Commands { by_file: read.map_err(|error| wrong(error.to_string()))? })
    }

    /// What the build says about a file.
    pub(super) fn of(&self, path: &Path) -> Option<&[String]> {
        self.by_file.get(path).map(Vec::as_slice)
    }
}

/// The arguments that decide what a text means; folders made absolute.
fn kept(words: &[String], folder: &Path) -> Vec<String> {
    const FOLDERS: [&str; 6] = ["-I", "-isystem", "-iquote", "-idirafter", "-include", "-F"];
    const MACROS: [&str; 2] = ["-D", "-U"];
    let mut out = Vec::new();
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        if let Some(flag) = FOLDERS.iter().find(|f| word.starts_with(**f) && !word.starts_with("-include-pch")) {
            let rest = &word[flag.len()..];
            let path = if rest.is_empty() { words.next().map(String::as_str) } else { Some(rest) };
            let Some(path) = path else { continue };
            out.push((*flag).to_owned());
            out.push(normal(&folder.join(path)).to_string_lossy().into_owned());
        } else if let Some(flag) = MACROS.iter().find(|f| word.starts_with(**f)) {
            let rest = &word[flag.len()..];
            let value = if rest.is_empty() { words.next().map(String::as_str) } else { Some(rest) };
            out.extend(value.map(|v| format!("{flag}{v}")));
        } else if ["-std=", "-m32", "-m64", "-fsigned-char", "-funsigned-char", "-fshort-enums", "-pthread"]
            .iter()
            .any(|f| word.starts_with(f))
        {
            out.push(word.clone());
        }
    }
    out
}

/// A command line into words, quotes and backslashes as a POSIX shell takes them.
fn split(command: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' => out.extend(word.take()),
            '\'' => word.get_or_insert_default().extend(chars.by_ref().take_while(|&c| c != '\'')),
            '"' => {
                let word = word.get_or_insert_default();
                while let Some(c) = chars.next().filter(|&c| c != '"') {
                    let escaped = if c == '\\' { chars.next() } else { None };
                    match escaped {
                        Some(e @ ('"' | '\\' | '$' | '`')) => word.push(e),
                        Some(e) => word.extend([c, e]),
                        None => word.push(c),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            c => word.get_or_insert_default().push(c),
        }
    }
    out.extend(word);
    out
}

/// The arguments that every unit of a language gets: the library's own headers, and nothing but errors.
pub(super) fn basic(library: &Library, language: Language) -> Vec<String> {
    let standard = if language == Language::Cpp { "-std=gnu++17" } else { "-std=gnu11" };
    let mut out: Vec<String> = ["-w", "-ferror-limit=0", standard].map(str::to_owned).to_vec();
    if let Some(folder) = &library.resource {
        out.extend(["-resource-dir".to_owned(), folder.to_string_lossy().into_owned()]);
    }
    out
}

/// The folders with the headers of a Python.
pub(super) fn of_python(python: &Python) -> Vec<String> {
    python.includes.iter().map(|folder| format!("-I{}", folder.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_as_by_a_shell() {
        let words = split(r#"cc -DNAME=\"x y\" '-DB="q"' "-I a b" -c  x.c"#);
        assert_eq!(words, ["cc", "-DNAME=\"x", "y\"", "-DB=\"q\"", "-I a b", "-c", "x.c"]);
    }

    #[test]
    fn commands_have_a_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("compile_commands.json");
        let read = |size: u64| {
            File::create(&path).and_then(|file| file.set_len(size)).expect("the system has sparse files");
            bytes(&path).map(|bytes| bytes.len() as u64)
        };
        assert_eq!(read(LIMIT), Ok(LIMIT));
        assert_eq!(read(LIMIT + 1), Err("is too large: the limit is 67108864 bytes".to_owned()));
    }

    #[test]
    fn what_decides_the_meaning_is_kept() {
        let words: Vec<String> =
            ["cc", "-O2", "-Iinc", "-I", "../up", "-D", "A=1", "-UB", "-std=c99", "-o", "x.o", "-c", "x.c"]
                .map(str::to_owned)
                .to_vec();
        let kept = kept(&words, Path::new("/p/build"));
        assert_eq!(kept, ["-I", "/p/build/inc", "-I", "/p/up", "-DA=1", "-UB", "-std=c99"]);
    }
}
