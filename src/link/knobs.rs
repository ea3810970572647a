//! Macros that conditions ask for and that nothing known defines: no source or header of the project, no text of its
//! build, and, by their names, no library, system or compiler. A person may; code behind them is in no usual build.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Project, Units};
use crate::capi::outside::{is_of_library, libraries, may_come_from_outside};
use crate::facts::{BuildFacts, CondId, Expr, ExprId, FileFacts, FileId, Name, Span};
use crate::link::macros::tokens::words_of;
use crate::link::modules::extension::is_header;

/// A macro may be defined where another is; so often that is followed. What lies further stays in: a finding there is as
/// certain as one on any macro that a build may define.
const ROUNDS: usize = 4;

/// The macros that nothing defines, and the code that is there only where one of them is.
#[derive(Debug, Default)]
pub(crate) struct Knobs {
    undefined: FxHashSet<Name>,
    /// The formulas that do not hold without them.
    ruled_out: FxHashMap<FileId, FxHashSet<CondId>>,
}

impl Knobs {
    /// `build`: what the build files say.
    pub(crate) fn gathered(project: &Units, build: &BuildFacts) -> Knobs {
        let mut pending = candidates(project, build);
        let mut defines: Vec<(&FileFacts, Name, CondId)> = Vec::new();
        for facts in project.files.iter().filter(|f| !pending.is_empty() && is_read(project, f.file)) {
            let own = facts.defines.iter().filter(|define| pending.contains(&define.name));
            defines.extend(own.map(|define| (facts, define.name, define.cond)));
        }
        let mut out = Knobs::default();
        for _ in 0..ROUNDS {
            let dead = |(facts, _, cond): &(&FileFacts, Name, CondId)| {
                out.ruled_out.get(&facts.file).is_some_and(|dead| dead.contains(cond))
            };
            defines.retain(|define| !dead(define));
            let defined: FxHashSet<Name> = defines.iter().map(|(_, name, _)| *name).collect();
            let more: Vec<Name> = pending.difference(&defined).copied().collect();
            if more.is_empty() {
                break;
            }
            pending.retain(|name| defined.contains(name));
            out.undefined.extend(more);
            out.rule_out(project);
        }
        out
    }

    /// The macros that nothing in a whole project defines, and what a part of it has only where one of them is.
    pub(super) fn within(&self, part: &Units) -> Knobs {
        let mut out = Knobs { undefined: self.undefined.clone(), ruled_out: FxHashMap::default() };
        if !out.undefined.is_empty() {
            out.rule_out(part);
        }
        out
    }

    fn rule_out(&mut self, project: &Units) {
        for facts in &project.files {
            if facts.conds.macros().any(|name| self.undefined.contains(&name)) {
                let dead = facts.conds.ruled_out(&|name| self.undefined.contains(&name).then_some(false));
                self.ruled_out.insert(facts.file, dead);
            }
        }
    }

    /// Whether code under a condition of a file is there only where a macro is defined that nothing defines.
    pub(crate) fn rules_out(&self, file: FileId, cond: CondId) -> bool {
        self.ruled_out.get(&file).is_some_and(|dead| dead.contains(&cond))
    }
}

impl Project {
    /// Where a place is compiled only where macros are defined that nothing known defines: which, in words.
    pub fn only_where(&self, file: FileId, span: Span) -> Option<String> {
        let conds = &self.facts(file)?.conds;
        let cond = conds.at_span(span);
        if !self.knobs.rules_out(file, cond) {
            return None;
        }
        let mut names = conds.wanted_in(cond);
        names.retain(|name| self.knobs.undefined.contains(name));
        // One that is needed whatever the others are says it best.
        let needed = |name: &Name| conds.live_where(name.as_str(), false, cond).is_empty();
        if let Some(at) = names.iter().position(needed) {
            names = vec![names[at]];
        }
        let names: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
        (!names.is_empty())
            .then(|| format!("only if {} is defined, which nothing in this project does", names.join(" or ")))
    }
}

/// The macros that conditions ask for, and that by name and use are neither a library's nor a system's.
fn candidates(project: &Units, build: &BuildFacts) -> FxHashSet<Name> {
    let mut out: FxHashSet<Name> = project.files.iter().flat_map(|facts| facts.conds.macros()).collect();
    let own: FxHashSet<&str> = project.files.iter().map(|f| last(project.path(f.file))).collect();
    // A header that is included only where such a macro is defined is not there either.
    let defined: FxHashSet<Name> = project.files.iter().flat_map(|f| &f.defines).map(|define| define.name).collect();
    let unknown = |name: Name| {
        !may_come_from_outside(name.as_str()) && !build.words.contains(name.as_str()) && !defined.contains(&name)
    };
    let needs = |facts: &FileFacts, name: Name, cond: CondId| {
        unknown(name) && facts.conds.live_where(name.as_str(), false, cond).is_empty()
    };
    let includes = project.files.iter().flat_map(|facts| facts.includes.iter().map(move |include| (facts, include)));
    let foreign = includes.filter(|(facts, include)| {
        let away = || facts.conds.wanted_in(include.cond).into_iter().any(|name| needs(facts, name, include.cond));
        let dead = project.live(facts.file, include.cond).is_empty();
        !dead && !own.contains(last(&include.path)) && !away()
    });
    let foreign: FxHashSet<String> = foreign.flat_map(|(_, include)| libraries(&include.path)).collect();
    out.retain(|name| {
        let name = name.as_str();
        !may_come_from_outside(name)
            && !build.words.contains(name)
            && !is_of_library(name, foreign.iter().map(String::as_str))
    });
    // What code uses as well is a constant of some header (`#ifdef SIGUSR1`), not a switch; but for one whose value alone
    // conditions ask for, in code that is there only where it is not 0: `#if LEVEL`, `level = LEVEL;`.
    let asked: FxHashSet<Name> = project.files.iter().flat_map(|facts| facts.conds.asked_for_definition()).collect();
    let own = |facts: &FileFacts, name: Name, cond: CondId| {
        !asked.contains(&name) && facts.conds.live_where(name.as_str(), false, cond).is_empty()
    };
    if out.is_empty() {
        return out;
    }
    let words: FxHashSet<&str> = out.iter().map(|name| name.as_str()).collect();
    let used = |facts: &FileFacts| {
        let mut used: FxHashSet<Name> = FxHashSet::default();
        for i in 0..facts.ast.expr_count() {
            let id = ExprId(i as u32);
            if let Expr::Name(name) = facts.ast.expr(id)
                && out.contains(&name)
                && !used.contains(&name)
                && !own(facts, name, facts.conds.at_span(facts.ast.expr_span(id)))
            {
                used.insert(name);
            }
        }
        for define in &facts.defines {
            let found = words_of(&define.body).filter(|word| words.contains(word)).map(Name::from);
            used.extend(found.filter(|&name| !own(facts, name, define.cond)));
        }
        used
    };
    let used: Vec<FxHashSet<Name>> = project.files.par_iter().map(used).collect();
    used.iter().flatten().for_each(|name| {
        out.remove(name);
    });
    out
}

/// Whether a compiler reads a file: it compiles it, or a file includes it.
fn is_read(project: &Units, file: FileId) -> bool {
    !is_header(project, file) || project.is_included(file)
}

fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
