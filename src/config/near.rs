//! What a misspelt word may mean.

/// From this likeness on a word is offered; the measure of clap, which does the same for options.
const LIKE: f64 = 0.7;

/// The known word that is most like `word`, as ` (did you mean …?)`; empty where none is.
pub fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let word = word.to_ascii_lowercase();
    let likeness = |other: &str| strsim::jaro(&word, &other.to_ascii_lowercase());
    let scored = known.map(|other| (likeness(other), other)).filter(|(score, _)| *score >= LIKE);
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(String::new, |(_, other)| format!(" (did you mean `{other}`?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_is_offered() {
        let of = |word: &str| did_you_mean(word, ["min-python", "max-python", "isolation"].into_iter());
        assert_eq!(of("min-pyton"), " (did you mean `min-python`?)");
        assert_eq!(of("MAX-PYTHON"), " (did you mean `max-python`?)");
        assert_eq!(of("zzz"), "");
    }
}
