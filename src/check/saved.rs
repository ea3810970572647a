//! What a run over sources found, kept for the next run over the same: what it hangs on, and how it is written down.
//!
//! All that a run reads is read again each time: paths, texts, build files, settings. Kept is only what follows from
//! them, under a key of all of it. One thing is read behind that, the words that build files are asked for when facts are
//! known: the question is kept with its answer, and must have the same answer again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Counts, NotUnderstood, Obstacles, Outcome, Readiness,
    build_files::Question,
    gather::{Gathered, Part},
};
use crate::{
    cache::{Cache, Key, KeyMaker},
    config::{Clang, Settings},
    facts::{BuildFacts, FileId, Name, Python},
    finding::saved::Saved as SavedFinding,
    input::{BuildWords, Kind, Request},
    rules::find,
    text::Sources,
};

/// The key of a run; None for one that is not kept: it has compiled files or standard input, texts that stand for files,
/// the other front end, or something could not be read.
pub(super) fn key(gathered: &Gathered, request: &Request, settings: &Settings) -> Option<Key> {
    let Gathered { sources, kinds, parts, exact, errors, notes } = gathered;
    let Request { paths, cwd, exclude: _, force_exclude, gitignore: _, stdin_name, overlay } = request;
    let plain = kinds.iter().all(|kind| *kind == Kind::Source) && errors.is_empty() && !exact.is_there();
    if !plain || !overlay.is_empty() || stdin_name.is_some() || paths.iter().any(|path| path.as_os_str() == "-") {
        return None;
    }
    let mut key = KeyMaker::new();
    key.add_words(&(paths, cwd, force_exclude, notes));
    for text in &sources.files {
        key.add_words(&(&text.path, &text.name, &text.key, text.reported));
        key.add(&text.bytes);
    }
    parts.iter().for_each(|part| add_part(&mut key, part));
    add_settings(&mut key, settings)?;
    Some(key.key())
}

fn add_part(key: &mut KeyMaker, part: &Part) {
    let Part { root, files, build, notes, targets } = part;
    let BuildFacts {
        extensions,
        defines,
        built_on,
        hidden_c,
        hidden_cpp,
        named_files,
        found_files,
        listed_files,
        all_named,
        all_listed,
        all_closed,
        modules_unseen,
        cython,
        cffi,
        cython_files,
        cython_names,
        words,
        words_of_python,
    } = build;
    key.add_words(&(root, files, notes, targets));
    key.add_words(&(extensions, defines, built_on, named_files, found_files, listed_files));
    key.add_words(&(hidden_c.iter().collect::<BTreeMap<_, _>>(), hidden_cpp.iter().collect::<BTreeMap<_, _>>()));
    key.add_words(&(all_named, all_listed, all_closed, modules_unseen, cython, cffi));
    key.add_words(&(cython_files, cython_names, words, words_of_python));
}

/// What the settings say of a run after its inputs are there. Patterns are those of the file in its folder.
fn add_settings(key: &mut KeyMaker, settings: &Settings) -> Option<()> {
    let Settings {
        file,
        config,
        project,
        min_python,
        max_python,
        limited_api,
        isolation,
        free_threading,
        select,
        ignore,
        preview,
        wide,
        all,
        fail_on,
        baseline: _,
        exact,
        exclude: _,
        per_file_ignores: _,
        accept: _,
        threads: _,
    } = settings;
    if exact.clang.value != Clang::Off {
        return None;
    }
    key.add_words(&(file, config, project, wide, all));
    key.add_words(&(min_python, max_python, limited_api, isolation, free_threading));
    key.add_words(&(select, ignore, preview, fail_on));
    Some(())
}

/// What a run found, written down.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saved {
    questions: Vec<(Question, String)>,
    findings: Vec<SavedFinding>,
    notes: Vec<String>,
    generators: Vec<Option<String>>,
    readiness: Vec<SavedModule>,
    /// The share in bits, as a number in words may lose some.
    not_understood: Vec<(u32, usize, u64, bool)>,
    unused_accepts: Vec<String>,
    files: usize,
    gaps: usize,
    suppressed: usize,
}

/// One extension module.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedModule {
    module: String,
    path: String,
    phase: String,
    interpreters: String,
    gil: String,
    blockers: [usize; 4],
    shared: [usize; 3],
    unknown: usize,
    stable: Option<SavedObstacles>,
    wheel: bool,
    files: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedObstacles {
    names: BTreeSet<String>,
    structs: BTreeSet<String>,
    types: BTreeSet<String>,
    needs: Option<u8>,
    without_gil: BTreeSet<String>,
}

/// Keeps what a run found. What is not a whole answer is not kept: with errors, or something about compiled files.
pub(super) fn put(cache: &Cache, key: &Key, outcome: &Outcome, asked: &[(Question, BuildWords)]) {
    if let Some(saved) = Saved::of(outcome, asked)
        && let Ok(bytes) = serde_json::to_vec(&saved)
    {
        cache.put(key, &bytes);
    }
}

/// What the last run with this key found, where the build files still say the same. What cannot be read is not there.
pub(super) fn get(cache: &Cache, key: &Key) -> Option<Saved> {
    let saved: Saved = serde_json::from_slice(&cache.get(key)?).ok()?;
    let holds = |(question, answer): &(Question, String)| digest(&question.ask()) == *answer;
    saved.questions.iter().all(holds).then_some(saved)
}

fn digest(words: &BuildWords) -> String {
    blake3::hash(format!("{words:?}").as_bytes()).to_hex().to_string()
}

impl Saved {
    fn of(outcome: &Outcome, asked: &[(Question, BuildWords)]) -> Option<Saved> {
        let Outcome {
            findings,
            known,
            sources,
            errors,
            notes,
            distributions,
            readiness,
            not_understood,
            stale,
            unused_accepts,
            new_rows,
            counts,
        } = outcome;
        let Counts { files, gaps, hidden_types, suppressed, known: _, unchanged: _, below: _, elapsed: _ } = *counts;
        let whole = known.is_none() && errors.is_empty() && distributions.is_empty() && hidden_types == 0;
        if !whole || !stale.is_empty() || !new_rows.is_empty() {
            return None;
        }
        let lost = |of: &NotUnderstood| (of.file.0, of.bytes, of.percent.to_bits(), of.foreign);
        Some(Saved {
            questions: asked.iter().map(|(question, words)| (question.clone(), digest(words))).collect(),
            findings: findings.iter().map(SavedFinding::of).collect::<Option<_>>()?,
            notes: notes.clone(),
            generators: sources.files.iter().map(|text| text.generator.clone()).collect(),
            readiness: readiness.iter().map(SavedModule::of).collect(),
            not_understood: not_understood.iter().map(lost).collect(),
            unused_accepts: unused_accepts.clone(),
            files,
            gaps,
            suppressed,
        })
    }

    /// The outcome, over the texts of this run; the texts where it is none.
    pub(super) fn outcome(self, mut sources: Sources) -> Result<Outcome, Sources> {
        let count = sources.files.len();
        let finding = |saved: SavedFinding| {
            let rule = find(&saved.rule)?;
            saved.finding(rule, count)
        };
        let Some(findings) = self.findings.into_iter().map(finding).collect() else { return Err(sources) };
        if self.generators.len() != count || self.not_understood.iter().any(|of| of.0 as usize >= count) {
            return Err(sources);
        }
        for (text, generator) in sources.files.iter_mut().zip(self.generators) {
            text.generator = generator;
        }
        let lost = |(file, bytes, percent, foreign)| {
            let percent = f64::from_bits(percent);
            NotUnderstood { file: FileId(file), bytes, percent, foreign }
        };
        let (files, gaps, suppressed) = (self.files, self.gaps, self.suppressed);
        Ok(Outcome {
            findings,
            sources,
            notes: self.notes,
            readiness: self.readiness.into_iter().map(SavedModule::module).collect(),
            not_understood: self.not_understood.into_iter().map(lost).collect(),
            unused_accepts: self.unused_accepts,
            counts: Counts { files, gaps, suppressed, ..Counts::default() },
            ..Outcome::default()
        })
    }
}

/// A word that lives as long as the program.
fn word(text: &str) -> &'static str {
    Name::from(text).as_str()
}

impl SavedModule {
    fn of(readiness: &Readiness) -> SavedModule {
        let Readiness { module, path, phase, interpreters, gil, blockers, shared, unknown, stable, wheel, files } =
            readiness.clone();
        let words = |set: BTreeSet<&str>| set.into_iter().map(str::to_owned).collect();
        let stable = stable.map(|stable| {
            let Obstacles { names, structs, types, needs, without_gil } = stable;
            let (names, structs, types, without_gil) = (words(names), words(structs), words(types), words(without_gil));
            SavedObstacles { names, structs, types, needs: needs.map(|python| python.0), without_gil }
        });
        let (phase, interpreters, gil) = (phase.to_owned(), interpreters.to_owned(), gil.to_owned());
        let files = files.into_iter().map(|file| file.0).collect();
        SavedModule { module, path, phase, interpreters, gil, blockers, shared, unknown, stable, wheel, files }
    }

    fn module(self) -> Readiness {
        let words = |set: BTreeSet<String>| set.iter().map(|text| word(text)).collect();
        let stable = self.stable.map(|stable| Obstacles {
            names: words(stable.names),
            structs: words(stable.structs),
            types: words(stable.types),
            needs: stable.needs.map(Python),
            without_gil: words(stable.without_gil),
        });
        Readiness {
            module: self.module,
            path: self.path,
            phase: word(&self.phase),
            interpreters: word(&self.interpreters),
            gil: word(&self.gil),
            blockers: self.blockers,
            shared: self.shared,
            unknown: self.unknown,
            stable,
            wheel: self.wheel,
            files: self.files.into_iter().map(FileId).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SavedFinding as Saved;
    use crate::facts::{FileId, Span};
    use crate::finding::{Applicability, Aside, Finding, Label, Why};
    use crate::rules::RULES;

    #[test]
    fn what_is_written_down_comes_back() {
        let span = Span::new(3, 9);
        let finding = Finding::source(RULES[0], "message", Label::new(FileId(1), span, "here"))
            .symbol("name")
            .with_places(&[(FileId(0), span), (FileId(1), Span::new(20, 21))], "there", 1)
            .edit(FileId(1), span, "text", Applicability::Unsafe)
            .likely("a doubt")
            .help("help");
        let mut finding = finding;
        finding.aside = Some(Aside { why: Why::Copy, folder: "f".to_owned() });
        let text = serde_json::to_string(&Saved::of(&finding).expect("it is in a source")).expect("JSON");
        let saved = |text: &str| serde_json::from_str::<Saved>(text).expect("it was written so");
        let back = saved(&text).finding(RULES[0], 2).expect("it is whole");
        assert_eq!(format!("{back:?}"), format!("{finding:?}"));
        assert!(saved(&text).finding(RULES[0], 1).is_none(), "it speaks of a file that is not there");
        assert!(Saved::of(&Finding::binary(RULES[0], "m", FileId(0), None)).is_none());
    }
}
