//! Every case of `tests/corpus` with all of its edits made: nothing is left to make, and what a compiler took it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use rayon::prelude::*;
use serde_json::Value;

use super::support::{all_rules_on, files_below, root};
use super::*;

/// The flags for the headers of the Python on PATH; None where there are none, or no compiler.
fn flags() -> Option<Vec<OsString>> {
    let script = "import sysconfig; print(sysconfig.get_paths()['include'])";
    let asked = Command::new("python3").args(["-c", script]).output().ok()?;
    let include = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
    let there = include.join("Python.h").is_file() && Command::new("gcc").arg("--version").output().is_ok();
    there.then(|| vec!["-fsyntax-only".into(), "-w".into(), "-I".into(), include.into()])
}

fn compiles(path: &Path, flags: &[OsString]) -> bool {
    let run = Command::new("gcc").args(flags).arg(path).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

fn copy(from: &Path, to: &Path) {
    let files = if from.is_dir() { files_below(from) } else { vec![from.to_owned()] };
    for path in files {
        let inside = if from.is_dir() {
            path.strip_prefix(from).expect("below")
        } else {
            Path::new(from.file_name().expect("a name"))
        };
        write(&to.join(inside), fs::read(&path).expect("readable"));
    }
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["c", "h", "cc", "cpp", "cxx", "hpp", "hh"].iter().any(|e| ending == *e))
}

/// What came of a case.
#[derive(Default)]
struct Mended {
    /// The kinds of edits that were offered, by rule.
    offered: BTreeMap<String, BTreeSet<String>>,
    mended: bool,
    /// How many of the changed files a compiler took before.
    compiled: usize,
}

/// Makes all edits of a case of the rule `name`, and looks at what is left.
fn mend(case: &Path, name: &str, flags: Option<&[OsString]>) -> Mended {
    let mut out = Mended::default();
    let place = folder();
    copy(case, place.path());
    let config = place.path().join("extlint.toml");
    write(&config, all_rules_on(&fs::read_to_string(&config).unwrap_or_default(), name));
    let before = texts(place.path());
    let json = extlint(place.path(), ["check", ".", "--select", "ALL", "--output-format", "json-lines"]);
    for row in json.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        for edit in row["edits"].as_array().into_iter().flatten() {
            let kinds = out.offered.entry(row["code"].as_str().unwrap_or_default().to_owned()).or_default();
            kinds.insert(edit["applicability"].as_str().unwrap_or_default().to_owned());
        }
    }
    if out.offered.is_empty() {
        return out;
    }
    let mend = || extlint(place.path(), ["check", "--fix", "--unsafe-fixes", ".", "--select", "ALL"]);
    let first = mend();
    let after = texts(place.path());
    if after == before {
        return out;
    }
    out.mended = true;
    let context = format!("{}\n{}", case.display(), first.stderr);
    assert!(!first.stderr.contains("maximum number of rounds"), "{context}");
    let again = mend();
    assert!(again.stderr.contains("fixed nothing"), "{context}\n{}", again.stderr);
    assert_eq!(texts(place.path()), after, "{context}");
    let Some(flags) = flags else { return out };
    let changed: Vec<usize> = (0..after.len()).filter(|&i| after[i] != before[i]).collect();
    let takes = |i: &usize| is_source(&after[*i].0) && compiles(&after[*i].0, flags);
    let now: Vec<bool> = changed.iter().map(takes).collect();
    before.iter().for_each(|(path, text)| write(path, text));
    for (i, now) in changed.iter().zip(now).filter(|(i, _)| takes(i)) {
        out.compiled += 1;
        assert!(now, "{context}\n{}", String::from_utf8_lossy(&after[*i].1));
    }
    out
}

#[test]
fn every_case_is_mended_once_and_still_compiles() {
    let flags = flags();
    if flags.is_none() {
        crate::support::skipped("nothing was compiled: there is no gcc, or no python3 with headers");
    }
    let mut cases = Vec::new();
    for home in fs::read_dir(root().join("tests/corpus")).expect("the corpus").flatten().map(|entry| entry.path()) {
        let name = home.file_name().expect("a name").to_string_lossy().into_owned();
        let inside = fs::read_dir(&home).into_iter().flatten().flatten().map(|entry| entry.path());
        cases.extend(inside.filter(|case| case.is_dir() || is_source(case)).map(|case| (case, name.clone())));
    }
    let all: Vec<Mended> = cases.par_iter().map(|(case, name)| mend(case, name, flags.as_deref())).collect();
    let mended = all.iter().filter(|one| one.mended).count();
    let compiled: usize = all.iter().map(|one| one.compiled).sum();
    let mut offered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (code, kinds) in all.into_iter().flat_map(|one| one.offered) {
        offered.entry(code).or_default().extend(kinds);
    }
    // A rule that offers safe edits may have unsafe ones as well.
    for rule in extlint::rules::RULES {
        let kinds = offered.get(rule.code).into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
        let agrees = match rule.fix {
            "safe" => kinds.contains(&"safe"),
            "unsafe" => kinds == ["unsafe"],
            _ => kinds.is_empty(),
        };
        assert!(agrees, "rules.toml says `{}` for {}, the cases show {kinds:?}", rule.fix, rule.code);
    }
    assert!(mended > 40, "only {mended} cases were mended");
    assert!(flags.is_none() || compiled > 20, "only {compiled} files were compiled");
}
