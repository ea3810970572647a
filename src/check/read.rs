//! Inputs to facts: reads every input with the front end for its kind. Knows no rule.

use crate::capi::predefined::LIMITED_API;
use std::{
    collections::HashMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Progress, build_files, cuts,
    exact::{Exact, Reader},
    trim, understood, words,
};
use crate::{
    abi,
    config::{LimitedApi, Settings, speaks_of_limited_api},
    facts::{Artifact, BuildFacts, FileFacts, FileId, GapKind, Generator, Isolation, Targets, Truth},
    input::{self, Input, InputError, Kind, Project, Request, normal, outermost_root},
    source::{self, Room, SourceInput, generator},
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
    read_watched(request, settings, reader, &Progress::default())
}

/// The same, for somebody who watches.
pub(super) fn read_watched(request: &Request, settings: &Settings, reader: Reader, progress: &Progress) -> Facts {
    let mut collected = input::collect(request);
    let left_out = leave_out(&mut collected.inputs, request);
    let any = collected.inputs.iter().any(|input| input.kind == Kind::Source);
    // To load libclang changes the environment, so it comes before the threads.
    let exact = if any { Exact::start(settings, reader) } else { Exact::default() };
    if let Err(cause) = start_threads(settings.threads) {
        let cause = format!("{NO_THREADS}: {cause}; `--threads 1` needs the least memory");
        let errors = vec![InputError { path: request.cwd.to_string_lossy().into_owned(), cause }];
        return Facts {
            projects: Vec::new(),
            artifacts: Vec::new(),
            sources: Sources::default(),
            errors,
            notes: Vec::new(),
        };
    }
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
    let room = Room::default();
    let read = |(root, files): &(PathBuf, Vec<FileId>)| {
        let (mut facts, notes) = project(root, files, &sources, settings, &request.cwd, (progress, &room));
        let mut said = exact.refine(&mut facts.files, root, &sources, &request.cwd);
        for &(file, versions) in &facts.build.built_on {
            if let Ok(at) = facts.files.binary_search_by_key(&file, |facts| facts.file) {
                facts.files[at].conds.built_on(versions);
            }
        }
        said.notes.splice(..0, notes);
        (facts, said)
    };
    let (mut projects, mut said): (Vec<ProjectFacts>, Vec<_>) = groups.par_iter().map(read).unzip();
    if sources.files.iter().map(|text| text.bytes.len()).sum::<usize>() >= MUCH {
        trim::give_back();
    }
    if room.is_short() {
        // What was read before hangs on the threads: nothing of it counts.
        said.clear();
        for facts in projects.iter_mut().flat_map(|project| &mut project.files) {
            *facts = source::left_out(facts.file, facts.language, facts.stats.bytes as usize, GapKind::Room);
        }
        let count = projects.iter().map(|project| project.files.len()).sum();
        errors.push(too_large(count, &room, root));
    }
    let mut notes: Vec<String> = left_out.into_iter().chain(loaded.notes).collect();
    notes.extend(exact.notes);
    errors.extend(exact.errors);
    for said in said {
        notes.extend(said.notes);
        errors.extend(said.errors);
    }
    notes.extend(understood::foreign(&projects, &sources));
    for facts in projects.iter().flat_map(|project| &project.files) {
        let text = &mut sources.files[facts.file.0 as usize];
        text.generator = facts.generated.as_ref().map(|g| {
            let by = match g.by {
                Generator::Cython => "Cython",
                Generator::Mypyc => "mypyc",
                Generator::Swig => "SWIG",
                Generator::Cffi => "cffi",
                Generator::Other => "a generator",
            };
            g.version.as_ref().map_or_else(|| by.to_owned(), |version| format!("{by} {version}"))
        });
        let said = [
            (GapKind::Condition, "has a condition that needs too many macros: all branches of its `#if` were read"),
            (GapKind::Depth, "is nested too deeply, or goes on without an end: parts of it were not read"),
            (GapKind::Expansion, "has macros that expand to too much code: they were not expanded"),
        ];
        for (kind, what) in said {
            if let Some(gap) = facts.gaps.iter().find(|gap| gap.kind == kind && text.reported) {
                notes.push(format!("{}: the code at line {} {what}", text.name, text.position(gap.span.start).line));
            }
        }
        let over = facts.gaps.iter().find(|gap| matches!(gap.kind, GapKind::Limit | GapKind::GivenUp));
        if let Some(gap) = over {
            let line = text.position(gap.span.start).line;
            let cause = if gap.kind == GapKind::GivenUp {
                "internal error: the file was not checked".to_owned()
            } else {
                format!("the code at line {line} is too long, or takes the parser too many steps: it was not read")
            };
            errors.push(InputError { path: text.name.clone(), cause });
        }
    }
    let artifacts = artifacts(&sources, &kinds, &mut errors);
    notes.extend(cuts::in_binaries(&artifacts, &sources));
    Facts { projects, artifacts, sources, errors, notes }
}

/// What is known of the sources does not fit in the room for it.
fn too_large(files: usize, room: &Room, root: &Path) -> InputError {
    let limit = room.limit() >> 20;
    let cause = format!(
        "nothing of {files} files was checked: what is known of them takes more than {limit} MB; check parts of them one by one"
    );
    InputError { path: root.to_string_lossy().into_owned(), cause }
}

/// Bytes of sources whose trees leave so much room free that it pays to give it back.
const MUCH: usize = 4 << 20;

/// Stack of a thread that reads files: deeply nested code recurses.
const STACK: usize = 64 << 20;

/// Why nothing was read: what is left must do without threads as well.
pub(super) const NO_THREADS: &str = "cannot start the threads that read it";

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

/// The facts of one project below `root`, and what is to be said about its build files.
fn project(
    root: &Path,
    files: &[FileId],
    sources: &Sources,
    settings: &Settings,
    cwd: &Path,
    (progress, room): (&Progress, &Room),
) -> (ProjectFacts, Vec<String>) {
    let texts: Vec<SourceInput<'_>> = files
        .iter()
        .map(|&file| (file, sources.get(file)))
        .map(|(file, text)| SourceInput { file, path: &text.name, text: &text.bytes })
        .collect();
    let (build, mut notes) = build_files::build(root, files, sources, cwd);
    let mentioned = settings.limited_api.value == LimitedApi::Auto
        && (speaks_of_limited_api(root)
            || build.defines.iter().any(|define| define.name == LIMITED_API)
            || texts.par_iter().any(defines_limited_api));
    let mut targets = settings.targets(mentioned);
    // The parts of a checkout beside `Modules` are the interpreter: no module in them speaks for its neighbours.
    if targets.cpython && root.file_name().is_some_and(|name| name != "Modules") {
        targets.isolation = targets.isolation.or(Some(Isolation::SubInterpreter));
    }
    if targets.limited_api == Truth::Maybe {
        targets.limited_api_version = build.limited_api();
    }
    let files = source::read_counted(&texts, &targets, &progress.read, room);
    let mut build = build;
    notes.extend(build_files::named_in_texts(root, &files, sources, cwd, &mut build));
    (ProjectFacts { files, build, targets }, notes)
}

/// Facts of the binaries and wheels; what is wrong with them goes to `errors`.
fn artifacts(sources: &Sources, kinds: &[Kind], errors: &mut Vec<InputError>) -> Vec<Artifact> {
    let of = |kind: Kind| (0..kinds.len()).filter(move |&i| kinds[i] == kind);
    let input = |i: usize| {
        let text = &sources.files[i];
        abi::WheelInput { file: FileId(i as u32), path: &text.name, bytes: &text.bytes }
    };
    let wheels: Vec<abi::WheelInput<'_>> = of(Kind::Wheel).map(input).collect();
    let wheels = abi::read_wheels(&wheels, &abi::Limits::default());
    let wheels = wheels.into_iter().map(|read| read.map(Artifact::Wheel).map_err(|error| error.to_string()));
    let loose: Vec<usize> = of(Kind::Binary).collect();
    let read = |&i: &usize| {
        let (text, file) = (&sources.files[i], FileId(i as u32));
        let read = || abi::read_binary(file, &text.name, &text.bytes);
        let binary = catch_unwind(AssertUnwindSafe(read)).map_err(|panic| words(&*panic))?;
        binary.map(Artifact::Binary).map_err(|error| error.to_string())
    };
    let loose: Vec<Result<Artifact, String>> = loose.par_iter().map(read).collect();
    let mut read: Vec<(usize, Result<Artifact, String>)> =
        of(Kind::Wheel).zip(wheels).chain(of(Kind::Binary).zip(loose)).collect();
    read.sort_by_key(|(i, _)| *i);
    let mut artifacts = Vec::new();
    for (i, result) in read {
        let path = &sources.files[i].name;
        match result {
            Ok(artifact) => {
                errors.extend(artifact.wheel().into_iter().flat_map(|wheel| &wheel.problems).map(|problem| {
                    let member = problem.member.as_ref().map(|member| format!("!{member}")).unwrap_or_default();
                    InputError { path: format!("{path}{member}"), cause: problem.message.clone() }
                }));
                artifacts.push(artifact);
            }
            Err(cause) => errors.push(InputError { path: path.clone(), cause }),
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
