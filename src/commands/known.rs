//! What `check` leaves out because it is known, and what it writes so that it is known from then on.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use super::{CommandError, files};
use crate::{
    check::Outcome,
    cli::KnownArgs,
    config::{Levels, Settings},
    facts::FileId,
    finding::{Finding, Place},
    fix::{self, Change},
    input::InputError,
    rules::find,
    suppress::{
        baseline::Baseline,
        c_analyzer::{self, Row},
        comments,
    },
};

/// Stale entries that a note names.
const NAMED: usize = 20;

/// Which paths a run tells something about.
struct Judge {
    root: PathBuf,
    read: HashSet<String>,
    levels: Levels,
}

impl Judge {
    fn new(outcome: &Outcome, settings: &Settings, cwd: &Path) -> Judge {
        let reported = outcome.sources.files.iter().filter(|file| file.reported);
        let root = settings.project.root.clone().unwrap_or_else(|| cwd.to_owned());
        let levels = settings.levels(&settings.targets(false));
        Judge { root, read: reported.map(|file| file.key.clone()).collect(), levels }
    }

    fn gone(&self, path: &str) -> bool {
        !self.root.join(path).exists()
    }

    /// A rule that is off finds nothing: that a finding of it is not there says nothing.
    fn judges(&self, path: &str, code: &str) -> bool {
        (self.read.contains(path) || self.gone(path)) && find(code).is_none_or(|rule| self.levels.is_on(rule))
    }
}

/// Writes the baseline that was asked for; the words that say so.
pub(super) fn write_baseline(outcome: &Outcome, path: &Path) -> Result<String, CommandError> {
    let baseline = Baseline::of(&outcome.findings, &outcome.sources);
    files::write(path, |out| out.write_all(baseline.render().as_bytes()))?;
    let count = baseline.total();
    Ok(format!("{}: {count} finding{} written", path.display(), if count == 1 { "" } else { "s" }))
}

/// Takes out what is known; notes what is stale. `settings` name the baseline where the arguments do not.
pub(super) fn take_out(
    args: &KnownArgs,
    outcome: &mut Outcome,
    settings: &Settings,
    cwd: &Path,
) -> Result<Vec<String>, CommandError> {
    let judge = Judge::new(outcome, settings, cwd);
    if let Some(folder) = &args.c_analyzer {
        return by_lists(folder, outcome, &judge);
    }
    let Some(path) = args.baseline.as_ref().or(settings.baseline.value.as_ref()) else {
        return if args.prune_baseline { Err(CommandError::NoBaseline) } else { Ok(Vec::new()) };
    };
    let baseline = Baseline::parse(&read(path)?).map_err(|cause| wrong(path, cause))?;
    let (judged, gone) = (|path: &str, code: &str| judge.judges(path, code), |path: &str| judge.gone(path));
    let known = baseline.take_out(&mut outcome.findings, &outcome.sources, judged, gone);
    outcome.counts.known = known.taken.len();
    outcome.known = Some(known.taken);
    let stale: usize = known.stale.iter().map(|entry| entry.count).sum();
    let mut notes = Vec::new();
    if args.prune_baseline {
        if known.pruned != baseline {
            files::write(path, |out| out.write_all(known.pruned.render().as_bytes()))?;
        }
        notes.push(format!("{}: {stale} stale finding{} removed", path.display(), if stale == 1 { "" } else { "s" }));
        return Ok(notes);
    }
    let entries = known.stale.iter().map(|entry| format!("{} {}: {}", entry.path, entry.code, entry.about));
    let entries: Vec<String> = entries.collect();
    notes.extend(stale_note(&path.display().to_string(), &entries, "`--prune-baseline` removes stale entries"));
    outcome.stale = entries;
    Ok(notes)
}

/// The lists of CPython's c-analyzer.
fn by_lists(folder: &Path, outcome: &mut Outcome, judge: &Judge) -> Result<Vec<String>, CommandError> {
    let mut rows: Vec<Row> = Vec::new();
    for list in c_analyzer::LISTS {
        let path = folder.join(list);
        rows.extend(c_analyzer::parse(list, &read(&path)?).map_err(|cause| wrong(&path, cause))?);
    }
    let compared = c_analyzer::take_out(rows, &mut outcome.findings, &outcome.sources, |path: &str| judge.gone(path));
    outcome.counts.known = compared.taken;
    let new = outcome.findings.len();
    let count = format!(
        "{}: shared variables found: {} listed, {new} new; rows in the lists: {} stale, {} about what was not found",
        folder.display(),
        compared.taken,
        compared.stale.len(),
        compared.silent
    );
    let added = outcome.findings.iter().map(|finding| c_analyzer::row_of(finding, &outcome.sources));
    outcome.new_rows = added.collect();
    let entries = compared.stale.iter();
    let entries = entries.map(|row| format!("{}:{} {}\t{}\t{}", row.list, row.line, row.file, row.function, row.name));
    outcome.stale = entries.collect();
    let mut notes = stale_note(&folder.display().to_string(), &outcome.stale, "remove them from the list");
    // What counts comes last: the list before it may be long.
    notes.extend(behind(&outcome.findings));
    notes.push(count);
    Ok(notes)
}

/// The macros that new variables are behind: of another platform, or of a build for debugging.
fn behind(findings: &[Finding]) -> Option<String> {
    let mut macros: BTreeMap<&str, usize> = BTreeMap::new();
    let behind = findings.iter().filter(|finding| !finding.behind.is_empty());
    for name in behind.clone().flat_map(|finding| &finding.behind) {
        *macros.entry(name).or_default() += 1;
    }
    let named: Vec<String> = macros.iter().map(|(name, count)| format!("`{name}` ({count})")).collect();
    let count = behind.count();
    (count > 0)
        .then(|| format!("{count} of the new variables are only there where a macro is defined: {}", named.join(", ")))
}

fn stale_note(path: &str, entries: &[String], cure: &str) -> Vec<String> {
    let named = entries.iter().take(NAMED).map(|entry| {
        let entry = entry.replace('\t', " ");
        format!("{path}: stale, no longer found: {entry}")
    });
    let more = entries.len().saturating_sub(NAMED);
    let last = match (entries.len(), more) {
        (0, _) => None,
        (_, 0) => Some(format!("{path}: {} stale; {cure}", entries.len())),
        (all, more) => {
            Some(format!("{path}: {all} stale, {more} of them listed only with `--output-format json`; {cure}"))
        }
    };
    named.chain(last).collect()
}

/// What `--add-suppressions` did.
pub(super) struct Suppressed {
    /// The words that say so.
    pub(super) notes: Vec<String>,
    /// Files that could not be written.
    pub(super) errors: Vec<InputError>,
    /// Whether a file was changed.
    pub(super) changed: bool,
}

/// Writes suppression comments for the findings that count.
pub(super) fn suppress(outcome: &Outcome, reason: &str) -> Suppressed {
    let mut by_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    let mut other = 0;
    for (i, finding) in outcome.findings.iter().enumerate().filter(|(_, f)| f.aside.is_none()) {
        match finding.place {
            Place::Source(_) if outcome.sources.get(finding.file()).path != Path::new("-") => {
                by_file.entry(finding.file()).or_default().push(i);
            }
            _ => other += 1,
        }
    }
    let (mut notes, mut changes) = (Vec::new(), Vec::new());
    for (file, findings) in by_file {
        let text = outcome.sources.get(file);
        let of_file = findings.iter().map(|&i| &outcome.findings[i]);
        match comments::insert(text, of_file, reason) {
            Some(after) => changes.push(Change {
                name: text.name.clone(),
                path: text.path.clone(),
                before: text.bytes.to_vec(),
                after,
                fixed: findings.len(),
            }),
            None => notes.push(format!("{}: there is no place for the comments, the file was not changed", text.name)),
        }
    }
    let errors = fix::write(&changes);
    changes.retain(|change| errors.iter().all(|error| error.path != change.name));
    let (count, files) = (changes.iter().map(|change| change.fixed).sum::<usize>(), changes.len());
    notes.push(format!(
        "{count} finding{} suppressed in {files} file{}",
        if count == 1 { "" } else { "s" },
        if files == 1 { "" } else { "s" }
    ));
    if other > 0 {
        notes.push(format!(
            "findings in wheels, compiled files and standard input, which cannot have a comment: {other}"
        ));
    }
    Suppressed { notes, errors, changed: files > 0 }
}

pub(super) fn read(path: &Path) -> Result<String, CommandError> {
    fs::read_to_string(path).map_err(|cause| CommandError::Read { path: path.to_owned(), cause })
}

pub(super) fn wrong(path: &Path, cause: String) -> CommandError {
    CommandError::Read { path: path.to_owned(), cause: io::Error::other(cause) }
}
