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
/// A binary belongs to a project that defines its init function. A stripped one has the names of types and modules, no
/// names of variables and functions.
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
        said.entry((family(finding), finding.symbol.clone().unwrap_or_default())).or_default().push(i);
    }
    let mut others = Vec::new();
    for finding in compiled {
        let Place::Binary { file, member, .. } = &finding.place else { continue };
        let confirmed = owners(projects, artifacts, *file, member.as_deref()).find_map(|project| {
            names(project, &finding).into_iter().find_map(|symbol| {
                let places = said.get(&(family(&finding), symbol))?;
                places.iter().copied().find(|&i| project.facts(kept[i].file()).is_some())
            })
        });
        match confirmed {
            Some(at) => {
                let path = &sources.get(*file).name;
                let place = member.as_ref().map_or_else(|| path.clone(), |member| format!("{path}!{member}"));
                kept[at].notes.push(format!("confirmed in the compiled file `{place}`"));
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

/// What a finding is about, for comparison: of an object in a C global a binary does not show where it comes from.
fn family(finding: &Finding) -> &'static str {
    finding.rule.same_as
}

/// The C names that a binary's finding may be about: its symbol; of the types of that name their own and those of the
/// functions in their slots; of the module definitions of that name their own.
fn names(project: &Project, finding: &Finding) -> Vec<String> {
    let symbol = finding.symbol.clone().unwrap_or_default();
    let named = |name: Option<Name>| name.is_some_and(|name| name == symbol.as_str());
    let mut types: Vec<_> = project.types.list.iter().filter(|t| named(t.name)).collect();
    if types.is_empty() {
        // Names that macros put together are known in part.
        let last = symbol.rsplit('.').next();
        types = project.types.list.iter().filter(|t| t.name.is_some() && Some(t.short_name()) == last).collect();
    }
    let slots = types.iter().flat_map(|t| &t.slots);
    let functions = slots.filter_map(|slot| project.file(slot.file).ast.referred_name(slot.value));
    let defs = project.modules.iter().flat_map(|m| &m.defs).filter(|def| named(def.name));
    let own = types.iter().map(|t| t.symbol).chain(defs.map(|def| project.var(def.var).name)).chain(functions);
    std::iter::once(symbol.clone()).chain(own.map(|name| name.to_string())).collect()
}
