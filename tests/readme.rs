//! Compares what the README shows with what is true: the example's output, the table of rules. `EXTLINT_BLESS=1`
//! rewrites both.

mod support;

use std::fmt::Write as _;
use std::fs;

use extlint::finding::Severity;
use support::{bless, diff, extlint, root};

fn section(name: &str, truth: &str) {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).expect("README.md is readable");
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("README.md lacks {begin}"));
    let (shown, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md lacks {end}"));
    if shown == truth {
        return;
    }
    if bless() {
        fs::write(&path, format!("{before}{begin}{truth}{end}{after}")).expect("README.md is writable");
    } else {
        panic!("README.md, {name} (- shown, + true; EXTLINT_BLESS=1 rewrites):\n{}", diff(shown, truth));
    }
}

// One test for all sections: they rewrite the same file.
#[test]
fn readme_shows_what_is_true() {
    section("rules", &rules());
    section("example", &example());
}

fn rules() -> String {
    let mut out = String::from("| code | name | level | reads | what it finds |\n|---|---|---|---|---|\n");
    for rule in extlint::rules::RULES {
        let level = match rule.severity {
            Severity::Off => "off",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(out, "| {} | `{}` | {level} | {} | {summary} |", rule.code, rule.name, rule.inputs.join(", "));
    }
    out
}

fn example() -> String {
    let output = extlint(root(), ["check", "examples/sources"]);
    assert_eq!(output.code, Some(1), "the example has findings\n{}{}", output.stdout, output.stderr);
    let mut shown = String::from("```text\n$ extlint check examples/sources\n");
    for line in (output.stdout + &output.stderr).lines() {
        // The time differs from run to run.
        let cut = line.rfind(" in ").filter(|&at| line[at + 4..].starts_with(|c: char| c.is_ascii_digit()));
        shown.push_str(cut.map_or(line, |at| &line[..at]).trim_end());
        shown.push('\n');
    }
    shown.truncate(shown.trim_end().len());
    shown + "\n```\n"
}
