//! Bytes to tokens, directives and linter comments. No macro is known here.

/// What a token is. Punctuation is one byte a token, but for `##`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier or keyword.
    Ident,
    /// Number.
    Number,
    /// String literal, prefix included.
    Str,
    /// Character literal, prefix included.
    Char,
    /// One byte of punctuation (or `##`).
    Punct,
}

/// A token: byte offsets into the text that was lexed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Nothing but blanks and comments stands before it on its line.
    pub(crate) first: bool,
    /// An identifier that no macro known here has the name of.
    pub(crate) plain: bool,
    /// First byte.
    pub(crate) start: u32,
    /// Behind the last byte.
    pub(crate) end: u32,
}

impl Token {
    /// The token's bytes in `text`.
    pub(crate) fn bytes<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start as usize..self.end as usize]
    }

    /// The byte of a punctuation token, 0 for any other.
    pub(crate) fn punct(&self, text: &[u8]) -> u8 {
        if self.kind == Kind::Punct { text[self.start as usize] } else { 0 }
    }
}

/// What a directive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DirectiveKind {
    /// `#if`
    If,
    /// `#ifdef`
    Ifdef,
    /// `#ifndef`
    Ifndef,
    /// `#elif`
    Elif,
    /// `#elifdef`
    Elifdef,
    /// `#elifndef`
    Elifndef,
    /// `#else`
    Else,
    /// `#endif`
    Endif,
    /// `#define`
    Define,
    /// `#undef`
    Undef,
    /// `#include`
    Include,
    /// `#error`
    Error,
    /// Any other, and the null directive.
    Other,
}

/// A preprocessing directive: one logical line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directive {
    /// What it is.
    pub(crate) kind: DirectiveKind,
    /// The `#`.
    pub(crate) start: u32,
    /// The line end behind it (or the end of the text).
    pub(crate) end: u32,
    /// First byte behind the keyword.
    pub(crate) body: u32,
    /// Number of ordinary tokens before it.
    pub(crate) tokens_before: u32,
}

/// A comment that holds `extlint:`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinterComment {
    /// First byte of `/*` or `//`.
    pub(crate) start: u32,
    /// Behind its last byte.
    pub(crate) end: u32,
    /// Nothing but blanks before it on its line.
    pub(crate) own_line: bool,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    /// Ordinary tokens, directives' own excluded.
    pub(crate) tokens: Vec<Token>,
    /// Directives in order.
    pub(crate) directives: Vec<Directive>,
    /// Comments that speak to the linter.
    pub(crate) comments: Vec<LinterComment>,
}

const IDENT: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;

static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let c = i as u8;
        table[i] = if c.is_ascii_alphabetic() || c == b'_' || c == b'$' || c >= 0x80 {
            IDENT
        } else if c.is_ascii_digit() {
            DIGIT
        } else if matches!(c, b' ' | b'\t' | b'\r' | 0x0b | 0x0c) {
            BLANK
        } else {
            0
        };
        i += 1;
    }
    table
};

/// Takes a text apart. Any bytes are accepted.
pub(crate) fn lex(text: &[u8]) -> Lexed {
    let mut lexer = Lexer { text, at: 0, out: Lexed::default() };
    lexer.out.tokens.reserve(text.len() / 6);
    lexer.run(true, text.len());
    lexer.out
}

/// The tokens of a range that holds no directives: a macro body, the expression of an `#if`.
pub(crate) fn lex_range(text: &[u8], start: u32, end: u32) -> Vec<Token> {
    let mut lexer = Lexer { text, at: start as usize, out: Lexed::default() };
    lexer.run(false, end as usize);
    lexer.out.tokens
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    out: Lexed,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn run(&mut self, directives: bool, end: usize) {
        let mut first = true;
        while self.at < end {
            let c = self.text[self.at];
            match CLASS[c as usize] {
                IDENT => self.word(&mut first, end),
                DIGIT => self.number(&mut first),
                BLANK => self.at += 1,
                _ => match c {
                    b'\n' => {
                        self.at += 1;
                        first = true;
                    }
                    b'/' if self.peek(1) == b'/' || self.peek(1) == b'*' => self.comment(first),
                    b'\\' if self.line_join() => {}
                    b'#' if directives && first => self.directive(),
                    b'"' => self.quoted(&mut first, self.at, b'"', end),
                    b'\'' => self.quoted(&mut first, self.at, b'\'', end),
                    b'.' if self.peek(1).is_ascii_digit() => self.number(&mut first),
                    _ => {
                        let len = if c == b'#' && self.peek(1) == b'#' { 2 } else { 1 };
                        self.push(&mut first, Kind::Punct, self.at, self.at + len);
                    }
                },
            }
        }
    }

    fn push(&mut self, first: &mut bool, kind: Kind, start: usize, end: usize) {
        self.out.tokens.push(Token { kind, first: *first, plain: false, start: start as u32, end: end as u32 });
        *first = false;
        self.at = end;
    }

    /// Steps over a backslash with its line end.
    fn line_join(&mut self) -> bool {
        let len = match (self.peek(1), self.peek(2)) {
            (b'\n', _) => 2,
            (b'\r', b'\n') => 3,
            _ => return false,
        };
        self.at += len;
        true
    }

    fn word(&mut self, first: &mut bool, end: usize) {
        let start = self.at;
        let mut at = start;
        while at < self.text.len() && matches!(CLASS[self.text[at] as usize], IDENT | DIGIT) {
            at += 1;
        }
        let quote = self.text.get(at).copied().unwrap_or(0);
        let word = &self.text[start..at];
        if quote == b'"' && matches!(word, b"R" | b"LR" | b"u8R" | b"uR" | b"UR") {
            self.raw_string(first, start, at);
        } else if (quote == b'"' || quote == b'\'') && matches!(word, b"L" | b"u" | b"U" | b"u8") {
            self.at = at;
            self.quoted(first, start, quote, end);
        } else {
            self.push(first, Kind::Ident, start, at);
        }
    }

    fn number(&mut self, first: &mut bool) {
        let start = self.at;
        let mut at = start + 1;
        while let Some(&c) = self.text.get(at) {
            let exponent = matches!(c, b'+' | b'-') && matches!(self.text[at - 1], b'e' | b'E' | b'p' | b'P');
            let hex = self.text[start..at].starts_with(b"0x") || self.text[start..at].starts_with(b"0X");
            let sign = exponent && !(hex && matches!(self.text[at - 1], b'e' | b'E'));
            if matches!(CLASS[c as usize], IDENT | DIGIT) || c == b'.' || sign {
                at += 1;
            } else {
                break;
            }
        }
        self.push(first, Kind::Number, start, at);
    }

    /// A literal whose opening quote is at `self.at`; an unterminated one ends with its line.
    fn quoted(&mut self, first: &mut bool, start: usize, quote: u8, limit: usize) {
        let mut at = self.at + 1;
        while at < limit {
            match self.text[at] {
                b'\\' => at += if self.text[at..].starts_with(b"\\\r\n") { 3 } else { 2 },
                b'\n' => break,
                c if c == quote => {
                    at += 1;
                    break;
                }
                _ => at += 1,
            }
        }
        let kind = if quote == b'"' { Kind::Str } else { Kind::Char };
        self.push(first, kind, start, at.min(self.text.len()));
    }

    fn raw_string(&mut self, first: &mut bool, start: usize, quote: usize) {
        let rest = &self.text[quote + 1..];
        let open = rest.iter().take(17).position(|&c| c == b'(');
        let end = open.and_then(|open| {
            let mut close = vec![b')'];
            close.extend_from_slice(&rest[..open]);
            close.push(b'"');
            memchr::memmem::find(&rest[open..], &close).map(|i| quote + 1 + open + i + close.len())
        });
        self.push(first, Kind::Str, start, end.unwrap_or(self.text.len()));
    }

    fn comment(&mut self, own_line: bool) {
        let start = self.at;
        if self.peek(1) == b'*' {
            let close = memchr::memmem::find(&self.text[start + 2..], b"*/");
            self.at = close.map_or(self.text.len(), |i| start + 2 + i + 2);
        } else {
            // A `//` comment goes on behind a line join.
            loop {
                let end = memchr::memchr(b'\n', &self.text[self.at..]);
                self.at = end.map_or(self.text.len(), |i| self.at + i);
                let line = &self.text[start..self.at];
                if end.is_none() || !(line.ends_with(b"\\") || line.ends_with(b"\\\r")) {
                    break;
                }
                self.at += 1;
            }
        }
        let comment = &self.text[start..self.at];
        // Without the colon it is meant as one all the same.
        let said =
            |at: usize| [":", " ignore[", " file-ignore["].iter().any(|w| comment[at + 7..].starts_with(w.as_bytes()));
        if memchr::memmem::find_iter(comment, b"extlint").any(said) {
            let code = |b: &&u8| !matches!(b, b' ' | b'\t');
            let (before, behind) = (&self.text[..start], &self.text[self.at..]);
            let alone = before.iter().rev().find(code).is_none_or(|&b| b == b'\n')
                && behind.iter().find(code).is_none_or(|b| b"\r\n\\".contains(b));
            let own_line = own_line || alone;
            self.out.comments.push(LinterComment { start: start as u32, end: self.at as u32, own_line });
        }
    }

    fn directive(&mut self) {
        let start = self.at;
        self.at += 1;
        while matches!(self.peek(0), b' ' | b'\t') && self.at < self.text.len() {
            self.at += 1;
        }
        let word = self.at;
        while self.at < self.text.len() && matches!(CLASS[self.text[self.at] as usize], IDENT | DIGIT) {
            self.at += 1;
        }
        let kind = match &self.text[word..self.at] {
            b"if" => DirectiveKind::If,
            b"ifdef" => DirectiveKind::Ifdef,
            b"ifndef" => DirectiveKind::Ifndef,
            b"elif" => DirectiveKind::Elif,
            b"elifdef" => DirectiveKind::Elifdef,
            b"elifndef" => DirectiveKind::Elifndef,
            b"else" => DirectiveKind::Else,
            b"endif" => DirectiveKind::Endif,
            b"define" => DirectiveKind::Define,
            b"undef" => DirectiveKind::Undef,
            b"include" | b"include_next" | b"import" => DirectiveKind::Include,
            b"error" => DirectiveKind::Error,
            _ => DirectiveKind::Other,
        };
        let body = self.at;
        self.skip_logical_line(matches!(kind, DirectiveKind::Error | DirectiveKind::Other));
        let tokens_before = self.out.tokens.len() as u32;
        self.out.directives.push(Directive {
            kind,
            start: start as u32,
            end: self.at as u32,
            body: body as u32,
            tokens_before,
        });
    }

    /// To the line end that no backslash joins and no comment holds. In free text (`#error don't`) quotes mean nothing.
    fn skip_logical_line(&mut self, free_text: bool) {
        while self.at < self.text.len() {
            let c = self.text[self.at];
            match c {
                b'\n' => return,
                b'\\' if self.line_join() => {}
                b'/' if self.peek(1) == b'*' || self.peek(1) == b'/' => self.comment(false),
                quote @ (b'"' | b'\'') if !free_text => {
                    self.at += 1;
                    while self.at < self.text.len() && self.text[self.at] != quote && self.text[self.at] != b'\n' {
                        self.at += match self.text[self.at] {
                            b'\\' if self.text[self.at..].starts_with(b"\\\r\n") => 3,
                            b'\\' => 2,
                            _ => 1,
                        };
                    }
                    if self.peek(0) == quote {
                        self.at += 1;
                    }
                    self.at = self.at.min(self.text.len());
                }
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let lexed = lex(text.as_bytes());
        lexed.tokens.iter().map(|t| String::from_utf8_lossy(t.bytes(text.as_bytes())).into_owned()).collect()
    }

    #[test]
    fn comments_strings_and_line_joins() {
        assert_eq!(
            words("a/*x*/b // c \\\n still\n\"q\\\"r\" L'x' 0x1e+2 1e+2"),
            ["a", "b", "\"q\\\"r\"", "L'x'", "0x1e", "+", "2", "1e+2"]
        );
        assert_eq!(words("R\"x(a\")x\" b"), ["R\"x(a\")x\"", "b"]);
        assert_eq!(words("\"open\nb"), ["\"open", "b"]);
    }

    #[test]
    fn directives_take_their_logical_line() {
        let text = "#define A(x) \\\n  x /* c\n d */ y\nint b;\n#if 1 // no\n";
        let lexed = lex(text.as_bytes());
        assert_eq!(lexed.directives.len(), 2);
        assert_eq!(lexed.directives[0].end as usize, text.find("\nint").expect("is there"));
        assert_eq!(lexed.directives[1].tokens_before, 3);
    }

    #[test]
    fn number_cost_is_linear_in_its_length() {
        let text = vec![b'1'; 100_000];
        assert_eq!(lex(&text).tokens.len(), 1);
    }
}
