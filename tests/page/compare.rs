//! `extlint report`: what became of findings, in each form, and what it says of files that are no reports.

use std::fs;
use std::path::Path;

use crate::projects::{element, file, run, small};
use crate::support::extlint;

fn json(folder: &Path, name: &str, paths: &[&str]) {
    run(folder, &[&["check", "--output-format", "json", "--output-file", name], paths].concat());
}

const ONE: &str = "#define Py_BUILD_CORE 1\nint x;\n";
const TWO: &str = "#define Py_BUILD_CORE 1\n#define Py_BUILD_CORE_MODULE 1\nint x;\n";

/// Three releases: a fault comes and another goes, and a folder gets another name.
fn releases(folder: &Path) {
    file(folder, "setup.py", "");
    file(folder, "src/a.c", TWO);
    file(folder, "src/b.c", ONE);
    json(folder, "1.0.json", &["src"]);
    file(folder, "src/a.c", format!("\n\n{ONE}"));
    json(folder, "1.1.json", &["src"]);
    fs::rename(folder.join("src"), folder.join("lib")).expect("it can be renamed");
    file(folder, "lib/c.c", ONE);
    json(folder, "1.2.json", &["lib"]);
}

#[test]
fn findings_are_matched_as_a_baseline_matches_them() {
    let folder = tempfile::tempdir().expect("a folder");
    releases(folder.path());
    let text = run(folder.path(), &["report", "1.0.json", "1.1.json"]).stdout;
    assert!(text.starts_with("1.1.json compared with 1.0.json: 1 fixed, 0 new, 2 stayed\n"), "{text}");
    assert!(text.contains("\nfixed:\n  src/a.c:2: error[ABI003] ") && !text.contains("\nnew:"), "{text}");
    let text = run(folder.path(), &["report", "1.0.json", "1.1.json", "1.2.json"]).stdout;
    assert!(text.starts_with("1.2.json compared with 1.1.json: 0 fixed, 1 new, 2 stayed\n"), "{text}");
    assert!(text.contains("\nnew:\n  lib/c.c:1: error[ABI003] "), "{text}");
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    for wanted in [
        ["findings", "1.0", "1.1", "1.2"],
        ["errors", "3", "2", "3"],
        ["abi", "3", "2", "3"],
        ["src/a.c", "2", "1", "-"],
        ["lib/c.c", "-", "-", "1"],
    ] {
        assert!(lines.iter().any(|line| line == &wanted), "{wanted:?}: {text}");
    }
    assert!(
        lines.iter().any(|line| line == &["new", "-", "1"]) && lines.iter().any(|line| line == &["fixed", "1", "-"])
    );
}

#[test]
fn markdown_has_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    releases(folder.path());
    let text =
        run(folder.path(), &["report", "1.0.json", "1.1.json", "1.2.json", "--output-format", "markdown"]).stdout;
    assert!(text.starts_with("### extlint: 1.2.json compared with 1.1.json\n\n0 fixed, 1 new, 2 stayed\n"), "{text}");
    assert!(text.contains("| error | ABI003 | lib/c.c:1 | "), "{text}");
    assert!(text.contains("| category | 1.0 | 1.1 | 1.2 |\n|---|--:|--:|--:|\n| abi | 3 | 2 | 3 |\n"), "{text}");
}

#[test]
fn the_page_has_the_last_report_and_what_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    releases(folder.path());
    let arguments = ["report", "1.0.json", "1.1.json", "--output-format", "html", "--output-file", "out.html"];
    assert_eq!(run(folder.path(), &arguments).stdout, "");
    let page = fs::read_to_string(folder.path().join("out.html")).expect("it was written");
    let after = fs::read_to_string(folder.path().join("1.1.json")).expect("it was written");
    let after: serde_json::Value = serde_json::from_str(&after).expect("JSON");
    assert_eq!(element(&page, "report"), after);
    let comparison = &element(&page, "beside")["comparison"];
    assert_eq!((comparison["before"].as_str(), comparison["after"].as_str()), (Some("1.0.json"), Some("1.1.json")));
    assert_eq!(
        (comparison["fixed"].as_array().map(Vec::len), comparison["new"].as_array().map(Vec::len)),
        (Some(1), Some(0))
    );
    assert_eq!(comparison["fixed"][0]["line"], 2);
    assert_eq!((&comparison["trend"][0]["findings"], &comparison["trend"][1]["fixed"]), (&3.into(), &1.into()));
}

#[test]
fn sources_in_reports_are_no_markup() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    json(folder.path(), "old.json", &["src"]);
    file(folder.path(), "src/eggs.h", "int x;\n");
    json(folder.path(), "new.json", &["src"]);
    for pair in [["old.json", "new.json"], ["new.json", "old.json"]] {
        let page = run(folder.path(), &["report", pair[0], pair[1], "--output-format", "html"]).stdout;
        assert!(!page.contains("<img") && !page.contains("<!--") && page.matches("</script").count() == 3);
    }
}

#[test]
fn what_is_no_report_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    releases(folder.path());
    run(folder.path(), &["check", "lib", "--statistics", "--output-format", "json", "--output-file", "numbers.json"]);
    run(folder.path(), &["check", "lib", "--output-format", "json-lines", "--output-file", "lines.json"]);
    file(folder.path(), "text.json", "no JSON");
    file(folder.path(), "bytes.json", b"\xFF\xFE");
    file(folder.path(), "list.json", "[]");
    file(folder.path(), "later.json", "{\"version\": 9, \"findings\": []}");
    file(folder.path(), "half.json", "{\"version\": 1, \"findings\": []}");
    let report = fs::read_to_string(folder.path().join("1.0.json")).expect("it was written");
    file(folder.path(), "row.json", report.replacen("\"code\":", "\"kode\":", 1));
    for (name, said) in [
        ("gone.json", ""),
        ("text.json", "is not a report that `check --output-format json` wrote"),
        ("bytes.json", ""),
        ("list.json", "it has no version"),
        ("later.json", "is a report of version 9; this program supports version 1"),
        ("half.json", "`findings`, `readiness`, `statistics` or `summary` is missing"),
        ("row.json", "finding 1: missing field `code`"),
        ("numbers.json", "has no findings: it was written with `--statistics`"),
        ("lines.json", "is not a report"),
    ] {
        for pair in [[name, "1.0.json"], ["1.0.json", name]] {
            let output = extlint(folder.path(), ["report", pair[0], pair[1]]);
            assert_eq!((output.code, output.stdout.as_str()), (Some(2), ""), "{name}: {}", output.stderr);
            assert!(output.stderr.starts_with(&format!("extlint: error: {name}: ")), "{}", output.stderr);
            assert!(output.stderr.contains(said), "{}", output.stderr);
        }
    }
    assert_eq!(extlint(folder.path(), ["report", "1.0.json"]).code, Some(2), "one is too few");
}
