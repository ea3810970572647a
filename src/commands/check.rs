//! `extlint check`.

use std::{
    collections::{BTreeSet, HashSet},
    ffi::OsStr,
    path::Path,
    sync::Arc,
};

#[cfg(feature = "watch")]
use super::watch;
use super::{CommandError, Exit, Streams, bar, changed, files, fix, known, prepare, write_errors, write_notes};
use crate::{
    cache::Cache,
    check::{self, Kept, Outcome, Progress},
    cli::{CheckArgs, Color},
    config::Settings,
    finding::Severity,
    input::{InputError, Kind, Request, normal},
    report::{self, Format, Look},
    rules::RULES,
    text::Sources,
};

/// Checks the inputs and reports.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    if args.fixes.diff {
        return fix::show(args, streams);
    }
    #[cfg(feature = "watch")]
    if args.watch {
        return watch::run(args, streams);
    }
    round(args, streams, None)
}

/// One run; what `kept` holds from the runs before is not read again.
pub(super) fn round(
    args: &CheckArgs,
    streams: &mut Streams<'_>,
    kept: Option<&mut Kept>,
) -> Result<Exit, CommandError> {
    let (request, mut settings) = prepare(&args.inputs, &args.settings)?;
    (settings.all, settings.threads) = (args.output.all, args.threads);
    let (format, quiet) = (args.output.output_format, args.output.quiet);
    if let Some(note) = settings.note()
        && !quiet
    {
        write_notes(&[note], streams.err)?;
    }
    let cache = cache(args, quiet, streams)?;
    let progress = Arc::default();
    let shown = streams.watched && !quiet;
    let mut outcome = if let Some(kept) = kept {
        kept.check(&request, &settings, &Progress::default()).unwrap_or_default()
    } else if args.fixes.is_asked() {
        fix::change(args, &request, &settings, streams)?
    } else {
        bar::watch(shown, &progress, || check::check_watched(&request, &settings, &progress, cache.as_ref()))
    };
    outcome.notes.extend(selection(&settings, &outcome));
    outcome.notes.extend(patterns(&settings, &request, &outcome));
    if let Some(path) = &args.known.write_baseline {
        write_errors(&outcome.errors, streams.err)?;
        let said = known::write_baseline(&outcome, path)?;
        write_notes(&[said], streams.err)?;
        return Ok(if outcome.errors.is_empty() { Exit::Clean } else { Exit::Failed });
    }
    let mut notes = narrow(args, &mut outcome, &settings, &request)?;
    if let Some(reason) = &args.known.add_suppressions {
        let done = known::suppress(&outcome, reason);
        // What is reported is what is left.
        if done.changed {
            outcome = check::check(&request, &settings);
            notes = narrow(args, &mut outcome, &settings, &request)?;
        }
        outcome.errors.extend(done.errors);
        write_notes(&done.notes, streams.err)?;
    }
    outcome.notes.extend(notes);
    if !quiet {
        write_notes(&outcome.notes, streams.err)?;
    }
    write_errors(&outcome.errors, streams.err)?;
    report_from(&mut outcome, args.output.min_severity.severity());
    let color = use_color(args.output.color, streams.terminal, |name| std::env::var_os(name));
    let links = color && streams.terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    let look = Look { color, links, quiet, statistics: args.output.statistics, sort: args.output.sort };
    let files = args.output.report.iter().map(|(format, path)| (*format, Some(path)));
    let mut reports: Vec<_> = files.chain([(format, args.output.output_file.as_ref())]).collect();
    // The files get other names for services: what speaks to people is written before.
    reports.sort_by_key(|(format, _)| format.is_for_repository());
    let mut named = false;
    for (format, path) in reports {
        if format.is_for_repository() && !std::mem::replace(&mut named, true) {
            name_from_root(&mut outcome.sources, &request.cwd, std::env::var_os("GITHUB_WORKSPACE").as_deref());
        }
        match path {
            Some(path) => to_file(path, format, &outcome, look)?,
            None => {
                report::write(format, &outcome, look, streams.out)?;
                streams.out.flush()?;
            }
        }
    }
    if format.is_human() && !quiet {
        writeln!(streams.err, "{}", report::closing_line(&outcome))?;
        if let Some(first) = outcome.findings.first().filter(|_| streams.terminal) {
            writeln!(streams.err, "`extlint rule {}` explains a finding", first.rule.code)?;
        }
    }
    let fail_on = settings.fail_on.value;
    // What the lists of CPython lack is wrong at any level.
    let fails = |severity| fail_on.fails(severity) || args.known.c_analyzer.is_some();
    Ok(if !outcome.errors.is_empty() {
        Exit::Failed
    } else if !args.exit_zero && outcome.findings.iter().any(|f| f.aside.is_none() && fails(f.severity)) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// Where earlier runs are kept. A folder that was named and cannot be used is worth a word; without the user's own the run
/// goes on in silence.
fn cache(args: &CheckArgs, quiet: bool, streams: &mut Streams<'_>) -> Result<Option<Cache>, CommandError> {
    if args.cache.no_cache {
        return Ok(None);
    }
    let Some(folder) = &args.cache.cache_dir else { return Ok(Cache::of_user()) };
    match Cache::at(folder) {
        Ok(cache) => Ok(Some(cache)),
        Err(error) => {
            if !quiet {
                let cause = InputError::io(folder, &error);
                write_notes(&[format!("{cause}: nothing is kept for the next run")], streams.err)?;
            }
            Ok(None)
        }
    }
}

/// What of the selection has no effect, in words.
fn selection(settings: &Settings, outcome: &Outcome) -> Vec<String> {
    let targets = settings.targets(false);
    let levels = settings.levels(&targets);
    let mut notes = Vec::new();
    let mut kinds: HashSet<&str> = HashSet::new();
    for file in outcome.sources.files.iter().filter(|file| file.reported) {
        kinds.extend(match Kind::of_name(&file.path) {
            Some(Kind::Wheel) => &["wheel", "binary"][..],
            Some(Kind::Binary) => &["binary"],
            _ => &["source"],
        });
    }
    let from = &settings.select.from;
    // Who asks a question by a profile has named no rule: it is worth a word where nothing at all is checked.
    let profile = from.starts_with("--profile");
    if profile {
        let asked = RULES.iter().filter(|rule| settings.select.value.iter().any(|word| word.means(rule)));
        let on: Vec<_> = asked.filter(|rule| levels.is_on(rule)).collect();
        if !kinds.is_empty() && !on.is_empty() && !on.iter().any(|rule| rule.inputs.iter().any(|i| kinds.contains(i))) {
            let inputs: BTreeSet<&str> = on.iter().flat_map(|rule| rule.inputs).copied().collect();
            let inputs: Vec<&str> = inputs.into_iter().collect();
            notes.push(format!("`{from}` is only about {} inputs, and there are none", inputs.join(" and ")));
        }
    }
    for word in settings.select.value.iter().filter(|_| !profile) {
        let on = || RULES.iter().filter(|rule| word.means(rule) && levels.is_on(rule));
        if let Some(why) = levels.runs_nothing(word, &targets) {
            notes.push(format!("`select` ({from}): `{word}` runs no rule: {why}"));
        } else if !kinds.is_empty() && settings.wide && !on().any(|rule| rule.inputs.iter().any(|i| kinds.contains(i)))
        {
            let inputs: BTreeSet<&str> = on().flat_map(|rule| rule.inputs).copied().collect();
            let inputs: Vec<&str> = inputs.into_iter().collect();
            notes.push(format!(
                "`select` ({from}): `{word}` is only about {} inputs, and there are none",
                inputs.join(" and ")
            ));
        }
    }
    for (word, level) in settings.config.severity.iter().filter(|(_, level)| *level != Severity::Off) {
        if let Some(why) = levels.runs_nothing(word, &targets) {
            notes.push(format!("`severity`: `{word}` = \"{}\" runs no rule: {why}", level.as_str()));
        }
    }
    notes
}

/// The patterns of the configuration that match nothing, in words; only where the run is about all that they speak of.
fn patterns(settings: &Settings, request: &Request, outcome: &Outcome) -> Vec<String> {
    let Some(root) = settings.file.as_deref().and_then(Path::parent) else { return Vec::new() };
    let whole = request.roots().iter().any(|given| root.starts_with(given)) && !request.force_exclude;
    if !whole {
        return Vec::new();
    }
    for text in &outcome.sources.files {
        let path = normal(&request.cwd, &text.path);
        settings.per_file_ignores.iter().for_each(|(matcher, _)| _ = matcher.matches(&path, false));
    }
    let own = settings
        .exclude
        .iter()
        .filter(|matcher| matcher.root() == root)
        .take(usize::from(!settings.config.exclude.is_empty()));
    let excluded = own.flat_map(|matcher| matcher.unused()).map(|word| ("exclude", word));
    let ignored = settings.per_file_ignores.iter().flat_map(|(matcher, _)| matcher.unused());
    let said = excluded.chain(ignored.map(|word| ("per-file-ignores", word)));
    let said = said.map(|(key, word)| format!("`{key}`: no file or folder matches `{word}`"));
    let unused = outcome.unused_accepts.iter().map(|word| format!("`accept`: nothing needs `{word}`; remove it"));
    said.chain(unused).collect()
}

/// Takes out what is known, and what is not on changed lines; notes what is worth a word.
fn narrow(
    args: &CheckArgs,
    outcome: &mut Outcome,
    settings: &Settings,
    request: &Request,
) -> Result<Vec<String>, CommandError> {
    let notes = known::take_out(&args.known, outcome, settings, &request.cwd)?;
    if args.changes.is_given() {
        outcome.counts.unchanged = changed::keep(&args.changes, outcome, &request.paths, &request.cwd)?;
        // Which of them are on changed lines, nobody asked.
        outcome.known = None;
    }
    Ok(notes)
}

/// Takes out the findings below a level.
fn report_from(outcome: &mut Outcome, lowest: Severity) {
    let before = outcome.findings.len();
    outcome.findings.retain(|finding| finding.severity >= lowest);
    outcome.counts.below = before - outcome.findings.len();
    if let Some(known) = &mut outcome.known {
        known.retain(|finding| finding.severity >= lowest);
    }
}

/// Calls files by their paths from the root of the repository, where a runner says what that is: its job may run in a
/// folder below.
fn name_from_root(sources: &mut Sources, cwd: &Path, root: Option<&OsStr>) {
    let root = root.filter(|root| !root.is_empty()).map(|root| normal(cwd, Path::new(root)));
    if let Some(root) = root.filter(|root| root != cwd && cwd.starts_with(root)) {
        sources.name_from(&root, |name| normal(cwd, name));
    }
}

/// Writes a report to a file.
fn to_file(path: &Path, format: Format, outcome: &Outcome, look: Look) -> Result<(), CommandError> {
    let look = Look { color: false, links: false, ..look };
    files::write(path, |out| report::write(format, outcome, look, out))
}

/// Whether to use colours: the option, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then the terminal.
fn use_color(option: Color, terminal: bool, env: impl Fn(&str) -> Option<std::ffi::OsString>) -> bool {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| env(name).is_some_and(|value| !value.is_empty() && value != "0");
    match option {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && env("TERM").is_none_or(|term| term != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_by_option_environment_and_terminal() {
        let auto = |terminal, set: &[(&str, &str)]| {
            use_color(Color::Auto, terminal, |name| {
                set.iter().find(|(n, _)| *n == name).map(|(_, value)| std::ffi::OsString::from(value))
            })
        };
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(auto(false, &[("FORCE_COLOR", "1")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(use_color(Color::Always, false, |_| Some("1".into())));
    }
}
