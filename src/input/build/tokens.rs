//! Tokens of Python and meson: words, string literals, signs. Comments are gone.

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// A string literal without its quotes.
    Str(String),
    /// A string literal with something computed in it, between braces.
    Computed(String),
    /// One other character.
    Sign(char),
}

/// The tokens of a text with their lines, counted from 1.
pub(super) fn tokens(text: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut i, mut line) = (0, 1);
    let mut out = Vec::new();
    while i < chars.len() {
        let c = at(i);
        if c == '\n' {
            line += 1;
            i += 1;
        } else if c.is_whitespace() || c == '\\' {
            line += usize::from(c == '\\' && at(i + 1) == '\n');
            i += if c == '\\' { 2 } else { 1 };
        } else if c == '#' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c.is_alphanumeric() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            let word: String = chars[start..i].iter().collect();
            let prefix = word.len() <= 2 && word.to_ascii_lowercase().chars().all(|c| "rbfu".contains(c));
            if prefix && matches!(at(i), '"' | '\'') {
                let (end, content) = string(&chars, i);
                let computed = word.to_ascii_lowercase().contains('f') && content.contains('{');
                out.push((if computed { Token::Computed(content) } else { Token::Str(content) }, line));
                line += chars[i..end].iter().filter(|c| **c == '\n').count();
                i = end;
            } else {
                out.push((Token::Word(word), line));
            }
        } else if c == '"' || c == '\'' {
            let (end, content) = string(&chars, i);
            out.push((Token::Str(content), line));
            line += chars[i..end].iter().filter(|c| **c == '\n').count();
            i = end;
        } else {
            out.push((Token::Sign(c), line));
            i += 1;
        }
    }
    out
}

/// The end of the literal that opens at `start`, and its content.
fn string(chars: &[char], start: usize) -> (usize, String) {
    let quote = chars[start];
    let triple = chars.get(start + 1) == Some(&quote) && chars.get(start + 2) == Some(&quote);
    let mut i = start + if triple { 3 } else { 1 };
    let mut out = String::new();
    while let Some(&c) = chars.get(i) {
        if c == '\\' {
            out.extend(chars.get(i + 1));
            i += 2;
        } else if c == quote && (!triple || chars[i..].iter().take(3).filter(|q| **q == quote).count() == 3) {
            return (i + if triple { 3 } else { 1 }, out);
        } else if c == '\n' && !triple {
            return (i, out);
        } else {
            out.push(c);
            i += 1;
        }
    }
    (i.min(chars.len()), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_comments_and_lines() {
        let found = tokens("a = 'x' # 'no'\nf(f\"{b}\", \"\"\"two\nlines\"\"\", r'\\d')\n");
        let word = |w: &str| Token::Word(w.into());
        let text = |s: &str| Token::Str(s.into());
        let expected = [
            (word("a"), 1),
            (Token::Sign('='), 1),
            (text("x"), 1),
            (word("f"), 2),
            (Token::Sign('('), 2),
            (Token::Computed("{b}".into()), 2),
            (Token::Sign(','), 2),
            (text("two\nlines"), 2),
            (Token::Sign(','), 3),
            (text("d"), 3),
            (Token::Sign(')'), 3),
        ];
        assert_eq!(found, expected);
    }
}
