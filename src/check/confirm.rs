//! Source and binary of one module in one run: what both show is reported once, at the source.

use std::collections::HashMap;

use crate::{
    facts::{Artifact, FileId, Name},
    finding::{Finding, Place},
    link::Project,
    text::Sources,
};

/// Takes out the findings on binaries that a source finding says too, and notes there that the binary confirms it.
///
/// A binary belongs to a project that defines its init function. Of a stripped one the type's own name is compared.
pub(super) fn confirm(
    findings: Vec<Finding>,
    projects: &[Project],
    artifacts: &[Artifact],
    sources: &Sources,
) -> Vec<Finding> {
    if artifacts.is_empty() || projects.iter().all(|p| p.modules.is_empty()) {
        return findings;
    }
    let (mut kept, compiled): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|f| matches!(f.place, Place::Source(_)));
    let mut said: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    for (i, finding) in kept.iter().enumerate().filter(|(_, f)| sources.get(f.file()).reported) {
        said.entry((finding.rule.code, finding.symbol.clone().unwrap_or_default())).or_default().push(i);
    }
    let mut others = Vec::new();
    for finding in compiled {
        let Place::Binary { file, member, .. } = &finding.place else { continue };
        let confirmed = owners(projects, artifacts, *file, member.as_deref()).find_map(|project| {
            names(project, &finding).find_map(|symbol| {
                let places = said.get(&(finding.rule.code, symbol))?;
                places.iter().copied().find(|&i| project.facts(kept[i].file()).is_some())
            })
        });
        match confirmed {
            Some(at) => {
                let path = &sources.get(*file).name;
                let place = member.as_ref().map_or_else(|| path.clone(), |member| format!("{path}!{member}"));
                kept[at].notes.push(format!("`{place}` confirms it"));
            }
            None => others.push(finding),
        }
    }
    kept.extend(others);
    kept
}

/// The projects that define the init function of a binary.
fn owners<'a>(
    projects: &'a [Project],
    artifacts: &'a [Artifact],
    file: FileId,
    member: Option<&'a str>,
) -> impl Iterator<Item = &'a Project> {
    let artifact = artifacts.iter().find(|a| a.file() == file);
    let binary = artifact.and_then(|a| a.binaries().iter().find(|b| b.member.as_deref() == member));
    projects.iter().filter(move |project| {
        let mut hooks = binary.into_iter().flat_map(|b| b.exported_hooks());
        hooks.any(|hook| project.modules.iter().any(|m| hook.name == project.func(m.init).name.as_str()))
    })
}

/// The C names that a binary's finding may be about: its symbol, or the types of that name.
fn names(project: &Project, finding: &Finding) -> impl Iterator<Item = String> {
    let symbol = finding.symbol.clone().unwrap_or_default();
    let named = Name::from(symbol.as_str());
    let types = project.types.list.iter().filter(move |t| t.name == Some(named)).map(|t| t.symbol.to_string());
    std::iter::once(symbol).chain(types)
}
