//! Lists of sources in a setup.py: literals, what is put together of them, names that they are given, comprehensions.
//! Nothing is executed. A list has all that it may ever hold; where something of it is not known, that is said.

use std::collections::HashMap;

use super::paths::{self, Variables, split};
use super::tokens::Token;

type Placed = (Token, usize);

/// Lists inside of lists, and names of names, are followed so deep.
const DEPTH: usize = 8;
/// Items that a list may have.
const ITEMS: usize = 512;
/// Patterns that it may have.
const PATTERNS: usize = 64;
/// Functions that give the items of their argument.
const SAME: [&str; 4] = ["list", "sorted", "tuple", "set"];
/// Methods that add nothing.
const QUIET: [&str; 7] = ["remove", "sort", "reverse", "index", "count", "copy", "pop"];

/// What a list may hold.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// The items that are known.
    pub(super) items: Vec<String>,
    /// Patterns by which others are found.
    pub(super) patterns: Vec<String>,
    /// There may be others.
    pub(super) open: bool,
}

/// The lists of a script by their names.
#[derive(Debug, Default)]
pub(super) struct Lists {
    named: HashMap<String, List>,
    /// What loops go through, by the names of their variables.
    loops: HashMap<String, List>,
    /// What functions without arguments give.
    pub(super) returned: HashMap<String, List>,
}

impl List {
    fn unknown() -> List {
        List { open: true, ..List::default() }
    }

    fn add(&mut self, other: List) {
        self.items.extend(other.items);
        self.patterns
            .extend(other.patterns.into_iter().filter(|pattern| !self.patterns.contains(pattern)).collect::<Vec<_>>());
        self.open |= other.open || self.items.len() > ITEMS || self.patterns.len() > PATTERNS;
        self.items.truncate(ITEMS);
        self.patterns.truncate(PATTERNS);
    }
}

impl Lists {
    /// What each name is given anywhere in a script, in its order: an assignment, `+=`, `append`, `extend`, `insert`.
    pub(super) fn of(all: &[Placed], variables: &Variables, steps: &mut usize) -> Lists {
        let mut out = Lists::default();
        let mut function = None;
        for (i, (token, line)) in all.iter().enumerate() {
            let Token::Word(name) = token else { continue };
            let before = i.checked_sub(1).map(|at| &all[at].0);
            let word = |token: Option<&Token>, word: &str| matches!(token, Some(Token::Word(found)) if found == word);
            if word(before, "for") {
                out.follows(&all[i..], *line, variables, steps);
                continue;
            }
            // A function has another one of this name.
            if word(before, "def") {
                let end = all[i..].iter().take_while(|(_, at)| at == line).count();
                out.opens(&all[i..i + end]);
                function = Some(name);
                continue;
            }
            if let (Some(function), "return") = (function, name.as_str()) {
                let given = out.value(statement(&all[i + 1..]), variables, DEPTH, steps);
                out.returned.entry(function.clone()).or_default().add(given);
                continue;
            }
            if matches!(before, Some(Token::Sign('(' | ',' | '.'))) {
                continue;
            }
            let sign = |ahead: usize| match all.get(i + ahead) {
                Some((Token::Sign(sign), _)) => *sign,
                _ => ' ',
            };
            let given = match (sign(1), sign(2)) {
                ('=', '=') => continue,
                ('=', _) => out.value(statement(left(all, i + 2, steps)), variables, DEPTH, steps),
                ('+', '=') => out.value(statement(left(all, i + 3, steps)), variables, DEPTH, steps),
                ('.', _) => match (all.get(i + 2), sign(3)) {
                    (Some((Token::Word(method), _)), '(') => {
                        let args = closed(all, i + 3, steps).unwrap_or_default();
                        match method.as_str() {
                            "extend" => out.value(args, variables, DEPTH, steps),
                            "append" => out.item(args, variables, DEPTH, steps),
                            "insert" => {
                                let item = split(args, ',').nth(1).unwrap_or_default();
                                out.item(item, variables, DEPTH, steps)
                            }
                            quiet if QUIET.contains(&quiet) => continue,
                            _ => List::unknown(),
                        }
                    }
                    _ => continue,
                },
                ('[', _) => match closed(all, i + 1, steps).map(|index| &all[i + index.len() + 3..]) {
                    Some([(Token::Sign('='), _), (next, _), ..]) if *next != Token::Sign('=') => List::unknown(),
                    _ => continue,
                },
                _ => continue,
            };
            out.named.entry(name.clone()).or_default().add(given);
        }
        out
    }

    /// What these words name has other items as well.
    fn opens(&mut self, words: &[Placed]) {
        for (token, _) in words {
            if let Token::Word(name) = token {
                self.named.entry(name.clone()).or_default().open = true;
            }
        }
    }

    /// A loop or a comprehension, from its names on.
    fn follows(&mut self, all: &[Placed], line: usize, variables: &Variables, steps: &mut usize) {
        let here = all.iter().take_while(|(_, at)| *at == line).count();
        let Some((names, over)) = at_word(&all[..here], "in") else { return self.opens(&all[..here]) };
        self.opens(names);
        let (names, start) = (names.to_vec(), names.len() + 1);
        // `for part in (a, b): part.append(…)`
        if matches!(over, [(Token::Sign('(' | '['), _), ..]) {
            self.opens(over);
        }
        let over = statement(&all[start..]);
        let ends = |token: &Token| matches!(token, Token::Word(word) if word == "if" || word == "for");
        let mut parts = split(over, ':').next().unwrap_or_default().split(|(token, _)| ends(token));
        let over = parts.next().unwrap_or_default();
        let found = match &names[..] {
            [(Token::Word(_), _)] => self.value(over, variables, DEPTH, steps),
            _ => List::unknown(),
        };
        for (token, _) in names {
            if let Token::Word(name) = token {
                self.loops.entry(name).or_default().add(found.clone());
            }
        }
    }

    /// What a list of sources holds. Nothing where no `steps` are left for it.
    pub(super) fn value(&self, expr: &[Placed], variables: &Variables, depth: usize, steps: &mut usize) -> List {
        *steps = steps.saturating_sub(expr.len());
        if *steps == 0 || depth == 0 || expr.is_empty() {
            return List::unknown();
        }
        let mut out = List::default();
        if let Some((then, other)) = either(expr) {
            out.add(self.value(then, variables, depth - 1, steps));
            out.add(self.value(other, variables, depth - 1, steps));
            return out;
        }
        for part in split(expr, '+') {
            // `set(all) - set(some)`
            let part = split(part, '-').next().unwrap_or_default();
            let whole = inside(part).filter(|inner| inner.len() + 2 == part.len());
            match part {
                [(Token::Word(name), _)] => out.add(self.named.get(name).cloned().unwrap_or_else(List::unknown)),
                [(Token::Sign('['), _), ..] | [(Token::Sign('('), _), ..] => match whole {
                    Some(inner) => out.add(self.items(inner, part[0].0 == Token::Sign('('), variables, depth, steps)),
                    // `(LIB / "src").glob("*.c")`
                    None => out.add(self.found(part, variables, depth, steps).unwrap_or_else(List::unknown)),
                },
                [(Token::Word(name), _), call @ ..] if SAME.contains(&name.as_str()) => match inside(call) {
                    Some(inner) if inner.len() + 2 == call.len() => {
                        let first = if name == "sorted" { split(inner, ',').next().unwrap_or_default() } else { inner };
                        out.add(self.value(first, variables, depth - 1, steps));
                    }
                    _ => out.open = true,
                },
                part => out.add(self.found(part, variables, depth, steps).unwrap_or_else(List::unknown)),
            }
        }
        out
    }

    /// What stands between brackets: items, a comprehension, or in parentheses another expression.
    fn items(
        &self,
        inner: &[Placed],
        parentheses: bool,
        variables: &Variables,
        depth: usize,
        steps: &mut usize,
    ) -> List {
        if let Some((item, [(Token::Word(name), _), (Token::Word(word), _), rest @ ..])) = at_word(inner, "for") {
            let from = at_word(rest, "if").map_or(rest, |(from, _)| from);
            if word != "in" || at_word(from, "for").is_some() {
                return List::unknown();
            }
            let over = self.value(from, variables, depth - 1, steps);
            return self.over(name, over, item, variables, depth, steps);
        }
        let mut parts = split(inner, ',').peekable();
        let first = parts.peek().copied().unwrap_or_default();
        if parentheses && first.len() == inner.len() {
            return self.value(inner, variables, depth - 1, steps);
        }
        let mut out = List::default();
        for part in parts.filter(|part| !part.is_empty()) {
            out.add(match part {
                [(Token::Sign('*'), _), list @ ..] => self.value(list, variables, depth - 1, steps),
                part => self.item(part, variables, depth, steps),
            });
        }
        out
    }

    /// An item for each of a list.
    fn over(
        &self,
        name: &str,
        over: List,
        item: &[Placed],
        variables: &Variables,
        depth: usize,
        steps: &mut usize,
    ) -> List {
        let mut out = List { open: over.open, ..List::default() };
        for value in over.items {
            out.add(self.item(item, &variables.with(name, value), depth - 1, steps));
        }
        for pattern in over.patterns {
            let List { items, mut patterns, open } = self.item(item, &variables.with(name, pattern), depth - 1, steps);
            patterns.extend(items);
            out.add(List { items: Vec::new(), patterns, open });
        }
        out
    }

    pub(super) fn item(&self, part: &[Placed], variables: &Variables, depth: usize, steps: &mut usize) -> List {
        *steps = steps.saturating_sub(part.len());
        if *steps == 0 || depth == 0 {
            return List::unknown();
        }
        let mut loops = part.iter().filter_map(|(token, _)| match token {
            Token::Word(word) if !variables.is_bound(word) => self.loops.get_key_value(word),
            _ => None,
        });
        if let Some((name, over)) = loops.next() {
            return self.over(name, over.clone(), part, variables, depth, steps);
        }
        let values = variables.values(part);
        let open = values.len() != 1 || !values.iter().all(|value| paths::is_known(value));
        let items = values.into_iter().filter(|value| paths::is_known(value)).collect();
        List { items, open, ..List::default() }
    }
}

/// The tokens up to the end of the statement: the line goes on within brackets, and behind an operator.
pub(super) fn statement(rest: &[Placed]) -> &[Placed] {
    let (mut open, mut end) = (0usize, 0);
    for (i, (token, line)) in rest.iter().enumerate() {
        let operator = |token: &Token| matches!(token, Token::Sign('+' | '%' | '.' | '-' | '*' | '/' | '|'));
        let last = i.checked_sub(1).map(|at| &rest[at]);
        let apart = last.is_some_and(|(before, at)| at != line && !operator(before) && !operator(token));
        // A text of several lines counts with its first.
        let closed = last.is_none_or(|(before, _)| !matches!(before, Token::Str(text) if text.contains('\n')));
        if open == 0 && (apart && closed || *token == Token::Sign(';')) {
            break;
        }
        match token {
            Token::Sign('(' | '[' | '{') => open += 1,
            Token::Sign(')' | ']' | '}') if open == 0 => break,
            Token::Sign(')' | ']' | '}') => open -= 1,
            _ => {}
        }
        end = i + 1;
    }
    &rest[..end]
}

/// What stands inside of the bracket with which `all` begins.
pub(super) fn inside(all: &[Placed]) -> Option<&[Placed]> {
    let mut open = 0usize;
    for (i, (token, _)) in all.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => open += 1,
            Token::Sign(')' | ']' | '}') => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 {
            return (i > 0).then(|| &all[1..i]);
        }
    }
    None
}

/// As many of the tokens from `from` on as `steps` are left.
fn left<'t>(all: &'t [Placed], from: usize, steps: &usize) -> &'t [Placed] {
    &all[from..all.len().min(from + *steps)]
}

/// What stands inside of the bracket at `from`; one that nobody closes costs what was looked at.
fn closed<'t>(all: &'t [Placed], from: usize, steps: &mut usize) -> Option<&'t [Placed]> {
    let rest = left(all, from, steps);
    let found = inside(rest);
    if found.is_none() {
        *steps -= rest.len();
    }
    found
}

/// What stands before and behind a word outside of brackets.
fn at_word<'t>(expr: &'t [Placed], word: &str) -> Option<(&'t [Placed], &'t [Placed])> {
    let mut open = 0i32;
    for (i, (token, _)) in expr.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => open += 1,
            Token::Sign(')' | ']' | '}') => open -= 1,
            Token::Word(found) if open == 0 && found == word => return Some((&expr[..i], &expr[i + 1..])),
            _ => {}
        }
    }
    None
}

/// The values of `a if test else b`.
fn either(expr: &[Placed]) -> Option<(&[Placed], &[Placed])> {
    if at_word(expr, "for").is_some() {
        return None;
    }
    let (then, rest) = at_word(expr, "if")?;
    Some((then, at_word(rest, "else")?.1))
}

#[cfg(test)]
#[path = "lists_tests.rs"]
mod tests;
