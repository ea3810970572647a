//! `extlint check`.

use super::{CommandError, Exit, Streams, prepare, write_errors, write_notes};
use crate::{check, cli::CheckArgs, cli::Color, report};

/// Checks the inputs and reports.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let (request, settings) = prepare(&args.inputs, &args.settings)?;
    let (format, quiet) = (args.output.output_format, args.output.quiet);
    if let Some(note) = settings.note()
        && !quiet
    {
        write_notes(&[note], streams.err)?;
    }
    let outcome = check::check(&request, &settings);
    if !quiet {
        write_notes(&outcome.notes, streams.err)?;
    }
    write_errors(&outcome.errors, streams.err)?;
    let color = use_color(args.output.color, streams.terminal, |name| std::env::var_os(name));
    report::write(format, &outcome, color, streams.out)?;
    streams.out.flush()?;
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
