//! Findings to bytes, one file or folder a format. Writes to what it is given; prints and decides nothing.

mod azure;
mod columns;
pub mod compare;
mod concise;
mod distributions;
mod fold;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod order;
mod patch;
mod rdjson;
mod readiness;
mod sarif;
mod summary;
mod window;

use std::io::{self, Write};

pub use order::Sort;

use crate::{
    check::{Outcome, percent},
    finding::{Finding, Severity},
};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With source excerpts, notes and help
    #[default]
    Full,
    /// One line per finding: `path:line:col: severity[CODE] message`
    Concise,
    /// One JSON document
    Json,
    /// One JSON object per finding and line
    JsonLines,
    /// SARIF 2.1.0, for code scanning services
    Sarif,
    /// GitHub workflow annotations
    Github,
    /// GitLab Code Quality report
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
    /// Azure Pipelines logging commands
    Azure,
    /// Reviewdog Diagnostic Format
    Rdjson,
    /// Tables in Markdown, for the job summary in GitHub Actions
    Markdown,
    /// One page with everything, to open in a browser
    Html,
}

impl Format {
    /// Whether people read it: then generated files are summarised and a closing line is written.
    pub fn is_human(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Github | Format::Azure | Format::Markdown)
    }

    /// Whether a service reads it that knows files by their paths below the root of the repository.
    pub fn is_for_repository(self) -> bool {
        use Format::{Azure, Github, Gitlab, Markdown, Rdjson, Sarif};
        matches!(self, Github | Gitlab | Azure | Rdjson | Sarif | Markdown)
    }
}

/// How a report for people looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// With colours: [`Format::Full`] and [`Format::Concise`].
    pub color: bool,
    /// With links to the pages of rules, for terminals that know them.
    pub links: bool,
    /// Findings alone, without tables.
    pub quiet: bool,
    /// Tables alone, without findings.
    pub statistics: bool,
    /// The order of the findings.
    pub sort: Sort,
}

/// Writes the findings of a run.
///
/// # Errors
/// What writing says.
pub fn write(format: Format, outcome: &Outcome, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let folded = || {
        let mut folded = fold::fold(outcome);
        order::sort(&mut folded.findings, look.sort);
        folded
    };
    match format {
        Format::Full => {
            let folded = folded();
            if !look.statistics {
                full::write(&folded, &outcome.sources, look, out)?;
            }
            summary::write(&folded, outcome, look, out)
        }
        Format::Concise if look.statistics => summary::write(&folded(), outcome, look, out),
        Format::Concise => concise::write(&folded(), &outcome.sources, look, out),
        Format::Github => github::write(&folded(), &outcome.sources, out),
        Format::Json => json::document(outcome, look.statistics, out),
        Format::JsonLines => json::lines(outcome, out),
        Format::Sarif => sarif::write(outcome, out),
        Format::Gitlab => gitlab::write(outcome, out),
        Format::Junit => junit::write(outcome, out),
        Format::Azure => azure::write(&folded(), &outcome.sources, out),
        Format::Rdjson => rdjson::write(outcome, out),
        Format::Markdown => markdown::write(&folded(), outcome, out),
        Format::Html => html::write(outcome, look.statistics, out),
    }
}

/// The findings that services are told, each by itself: what stands aside is left out.
fn told(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().filter(|finding| finding.aside.is_none())
}

/// The closing line of the human formats: what was shown, what was read, how long it took.
pub fn closing_line(outcome: &Outcome) -> String {
    let folded = fold::fold(outcome);
    let levels = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = folded.findings.iter().filter(|f| f.severity == severity).count();
        counted(count, severity.as_str())
    });
    let extra = [
        (folded.summarised, format!("+{} summarized", folded.summarised)),
        (folded.folded, format!("+{} folded", folded.folded)),
        (outcome.counts.known, format!("{} known", outcome.counts.known)),
        (outcome.counts.unchanged, format!("{} on unchanged lines", outcome.counts.unchanged)),
        (outcome.counts.below, format!("{} below --min-severity", outcome.counts.below)),
        (outcome.counts.suppressed, format!("{} suppressed", outcome.counts.suppressed)),
    ];
    let extra: String = extra.iter().filter(|(count, _)| *count > 0).map(|(_, text)| format!(", {text}")).collect();
    let hidden = match outcome.counts.hidden_types {
        0 => String::new(),
        count => format!(", types created at run time in {} not seen", counted(count, "file")),
    };
    format!(
        "{}{extra}; {}, {} not understood{}{hidden}, {:.2} s",
        levels.join(", "),
        counted(outcome.counts.files, "file"),
        counted(outcome.counts.gaps, "region"),
        worst(outcome),
        outcome.counts.elapsed.as_secs_f64()
    )
}

/// The three files of which most was not understood, in brackets.
fn worst(outcome: &Outcome) -> String {
    let named = outcome.not_understood.iter().take(3);
    let named: Vec<String> = named
        .map(|loss| format!("{} {}", plain(&outcome.sources.get(loss.file).name), percent(loss.percent)))
        .collect();
    let more = outcome.not_understood.len().saturating_sub(3);
    match (named.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(" ({})", named.join(", ")),
        (false, more) => format!(" ({}; less of {})", named.join(", "), counted(more, "other file")),
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The text on one line and without what steers a terminal: what a file says must not.
pub fn plain(text: &str) -> String {
    let spaced = |c: char| if matches!(c, '\n' | '\r') { ' ' } else { shown(c) };
    text.chars().map(spaced).collect()
}

/// The character as people see it; U+FFFD for control characters, and for the marks that turn the direction of the
/// text around them and so show another name than there is.
fn shown(c: char) -> char {
    let turns = matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    if c != '\t' && (c.is_control() || turns || breaks) { '\u{FFFD}' } else { c }
}
