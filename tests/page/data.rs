//! What is in the file: the data of the format `json`, each finding once, and no markup out of sources.

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use crate::projects::{MARKUP, element, more, run, small, wheel};
use crate::support::{bless, diff, root};

fn fingerprints(rows: &Value) -> Vec<&str> {
    rows.as_array().expect("a list").iter().filter_map(|row| row["fingerprint"].as_str()).collect()
}

#[test]
fn the_data_is_that_of_the_format_json() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    wheel(folder.path());
    let page = run(folder.path(), &["check", "--output-format", "html", "src", "vendor", "dist"]).stdout;
    let json = run(folder.path(), &["check", "--output-format", "json", "src", "vendor", "dist"]).stdout;
    let json: Value = serde_json::from_str(&json).expect("a document");
    let report = element(&page, "report");
    assert_eq!(report, json);
    let prints = fingerprints(&report["findings"]);
    assert!(prints.len() > 5 && prints.iter().collect::<HashSet<_>>().len() == prints.len(), "{prints:?}");
    let beside = element(&page, "beside");
    assert_eq!(beside["shown"].as_array().map(Vec::len), Some(prints.len()), "one for each finding");
    assert_eq!(beside["modules"].as_array().map(Vec::len), report["readiness"].as_array().map(Vec::len));
    for row in report["findings"].as_array().expect("a list") {
        assert!(beside["rules"][row["code"].as_str().expect("a code")]["page"].is_string(), "{row}");
    }
    assert!(beside["known"].is_null() && beside["comparison"].is_null());
}

#[test]
fn excerpts_show_what_labels_mark() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    let page = run(folder.path(), &["check", "--output-format", "html", "src"]).stdout;
    let (report, beside) = (element(&page, "report"), element(&page, "beside"));
    let mut seen = 0;
    for (row, shown) in
        report["findings"].as_array().into_iter().flatten().zip(beside["shown"].as_array().expect("a list"))
    {
        for (i, label) in row["labels"].as_array().expect("labels").iter().enumerate() {
            let of_file = shown["excerpts"].as_array().expect("excerpts").iter().find(|e| e["path"] == label["path"]);
            let lines = of_file.expect("its file")["lines"].as_array().expect("lines").clone();
            let line = lines.iter().find(|line| line[0] == label["line"]).expect("its line");
            let mark = line[2].as_array().expect("marks").iter().find(|mark| mark[2] == i).expect("its mark");
            let (start, end) = (mark[0].as_u64().expect("a number"), mark[1].as_u64().expect("a number"));
            assert_eq!(Some(start + 1), label["column"].as_u64(), "{label}");
            if label["line"] == label["end_line"] {
                assert_eq!(Some(end + 1), label["end_column"].as_u64(), "{label}");
            }
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen} labels");
}

#[test]
fn sources_are_no_markup() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    let page = run(folder.path(), &["check", "--output-format", "html", "src"]).stdout;
    let rest = element(&page, "report").to_string() + &element(&page, "beside").to_string();
    assert!(rest.matches("</script><img").count() >= 2, "messages and excerpts hold it: {rest}");
    assert!(!page.contains(MARKUP) && !page.contains("<img") && !page.contains("<!--"));
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (3, 3));
    let policy = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").expect("a policy").1;
    let policy = policy.split_once('"').expect("it ends").0;
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    for outside in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "eval("] {
        let (before, data) = page.split_once("<script type=\"application/json\"").expect("data");
        let program = data.rsplit_once("</script>\n<script>").expect("the program").1;
        assert!(!before.contains(outside) && !program.contains(outside), "{outside}");
    }
}

#[test]
fn what_a_baseline_holds_is_beside_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    run(folder.path(), &["check", "src", "--write-baseline", "base.json"]);
    more(folder.path());
    let page = run(folder.path(), &["check", "src", "--baseline", "base.json", "--output-format", "html"]).stdout;
    let json = run(folder.path(), &["check", "src", "--baseline", "base.json", "--output-format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).expect("a document");
    let (report, beside) = (element(&page, "report"), element(&page, "beside"));
    assert_eq!(report, json);
    let (new, known) = (fingerprints(&report["findings"]), fingerprints(&beside["known"]));
    assert!(new.len() == 1 && report["findings"][0]["symbol"] == "Py_BUILD_CORE_MODULE", "{new:?}");
    assert_eq!(Some(known.len() as u64), report["summary"]["known"].as_u64());
    assert_eq!(beside["shown"].as_array().map(Vec::len), Some(new.len() + known.len()));
}

#[test]
fn numbers_alone_have_no_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    small(folder.path());
    let page = run(folder.path(), &["check", "src", "--statistics", "--output-format", "html"]).stdout;
    assert_eq!(element(&page, "report")["findings"].as_array().map(Vec::len), Some(0));
    assert_eq!(element(&page, "beside")["shown"].as_array().map(Vec::len), Some(0));
}

/// The page of one finding, with the style and the program left out.
#[test]
fn a_small_page_is_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    crate::projects::file(folder.path(), "setup.py", "");
    crate::projects::file(folder.path(), "a.c", "#define Py_BUILD_CORE 1\nint x;\n");
    let page = run(folder.path(), &["check", "--output-format", "html", "a.c"]).stdout;
    let mut shown = page;
    for (begin, end) in
        [("<style>", "</style>"), ("\n<script>", "</script>"), ("style-src '", "'"), ("script-src '", "'")]
    {
        let (before, rest) = shown.split_once(begin).expect("a part");
        shown = format!("{before}{begin}…{end}{}", rest.split_once(end).expect("its end").1);
    }
    let shown = shown.replace(&format!("\"extlint\":\"{}\"", env!("CARGO_PKG_VERSION")), "\"extlint\":\"VERSION\"");
    let path = root().join("tests/page/small.html");
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if bless() {
        fs::write(&path, shown).expect("it can be written");
    } else {
        assert!(expected == shown, "EXTLINT_BLESS=1 rewrites tests/page/small.html:\n{}", diff(&expected, &shown));
    }
}
