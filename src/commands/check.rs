//! `extlint check`.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use super::{CommandError, Exit, Streams, fix, prepare, write_errors, write_notes};
use crate::{
    check::{self, Outcome},
    cli::{CheckArgs, Color},
    input::normal,
    report::{self, Format},
    text::Sources,
};

/// Checks the inputs and reports.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    if args.fixes.diff {
        return fix::show(args, streams);
    }
    let (request, settings) = prepare(&args.inputs, &args.settings)?;
    let (format, quiet) = (args.output.output_format, args.output.quiet);
    if let Some(note) = settings.note()
        && !quiet
    {
        write_notes(&[note], streams.err)?;
    }
    if let Some(threads) = args.threads {
        // It fails where the pool is there already: then somebody else chose.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
    }
    let mut outcome = match args.fixes.is_asked() {
        true => fix::change(args, &request, &settings, streams)?,
        false => check::check(&request, &settings),
    };
    if !quiet {
        write_notes(&outcome.notes, streams.err)?;
    }
    write_errors(&outcome.errors, streams.err)?;
    let color = use_color(args.output.color, streams.terminal, |name| std::env::var_os(name));
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
            Some(path) => to_file(path, format, &outcome)?,
            None => {
                report::write(format, &outcome, color, streams.out)?;
                streams.out.flush()?;
            }
        }
    }
    if format.is_human() && !quiet {
        writeln!(streams.err, "{}", report::closing_line(&outcome))?;
    }
    let fail_on = settings.fail_on.value;
    Ok(if !outcome.errors.is_empty() {
        Exit::Failed
    } else if !args.exit_zero && outcome.findings.iter().any(|f| fail_on.fails(f.severity)) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// Calls files by their paths from the root of the repository, where a runner says what that is: its job may run in a
/// folder below.
fn name_from_root(sources: &mut Sources, cwd: &Path, root: Option<&OsStr>) {
    let root = root.filter(|root| !root.is_empty()).map(|root| normal(cwd, Path::new(root)));
    if let Some(root) = root.filter(|root| root != cwd && cwd.starts_with(root)) {
        sources.name_from(&root, |name| normal(cwd, name));
    }
}

/// Writes a report to a file: beside it first, so that nobody reads half of one.
fn to_file(path: &Path, format: Format, outcome: &Outcome) -> Result<(), CommandError> {
    let written = |path: &Path| -> io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        report::write(format, outcome, false, &mut out)?;
        out.flush()
    };
    let failed = |cause| CommandError::Write { path: path.to_owned(), cause };
    // A device or a pipe is written as it is.
    if path.exists() && !path.is_file() {
        return written(path).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part: PathBuf = path.with_file_name(name);
    written(&part).and_then(|()| std::fs::rename(&part, path)).map_err(|cause| {
        let _ = std::fs::remove_file(&part);
        failed(cause)
    })
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
