//! Names of rules in settings: codes, names, categories, prefixes of codes; and which rule has which level by them.

use std::collections::HashMap;

use crate::{
    facts::{Isolation, Targets, Truth},
    finding::{Confidence, Finding, RuleMeta, Severity},
    rules::RULES,
};

/// The level that the targets give to a rule; None where they leave it as it is.
fn by_targets(rule: &RuleMeta, targets: &Targets) -> Option<Severity> {
    if targets.free_threading == Truth::False && rule.category == "free-threading" {
        return Some(Severity::Off);
    }
    let asked = match rule.raised_by {
        "isolation" => targets.isolation >= Some(Isolation::SubInterpreter),
        "free-threading" => targets.free_threading == Truth::True,
        _ => false,
    };
    asked.then_some(Severity::Note)
}

/// Some rules, by a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    word: String,
    /// How exact the word is: 1 all, 2 a category, 3 to 9 a prefix of a code by its length, 10 one rule.
    rank: u8,
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
        Some(Selector { word: word.to_owned(), rank })
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

/// Which rules are on, and the levels that settings give them.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// By code: whether it is on, and the level that a setting gives.
    by_code: HashMap<&'static str, (bool, Option<Severity>)>,
}

impl Levels {
    /// The more exact word wins; of two equally exact ones `ignore` does. Empty `select` is every stable rule.
    pub fn new(
        select: &[Selector],
        ignore: &[Selector],
        severities: &[(Selector, Severity)],
        targets: &Targets,
    ) -> Levels {
        let best = |selectors: &[Selector], rule: &RuleMeta| {
            selectors.iter().map(|s| s.rank_for(rule)).max().unwrap_or_default()
        };
        let by_code = RULES.iter().map(|rule| {
            let level = severities.iter().filter(|(s, _)| s.means(rule)).max_by_key(|(s, _)| s.rank_for(rule));
            let exact = best(select, rule) == 10 || level.is_some_and(|(s, _)| s.rank == 10);
            let level = level.map(|(_, level)| *level).or_else(|| by_targets(rule, targets));
            let selected = if select.is_empty() { 1 } else { best(select, rule) };
            let on = selected > best(ignore, rule)
                && (rule.status == "stable" || exact)
                && level.unwrap_or(rule.severity) != Severity::Off
                && !(targets.cpython && rule.off_in_cpython);
            (rule.code, (on, level))
        });
        Levels { by_code: by_code.collect() }
    }

    /// Whether the rule is on.
    pub fn is_on(&self, rule: &RuleMeta) -> bool {
        self.by_code.get(rule.code).is_some_and(|(on, _)| *on)
    }

    /// The level that a finding is reported at; None where its rule is off.
    pub fn of(&self, finding: &Finding) -> Option<Severity> {
        let (on, level) = *self.by_code.get(finding.rule.code)?;
        let severity = match level {
            None => finding.severity,
            Some(level) if finding.confidence == Confidence::Likely => level.demoted(),
            Some(level) => level,
        };
        (on && severity != Severity::Off).then_some(severity)
    }

    /// The level of a certain finding of the rule, `off` where it is off.
    pub fn of_rule(&self, rule: &RuleMeta) -> Severity {
        match self.by_code.get(rule.code) {
            Some((true, level)) => level.unwrap_or(rule.severity),
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
        let on =
            |select: &[&str], ignore: &[&str]| Levels::new(&words(select), &words(ignore), &[], &targets).is_on(rule);
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
    fn levels_move_and_likely_findings_stay_one_lower() {
        let rule = crate::rules::find("ABI003").expect("rule");
        let targets = Targets::default();
        let severities =
            [(words(&["abi"])[0].clone(), Severity::Off), (words(&["ABI003"])[0].clone(), Severity::Warning)];
        let levels = Levels::new(&[], &[], &severities, &targets);
        let label = || crate::finding::Label::new(crate::facts::FileId(0), crate::facts::Span::default(), "");
        assert_eq!(levels.of(&Finding::source(rule, "m", label())), Some(Severity::Warning));
        assert_eq!(levels.of(&Finding::source(rule, "m", label()).likely("x")), Some(Severity::Note));
        let cpython = Targets { cpython: true, ..targets };
        assert_eq!(Levels::new(&[], &[], &[], &cpython).of_rule(rule), Severity::Off);
    }
}
