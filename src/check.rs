//! The pipeline: inputs to facts to findings to what is reported. The only place that joins the layers.

mod accept;
mod aside;
mod build_files;
mod built;
mod confirm;
mod core_modules;
mod cuts;
mod distributions;
mod edits;
mod exact;
mod gather;
mod generated;
mod kept;
mod near;
mod outdated;
mod progress;
mod read;
mod readiness;
mod repeated;
mod saved;
mod seen;
mod specific;
mod trim;
mod understood;
mod version_folders;

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rayon::prelude::*;

pub use crate::link::api::stable::Obstacles;
pub use distributions::Distribution;
pub use exact::Reader;
pub use kept::Kept;
pub use near::Near;
pub use progress::Progress;
pub use read::{Facts, ProjectFacts, read, read_by};
pub use readiness::{GOALS, Readiness, RuleCount, SHARED, ambiguous, by_rule};
pub use seen::{ApiUse, check_seen};
pub use understood::{NotUnderstood, percent};

use crate::{
    cache::Cache,
    config::{Levels, Selector, Settings},
    facts::{Artifact, FileFacts, FileId, Name, Slice},
    finding::{Finding, Place},
    input::{InputError, Request, normal},
    link::{Project, Tables},
    rules::{CHECKS, Check, Context, RULES, once},
    suppress,
    text::Sources,
};

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings to report, in order: path, offset, code, message.
    pub findings: Vec<Finding>,
    /// Those that a baseline holds, where one was given.
    pub known: Option<Vec<Finding>>,
    /// The texts that they point into.
    pub sources: Sources,
    /// Inputs that were not read or given up.
    pub errors: Vec<InputError>,
    /// What a user should know about how sources were read, in words.
    pub notes: Vec<String>,
    /// Installed distributions and wheels whose modules were checked, by name.
    pub distributions: Vec<Distribution>,
    /// The extension modules that were checked, by name.
    pub readiness: Vec<Readiness>,
    /// The reported files that were not understood as a whole, those first of which most was lost.
    pub not_understood: Vec<NotUnderstood>,
    /// Entries of the baseline for which nothing is found any more.
    pub stale: Vec<String>,
    /// Words of the configuration's `accept` that accept nothing.
    pub unused_accepts: Vec<String>,
    /// Rows that the lists of CPython's c-analyzer lack.
    pub new_rows: Vec<String>,
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
    /// Extension modules that make types at run time which are out of sight.
    pub hidden_types: usize,
    /// Findings that comments suppressed, or the configuration accepts.
    pub suppressed: usize,
    /// Findings that a baseline holds.
    pub known: usize,
    /// Findings that are not on changed lines, where only those were asked for.
    pub unchanged: usize,
    /// Findings below `--min-severity`.
    pub below: usize,
    /// Time from the first path to the last finding.
    pub elapsed: Duration,
}

/// Runs all rules over the inputs of a request.
pub fn check(request: &Request, settings: &Settings) -> Outcome {
    check_watched(request, settings, &Progress::default(), None)
}

/// The same, for somebody who watches; what a run over the same found that `cache` has is found again.
pub fn check_watched(request: &Request, settings: &Settings, progress: &Progress, cache: Option<&Cache>) -> Outcome {
    let start = Instant::now();
    let mut gathered = match gather::gather(request, settings, Reader::Settings, progress) {
        Ok(gathered) => gathered,
        Err(error) => return Outcome { errors: vec![error], ..Outcome::default() },
    };
    let key = cache.and_then(|cache| Some((cache, saved::key(&gathered, request, settings)?)));
    if let Some(saved) = key.as_ref().and_then(|(cache, key)| saved::get(cache, key)) {
        match saved.outcome(gathered.sources) {
            Ok(mut outcome) => {
                outcome.counts.elapsed = start.elapsed();
                return outcome;
            }
            Err(sources) => gathered.sources = sources,
        }
    }
    let mut facts = read::facts(gathered, settings, &request.cwd, progress, None);
    let asked = std::mem::take(&mut facts.asked);
    let (mut outcome, _) = judge(facts, None, request, settings, progress);
    if let Some((cache, key)) = key {
        saved::put(cache, &key, &outcome, &asked);
    }
    outcome.counts.elapsed = start.elapsed();
    outcome
}

/// What rules say of the facts of a run; and the projects that they read. `whole`: the facts are of a part of this project.
fn judge(
    facts: Facts,
    whole: Option<&Tables>,
    request: &Request,
    settings: &Settings,
    progress: &Progress,
) -> (Outcome, Vec<Linked>) {
    let Facts { projects, artifacts, sources, mut errors, notes, .. } = facts;
    let paths: Vec<String> = sources.files.iter().map(|file| file.name.clone()).collect();
    let roots: Vec<PathBuf> = projects.iter().map(|facts| facts.root.clone()).collect();
    let (mut projects, failed): (Vec<Project>, Vec<Option<InputError>>) =
        projects.into_par_iter().map(|facts| link(facts, whole, &paths, settings)).unzip();
    errors.extend(failed.into_iter().flatten());
    if projects.is_empty() {
        projects.push(Project::link(Vec::new(), paths, settings.targets(false)));
    }
    let levels = settings.levels(&settings.targets(false));
    let raw = run_rules(&projects, &artifacts, &levels, progress, &mut errors);
    let raw = confirm::confirm(raw, &projects, &artifacts, &sources);
    let losses = understood::Losses::of(&projects, &sources);
    let raw = losses.weaken(raw);
    let named = built::named(request, &sources);
    let raw = built::weaken(raw, &projects, &named);
    let raw = core_modules::fold(raw, &projects, &levels);
    let accepted = accept::take_out(raw, settings, &sources, &request.cwd);
    let raw = accepted.findings;
    let kept = specific::speak(level(raw, settings, &levels, &sources, &request.cwd));
    let files: Vec<&FileFacts> =
        projects.iter().flat_map(|p| &p.files).filter(|facts| sources.get(facts.file).reported).collect();
    let judged = suppress::apply(kept, &files, &sources, &levels);
    let mut outcome = Outcome { findings: judged.findings, ..Outcome::default() };
    let unbuilt = version_folders::unbuilt(&projects);
    let outdated = outdated::files(&projects);
    outcome.findings.retain(|f| sources.get(f.file()).reported && !unbuilt.contains(&f.file()));
    outcome.findings.retain(|f| !outdated.contains(&f.file()));
    let strangers = built::take_out(&mut outcome.findings, &projects, &named);
    outcome.counts.suppressed = judged.suppressed + accepted.count;
    outcome.unused_accepts = accepted.unused;
    let gaps = files.iter().map(|facts| facts.gaps.iter().filter(|gap| gap.kind.is_loss()).count());
    outcome.counts.gaps = gaps.sum();
    outcome.not_understood = losses.worst(&sources);
    for finding in &mut outcome.findings {
        generated::annotate(finding, &sources);
    }
    edits::settle(&mut outcome.findings, &projects, &sources);
    repeated::mark(&mut outcome.findings);
    outcome.findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.file(), f.primary().map_or(0, |l| l.span.start), f.rule.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    aside::put(&mut outcome.findings, request, settings, &projects, &artifacts, &sources, &named);
    within(&mut outcome.findings, &files);
    outcome.readiness = readiness::collect(&projects, &artifacts, &outcome.findings, &sources);
    let binaries = artifacts.iter().flat_map(|a| a.binaries());
    let hidden = binaries.filter(|b| sources.get(b.file).reported && b.slices.iter().any(Slice::hides_types));
    outcome.counts.hidden_types = hidden.count();
    outcome.distributions = distributions::collect(&artifacts, &outcome.findings, &sources, &request.cwd);
    outcome.notes = notes;
    outcome.notes.extend(cuts::notes(&projects, &sources));
    outcome.notes.extend(losses.note(&sources, aside::files(request, settings, &projects, &sources, &named)));
    outcome.notes.extend(version_folders::note(&unbuilt, &sources));
    outcome.notes.extend(outdated::note(&outdated, &sources));
    outcome.notes.extend(built::note(&strangers, &sources));
    errors.sort();
    errors.dedup();
    outcome.counts.files = sources.files.iter().filter(|file| file.reported).count();
    outcome.sources = sources;
    outcome.errors = errors;
    let projects = roots.into_iter().zip(projects).map(|(root, project)| Linked { root, project });
    (outcome, projects.collect())
}

/// The projects of a request, joined, and no rule run over them.
#[derive(Debug, Default)]
pub struct Projects {
    /// In the order of their first files.
    pub list: Vec<Project>,
    /// The texts.
    pub sources: Sources,
    /// Inputs that were not read or given up.
    pub errors: Vec<InputError>,
}

/// Reads and joins the projects of a request.
pub fn projects(request: &Request, settings: &Settings) -> Projects {
    let Facts { projects, sources, mut errors, .. } = read(request, settings);
    let paths: Vec<String> = sources.files.iter().map(|file| file.name.clone()).collect();
    let linked = projects.into_par_iter().map(|facts| link(facts, None, &paths, settings));
    let (list, failed): (Vec<Project>, Vec<Option<InputError>>) = linked.unzip();
    errors.extend(failed.into_iter().flatten());
    errors.sort();
    errors.dedup();
    Projects { list, sources, errors }
}

/// A project that was checked, and its folder.
struct Linked {
    root: PathBuf,
    project: Project,
}

/// The first of some files, and how many others there are, in words; None where there is none.
fn first_of(mut files: impl Iterator<Item = FileId>, sources: &Sources) -> Option<String> {
    let first = &sources.get(files.next()?).name;
    Some(match files.count() {
        0 => first.clone(),
        1 => format!("{first} and 1 other file"),
        n => format!("{first} and {n} other files"),
    })
}

/// The facts of a project, joined; a project that cannot be is an error, and one without files.
fn link(
    facts: ProjectFacts,
    whole: Option<&Tables>,
    paths: &[String],
    settings: &Settings,
) -> (Project, Option<InputError>) {
    let ProjectFacts { files, targets, build, .. } = facts;
    let first = files.first().and_then(|file| paths.get(file.file.0 as usize)).cloned().unwrap_or_default();
    let levels = settings.levels(&targets);
    let references = RULES.iter().any(|rule| rule.category == "references" && levels.is_on(rule));
    let linked = || {
        let project = Project::link_part(files, paths.to_vec(), targets, whole).part_built_by(build, whole);
        if references { project.with_references() } else { project }
    };
    match catch_unwind(AssertUnwindSafe(linked)) {
        Ok(project) => (project, None),
        Err(panic) => {
            let error = InputError { path: format!("the project of {first}"), cause: words(&*panic) };
            (Project::link(Vec::new(), paths.to_vec(), targets), Some(error))
        }
    }
}

/// Every rule over every project, in parallel, but for rules on trial that nobody asked for; a rule that panics is an
/// error, the others go on. The binaries go with the first project.
fn run_rules(
    projects: &[Project],
    artifacts: &[Artifact],
    levels: &Levels,
    progress: &Progress,
    errors: &mut Vec<InputError>,
) -> Vec<Finding> {
    let contexts = projects
        .iter()
        .enumerate()
        .map(|(i, project)| Context { project, artifacts: if i == 0 { artifacts } else { &[] } });
    let contexts: Vec<Context<'_>> = contexts.collect();
    let wanted = |check: &&Check| check.rules.iter().any(|rule| !rule.is_preview() || levels.is_on(rule));
    let checks: Vec<&Check> = CHECKS.iter().filter(wanted).collect();
    let tasks: Vec<_> = contexts.iter().flat_map(|context| checks.iter().map(move |check| (context, check))).collect();
    progress.add_steps(tasks.len());
    let results: Vec<Result<Vec<Finding>, String>> = tasks
        .par_iter()
        .map(|(context, check)| {
            catch_unwind(AssertUnwindSafe(|| {
                let mut findings = Vec::new();
                if progress.is_stopped() {
                    return findings;
                }
                (check.run)(context, &mut findings);
                // What a wheel's files need, its tags say; of sources the targets do.
                let targets = &context.project.targets;
                findings.retain(|f| !matches!(f.place, Place::Source(_)) || !f.rule.pythons(targets).is_empty());
                progress.step();
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
    once(findings)
}

/// Names the functions around shared variables, and the macros that must be defined for them.
fn within(findings: &mut [Finding], files: &[&FileFacts]) {
    let by_file: HashMap<FileId, &FileFacts> = files.iter().map(|facts| (facts.file, *facts)).collect();
    for finding in findings.iter_mut().filter(|finding| !finding.rule.shares.is_empty()) {
        let Some(primary) = finding.primary() else { continue };
        let Some(facts) = by_file.get(&primary.file) else { continue };
        let holds = |body| facts.ast.stmt_span(body).contains(primary.span);
        let around = facts.funcs.iter().find(|func| func.body.is_some_and(holds));
        let (within, cond) = (around.map(|func| func.name.to_string()), facts.conds.at_span(primary.span));
        let needed = |name: &Name| facts.conds.live_where(name.as_str(), false, cond).is_empty();
        let macros = facts.conds.wanted_in(cond).into_iter().filter(needed);
        finding.behind = macros.map(|name| name.to_string()).collect();
        finding.within = within;
    }
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    format!("internal error, the check is not complete: {text}")
}

/// Findings of rules that are on, at their levels, without those that `per-file-ignores` leaves out.
fn level(findings: Vec<Finding>, settings: &Settings, levels: &Levels, sources: &Sources, cwd: &Path) -> Vec<Finding> {
    // Patterns are matched once a file, not once a finding.
    let mut ignores: HashMap<FileId, Vec<&Selector>> = HashMap::new();
    let level = |mut finding: Finding| {
        finding.severity = levels.of(&finding)?;
        let file = finding.file();
        let path = || normal(cwd, &sources.get(file).path);
        let words = ignores.entry(file).or_insert_with(|| settings.ignores_in(&path()));
        (!words.iter().any(|word| word.means(finding.rule))).then_some(finding)
    };
    findings.into_iter().filter_map(level).collect()
}
