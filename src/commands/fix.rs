//! `extlint check --fix` and `--diff`.

use std::path::Path;

use super::{CommandError, Exit, Streams, prepare, write_errors};
use crate::{
    check::{self, Outcome},
    cli::{CheckArgs, FixArgs},
    config::{ConfigError, Settings},
    finding::Applicability,
    fix::{self, Plan},
    input::{Request, read_stdin},
    report::plain,
};

/// Refused edits that are named one by one.
const NAMED: usize = 20;

impl FixArgs {
    /// Whether files are to be changed, or shown as they would be.
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.diff
    }

    fn most(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }
}

/// Changes the files; gives what is still to be reported, files that could not be written among the errors.
pub(super) fn change(
    args: &CheckArgs,
    request: &Request,
    settings: &Settings,
    streams: &mut Streams<'_>,
) -> Result<Outcome, CommandError> {
    if request.paths.iter().any(|path| path == Path::new("-")) {
        let words = "`--fix` cannot change standard input; `--diff` shows what it would change";
        return Err(ConfigError::Contradiction(words.to_owned()).into());
    }
    let mut plan = fix::plan(request, settings, args.fixes.most());
    let failed = fix::write(&plan.changes);
    if !failed.is_empty() {
        // What is reported is what is on the disk.
        plan.without(&failed);
        plan.outcome = check::check(request, settings);
        plan.outcome.errors.extend(failed);
    }
    say(&plan, false, args, streams)?;
    Ok(plan.outcome)
}

/// Shows what would change, and changes nothing. There are changes: exit code 1.
pub(super) fn show(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let (mut request, settings) = prepare(&args.inputs, &args.settings)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        let name = request.stdin_name.clone().unwrap_or_else(|| "-".into());
        // Standard input can be read once, and the run is repeated.
        match read_stdin(&name) {
            Ok(bytes) => request.overlay.set(&request.cwd.join(&name), bytes.to_vec()),
            Err(error) => {
                write_errors(&[error], streams.err)?;
                return Ok(Exit::Failed);
            }
        }
    }
    let plan = fix::plan(&request, &settings, args.fixes.most());
    for change in &plan.changes {
        fix::unified(change, &request.cwd, streams.out)?;
    }
    streams.out.flush()?;
    write_errors(&plan.outcome.errors, streams.err)?;
    say(&plan, true, args, streams)?;
    Ok(match (plan.outcome.errors.is_empty(), plan.changes.is_empty()) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Clean,
        (true, false) if args.exit_zero => Exit::Clean,
        (true, false) => Exit::Findings,
    })
}

/// Names the edits that were not made, and counts those that were.
fn say(plan: &Plan, would: bool, args: &CheckArgs, streams: &mut Streams<'_>) -> Result<(), CommandError> {
    if args.output.quiet {
        return Ok(());
    }
    for refused in plan.refused.iter().take(NAMED) {
        let ((path, line), code) = (&refused.place, refused.code);
        writeln!(streams.err, "extlint: note: {}:{line}: {code} not applied: {}", plain(path), plain(&refused.reason))?;
    }
    if plan.refused.len() > NAMED {
        writeln!(streams.err, "extlint: note: and {} more not applied", plan.refused.len() - NAMED)?;
    }
    writeln!(streams.err, "extlint: {}", plain(&plan.summary(would)))?;
    Ok(())
}
