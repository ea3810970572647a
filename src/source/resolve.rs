//! Which branches of `#if` groups are kept for the parser: all of them where each is whole by itself, else one.

use super::branches::{Branch, Branches};
use super::condition::Conditions;
use super::lex::{Kind, Token};
use super::macros::close_of;
use crate::capi::predefined::{self, Where};
use crate::facts::{Cond, CondId, CondTable, Span, Targets};

/// The tokens that stay, and the branches left out.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// Tokens of the kept branches, in order.
    pub(crate) tokens: Vec<Token>,
    /// Branches left out: their text and presence condition.
    pub(crate) left_out: Vec<(Span, CondId)>,
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
    let mut dropped = vec![false; tokens.len()];
    let mut left_out = Vec::new();
    for group in &branches.groups {
        let all: Vec<&Branch> = group.branches.iter().map(|&b| &branches.all[b as usize]).collect();
        let Some(first) = all.first() else { continue };
        for &b in &group.branches {
            // `#if 0`, and C++ in a C file.
            let branch = &branches.all[b as usize];
            if conditions.branch(input, b) == CondId::NEVER {
                let range = branch.tokens.0 as usize..branch.tokens.1 as usize;
                if dropped[range.clone()].iter().any(|d| !d) {
                    left_out.push((Span::new(branch.bytes.0, branch.bytes.1), CondId::NEVER));
                }
                dropped[range].fill(true);
            }
        }
        let before = tokens[..first.tokens.0 as usize].iter().zip(&dropped).rposition(|(_, d)| !d);
        let starts = before.is_none_or(|i| starts_item(text, tokens, i));
        if starts && all.iter().all(|b| whole(text, tokens, &dropped, b)) && !heads_body(text, tokens, &all) {
            continue;
        }
        let mut best: Option<(i32, usize)> = None;
        for (i, branch) in all.iter().enumerate() {
            let cond = conditions.branch(input, group.branches[i]);
            let score = score(branch, cond, tokens, &dropped, &conditions.table, targets);
            if score > 0 && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, i));
            }
        }
        let chosen = best.map(|(_, i)| i);
        for (i, branch) in all.iter().enumerate().filter(|(i, _)| Some(*i) != chosen) {
            let range = branch.tokens.0 as usize..branch.tokens.1 as usize;
            if dropped[range.clone()].iter().any(|d| !d) {
                let cond = conditions.branch(input, group.branches[i]);
                left_out.push((Span::new(branch.bytes.0, branch.bytes.1), cond));
            }
            dropped[range].fill(true);
        }
    }
    let tokens = tokens.iter().zip(&dropped).filter(|(_, d)| !**d).map(|(t, _)| *t).collect();
    Resolved { tokens, left_out }
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

/// Brackets balance and the last thing is complete: the branch may stand beside the others.
fn whole(text: &[u8], tokens: &[Token], dropped: &[bool], branch: &Branch) -> bool {
    let range = branch.tokens.0 as usize..branch.tokens.1 as usize;
    let mut depth = Vec::new();
    let mut last = None;
    for i in range.clone().filter(|&i| !dropped[i]) {
        last = Some(i);
        let open = match tokens[i].punct(text) {
            c @ (b'(' | b'[' | b'{') => {
                depth.push(c);
                continue;
            }
            b')' => b'(',
            b']' => b'[',
            b'}' => b'{',
            _ => continue,
        };
        if depth.pop() != Some(open) {
            return false;
        }
    }
    let Some(last) = last else { return true };
    if !depth.is_empty() {
        return false;
    }
    match tokens[last].punct(text) {
        b';' | b'}' | b',' | b':' => true,
        b')' => line_is_macro(text, tokens, last),
        _ => tokens[last].kind == Kind::Ident && tokens[last].first && !is_type_word(tokens[last].bytes(text)),
    }
}

/// How good a branch is as the only one kept; 0: never.
fn score(
    branch: &Branch,
    cond: CondId,
    tokens: &[Token],
    dropped: &[bool],
    table: &CondTable,
    targets: &Targets,
) -> i32 {
    let range = branch.tokens.0 as usize..(branch.tokens.1 as usize).min(tokens.len());
    if branch.is_error || dropped[range].iter().all(|d| *d) {
        return 0;
    }
    let live = table.live(cond, targets).iter().count() as i32;
    // Where all of them are dead one stays, so that what stands around them still parses.
    if live == 0 {
        return 1;
    }
    match assumed(table, cond) {
        Some(false) => 2,
        None => 100 + 2 * live - i32::from(asks_for_more(table, cond)),
        Some(true) => 200 + 2 * live,
    }
}

/// Whether the branch wants a macro that only a special build defines: of `#ifdef EMBEDDED` and its `#else` the latter is
/// the usual one. What `configure` finds (`HAVE_…`) and what compilers and headers define is as likely there as not.
fn asks_for_more(table: &CondTable, cond: CondId) -> bool {
    match *table.get(cond) {
        Cond::Defined(name) => {
            let name = name.as_str();
            !["HAVE_", "WITH_", "_", "Py", "PY"].iter().any(|prefix| name.starts_with(prefix))
        }
        Cond::And(a, b) => asks_for_more(table, a) || asks_for_more(table, b),
        _ => false,
    }
}

/// The truth of a condition where a choice must be made: no Windows, no debug build, a regular GIL build.
fn assumed(table: &CondTable, cond: CondId) -> Option<bool> {
    match *table.get(cond) {
        Cond::Constant(value) => Some(value),
        Cond::Defined(name) | Cond::Value(name) => {
            let absent = [
                "_WIN32",
                "WIN32",
                "_WIN64",
                "MS_WINDOWS",
                "MS_WIN32",
                "MS_WIN64",
                "_MSC_VER",
                "__MINGW32__",
                "__CYGWIN__",
                "_DEBUG",
                "DEBUG",
                "__APPLE__",
                "__BORLANDC__",
            ];
            let unusual = predefined::lookup(name.as_str())
                .is_some_and(|p| matches!(p.place, Where::Debug | Where::FreeThreaded | Where::LimitedApi));
            (unusual || absent.contains(&name.as_str())).then_some(false)
        }
        Cond::LimitedApi(..) | Cond::Opaque(_) | Cond::VersionHex(..) | Cond::Minor(..) => None,
        Cond::Not(a) => assumed(table, a).map(|value| !value),
        Cond::And(a, b) => match (assumed(table, a), assumed(table, b)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Cond::Or(a, b) => match (assumed(table, a), assumed(table, b)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
    }
}

/// A top-level item: a run of kept tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// First token.
    pub(crate) first: usize,
    /// Behind the last token.
    pub(crate) end: usize,
    /// The `{` of a function body.
    pub(crate) body: Option<usize>,
}

/// Splits kept tokens into top-level items: each declaration, definition or macro call ends at its `;` or `}`.
pub(crate) fn items(text: &[u8], tokens: &[Token]) -> Vec<Item> {
    let mut out = Vec::new();
    let mut first = 0;
    // Once brackets did not close up to the end, they are not looked for that far again: cost stays linear.
    let mut resync = false;
    while first < tokens.len() {
        let mut found = item(text, tokens, first, resync);
        if found.is_none() && !resync {
            resync = true;
            found = item(text, tokens, first, true);
        }
        let item = found.unwrap_or(Item { first, end: tokens.len(), body: None });
        first = item.end.max(first + 1);
        out.push(item);
    }
    out
}

/// The item that begins at `first`; None where its brackets never close. With `resync` a `}` in the first column
/// closes everything.
fn item(text: &[u8], tokens: &[Token], first: usize, resync: bool) -> Option<Item> {
    let mut depth = 0usize;
    let mut body = None;
    let (mut assigned, mut record, mut parens) = (false, false, false);
    let mut i = first;
    while i < tokens.len() {
        let token = tokens[i];
        match token.punct(text) {
            0 if depth == 0 && token.kind == Kind::Ident => {
                if matches!(token.bytes(text), b"struct" | b"union" | b"enum" | b"class") {
                    (record, parens) = (true, false);
                } else if matches!(token.bytes(text), b"__attribute__" | b"__declspec" | b"alignas" | b"_Alignas")
                    && tokens.get(i + 1).is_some_and(|t| t.punct(text) == b'(')
                {
                    i = close_of(text, tokens, i + 1);
                }
            }
            b'=' if depth == 0 => assigned = true,
            b'(' | b'[' => {
                parens |= depth == 0 && token.punct(text) == b'(';
                depth += 1;
            }
            b'{' => {
                if depth == 0 && !assigned && body.is_none() && (!record || parens) {
                    body = Some(i);
                }
                depth += 1;
            }
            b')' | b']' => depth = depth.saturating_sub(1),
            b'}' => {
                depth = depth.saturating_sub(1);
                let column0 = token.start == 0 || text[token.start as usize - 1] == b'\n';
                if resync && column0 && depth > 0 {
                    return Some(Item { first, end: i + 1, body });
                }
                if depth == 0 && body.is_some() {
                    // A macro-made definition may end in `};`.
                    let end = if tokens.get(i + 1).is_some_and(|t| t.punct(text) == b';') { i + 2 } else { i + 1 };
                    return Some(Item { first, end, body });
                }
            }
            b';' if depth == 0 => {
                if parens && !assigned && !record && declares_parameters(text, &tokens[first..], i - first) {
                    i += 1;
                    continue;
                }
                return Some(Item { first, end: i + 1, body: None });
            }
            _ => {}
        }
        i += 1;
    }
    (depth == 0).then_some(Item { first, end: tokens.len(), body })
}

/// `int f(a, b) int a; char b; {`: whether the `;` at `semicolon` ends a parameter's declaration of the old style.
fn declares_parameters(text: &[u8], tokens: &[Token], semicolon: usize) -> bool {
    let Some(open) = tokens.iter().position(|t| t.punct(text) == b'(') else { return false };
    let close = close_of(text, tokens, open);
    let names = close > open + 1
        && (open + 1..close)
            .all(|i| if (i - open) % 2 == 1 { tokens[i].kind == Kind::Ident } else { tokens[i].punct(text) == b',' });
    if !names || open < 2 || tokens.get(close + 1).is_none_or(|t| t.kind != Kind::Ident) {
        return false;
    }
    // Only declarations may stand between here and the body.
    let rest = tokens[semicolon + 1..].iter().take(80);
    let brace =
        rest.take_while(|t| !matches!(t.punct(text), b'(' | b')' | b'=' | b'}')).position(|t| t.punct(text) == b'{');
    brace.is_some_and(|i| tokens[semicolon + i].punct(text) == b';')
}
