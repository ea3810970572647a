//! What is said about findings in generated files: the switch of the generator, and the line it was made from.

use crate::capi::generators;
use crate::facts::FileId;
use crate::finding::{Finding, Place};
use crate::text::{SourceText, Sources};

/// Farthest that a position comment may stand before the code it is about, in bytes.
const REACH: usize = 1 << 16;

/// What Cython does where a switch of it is on, by the word that `rules.toml` has for it.
const CYTHON_SWITCHES: [(&str, &str); 3] = [
    ("types", "Cython creates heap types if CYTHON_USE_TYPE_SPECS is 1"),
    ("state", "Cython keeps its own state in the module if CYTHON_USE_MODULE_STATE is 1"),
    (
        "types-and-state",
        "Cython keeps its own state in the module if CYTHON_USE_MODULE_STATE is 1, and creates heap types if \
         CYTHON_USE_TYPE_SPECS is 1",
    ),
];

/// The newest Cython that was looked at.
const NEWEST: &str = "3.3";
/// From this version on Cython writes no more of its own types what rules are about that say `own-until-3.1`.
const MENDED: (u32, u32) = (3, 2);

/// Marks a finding in a generated file, and adds what is known of its origin.
pub(super) fn annotate(finding: &mut Finding, sources: &Sources) {
    let file = finding.file();
    let Some(generator) = &sources.get(file).generator else { return };
    finding.summarised = true;
    // The next run of the generator would undo what an edit does.
    if finding.rule.category == "abi" {
        let always = generator.starts_with("Cython") && finding.rule.cython == "always";
        let repaired = finding.symbol.as_deref().and_then(|symbol| generators::repaired(generator, symbol));
        finding.help = Some(if let Some(since) = repaired {
            let by = generator.split(' ').next().unwrap_or_default();
            format!("{generator} generated this code: generate the file again with {by} {since} or newer")
        } else if always {
            format!("{generator} generated this code, and Cython {NEWEST} still does: use a suppression or a baseline")
        } else {
            format!("{generator} generated this code: generate the file again with a newer version")
        });
    }
    if !generator.starts_with("Cython") {
        return;
    }
    if let Some((path, line)) = origin(finding, file, sources.get(file)) {
        finding.notes.push(format!("generated from {path}, line {line}"));
    }
    let switch = CYTHON_SWITCHES.iter().find(|(word, _)| *word == finding.rule.cython);
    finding.notes.extend(switch.map(|(_, note)| (*note).to_owned()));
    if finding.rule.category == "gc" || finding.rule.cython == "types" {
        finding.edits.clear();
        finding.help = Some(format!("{generator} generated this code: build with `-DCYTHON_USE_TYPE_SPECS=1`"));
    }
    // A type of Cython's own, not one of the module's.
    let symbol = finding.symbol.as_deref().unwrap_or_default();
    let own = symbol.starts_with("__pyx_") && symbol.contains("CyFunction");
    if finding.rule.cython == "own-until-3.1" && own && older(generator, MENDED) {
        finding.edits.clear();
        let (major, minor) = MENDED;
        finding.help = Some(format!(
            "{generator} generated this code: generate the file again with Cython {major}.{minor} or newer"
        ));
    }
}

/// Whether a generator, `Cython 3.1.6`, is older than a version.
fn older(generator: &str, version: (u32, u32)) -> bool {
    let number = generator.split(' ').nth(1).unwrap_or_default();
    let mut parts = number.split('.').map_while(|part| part.parse().ok());
    parts.next().zip(parts.next()).is_some_and(|written| written < version)
}

/// The line that the first label with a position comment was made from.
fn origin(finding: &Finding, file: FileId, text: &SourceText) -> Option<(String, u32)> {
    let Place::Source(labels) = &finding.place else { return None };
    labels.iter().filter(|l| l.file == file).find_map(|label| position(&text.bytes, label.span.start as usize))
}

/// The nearest `/* "path":line` before an offset, in the same function.
fn position(bytes: &[u8], offset: usize) -> Option<(String, u32)> {
    let end = offset.min(bytes.len());
    let near = &bytes[end.saturating_sub(REACH)..end];
    let here = memchr::memmem::rfind(near, b"\n}").map_or(near, |at| &near[at..]);
    let mut rest = here;
    while let Some(at) = memchr::memmem::rfind(rest, b"/* \"") {
        if let Some(found) = comment(&here[at + 4..]) {
            return Some(found);
        }
        rest = &rest[..at];
    }
    None
}

/// `path":line` at the start of `text`.
fn comment(text: &[u8]) -> Option<(String, u32)> {
    let close = memchr::memchr2(b'"', b'\n', text)?;
    let path = std::str::from_utf8(&text[..close]).ok().filter(|p| p.contains('.'))?;
    let digits = text[close..].strip_prefix(b"\":")?;
    let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    let line = std::str::from_utf8(&digits[..length]).ok()?.parse().ok()?;
    Some((path.to_owned(), line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_cython() {
        assert!(older("Cython 3.1.6", (3, 2)) && older("Cython 0.29.32", (3, 2)));
        assert!(!older("Cython 3.2.0", (3, 2)) && !older("Cython 3.10.1", (3, 2)) && !older("Cython", (3, 2)));
    }

    #[test]
    fn the_nearest_comment_of_the_function_counts() {
        let text = b"f() {\n /* \"a.pyx\":1\n * x\n*/ one;\n /* \"a/b.pyx\":27\n*/ two;\n /* \"no place\" */ three;\n}\ng() { four; }";
        let at = |word: &str| position(text, memchr::memmem::find(text, word.as_bytes()).expect("there"));
        assert_eq!(at("one"), Some(("a.pyx".to_owned(), 1)));
        assert_eq!(at("two"), Some(("a/b.pyx".to_owned(), 27)));
        assert_eq!(at("three"), Some(("a/b.pyx".to_owned(), 27)));
        assert_eq!(at("four"), None);
    }
}
