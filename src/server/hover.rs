//! What is shown over a finding, or over the name of a rule in a suppression: the rule's explanation.

use gen_lsp_types::{Position, Range};
use serde_json::{Value, json};

use super::{
    position::{Encoding, Lines},
    report::Report,
};
use crate::{facts::Span, finding::RuleMeta, rules::find};

/// What stands over a place; Null for nothing.
pub(super) fn hover(text: &[u8], report: Option<&Report>, place: Position, encoding: Encoding) -> Value {
    let items = report.map_or(&[][..], |report| &report.items);
    let here = |range: Range| range.start <= place && place <= range.end;
    let mut found = items.iter().filter(|item| here(item.diagnostic.range));
    if let Some(item) = found.next() {
        let mut said: Vec<&RuleMeta> = vec![item.finding.rule];
        for other in found {
            if said.iter().all(|rule| rule.code != other.finding.rule.code) {
                said.push(other.finding.rule);
            }
        }
        let texts: Vec<String> = said.into_iter().map(markdown).collect();
        return json!({
            "contents": {"kind": "markdown", "value": texts.join("\n\n---\n\n")},
            "range": item.diagnostic.range,
        });
    }
    let lines = Lines::of(text);
    let Some((rule, span)) = named(text, lines.offset(text, place, encoding)) else { return Value::Null };
    let range = lines.range(text, span, encoding);
    json!({"contents": {"kind": "markdown", "value": markdown(rule)}, "range": range})
}

/// The rule whose name or code stands at a place, in a comment for the linter.
fn named(text: &[u8], at: usize) -> Option<(&'static RuleMeta, Span)> {
    let start = memchr::memrchr(b'\n', &text[..at.min(text.len())]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |end| start + end);
    let line = &text[start..end];
    let open = memchr::memmem::find(line, b"extlint:")?;
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'-';
    let at = at - start;
    let from = at - line[..at].iter().rev().take_while(part).count();
    let to = at + line[at..].iter().take_while(part).count();
    let rule = find(std::str::from_utf8(&line[from..to]).ok()?).filter(|_| from > open)?;
    Some((rule, Span::new((start + from) as u32, (start + to) as u32)))
}

/// The explanation of a rule.
fn markdown(rule: &RuleMeta) -> String {
    let (name, code, summary) = (rule.name, rule.code, rule.summary);
    let level = rule.severity.as_str();
    let mut out = format!("**{code}** `{name}` ({level}; Python: {})\n\n{summary}\n\n", rule.versions);
    out += rule.explanation.trim();
    if !rule.references.is_empty() {
        out += "\n\nReferences:\n";
        rule.references.iter().for_each(|link| out += &format!("\n- <{link}>"));
    }
    out + &format!("\n\n[The rule's page]({})", rule.page())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_in_a_suppression() {
        let text = b"int a;\nint b; /* extlint: ignore[ISO010, global-object] GC001 */\n";
        let rule = |word: &[u8]| {
            let at = memchr::memmem::find(text, word).expect("the word") + 1;
            named(text, at).map(|(rule, span)| (rule.code, &text[span.start as usize..span.end as usize]))
        };
        assert_eq!(rule(b"ISO010"), Some(("ISO010", &b"ISO010"[..])));
        assert_eq!(rule(b"global-object"), Some(("ISO010", &b"global-object"[..])));
        assert_eq!(rule(b"int b"), None);
        assert!(markdown(find("ISO010").expect("a rule")).contains("References"));
    }
}
