//! Findings: what a rule says, with every place that matters. No parser, no renderer.

mod places;
pub mod saved;

use crate::facts::{FileId, Python, SourceLine, Span, Targets, VersionSet};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not reported.
    Off,
    /// Advice.
    Note,
    /// Leak, isolation or data-race hazard.
    Warning,
    /// Measured or defined crash, import failure or ABI break.
    Error,
}

impl Severity {
    /// The word in every output format.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Off => "off",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// One level lower, `Note` at least: for a finding built on something unresolved.
    pub fn demoted(self) -> Self {
        match self {
            Severity::Error => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Everything it rests on was resolved.
    Certain,
    /// Something was not resolved; the notes say what.
    Likely,
}

/// A rule's metadata: one `[[rule]]` of `rules.toml`.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct RuleMeta {
    /// `GC001`.
    pub code: &'static str,
    /// `traverse-missing-type-visit`.
    pub name: &'static str,
    /// `gc`, `isolation`, …
    pub category: &'static str,
    /// Level where nothing says otherwise.
    pub severity: Severity,
    /// `source`, `binary`, `wheel`.
    pub inputs: &'static [&'static str],
    /// Pythons it concerns, in words (`3.9+`, `all`).
    pub versions: &'static str,
    /// The first of them.
    pub since_python: Python,
    /// The last of them.
    pub until_python: Python,
    /// The code of the rule whose findings on sources say the same as this one's on binaries.
    pub same_as: &'static str,
    /// What switches of Cython make it go away: `types`, `state`, `types-and-state`; empty for none.
    pub cython: &'static str,
    /// What it reports is CPython's own business in a CPython checkout.
    pub off_in_cpython: bool,
    /// The setting that turns it on at the level note: `isolation`, `free-threading`; empty for none.
    pub raised_by: &'static str,
    /// What a module with such a finding is not ready for: `subinterpreters`, `own-gil`, `free-threading`, `abi3`.
    pub blocks: &'static [&'static str],
    /// Profiles that it is part of beside those of its category.
    pub profiles: &'static [&'static str],
    /// It is about a claim of the module; what contradicts the claim is found by other rules as well.
    pub sums_up: bool,
    /// Codes of rules that say something more exact where they speak of the same place.
    pub yields_to: &'static [&'static str],
    /// What of a configuration's `accept` silences it: `names`, `headers`; empty for nothing.
    pub accepts: &'static str,
    /// What interpreters share by it: `types`, `objects`, `state`; empty where it is about something else.
    pub shares: &'static str,
    /// `safe`, `unsafe` or `none`: what kind of edit it offers.
    pub fix: &'static str,
    /// Release that brought it.
    pub since: &'static str,
    /// `stable` or `preview`.
    pub status: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Markdown: why, a bad and a good example.
    pub explanation: &'static str,
    /// Links.
    pub references: &'static [&'static str],
}

impl RuleMeta {
    /// Whether it is on trial: off unless asked for.
    pub fn is_preview(&self) -> bool {
        self.status == "preview"
    }

    /// The address of its row in the table of rules.
    pub fn page(&self) -> String {
        format!("{}#{}", concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/src/rules.md"), self.anchor())
    }

    /// The name of that row within the page.
    pub fn anchor(&self) -> String {
        self.code.to_ascii_lowercase()
    }

    /// The targeted Pythons that it concerns.
    pub fn pythons(&self, targets: &Targets) -> VersionSet {
        VersionSet::range(self.since_python, self.until_python).and(targets.versions())
    }
}

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
    /// What is to be seen there; may be empty on the primary label.
    pub message: String,
}

impl Label {
    /// A label.
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Label { file, span, message: message.into() }
    }
}

/// Whether an edit keeps the meaning of the program in every case but the one reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// May be applied without looking.
    Safe,
    /// A template to be completed or reviewed.
    Unsafe,
}

/// Replaces the bytes of `span` with `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
    /// Safe or not.
    pub applicability: Applicability,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a source file; the first label is the primary one.
    Source(Vec<Label>),
    /// In a binary, or a wheel: no line.
    Binary {
        /// The binary or the archive.
        file: FileId,
        /// Path inside the archive.
        member: Option<String>,
        /// What is known about the place in words: architecture, symbol, section.
        evidence: Vec<String>,
    },
}

/// Why a finding stands aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is in a folder of other people's code.
    Vendored,
    /// It is in a folder of tests or examples.
    Test,
    /// A tool wrote the file.
    Generated,
    /// No extension includes or calls the file.
    Unreached,
    /// The same is said of another file of the same name.
    Copy,
    /// It is in a wheel, and not about packaging.
    Wheel,
}

impl Why {
    /// The reason in words, behind the name of a folder.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Vendored => "vendored",
            Why::Test => "tests and examples",
            Why::Generated => "generated",
            Why::Unreached => "not in an extension",
            Why::Copy => "copies",
            Why::Wheel => "not about packaging",
        }
    }
}

/// That a finding stands aside: people see one line for many, and it does not count for the exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Why.
    pub why: Why,
    /// The folder that it is counted under, as people see it.
    pub folder: String,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static RuleMeta,
    /// Level; starts as the rule's.
    pub severity: Severity,
    /// Certain, or likely.
    pub confidence: Confidence,
    /// The header line.
    pub message: String,
    /// The C name of the variable, type object, spec or function that it is about.
    pub symbol: Option<String>,
    /// The function around a shared variable.
    pub within: Option<String>,
    /// The macros that must be defined for the place of a shared variable to be compiled.
    pub behind: Vec<String>,
    /// Where.
    pub place: Place,
    /// The line of the source that a binary was compiled from, where debug information names it.
    pub compiled_from: Option<SourceLine>,
    /// Why it matters, since which Python, what was not resolved.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// The edits that do it.
    pub edits: Vec<Edit>,
    /// The safe ones of them can be made without the others.
    pub apart: bool,
    /// The human formats fold it into one line per rule and generated file.
    pub summarised: bool,
    /// It stands aside, and why.
    pub aside: Option<Aside>,
    /// All places that it is about where those are more than one, the primary one first; labels show the first of them.
    pub places: Vec<(FileId, Span)>,
    /// The word at the other places, and how many of them are shown.
    elsewhere: (&'static str, usize),
    /// How many files it stands for where others say the same; else 0.
    pub copies: usize,
    /// Reported although its rule is off, unless a setting turns it off: the input itself asks for it.
    pub unasked: bool,
}

impl Finding {
    /// A finding in a source file, at its rule's level.
    pub fn source(rule: &'static RuleMeta, message: impl Into<String>, primary: Label) -> Self {
        Self::new(rule, message.into(), Place::Source(vec![primary]))
    }

    /// A finding in a binary or a wheel, at its rule's level.
    pub fn binary(rule: &'static RuleMeta, message: impl Into<String>, file: FileId, member: Option<String>) -> Self {
        Self::new(rule, message.into(), Place::Binary { file, member, evidence: Vec::new() })
    }

    fn new(rule: &'static RuleMeta, message: String, place: Place) -> Self {
        Finding {
            rule,
            severity: rule.severity,
            confidence: Confidence::Certain,
            message,
            symbol: None,
            within: None,
            behind: Vec::new(),
            place,
            compiled_from: None,
            notes: Vec::new(),
            help: None,
            edits: Vec::new(),
            apart: false,
            summarised: false,
            aside: None,
            places: Vec::new(),
            elsewhere: ("", 0),
            copies: 0,
            unasked: false,
        }
    }

    /// Names the C symbol.
    pub fn symbol(mut self, symbol: impl Into<String>) -> Self {
        self.symbol = Some(symbol.into());
        self
    }

    /// Adds a secondary label (source findings only).
    pub fn label(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        if let Place::Source(labels) = &mut self.place {
            labels.push(Label::new(file, span, message));
        }
        self
    }

    /// Adds a line of evidence (binary findings only).
    pub fn evidence(mut self, line: impl Into<String>) -> Self {
        if let Place::Binary { evidence, .. } = &mut self.place {
            evidence.push(line.into());
        }
        self
    }

    /// Names the line of the source that it was compiled from (binary findings only).
    pub fn compiled_from(mut self, line: Option<&SourceLine>) -> Self {
        self.compiled_from = line.cloned();
        match line {
            Some(SourceLine { path, line }) => self.evidence(format!("compiled from {path}:{line}")),
            None => self,
        }
    }

    /// Adds a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the help text.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the level.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Marks it as one that its rule reports even where it is off.
    pub fn unasked(mut self) -> Self {
        self.unasked = true;
        self
    }

    /// Marks it as built on something unresolved: one level lower, with a note that says what.
    pub fn likely(mut self, what: impl Into<String>) -> Self {
        self.confidence = Confidence::Likely;
        self.severity = self.severity.demoted();
        self.notes.push(what.into());
        self
    }

    /// Adds a doubt: [`Self::likely`] where nothing was in doubt yet, a note else.
    pub fn doubted(self, what: impl Into<String>) -> Self {
        match self.confidence {
            Confidence::Certain => self.likely(what),
            Confidence::Likely => self.note(what),
        }
    }

    /// Adds an edit.
    pub fn edit(mut self, file: FileId, span: Span, text: impl Into<String>, applicability: Applicability) -> Self {
        self.edits.push(Edit { file, span, text: text.into(), applicability });
        self
    }

    /// The message as people read it: that of a rule on trial says so.
    pub fn headline(&self) -> String {
        if self.rule.is_preview() { format!("[preview] {}", self.message) } else { self.message.clone() }
    }

    /// The file that the finding is reported for.
    pub fn file(&self) -> FileId {
        match &self.place {
            Place::Source(labels) => labels[0].file,
            Place::Binary { file, .. } => *file,
        }
    }

    /// The primary span of a source finding.
    pub fn primary(&self) -> Option<&Label> {
        match &self.place {
            Place::Source(labels) => labels.first(),
            Place::Binary { .. } => None,
        }
    }
}
