//! Uses of CPython that a project has on purpose: names and headers, each with the reason. Not what silences a rule as a
//! whole, or one place.

use std::path::Path;

use toml::{Table, Value};

use crate::finding::RuleMeta;
use crate::input::Matcher;

/// The profile of code that is a part of CPython, or is kept like one.
const CPYTHON: &str = "cpython";

/// One entry of `accept`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accept {
    /// Names of the API, of macros, of structs with or without a field; one `*` stands for any letters.
    pub names: Vec<String>,
    /// Headers, by their last part or as included.
    pub headers: Vec<String>,
    /// All that a checkout of CPython may do.
    pub cpython: bool,
    /// Patterns over paths; none for all files.
    pub files: Vec<String>,
    /// Why.
    pub reason: String,
}

/// An entry with where it holds.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What it says.
    pub entry: Accept,
    files: Option<Matcher>,
}

impl Accepted {
    /// An entry of a configuration in the folder `root`.
    ///
    /// # Errors
    /// The pattern that is none, in words.
    pub fn new(entry: &Accept, root: &Path) -> Result<Accepted, String> {
        let patterns = entry.files.iter().map(String::as_str);
        let files = if entry.files.is_empty() { None } else { Some(Matcher::new(root, patterns)?) };
        Ok(Accepted { entry: entry.clone(), files })
    }

    /// Whether it holds in a file (its path is absolute).
    pub fn holds_in(&self, path: &Path) -> bool {
        self.files.as_ref().is_none_or(|files| files.matches(path, false))
    }

    /// The word by which it accepts what a rule says of a symbol.
    pub fn by<'a>(&'a self, rule: &RuleMeta, symbol: &str) -> Option<&'a str> {
        let entry = &self.entry;
        let named = match rule.accepts {
            "names" => entry.names.iter().find(|word| parts(symbol).any(|part| fits(word, part))),
            "headers" => entry.headers.iter().find(|word| fits(word, symbol) || fits(word, last(symbol))),
            _ => None,
        };
        named.map(String::as_str).or_else(|| (entry.cpython && rule.off_in_cpython).then_some(CPYTHON))
    }

    /// All its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let entry = &self.entry;
        let profile = entry.cpython.then_some(CPYTHON);
        entry.names.iter().chain(&entry.headers).map(String::as_str).chain(profile)
    }
}

/// A name as a whole, and of a field (`PyTypeObject.tp_dict`) the struct and the field by themselves.
fn parts(symbol: &str) -> impl Iterator<Item = &str> {
    std::iter::once(symbol).chain(symbol.split_once('.').into_iter().flat_map(|(of, field)| [of, field]))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn fits(word: &str, symbol: &str) -> bool {
    match word.split_once('*') {
        Some((before, behind)) => {
            let rest = symbol.strip_prefix(before);
            rest.is_some_and(|rest| rest.ends_with(behind))
        }
        None => word == symbol,
    }
}

/// Reads the list of entries.
///
/// # Errors
/// The causes in words.
pub(super) fn read(value: &Value) -> Result<Vec<Accept>, Vec<String>> {
    let wrong = || vec![format!("expected tables `[[accept]]`, found {}", value.type_str())];
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for item in value.as_array().ok_or_else(wrong)? {
        match item.as_table().ok_or_else(|| format!("expected a table, found {}", item.type_str())).and_then(entry) {
            Ok(entry) => good.push(entry),
            Err(cause) => bad.push(cause),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

fn entry(table: &Table) -> Result<Accept, String> {
    let mut out = Accept::default();
    for (key, value) in table {
        match key.as_str() {
            "names" => out.names = words(key, value)?,
            "headers" => out.headers = words(key, value)?,
            "files" => out.files = words(key, value)?,
            "profile" if value.as_str() == Some(CPYTHON) => out.cpython = true,
            "profile" => return Err(format!("`profile` is not \"{CPYTHON}\"")),
            "reason" => out.reason = value.as_str().unwrap_or_default().trim().to_owned(),
            _ => return Err(format!("unknown key `{key}`; the keys are names, headers, profile, files, reason")),
        }
    }
    if out.names.is_empty() && out.headers.is_empty() && !out.cpython {
        return Err("an entry needs `names`, `headers` or `profile`".to_owned());
    }
    if out.reason.is_empty() {
        return Err("an entry needs a `reason`".to_owned());
    }
    let patterns = out.files.iter().map(String::as_str);
    Matcher::new(Path::new("/"), patterns).map_err(|cause| format!("`files`: {cause}"))?;
    Ok(out)
}

fn words(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let wrong = || format!("`{key}`: expected a list of strings, found {}", value.type_str());
    let list = value.as_array().ok_or_else(wrong)?;
    list.iter().map(|item| item.as_str().filter(|word| !word.is_empty()).map(str::to_owned).ok_or_else(wrong)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    fn entries(text: &str) -> Result<Vec<Accept>, String> {
        read(&text.parse::<Table>().expect("toml")["accept"]).map_err(|causes| causes.join("\n"))
    }

    #[test]
    fn an_entry_has_words_and_a_reason() {
        let read = entries("[[accept]]\nnames = ['_Spam_sign']\nreason = 'fast path'\nfiles = ['src/']").expect("one");
        assert_eq!(
            (read[0].names.as_slice(), read[0].reason.as_str()),
            (["_Spam_sign".to_owned()].as_slice(), "fast path")
        );
        let error = |text: &str| entries(text).expect_err("an error");
        assert!(error("[[accept]]\nnames = ['a']").contains("needs a `reason`"));
        assert!(error("[[accept]]\nreason = 'a'").contains("needs `names`"));
        assert!(error("[[accept]]\nname = ['a']\nreason = 'b'").contains("unknown key `name`"));
        assert!(error("[[accept]]\nnames = 'a'\nreason = 'b'").contains("expected a list of strings"));
        assert!(error("[[accept]]\nprofile = 'pypy'\nreason = 'b'").contains("is not \"cpython\""));
        assert!(error("accept = 3").contains("expected tables"));
        assert_eq!(
            error("[[accept]]\nnames = ['a']\n[[accept]]\nreason = 'b'").lines().count(),
            2,
            "all that is wrong"
        );
    }

    #[test]
    fn words_fit_names_fields_and_headers() {
        let text = "[[accept]]\nnames = ['_Spam_*', 'PyTypeObject.tp_dict', 'PyCodeObject']\nheaders = ['pycore_*.h', \
                    'cpython/code.h']\nreason = 'r'";
        let entry = Accepted::new(&entries(text).expect("one")[0], Path::new("/")).expect("an entry");
        let by = |rule: &str, symbol: &str| entry.by(find(rule).expect("a rule"), symbol).is_some();
        assert!(by("ABI004", "_Spam_sign") && !by("ABI004", "_Other_sign"));
        assert!(by("ABI012", "PyTypeObject.tp_dict") && !by("ABI012", "PyTypeObject.tp_mro"));
        assert!(by("ABI012", "PyCodeObject.co_flags"));
        assert!(by("ABI001", "pycore_long.h") && by("ABI002", "cpython/code.h") && !by("ABI001", "code.h"));
        assert!(!by("ABI005", "_Spam_sign"), "what is gone is not a matter of taste");
        assert!(!by("ABI020", "_ssl"));
        let cpython = entries("[[accept]]\nprofile = 'cpython'\nreason = 'r'").expect("one");
        let entry = Accepted::new(&cpython[0], Path::new("/")).expect("an entry");
        assert!(entry.by(find("ABI020").expect("a rule"), "_ssl").is_some());
        assert!(entry.by(find("GC001").expect("a rule"), "x").is_none());
    }
}
