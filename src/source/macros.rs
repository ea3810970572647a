//! The macros that a project defines, and what the front end does with a use of each.

use crate::capi::families::{self, Family};
use crate::capi::syntax;
use std::ops::Deref;
use std::sync::Arc;

use super::branches::Branches;
use super::lex::{DirectiveKind, Kind, Lexed, Token, lex_range};
use crate::facts::Name;

/// A `#define` (or `#undef`) of a file of the run.
#[derive(Clone, Debug)]
pub(crate) struct MacroDef {
    /// Index of the file in the run's inputs.
    pub(crate) input: u32,
    pub(super) text: Arc<MacroText>,
}

impl Deref for MacroDef {
    type Target = MacroText;

    #[inline]
    fn deref(&self) -> &MacroText {
        &self.text
    }
}

/// A `#define` (or `#undef`) as written.
#[derive(Clone, Debug)]
pub(crate) struct MacroText {
    pub(crate) name: Name,
    pub(crate) name_span: (u32, u32),
    pub(crate) params: Option<Vec<Name>>,
    /// The last parameter takes all remaining arguments.
    pub(crate) variadic: bool,
    /// The body: comments out, one blank between tokens that were apart.
    pub(crate) body: String,
    /// The body's tokens, offsets into `body`.
    pub(crate) tokens: Vec<Token>,
    /// Offset of the directive in its file.
    pub(crate) offset: u32,
    /// The `#if` branch that holds it.
    pub(crate) holder: Option<u32>,
    /// `#undef`.
    pub(crate) undef: bool,
    /// What masking does with a use.
    pub(crate) kind: MacroKind,
    /// Uses inside function bodies are worth expanding: the body holds what facts are made of.
    pub(crate) telling: bool,
}

/// What masking does with a use of a macro that it does not expand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MacroKind {
    /// An attribute, or nothing: blank the name.
    Blank,
    /// The same with arguments: blank the call.
    BlankCall,
    /// A whole statement or declaration: a `;` belongs behind it.
    Stmt,
    /// An item of a list with its comma: a `,` belongs behind it.
    Item,
    /// `M(type)` stands for the type: blank name and parentheses.
    TypeWrap,
    /// `M(type)` stands for `static type`.
    StaticWrap,
    /// Nothing special.
    Plain,
}

/// Reads the `#define`s and `#undef`s of a file.
pub(crate) fn read_defines(text: &[u8], lexed: &Lexed, branches: &Branches) -> Vec<MacroText> {
    let mut out = Vec::new();
    for (directive, &holder) in lexed.directives.iter().zip(&branches.holder) {
        let undef = directive.kind == DirectiveKind::Undef;
        if !undef && directive.kind != DirectiveKind::Define {
            continue;
        }
        let tokens = lex_range(text, directive.body, directive.end);
        let Some(first) = tokens.first().filter(|t| t.kind == Kind::Ident) else { continue };
        let mut rest = &tokens[1..];
        let mut params = None;
        let mut variadic = false;
        if !undef && rest.first().is_some_and(|t| t.punct(text) == b'(' && t.start == first.end) {
            let Some(close) = rest.iter().position(|t| t.punct(text) == b')') else { continue };
            let mut names = Vec::new();
            for token in &rest[1..close] {
                match token.kind {
                    Kind::Ident => names.push(name_of(token.bytes(text))),
                    _ if token.punct(text) == b'.' => variadic = true,
                    _ => {}
                }
            }
            if variadic
                && rest[..close]
                    .iter()
                    .rev()
                    .nth(2)
                    .is_none_or(|t| t.punct(text) != b'.' || rest[close - 4].kind != Kind::Ident)
            {
                names.push(Name::from("__VA_ARGS__"));
            }
            params = Some(names);
            rest = &rest[close + 1..];
        }
        // `#define SPAM @SPAM@` of a header's template: what stands there in the end is not known.
        if rest.first().is_some_and(|t| t.punct(text) == b'@') && rest.last().is_some_and(|t| t.punct(text) == b'@') {
            continue;
        }
        let (body, tokens) = copy_tokens(text, if undef { &[] } else { rest });
        let mut def = MacroText {
            name: name_of(first.bytes(text)),
            name_span: (first.start, first.end),
            params,
            variadic,
            body,
            tokens,
            offset: directive.start,
            holder,
            undef,
            kind: MacroKind::Plain,
            telling: false,
        };
        def.kind = classify(&def);
        def.telling = telling(&def);
        out.push(def);
    }
    out
}

/// A name from bytes of any encoding.
pub(crate) fn name_of(bytes: &[u8]) -> Name {
    match std::str::from_utf8(bytes) {
        Ok(text) => Name::from(text),
        Err(_) => Name::from(String::from_utf8_lossy(bytes).as_ref()),
    }
}

/// Copies tokens with one blank where blanks, comments or line joins stood; line joins inside a token go.
fn copy_tokens(text: &[u8], tokens: &[Token]) -> (String, Vec<Token>) {
    let mut body = String::new();
    let mut out = Vec::with_capacity(tokens.len());
    let mut last = None;
    for token in tokens {
        if last.is_some_and(|end| end != token.start) {
            body.push(' ');
        }
        last = Some(token.end);
        let start = body.len() as u32;
        body.push_str(&String::from_utf8_lossy(token.bytes(text)).replace("\\\n", "").replace("\\\r\n", ""));
        out.push(Token { kind: token.kind, first: false, plain: false, start, end: body.len() as u32 });
    }
    (body, out)
}

const ATTRIBUTES: &[&str] = &[
    "__attribute__",
    "__attribute",
    "__declspec",
    "_Pragma",
    "__pragma",
    "__inline",
    "__inline__",
    "__forceinline",
    "__extension__",
    "__restrict",
    "__restrict__",
    "restrict",
    "register",
    "__cdecl",
    "__stdcall",
    "__fastcall",
    "_Noreturn",
    "noreturn",
    "inline",
    "__volatile__",
    "__signed__",
    "alignas",
    "_Alignas",
];

/// Kind of a macro by its body alone (a body that names other macros stays `Plain` and is followed at use).
fn classify(def: &MacroText) -> MacroKind {
    let body = def.body.as_bytes();
    if attributes_only(body, &def.tokens, None) {
        return if def.params.is_some() { MacroKind::BlankCall } else { MacroKind::Blank };
    }
    if let Some([param]) = def.params.as_deref()
        && attributes_only(body, &def.tokens, Some(param))
        && def.tokens.iter().any(|t| t.bytes(body) == param.as_bytes())
        && def.tokens.len() > 1
        && def.tokens.iter().any(|t| t.kind == Kind::Ident && t.bytes(body) != param.as_bytes())
    {
        return MacroKind::TypeWrap;
    }
    match before_pragmas(body, &def.tokens).last().map(|t| t.punct(body)) {
        Some(b';' | b'}')
            if def.tokens.first().map(|t| t.punct(body)) != Some(b'{') || ends_statement(body, &def.tokens) =>
        {
            MacroKind::Stmt
        }
        Some(b',') => MacroKind::Item,
        _ => MacroKind::Plain,
    }
}

/// The tokens of a body without the `_Pragma(…)`s at its end.
fn before_pragmas<'t>(body: &[u8], mut tokens: &'t [Token]) -> &'t [Token] {
    let is_pragma = |at: &usize| matches!(tokens[*at].bytes(body), b"_Pragma" | b"__pragma");
    let pragmas: Vec<usize> = (0..tokens.len()).filter(is_pragma).collect();
    for &at in pragmas.iter().rev() {
        if at + 1 < tokens.len() && close_of(body, tokens, at + 1) + 1 == tokens.len() {
            tokens = &tokens[..at];
        }
    }
    tokens
}

/// `{ … }` bodies are blocks when they hold a `;`, lists of initialisers otherwise.
fn ends_statement(body: &[u8], tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.punct(body) == b';')
}

/// Only attributes and storage that no fact needs (with `static`, `extern`, `const` it is expanded instead).
fn attributes_only(body: &[u8], tokens: &[Token], param: Option<&Name>) -> bool {
    let mut i = 0;
    while i < tokens.len() {
        let word = tokens[i].bytes(body);
        if word == b"[" && tokens.get(i + 1).is_some_and(|t| t.bytes(body) == b"[") {
            // `[[maybe_unused]]`
            i = close_of(body, tokens, i) + 1;
            continue;
        }
        let known = ATTRIBUTES.iter().any(|a| a.as_bytes() == word);
        let storage =
            param.is_some() && std::str::from_utf8(word).is_ok_and(|word| families::is(word, Family::Declarations));
        if !known && !storage && param.is_none_or(|p| p.as_bytes() != word) {
            return false;
        }
        i += 1;
        if known && tokens.get(i).is_some_and(|t| t.punct(body) == b'(') {
            let close = close_of(body, tokens, i);
            // `__declspec(thread)` is storage.
            if tokens[i..close].iter().any(|t| t.bytes(body) == b"thread") {
                return false;
            }
            i = close + 1;
        }
    }
    true
}

/// Index of the token that closes the bracket opened at `open` (the last token where none does).
pub(crate) fn close_of(text: &[u8], tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        match token.punct(text) {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

/// A body that assigns, steps, or names what rules ask about (visits, allocation, module creation); or an object-like alias of an expression.
fn telling(def: &MacroText) -> bool {
    let body = def.body.as_bytes();
    let at = |i: usize| def.tokens.get(i).map_or(0, |t| t.punct(body));
    let adjacent = |i: usize| def.tokens.get(i + 1).is_some_and(|t| t.start == def.tokens[i].end);
    let mut names = false;
    let mut depth = 0i32;
    for (i, token) in def.tokens.iter().enumerate() {
        let word = token.bytes(body);
        if token.kind == Kind::Ident {
            if syntax::lookup(word).is_some_and(|s| s.telling) {
                return true;
            }
            names |= word.iter().any(u8::is_ascii_lowercase);
        }
        match at(i) {
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth -= 1,
            b'=' if at(i + 1) != b'=' && (i == 0 || !matches!(at(i - 1), b'=' | b'!' | b'<' | b'>')) => return true,
            c @ (b'+' | b'-') if at(i + 1) == c && adjacent(i) => return true,
            _ => {}
        }
    }
    // `#define BEGIN { switch (x) {` leaves brackets open; `#define EACH(x) for (…)` needs what stands behind it.
    if depth != 0 || heads_statement(def) {
        return true;
    }
    // `#define KB * 1024` is no operand by itself.
    let first = def.tokens.first().map_or(0, |t| t.punct(body));
    if def.params.is_none()
        && matches!(first, b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'|' | b'.' | b'?' | b')' | b']')
    {
        return true;
    }
    def.params.is_none()
        && names
        && def.tokens.len() <= 24
        && !matches!(def.tokens.first().map(|t| t.kind), Some(Kind::Str))
}

/// Whether the body is the beginning of a statement: `for (…)`, `case x:`.
fn heads_statement(def: &MacroText) -> bool {
    let body = def.body.as_bytes();
    let (Some(first), Some(last)) = (def.tokens.first(), def.tokens.last()) else { return false };
    match first.bytes(body) {
        b"for" | b"while" | b"if" | b"switch" => {
            last.punct(body) == b')' && close_of(body, &def.tokens, 1) + 1 == def.tokens.len()
        }
        b"case" | b"default" => last.punct(body) == b':',
        b"else" => def.tokens.len() == 1,
        _ => false,
    }
}
