//! All that a run reads before it understands anything: inputs, their texts, what build files say. What becomes of it hangs
//! on nothing else on the disk, but for the words that build files are asked for when the facts are known.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Progress, build_files,
    exact::{Exact, Reader},
};
use crate::{
    capi::predefined::LIMITED_API,
    config::{LimitedApi, Settings, speaks_of_limited_api},
    facts::{BuildFacts, FileId, Generator, Isolation, Targets, Truth},
    input::{self, Input, InputError, Kind, Project, Request, normal, outermost_root},
    source::{SourceInput, generator},
    text::{SourceText, Sources},
};

/// What was read.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) sources: Sources,
    /// By file.
    pub(super) kinds: Vec<Kind>,
    /// The projects, in the order of their first files.
    pub(super) parts: Vec<Part>,
    pub(super) exact: Exact,
    pub(super) errors: Vec<InputError>,
    pub(super) notes: Vec<String>,
}

/// One project: what may be linked together.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Its folder; empty where a file belongs to none.
    pub(super) root: PathBuf,
    /// Its C and C++ files, ascending.
    pub(super) files: Vec<FileId>,
    /// What its build files say.
    pub(super) build: BuildFacts,
    /// What is to be said about them.
    pub(super) notes: Vec<String>,
    pub(super) targets: Targets,
}

/// Reads the inputs of a request, and the build files around them; an error where there are no threads to read them.
pub(super) fn gather(
    request: &Request,
    settings: &Settings,
    reader: Reader,
    progress: &Progress,
) -> Result<Gathered, InputError> {
    let mut collected = input::collect(request);
    let left_out = leave_out(&mut collected.inputs, request);
    let any = collected.inputs.iter().any(|input| input.kind == Kind::Source);
    // To load libclang changes the environment, so it comes before the threads.
    let exact = if any { Exact::start(settings, reader) } else { Exact::default() };
    start_threads(settings.threads).map_err(|cause| InputError {
        path: request.cwd.to_string_lossy().into_owned(),
        cause: format!("cannot start the threads that read it: {cause}; `--threads 1` needs the least memory"),
    })?;
    let loaded = input::load(collected.inputs, &request.cwd, &request.overlay);
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
    progress.add_files(kinds.iter().filter(|kind| **kind == Kind::Source).count());
    let groups = by_project(&sources, &kinds, &request.cwd);
    let part = |(root, files)| part(root, files, &sources, settings, &request.cwd);
    let parts = groups.into_par_iter().map(part).collect();
    let notes = left_out.into_iter().chain(loaded.notes).collect();
    Ok(Gathered { sources, kinds, parts, exact, errors, notes })
}

/// Stack of a thread that reads files: deeply nested code recurses.
const STACK: usize = 64 << 20;

/// Starts the threads of the run, as many as there are processors or `count`, where there are none yet: those of a caller
/// stay. An error where the system gives none; there cannot be any later then.
fn start_threads(count: Option<u16>) -> io::Result<()> {
    let count = count.map_or(0, usize::from);
    let built = rayon::ThreadPoolBuilder::new().num_threads(count).stack_size(STACK).build_global();
    // The other error says that they are there already.
    match built.as_ref().err().and_then(std::error::Error::source) {
        Some(cause) => Err(io::Error::other(cause.to_string())),
        None => Ok(()),
    }
}

/// A project with what its build files say, and what it is checked for.
fn part(root: PathBuf, files: Vec<FileId>, sources: &Sources, settings: &Settings, cwd: &Path) -> Part {
    let (build, notes) = build_files::build(&root, &files, sources, cwd);
    let mentioned = settings.limited_api.value == LimitedApi::Auto
        && (speaks_of_limited_api(&root)
            || build.defines.iter().any(|define| define.name == LIMITED_API)
            || texts(&files, sources).par_iter().any(defines_limited_api));
    let mut targets = settings.targets(mentioned);
    // The parts of a checkout beside `Modules` are the interpreter: no module in them speaks for its neighbours.
    if targets.cpython && root.file_name().is_some_and(|name| name != "Modules") {
        targets.isolation = targets.isolation.or(Some(Isolation::SubInterpreter));
    }
    if targets.limited_api == Truth::Maybe {
        targets.limited_api_version = build.limited_api();
    }
    Part { root, files, build, notes, targets }
}

/// Files as the front end takes them.
pub(super) fn texts<'s>(files: &[FileId], sources: &'s Sources) -> Vec<SourceInput<'s>> {
    let of = files.iter().map(|&file| (file, sources.get(file)));
    of.map(|(file, text)| SourceInput { file, path: &text.name, text: &text.bytes }).collect()
}

/// The source files by the project that they belong to, in the order of the first file of each.
fn by_project(sources: &Sources, kinds: &[Kind], cwd: &Path) -> Vec<(PathBuf, Vec<FileId>)> {
    let mut roots: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut groups: Vec<(PathBuf, Vec<FileId>)> = Vec::new();
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    for (i, text) in sources.files.iter().enumerate().filter(|(i, _)| kinds[*i] == Kind::Source) {
        let folder = normal(cwd, text.path.parent().unwrap_or(&text.path));
        let root = roots.entry(folder).or_insert_with_key(|folder| part_of(folder).unwrap_or_default());
        let place = *places.entry(root.clone()).or_insert_with(|| {
            groups.push((root.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(FileId(i as u32));
    }
    groups
}

/// The folder of what may be linked with the files of `folder`. Of a CPython checkout each part is one of its own: its
/// headers are the API of `Modules`, and the interpreter is no extension.
fn part_of(folder: &Path) -> Option<PathBuf> {
    let project = Project::of(folder);
    let part = |root: &PathBuf| {
        let first = folder.strip_prefix(root).ok().and_then(|rest| rest.components().next());
        first.map_or_else(|| root.clone(), |first| root.join(first))
    };
    project.cpython.as_ref().map(part).or_else(|| outermost_root(folder))
}

/// Takes the files of a CPython checkout out that no compiler reads as they stand, and the allocator that it brings
/// along, but for those that were named; says so.
fn leave_out(inputs: &mut Vec<Input>, request: &Request) -> Option<String> {
    let asked = request.asked();
    let mut checkouts: HashMap<PathBuf, bool> = HashMap::new();
    let before = inputs.len();
    inputs.retain(|input| {
        let path = normal(&request.cwd, &input.path);
        let text = path.to_string_lossy().replace('\\', "/");
        let generated = text.ends_with("_cases.c.h") || text.ends_with("/Python/bytecodes.c");
        if !(generated || text.contains("/mimalloc/")) || asked.contains(&path) {
            return true;
        }
        let folder = path.parent().unwrap_or(&path).to_owned();
        !*checkouts.entry(folder).or_insert_with_key(|folder| Project::of(folder).cpython.is_some())
    });
    let left_out = before - inputs.len();
    (left_out > 0).then(|| {
        let files = if left_out == 1 { "file" } else { "files" };
        format!(
            "not checked: {left_out} {files} of CPython's bytecode interpreter (bytecodes.c, *_cases.c.h) and mimalloc"
        )
    })
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
