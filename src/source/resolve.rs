//! Which branches of `#if` groups are kept for the parser: all of them where each is whole by itself, else one.

use super::branches::{Branch, Branches, Change};
use super::condition::Conditions;
use super::lex::{Kind, Token};
use super::usual::Usual;
use crate::facts::{CondId, CondTable, Span, Targets};

/// Brackets that a branch may leave open, or close, for what stands around it.
const UNMATCHED: usize = 64;

/// The tokens that stay, and the branches left out.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// Tokens of the kept branches, in order.
    pub(crate) tokens: Vec<Token>,
    /// Branches left out: their text and presence condition.
    pub(crate) left_out: Vec<(Span, CondId)>,
}

/// What a branch holds, the groups in it resolved: gathered while its tokens go by. A look at all tokens of each branch
/// would cost the square of the nesting.
#[derive(Debug, Default)]
struct Run {
    /// Opening brackets that close what stands before.
    closers: Vec<u8>,
    /// Opening brackets that are not closed.
    openers: Vec<u8>,
    /// Brackets of different kinds meet, or there are too many of them.
    broken: bool,
    /// The last token that is kept.
    last: Option<usize>,
}

impl Run {
    fn token(&mut self, text: &[u8], tokens: &[Token], i: usize) {
        self.last = Some(i);
        match tokens[i].punct(text) {
            c @ (b'(' | b'[' | b'{') => self.open(c),
            b')' => self.close(b'('),
            b']' => self.close(b'['),
            b'}' => self.close(b'{'),
            _ => {}
        }
    }

    fn open(&mut self, bracket: u8) {
        self.openers.push(bracket);
    }

    fn close(&mut self, opener: u8) {
        match self.openers.pop() {
            Some(open) => self.broken |= open != opener,
            None if self.closers.len() < UNMATCHED => self.closers.push(opener),
            None => self.broken = true,
        }
    }

    /// A group in it is resolved: `kept` is one of its branches.
    fn add(&mut self, kept: Run) {
        self.broken |= kept.broken || kept.openers.len() > UNMATCHED;
        self.last = self.last.max(kept.last);
        kept.closers.into_iter().for_each(|opener| self.close(opener));
        kept.openers.into_iter().take(UNMATCHED).for_each(|bracket| self.open(bracket));
    }

    /// Brackets balance and the last thing is complete: the branch may stand beside the others.
    fn is_whole(&self, text: &[u8], tokens: &[Token]) -> bool {
        let Some(last) = self.last else { return true };
        if self.broken || !self.openers.is_empty() || !self.closers.is_empty() {
            return false;
        }
        match tokens[last].punct(text) {
            b';' | b'}' | b',' | b':' => true,
            b')' => line_is_macro(text, tokens, last),
            _ => tokens[last].kind == Kind::Ident && tokens[last].first && !is_type_word(tokens[last].bytes(text)),
        }
    }
}

/// Resolves the groups of file `input`, inner groups first.
pub(crate) fn resolve(
    text: &[u8],
    tokens: &[Token],
    branches: &Branches,
    input: u32,
    conditions: &mut Conditions<'_>,
    targets: &Targets,
) -> Resolved {
    let mut runs: Vec<Run> = branches.all.iter().map(|_| Run::default()).collect();
    let mut usual = Usual::default();
    let mut left_out = Vec::new();
    // For each token how many branches that are left out begin with it, less those that end before it.
    let mut dropped = vec![0i32; tokens.len() + 1];
    let (mut current, mut next) = (None::<u32>, 0);
    // The last token that is kept so far, and what it was where each open group began, with the bracket open there.
    let (mut last, mut before) = (None, Vec::<(Option<usize>, Option<u8>)>::new());
    // What stands outside of all groups.
    let mut outer = Run::default();
    for &change in &branches.changes {
        let (to, group) = match change {
            Change::Begin(branch) => (branches.all[branch as usize].tokens.0 as usize, None),
            Change::End(group) => {
                let group = &branches.groups[group as usize];
                let end = group.branches.last().map_or(next, |&b| branches.all[b as usize].tokens.1 as usize);
                (end, Some(group))
            }
        };
        let run = current.map_or(&mut outer, |branch| &mut runs[branch as usize]);
        (next..to).for_each(|i| run.token(text, tokens, i));
        last = if next < to { Some(to - 1) } else { last };
        next = next.max(to);
        let Some(group) = group else {
            if let Change::Begin(branch) = change {
                if branches.all[branch as usize].previous.is_none() {
                    let around = current.map_or(&outer, |holder| &runs[holder as usize]).openers.last().copied();
                    before.push((last, around.or_else(|| before.last()?.1)));
                }
                current = Some(branch);
            }
            continue;
        };
        let mut drop = |b: u32, runs: &mut Vec<Run>, conditions: &mut Conditions<'_>| {
            let branch = &branches.all[b as usize];
            if std::mem::take(&mut runs[b as usize]).last.is_some() {
                left_out.push((Span::new(branch.bytes.0, branch.bytes.1), conditions.branch(input, b)));
            }
            dropped[branch.tokens.0 as usize] += 1;
            dropped[branch.tokens.1 as usize] -= 1;
        };
        for &b in &group.branches {
            // `#if 0`, and C++ in a C file.
            if conditions.branch(input, b) == CondId::NEVER {
                drop(b, &mut runs, conditions);
            }
        }
        let all: Vec<&Branch> = group.branches.iter().map(|&b| &branches.all[b as usize]).collect();
        let (outside, around) = before.pop().unwrap_or_default();
        let starts = outside.is_none_or(|i| starts_item(text, tokens, i));
        let whole = |b: &u32| runs[*b as usize].is_whole(text, tokens);
        // Arguments are counted: one branch alone says how many there are.
        let arguments = around == Some(b'(');
        let several = group.branches.iter().filter(|b| runs[**b as usize].last.is_some()).count() > 1;
        if !starts || arguments && several || !group.branches.iter().all(whole) || heads_body(text, tokens, &all) {
            let mut best: Option<(i32, u32)> = None;
            for &b in &group.branches {
                let cond = conditions.branch(input, b);
                let is_empty = runs[b as usize].last.is_none();
                let unusable = branches.all[b as usize].is_error || is_empty;
                let score = if unusable { 0 } else { score(cond, &conditions.table, &mut usual, targets) };
                if score > 0 && best.is_none_or(|(s, _)| score > s) {
                    best = Some((score, b));
                }
            }
            let chosen = best.map(|(_, b)| b);
            group.branches.iter().filter(|b| Some(**b) != chosen).for_each(|&b| drop(b, &mut runs, conditions));
        }
        current = all.first().and_then(|b| b.parent);
        last = outside;
        for &b in &group.branches {
            let kept = std::mem::take(&mut runs[b as usize]);
            last = last.max(kept.last);
            current.map_or(&mut outer, |branch| &mut runs[branch as usize]).add(kept);
        }
    }
    let mut depth = 0;
    let kept = tokens.iter().zip(&dropped).filter(|(_, change)| {
        depth += **change;
        depth == 0
    });
    Resolved { tokens: kept.map(|(t, _)| *t).collect(), left_out }
}

/// Whether a statement, field or item can begin behind token `i`.
fn starts_item(text: &[u8], tokens: &[Token], i: usize) -> bool {
    let token = tokens[i];
    match token.kind {
        Kind::Punct => match token.punct(text) {
            b';' | b'{' | b'}' | b',' | b':' => true,
            // A macro call on a line of its own.
            b')' => line_is_macro(text, tokens, i),
            _ => false,
        },
        Kind::Ident => token.first && !is_type_word(token.bytes(text)),
        _ => false,
    }
}

/// Whether the line that ends at token `i` is `NAME(…)`, the name first on its line.
fn line_is_macro(text: &[u8], tokens: &[Token], i: usize) -> bool {
    let mut depth = 0usize;
    for j in (i.saturating_sub(200)..=i).rev() {
        match tokens[j].punct(text) {
            b')' => depth += 1,
            b'(' => {
                depth -= 1;
                if depth == 0 {
                    return j > 0 && tokens[j - 1].kind == Kind::Ident && tokens[j - 1].first;
                }
            }
            _ => {}
        }
    }
    false
}

fn is_type_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"static" | b"extern" | b"const" | b"unsigned" | b"int" | b"void" | b"char" | b"struct" | b"inline" | b"return"
    )
}

/// Whether each branch is the head of the body that follows the group: `#if …`, `INIT(a)`, `#else`, `INIT(b)`, `#endif`, `{`.
fn heads_body(text: &[u8], tokens: &[Token], branches: &[&Branch]) -> bool {
    let next = branches.last().and_then(|b| tokens.get(b.tokens.1 as usize));
    let ends = |b: &&Branch| {
        b.tokens.0 < b.tokens.1 && tokens.get(b.tokens.1 as usize - 1).is_some_and(|t| t.punct(text) == b')')
    };
    next.is_some_and(|t| t.punct(text) == b'{') && branches.iter().all(ends)
}

/// How good a branch with tokens is as the only one kept.
fn score(cond: CondId, table: &CondTable, usual: &mut Usual, targets: &Targets) -> i32 {
    let live = table.live(cond, targets).iter().count() as i32;
    // Where all of them are dead one stays, so that what stands around them still parses.
    if live == 0 {
        return 1;
    }
    match usual.assumed(table, cond) {
        Some(false) => 2,
        None => 100 + 2 * live - i32::from(usual.asks_for_more(table, cond)),
        Some(true) => 200 + 2 * live,
    }
}
