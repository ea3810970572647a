//! Names of rules in settings: codes, names, categories, prefixes of codes; and which rule has which level by them.

use std::collections::HashMap;

use crate::{
    facts::{Isolation, Targets, Truth},
    finding::{Confidence, Finding, RuleMeta, Severity},
    rules::RULES,
};

/// Whether a rule is about builds without the GIL alone; some of its category are about threads in any build.
fn is_without_gil(rule: &RuleMeta) -> bool {
    rule.category == "free-threading" && rule.blocks.contains(&"free-threading")
}

/// Whether the targets turn a rule on that is off, or one off that is on; None where they leave it as it is.
fn by_targets(rule: &RuleMeta, targets: &Targets) -> Option<bool> {
    if targets.free_threading == Truth::False && is_without_gil(rule) {
        return Some(false);
    }
    let asked = match rule.raised_by {
        "isolation" => targets.isolation >= Some(Isolation::SubInterpreter),
        "free-threading" => targets.free_threading == Truth::True,
        _ => false,
    };
    asked.then_some(true)
}

/// Some rules, by a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    word: String,
    /// How exact the word is: 1 all, 2 a category, 3 to 9 a prefix of a code by its length, 10 one rule.
    rank: u8,
    /// It stands for a question (a profile): no rule was asked for by itself.
    by_profile: bool,
}

impl Selector {
    /// A selector; None where the word speaks of no rule.
    pub fn parse(word: &str) -> Option<Selector> {
        let code = word.to_ascii_uppercase();
        let rank = if crate::rules::find(word).is_some() {
            10
        } else if word.eq_ignore_ascii_case("all") {
            1
        } else if RULES.iter().any(|r| r.category == word) {
            2
        } else if !word.is_empty() && RULES.iter().any(|r| r.code.starts_with(&code)) {
            2 + code.len().min(7) as u8
        } else {
            return None;
        };
        Some(Selector { word: word.to_owned(), rank, by_profile: false })
    }

    /// The same as a part of a profile.
    pub(super) fn of_profile(self) -> Selector {
        Selector { by_profile: true, ..self }
    }

    /// Whether it asks for this rule even where the rule is on trial: everything but `ALL` and the words of profiles does.
    fn asks_for(&self, rule: &RuleMeta) -> bool {
        self.rank_for(rule) > 1 && !self.by_profile
    }

    /// How exactly it means this rule; 0 for not at all.
    fn rank_for(&self, rule: &RuleMeta) -> u8 {
        let means = match self.rank {
            1 => true,
            2 => rule.category == self.word,
            10 => rule.code.eq_ignore_ascii_case(&self.word) || rule.name == self.word,
            _ => rule.code.starts_with(&self.word.to_ascii_uppercase()),
        };
        if means { self.rank } else { 0 }
    }

    /// Whether it means this rule.
    pub fn means(&self, rule: &RuleMeta) -> bool {
        self.rank_for(rule) > 0
    }
}

/// The word as it was written.
impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.word)
    }
}

/// What settings make of a rule.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// It is stable, or somebody asked for it.
    asked: bool,
    /// Whether the selection has it.
    selected: bool,
    /// Whether its findings are reported; a rule that is off may have some that stand for themselves.
    on: bool,
    /// The level that a setting gives.
    given: Option<Severity>,
}

/// Which rules are on, and the levels that settings give them.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    by_code: HashMap<&'static str, Level>,
}

impl Levels {
    /// The more exact word wins; of two equally exact ones `ignore` does. Empty `select` is every rule. Rules on trial are
    /// on with `preview`, and where a word asks for them.
    pub fn new(
        select: &[Selector],
        ignore: &[Selector],
        severities: &[(Selector, Severity)],
        preview: bool,
        targets: &Targets,
    ) -> Levels {
        let best = |selectors: &[Selector], rule: &RuleMeta| {
            selectors.iter().map(|s| s.rank_for(rule)).max().unwrap_or_default()
        };
        let by_code = RULES.iter().map(|rule| {
            let level = severities.iter().filter(|(s, _)| s.means(rule)).max_by_key(|(s, _)| s.rank_for(rule));
            let named = best(select, rule) == 10;
            let exact = named || level.is_some_and(|(s, _)| s.rank == 10);
            let given = level.map(|(_, level)| *level);
            let wanted = by_targets(rule, targets);
            // A rule that is named on its own runs, whatever its usual level.
            let off = match given {
                Some(level) => level == Severity::Off,
                None => wanted.map_or(rule.severity == Severity::Off && !named, |on| !on),
            };
            let ranks = if select.is_empty() { 1 } else { best(select, rule) };
            let asked = !rule.is_preview() || preview || exact || select.iter().any(|word| word.asks_for(rule));
            let selected = ranks > best(ignore, rule)
                && asked
                && given != Some(Severity::Off)
                && wanted != Some(false)
                && (exact || !(targets.cpython && rule.off_in_cpython));
            (rule.code, Level { asked, selected, on: selected && !off, given })
        });
        Levels { by_code: by_code.collect() }
    }

    /// Why a word of the selection runs no rule, in words; None where it runs one.
    pub fn runs_nothing(&self, word: &Selector, targets: &Targets) -> Option<&'static str> {
        let mut meant = RULES.iter().filter(|rule| word.means(rule)).peekable();
        if meant.peek().is_none() || meant.clone().any(|rule| self.is_on(rule)) {
            return None;
        }
        let threading = targets.free_threading == Truth::False;
        let asked = |rule: &RuleMeta| self.by_code.get(rule.code).is_some_and(|level| level.asked);
        Some(if meant.clone().all(|rule| threading && is_without_gil(rule)) {
            "`free-threading` is false"
        } else if meant.clone().all(|rule| rule.is_preview() && !asked(rule)) {
            "the rules are in preview; `--preview` turns them on"
        } else if meant.all(|rule| rule.severity == Severity::Off) {
            "the rules are off by default; select one by its full code or name to run it"
        } else {
            "other settings turn the rules off"
        })
    }

    /// Whether the rule is on.
    pub fn is_on(&self, rule: &RuleMeta) -> bool {
        self.by_code.get(rule.code).is_some_and(|level| level.on)
    }

    /// The level that a finding is reported at; None where its rule is off.
    pub fn of(&self, finding: &Finding) -> Option<Severity> {
        let level = self.by_code.get(finding.rule.code)?;
        if !(level.on || level.selected && finding.unasked) {
            return None;
        }
        Some(match level.given {
            // A rule that is off by itself has no level of its own.
            None => finding.severity.max(Severity::Note),
            Some(level) if finding.confidence == Confidence::Likely => level.demoted(),
            Some(level) => level,
        })
    }

    /// The level of a certain finding of the rule, `off` where it is off.
    pub fn of_rule(&self, rule: &RuleMeta) -> Severity {
        match self.by_code.get(rule.code) {
            Some(level) if level.on => level.given.unwrap_or(rule.severity).max(Severity::Note),
            _ => Severity::Off,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<Selector> {
        words.iter().map(|w| Selector::parse(w).expect("a rule")).collect()
    }

    #[test]
    fn the_more_exact_word_wins() {
        let targets = Targets::default();
        let rule = crate::rules::find("ABI003").expect("rule");
        let on = |select: &[&str], ignore: &[&str]| {
            Levels::new(&words(select), &words(ignore), &[], false, &targets).is_on(rule)
        };
        assert!(on(&[], &[]));
        assert!(on(&["ABI"], &[]));
        assert!(on(&["abi"], &[]));
        assert!(on(&["build-core-macro"], &["ABI"]));
        assert!(!on(&["ABI"], &["ABI003"]));
        assert!(!on(&["abi"], &["abi"]));
        assert!(on(&["ABI00"], &["ABI"]));
        assert!(!on(&[], &["ALL"]));
        assert!(Selector::parse("XYZ").is_none());
        assert!(Selector::parse("").is_none());
    }

    #[test]
    fn a_rule_that_is_named_runs() {
        let rule = crate::rules::find("ISO022").expect("rule");
        let targets = Targets::default();
        let level = |select: &[&str]| Levels::new(&words(select), &[], &[], false, &targets).of_rule(rule);
        assert_eq!(level(&[]), Severity::Off);
        assert_eq!(level(&["ISO"]), Severity::Off);
        assert_eq!(level(&["isolation"]), Severity::Off);
        assert_eq!(level(&["ISO022"]), Severity::Note);
        assert_eq!(level(&["should-be-const", "GC"]), Severity::Note);
        let off = [(words(&["ISO022"])[0].clone(), Severity::Off)];
        assert_eq!(Levels::new(&words(&["ISO022"]), &[], &off, false, &targets).of_rule(rule), Severity::Off);
    }

    #[test]
    fn findings_that_need_not_be_asked_for() {
        let rule = crate::rules::find("FT004").expect("rule");
        let finding = Finding::binary(rule, "m", crate::facts::FileId(0), None).severity(Severity::Warning);
        let of = |ignore: &[&str], targets: &Targets, finding: &Finding| {
            Levels::new(&[], &words(ignore), &[], false, targets).of(finding)
        };
        let targets = Targets::default();
        assert_eq!(of(&[], &targets, &finding), None);
        let finding = finding.unasked();
        assert_eq!(of(&[], &targets, &finding), Some(Severity::Warning));
        assert_eq!(of(&["FT004"], &targets, &finding), None);
        assert_eq!(of(&[], &Targets { free_threading: Truth::True, ..targets }, &finding), Some(Severity::Warning));
        assert_eq!(of(&[], &Targets { free_threading: Truth::False, ..targets }, &finding), None);
    }

    #[test]
    fn levels_move_and_likely_findings_stay_one_lower() {
        let rule = crate::rules::find("ABI003").expect("rule");
        let targets = Targets::default();
        let severities =
            [(words(&["abi"])[0].clone(), Severity::Off), (words(&["ABI003"])[0].clone(), Severity::Warning)];
        let levels = Levels::new(&[], &[], &severities, false, &targets);
        let label = || crate::finding::Label::new(crate::facts::FileId(0), crate::facts::Span::default(), "");
        assert_eq!(levels.of(&Finding::source(rule, "m", label())), Some(Severity::Warning));
        assert_eq!(levels.of(&Finding::source(rule, "m", label()).likely("x")), Some(Severity::Note));
        let cpython = Targets { cpython: true, ..targets };
        assert_eq!(Levels::new(&[], &[], &[], false, &cpython).of_rule(rule), Severity::Off);
    }
}
