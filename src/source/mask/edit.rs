//! Changes to the text that keep its length: blanks, joins, separators put into white space.

use super::{Masker, is_type_keyword};

impl Masker<'_, '_> {
    /// Joins a type argument (`T *`, `struct s`, `int`) into one identifier.
    pub(super) fn type_argument(&mut self, first: usize) {
        let mut i = first;
        let mut stars = 0;
        let mut words = 0;
        let mut keyword = false;
        while self.is_ident(i) && stars == 0 && words < 5 {
            keyword |= is_type_keyword(self.word(i));
            words += 1;
            i += 1;
        }
        while self.punct(i) == b'*' {
            stars += 1;
            i += 1;
        }
        if words == 0 || i == first || !matches!(self.punct(i), b',' | b')') || (stars == 0 && !keyword) {
            return;
        }
        self.join(first, i - 1);
        if stars == 0 && words == 1 {
            // A lone keyword stays one unless a letter changes.
            let start = self.tokens[first].start as usize;
            self.text[start] = b'_';
        }
    }

    /// `offsetof(T, a.b[0])`: one identifier behind the comma.
    pub(super) fn join_member(&mut self, open: usize) {
        let close = self.brackets.close_of(open);
        let comma = (open..close).find(|&j| self.punct(j) == b',');
        if let Some(comma) = comma.filter(|c| *c + 2 < close) {
            self.join(comma + 1, close - 1);
        }
    }

    /// `NAME(x):` becomes a label, or `case ___:` where the macro brings that word.
    pub(super) fn label(&mut self, first: usize, last: usize, case: bool) {
        self.join(first, last);
        let (start, end) = (self.tokens[first].start as usize, self.tokens[last].end as usize);
        if let Some(place) = self.text[start..end].first_chunk_mut::<6>().filter(|_| case) {
            *place = *b"case _";
        }
        self.begin(last + 2);
    }

    /// Overwrites everything but identifier characters from token `first` to token `last` with `_`.
    pub(super) fn join(&mut self, first: usize, last: usize) {
        let (start, end) = (self.tokens[first].start as usize, self.tokens[last].end as usize);
        for byte in &mut self.text[start..end] {
            if !byte.is_ascii_alphanumeric() {
                *byte = b'_';
            }
        }
    }

    pub(super) fn blank(&mut self, first: usize, last: usize) {
        let (start, end) = (self.tokens[first].start, self.tokens[last].end);
        self.blanked.push((start, end));
        for byte in &mut self.text[start as usize..end as usize] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    /// Puts a separator behind token `i`: into white space, or into the arguments of a call.
    pub(super) fn put(&mut self, i: usize, separator: u8) -> bool {
        let end = self.tokens[i].end as usize;
        if self.text.get(end).is_some_and(u8::is_ascii_whitespace) {
            self.text[end] = separator;
            return true;
        }
        if self.punct(i) == b')' && end >= 3 && self.text[end - 2] != b'(' {
            let open = self.brackets.open_of(i).filter(|&open| self.punct(open) == b'(');
            if let Some(open) = open.filter(|open| i - open > 1) {
                self.blank(open + 1, i - 1);
                self.text[end - 2] = b')';
                self.text[end - 1] = separator;
                return true;
            }
        }
        false
    }
}
