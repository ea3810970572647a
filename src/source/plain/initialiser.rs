//! Lists of initialisers.

use super::Plain;
use super::expression::Read;
use super::tokens::{Tok, What};
use crate::facts::Expr;

impl Plain<'_> {
    /// `{ items }` of an initialiser.
    pub(super) fn list(&mut self) -> Option<Read> {
        let outer = self.listed;
        let list = self.nest(Self::items_of_list)?;
        self.listed = outer;
        Some(list)
    }

    fn items_of_list(&mut self) -> Option<Read> {
        let open = self.expect(What::Begin)?;
        let (mut items, mut levels) = (Vec::new(), 0);
        while self.what() != What::End {
            let item = match self.what() {
                What::Dot | What::Bracket => self.designated()?,
                _ => self.value()?,
            };
            levels = levels.max(item.levels);
            items.push(item.id);
            if !self.eat(What::Comma) {
                break;
            }
        }
        let close = self.expect(What::End)?;
        let items = self.facts.ast.add_exprs(&items);
        self.made(Expr::List(items), open.start, close.end, levels)
    }

    /// A value in a list.
    fn value(&mut self) -> Option<Read> {
        self.listed = Some(self.at);
        if self.what() == What::Begin { self.list() } else { self.assignment() }
    }

    /// `.field[index] = value`: the value, then the designators from the last to the first.
    fn designated(&mut self) -> Option<Read> {
        let start = self.start();
        // The field, or where the index stands.
        let mut designators: Vec<Result<Tok, (usize, usize)>> = Vec::new();
        loop {
            match self.take().what {
                What::Dot => designators.push(Ok(self.expect(What::Name)?)),
                What::Bracket => {
                    let first = self.at;
                    while !matches!(self.what(), What::Unbracket | What::Bracket | What::Nothing) {
                        self.at += 1;
                    }
                    designators.push(Err((first, self.at)));
                    self.expect(What::Unbracket)?;
                }
                What::Assign(None) => break,
                _ => return None,
            }
        }
        let mut read = self.value()?;
        let (end, behind) = (read.end, self.at);
        while let Some(designator) = designators.pop() {
            let (expr, levels) = match designator {
                Ok(field) => (Expr::Designated { field: self.name(field), value: read.id }, read.levels),
                Err((first, last)) => {
                    self.at = first;
                    let index = self.assignment()?;
                    if self.at != last {
                        return None;
                    }
                    (Expr::Indexed { index: index.id, value: read.id }, read.levels.max(index.levels))
                }
            };
            read = self.made(expr, start, end, levels)?;
        }
        self.at = behind;
        Some(read)
    }
}
