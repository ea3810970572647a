//! Which findings stand aside: those in other people's code, in tests and examples, in generated files, in files that no
//! extension has, the copies of one, and what is said of a wheel besides its packaging. All stay in the list.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::Path;

use crate::config::Settings;
use crate::facts::folders::{self, Holds};
use crate::facts::{Artifact, FileId};
use crate::finding::{Aside, Finding, Place, Why};
use crate::input::{Request, normal};
use crate::link::{Belonging, Project};
use crate::text::{SourceText, Sources};

/// From so many files of one name on the same finding is said once.
const COPIES: usize = 3;
/// Other files that a finding with copies names.
const NAMED: usize = 4;

/// Puts findings aside, unless everything was asked for. `named` are the files that the request names one by one.
pub(super) fn put(
    findings: &mut [Finding],
    request: &Request,
    settings: &Settings,
    projects: &[Project],
    artifacts: &[Artifact],
    sources: &Sources,
    named: &HashSet<FileId>,
) {
    if settings.all {
        return;
    }
    let modules = projects.iter().any(|project| !project.modules.is_empty());
    let folders = Folders::new(request, sources, named, modules);
    let wheels: HashSet<FileId> = artifacts.iter().filter_map(Artifact::wheel).map(|wheel| wheel.file).collect();
    for finding in findings.iter_mut() {
        let file = finding.file();
        let aside = |why, folder: &str| Some(Aside { why, folder: folder.to_owned() });
        let name = &sources.get(file).name;
        finding.aside = match &finding.place {
            Place::Binary { .. } => {
                let other = wheels.contains(&file) && finding.rule.category != "wheel" && !settings.wide;
                if other { aside(Why::Wheel, name) } else { None }
            }
            Place::Source(_) if named.contains(&file) => None,
            Place::Source(_) => folders.of(file).or_else(|| {
                let generated = sources.get(file).generator.is_some().then_some(Why::Generated);
                let why = generated.or_else(|| unreached(file, projects).then_some(Why::Unreached))?;
                aside(why, &folder_of(name))
            }),
        };
    }
    copies(findings, sources);
    for finding in findings.iter_mut().filter(|finding| finding.aside.is_some()) {
        finding.summarised = true;
    }
}

/// Tells of which files the findings stand aside.
pub(super) fn files<'a>(
    request: &Request,
    settings: &Settings,
    projects: &'a [Project],
    sources: &'a Sources,
    named: &'a HashSet<FileId>,
) -> impl Fn(FileId) -> bool + 'a {
    let modules = projects.iter().any(|project| !project.modules.is_empty());
    let folders = Folders::new(request, sources, named, modules);
    let all = settings.all;
    move |file| {
        let stands =
            || folders.of(file).is_some() || sources.get(file).generator.is_some() || unreached(file, projects);
        !all && !named.contains(&file) && stands()
    }
}

fn unreached(file: FileId, projects: &[Project]) -> bool {
    let why = projects.iter().find_map(|project| project.belonging(file));
    // A program that brings modules of its own is no library's test.
    why.is_some_and(|why| why != Belonging::Program)
}

/// The folder of a path as people see it.
fn folder_of(name: &str) -> String {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() }
}

/// The files that stand in folders of other people's code, of tests or of examples, below what the request names.
struct Folders {
    found: HashMap<FileId, Aside>,
}

impl Folders {
    /// `modules`: extension modules are in sight.
    fn new(request: &Request, sources: &Sources, named: &HashSet<FileId>, modules: bool) -> Folders {
        let roots = request.roots();
        let mut found = HashMap::new();
        let mut others = false;
        // Of files that count as found the others around them are there as well.
        let there = |text: &SourceText| text.reported || request.force_exclude;
        for (i, text) in sources.files.iter().enumerate().filter(|(_, text)| there(text)) {
            let file = FileId(i as u32);
            let path = normal(&request.cwd, &text.path);
            let below =
                roots.iter().filter_map(|root| path.strip_prefix(root).ok()).min_by_key(|p| p.components().count());
            match below.filter(|_| !named.contains(&file)).and_then(|below| by_folder(below, &text.name)) {
                Some(aside) => drop(found.insert(file, aside)),
                None => others = true,
            }
        }
        // Where nothing else is there, it is what was asked about; but other people's code without a module is a library,
        // for which a generator or cffi will write one.
        if !others {
            found.retain(|_, aside| aside.why == Why::Vendored && !modules);
        }
        Folders { found }
    }

    fn of(&self, file: FileId) -> Option<Aside> {
        self.found.get(&file).cloned()
    }
}

/// Why a file stands aside by the folders of its path `below` what was named; `name` is its whole path.
fn by_folder(below: &Path, name: &str) -> Option<Aside> {
    let parts: Vec<&OsStr> = below.components().map(|part| part.as_os_str()).collect();
    let above = &parts[..parts.len().saturating_sub(1)];
    let why = |part: &OsStr| match folders::holds(part.to_str()?)? {
        Holds::Vendored => Some(Why::Vendored),
        Holds::Tests | Holds::Examples => Some(Why::Test),
        Holds::Extras => None,
    };
    let (at, why) = above.iter().enumerate().find_map(|(i, part)| Some((i, why(part)?)))?;
    // Of `vendor/zlib/…` the folder is that of zlib.
    let deeper = usize::from(why == Why::Vendored && at + 1 < above.len());
    let up = parts.len() - (at + 1 + deeper);
    let folder = Path::new(name).ancestors().nth(up)?;
    Some(Aside { why, folder: folder.display().to_string() })
}

/// Findings that say the same of several files of one name: the first stands for all.
fn copies(findings: &mut [Finding], sources: &Sources) {
    let mut groups: HashMap<(&str, String, String, String), Vec<usize>> = HashMap::new();
    for (i, finding) in findings.iter().enumerate() {
        let (Place::Source(_), None) = (&finding.place, &finding.aside) else { continue };
        let Some(name) = Path::new(&sources.get(finding.file()).name).file_name() else { continue };
        let symbol = finding.symbol.clone().unwrap_or_default();
        let key = (finding.rule.code, symbol, finding.message.clone(), name.to_string_lossy().into_owned());
        groups.entry(key).or_default().push(i);
    }
    for group in groups.into_values() {
        let files: BTreeSet<FileId> = group.iter().map(|&i| findings[i].file()).collect();
        if files.len() < COPIES {
            continue;
        }
        let (first, level) = (group[0], group.iter().map(|&i| findings[i].severity).max());
        let names: Vec<&str> = files.iter().skip(1).map(|&file| sources.get(file).name.as_str()).collect();
        let more = names.len().saturating_sub(NAMED);
        let shown = names[..names.len() - more].join(", ");
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        for &i in &group[1..] {
            let name = &sources.get(findings[i].file()).name;
            let folder = folder_of(name);
            findings[i].aside = Some(Aside { why: Why::Copy, folder });
        }
        let finding = &mut findings[first];
        // The worst of them decides.
        finding.severity = level.unwrap_or(finding.severity);
        finding.copies = files.len();
        finding.notes.push(format!("the same finding in {shown}{more}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(below: &str, name: &str) -> Option<(Why, String)> {
        by_folder(Path::new(below), name).map(|aside| (aside.why, aside.folder.replace('\\', "/")))
    }

    #[test]
    fn folders_of_others_and_of_tests() {
        assert_eq!(of("vendor/zlib/src/a.c", "vendor/zlib/src/a.c"), Some((Why::Vendored, "vendor/zlib".to_owned())));
        assert_eq!(
            of("src/Third_Party/a.c", "x/src/Third_Party/a.c"),
            Some((Why::Vendored, "x/src/Third_Party".to_owned()))
        );
        assert_eq!(of("tests/deep/a.c", "tests/deep/a.c"), Some((Why::Test, "tests".to_owned())));
        assert_eq!(of("src/vendor.c", "src/vendor.c"), None);
        assert_eq!(of("latest/a.c", "tests/latest/a.c"), None);
        assert_eq!(of("", "tests/a.c"), None);
    }
}
