//! Which functions the bodies of macros speak of, in what some build compiles. Read once for all functions that are asked
//! about.

use std::collections::HashSet;

use super::Relations;
use super::knobs::Knobs;
use crate::facts::Name;
use crate::link::macros::tokens::words_of;

/// The words of the bodies of macros.
#[derive(Debug, Default)]
pub(crate) struct Spoken {
    /// Names of functions.
    names: HashSet<Name>,
    /// Words of bodies that paste: they may be the beginning or the end of a name.
    parts: HashSet<String>,
}

impl Spoken {
    pub(crate) fn of(project: &Relations, knobs: &Knobs) -> Self {
        let mut out = Spoken::default();
        for facts in &project.files {
            let there =
                |cond| !facts.conds.live(cond, &project.targets).is_empty() && !knobs.rules_out(facts.file, cond);
            for define in facts.defines.iter().filter(|define| there(define.cond)) {
                let pastes = define.body.contains("##");
                for word in words_of(&define.body) {
                    let known = Name::from_existing(word).filter(|&name| !project.funcs_named(name).is_empty());
                    out.names.extend(known);
                    if pastes && !out.parts.contains(word) {
                        out.parts.insert(word.to_owned());
                    }
                }
            }
        }
        out
    }

    /// Whether a macro names the function, or may paste its name together.
    pub(crate) fn names(&self, func: Name) -> bool {
        let part = |part: Option<&str>| part.is_some_and(|part| self.parts.contains(part));
        let pasted = || (0..=func.len()).any(|at| part(func.get(..at)) || part(func.get(at..)));
        self.names.contains(&func) || !self.parts.is_empty() && pasted()
    }
}
