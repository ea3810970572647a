//! Long tables of literals: all but their first items are taken out before the parse. No fact is made of them, and a
//! table of a coding or of a state machine may be most of a file.

use super::lex::{Kind, Token};

/// A list of at least so many tokens is cut.
const LONG: usize = 256;
/// So many tokens of it stay, and what follows up to the next item of the outermost list.
const KEPT: usize = 64;

/// A brace list that is open at some token.
struct Open {
    /// Index of its `{`.
    token: usize,
    /// Behind the first item boundary after [`KEPT`] tokens: index of the first token to take out.
    cut: Option<usize>,
}

/// Takes out what is not needed of `tokens` and gives the byte ranges, ascending; `is_number` says whether an identifier
/// is a macro that stands for a number.
pub(super) fn shorten(
    text: &[u8],
    tokens: &mut Vec<Token>,
    mut is_number: impl FnMut(&Token) -> bool,
) -> Vec<(u32, u32)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    // A file that is the inside of a table begins in one.
    let mut open: Vec<Open> = vec![Open { token: 0, cut: None }];
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Punct => match token.punct(text) {
                b'{' => open.push(Open { token: i, cut: None }),
                b',' => {
                    if let Some(list) = open.last_mut().filter(|l| l.cut.is_none() && i - l.token > KEPT) {
                        list.cut = Some(i + 1);
                    }
                }
                b'}' => {
                    let Some(list) = open.pop() else { continue };
                    if let Some(cut) = list.cut.filter(|_| i - list.token > LONG) {
                        // What was cut inside goes with the rest.
                        cuts.retain(|&(start, _)| start < list.token);
                        cuts.push((cut, i));
                    }
                }
                b'-' | b'+' | b'(' | b')' | b'|' | b'<' | b'*' | b'~' => {}
                _ => open.clear(),
            },
            Kind::Ident if !is_number(token) => open.clear(),
            _ => {}
        }
    }
    if let [Open { token: 0, cut: Some(cut) }] = open[..]
        && tokens.len() > LONG
    {
        cuts.clear();
        cuts.push((cut, tokens.len()));
    }
    cuts.retain(|(start, end)| start < end);
    take_out(tokens, &cuts)
}

/// Takes runs of tokens out, which stand in order and do not overlap: the ranges of the text that go.
pub(super) fn take_out(tokens: &mut Vec<Token>, cuts: &[(usize, usize)]) -> Vec<(u32, u32)> {
    let ranges = cuts.iter().map(|&(start, end)| (tokens[start].start, tokens[end - 1].end)).collect();
    let mut next = cuts.iter().peekable();
    let mut i = 0;
    tokens.retain(|_| {
        while next.next_if(|(_, end)| *end <= i).is_some() {}
        let kept = next.peek().is_none_or(|(start, _)| i < *start);
        i += 1;
        kept
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn shortened(text: &str) -> (usize, String) {
        let lexed = lex(text.as_bytes());
        let mut tokens = lexed.tokens;
        let ranges = shorten(text.as_bytes(), &mut tokens, |t| t.bytes(text.as_bytes()) == b"U");
        let mut out = text.to_owned();
        for &(start, end) in ranges.iter().rev() {
            out.replace_range(start as usize..end as usize, "");
        }
        (tokens.len(), out)
    }

    #[test]
    fn a_long_table_keeps_its_first_items() {
        let text = format!("int t[] = {{ {} }}; int last;", "1, -2, U, ".repeat(100));
        let (tokens, out) = shortened(&text);
        assert!((60..90).contains(&tokens), "{tokens}");
        assert!(out.starts_with("int t[] = { 1, -2, U,") && out.ends_with("}; int last;"), "{out}");
    }

    #[test]
    fn lists_of_lists_are_cut_between_items() {
        let text = format!("T t[] = {{ {} }};", "{1, {2, \"x\"}}, ".repeat(100));
        let (_, out) = shortened(&text);
        assert_eq!(out.matches('{').count(), out.matches('}').count());
        assert!(out.len() < text.len() / 2, "{out}");
        // A long list in a list that names things.
        let text = format!("T t[] = {{ f, {{ {} }}, g }};", "1, ".repeat(300));
        let (_, out) = shortened(&text);
        assert!(out.contains("g }") && out.len() < 400, "{out}");
    }

    #[test]
    fn a_file_that_is_the_inside_of_a_table_keeps_its_first_items() {
        for item in ["0x00, ", "{1, 2}, ", "\"text\", "] {
            let (tokens, out) = shortened(&item.repeat(1000));
            assert!((60..90).contains(&tokens), "{tokens}: {out}");
        }
        let text = "1, ".repeat(1000) + "f";
        assert_eq!(shortened(&text).1, text);
    }

    #[test]
    fn what_names_something_stays() {
        for item in ["f, ", "{\"a\", f, 1}, ", "1; "] {
            let text = format!("T t[] = {{ {} }};", item.repeat(300));
            assert_eq!(shortened(&text).1, text);
        }
        let short = format!("T t[] = {{ {} }};", "1, ".repeat(50));
        assert_eq!(shortened(&short).1, short);
    }
}
