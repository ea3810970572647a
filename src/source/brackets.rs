//! Which bracket closes which: worked out once for a run of tokens, since a search from each opening bracket would cost
//! the square of the nesting.

use super::lex::Token;

/// How far a bracket looks for its partner past those of other kinds, as in `CPP(extern "C" {)`.
const PAST: usize = 4;

/// The closing brackets of a run of tokens.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    /// For each token that opens one: the index of the token that closes it; for others, itself.
    close: Vec<u32>,
    /// For each token that closes one: the index of the token that opens it; for others, itself.
    open: Vec<u32>,
}

fn opener(closer: u8) -> u8 {
    match closer {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

impl Brackets {
    /// For `tokens` of `text`.
    pub(crate) fn of(text: &[u8], tokens: &[Token]) -> Self {
        let last = tokens.len().saturating_sub(1) as u32;
        let mut close: Vec<u32> = (0..tokens.len() as u32).collect();
        let mut open = close.clone();
        let mut waiting: Vec<u32> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            match token.punct(text) {
                b'(' | b'[' | b'{' => waiting.push(i as u32),
                c @ (b')' | b']' | b'}') => {
                    let opens = |&first: &u32| tokens[first as usize].punct(text) == opener(c);
                    let near = waiting.iter().rev().take(PAST).position(opens);
                    if let Some(first) = near.and_then(|past| waiting.get(waiting.len() - 1 - past)).copied() {
                        while waiting.pop().is_some_and(|unclosed| {
                            close[unclosed as usize] = i as u32;
                            unclosed != first
                        }) {}
                        open[i] = first;
                    }
                }
                _ => {}
            }
        }
        waiting.into_iter().for_each(|first| close[first as usize] = last);
        Brackets { close, open }
    }

    /// Index of the token that closes the bracket opened at `open` (the last token where none does).
    pub(crate) fn close_of(&self, open: usize) -> usize {
        self.close.get(open).map_or(self.close.len().saturating_sub(1), |&close| close as usize)
    }

    /// Index of the token that opens the bracket closed at `close`; None where none does.
    pub(crate) fn open_of(&self, close: usize) -> Option<usize> {
        self.open.get(close).map(|&open| open as usize).filter(|&open| open != close)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    #[test]
    fn nested_and_unclosed() {
        let text = b"f(a[1], {2}) g(h(";
        let tokens = lex(text).tokens;
        let brackets = Brackets::of(text, &tokens);
        let at = |byte: u8| tokens.iter().position(|t| t.punct(text) == byte).unwrap_or(0);
        assert_eq!(brackets.close_of(1), at(b')'));
        assert_eq!(brackets.close_of(at(b'[')), at(b']'));
        assert_eq!(brackets.open_of(at(b'}')), Some(at(b'{')));
        assert_eq!(brackets.close_of(tokens.len() - 3), tokens.len() - 1);
        assert_eq!(brackets.close_of(99), tokens.len() - 1);
    }
}
