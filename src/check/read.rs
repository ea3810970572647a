//! Inputs to facts: reads every input with the front end for its kind. Knows no rule.

use crate::capi::predefined::LIMITED_API;
use std::{
    collections::{BTreeSet, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    exact::{Exact, Reader},
    words,
};
use crate::{
    abi,
    config::{LimitedApi, Settings, speaks_of_limited_api},
    facts::{Artifact, BuildExtension, BuildFacts, FileFacts, FileId, GapKind, Generator, Targets, Truth},
    input::{self, InputError, Kind, Request, normal, outermost_root},
    source::{self, SourceInput, generator},
    text::{SourceText, Sources},
};

/// The facts of a run before any rule has seen them.
#[derive(Debug, Default)]
pub struct Facts {
    /// By project, in the order of their first files.
    pub projects: Vec<ProjectFacts>,
    /// Facts of the binaries and wheels, ascending by file.
    pub artifacts: Vec<Artifact>,
    /// The texts.
    pub sources: Sources,
    /// Inputs that were not read or given up.
    pub errors: Vec<InputError>,
    /// What a user should know about how sources were read, in words.
    pub notes: Vec<String>,
}

/// The facts of the sources of one project: what may be linked together.
#[derive(Debug)]
pub struct ProjectFacts {
    /// Facts of its C and C++ files, ascending by file.
    pub files: Vec<FileFacts>,
    /// What its build files say.
    pub build: BuildFacts,
    /// What it is checked for.
    pub targets: Targets,
}

/// Reads the inputs of a request and their facts, as the settings say.
pub fn read(request: &Request, settings: &Settings) -> Facts {
    read_by(request, settings, Reader::Settings)
}

/// Reads the inputs of a request and their facts, sources by the front end named.
pub fn read_by(request: &Request, settings: &Settings, reader: Reader) -> Facts {
    let collected = input::collect(request);
    let loaded = input::load(collected.inputs, &request.cwd);
    let mut errors = collected.errors;
    errors.extend(loaded.errors);
    let root = settings.project.root.as_deref().unwrap_or(&request.cwd);
    let mut sources = Sources::default();
    let mut kinds = Vec::new();
    for (input, bytes) in loaded.files {
        let key = key(root, &normal(&request.cwd, &input.path));
        kinds.push(input.kind);
        sources.files.push(SourceText::new(input.path, input.name, key, bytes, input.reported));
    }
    let groups = by_project(&sources, &kinds, &request.cwd);
    let any = groups.iter().any(|(_, files)| !files.is_empty());
    let exact = if any { Exact::start(settings, reader) } else { Exact::default() };
    let read = |(root, files): &(PathBuf, Vec<FileId>)| {
        let mut facts = project(root, files, &sources, settings, &request.cwd);
        let said = exact.refine(&mut facts.files, root, &sources, &request.cwd);
        (facts, said)
    };
    let (projects, said): (Vec<ProjectFacts>, Vec<_>) = groups.par_iter().map(read).unzip();
    let mut notes = exact.notes;
    errors.extend(exact.errors);
    for said in said {
        notes.extend(said.notes);
        errors.extend(said.errors);
    }
    for facts in projects.iter().flat_map(|project| &project.files) {
        let text = &mut sources.files[facts.file.0 as usize];
        text.generator = facts.generated.as_ref().map(|g| {
            let by = match g.by {
                Generator::Cython => "Cython",
                Generator::Mypyc => "mypyc",
                Generator::Swig => "SWIG",
                Generator::Other => "a generator",
            };
            g.version.as_ref().map_or_else(|| by.to_owned(), |version| format!("{by} {version}"))
        });
        let over = facts.gaps.iter().find(|gap| gap.kind == GapKind::Limit);
        if let Some(gap) = over {
            let whole = gap.span.start == 0 && gap.span.end as usize >= text.bytes.len();
            let line = text.position(gap.span.start).line;
            let cause = if whole {
                "gave up by an error of extlint".to_owned()
            } else {
                format!("the code at line {line} is over a limit of the reader")
            };
            errors.push(InputError { path: text.name.clone(), cause });
        }
    }
    let artifacts = artifacts(&sources, &kinds, &mut errors);
    Facts { projects, artifacts, sources, errors, notes }
}

/// The source files by the project that they belong to, in the order of the first file of each.
fn by_project(sources: &Sources, kinds: &[Kind], cwd: &Path) -> Vec<(PathBuf, Vec<FileId>)> {
    let mut roots: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut groups: Vec<(PathBuf, Vec<FileId>)> = Vec::new();
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    for (i, text) in sources.files.iter().enumerate().filter(|(i, _)| kinds[*i] == Kind::Source) {
        let folder = normal(cwd, text.path.parent().unwrap_or(&text.path));
        let root = roots.entry(folder).or_insert_with_key(|folder| outermost_root(folder).unwrap_or_default());
        let place = *places.entry(root.clone()).or_insert_with(|| {
            groups.push((root.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(FileId(i as u32));
    }
    groups
}

/// The facts of one project below `root`.
fn project(root: &Path, files: &[FileId], sources: &Sources, settings: &Settings, cwd: &Path) -> ProjectFacts {
    let texts: Vec<SourceInput<'_>> = files
        .iter()
        .map(|&file| (file, sources.get(file)))
        .map(|(file, text)| SourceInput { file, path: &text.name, text: &text.bytes })
        .collect();
    let build = build(root, files, sources, cwd);
    let mentioned = settings.limited_api.value == LimitedApi::Auto
        && (speaks_of_limited_api(root)
            || build.defines.iter().any(|define| define.name == LIMITED_API)
            || texts.par_iter().any(defines_limited_api));
    let mut targets = settings.targets(mentioned);
    if targets.limited_api == Truth::Maybe {
        targets.limited_api_version = build.limited_api();
    }
    ProjectFacts { files: source::read(&texts, &targets), build, targets }
}

/// What the build files around the sources of a project say.
fn build(root: &Path, files: &[FileId], sources: &Sources, cwd: &Path) -> BuildFacts {
    if root.as_os_str().is_empty() {
        return BuildFacts::default();
    }
    let by_path: HashMap<PathBuf, FileId> =
        files.iter().map(|&file| (normal(cwd, &sources.get(file).path), file)).collect();
    let folders: BTreeSet<PathBuf> = by_path.keys().filter_map(|p| p.parent().map(Path::to_owned)).collect();
    let text = input::build_text(root, &folders);
    let extensions = text.extensions.into_iter().map(|named| {
        let found: Vec<FileId> = named.sources.iter().filter_map(|path| by_path.get(path).copied()).collect();
        let complete = named.complete && found.len() == named.sources.len();
        BuildExtension { name: named.name, sources: found, complete, place: named.place }
    });
    BuildFacts {
        extensions: extensions.collect(),
        defines: text.defines,
        hidden_c: text.hidden_c,
        hidden_cpp: text.hidden_cpp,
    }
}

/// Facts of the binaries and wheels; what is wrong with them goes to `errors`.
fn artifacts(sources: &Sources, kinds: &[Kind], errors: &mut Vec<InputError>) -> Vec<Artifact> {
    let wanted: Vec<usize> = (0..kinds.len()).filter(|&i| kinds[i] != Kind::Source).collect();
    let read = |&i: &usize| {
        let (text, file) = (&sources.files[i], FileId(i as u32));
        let read = || match kinds[i] {
            Kind::Wheel => abi::read_wheel(file, &text.name, &text.bytes).map(Artifact::Wheel),
            _ => abi::read_binary(file, &text.name, &text.bytes).map(Artifact::Binary),
        };
        let artifact = catch_unwind(AssertUnwindSafe(read)).map_err(|panic| words(&*panic));
        let artifact = artifact.and_then(|read| read.map_err(|error| error.to_string()));
        artifact.map_err(|cause| InputError { path: text.name.clone(), cause })
    };
    let mut artifacts = Vec::new();
    for result in wanted.par_iter().map(read).collect::<Vec<_>>() {
        match result {
            Ok(artifact) => {
                let path = &sources.get(artifact.file()).name;
                errors.extend(artifact.wheel().into_iter().flat_map(|wheel| &wheel.problems).map(|problem| {
                    let member = problem.member.as_ref().map(|member| format!("!{member}")).unwrap_or_default();
                    InputError { path: format!("{path}{member}"), cause: problem.message.clone() }
                }));
                artifacts.push(artifact);
            }
            Err(error) => errors.push(error),
        }
    }
    artifacts
}

/// Whether a source defines `Py_LIMITED_API`.
fn defines_limited_api(input: &SourceInput<'_>) -> bool {
    let mut places = memchr::memmem::find_iter(input.text, LIMITED_API.as_bytes());
    // What Cython writes follows the build, and has a line for each way of it.
    places.any(|at| input.text[..at].trim_ascii_end().ends_with(b"define"))
        && generator(input.path, input.text) != Some(Generator::Cython)
}

/// A file's path below the project's root, with `/`; the whole path where it is not below.
fn key(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}
