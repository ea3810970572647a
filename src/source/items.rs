//! Top-level items: each declaration, definition or macro call of a file by itself.

use super::lex::{Kind, Token};
use super::macros::close_of;

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

/// What a macro does to the braces around it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Braces {
    /// How many more it opens than it closes.
    pub(crate) open: i32,
    /// It begins a function.
    pub(crate) begins: bool,
}

/// Splits kept tokens into top-level items: each declaration, definition or macro call ends at its `;` or `}`.
pub(crate) fn items(text: &[u8], tokens: &[Token]) -> Vec<Item> {
    items_opened(text, tokens, &mut |_| Braces::default())
}

/// The same, where `braces` knows the macros that begin and end functions: `SUITE(1) … END`.
pub(crate) fn items_opened(text: &[u8], tokens: &[Token], braces: &mut dyn FnMut(&Token) -> Braces) -> Vec<Item> {
    let mut out = Vec::new();
    let mut first = 0;
    // Once brackets did not close up to the end, they are not looked for that far again: cost stays linear.
    let mut resync = false;
    // Nor for the end of what a macro opened.
    let mut opened = true;
    while first < tokens.len() {
        if opened && !tokens[first].plain && braces(&tokens[first]).begins {
            if let Some(end) = end_of_opened(text, &tokens[first..], braces) {
                out.push(Item { first, end: first + end, body: None });
                first += end;
                continue;
            }
            opened = false;
        }
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

/// Behind the last token of an item that a macro opens: where as many braces are closed, by macros or written out. None
/// where they never are.
fn end_of_opened(text: &[u8], tokens: &[Token], braces: &mut dyn FnMut(&Token) -> Braces) -> Option<usize> {
    let mut depth = 0i32;
    for (i, token) in tokens.iter().enumerate() {
        depth += match token.punct(text) {
            b'{' => 1,
            b'}' => -1,
            _ if !token.plain && token.kind == Kind::Ident => braces(token).open,
            _ => 0,
        };
        if depth <= 0 {
            let ends = tokens.get(i + 1).is_some_and(|t| t.punct(text) == b';');
            return Some(i + 1 + usize::from(ends));
        }
    }
    None
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

/// The tokens of a function of the old style that returns a pointer which the grammar has no reading for: the names
/// between its parentheses, and the declarations between them and the body. It knows the style with plain types alone.
pub(crate) fn old_style_parameters(text: &[u8], tokens: &[Token], item: Item) -> Option<[(usize, usize); 2]> {
    let body = item.body?;
    let head = &tokens[item.first..body];
    if head.last()?.punct(text) != b';' {
        return None;
    }
    let open = head.iter().position(|t| t.punct(text) == b'(')?;
    let close = close_of(text, head, open);
    let pointer = head[..open].iter().any(|t| t.punct(text) == b'*');
    let names = head[open + 1..close].iter().all(|t| t.kind == Kind::Ident || t.punct(text) == b',');
    let both = [(item.first + open + 1, item.first + close), (item.first + close + 1, body)];
    (pointer && names && close > open + 1 && close + 1 < head.len()).then_some(both)
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
