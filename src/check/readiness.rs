//! What each extension module says about itself, and what stands in the way of more: the blockers that findings name.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Obstacles;
use crate::capi::claims::{self, Claim};
use crate::facts::{Artifact, BinaryFacts, Expr, FileId};
use crate::finding::{Confidence, Finding, Place, Severity, Why};
use crate::link::modules::{Module, ModuleSlot};
use crate::link::{Belonging, Project};
use crate::rules::free_threading::gil_not_used_contradicted;
use crate::text::Sources;

/// What a module may be ready for, by the words that `rules.toml` has for it.
pub const GOALS: [&str; 4] = ["subinterpreters", "own-gil", FREE_THREADING, "abi3"];
const FREE_THREADING: &str = "free-threading";
/// What interpreters may share, by the same.
pub const SHARED: [&str; 3] = ["types", "objects", "state"];

/// One extension module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Readiness {
    /// Its name, as `import` has it behind the last dot.
    pub module: String,
    /// The file of its init function; the archive and the path inside for one in a wheel.
    pub path: String,
    /// `single`, `multi`, `?`.
    pub phase: &'static str,
    /// What `Py_mod_multiple_interpreters` says.
    pub interpreters: &'static str,
    /// What `Py_mod_gil` says.
    pub gil: &'static str,
    /// Findings that stand in the way of each of [`GOALS`].
    pub blockers: [usize; 4],
    /// Those of them that are about each of [`SHARED`].
    pub shared: [usize; 3],
    /// Those of them that rest on something unresolved, notes, and types that are out of sight.
    pub unknown: usize,
    /// What the stable ABI does not have of what it uses; None where that is not seen.
    pub stable: Option<Obstacles>,
    /// It is in a wheel of which something stands aside.
    pub wheel: bool,
    /// The sources that it is made of; none for a compiled one.
    pub files: Vec<FileId>,
}

impl Readiness {
    /// Whether anything stands in the way of anything.
    pub fn is_blocked(&self) -> bool {
        self.blockers.iter().any(|&count| count > 0)
    }

    /// Counts what is found in the module. That its claim is wrong counts where nothing else stands in the way: else the
    /// variables and types that contradict the claim are counted themselves.
    fn add_all(&mut self, findings: &[&Finding]) {
        let (sums, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|f| f.rule.sums_up);
        others.into_iter().for_each(|finding| self.add(finding));
        let before = self.blockers;
        for finding in sums {
            let blocked = |goal: &str| GOALS.into_iter().zip(before).any(|(other, count)| other == goal && count > 0);
            if !finding.rule.blocks.iter().any(|goal| blocked(goal)) {
                self.add(finding);
            }
        }
    }

    /// Counts variables with objects that are changed without a lock, whatever the module declares, but for those that a
    /// finding about threads names.
    fn add_races(&mut self, races: &[(String, bool)], findings: &[&Finding]) {
        let about = |f: &&&Finding| f.rule.blocks.contains(&FREE_THREADING);
        let said: HashSet<&str> = findings.iter().filter(about).filter_map(|f| f.symbol.as_deref()).collect();
        for (_, certain) in races.iter().filter(|(name, _)| !said.contains(name.as_str())) {
            for (count, goal) in self.blockers.iter_mut().zip(GOALS) {
                *count += usize::from(goal == FREE_THREADING);
            }
            self.unknown += usize::from(!certain);
        }
    }

    fn add(&mut self, finding: &Finding) {
        if finding.rule.blocks.is_empty() || finding.rule.is_preview() {
            return;
        }
        // A note weighs little; of a rule that is off by itself every finding is one.
        if finding.severity == Severity::Note && finding.rule.severity != Severity::Off {
            self.unknown += 1;
            return;
        }
        for (count, goal) in self.blockers.iter_mut().zip(GOALS) {
            *count += usize::from(finding.rule.blocks.contains(&goal));
        }
        if finding.confidence == Confidence::Likely {
            self.unknown += 1;
        } else if let Some(at) = SHARED.iter().position(|word| *word == finding.rule.shares) {
            self.shared[at] += 1;
        }
    }
}

/// The modules of the run, by name; what is about none of them is in a row without a name.
pub(super) fn collect(
    projects: &[Project],
    artifacts: &[Artifact],
    findings: &[Finding],
    sources: &Sources,
) -> Vec<Readiness> {
    let mut rows = Vec::new();
    let mut of_file: HashMap<FileId, Vec<usize>> = HashMap::new();
    let mut races_of: HashMap<usize, Vec<(String, bool)>> = HashMap::new();
    let mut of_binary: HashMap<(FileId, Option<&str>), usize> = HashMap::new();
    for project in projects {
        for (module, races) in project.modules.iter().zip(gil_not_used_contradicted::object_races(project)) {
            let files = project.extension(module);
            let files = if files.is_empty() { std::slice::from_ref(&module.init.file) } else { files };
            let strange = project.belonging(module.init.file) == Some(Belonging::Program);
            if strange || !files.iter().any(|&file| sources.get(file).reported) {
                continue;
            }
            files.iter().for_each(|&file| of_file.entry(file).or_default().push(rows.len()));
            races_of.insert(rows.len(), races);
            rows.push(source(project, module, files, sources));
        }
    }
    for binary in artifacts.iter().flat_map(Artifact::binaries).filter(|b| b.is_extension()) {
        if sources.get(binary.file).reported {
            of_binary.insert((binary.file, binary.member.as_deref()), rows.len());
            rows.push(compiled(binary, sources));
        }
    }
    if rows.is_empty() {
        return rows;
    }
    let mut outside = Readiness { phase: "-", interpreters: "-", gil: "-", ..Readiness::default() };
    let mut of_rows: Vec<Vec<&Finding>> = vec![Vec::new(); rows.len()];
    let mut of_none = Vec::new();
    for finding in findings {
        match &finding.place {
            // What no extension has is in nobody's way.
            Place::Source(_) if finding.aside.as_ref().is_some_and(|a| matches!(a.why, Why::Unreached | Why::Test)) => {
            }
            Place::Source(_) => match of_file.get(&finding.file()) {
                Some(modules) => modules.iter().for_each(|&row| of_rows[row].push(finding)),
                None => of_none.push(finding),
            },
            Place::Binary { file, member, .. } => match of_binary.get(&(*file, member.as_deref())) {
                Some(&row) => {
                    of_rows[row].push(finding);
                    rows[row].wheel |= finding.aside.is_some();
                }
                None => of_none.push(finding),
            },
        }
    }
    for (i, (row, findings)) in rows.iter_mut().zip(of_rows).enumerate() {
        row.add_races(races_of.get(&i).map_or(&[], Vec::as_slice), &findings);
        row.add_all(&findings);
    }
    outside.add_all(&of_none);
    rows.sort_by(|a, b| (&a.module, &a.path).cmp(&(&b.module, &b.path)));
    if outside.is_blocked() {
        rows.push(outside);
    }
    rows
}

fn source(project: &Project, module: &Module, files: &[FileId], sources: &Sources) -> Readiness {
    let newest = project.targets.max_python;
    let phases = project.phases(module, newest);
    let single = project.single_phase(module).versions;
    let phase = if module.export || phases.multi && phases.single.is_none() {
        "multi"
    } else if !single.is_empty() || phases.single.is_some() && !phases.multi {
        "single"
    } else {
        "?"
    };
    Readiness {
        module: module.name.to_string(),
        path: sources.get(module.init.file).name.clone(),
        phase,
        interpreters: said(project, module, "mod_multiple_interpreters", &claims::INTERPRETERS),
        gil: gil(project, module),
        files: files.to_vec(),
        // A generator has its own ways to the limited API.
        stable: project.file(module.init.file).generated.is_none().then(|| project.api().obstacles(files)),
        ..Readiness::default()
    }
}

/// What a module says about the GIL: by its slot, else by a call.
fn gil(project: &Project, module: &Module) -> &'static str {
    let by_slot = said(project, module, "mod_gil", &claims::GIL);
    let Some(site) = project.set_gil_calls(module).next().filter(|_| by_slot == "undeclared") else { return by_slot };
    let ast = &project.file(site.file).ast;
    let mut says = "?";
    ast.each_expr(site.expr, &mut |e| {
        let named = ast.referred_name(e);
        says = claims::GIL.iter().find(|claim| named.is_some_and(|n| n == claim.name)).map_or(says, |claim| claim.says);
    });
    says
}

/// What a slot of a module says where it is live: by the names and the numbers of its values.
fn said(project: &Project, module: &Module, slot: &str, values: &[Claim]) -> &'static str {
    let value = |slot: &ModuleSlot| {
        let ast = &project.file(slot.file).ast;
        let value = ast.strip_casts(slot.value);
        let name = ast.referred_name(value);
        let number = if let Expr::Int(number) = ast.expr(value) { i64::try_from(number).ok() } else { None };
        let known = values.iter().find(|c| name.is_some_and(|name| name == c.name) || number == Some(c.value));
        known.map_or("?", |claim| claim.says)
    };
    let slots = module.defs.iter().flat_map(|def| &def.slots);
    let mut live = slots.filter(|s| s.name == slot && !project.live(s.file, s.cond).is_empty());
    match live.next() {
        Some(slot) => value(slot),
        None if module.defs.iter().all(|def| def.complete) => "undeclared",
        None => "?",
    }
}

fn compiled(binary: &BinaryFacts, sources: &Sources) -> Readiness {
    let path = &sources.get(binary.file).name;
    let path = binary.member.as_ref().map_or_else(|| path.clone(), |member| format!("{path}!{member}"));
    let mut row = Readiness { path, phase: "?", interpreters: "?", gil: "?", ..Readiness::default() };
    row.module = binary.exported_hooks().map(|hook| hook.module().to_owned()).next().unwrap_or_default();
    if row.module.is_empty() {
        row.module = binary.member.as_deref().unwrap_or(&row.path).rsplit('/').next().unwrap_or_default().to_owned();
    }
    let Some(slice) = binary.slices.first() else { return row };
    row.phase = super::distributions::phase(slice);
    row.unknown += usize::from(slice.hides_types());
    row.interpreters = super::distributions::interpreters(slice).last().unwrap_or("?");
    row.gil = super::distributions::gil(slice).last().unwrap_or("?");
    row
}

/// What rules found, by code: how often, and how often aside.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RuleCount {
    /// `GC001`.
    pub code: &'static str,
    /// `traverse-missing-type-visit`.
    pub rule: &'static str,
    /// Errors, warnings and notes.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Those of them that stand aside.
    pub folded: usize,
}

impl RuleCount {
    /// All of them.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Counts findings by rule: the rules with the most errors first, then with the most of all.
pub fn by_rule(findings: &[Finding]) -> Vec<RuleCount> {
    let mut counts: BTreeMap<&str, RuleCount> = BTreeMap::new();
    for finding in findings {
        let (code, rule) = (finding.rule.code, finding.rule.name);
        let empty = RuleCount { code, rule, errors: 0, warnings: 0, notes: 0, folded: 0 };
        let count = counts.entry(code).or_insert(empty);
        match finding.severity {
            Severity::Error => count.errors += 1,
            Severity::Warning => count.warnings += 1,
            _ => count.notes += 1,
        }
        count.folded += usize::from(finding.aside.is_some());
    }
    let mut counts: Vec<RuleCount> = counts.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse((count.errors, count.total())));
    counts
}

/// Names that occur once in a list of modules: the others are told apart by their paths.
pub fn ambiguous(rows: &[Readiness]) -> HashSet<&str> {
    let mut seen = HashSet::new();
    rows.iter().map(|row| row.module.as_str()).filter(|name| !seen.insert(*name)).collect()
}
