//! The page in a browser, which `browse.py` drives. It takes a minute, and needs Python with playwright and
//! axe-playwright-python, and a Chromium: `EXTLINT_PAGE_PYTHON` names that Python, and asks for the test.

use std::ffi::OsStr;
use std::process::{Command, Output};

use crate::projects::{file, large, more, run, small, wheel};
use crate::support::root;

fn browse(python: &OsStr, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(python).arg(root().join("tests/page/browse.py")).args(arguments).output()
}

#[test]
fn every_control_does_what_it_says() {
    let Some(python) = std::env::var_os("EXTLINT_PAGE_PYTHON") else { return };
    let probe = browse(&python, &["--probe"]).expect("EXTLINT_PAGE_PYTHON names a Python");
    assert!(probe.status.success(), "{}", String::from_utf8_lossy(&probe.stdout));
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    small(&at.join("small"));
    wheel(&at.join("small"));
    let page = |folder: &str, name: &str, more: &[&str]| {
        let name = at.join(name);
        let name = name.to_str().expect("UTF-8");
        let arguments = ["check", "--output-format", "html", "--output-file", name];
        run(&at.join(folder), &[&arguments, more].concat());
    };
    page("small", "small.html", &["src", "vendor", "dist"]);
    run(&at.join("small"), &["check", "src", "--write-baseline", "base.json"]);
    run(&at.join("small"), &["check", "src", "--output-format", "json", "--output-file", "1.0.json"]);
    more(&at.join("small"));
    page("small", "baseline.html", &["src", "--baseline", "base.json"]);
    file(at, "small/src/eggs.h", "int x;\n");
    run(&at.join("small"), &["check", "src", "--output-format", "json", "--output-file", "1.1.json"]);
    let compared = at.join("compare.html");
    let compared = compared.to_str().expect("UTF-8");
    let arguments =
        ["report", "1.0.json", "1.0.json", "1.1.json", "--output-format", "html", "--output-file", compared];
    run(&at.join("small"), &arguments);
    large(&at.join("large"));
    page("large", "large.html", &["src"]);
    file(at, "none/a.c", "int x;\n");
    page("none", "none.html", &["a.c"]);
    let done = browse(&python, &[at.to_str().expect("UTF-8")]).expect("Python starts");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("all pages were opened"), "{said}");
}
