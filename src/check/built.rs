//! What a build leaves out: findings on files that are in no extension, and on code behind macros that nothing defines.

use std::collections::{BTreeMap, HashSet};

use super::first_of;
use crate::facts::FileId;
use crate::finding::{Finding, Place, Severity};
use crate::input::{Request, normal};
use crate::link::{Belonging, Project};
use crate::text::Sources;

/// What interpreters and threads share is a question about files that are in an extension.
const OF_EXTENSIONS: [&str; 2] = ["isolation", "free-threading"];

/// The files that the request names one by one: what is in them is asked for.
pub(super) fn named(request: &Request, sources: &Sources) -> HashSet<FileId> {
    let paths = request.asked();
    let here = |i: &usize| paths.contains(&normal(&request.cwd, &sources.files[*i].path));
    (0..sources.files.len()).filter(here).map(|i| FileId(i as u32)).collect()
}

/// Makes findings likely whose place no build is seen to compile.
pub(super) fn weaken(findings: Vec<Finding>, projects: &[Project], named: &HashSet<FileId>) -> Vec<Finding> {
    let weak = |finding: Finding| {
        let (Place::Source(_), Some(primary)) = (&finding.place, finding.primary()) else { return finding };
        let Some(project) = projects.iter().find(|project| project.facts(primary.file).is_some()) else {
            return finding;
        };
        let stranger = project.belonging(primary.file).filter(|why| why.is_weak() && !named.contains(&primary.file));
        let beside = match stranger {
            Some(Belonging::OtherModule) => {
                Some("the build files build the modules next to this one, but not this one")
            }
            Some(Belonging::OtherCopy) => Some("the build files build another file with this module, and not this one"),
            _ => None,
        };
        if let Some(why) = beside {
            let severity = finding.severity.min(Severity::Note);
            return finding.doubted(why).severity(severity);
        }
        let stranger = stranger.filter(|_| of_extensions(&finding)).map(said);
        match (project.only_where(primary.file, primary.span), stranger) {
            (None, None) => finding,
            (Some(why), None) => finding.doubted(why),
            (None, Some(why)) => finding.doubted(why),
            (Some(one), Some(other)) => finding.doubted(one).note(other),
        }
    };
    findings.into_iter().map(weak).collect()
}

/// Takes out the findings on files that are surely in no extension; gives the files with their numbers.
pub(super) fn take_out(
    findings: &mut Vec<Finding>,
    projects: &[Project],
    named: &HashSet<FileId>,
) -> BTreeMap<FileId, usize> {
    let mut out = BTreeMap::new();
    findings.retain(|finding| {
        // How a module begins that nobody builds is nobody's question.
        let begins = || finding.primary().filter(|_| finding.rule.category == "module-init");
        let never = begins().is_some_and(|at| projects.iter().any(|p| p.is_never_run(at.file, at.span)));
        if never {
            return false;
        }
        let (Place::Source(_), file) = (&finding.place, finding.file()) else { return true };
        if !of_extensions(finding) || named.contains(&file) {
            return true;
        }
        let why = projects.iter().find_map(|project| project.belonging(file));
        let strange = why.is_some_and(|why| !why.is_weak());
        *out.entry(file).or_insert(0) += usize::from(strange);
        !strange
    });
    out.retain(|_, count| *count > 0);
    out
}

/// Says that such files are passed over.
pub(super) fn note(strangers: &BTreeMap<FileId, usize>, sources: &Sources) -> Option<String> {
    let files = first_of(strangers.keys().copied(), sources)?;
    let count: usize = strangers.values().sum();
    let (findings, are, them) = if count == 1 { ("finding", "is", "it") } else { ("findings", "are", "them") };
    Some(format!(
        "{files}: not part of an extension (a program, a test, or not built): {count} {findings} about shared state {are} \
         left out; name the file on the command line to see {them}"
    ))
}

fn of_extensions(finding: &Finding) -> bool {
    OF_EXTENSIONS.contains(&finding.rule.category)
}

fn said(why: Belonging) -> &'static str {
    match why {
        Belonging::NotIncluded => "no file of this project includes this header",
        Belonging::Unnamed => "the build files name the files next to this one, but not this one",
        _ => "no extension of this project includes or calls this file",
    }
}
