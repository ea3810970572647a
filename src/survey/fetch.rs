//! A requirement to a wheel, by pip. Only wheels: pip runs the build of a source distribution even to learn its name, and
//! nothing that was fetched is run here.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::Trouble;

/// Characters of what pip says that are told on.
const SAID: usize = 300;

/// Fetches the wheel of a requirement into an empty folder.
pub(super) fn fetch(python: &Path, requirement: &str, folder: &Path) -> Result<PathBuf, Trouble> {
    if let Some(wrong) = wrong(requirement) {
        return Err(Trouble::Input(format!("is no requirement that is fetched: {wrong}")));
    }
    let usual = ["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--quiet"];
    let output = Command::new(python)
        .args(usual)
        .args(["--disable-pip-version-check", "--no-color", "--dest"])
        .arg(folder)
        .args(["--", requirement])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Trouble::Output(format!(
                "there is no program `{}` to run pip with; --python names one",
                python.display()
            )));
        }
        Err(error) => return Err(Trouble::Output(format!("cannot run {}: {error}", python.display()))),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("No space left on device") {
        return Err(Trouble::Output("no space left on device".to_owned()));
    }
    if said.contains("No module named pip") {
        return Err(Trouble::Output(format!("{} has no pip", python.display())));
    }
    if !output.status.success() {
        return Err(Trouble::Input(format!("pip fetches no wheel of it: {}", last(&said))));
    }
    let entries = fs::read_dir(folder).map_err(|error| Trouble::of(&error))?.flatten().map(|entry| entry.path());
    let mut wheels = entries.filter(|path| path.extension().is_some_and(|ending| ending == "whl"));
    wheels.next().ok_or_else(|| Trouble::Input(format!("pip fetches no wheel of it: {}", last(&said))))
}

/// What is wrong with a requirement, if something is: it must name a distribution of the index, and nothing that pip would
/// build or read from elsewhere.
fn wrong(requirement: &str) -> Option<&'static str> {
    if requirement.starts_with('-') || requirement.contains(" --") {
        return Some("options of pip are set by its environment variables and configuration");
    }
    if requirement.contains(['@', '/', '\\']) {
        return Some("it names a place; name files as inputs");
    }
    let known = |c: char| c.is_ascii_alphanumeric() || " \t.-_,<>=!~;()[]'\"*+".contains(c);
    if !requirement.starts_with(|c: char| c.is_ascii_alphanumeric()) || !requirement.chars().all(known) {
        return Some("it is not a name with versions, extras and a marker");
    }
    // pip takes a name that is a file for that file.
    if Path::new(requirement).exists() {
        return Some("a file has this name; name files as inputs");
    }
    None
}

/// The last error among what pip says, else its last line.
fn last(said: &str) -> String {
    let lines = || said.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().find_map(|line| line.strip_prefix("ERROR: ")).or_else(|| lines().next());
    line.unwrap_or("it says nothing").chars().take(SAID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_distributions_are_fetched() {
        for fine in ["spam", "spam==1.0", "Spam_x.y[a,b]>=1,<2; python_version > '3.8'", "spam~=1.0.*"] {
            assert_eq!(wrong(fine), None, "{fine}");
        }
        let places = ["spam @ file:///spam", "./spam", "git+https://spam", "spam\\eggs", "../x.zip"];
        let options = ["-r more.txt", "--index-url x", "spam --hash=sha256:0", "-e ."];
        for not in places.into_iter().chain(options).chain(["", "spam$(x)", "${SPAM}", "=1", "Cargo.toml"]) {
            assert!(wrong(not).is_some(), "{not}");
        }
    }

    #[test]
    fn the_last_error_is_told() {
        assert_eq!(last("WARNING: a\nERROR: none found\nERROR: no match for spam\n\n"), "no match for spam");
        assert_eq!(last("a\nb\n"), "b");
        assert_eq!(last(""), "it says nothing");
    }
}
