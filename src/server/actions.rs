//! What an editor offers for a finding: its edits, a comment that suppresses it, an entry of the baseline.

use std::collections::BTreeMap;

use gen_lsp_types::{Position, Range, TextEdit};
use serde_json::{Value, json};

use super::{
    position::{Encoding, Lines},
    report::{Item, Report},
    uri,
};
use crate::{
    facts::Span,
    suppress::{baseline::Baseline, comments},
};

/// The reason in a suppression; the editor's cursor is not put there, so it asks to be replaced.
const REASON: &str = "TODO: say why";

/// What is offered for the findings of a file in a range. `text` is what the file holds, `report` what was found in it.
pub(super) fn actions(
    address: &str,
    report: &Report,
    (range, only): (Range, &[String]),
    encoding: Encoding,
) -> Vec<Value> {
    let wanted = only.is_empty() || only.iter().any(|kind| kind.is_empty() || kind == "quickfix");
    let mut out = Vec::new();
    for item in report.items.iter().filter(|item| wanted && touches(item.diagnostic.range, range)) {
        out.extend(fix(item));
        out.extend(suppression(address, report, item, encoding));
        out.extend(baseline(item));
    }
    out
}

fn touches(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}

fn action(title: &str, item: &Item, edits: &BTreeMap<String, Vec<TextEdit>>, preferred: bool) -> Value {
    json!({
        "title": title,
        "kind": "quickfix",
        "diagnostics": [item.diagnostic],
        "isPreferred": preferred,
        "edit": {"changes": edits},
    })
}

fn fix(item: &Item) -> Option<Value> {
    if item.edits.is_empty() {
        return None;
    }
    let what = item.finding.help.as_deref().unwrap_or("apply the edit");
    let note = if item.safe { "" } else { " (review it)" };
    let title = format!("{}: {what}{note}", item.finding.rule.code);
    Some(action(&title, item, &item.edits, item.safe))
}

fn suppression(address: &str, report: &Report, item: &Item, encoding: Encoding) -> Option<Value> {
    let after = comments::insert(&report.text, std::iter::once(&item.finding), REASON)?;
    let edit = difference(&report.text.bytes, &after, encoding)?;
    let rule = item.finding.rule;
    let title = format!("{}: suppress {} here", rule.code, rule.name);
    Some(action(&title, item, &BTreeMap::from([(address.to_owned(), vec![edit])]), false))
}

/// One edit that makes `after` of a text.
fn difference(before: &[u8], after: &[u8], encoding: Encoding) -> Option<TextEdit> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let span = Span::new(start as u32, (before.len() - end) as u32);
    let new_text = String::from_utf8(after[start..after.len() - end].to_vec()).ok()?;
    Some(TextEdit { range: Lines::of(before).range(before, span, encoding), new_text })
}

/// The whole file is written anew, as its entries are sorted.
fn baseline(item: &Item) -> Option<Value> {
    let (path, entry) = item.baseline.as_ref()?;
    let text = crate::input::read_small(path).ok()?;
    let old = Baseline::parse(&String::from_utf8_lossy(&text)).ok()?;
    let end = Lines::of(&text).position(&text, text.len() as u32, Encoding::Utf16);
    let whole = Range { start: Position { line: 0, character: 0 }, end };
    let edit = TextEdit { range: whole, new_text: old.with(entry.clone()).render() };
    let title = format!("{}: add it to the baseline", item.finding.rule.code);
    Some(action(&title, item, &BTreeMap::from([(uri::of(path), vec![edit])]), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_one_insertion() {
        let edit = difference(b"int a;\nint b;\n", b"int a;\n/* c */\nint b;\n", Encoding::Utf16).expect("an edit");
        let (start, end) = (edit.range.start, edit.range.end);
        assert_eq!((start.line, start.character, end), (1, 0, start));
        assert_eq!(edit.new_text, "/* c */\n");
        let edit = difference(b"aa", b"aaa", Encoding::Utf8).expect("an edit");
        assert_eq!(edit.new_text, "a");
    }
}
