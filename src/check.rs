//! The pipeline: inputs to facts to findings to what is reported. The only place that joins the layers.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rayon::prelude::*;

use crate::{
    config::{LimitedApi, Settings, speaks_of_limited_api},
    facts::{FileFacts, FileId, GapKind, Generator, Targets},
    finding::Finding,
    input::{self, InputError, Kind, Request, normal},
    link::Project,
    rules::{CHECKS, Context},
    source::{self, SourceInput},
    suppress,
    text::{SourceText, Sources},
};

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings to report, in order: path, offset, code, message.
    pub findings: Vec<Finding>,
    /// The texts that they point into.
    pub sources: Sources,
    /// Inputs that were not read or given up.
    pub errors: Vec<InputError>,
    /// Numbers.
    pub counts: Counts,
}

/// Numbers of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Inputs that findings are reported for.
    pub files: usize,
    /// Regions of them that no front end understood.
    pub gaps: usize,
    /// Findings that comments suppressed.
    pub suppressed: usize,
    /// Time from the first path to the last finding.
    pub elapsed: Duration,
}

/// The facts of a run before any rule has seen them.
#[derive(Debug, Default)]
pub struct Facts {
    /// Facts of the C and C++ files, ascending by file.
    pub files: Vec<FileFacts>,
    /// The texts.
    pub sources: Sources,
    /// What was checked for.
    pub targets: Targets,
    /// Inputs that were not read or given up.
    pub errors: Vec<InputError>,
}

/// Reads the inputs of a request and their facts.
pub fn read(request: &Request, settings: &Settings) -> Facts {
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
    let texts: Vec<SourceInput<'_>> = sources
        .files
        .iter()
        .zip(&kinds)
        .enumerate()
        .filter(|(_, (_, kind))| **kind == Kind::Source)
        .map(|(i, (text, _))| SourceInput { file: FileId(i as u32), path: &text.name, text: &text.bytes })
        .collect();
    let mentioned = settings.limited_api.value == LimitedApi::Auto
        && (settings.project.root.as_deref().is_some_and(speaks_of_limited_api)
            || texts.par_iter().any(|input| defines_limited_api(input.text)));
    let targets = settings.targets(mentioned);
    let files = source::read(&texts, &targets);
    for facts in &files {
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
            let line = text.position(gap.span.start).line;
            let cause = format!("given up from line {line} on: a limit of the reader was reached");
            errors.push(InputError { path: text.name.clone(), cause });
        }
    }
    Facts { files, sources, targets, errors }
}

/// Whether a source defines `Py_LIMITED_API`.
fn defines_limited_api(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b"Py_LIMITED_API").any(|at| text[..at].trim_ascii_end().ends_with(b"define"))
}

/// A file's path below the project's root, with `/`; the whole path where it is not below.
fn key(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}

/// Runs all rules over the inputs of a request.
pub fn check(request: &Request, settings: &Settings) -> Outcome {
    let start = Instant::now();
    let facts = read(request, settings);
    let (sources, targets, mut errors) = (facts.sources, facts.targets, facts.errors);
    let paths = sources.files.iter().map(|file| file.name.clone()).collect();
    let mut outcome = Outcome::default();
    let project = catch_unwind(AssertUnwindSafe(|| Project::link(facts.files, paths, targets)));
    match project {
        Ok(project) => {
            let raw = run_rules(&project, &mut errors);
            let levels = settings.levels(&targets);
            let kept = level(raw, settings, &levels, &sources, &request.cwd);
            let judged = suppress::apply(kept, &project.files, &sources, &levels);
            outcome.counts.suppressed = judged.suppressed;
            outcome.findings = judged.findings;
            outcome.findings.retain(|f| sources.get(f.file()).reported);
            outcome.counts.gaps = project
                .files
                .iter()
                .filter(|facts| sources.get(facts.file).reported)
                .map(|facts| facts.gaps.iter().filter(|gap| gap.kind == GapKind::Unparsed).count())
                .sum();
        }
        Err(panic) => errors.push(InputError { path: "linking".to_owned(), cause: words(&*panic) }),
    }
    for finding in &mut outcome.findings {
        finding.summarised |= sources.get(finding.file()).generator.is_some();
    }
    outcome.findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.file(), f.primary().map_or(0, |l| l.span.start), f.rule.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    errors.sort();
    errors.dedup();
    outcome.counts.files = sources.files.iter().filter(|file| file.reported).count();
    outcome.sources = sources;
    outcome.errors = errors;
    outcome.counts.elapsed = start.elapsed();
    outcome
}

/// Every rule over the project, in parallel; a rule that panics is an error, the others go on.
fn run_rules(project: &Project, errors: &mut Vec<InputError>) -> Vec<Finding> {
    let context = Context { project, artifacts: &[] };
    let results: Vec<Result<Vec<Finding>, String>> = CHECKS
        .par_iter()
        .map(|check| {
            catch_unwind(AssertUnwindSafe(|| {
                let mut findings = Vec::new();
                check(&context, &mut findings);
                findings
            }))
            .map_err(|panic| words(&*panic))
        })
        .collect();
    let mut findings = Vec::new();
    for result in results {
        match result {
            Ok(found) => findings.extend(found),
            Err(cause) => errors.push(InputError { path: "a rule".to_owned(), cause }),
        }
    }
    findings
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    format!("gave up by an error of extlint: {text}")
}

/// Findings of rules that are on, at their levels, without those that `per-file-ignores` leaves out.
fn level(
    findings: Vec<Finding>,
    settings: &Settings,
    levels: &crate::config::Levels,
    sources: &Sources,
    cwd: &Path,
) -> Vec<Finding> {
    let absolute: Vec<PathBuf> = sources.files.iter().map(|file| normal(cwd, &file.path)).collect();
    let level = |mut finding: Finding| {
        finding.severity = levels.of(&finding)?;
        let path = &absolute[finding.file().0 as usize];
        (!settings.ignored_in(path, finding.rule)).then_some(finding)
    };
    findings.into_iter().filter_map(level).collect()
}
