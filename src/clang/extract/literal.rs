//! String literals: their text as written, pieces joined.

use super::super::cursor::{Cursor, Look};
use super::Extractor;
use crate::facts::Name;
use crate::source::shared::{Kind, lex_range};

/// A name from bytes of any encoding.
pub(super) fn name_of(bytes: &[u8]) -> Name {
    Name::from(String::from_utf8_lossy(bytes).as_ref())
}

impl<'u> Extractor<'u, '_> {
    /// The contents of all pieces, escapes as written where the whole literal is.
    pub(super) fn string(&self, cursor: Cursor<'u>) -> Name {
        let written = || {
            let (start, end) = cursor.range(Look::Expansion)?;
            let spelled = cursor.range(Look::Spelling)?;
            let plain = (start, end) == spelled && start.file == self.here && start.offset < end.offset;
            let tokens = lex_range(self.source(), start.offset, end.offset);
            let strings = plain && !tokens.is_empty() && tokens.iter().all(|t| t.kind == Kind::Str);
            let pieces = tokens.iter().map(|t| inside(t.bytes(self.source())));
            strings.then(|| pieces.collect::<Option<Vec<&[u8]>>>()).flatten().map(|pieces| name_of(&pieces.concat()))
        };
        written().unwrap_or_else(|| {
            let text = cursor.spelling();
            inside(text.as_bytes()).map_or_else(|| Name::from(&text), name_of)
        })
    }
}

/// What stands between the quotes of a literal that is not raw.
fn inside(token: &[u8]) -> Option<&[u8]> {
    let open = token.iter().position(|&b| b == b'"')?;
    let inner = token[open + 1..].strip_suffix(b"\"")?;
    if !token[..open].ends_with(b"R") {
        return Some(inner);
    }
    let (bracket, end) = (inner.iter().position(|&b| b == b'(')?, inner.iter().rposition(|&b| b == b')')?);
    inner.get(bracket + 1..end)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn prefixes_and_raw_strings() {
        assert_eq!(inside(b"\"a\\n\""), Some(&b"a\\n"[..]));
        assert_eq!(inside(b"u8\"x\""), Some(&b"x"[..]));
        assert_eq!(inside(b"R\"d(a\"b)d\""), Some(&b"a\"b"[..]));
    }
}
