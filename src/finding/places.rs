//! The places of a finding that is about more than one: the first is its primary label, some have labels, the rest is a
//! number.

use super::{Finding, Label, Place};
use crate::facts::{FileId, Span};

impl Finding {
    /// Says that it is about other places as well (source findings only): the first `shown` of them with this word, the
    /// others as a number.
    pub fn with_places(mut self, more: &[(FileId, Span)], word: &'static str, shown: usize) -> Self {
        self.places = self.all_places().into_iter().chain(more.iter().copied()).collect();
        self.elsewhere = (word, shown);
        for &(file, span) in more.iter().take(shown) {
            self = self.label(file, span, word);
        }
        self.notes.extend(further(more.len(), shown));
        self
    }

    /// Every place that it is about, the primary one first.
    pub fn all_places(&self) -> Vec<(FileId, Span)> {
        if self.places.is_empty() {
            self.primary().map(|label| vec![(label.file, label.span)]).unwrap_or_default()
        } else {
            self.places.clone()
        }
    }

    /// Leaves a place out of several.
    pub fn leave_out(&mut self, file: FileId, span: Span) {
        let (word, shown) = self.elsewhere;
        let (Place::Source(labels), Some(at)) = (&mut self.place, self.places.iter().position(|p| *p == (file, span)))
        else {
            return;
        };
        let before = further(self.places.len() - 1, shown);
        self.places.remove(at);
        let Some(&(file, span)) = self.places.first() else { return };
        let first = self.places.len().min(shown + 1);
        let others = self.places[1..first].iter().map(|&(file, span)| Label::new(file, span, word));
        let primary = Label { file, span, message: std::mem::take(&mut labels[0].message) };
        let rest = labels.iter().skip(1).filter(|label| label.message != word).cloned();
        *labels = std::iter::once(primary).chain(others).chain(rest).collect();
        let after = further(self.places.len() - 1, shown);
        if let Some(note) = before.and_then(|before| self.notes.iter().position(|note| *note == before)) {
            self.notes.splice(note..=note, after);
        }
    }
}

/// Says how many places are not shown.
fn further(more: usize, shown: usize) -> Option<String> {
    match more.saturating_sub(shown) {
        0 => None,
        1 => Some("the same at 1 more place".to_owned()),
        n => Some(format!("the same at {n} more places")),
    }
}
