//! The text of a macro's body in tokens. What they mean is said elsewhere: [`super::values`], [`super::words`].

/// A token of a macro's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An identifier.
    Word(&'a str),
    /// An integer or character constant, as written.
    Number(&'a str),
    /// A string or character literal with its quotes.
    Quoted(&'a str),
    /// An operator or another sign.
    Sign(&'a str),
}

impl<'a> Token<'a> {
    /// The token as written.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Token::Word(text) | Token::Number(text) | Token::Quoted(text) | Token::Sign(text) => text,
        }
    }

    /// The identifier, where it is one.
    pub(crate) fn word(self) -> Option<&'a str> {
        if let Token::Word(word) = self { Some(word) } else { None }
    }
}

/// Signs of more than one character, the longest first.
const SIGNS: [&str; 24] = [
    "<<=", ">>=", "...", "##", "->", "++", "--", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "&&", "||", "<<", ">>", "::",
];

/// Splits text into tokens; blanks are gone.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let run = |mut at: usize, keep: &dyn Fn(u8) -> bool| {
            while at < bytes.len() && keep(bytes[at]) {
                at += 1;
            }
            at
        };
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        if byte.is_ascii_whitespace() || byte == b'\\' {
            at += 1;
        } else if byte.is_ascii_digit() {
            at = run(at, &|b| word(b) || b == b'.');
            out.push(Token::Number(&text[start..at]));
        } else if word(byte) {
            at = run(at, &word);
            out.push(Token::Word(&text[start..at]));
        } else if byte == b'"' || byte == b'\'' {
            at += 1;
            while at < bytes.len() && bytes[at] != byte {
                at += 1 + usize::from(bytes[at] == b'\\');
            }
            at = (at + 1).min(bytes.len());
            out.push(Token::Quoted(text.get(start..at).unwrap_or("")));
        } else {
            // Most signs stand alone: the longer ones go on with another sign.
            let longer = bytes.get(at + 1).is_some_and(|next| b"<>=.#+-&|:".contains(next));
            let known = SIGNS.iter().filter(|_| longer).find(|sign| bytes[at..].starts_with(sign.as_bytes()));
            at += known.map_or(1, |sign| sign.len());
            out.push(Token::Sign(text.get(start..at).unwrap_or("")));
        }
    }
    out
}

/// The identifiers of a body, in order.
pub(crate) fn words_of(body: &str) -> impl DoubleEndedIterator<Item = &str> {
    tokens(body).into_iter().filter_map(Token::word)
}

/// Whether a body names `word`.
pub(crate) fn mentions(body: &str, word: &str) -> bool {
    // Most bodies do not even hold its letters.
    body.contains(word) && words_of(body).any(|w| w == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<&str> {
        tokens(body).into_iter().map(Token::text).collect()
    }

    #[test]
    fn signs_are_as_long_as_they_can_be() {
        assert_eq!(texts("a<<=b->c"), ["a", "<<=", "b", "->", "c"]);
        assert_eq!(texts("x##y+=-1"), ["x", "##", "y", "+=", "-", "1"]);
        assert_eq!(texts("std::move(a)"), ["std", "::", "move", "(", "a", ")"]);
    }

    #[test]
    fn numbers_and_literals_are_one_token() {
        assert_eq!(
            tokens("1.5e3 \"a b\\\"c\" 'x'"),
            [Token::Number("1.5e3"), Token::Quoted("\"a b\\\"c\""), Token::Quoted("'x'"),]
        );
        assert_eq!(tokens("\"open"), [Token::Quoted("\"open")]);
    }

    #[test]
    fn a_body_names_whole_words_only() {
        assert!(mentions("return PyModuleDef_Init(&def)", "PyModuleDef_Init"));
        assert!(!mentions("MyPyModuleDef_Init(&def)", "PyModuleDef_Init"));
        assert!(!mentions("puts(\"PyModuleDef_Init\")", "PyModuleDef_Init"));
    }
}
