//! What dependencies may be, as `deny.toml` says: their licenses, where they come from, one version of each; and the oldest
//! Rust that they need.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: BTreeSet<String>,
    skip: Vec<Skipped>,
}

#[derive(Deserialize)]
struct Skipped {
    #[serde(rename = "crate")]
    krate: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    rust_version: Option<String>,
}

fn root(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the file is there")
}

fn deny() -> Deny {
    toml::from_str(&root("deny.toml")).expect("it is valid")
}

/// All packages of the lock file; without a network those that this system needs.
fn packages() -> Vec<Package> {
    let host = env!("CARGO_MANIFEST_DIR");
    let run = |more: &[&str]| {
        let usual = ["metadata", "--format-version", "1", "--locked", "--all-features"];
        let output = Command::new(env!("CARGO")).args(usual).args(more).current_dir(host).output();
        output.ok().filter(|output| output.status.success()).map(|output| output.stdout)
    };
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc starts");
    let text = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let target = text.lines().find_map(|line| line.strip_prefix("host: ")).expect("it names its host");
    let all = run(&["--offline"]).or_else(|| run(&["--offline", "--filter-platform", target]));
    let told: Metadata = serde_json::from_slice(&all.expect("cargo tells its packages")).expect("it is JSON");
    assert!(told.packages.len() > 50, "{}", told.packages.len());
    told.packages
}

/// Whether an SPDX expression can be met by licenses of a list; `/` is an old way to write OR.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    either(&mut words.iter().copied().peekable(), allowed)
}

type Words<'a, 'w> = std::iter::Peekable<std::iter::Copied<std::slice::Iter<'w, &'a str>>>;

fn either(words: &mut Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        let met = either(words, allowed);
        return words.next() == Some(")") && met;
    }
    let mut name = word.to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", words.next().unwrap_or_default());
    }
    allowed.contains(&name)
}

#[test]
fn expressions_of_licenses_are_understood() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Unicode-3.0".to_owned()]);
    for met in ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND Unicode-3.0"] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not in ["GPL-3.0", "MIT AND GPL-3.0", "MIT WITH x", "(MIT OR GPL-3.0) AND (GPL-3.0)", "", "(MIT"] {
        assert!(!is_met(not, &allowed), "{not}");
    }
}

#[test]
fn every_license_is_allowed() {
    let allowed = deny().licenses.allow;
    for package in packages() {
        let license = package.license.unwrap_or_default();
        assert!(is_met(&license, &allowed), "{} {}: {license:?}", package.name, package.version);
    }
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_is_banned() {
    let banned = deny().bans.deny;
    for package in packages() {
        assert!(!banned.contains(&package.name), "{} is banned", package.name);
        let registry = |source: &String| source.starts_with("registry+") && source.ends_with("/crates.io-index");
        let own = package.source.is_none() && package.name == env!("CARGO_PKG_NAME");
        assert!(own || package.source.as_ref().is_some_and(registry), "{}: {:?}", package.name, package.source);
    }
}

#[test]
fn there_is_one_version_of_each() {
    let skipped: BTreeSet<String> = deny().bans.skip.into_iter().map(|skip| skip.krate).collect();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        versions.entry(package.name).or_default().insert(package.version);
    }
    for (name, all) in versions {
        let named = all.iter().any(|version| skipped.contains(&format!("{name}@{version}")));
        assert!(all.len() == 1 || named, "{name}: {all:?}; deny.toml does not say why");
    }
}

#[test]
fn no_dependency_needs_a_newer_rust_than_ours() {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').filter_map(|part| part.parse().ok()).collect() };
    let ours = numbers(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages() {
        let needs = package.rust_version.unwrap_or_default();
        assert!(numbers(&needs) <= [&ours[..], &[0]].concat(), "{} {} needs {needs}", package.name, package.version);
    }
}
