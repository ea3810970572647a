//! Documents of the format `json`, read again.

use serde::Deserialize;
use serde_json::Value;

use crate::{finding::Severity, report::json::VERSION};

/// What a comparison needs of a finding.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// The code of its rule.
    pub code: String,
    /// The category of its rule.
    pub category: String,
    /// Its level.
    pub severity: Severity,
    /// The header line.
    pub message: String,
    /// The file.
    pub path: String,
    /// The path inside of an archive.
    pub member: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The C name that it is about.
    pub symbol: Option<String>,
    /// Unique in its document.
    pub fingerprint: String,
    /// All of it.
    #[serde(skip)]
    pub whole: Value,
}

impl Row {
    /// What it is about: the symbol, else the message.
    pub fn about(&self) -> &str {
        self.symbol.as_deref().unwrap_or(&self.message)
    }

    /// `path:line`, or `path!member`.
    pub fn place(&self) -> String {
        match (&self.member, self.line) {
            (Some(member), _) => format!("{}!{member}", self.path),
            (None, Some(line)) => format!("{}:{line}", self.path),
            (None, None) => self.path.clone(),
        }
    }
}

/// A report that was read.
#[derive(Debug)]
pub struct Document {
    /// What the user calls it.
    pub name: String,
    /// The text.
    pub text: String,
    /// Its findings, in its order.
    pub rows: Vec<Row>,
}

/// The words for a file that is something else.
const NO_REPORT: &str = "is not a report that `check --output-format json` wrote";

/// What else each finding has, and the page reads.
const LISTS: [&str; 3] = ["labels", "notes", "edits"];

impl Document {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(name: &str, text: String) -> Result<Document, String> {
        let mut value: Value = serde_json::from_str(&text).map_err(|error| format!("{NO_REPORT}: {error}"))?;
        match value.get("version").map(Value::as_u64) {
            Some(Some(version)) if version == u64::from(VERSION) => {}
            Some(Some(version)) => {
                return Err(format!("is a report of version {version}; this program supports version {VERSION}"));
            }
            _ => return Err(format!("{NO_REPORT}: it has no version")),
        }
        let lists = ["findings", "readiness", "statistics"].map(|key| value[key].as_array().map(Vec::len));
        let ([Some(findings), Some(_), Some(counted)], true) = (lists, value["summary"].is_object()) else {
            return Err(format!("{NO_REPORT}: `findings`, `readiness`, `statistics` or `summary` is missing"));
        };
        if findings == 0 && counted > 0 {
            return Err("has no findings: it was written with `--statistics`".to_owned());
        }
        let Value::Array(findings) = value["findings"].take() else { return Err(NO_REPORT.to_owned()) };
        let row = |(at, whole): (usize, Value)| {
            let wrong = |what: String| format!("{NO_REPORT}: finding {}: {what}", at + 1);
            let row = Row::deserialize(&whole).map_err(|error| wrong(error.to_string()))?;
            match LISTS.iter().find(|key| !whole[**key].is_array()) {
                Some(key) => Err(wrong(format!("missing field `{key}`"))),
                None => Ok(Row { whole, ..row }),
            }
        };
        let rows = findings.into_iter().enumerate().map(row).collect::<Result<Vec<Row>, String>>()?;
        Ok(Document { name: name.to_owned(), text, rows })
    }
}
