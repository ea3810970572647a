//! Code nested deeper than anybody reads: taken out before the parse. A tree takes hundreds of bytes for each bracket, and
//! nothing of what lies so deep would become a fact.

use super::items::items;
use super::lex::Token;
use super::tables::take_out;
use crate::facts::Language;

/// Braces in each other that are read: as many as the walk of a tree follows by recursion, and a few.
const BRACES: usize = 404;
/// Brackets of all kinds in each other that are read: as deep as the walk of a tree follows expressions.
const ALL: usize = 10_004;
/// `<` in a statement of C++ that no `>` closes: each may begin arguments of a template or compare, and the grammar follows
/// all readings side by side, at four kilobytes for each.
const ANGLES: usize = 4096;
/// `?` in a statement with no comma between them: each stands in the one before, as deep as expressions are followed.
const CHOICES: usize = 10_004;
/// Operators, dots and colons in a statement with no comma between them: sums that machines write have a few thousand.
const OPERATORS: usize = 50_000;
/// Braces that nothing closes: files in which macros close them have one or two for each function.
const UNCLOSED: usize = 20_000;
/// Tokens outside of all brackets that no `;` and no brace ends: the longest lists of calls of macros have a few thousand.
const ENDLESS: usize = 50_000;

/// Takes out of `tokens` what lies too deep, and gives its byte ranges, ascending. The brackets around it stay.
pub(super) fn shorten(text: &[u8], tokens: &mut Vec<Token>, language: Language) -> Vec<(u32, u32)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    if is_deep(text, tokens) {
        for item in items(text, tokens) {
            let found = too_deep(text, &tokens[item.first..item.end]);
            cuts.extend(found.into_iter().map(|(start, end)| (item.first + start, item.first + end)));
        }
    }
    if cuts.is_empty() {
        cuts = chains(text, tokens, language);
    }
    if cuts.is_empty() {
        cuts = endless(text, tokens);
    }
    take_out(tokens, &cuts)
}

/// Whether anything could lie too deep. Files in which macros close what they do not open are looked at closely as well.
fn is_deep(text: &[u8], tokens: &[Token]) -> bool {
    let (mut braces, mut all) = (0usize, 0usize);
    tokens.iter().any(|token| {
        match token.punct(text) {
            b'{' => (braces, all) = (braces + 1, all + 1),
            b'(' | b'[' => all += 1,
            b'}' => (braces, all) = (braces.saturating_sub(1), all.saturating_sub(1)),
            b')' | b']' => all = all.saturating_sub(1),
            _ => {}
        }
        braces > BRACES || all > ALL
    })
}

/// What lies too deep in one item: ranges of tokens, none of them empty. What never closes is no nesting as far as braces
/// go: macros may close them.
fn too_deep(text: &[u8], tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut braces = 0;
    // First token inside, and how many brackets are open there.
    let mut cut: Option<(usize, usize)> = None;
    for (i, token) in tokens.iter().enumerate() {
        let byte = token.punct(text);
        match byte {
            b'(' | b'[' | b'{' => {
                open.push(byte);
                braces += usize::from(byte == b'{');
                if cut.is_none() && (braces > BRACES || open.len() > ALL) {
                    cut = Some((i + 1, open.len()));
                }
            }
            b')' | b']' | b'}' => {
                let opener = match byte {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if byte == b'}' && braces > 0 {
                    while open.last().is_some_and(|last| *last != b'{') {
                        open.pop();
                    }
                }
                if open.last() == Some(&opener) {
                    open.pop();
                    braces -= usize::from(byte == b'}');
                }
                if let Some((start, level)) = cut
                    && open.len() < level
                {
                    out.extend((start < i).then_some((start, i)));
                    cut = None;
                }
            }
            _ => {}
        }
    }
    let brackets = open.len() - braces;
    let unclosed = cut.map(|(start, _)| start).filter(|_| brackets > ALL).or(nth_brace(text, tokens, braces));
    out.extend(unclosed.filter(|start| *start < tokens.len()).map(|start| (start, tokens.len())));
    out
}

/// Behind the last brace that is read of those that nothing closes; None where there are not too many.
fn nth_brace(text: &[u8], tokens: &[Token], unclosed: usize) -> Option<usize> {
    if unclosed <= UNCLOSED {
        return None;
    }
    let mut open = 0usize;
    let behind = tokens.iter().position(|token| {
        match token.punct(text) {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > UNCLOSED
    });
    behind.map(|i| i + 1)
}

/// What stands behind too many `?`, operators, or `<` of C++, up to the end of the statement.
fn chains(text: &[u8], tokens: &[Token], language: Language) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut open, mut choices, mut operators, mut cut, mut shift) = (0usize, 0usize, 0usize, None, None);
    for (i, token) in tokens.iter().enumerate() {
        let byte = token.punct(text);
        operators += usize::from(is_operator(byte));
        match byte {
            // One that shifts is two of them side by side.
            b'<' if shift == Some(token.start) => (open, shift) = (open.saturating_sub(1), None),
            b'<' => (open, shift) = (open + 1, Some(token.end)),
            b'>' => open = open.saturating_sub(1),
            b'?' => choices += 1,
            b',' => (choices, operators) = (0, 0),
            b';' | b'{' | b'}' => {
                out.extend(cut.take().filter(|start| *start < i).map(|start| (start, i)));
                (open, choices, operators) = (0, 0, 0);
            }
            _ => {}
        }
        let many = choices > CHOICES || operators > OPERATORS || open > ANGLES && language == Language::Cpp;
        if cut.is_none() && many {
            cut = Some(i + 1);
        }
    }
    out.extend(cut.filter(|start| *start < tokens.len()).map(|start| (start, tokens.len())));
    out
}

fn is_operator(byte: u8) -> bool {
    b"!~+-*/%&|^=:.".contains(&byte)
}

/// What goes on outside of all brackets without an end, up to the next `;` or brace that opens.
fn endless(text: &[u8], tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut braces, mut depth, mut length, mut cut) = (0usize, 0usize, 0usize, None);
    for (i, token) in tokens.iter().enumerate() {
        let byte = token.punct(text);
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'{' => braces += 1,
            _ => {}
        }
        if matches!(byte, b';' | b'{') || byte == b'}' && braces > 0 {
            out.extend(cut.take().filter(|start| *start < i).map(|start| (start, i)));
            (depth, length) = (0, 0);
            braces -= usize::from(byte == b'}');
        } else if depth == 0 && braces == 0 {
            length += 1;
            if length > ENDLESS && cut.is_none() {
                cut = Some(i + 1);
            }
        }
    }
    out.extend(cut.filter(|start| *start < tokens.len()).map(|start| (start, tokens.len())));
    out
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn shortened(text: &str) -> (usize, Vec<(u32, u32)>) {
        let mut tokens = lex(text.as_bytes()).tokens;
        let ranges = shorten(text.as_bytes(), &mut tokens, Language::Cpp);
        (tokens.len(), ranges)
    }

    fn nested(open: &str, close: &str, n: usize) -> String {
        format!("{}1{}", open.repeat(n), close.repeat(n))
    }

    #[test]
    fn what_lies_too_deep_goes_and_its_brackets_stay() {
        let text = format!("int a = {};int b;", nested("{", "}", 1000));
        let (tokens, ranges) = shortened(&text);
        let (start, end) = (8 + BRACES as u32 + 1, 8 + 2000 + 1 - BRACES as u32 - 1);
        assert_eq!(ranges, [(start, end)]);
        assert_eq!(tokens, 3 + 2 * (BRACES + 1) + 1 + 3);
        let (tokens, ranges) = shortened(&format!("int a = {};", nested("(", ")", ALL + 10)));
        assert_eq!((tokens, ranges.len()), (3 + 2 * (ALL + 1) + 1, 1));
    }

    #[test]
    fn what_is_not_so_deep_stays() {
        for text in [nested("{", "}", BRACES), nested("f(", ")", ALL), nested("a[(", ")]", ALL / 2)] {
            let tokens = lex(text.as_bytes()).tokens.len();
            assert_eq!(shortened(&text), (tokens, Vec::new()));
        }
    }

    #[test]
    fn braces_that_macros_close_are_no_nesting() {
        let text = "BEGIN(x) { f(); END\n".repeat(1000) + "int f(void) { if (x) { g(); } }\n";
        let tokens = lex(text.as_bytes()).tokens.len();
        assert_eq!(shortened(&text), (tokens, Vec::new()));
    }

    #[test]
    fn brackets_that_never_close_are_cut_to_the_end() {
        assert_eq!(shortened(&"(".repeat(2 * ALL)).0, ALL + 1);
    }

    #[test]
    fn braces_that_never_close_are_cut_to_the_end() {
        assert_eq!(shortened(&"{".repeat(3 * UNCLOSED)).0, UNCLOSED + 1);
        let text = "{".repeat(UNCLOSED);
        assert_eq!(shortened(&text), (UNCLOSED, Vec::new()));
    }

    #[test]
    fn choices_without_end_are_cut_to_the_end_of_the_statement() {
        let (tokens, ranges) = shortened(&format!("int a = {}0; int b;", "a?b:".repeat(CHOICES + 100)));
        assert_eq!((tokens, ranges.len()), (3 + 4 * CHOICES + 2 + 1 + 3, 1));
        let list = format!("int a[] = {{ {} }};", "a ? b : c,".repeat(2 * CHOICES));
        for text in [list, format!("int a = {}0;", "a?b:".repeat(CHOICES))] {
            let tokens = lex(text.as_bytes()).tokens.len();
            assert_eq!(shortened(&text), (tokens, Vec::new()));
        }
    }

    #[test]
    fn operators_without_end_are_cut_to_the_end_of_the_statement() {
        for unit in ["!", "a+", "a::", "a->", "l:", "a.b", "-a*"] {
            let text = format!("int f(void) {{ int x = {}a; return 0; }}", unit.repeat(2 * OPERATORS + 100));
            let (tokens, ranges) = shortened(&text);
            assert!((OPERATORS..5 * OPERATORS).contains(&tokens) && ranges.len() == 1, "{unit}: {tokens}");
            assert!(text[ranges[0].1 as usize..].starts_with("; return 0; }"), "{unit}");
        }
        let sums = format!("int a[] = {{ {} }};", "a + b * -c, ".repeat(OPERATORS));
        for text in [sums, "x = a + b; ".repeat(OPERATORS), format!("int a = {}0;", "a + ".repeat(OPERATORS / 4))] {
            let tokens = lex(text.as_bytes()).tokens.len();
            assert_eq!(shortened(&text), (tokens, Vec::new()));
        }
    }

    #[test]
    fn what_nothing_ends_is_cut_up_to_what_ends_it() {
        for word in ["a ", ") ", "} ", "'a' ", "a(b, c) "] {
            let (tokens, ranges) = shortened(&format!("{}; int b;", word.repeat(2 * ENDLESS)));
            assert!((ENDLESS..4 * ENDLESS).contains(&tokens) && ranges.len() == 1, "{word}: {tokens}");
        }
        let names = format!("void *a[] = {{ {} }};", "f, ".repeat(ENDLESS));
        for text in
            [names, "a ".repeat(ENDLESS), "a(b); ".repeat(ENDLESS), format!("int a = {};", "(b)".repeat(ENDLESS / 2))]
        {
            let tokens = lex(text.as_bytes()).tokens.len();
            assert_eq!(shortened(&text), (tokens, Vec::new()));
        }
    }
}
