//! Which functions the macros of a project speak of, in what some build compiles. Read once for all functions that are
//! asked about.

use rustc_hash::FxHashMap;

use super::Relations;
use super::knobs::Knobs;
use crate::facts::{FileId, Name};
use crate::link::macros::tokens::words_of;

/// The words of the bodies of macros, each with the files that define such a macro, ascending.
#[derive(Debug, Default)]
pub(crate) struct Spoken {
    /// Names of functions.
    names: FxHashMap<Name, Vec<FileId>>,
    /// Words of bodies that paste: they may be the beginning or the end of a name.
    parts: FxHashMap<String, Vec<FileId>>,
}

impl Spoken {
    pub(crate) fn of(project: &Relations, knobs: &Knobs) -> Self {
        let mut out = Spoken::default();
        for facts in &project.files {
            let there =
                |cond| !facts.conds.live(cond, &project.targets).is_empty() && !knobs.rules_out(facts.file, cond);
            for define in facts.defines.iter().filter(|define| there(define.cond)) {
                let pastes = define.body.contains("##");
                // A macro of a function's name may stand in the place of its calls.
                for word in words_of(&define.body).chain([define.name.as_str()]) {
                    let known = Name::from_existing(word).filter(|&name| !project.funcs_named(name).is_empty());
                    if let Some(name) = known {
                        add(out.names.entry(name).or_default(), facts.file);
                    }
                    if pastes && let Some(files) = out.parts.get_mut(word) {
                        add(files, facts.file);
                    } else if pastes {
                        out.parts.insert(word.to_owned(), vec![facts.file]);
                    }
                }
            }
        }
        out
    }

    /// Whether a macro of one of the files that `counts` names the function, or may paste its name together.
    pub(crate) fn names(&self, func: Name, counts: impl Fn(FileId) -> bool) -> bool {
        let any = |files: Option<&Vec<FileId>>| files.is_some_and(|files| files.iter().any(|&file| counts(file)));
        let part = |part: Option<&str>| part.is_some_and(|part| any(self.parts.get(part)));
        let pasted = || (0..=func.len()).any(|at| part(func.get(..at)) || part(func.get(at..)));
        any(self.names.get(&func)) || !self.parts.is_empty() && pasted()
    }
}

fn add(files: &mut Vec<FileId>, file: FileId) {
    if files.last() != Some(&file) {
        files.push(file);
    }
}
