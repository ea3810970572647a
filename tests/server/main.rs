//! `extlint server`, driven by a client that others wrote: pygls, from a Python that has it. It is looked for in the virtual
//! environment in use, among `EXTLINT_PYTHONS`, and on PATH. Without one there is a notice; `EXTLINT_REQUIRE_PYTHON=1` makes
//! a failure of that.

#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use support::{root, skipped};

/// A Python with pygls.
fn python() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let mut programs: Vec<PathBuf> = Vec::new();
        programs.extend(std::env::var_os("VIRTUAL_ENV").map(|folder| PathBuf::from(folder).join("bin/python")));
        if let Some(list) = std::env::var_os("EXTLINT_PYTHONS") {
            programs.extend(std::env::split_paths(&list));
        }
        programs.extend(["python3".into(), "python".into()]);
        let has = |program: &PathBuf| {
            let asked = Command::new(program).args(["-c", "import pygls.lsp.client, lsprotocol.types"]).output();
            asked.is_ok_and(|output| output.status.success())
        };
        programs.into_iter().find(has)
    });
    found.as_deref()
}

fn scenario(name: &str) {
    let Some(python) = python() else {
        let required = std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_some_and(|v| v != "0" && !v.is_empty());
        assert!(!required, "no Python here has pygls");
        return skipped(&format!("server, {name}: no Python here has pygls"));
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = root().join("tests/server/client.py");
    let mut command = Command::new(python);
    command.arg("-B").arg(script).arg(name).arg(env!("CARGO_BIN_EXE_extlint")).arg(folder.path());
    let output = command.env("EXTLINT_CACHE_DIR", folder.path().join("cache")).output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn after_each_edit_the_answer_is_that_of_check() {
    scenario("edits");
}

#[test]
fn explanations_and_suppressions_are_offered() {
    scenario("offers");
}

#[test]
fn columns_are_in_the_units_that_were_agreed_on() {
    scenario("positions");
}

#[test]
fn all_files_of_all_folders_are_told_of() {
    scenario("pushes");
}

#[test]
fn files_and_settings_may_go_and_come() {
    scenario("vanishing");
}

#[test]
fn a_question_may_be_taken_back() {
    scenario("cancelling");
}

#[test]
fn rubbish_is_answered_and_a_server_starts_again() {
    scenario("malformed");
}
