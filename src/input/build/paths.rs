//! The source files that a setup.py names: string literals, what is put together of them, patterns of `glob`. Nothing is
//! executed; a part that is not known stands for any text.

use std::collections::HashMap;

use super::functions::{self, Call, Functions};
use super::lists::{inside, statement};
use super::tokens::Token;

/// Stands in a text for a part that is not known.
const ANY: char = '\0';
/// Values that a text may have; one with more is not known.
const VALUES: usize = 8;
/// Patterns of one script; where there are more, any file may be meant.
const PATTERNS: usize = 64;
/// Parts of which a text may be put together.
const PARTS: usize = 64;
/// Calls inside of calls that are followed.
const DEPTH: usize = 8;
/// Tokens of the arguments of a call that are looked at.
const TOKENS: usize = 64;
/// Endings of files that a compiler gets.
pub(super) const ENDINGS: [&str; 8] = [".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".m", ".mm"];

type Placed = (Token, usize);

/// The texts that variables of a script get, and its names of functions that make paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    texts: HashMap<String, Vec<String>>,
    functions: Functions,
    /// Names that have one value here, whatever else the script gives them.
    bound: Vec<String>,
}

/// What a script says of source files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Paths that are known in full.
    pub(super) paths: Vec<String>,
    /// Patterns of paths: of `glob`, and those in which something is not known.
    pub(super) patterns: Vec<String>,
    /// It looks for files in folders.
    pub(super) searches: bool,
}

impl Variables {
    /// What is assigned to each name on one line: `ext = ".c"`, `ext = ".pyx" if cython else ".c"`.
    pub(super) fn of(all: &[Placed]) -> Variables {
        let mut out = Variables { functions: Functions::of(all), ..Variables::default() };
        for i in 0..all.len() {
            let [(Token::Word(name), line), (Token::Sign(sign), _), (next, _), ..] = &all[i..] else { continue };
            let keyword = i > 0 && matches!(all[i - 1].0, Token::Sign('(' | ',' | '.'));
            if keyword || !matches!(sign, '=' | '+') || *sign == '+' && *next != Token::Sign('=') {
                continue;
            }
            if *sign == '=' && *next == Token::Sign('=') {
                continue;
            }
            let rest = all[i + 2..].iter().take(VALUES * 2).take_while(|(_, at)| at == line).map(|(token, _)| token);
            let rest: Vec<&Token> = rest.collect();
            let is = |token: &Token, word: &str| matches!(token, Token::Word(found) if found == word);
            let values = match rest[..] {
                [Token::Str(text)] => vec![text.clone()],
                [Token::Str(one), condition, .., before, Token::Str(other)]
                    if is(condition, "if") && is(before, "else") =>
                {
                    vec![one.clone(), other.clone()]
                }
                _ if *sign == '+' => vec![ANY.to_string()],
                _ => {
                    let value = statement(&all[i + 2..all.len().min(i + 3 + TOKENS)]);
                    if value.len() > TOKENS { vec![ANY.to_string()] } else { out.values(value) }
                }
            };
            out.texts.entry(name.clone()).or_default().extend(values);
        }
        out.texts.retain(|_, values| values.len() <= VALUES);
        out.functions.local(all, &out.texts);
        out
    }

    /// The same with one name that has another value.
    pub(super) fn with(&self, name: &str, value: String) -> Variables {
        let mut out = self.clone();
        out.texts.insert(name.to_owned(), vec![value]);
        out.bound.push(name.to_owned());
        out
    }

    /// Whether a name has one value here.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.bound.iter().any(|known| known == name)
    }

    /// The texts that an expression may give.
    pub(super) fn values(&self, expr: &[Placed]) -> Vec<String> {
        self.inner(expr, DEPTH)
    }

    pub(super) fn inner(&self, expr: &[Placed], depth: usize) -> Vec<String> {
        let unknown = || vec![ANY.to_string()];
        if depth == 0 {
            return unknown();
        }
        if split(expr, '+').nth(PARTS).is_some() {
            return unknown();
        }
        let mut out = vec![String::new()];
        for part in split(expr, '+') {
            let values = match part {
                [(Token::Word(name), _)] => self.texts.get(name).cloned().unwrap_or_else(unknown),
                [(Token::Str(text), _), (Token::Sign('%'), _), ..] => vec![filled(text, '%')],
                [(Token::Computed(text), _)] => self.computed(text),
                part if functions::is_script_folder(part) => vec![String::new()],
                part if self.functions.call(part).is_some_and(|(call, _)| call == Call::Same) => {
                    let args = self.functions.call(part).map_or(&[][..], |(_, args)| args);
                    let (first, rest) = (split(args, ',').next().unwrap_or_default(), split(args, ',').skip(1));
                    // `relpath(path, start)`
                    let here = |start: &[Placed]| self.inner(start, depth - 1).iter().all(String::is_empty);
                    if rest.into_iter().all(here) { self.inner(first, depth - 1) } else { unknown() }
                }
                part if self.functions.call(part).is_some() => {
                    let args = self.functions.call(part).map_or(&[][..], |(_, args)| args);
                    self.joined(split(args, ','), depth - 1)
                }
                part if split(part, '/').nth(1).is_some() => self.joined(split(part, '/'), depth - 1),
                [(Token::Sign('('), _), .., (Token::Sign(')'), _)]
                    if inside(part).is_some_and(|inner| inner.len() + 2 == part.len()) =>
                {
                    self.inner(&part[1..part.len() - 1], depth - 1)
                }
                _ => {
                    let text = || texts(part).map(|text| vec![text]);
                    text().or_else(|| self.by_method(part, depth - 1)).unwrap_or_else(unknown)
                }
            };
            out = crossed(&out, &values);
        }
        out
    }

    /// Parts of a path with `/` between them.
    pub(super) fn joined<'t>(&self, parts: impl Iterator<Item = &'t [Placed]>, depth: usize) -> Vec<String> {
        let mut joined = vec![String::new()];
        for part in parts.filter(|part| !part.is_empty()) {
            let slash = if joined.iter().all(String::is_empty) { "" } else { "/" };
            let values: Vec<String> = self.inner(part, depth).into_iter().map(|v| format!("{slash}{v}")).collect();
            joined = crossed(&joined, &values);
        }
        joined
    }

    /// What a text with names in braces may be.
    fn computed(&self, text: &str) -> Vec<String> {
        let unknown = || vec![filled(text, '{')];
        let mut out = vec![String::new()];
        for (i, part) in text.split('{').enumerate() {
            let (name, rest) = if i == 0 { ("", part) } else { part.split_once('}').unwrap_or(("?", "")) };
            if i > 0 {
                let Some(values) = self.texts.get(name) else { return unknown() };
                out = crossed(&out, values);
            }
            out = crossed(&out, &[rest.to_owned()]);
        }
        out
    }
}

/// The source files that a script names, in any string.
pub(super) fn named(all: &[Placed], variables: &Variables) -> Named {
    let mut out = Named::default();
    let edge = |token: &Token| matches!(token, Token::Sign(',' | '[' | ']' | '(' | ')' | '{' | '}' | ':' | '='));
    for part in all.split(|(token, _)| edge(token)) {
        // `name + ".c" for name in names`
        let stops = |token: &Token| matches!(token, Token::Word(word) if word == "for" || word == "if");
        let part = &part[..part.iter().position(|(token, _)| stops(token)).unwrap_or(part.len())];
        if !part.iter().any(|(token, _)| matches!(token, Token::Str(_) | Token::Computed(_))) {
            continue;
        }
        let values = variables.values(part);
        // The next statement may stand right behind it.
        let apart = values.iter().all(|value| value.chars().all(|c| c == ANY));
        let pieces = part.iter().filter(|_| apart).filter_map(|(token, _)| match token {
            Token::Str(text) if !is_ending(text) => Some(text.clone()),
            _ => None,
        });
        pieces.chain(values).for_each(|value| out.add(value));
    }
    let lists = |token: &Token| matches!(token, Token::Str(text) if is_ending(text));
    let by_ending = all.iter().any(|(token, _)| lists(token));
    for (i, (token, _)) in all.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let Some((Token::Sign('('), _)) = all.get(i + 1) else { continue };
        let args = || {
            let end = all[i + 2..].iter().take(TOKENS).scan(1, |open, (token, _)| {
                *open += match token {
                    Token::Sign('(' | '[' | '{') => 1,
                    Token::Sign(')' | ']' | '}') => -1,
                    _ => 0,
                };
                (*open > 0).then_some(())
            });
            &all[i + 2..i + 2 + end.count()]
        };
        match word.as_str() {
            name if variables.functions.joins(name) => {
                let call = all.get(i..i + 3 + args().len()).unwrap_or_default();
                variables.values(call).into_iter().for_each(|value| out.add(value));
            }
            "glob" | "iglob" | "rglob" => {
                out.patterns.extend(variables.looked_for(all, i, args()));
                out.searches = true;
            }
            // What they find is chosen by its ending.
            "listdir" | "scandir" | "iterdir" | "walk" if by_ending => {
                out.patterns.extend(variables.looked_for(all, i, args()));
                out.searches = true;
            }
            _ => {}
        }
    }
    if out.patterns.len() > PATTERNS {
        out.patterns = vec![ANY.to_string()];
    }
    out
}

impl Named {
    fn add(&mut self, value: String) {
        if !ENDINGS.iter().any(|end| value.ends_with(end)) {
            return;
        }
        if value.contains(ANY) {
            self.patterns.push(value);
        } else {
            self.paths.push(value);
        }
    }
}

/// Whether all of an expression is known.
pub(super) fn is_known(value: &str) -> bool {
    !value.contains(ANY)
}

/// Whether a path fits a pattern of `glob`; what is not known of the pattern fits anything.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, rest) = pattern.split_once('[').map_or((pattern, ""), |(before, _)| (before, "\0"));
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern).replace("**/", "\0");
    let pattern: Vec<char> = pattern.chars().chain(rest.chars()).collect();
    let open = |c: &char| matches!(*c, '*' | '?' | ANY);
    let start = pattern.iter().take_while(|c| !open(c)).zip(path.chars().map(Some).chain([None]));
    let end = pattern.iter().rev().take_while(|c| !open(c)).zip(path.chars().rev().map(Some).chain([None]));
    if start.chain(end).any(|(c, other)| Some(*c) != other) {
        return false;
    }
    let path: Vec<char> = path.chars().collect();
    // The states that the text read so far may have led to: places in the pattern.
    let mut open = vec![false; pattern.len() + 1];
    open[0] = true;
    let stretch = |open: &mut Vec<bool>| {
        for (i, c) in pattern.iter().enumerate() {
            open[i + 1] |= open[i] && matches!(*c, '*' | ANY);
        }
    };
    stretch(&mut open);
    for &c in &path {
        let mut next = vec![false; pattern.len() + 1];
        for (i, &p) in pattern.iter().enumerate().filter(|(i, _)| open[*i]) {
            match p {
                ANY => next[i] = true,
                '*' => next[i] |= c != '/',
                '?' => next[i + 1] |= c != '/',
                p => next[i + 1] |= p == c,
            }
        }
        stretch(&mut next);
        open = next;
    }
    open[pattern.len()]
}

fn is_ending(text: &str) -> bool {
    let end = text.trim_start_matches('*');
    // `name.split(".")[-1] == "c"`; `m` alone is a library.
    ENDINGS.contains(&end) || ENDINGS.iter().any(|known| *end == known[1..] && !known.starts_with(".m"))
}

/// The parts of an expression between signs that stand outside of brackets.
pub(super) fn split(expr: &[Placed], sign: char) -> impl Iterator<Item = &[Placed]> {
    let mut open = 0;
    expr.split(move |(token, _)| {
        match token {
            Token::Sign('(' | '[' | '{') => open += 1,
            Token::Sign(')' | ']' | '}') => open -= 1,
            _ => {}
        }
        open == 0 && *token == Token::Sign(sign)
    })
}

/// String literals side by side, joined.
fn texts(part: &[Placed]) -> Option<String> {
    let piece = |token: &Token| match token {
        Token::Str(text) => Some(text.clone()),
        Token::Computed(text) => Some(filled(text, '{')),
        _ => None,
    };
    (!part.is_empty()).then(|| part.iter().map(|(token, _)| piece(token)).collect::<Option<String>>()).flatten()
}

/// A text with what a format puts in: `{…}`, or `%s`.
fn filled(text: &str, sign: char) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != sign {
            out.push(c);
            continue;
        }
        out.push(ANY);
        let end: fn(char) -> bool = if sign == '{' { |c| c == '}' } else { |c: char| c.is_ascii_alphabetic() };
        chars.by_ref().find(|c| end(*c));
    }
    out
}

fn crossed(left: &[String], right: &[String]) -> Vec<String> {
    if left.len() * right.len() > VALUES {
        return vec![ANY.to_string()];
    }
    left.iter().flat_map(|one| right.iter().map(move |other| format!("{one}{other}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn of(text: &str) -> Named {
        let all = tokens(text);
        named(&all, &Variables::of(&all))
    }

    #[test]
    fn paths_put_together() {
        let text = "ext = '.pyx'\nif plain:\n    ext = '.c'\nf(['a/b' + ext, 'c.c', \"d\" \".cc\"], x=dict(sources=['e/f.cpp']))\n";
        assert_eq!(of(text).paths, ["a/b.c", "c.c", "d.cc", "e/f.cpp"]);
        assert_eq!(of("g(os.path.join('lib', 'sort.c'))").paths, ["sort.c", "lib/sort.c"]);
        assert_eq!(of("x = [name + '.c' for name in names]").patterns, ["\0.c"]);
        assert_eq!(of("x = [f'{d}/spam.c', 'lib/%s.c' % name]").patterns, ["\0/spam.c", "lib/\0.c"]);
    }

    #[test]
    fn patterns() {
        assert_eq!(of("glob.glob(os.path.join('lib', '*.x.c'))").patterns, ["lib/*.x.c"]);
        assert_eq!(of("Path('lib').glob('*.c')").patterns, ["lib/*.c"]);
        assert_eq!(of("glob(where())").patterns, ["\0"]);
        assert_eq!(of("[f for f in os.listdir(d) if f.endswith('.c')]").patterns, ["\0/\0"]);
        assert!(of("os.listdir(d)").patterns.is_empty());
        let yes = [
            ("lib/*.x.c", "lib/a.x.c"),
            ("lib/**/*.c", "lib/c.c"),
            ("l/**/*.c", "l/a/b/c.c"),
            ("\0.c", "lib/a.c"),
            ("a?.c", "ab.c"),
        ];
        assert!(yes.iter().all(|(pattern, path)| fits(pattern, path)));
        let no = [("lib/*.x.c", "lib/a.c"), ("lib/*.c", "lib/a/b.c"), ("\0/spam.c", "lib/eggs.c"), ("a?.c", "a.c")];
        assert!(!no.iter().any(|(pattern, path)| fits(pattern, path)));
    }
}
