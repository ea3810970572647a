//! The format `full`: the source with what is marked in it, as rustc shows it. The only place that knows
//! codespan-reporting.

use std::{
    collections::HashMap,
    io::{self, Write},
    ops::Range,
};

use codespan_reporting::{
    diagnostic::{self, Diagnostic, LabelStyle},
    files::{self, Files},
    term::{
        self, Chars, Config, WriteStyle,
        termcolor::{Ansi, NoColor},
    },
};

use super::{
    Look,
    concise::place,
    fold::Folded,
    patch::{Hunk, hunks},
    plain,
    summary::link,
    window::{CONTEXT, View},
};
use crate::{
    facts::{FileId, Span},
    finding::{Finding, Label, Place, Severity},
    text::Sources,
};

/// Writes every finding with its sources, notes and edits.
pub(super) fn write(folded: &Folded<'_>, sources: &Sources, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for finding in &folded.findings {
        let mut bytes = Vec::new();
        if look.color {
            one(finding, sources, look, &mut Ansi::new(&mut bytes))?;
        } else {
            one(finding, sources, look, &mut NoColor::new(&mut bytes))?;
        }
        out.write_all(&bytes)?;
    }
    Ok(())
}

fn one(finding: &Finding, sources: &Sources, look: Look, out: &mut dyn WriteStyle) -> io::Result<()> {
    let severity = match finding.severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
        _ => diagnostic::Severity::Note,
    };
    let hunks = hunks(&finding.edits, sources);
    match &finding.place {
        Place::Source(labels) => source(finding, severity, labels, sources, look, out)?,
        Place::Binary { evidence, .. } => binary(finding, severity, evidence, sources, look, out)?,
    }
    if finding.help.is_some() || !hunks.is_empty() {
        help(finding, &hunks, sources, out)?;
    }
    out.write_all(b"\n")
}

/// The code of the rule, as a link to its page where that is known.
fn code(finding: &Finding, look: Look) -> String {
    if look.links { link(finding.rule, finding.rule.code) } else { finding.rule.code.to_owned() }
}

/// The views of one finding's files.
struct Shown<'a> {
    sources: &'a Sources,
    views: HashMap<FileId, View>,
}

impl<'a> Files<'a> for Shown<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, files::Error> {
        Ok(plain(&self.sources.get(id).name))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        self.view(id).map(|view| view.text.as_str())
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, files::Error> {
        self.view(id).map(|view| view.line_of(byte))
    }

    fn column_number(&'a self, id: FileId, _line: usize, byte: usize) -> Result<usize, files::Error> {
        self.view(id).map(|view| view.column(byte))
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, files::Error> {
        self.view(id).map(|view| view.line(line))
    }
}

impl Shown<'_> {
    fn view(&self, id: FileId) -> Result<&View, files::Error> {
        self.views.get(&id).ok_or(files::Error::FileMissing)
    }
}

/// Header, snippets and notes of a finding in sources.
fn source(
    finding: &Finding,
    severity: diagnostic::Severity,
    labels: &[Label],
    sources: &Sources,
    look: Look,
    out: &mut dyn WriteStyle,
) -> io::Result<()> {
    let mut spans: HashMap<FileId, Vec<Span>> = HashMap::new();
    let mut shown = Diagnostic::new(severity).with_code(code(finding, look)).with_message(plain(&finding.headline()));
    let mut places = Vec::new();
    for label in labels {
        let of_file = spans.entry(label.file).or_default();
        places.push(of_file.len());
        of_file.push(label.span);
    }
    let views = spans.iter().map(|(&file, spans)| (file, View::new(sources.get(file), spans))).collect();
    let files = Shown { sources, views };
    for (i, (label, place)) in labels.iter().zip(places).enumerate() {
        let style = if i == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
        let range = files.views.get(&label.file).map_or(0..0, |view| view.mark(place));
        let label = diagnostic::Label::new(style, label.file, range).with_message(plain(&label.message));
        shown.labels.push(label);
    }
    shown.notes = finding.notes.iter().map(|note| format!("note: {}", plain(note))).collect();
    let mut chars = Chars::ascii();
    // As rustc draws the ends of a mark over several lines.
    (chars.multi_top, chars.multi_bottom, chars.multi_bottom_left) = ('_', '_', '|');
    let config = Config { chars, start_context_lines: CONTEXT.0, end_context_lines: CONTEXT.1, ..Config::default() };
    let mut bytes = Vec::new();
    let emitted = if look.color {
        term::emit_to_write_style(&mut Ansi::new(&mut bytes), &config, &files, &shown)
    } else {
        term::emit_to_write_style(&mut NoColor::new(&mut bytes), &config, &files, &shown)
    };
    emitted.map_err(|error| match error {
        files::Error::Io(error) => error,
        other => io::Error::other(other),
    })?;
    // The renderer ends with an empty line; the help block goes before it.
    out.write_all(bytes.strip_suffix(b"\n").unwrap_or(&bytes))
}

/// Header, place, evidence and notes of a finding in a binary or a wheel.
fn binary(
    finding: &Finding,
    severity: diagnostic::Severity,
    evidence: &[String],
    sources: &Sources,
    look: Look,
    out: &mut dyn WriteStyle,
) -> io::Result<()> {
    out.set_header(severity)?;
    write!(out, "{}[{}]", finding.severity.as_str(), code(finding, look))?;
    out.set_header_message()?;
    write!(out, ": {}", plain(&finding.headline()))?;
    out.reset()?;
    writeln!(out)?;
    border(out, "  --> ")?;
    writeln!(out, "{}", plain(&place(finding, sources)))?;
    for line in evidence {
        border(out, "   | ")?;
        writeln!(out, "{}", plain(line))?;
    }
    for note in &finding.notes {
        border(out, "   = ")?;
        writeln!(out, "note: {}", plain(note))?;
    }
    Ok(())
}

/// `help: …` with the edits as lines out and in.
fn help(finding: &Finding, hunks: &[Hunk], sources: &Sources, out: &mut dyn WriteStyle) -> io::Result<()> {
    out.set_header(diagnostic::Severity::Help)?;
    write!(out, "help")?;
    out.set_header_message()?;
    write!(out, ": {}", plain(finding.help.as_deref().unwrap_or("change")))?;
    out.reset()?;
    writeln!(out)?;
    let numbers = hunks.iter().flat_map(|hunk| &hunk.lines).map(|line| line.number);
    let width = numbers.max().map_or(1, |number| number.to_string().len());
    for (i, hunk) in hunks.iter().enumerate() {
        let before = if i == 0 { finding.file() } else { hunks[i - 1].file };
        if hunk.file != before {
            border(out, &format!("{:width$}--> ", ""))?;
            writeln!(out, "{}", plain(&sources.get(hunk.file).name))?;
        }
        let gap = if i > 0 && hunk.file == before { '.' } else { '|' };
        border(out, &format!("{:width$} {gap}", ""))?;
        writeln!(out)?;
        for line in &hunk.lines {
            out.set_line_number()?;
            write!(out, "{:<width$} ", line.number)?;
            out.reset()?;
            out.set_header(if line.added { diagnostic::Severity::Note } else { diagnostic::Severity::Error })?;
            write!(out, "{}", if line.added { '+' } else { '-' })?;
            out.reset()?;
            let space = if line.text.is_empty() { "" } else { " " };
            writeln!(out, "{space}{}", line.text)?;
        }
    }
    Ok(())
}

fn border(out: &mut dyn WriteStyle, text: &str) -> io::Result<()> {
    out.set_source_border()?;
    write!(out, "{text}")?;
    out.reset()
}
