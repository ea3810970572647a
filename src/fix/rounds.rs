//! Rounds of edits, each judged by a run over what the files would hold. Writes no file.

use std::collections::{BTreeMap, HashSet};

use super::judge::{Fault, judge};
use super::{Change, Plan, Refused, apply, is_safe, offered, scope};
use crate::{
    check::{self, Outcome},
    config::{Selector, Settings},
    facts::FileId,
    finding::{Applicability, Edit},
    input::Request,
};

/// Rounds before what is left is left.
const ROUNDS: usize = 20;
/// Runs that may go into finding out which edits of a round are to blame.
const RUNS: usize = 400;

/// What a finding is known by from round to round.
type Mark = (&'static str, String, String, Option<String>);

struct Work<'a> {
    request: Request,
    settings: &'a Settings,
    most: Applicability,
    /// Every rule that is on where nobody selects, and those that are selected.
    all: Settings,
    /// The last accepted run.
    now: Outcome,
    runs: usize,
    plan: Plan,
    refused: HashSet<Mark>,
    originals: BTreeMap<String, Change>,
}

/// Makes edits until nothing is left to do.
pub(super) fn run(request: &Request, settings: &Settings, most: Applicability) -> Plan {
    let all = widened(settings);
    let mut work = Work {
        request: request.clone(),
        settings,
        most,
        now: check::check(request, &all),
        all,
        runs: 0,
        plan: Plan { unfinished: true, ..Plan::default() },
        refused: HashSet::new(),
        originals: BTreeMap::new(),
    };
    for round in 0..=ROUNDS {
        let candidates = work.candidates();
        work.plan.unfinished = !candidates.is_empty();
        if candidates.is_empty() || round == ROUNDS {
            break;
        }
        let edits: BTreeMap<usize, Vec<Edit>> =
            candidates.iter().map(|&i| (i, offered(&work.now.findings[i], most))).collect();
        let batch = apply::apart(&candidates, |i| &edits[&i]);
        work.round(batch);
    }
    work.finish()
}

/// The settings with no rule left out: an edit must not bring what the selection would hide.
fn widened(settings: &Settings) -> Settings {
    let mut all = settings.clone();
    all.ignore.value.clear();
    if !all.select.value.is_empty() {
        all.select.value.extend(Selector::parse("ALL"));
    }
    all
}

impl Work<'_> {
    /// The findings, by index, whose edits are to be made. Those that may not be are refused.
    fn candidates(&mut self) -> Vec<usize> {
        let levels = self.settings.levels(&self.settings.targets(false));
        let mut found = Vec::new();
        let mut closed = Vec::new();
        for (i, finding) in self.now.findings.iter().enumerate() {
            if offered(finding, self.most).is_empty()
                || levels.of(finding).is_none()
                || self.refused.contains(&self.mark(i))
            {
                continue;
            }
            match scope::closed(finding, &self.now, &self.request) {
                None => found.push(i),
                Some(reason) => closed.push((i, reason)),
            }
        }
        for (i, reason) in closed {
            self.refuse(i, reason);
        }
        found
    }

    /// Makes the edits of as many of these findings as stand the test. Halves what fails until those to blame are found.
    fn round(&mut self, batch: Vec<usize>) {
        let mut accepted: Vec<usize> = Vec::new();
        let mut best: Option<(Request, Outcome)> = None;
        let mut blamed: Vec<(usize, String)> = Vec::new();
        let mut pending = vec![batch];
        while let Some(part) = pending.pop() {
            if part.is_empty() {
                continue;
            }
            if self.runs == RUNS {
                let reason = "it takes too many runs to find out which edits fail";
                blamed.extend(part.into_iter().map(|i| (i, reason.to_owned())));
                continue;
            }
            let together: Vec<usize> = accepted.iter().chain(&part).copied().collect();
            match self.attempt(&together) {
                Ok(made) => (accepted, best) = (together, Some(made)),
                Err(Fault::Stays(stays)) if stays.iter().any(|i| part.contains(i)) => {
                    let (blame, rest): (Vec<usize>, Vec<usize>) = part.into_iter().partition(|i| stays.contains(i));
                    blamed.extend(blame.into_iter().map(|i| (i, "the finding would remain".to_owned())));
                    pending.push(rest);
                }
                Err(fault) => match part.as_slice() {
                    &[one] => blamed.push((one, words(fault))),
                    many => {
                        let (first, second) = many.split_at(many.len() / 2);
                        pending.extend([second.to_vec(), first.to_vec()]);
                    }
                },
            }
        }
        for (i, reason) in blamed {
            self.refuse(i, reason);
        }
        if let Some((request, outcome)) = best {
            self.accept(&accepted, request, outcome);
        }
    }

    /// The run over what the edits of these findings make.
    fn attempt(&mut self, made: &[usize]) -> Result<(Request, Outcome), Fault> {
        let mut request = self.request.clone();
        let edits: Vec<Edit> = made.iter().flat_map(|&i| offered(&self.now.findings[i], self.most)).collect();
        for (file, edits) in by_file(&edits) {
            let text = self.now.sources.get(file);
            let after = apply::edited(&text.bytes, &edits);
            let after = after.ok_or_else(|| Fault::Other("its edits overlap".to_owned()))?;
            request.overlay.set(&request.cwd.join(&text.path), after);
        }
        self.runs += 1;
        let outcome = check::check(&request, &self.all);
        judge(&self.now, &outcome, made)?;
        Ok((request, outcome))
    }

    fn accept(&mut self, made: &[usize], request: Request, outcome: Outcome) {
        for &i in made {
            let finding = &self.now.findings[i];
            let edits = offered(finding, self.most);
            // The one file that the finding is counted for; none where a part of it is left.
            let own = edits.iter().map(|edit| edit.file).find(|file| *file == finding.file());
            let counted = own.or(edits.first().map(|edit| edit.file)).filter(|_| edits.len() == finding.edits.len());
            for file in by_file(&edits).into_keys() {
                let text = self.now.sources.get(file);
                let change = self.originals.entry(text.name.clone()).or_insert_with(|| Change {
                    name: text.name.clone(),
                    path: request.cwd.join(&text.path),
                    before: text.bytes.to_vec(),
                    after: Vec::new(),
                    fixed: 0,
                });
                change.fixed += usize::from(Some(file) == counted);
            }
        }
        (self.request, self.now) = (request, outcome);
    }

    fn refuse(&mut self, i: usize, reason: String) {
        let mark = self.mark(i);
        let finding = &self.now.findings[i];
        let text = self.now.sources.get(finding.file());
        let line = finding.primary().map_or(1, |label| text.position(label.span.start).line);
        self.plan.refused.push(Refused { place: (text.name.clone(), line), code: finding.rule.code, reason });
        self.refused.insert(mark);
    }

    fn mark(&self, i: usize) -> Mark {
        let finding = &self.now.findings[i];
        let name = self.now.sources.get(finding.file()).name.clone();
        (finding.rule.code, name, finding.message.clone(), finding.symbol.clone())
    }

    fn finish(mut self) -> Plan {
        for change in self.originals.values_mut() {
            change.after = self.request.overlay.get(&change.path).unwrap_or(&change.before).to_vec();
        }
        self.plan.changes = self.originals.into_values().filter(|change| change.before != change.after).collect();
        self.plan.refused.sort();
        let asked = self.settings.select.value.is_empty() && self.settings.ignore.value.is_empty();
        self.plan.outcome = if asked { self.now } else { check::check(&self.request, self.settings) };
        if self.most == Applicability::Safe {
            let pending = self.plan.outcome.findings.iter().filter(|f| !f.edits.is_empty() && !is_safe(f));
            self.plan.unsafe_left =
                pending.filter(|f| scope::closed(f, &self.plan.outcome, &self.request).is_none()).count();
        }
        self.plan
    }
}

fn words(fault: Fault) -> String {
    match fault {
        Fault::Stays(_) => "the finding would remain".to_owned(),
        Fault::Other(words) => words,
    }
}

fn by_file(edits: &[Edit]) -> BTreeMap<FileId, Vec<&Edit>> {
    let mut files: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        files.entry(edit.file).or_default().push(edit);
    }
    files
}
