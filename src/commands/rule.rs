//! `extlint rule`.

use std::io::{self, Write};

use super::{CommandError, Exit, Streams};
use crate::{
    cli::{RuleArgs, TextOrJson},
    config::{Selector, near_rules},
    finding::RuleMeta,
    rules::{RULES, find},
};

/// Explains a rule, or lists all or those of a family.
pub(super) fn run(args: &RuleArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let json = args.output_format == TextOrJson::Json;
    match &args.rule {
        Some(word) => {
            let unknown = || CommandError::UnknownRule(word.clone(), near_rules(word));
            match find(word) {
                Some(rule) if json => pretty(rule, streams.out)?,
                Some(rule) => explain(rule, streams.out)?,
                None => {
                    let family = Selector::parse(word).ok_or_else(unknown)?;
                    let rules = RULES.iter().copied().filter(|rule| family.means(rule));
                    list(&rules.collect::<Vec<_>>(), json, streams.out)?;
                }
            }
        }
        None => list(RULES, json, streams.out)?,
    }
    Ok(Exit::Clean)
}

/// One line a rule, or all that is known of them.
fn list(rules: &[&RuleMeta], json: bool, out: &mut dyn Write) -> io::Result<()> {
    if json {
        return pretty(rules, out);
    }
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let level = rule.severity.as_str();
        let status = if rule.is_preview() { " [preview]" } else { "" };
        writeln!(out, "{:7} {:width$}  {level:7}  {}{status}", rule.code, rule.name, rule.summary)?;
    }
    Ok(())
}

fn pretty<T: serde::Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Whether there are edits, and what makes them.
fn fix(rule: &RuleMeta) -> &'static str {
    match rule.fix {
        "safe" => "`--fix` makes small, local changes",
        "unsafe" => "`--fix --unsafe-fixes` makes small, local changes; review them",
        _ => "by hand",
    }
}

fn explain(rule: &RuleMeta, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {} ({})\n\n{}\n", rule.name, rule.code, rule.summary)?;
    writeln!(
        out,
        "Category: {}. Level: {}. Reads: {}.",
        rule.category,
        rule.severity.as_str(),
        rule.inputs.join(", ")
    )?;
    writeln!(out, "Python: {}. Since extlint {}, {}.", rule.versions, rule.since, rule.status)?;
    writeln!(out, "Fix: {}.\n", fix(rule))?;
    if rule.is_preview() {
        writeln!(out, "In preview: off unless `--preview` is given, or `--select` names it or its family.\n")?;
    }
    writeln!(out, "{}", rule.explanation.trim())?;
    if !rule.references.is_empty() {
        writeln!(out, "\nReferences:\n")?;
    }
    rule.references.iter().try_for_each(|link| writeln!(out, "- {link}"))
}
