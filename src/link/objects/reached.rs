//! What structs hold, through the structs in them: each struct is looked into once, however many ask and whatever
//! circles they make. What is looked for, the caller says.

use std::collections::HashMap;

use crate::facts::{FileId, Record, Span};

/// A struct, with its file.
pub(crate) type At<'a> = (FileId, &'a Record);

/// The structs that were looked into for one question, each with its answer.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    known: HashMap<(FileId, Span), bool>,
}

/// What one struct says by itself.
#[derive(Default)]
pub(crate) struct Inside<'a> {
    /// What is looked for is in it.
    pub(crate) found: bool,
    /// The structs that it holds, for which the question is asked in turn.
    pub(crate) inner: Vec<At<'a>>,
}

impl Reached {
    /// Whether `start`, or a struct in it, holds what `look` finds.
    ///
    /// All that is not known yet is looked at, then the answers go back to those who hold it: all of them are final.
    pub(crate) fn holds<'a>(&mut self, start: At<'a>, mut look: impl FnMut(At<'a>) -> Inside<'a>) -> bool {
        let key = |(file, record): At<'_>| (file, record.span);
        if let Some(&known) = self.known.get(&key(start)) {
            return known;
        }
        let mut open = vec![start];
        let mut places = HashMap::from([(key(start), 0)]);
        let mut holders: Vec<Vec<usize>> = vec![Vec::new()];
        let mut found: Vec<bool> = Vec::new();
        let mut next = 0;
        while let Some(&at) = open.get(next) {
            let Inside { found: mut yes, inner } = look(at);
            for inner in inner {
                match self.known.get(&key(inner)) {
                    Some(&known) => yes |= known,
                    None => {
                        let place = *places.entry(key(inner)).or_insert_with(|| {
                            open.push(inner);
                            holders.push(Vec::new());
                            open.len() - 1
                        });
                        holders[place].push(next);
                    }
                }
            }
            found.push(yes);
            next += 1;
        }
        let mut back: Vec<usize> = (0..found.len()).filter(|&i| found[i]).collect();
        while let Some(at) = back.pop() {
            for &holder in &holders[at] {
                if !std::mem::replace(&mut found[holder], true) {
                    back.push(holder);
                }
            }
        }
        self.known.extend(open.iter().zip(&found).map(|(&at, &yes)| (key(at), yes)));
        found[0]
    }
}
