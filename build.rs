//! Turns `rules.toml` into the rule table that `src/rules/mod.rs` includes, and fails the build where the table and
//! the folder `src/rules` disagree.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hasher as _},
    path::Path,
};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Rule>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rule {
    code: String,
    name: String,
    category: String,
    severity: String,
    inputs: Vec<String>,
    /// The first minor version that it is about; without it all are.
    since_python: Option<String>,
    /// The last one.
    until_python: Option<String>,
    /// The rule's code whose findings on a source say the same as this one's on a binary.
    same_as: Option<String>,
    /// What Cython's switches put an end to: `types`, `state`, `types-and-state`.
    cython: Option<String>,
    /// `off`: what it reports is CPython's own business in a CPython checkout.
    in_cpython: Option<String>,
    /// The setting that turns it on at the level note: `isolation`, `free-threading`.
    raised_by: Option<String>,
    /// What a module with such a finding is not ready for: `subinterpreters`, `own-gil`, `free-threading`, `abi3`.
    #[serde(default)]
    blocks: Vec<String>,
    /// Profiles that it is part of beside those of its category: `isolation`, `abi`, `free-threading`.
    #[serde(default)]
    profiles: Vec<String>,
    /// It is about a claim of the module, and what contradicts the claim is found by other rules.
    #[serde(default)]
    sums_up: bool,
    /// Codes of rules that say something more exact where they speak of the same place.
    #[serde(default)]
    yields_to: Vec<String>,
    /// What of a configuration's `accept` silences it: `names`, `headers`.
    accepts: Option<String>,
    /// What interpreters share by it: `types`, `objects`, `state`.
    shares: Option<String>,
    fix: String,
    since: String,
    status: String,
    summary: String,
    explanation: String,
    references: Vec<String>,
    /// The file in the category's folder where it is not the rule's own name: a small family shares one.
    module: Option<String>,
    /// Made by the pipeline, not by a check function: the rule has no file.
    #[serde(default)]
    pipeline: bool,
}

impl Rule {
    fn module(&self) -> String {
        self.module.clone().unwrap_or_else(|| self.name.replace('-', "_"))
    }

    /// The folder in `src/rules` of its category.
    fn folder(&self) -> String {
        self.category.replace('-', "_")
    }

    /// The minor versions that it is about: 0 and 31 where the table names no end.
    fn pythons(&self) -> Option<(u8, u8)> {
        let minor = |word: &Option<String>, open: u8| match word {
            None => Some(open),
            Some(word) => word.strip_prefix("3.")?.parse().ok(),
        };
        Some((minor(&self.since_python, 0)?, minor(&self.until_python, 31)?))
    }

    /// The same in words.
    fn versions(&self) -> String {
        match (&self.since_python, &self.until_python) {
            (None, None) => "all".to_owned(),
            (Some(since), None) => format!("{since}+"),
            (None, Some(until)) => format!("up to {until}"),
            (Some(since), Some(until)) if since == until => since.clone(),
            (Some(since), Some(until)) => format!("{since}-{until}"),
        }
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut demand = |ok: bool, what: &str| {
            if !ok {
                problems.push(format!("rule {}: {what}", self.code));
            }
        };
        let (letters, digits) = self.code.split_at(self.code.len().saturating_sub(3));
        demand(
            !letters.is_empty()
                && letters.chars().all(|c| c.is_ascii_uppercase())
                && digits.len() == 3
                && digits.chars().all(|c| c.is_ascii_digit()),
            "code is not letters and three digits",
        );
        demand(
            self.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.'),
            "name is not kebab-case",
        );
        demand(["off", "note", "warning", "error"].contains(&self.severity.as_str()), "unknown severity");
        demand(["safe", "unsafe", "none"].contains(&self.fix.as_str()), "unknown fix");
        demand(["stable", "preview"].contains(&self.status.as_str()), "unknown status");
        demand(
            !self.inputs.is_empty() && self.inputs.iter().all(|i| ["source", "binary", "wheel"].contains(&i.as_str())),
            "unknown input",
        );
        demand(self.pythons().is_some_and(|(since, until)| since <= until), "since-python or until-python is no 3.x");
        let known = |word: &Option<String>, words: &[&str]| word.as_deref().is_none_or(|w| words.contains(&w));
        demand(
            known(&self.cython, &["types", "state", "types-and-state", "always", "own-until-3.1"]),
            "unknown word in cython",
        );
        demand(known(&self.in_cpython, &["off"]), "unknown word in in-cpython");
        demand(known(&self.raised_by, &["isolation", "free-threading"]), "unknown word in raised-by");
        let goals = ["subinterpreters", "own-gil", "free-threading", "abi3"];
        demand(self.blocks.iter().all(|goal| goals.contains(&goal.as_str())), "unknown word in blocks");
        let profiles = ["isolation", "abi", "free-threading"];
        demand(self.profiles.iter().all(|profile| profiles.contains(&profile.as_str())), "unknown word in profiles");
        demand(known(&self.accepts, &["names", "headers"]), "unknown word in accepts");
        demand(known(&self.shares, &["types", "objects", "state"]), "unknown word in shares");
        demand(!self.summary.trim().is_empty() && !self.summary.contains('\n'), "summary is not one line");
        demand(!self.explanation.trim().is_empty(), "no explanation");
        problems
    }
}

/// A number for what is built: what one build kept of a run is not for another one.
fn build(root: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut paths = vec![root.join("rules.toml"), root.join("Cargo.toml"), root.join("Cargo.lock")];
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { &mut folders } else { &mut paths }.push(path);
        }
    }
    paths.sort();
    for path in paths {
        hasher.write(&fs::read(path).unwrap_or_default());
    }
    let features = env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_"));
    features.collect::<BTreeSet<String>>().iter().for_each(|name| hasher.write(name.as_bytes()));
    hasher.finish()
}

fn main() {
    println!("cargo::rerun-if-changed=rules.toml");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&root);
    println!("cargo::rustc-env=EXTLINT_BUILD={:016x}", build(root));
    let text = fs::read_to_string(root.join("rules.toml")).expect("rules.toml is readable");
    let table: Table = match toml::from_str(&text) {
        Ok(table) => table,
        Err(error) => fail(&[format!("rules.toml: {error}")]),
    };
    let mut problems: Vec<String> = table.rule.iter().flat_map(Rule::problems).collect();
    let mut seen = BTreeSet::new();
    for rule in &table.rule {
        for other in &rule.yields_to {
            if *other == rule.code || !table.rule.iter().any(|rule| rule.code == *other) {
                problems.push(format!("rule {}: yields-to names `{other}`, which is no other rule", rule.code));
            }
        }
    }
    for key in table.rule.iter().flat_map(|rule| [&rule.code, &rule.name]) {
        if !seen.insert(key) {
            problems.push(format!("rules.toml: `{key}` occurs twice"));
        }
    }
    let mut modules: BTreeMap<String, Vec<&Rule>> = BTreeMap::new();
    for rule in table.rule.iter().filter(|rule| !rule.pipeline) {
        modules.entry(rule.module()).or_default().push(rule);
    }
    let folder = root.join("src/rules");
    let files = rule_files(&folder);
    for (module, rules) in &modules {
        let categories: BTreeSet<String> = rules.iter().map(|r| r.folder()).collect();
        let expected = format!("{}/{module}", rules[0].folder());
        if categories.len() > 1 {
            problems.push(format!("the rules of {module} are of several categories"));
        } else if !files.contains(&expected) {
            problems.push(format!("rules.toml names src/rules/{expected}.rs, which is not there"));
        }
    }
    let named: BTreeSet<String> = modules.iter().map(|(m, rules)| format!("{}/{m}", rules[0].folder())).collect();
    for file in files.difference(&named) {
        problems.push(format!("src/rules/{file}.rs belongs to no rule of rules.toml"));
    }
    if !problems.is_empty() {
        fail(&problems);
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("rules.rs");
    fs::write(out, generate(&table, &modules)).expect("OUT_DIR is writable");
}

// Only an exit code without a panic message shows the problems alone.
#[allow(clippy::exit)]
fn fail(problems: &[String]) -> ! {
    for problem in problems {
        println!("cargo::error={problem}");
    }
    std::process::exit(1)
}

/// The rule files as `category/name`. Folders without a `mod.rs` are parts of a rule, `common` is what rules share.
fn rule_files(folder: &Path) -> BTreeSet<String> {
    let stems = |folder: &Path| -> Vec<(String, bool)> {
        let entries = fs::read_dir(folder).expect("src/rules is readable").flatten();
        let stem = |path: &Path| path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        entries.map(|e| (stem(&e.path()), e.path().extension().is_some_and(|x| x == "rs"))).collect()
    };
    let mut files = BTreeSet::new();
    for (category, is_file) in stems(folder) {
        if is_file && category != "mod" {
            files.insert(category);
        } else if !is_file && category != "common" {
            let rules = stems(&folder.join(&category)).into_iter().filter(|(stem, is_file)| *is_file && stem != "mod");
            files.extend(rules.map(|(stem, _)| format!("{category}/{stem}")));
        }
    }
    files
}

fn generate(table: &Table, modules: &BTreeMap<String, Vec<&Rule>>) -> String {
    let mut out = String::new();
    for r in &table.rule {
        let severity = match r.severity.as_str() {
            "off" => "Off",
            "note" => "Note",
            "warning" => "Warning",
            _ => "Error",
        };
        let _ = writeln!(
            out,
            "/// {}: {}\npub static {}: RuleMeta = RuleMeta {{ code: {:?}, name: {:?}, category: {:?}, severity: Severity::{severity}, \
             inputs: &{:?}, versions: {:?}, since_python: Python({}), until_python: Python({}), same_as: {:?}, cython: {:?}, \
             off_in_cpython: {:?}, raised_by: {:?}, blocks: &{:?}, profiles: &{:?}, sums_up: {:?}, yields_to: &{:?}, accepts: {:?}, shares: {:?}, fix: {:?}, since: {:?}, status: {:?}, summary: {:?}, explanation: {:?}, references: &{:?} }};",
            r.name,
            r.summary,
            r.code,
            r.code,
            r.name,
            r.category,
            r.inputs,
            r.versions(),
            r.pythons().unwrap_or_default().0,
            r.pythons().unwrap_or_default().1,
            r.same_as.as_ref().unwrap_or(&r.code),
            r.cython.as_deref().unwrap_or_default(),
            r.in_cpython.is_some(),
            r.raised_by.as_deref().unwrap_or_default(),
            r.blocks,
            r.profiles,
            r.sums_up,
            r.yields_to,
            r.accepts.as_deref().unwrap_or_default(),
            r.shares.as_deref().unwrap_or_default(),
            r.fix,
            r.since,
            r.status,
            r.summary,
            r.explanation,
            r.references,
        );
    }
    let metas: Vec<String> = table.rule.iter().map(|r| format!("&{}", r.code)).collect();
    let _ = writeln!(
        out,
        "/// Every rule, in the order of `rules.toml`.\npub static RULES: &[&RuleMeta] = &[{}];",
        metas.join(", ")
    );
    let checks = modules.iter().map(|(module, rules)| {
        let of: Vec<String> = rules.iter().map(|rule| format!("&{}", rule.code)).collect();
        format!("Check {{ run: {}::{module}::check, rules: &[{}] }}", rules[0].folder(), of.join(", "))
    });
    let _ = writeln!(
        out,
        "/// The checks, one a file of `src/rules`.\npub(crate) static CHECKS: &[Check] = &[{}];",
        checks.collect::<Vec<_>>().join(", ")
    );
    out
}
