//! Binaries by their distribution: in a folder of installed packages the one whose `RECORD` names them, else their
//! wheel.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use crate::{
    capi::roles::{self, Role},
    facts::{Artifact, BinaryFacts, DataModule, Declared, FileId, HookKind, Slice, SuffixTag, TagSet},
    finding::{Finding, Severity},
    input::normal,
    text::Sources,
};

/// Bytes of a `WHEEL` that are read.
const WHEEL_BYTES: u64 = 1 << 20;
/// Bytes of a `RECORD` that are read.
const RECORD_BYTES: u64 = 64 << 20;

/// What the extension modules of one installed distribution or wheel say about themselves. Each set holds one word a
/// module.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// `spam 1.0`.
    pub name: String,
    /// The platform tags of the wheel, of each set of equal ones the shortest: `manylinux_2_17_x86_64`, `win_amd64`.
    pub platforms: BTreeSet<String>,
    /// `abi3`, `cp312`, …
    pub abi: BTreeSet<String>,
    /// `single`, `multi`, `?`.
    pub phase: BTreeSet<&'static str>,
    /// What `Py_mod_multiple_interpreters` says.
    pub interpreters: BTreeSet<&'static str>,
    /// What `Py_mod_gil` says.
    pub gil: BTreeSet<&'static str>,
    /// Static types in the data of its modules.
    pub static_types: usize,
    /// Whether one of them makes types at run time which are out of sight.
    pub hides_types: bool,
    /// The highest level of a finding in its files that counts.
    pub worst: Option<Severity>,
}

/// The distributions that the extension modules of the run belong to, by name; empty where none is installed or a
/// wheel.
pub(super) fn collect(
    artifacts: &[Artifact],
    findings: &[Finding],
    sources: &Sources,
    cwd: &Path,
) -> Vec<Distribution> {
    let mut worst: HashMap<FileId, Severity> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.aside.is_none()) {
        let level = worst.entry(finding.file()).or_insert(finding.severity);
        *level = (*level).max(finding.severity);
    }
    let mut records: HashMap<PathBuf, Installed> = HashMap::new();
    // A wheel is a row of its own: there may be several of one version.
    let mut rows: BTreeMap<(String, Option<FileId>), Distribution> = BTreeMap::new();
    for artifact in artifacts {
        let binary = match artifact {
            Artifact::Binary(binary) => binary,
            Artifact::Wheel(wheel) => {
                let extensions = wheel.binaries.iter().filter(|b| b.is_extension());
                for binary in extensions.filter(|_| sources.get(wheel.file).reported) {
                    let name = format!("{} {}", wheel.name.distribution, wheel.name.version);
                    let row = rows.entry((name.clone(), Some(wheel.file)));
                    let row = row.or_insert_with(|| Distribution { name, ..Distribution::default() });
                    row.add(binary, &wheel.name.tags.abis);
                    row.platforms.extend(short(&wheel.name.tags.platforms).map(str::to_owned));
                    row.worst = row.worst.max(worst.get(&wheel.file).copied());
                }
                continue;
            }
        };
        let text = sources.get(binary.file);
        if !text.reported || !binary.is_extension() {
            continue;
        }
        let path = normal(cwd, &text.path);
        let owner = path.ancestors().skip(1).find_map(|folder| {
            let known = records.entry(folder.to_owned()).or_insert_with(|| installed(folder));
            known.get(&path).cloned()
        });
        if let Some(owner) = owner {
            let name = owner.name.clone();
            let row =
                rows.entry((name.clone(), None)).or_insert_with(|| Distribution { name, ..Distribution::default() });
            row.add(binary, &owner.abis);
            row.platforms.extend(short(&owner.platforms).map(str::to_owned));
            row.worst = row.worst.max(worst.get(&binary.file).copied());
        }
    }
    rows.into_values().collect()
}

/// The binaries of a folder with the distributions that own them.
type Installed = HashMap<PathBuf, Rc<Owner>>;

/// A distribution in a folder of installed packages.
struct Owner {
    /// `spam 1.0`.
    name: String,
    /// The ABI tags in its `WHEEL`.
    abis: Vec<String>,
    /// Its platform tags.
    platforms: Vec<String>,
}

/// Of platform tags that a wheel has together the shortest, the last by the alphabet of these: `manylinux2014_x86_64` and
/// `manylinux_2_17_x86_64` mean the same.
fn short(platforms: &[String]) -> Option<&str> {
    platforms.iter().map(String::as_str).min_by_key(|tag| (tag.len(), std::cmp::Reverse(*tag)))
}

/// The ABI and the platform tags of an installed wheel, each once.
fn tags(info: &Path) -> (Vec<String>, Vec<String>) {
    let path = info.join("WHEEL");
    let short = fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= WHEEL_BYTES);
    let text = if short { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
    let (mut abis, mut platforms) = (BTreeSet::new(), BTreeSet::new());
    for tags in text.lines().filter_map(|line| TagSet::parse(line.strip_prefix("Tag:")?)) {
        abis.extend(tags.abis);
        platforms.extend(tags.platforms);
    }
    (abis.into_iter().collect(), platforms.into_iter().collect())
}

/// The binaries that the `*.dist-info/RECORD` files of a folder name, with their distributions.
fn installed(folder: &Path) -> Installed {
    let mut files = HashMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let info = entry.file_name();
        let Some(name) = info.to_str().and_then(|name| name.strip_suffix(".dist-info")) else { continue };
        let record = entry.path().join("RECORD");
        if fs::metadata(&record).is_ok_and(|m| m.is_file() && m.len() <= RECORD_BYTES) {
            let text = fs::read_to_string(&record).unwrap_or_default();
            let paths = text.lines().filter_map(|line| line.split(',').next());
            let binaries = paths.filter(|p| [".so", ".pyd", ".dylib"].iter().any(|end| p.ends_with(end)));
            let (abis, platforms) = tags(&entry.path());
            let owner = Rc::new(Owner { name: name.replacen('-', " ", 1), abis, platforms });
            files.extend(binaries.map(|path| (folder.join(path.trim_matches('"')), Rc::clone(&owner))));
        }
    }
    files
}

impl Distribution {
    /// `abis`: the ABI tags of the wheel, which speak for a file whose suffix is silent.
    fn add(&mut self, binary: &BinaryFacts, abis: &[String]) {
        let word = match &binary.name.tag {
            SuffixTag::CPython { minor, flags, .. } => format!("cp3{minor}{flags}"),
            SuffixTag::Abi3 => "abi3".to_owned(),
            SuffixTag::Abi3t => "abi3t".to_owned(),
            SuffixTag::Other(_) => "other".to_owned(),
            SuffixTag::None => {
                let said = abis.iter().filter(|abi| *abi != "none").cloned();
                self.abi.extend(said.clone());
                if said.count() > 0 { String::new() } else { "unknown".to_owned() }
            }
        };
        self.abi.extend(Some(word).filter(|word| !word.is_empty()));
        let Some(slice) = binary.slices.first() else { return };
        self.phase.insert(phase(slice));
        self.interpreters.extend(interpreters(slice));
        self.gil.extend(gil(slice));
        self.hides_types |= slice.hides_types();
        self.static_types += slice.recovered.types.len() + slice.recovered.sequences.len();
    }
}

/// How the module of a compiled file initialises: `single`, `multi`, `?`.
pub(super) fn phase(slice: &Slice) -> &'static str {
    let exports = slice.hooks.iter().any(|h| h.exported && h.kind == HookKind::ModExport);
    if slice.is_single_phase() && !exports {
        "single"
    } else if slice.is_multi_phase() || exports && !slice.creates() {
        "multi"
    } else {
        "?"
    }
}

/// The definitions of the modules that a compiled file has hooks for.
fn own_modules(slice: &Slice) -> impl Iterator<Item = &DataModule> {
    slice.recovered.modules.iter().filter(|m| {
        let last = m.name.rsplit('.').next();
        slice.hooks.iter().any(|h| Some(h.module()) == last)
    })
}

/// What the modules of a compiled file say by `Py_mod_multiple_interpreters`, in words.
pub(super) fn interpreters(slice: &Slice) -> impl Iterator<Item = &'static str> {
    let said = |module: &DataModule| match module.multiple_interpreters() {
        Declared::Number(0) => "main only",
        Declared::Number(1) => "shared GIL",
        Declared::Number(2) => "own GIL",
        Declared::Unknown => "?",
        _ => "undeclared",
    };
    own_modules(slice).map(said).chain(without_slots(slice))
}

/// What they say by `Py_mod_gil`, in words. What a call says is out of sight.
pub(super) fn gil(slice: &Slice) -> impl Iterator<Item = &'static str> {
    let calls = slice.imports.iter().any(|import| roles::is(&import.name, Role::SetGil));
    let said = |module: &DataModule| match module.gil() {
        Declared::Number(1) => "not used",
        Declared::Number(0) => "used",
        Declared::Unknown => "?",
        _ => "undeclared",
    };
    own_modules(slice).map(said).chain(without_slots(slice)).map(move |said| match said {
        "undeclared" if calls => "?",
        said => said,
    })
}

/// What is said by slots where no definition of a module was recovered: a module that is made at once has none.
fn without_slots(slice: &Slice) -> Option<&'static str> {
    let word = if phase(slice) == "single" { "undeclared" } else { "?" };
    own_modules(slice).next().is_none().then_some(word)
}
