//! What ends a report for people: what stands aside, readiness by module, counts by rule, and where to look next.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Look, columns, counted, distributions, fold::Folded, plain, readiness};
use crate::{
    check::{Outcome, by_rule},
    finding::{RuleMeta, Severity, Why},
    rules::find,
};

/// A run that shows fewer findings ends without tables.
const SHORT: usize = 12;
/// Rules in a table, unless statistics are asked for.
const RULES_SHOWN: usize = 20;

/// Writes the tables that the run is worth.
pub(super) fn write(folded: &Folded<'_>, outcome: &Outcome, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if look.quiet {
        return Ok(());
    }
    let long = look.statistics || folded.findings.len() >= SHORT;
    aside(folded, out)?;
    distributions::write(&outcome.distributions, out)?;
    let wheels = outcome.findings.iter().any(|f| f.aside.as_ref().is_some_and(|aside| aside.why == Why::Wheel));
    if long || wheels {
        readiness::write(&outcome.readiness, long, look, out)?;
    }
    if long {
        rules(outcome, look, out)?;
    }
    if long || wheels {
        next(outcome, look, wheels, out)?;
    }
    Ok(())
}

/// A line for a folder and rule of what stands aside, one for each reason of what is in wheels.
pub(super) struct AsideLine {
    /// The folder.
    pub folder: String,
    /// Why.
    pub why: Why,
    /// The rule.
    pub rule: &'static RuleMeta,
    /// The highest level of its findings.
    pub worst: Severity,
    /// How many there are.
    pub count: usize,
}

/// The lines for what stands aside, by folder. Copies are told by the finding that stands for them, and what is in a
/// wheel by the table of modules.
pub(super) fn aside_lines(outcome: &Outcome) -> Vec<AsideLine> {
    let mut lines: BTreeMap<(&str, Why, &str), AsideLine> = BTreeMap::new();
    for finding in &outcome.findings {
        let Some(aside) = &finding.aside else { continue };
        if matches!(aside.why, Why::Copy | Why::Wheel) {
            continue;
        }
        let (folder, rule) = (aside.folder.clone(), finding.rule);
        let empty = || AsideLine { folder, why: aside.why, rule, worst: finding.severity, count: 0 };
        let line = lines.entry((&aside.folder, aside.why, rule.code)).or_insert_with(empty);
        line.worst = line.worst.max(finding.severity);
        line.count += 1;
    }
    lines.into_values().collect()
}

fn aside(folded: &Folded<'_>, out: &mut dyn Write) -> io::Result<()> {
    if folded.aside.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "folded: these findings do not affect the exit code; name the folder or file, or use `--all`, to see them"
    )?;
    let row = |line: &AsideLine| {
        let rule = format!("{} {}", line.rule.code, line.rule.name);
        let why = line.why.as_str().to_owned();
        vec![plain(&line.folder), why, rule, line.worst.as_str().to_owned(), line.count.to_string()]
    };
    let rows: Vec<Vec<String>> = folded.aside.iter().map(row).collect();
    let columns = [("folder", false), ("why", false), ("rule", false), ("worst", false), ("findings", true)];
    columns::write(&columns, &rows, out)?;
    writeln!(out)
}

pub(super) fn dash(count: usize) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

fn rules(outcome: &Outcome, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let counts = by_rule(&outcome.findings);
    if counts.is_empty() {
        return Ok(());
    }
    let most = if look.statistics { counts.len() } else { RULES_SHOWN };
    let row = |count: &crate::check::RuleCount| {
        let name = format!("{} {}", count.code, count.rule);
        let code = if look.links { find(count.code).map(|rule| link(rule, &name)) } else { None };
        let numbers = [count.errors, count.warnings, count.notes, count.folded].map(dash);
        (name, code, numbers)
    };
    let rows: Vec<_> = counts.iter().take(most).map(row).collect();
    let lines: Vec<Vec<String>> =
        rows.iter().map(|(name, _, numbers)| numbers.iter().cloned().chain([name.clone()]).collect()).collect();
    let columns = [("errors", true), ("warnings", true), ("notes", true), ("folded", true), ("rule", false)];
    let mut table = Vec::new();
    columns::write(&columns, &lines, &mut table)?;
    let mut text = String::from_utf8_lossy(&table).into_owned();
    // Links are put in behind: they take no room, and would be counted.
    for (name, linked, _) in &rows {
        if let Some(linked) = linked {
            text = text.replacen(&format!("  {name}\n"), &format!("  {linked}\n"), 1);
        }
    }
    out.write_all(text.as_bytes())?;
    if counts.len() > most {
        let left: usize = counts[most..].iter().map(|count| count.total()).sum();
        let rules = counted(counts.len() - most, "other rule");
        writeln!(out, "and {} of {rules}", counted(left, "finding"))?;
    }
    writeln!(out)
}

fn next(outcome: &Outcome, look: Look, wheels: bool, out: &mut dyn Write) -> io::Result<()> {
    let first = by_rule(&outcome.findings).first().map(|count| count.code);
    if let Some(code) = first {
        writeln!(out, "`extlint rule {code}` explains a rule")?;
    }
    if !look.statistics {
        writeln!(out, "`--statistics` shows only these tables, in full")?;
    }
    if wheels {
        writeln!(out, "`--profile isolation`, `--select` or `--all` show findings that are not about packaging")?;
    } else if outcome.findings.iter().any(|f| f.aside.is_some()) {
        writeln!(out, "`--all` shows folded findings")?;
    }
    writeln!(out)
}

/// The text as a link to the page of a rule, for terminals that know links (OSC 8).
pub(super) fn link(rule: &RuleMeta, text: &str) -> String {
    format!("\x1b]8;;{}\x1b\\{text}\x1b]8;;\x1b\\", rule.page())
}
