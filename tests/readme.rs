//! Compares what the README shows with what is true: the example's output, the table of rules. `EXTLINT_BLESS=1`
//! rewrites both.

mod support;

use std::fmt::Write as _;
use std::fs;

use support::{bless, diff, extlint, root, without_time};

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
    the_configuration_is_one();
    section("rules", &rules());
    section("example", &example());
}

fn the_configuration_is_one() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md is readable");
    let shown = text.split_once("```toml\n").and_then(|(_, rest)| rest.split_once("```")).expect("a TOML block").0;
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("extlint.toml"), shown).expect("the folder is writable");
    let output = extlint(place.path(), ["config"]);
    assert_eq!(output.code, Some(0), "{}{}", output.stdout, output.stderr);
    assert!(output.stdout.contains("build-core-macro"), "{}", output.stdout);
}

fn rules() -> String {
    let mut out = String::from("| code | name | level | reads | what it finds |\n|---|---|---|---|---|\n");
    for rule in extlint::rules::RULES {
        let level = rule.severity.as_str();
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(out, "| {} | `{}` | {level} | {} | {summary} |", rule.code, rule.name, rule.inputs.join(", "));
    }
    out
}

fn example() -> String {
    let output = extlint(root(), ["check", "examples/sources"]);
    assert_eq!(output.code, Some(1), "the example has findings\n{}{}", output.stdout, output.stderr);
    let mut shown = String::from("```text\n$ extlint check examples/sources\n");
    shown += &without_time(&(output.stdout + &output.stderr));
    shown.truncate(shown.trim_end().len());
    shown + "\n```\n"
}
