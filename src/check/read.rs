//! What was gathered to facts: reads every input with the front end for its kind. Knows no rule.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Kept, Progress,
    build_files::{self, Question},
    cuts,
    exact::Reader,
    gather::{self, Gathered, Part},
    trim, understood, words,
};
use crate::{
    abi,
    config::Settings,
    facts::{Artifact, BuildFacts, FileFacts, FileId, GapKind, Generated, Generator, Targets},
    input::{BuildWords, InputError, Kind, Request},
    source::{self, Room},
    text::Sources,
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
    /// What build files were asked when the facts were known, and the answers, by project.
    pub(super) asked: Vec<(Question, BuildWords)>,
}

/// The facts of the sources of one project: what may be linked together.
#[derive(Debug)]
pub struct ProjectFacts {
    /// Its folder; empty where its files belong to none.
    pub root: PathBuf,
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
    let gathered = match gather::gather(request, settings, reader, progress) {
        Ok(gathered) => gathered,
        Err(error) => return Facts { errors: vec![error], ..Facts::default() },
    };
    facts(gathered, settings, &request.cwd, progress, None)
}

/// The facts of what was gathered; what `kept` holds of them is not read again.
pub(super) fn facts(
    gathered: Gathered,
    settings: &Settings,
    cwd: &Path,
    progress: &Progress,
    kept: Option<&mut Kept>,
) -> Facts {
    let Gathered { mut sources, kinds, parts, exact, mut errors, mut notes } = gathered;
    let root = settings.project.root.as_deref().unwrap_or(cwd);
    let room = Room::default();
    // What the other front end adds to facts is not told from what was there.
    let mut kept = kept.filter(|_| !exact.is_there());
    let stores: Vec<Option<source::Kept>> =
        parts.iter().map(|part| kept.as_mut().map(|kept| kept.take(&part.root))).collect();
    let read = |(part, mut store): (Part, Option<source::Kept>)| {
        let root = part.root.clone();
        let (mut facts, notes, asked) = project(part, &sources, cwd, (progress, &room), store.as_mut());
        let mut said = exact.refine(&mut facts.files, &root, &sources, cwd);
        for &(file, versions) in &facts.build.built_on {
            if let Ok(at) = facts.files.binary_search_by_key(&file, |facts| facts.file) {
                facts.files[at].conds.built_on(versions);
            }
        }
        said.notes.splice(..0, notes);
        (facts, (said, store, asked))
    };
    let (mut projects, done): (Vec<ProjectFacts>, Vec<_>) = parts.into_par_iter().zip(stores).map(read).unzip();
    let (mut said, mut stores, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for (of_project, store, question) in done {
        said.push(of_project);
        stores.push(store);
        asked.extend(question);
    }
    if let Some(kept) = kept {
        let stores = projects.iter().map(|project| project.root.clone()).zip(stores);
        kept.put(stores.filter_map(|(root, store)| Some((root, store?))));
    }
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
    notes.extend(exact.notes);
    errors.extend(exact.errors);
    for said in said {
        notes.extend(said.notes);
        errors.extend(said.errors);
    }
    notes.extend(understood::foreign(&projects, &sources));
    for facts in projects.iter().flat_map(|project| &project.files) {
        tell(facts, &mut sources, &mut notes, &mut errors);
    }
    let artifacts = artifacts(&sources, &kinds, &mut errors);
    notes.extend(cuts::in_binaries(&artifacts, &sources));
    Facts { projects, artifacts, sources, errors, notes, asked }
}

/// Says who generated a file, and what was not read of it.
pub(super) fn tell(facts: &FileFacts, sources: &mut Sources, notes: &mut Vec<String>, errors: &mut Vec<InputError>) {
    let text = &mut sources.files[facts.file.0 as usize];
    text.generator = facts.generated.as_ref().map(by);
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

/// A generator in words.
fn by(generated: &Generated) -> String {
    let by = match generated.by {
        Generator::Cython => "Cython",
        Generator::Mypyc => "mypyc",
        Generator::Swig => "SWIG",
        Generator::Cffi => "cffi",
        Generator::Other => "a generator",
    };
    generated.version.as_ref().map_or_else(|| by.to_owned(), |version| format!("{by} {version}"))
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

/// The facts of one project, and what is to be said about its build files.
fn project(
    part: Part,
    sources: &Sources,
    cwd: &Path,
    (progress, room): (&Progress, &Room),
    kept: Option<&mut source::Kept>,
) -> (ProjectFacts, Vec<String>, Option<(Question, BuildWords)>) {
    let Part { root, files, mut build, mut notes, targets } = part;
    let texts = gather::texts(&files, sources);
    let files = match kept {
        None => source::read_counted(&texts, &targets, &progress.read, room),
        Some(kept) => {
            let stop = || progress.is_stopped();
            source::read_kept(&texts, &targets, (&progress.read, room, &stop), kept, &|_| true)
        }
    };
    let asked = Question::of(&root, &files, sources, cwd).map(|question| {
        let found = question.ask();
        notes.extend(build_files::take_in(found.clone(), &mut build));
        (question, found)
    });
    (ProjectFacts { root, files, build, targets }, notes, asked)
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
