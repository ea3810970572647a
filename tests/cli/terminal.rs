//! What is written where people read it on a terminal: links to the pages of rules (OSC 8). The terminal is a pair of
//! Python's module `pty`; without a `python3` there is a notice, and `EXTLINT_REQUIRE_PYTHON=1` makes a failure of that.

use std::process::Command;

use crate::project::{BAD, Project};

/// Runs a command on a terminal of its own and prints what it wrote there.
const RUN: &str = "
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
out = b''
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    out += data
os.waitpid(pid, 0)
sys.stdout.buffer.write(out)
";

/// What the program writes to a terminal with some arguments; None where there is no Python to make one.
#[allow(clippy::print_stderr)]
fn on_terminal(project: &Project, environment: &[(&str, &str)], arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("python3");
    command.args(["-c", RUN, env!("CARGO_BIN_EXE_extlint"), "check"]).args(arguments).current_dir(project.path(""));
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH")).envs(environment.iter().copied());
    let output = command.output().ok().filter(|output| output.status.success());
    let Some(output) = output else {
        assert!(std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_none_or(|v| v == "0"), "no Python with `pty`");
        eprintln!("skipped: there is no `python3` with `pty`");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The start and the end of a link.
const LINK: &str = "\x1b]8;;https://";
const END: &str = "\x1b]8;;\x1b\\";

#[test]
fn codes_are_links_on_terminals_that_know_them() {
    let project = Project::with("a.c", BAD);
    let knows = [("TERM", "xterm-kitty")];
    for format in ["full", "concise"] {
        let Some(out) = on_terminal(&project, &knows, &["--output-format", format]) else { return };
        let at = out.find(LINK).unwrap_or_else(|| panic!("{format}: {out:?}"));
        let (address, rest) = out[at + 5..].split_once("\x1b\\").expect("the end of the address");
        assert!(address.ends_with("rules.md#abi003"), "{address}");
        assert!(rest.starts_with(&format!("ABI003{END}")), "{rest:?}");
        assert_eq!(out.matches(LINK).count(), out.matches(END).count(), "{format}");
    }
    let tables = on_terminal(&project, &knows, &["--statistics"]).unwrap_or_default();
    assert!(tables.contains(&format!("ABI003 build-core-macro{END}")), "{tables:?}");
}

#[test]
fn no_link_where_nobody_would_see_one() {
    let project = Project::with("a.c", BAD);
    for (environment, arguments) in [
        (&[("TERM", "xterm")][..], &[][..]),
        (&[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], &[]),
        (&[("TERM", "xterm-kitty")], &["--color", "never"]),
        (&[("TERM", "dumb"), ("FORCE_HYPERLINK", "1")], &[]),
    ] {
        let Some(out) = on_terminal(&project, environment, arguments) else { return };
        assert!(out.contains("ABI003") && !out.contains("\x1b]8;"), "{environment:?} {arguments:?}: {out:?}");
    }
    // A pipe is no terminal, whatever the environment says of one.
    let piped =
        project.run_with(&["check"], &[("TERM", "xterm-kitty"), ("FORCE_COLOR", "1"), ("FORCE_HYPERLINK", "1")]);
    assert!(piped.out.contains("\x1b[") && !piped.out.contains("\x1b]8;"), "{:?}", piped.out);
}
