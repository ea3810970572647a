//! Which names of functions the macros of a project may make, in what some build compiles. Read once for all functions
//! that are asked about.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Relations;
use super::knobs::Knobs;
use crate::facts::{Define, FileId, Name, Origin};
use crate::link::macros::tokens::{Token, tokens, words_of};

/// What macros make names of, with the files that define such a macro, ascending.
#[derive(Debug, Default)]
pub(crate) struct Spoken {
    /// Macros that have the name of a function.
    names: FxHashMap<Name, Vec<FileId>>,
    /// By the beginning that names are pasted to: their ends.
    begun: FxHashMap<String, Ends>,
    /// The ends of names that begin with an argument.
    ended: Ends,
    /// What stands between two arguments.
    between: Ends,
}

type Ends = FxHashMap<String, Vec<FileId>>;

impl Spoken {
    pub(crate) fn of(project: &Relations, knobs: &Knobs) -> Self {
        let mut out = Spoken::default();
        let expanded = expanded(project);
        for facts in &project.files {
            let there =
                |cond| !facts.conds.live(cond, &project.targets).is_empty() && !knobs.rules_out(facts.file, cond);
            for define in facts.defines.iter().filter(|define| there(define.cond)) {
                // A macro of a function's name may stand in the place of its calls.
                if !project.funcs_named(define.name).is_empty() {
                    add(out.names.entry(define.name).or_default(), facts.file);
                }
                if define.body.contains("##") && !expanded.contains(&define.name) {
                    out.pasted(define, facts.file);
                }
            }
        }
        out
    }

    /// Takes the names that a macro pastes together. Those of its arguments alone stand where it is used.
    fn pasted(&mut self, define: &Define, file: FileId) {
        let tokens = tokens(&define.body);
        let pastes = |at: usize| matches!(tokens.get(at), Some(Token::Sign("##")));
        let word = |at: usize| match tokens[at] {
            Token::Word(word) if !define.params.iter().flatten().any(|param| *param == *word) => word,
            _ => "",
        };
        let mut at = 0;
        while at < tokens.len() {
            let start = at;
            while pastes(at + 1) && at + 2 < tokens.len() {
                at += 2;
            }
            // `, ##args` takes the comma away.
            if at > start && tokens[start] != Token::Sign(",") {
                let (first, last) = (word(start), word(at));
                if !first.is_empty() {
                    let ends = self.begun.entry(first.to_owned()).or_default();
                    add(ends.entry(last.to_owned()).or_default(), file);
                } else if !last.is_empty() {
                    add(self.ended.entry(last.to_owned()).or_default(), file);
                } else if let Some(inner) = (start + 2..at).step_by(2).map(word).find(|word| !word.is_empty()) {
                    add(self.between.entry(inner.to_owned()).or_default(), file);
                }
            }
            at += 1;
        }
    }

    /// Whether a macro of one of the files that `counts` has the function's name, or may paste it together.
    pub(crate) fn makes(&self, func: Name, counts: impl Fn(FileId) -> bool) -> bool {
        let any = |files: &Vec<FileId>| files.iter().any(|&file| counts(file));
        let at = |ends: &Ends, part: &str| ends.get(part).is_some_and(any);
        let cuts = || (0..=func.len()).filter(|&cut| func.is_char_boundary(cut));
        let begun = |cut: usize| {
            let ends = self.begun.get(&func[..cut]);
            ends.is_some_and(|ends| (cut..=func.len()).any(|end| func.get(end..).is_some_and(|rest| at(ends, rest))))
        };
        self.names.get(&func).is_some_and(any)
            || cuts().any(begun)
            || cuts().any(|cut| at(&self.ended, &func[cut..]))
            || self.between.iter().any(|(part, files)| func.contains(part.as_str()) && any(files))
    }
}

/// The macros whose uses outside of functions were read as what they stand for, and those that they consist of: the names
/// that these paste are known.
fn expanded(project: &Relations) -> FxHashSet<Name> {
    let mut pending: Vec<Name> = Vec::new();
    for facts in &project.files {
        pending.extend(facts.funcs.iter().filter_map(|func| match func.origin {
            Origin::Macro(name) => Some(name),
            Origin::Written => None,
        }));
    }
    let mut bodies: FxHashMap<Name, Vec<&Define>> = FxHashMap::default();
    for define in project.files.iter().flat_map(|facts| &facts.defines).filter(|_| !pending.is_empty()) {
        bodies.entry(define.name).or_default().push(define);
    }
    let mut out = FxHashSet::default();
    while let Some(name) = pending.pop() {
        if out.insert(name) {
            let words = bodies.get(&name).into_iter().flatten().flat_map(|define| words_of(&define.body));
            pending.extend(words.filter_map(Name::from_existing).filter(|word| bodies.contains_key(word)));
        }
    }
    out
}

fn add(files: &mut Vec<FileId>, file: FileId) {
    if files.last() != Some(&file) {
        files.push(file);
    }
}
