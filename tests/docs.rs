//! Compares what the README and the site's pages show with what is true: the example's output, the table of rules, the
//! findings of the examples in the guides, and that links lead somewhere. `EXTLINT_BLESS=1` rewrites the first two.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{bless, diff, extlint, root, rows, skipped, without_time};

fn section(page: &str, name: &str, truth: &str) {
    let path = root().join(page);
    let text = fs::read_to_string(&path).expect("the page is readable");
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("{page} lacks {begin}"));
    let (shown, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{page} lacks {end}"));
    if shown == truth {
        return;
    }
    if bless() {
        fs::write(&path, format!("{before}{begin}{truth}{end}{after}")).expect("the page is writable");
    } else {
        panic!("{page}, {name} (- shown, + true; EXTLINT_BLESS=1 rewrites):\n{}", diff(shown, truth));
    }
}

/// The README and the pages of the site, from the root.
fn pages() -> Vec<PathBuf> {
    let mut out = vec![PathBuf::from("README.md"), PathBuf::from("CONTRIBUTING.md")];
    for folder in ["docs/src", "docs/src/guides"] {
        let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
        let names = entries.map(|entry| entry.expect("it is readable").file_name());
        out.extend(
            names.filter(|n| Path::new(n).extension().is_some_and(|e| e == "md")).map(|n| Path::new(folder).join(n)),
        );
    }
    out
}

/// The anchor that a heading gets.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The lines of a page that are no code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence
    })
}

/// The rule that CONTRIBUTING shows whole is the one that is built.
#[test]
fn the_rule_shown_is_the_real_one() {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("the page is readable");
    let shown = page.split("```rust\n").nth(1).and_then(|rest| rest.split("   ```").next()).expect("a block of Rust");
    let shown: Vec<&str> = shown.lines().map(|l| l.strip_prefix("   ").unwrap_or(l)).collect();
    let path = "src/rules/gc/gc_alloc_of_non_gc_type.rs";
    let rule = fs::read_to_string(root().join(path)).expect("the rule is readable");
    let real =
        rule.split_once("\n\npub(crate)").map(|(_, rest)| format!("pub(crate){rest}")).expect("a check function");
    assert_eq!(shown.join("\n").trim(), real.trim(), "{path}");
    let table = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of TOML");
    let known = fs::read_to_string(root().join("rules.toml")).expect("the table is readable");
    for line in table.lines().map(str::trim).filter(|l| !l.starts_with("explanation")) {
        assert!(known.contains(line), "rules.toml lacks {line}");
    }
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = String::new();
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).expect("the page is readable");
        let ends = prose(&text).flat_map(|line| line.split("](").skip(1));
        for link in ends.filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://")) {
            seen += 1;
            let (file, wanted) = link.split_once('#').unwrap_or((link, ""));
            let folder = page.parent().unwrap_or(Path::new(""));
            let target = if file.is_empty() { page.clone() } else { folder.join(file) };
            let Ok(there) = fs::read_to_string(root().join(&target)) else {
                let _ = writeln!(wrong, "{}: {link}: no such page", page.display());
                continue;
            };
            let mut headings =
                prose(&there).filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
            if !wanted.is_empty() && !headings.any(|heading| anchor(heading) == wanted) {
                let _ = writeln!(wrong, "{}: {link}: no such heading", page.display());
            }
        }
    }
    assert!(seen > 30, "{seen} links were read");
    assert!(wrong.is_empty(), "{wrong}");
}

/// All text of a folder's Rust files.
fn rust_files(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            *out += &fs::read_to_string(path).expect("a text");
        }
    }
}

#[test]
fn every_limit_names_a_test() {
    let page = fs::read_to_string(root().join("docs/src/robustness.md")).expect("the page is readable");
    let mut code = String::new();
    ["src", "tests"].iter().for_each(|folder| rust_files(&root().join(folder), &mut code));
    let limits = page.split("## Surroundings").next().unwrap_or_default();
    let rows: Vec<&str> =
        limits.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what | limit")).collect();
    assert!(rows.len() > 45, "{} rows", rows.len());
    for row in rows {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        for test in tests.split(", ").map(|name| name.trim_matches('`')) {
            assert!(code.contains(&format!("fn {test}() {{")), "no test {test}: {row}");
        }
    }
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = fs::read_to_string(root().join("docs/src/SUMMARY.md")).expect("it is readable");
    for page in pages() {
        let Ok(page) = page.strip_prefix("docs/src") else { continue };
        let link = format!("({})", page.to_string_lossy().replace('\\', "/"));
        assert!(page == Path::new("SUMMARY.md") || summary.contains(&link), "SUMMARY.md lacks {link}");
    }
}

/// `<!-- finds: CODES -->` before a block of C says what the check of that block finds.
#[test]
fn examples_find_what_the_guides_say() {
    let mut blocks = 0;
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).expect("the page is readable");
        for part in text.split("<!-- finds:").skip(1) {
            let (codes, rest) = part.split_once("-->\n```c\n").expect("a block of C follows");
            let source = rest.split_once("```").expect("the block ends").0;
            let place = tempfile::tempdir().expect("a folder");
            fs::write(place.path().join("example.c"), source).expect("the folder is writable");
            let output = extlint(place.path(), ["check", "--no-config", "--output-format", "json-lines", "example.c"]);
            let found: BTreeSet<String> =
                rows(&output.stdout).expect("JSON lines").into_iter().map(|row| row.code).collect();
            let wanted: BTreeSet<String> = codes.split_whitespace().map(str::to_owned).collect();
            assert_eq!(found, wanted, "{}: {}", page.display(), output.stdout);
            blocks += 1;
        }
    }
    assert!(blocks >= 2, "{blocks} blocks were checked");
}

/// Where the addresses in reports lead.
#[test]
fn every_rule_has_a_place_of_its_own() {
    let text = fs::read_to_string(root().join("docs/src/rules.md")).expect("the page is readable");
    for rule in extlint::rules::RULES {
        let page = rule.page();
        let (file, anchor) = page.split_once('#').expect("a place within the page");
        assert!(file.ends_with("/docs/src/rules.md"), "{page}");
        assert_eq!(text.matches(&format!("<a id=\"{anchor}\"></a>")).count(), 1, "{page}");
    }
}

/// What each program of `tools/found` says of itself stands on the page of proven defects, and the page is what the tool
/// that runs them writes.
#[test]
fn proven_defects_are_what_the_programs_say() {
    let tool = |argument: &str| {
        let mut command = Command::new("python3");
        let _ = command.arg(root().join("tools/prove.py")).arg(argument);
        command.output()
    };
    if bless() {
        assert!(tool("--write").is_ok_and(|o| o.status.success()), "tools/prove.py --write");
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = flat(&fs::read_to_string(root().join("docs/src/found.md")).expect("the page is readable"));
    let mut programs = 0;
    for entry in fs::read_dir(root().join("tools/found")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text").replace("\n#   ", " ");
        let mut known = BTreeSet::new();
        for (key, value) in text.lines().map_while(|line| line.strip_prefix("# ")?.split_once(": ")) {
            let shown =
                !matches!(key, "what" | "cure" | "place" | "output" | "env" | "ends") || page.contains(&flat(value));
            assert!(shown, "{}: {key} is not on the page: {value}", path.display());
            let _ = known.insert(key);
        }
        for key in ["project", "version", "python", "rule", "place", "what", "cure"] {
            assert!(known.contains(key), "{}: no {key}", path.display());
        }
        programs += 1;
    }
    assert!(page.contains(&format!(" {programs} defects in released code")), "{programs} programs");
    match Command::new("python3").args(["-c", "import tomllib"]).status() {
        Ok(status) if status.success() => {
            let output = tool("--check").expect("python3 starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        _ => skipped("no python3 of 3.11 or newer: tools/prove.py --check"),
    }
}

// One test for all sections: they rewrite the same file.
#[test]
fn pages_show_what_is_true() {
    the_configuration_is_one("README.md");
    the_configuration_is_one("docs/src/configuration.md");
    section("docs/src/rules.md", "rules", &rules());
    section("README.md", "example", &example());
}

fn the_configuration_is_one(page: &str) {
    let text = fs::read_to_string(root().join(page)).expect("the page is readable");
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
        let status = if rule.is_preview() { " (preview)" } else { "" };
        let summary = rule.summary.replace('|', "\\|") + status;
        let (code, inputs) = (rule.code, rule.inputs.join(", "));
        let _ = writeln!(
            out,
            "| <a id=\"{}\"></a>{code} | `{}` | {level} | {inputs} | {summary} |",
            rule.anchor(),
            rule.name
        );
    }
    out
}

fn example() -> String {
    let output = extlint(root(), ["check", "examples/sources", "--select", "GC001"]);
    assert_eq!(output.code, Some(1), "the example has findings\n{}{}", output.stdout, output.stderr);
    let mut shown = String::from("```text\n$ extlint check examples/sources --select GC001\n");
    shown += &without_time(&(output.stdout + &output.stderr));
    shown.truncate(shown.trim_end().len());
    shown + "\n```\n"
}
