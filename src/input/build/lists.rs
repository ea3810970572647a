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
/// Functions that give the items of their argument.
const SAME: [&str; 4] = ["list", "sorted", "tuple", "set"];
/// Methods that add nothing.
const QUIET: [&str; 7] = ["remove", "sort", "reverse", "index", "count", "copy", "pop"];

/// What a list may hold.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// The items that are known.
    pub(super) items: Vec<String>,
    /// There may be others.
    pub(super) open: bool,
}

/// The lists of a script by their names.
#[derive(Debug, Default)]
pub(super) struct Lists(HashMap<String, List>);

impl List {
    fn unknown() -> List {
        List { items: Vec::new(), open: true }
    }

    fn add(&mut self, other: List) {
        self.items.extend(other.items);
        self.open |= other.open || self.items.len() > ITEMS;
        self.items.truncate(ITEMS);
    }
}

impl Lists {
    /// What each name is given anywhere in a script, in its order: an assignment, `+=`, `append`, `extend`, `insert`.
    pub(super) fn of(all: &[Placed], variables: &Variables, steps: &mut usize) -> Lists {
        let mut out = Lists::default();
        for (i, (token, line)) in all.iter().enumerate() {
            let Token::Word(name) = token else { continue };
            let before = i.checked_sub(1).map(|at| &all[at].0);
            let word = |token: Option<&Token>, word: &str| matches!(token, Some(Token::Word(found)) if found == word);
            // A loop or a function has another one of this name.
            if word(before, "for") || word(before, "def") {
                let end = all[i..].iter().take_while(|(_, at)| at == line).count();
                for (token, _) in &all[i..i + end] {
                    if let Token::Word(name) = token {
                        out.0.entry(name.clone()).or_default().open = true;
                    }
                }
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
                ('=', _) => out.value(statement(&all[i + 2..]), variables, DEPTH, steps),
                ('+', '=') => out.value(statement(&all[i + 3..]), variables, DEPTH, steps),
                ('.', _) => match (all.get(i + 2), sign(3)) {
                    (Some((Token::Word(method), _)), '(') => {
                        let args = inside(&all[i + 3..]).unwrap_or_default();
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
                ('[', _) => match inside(&all[i + 1..]).map(|index| &all[i + index.len() + 3..]) {
                    Some([(Token::Sign('='), _), (next, _), ..]) if *next != Token::Sign('=') => List::unknown(),
                    _ => continue,
                },
                _ => continue,
            };
            out.0.entry(name.clone()).or_default().add(given);
        }
        out
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
            let whole = inside(part).filter(|inner| inner.len() + 2 == part.len());
            match part {
                [(Token::Word(name), _)] => out.add(self.0.get(name).cloned().unwrap_or_else(List::unknown)),
                [(Token::Sign('['), _), ..] | [(Token::Sign('('), _), ..] => match whole {
                    Some(inner) => out.add(self.items(inner, part[0].0 == Token::Sign('('), variables, depth, steps)),
                    None => out.open = true,
                },
                [(Token::Word(name), _), call @ ..] if SAME.contains(&name.as_str()) => match inside(call) {
                    Some(inner) if inner.len() + 2 == call.len() => {
                        out.add(self.value(inner, variables, depth - 1, steps));
                    }
                    _ => out.open = true,
                },
                _ => out.open = true,
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
            let mut out = List { open: over.open, ..List::default() };
            for value in over.items {
                out.add(self.item(item, &variables.with(name, value), depth - 1, steps));
            }
            return out;
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

    fn item(&self, part: &[Placed], variables: &Variables, depth: usize, steps: &mut usize) -> List {
        *steps = steps.saturating_sub(part.len());
        if *steps == 0 || depth == 0 {
            return List::unknown();
        }
        let values = variables.values(part);
        let open = values.len() != 1 || !values.iter().all(|value| paths::is_known(value));
        List { items: values.into_iter().filter(|value| paths::is_known(value)).collect(), open }
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
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn of(text: &str) -> (Vec<String>, bool) {
        let all = tokens(text);
        let variables = Variables::of(&all);
        let mut steps = 10_000;
        let lists = Lists::of(&all, &variables, &mut steps);
        let list = lists.value(&tokens("found"), &variables, DEPTH, &mut steps);
        (list.items, list.open)
    }

    fn known(text: &str, items: &[&str]) {
        assert_eq!(of(text), (items.iter().map(|item| (*item).to_owned()).collect(), false), "{text}");
    }

    #[test]
    fn lists_put_together() {
        known("more = ['b.c',\n 'c.c']\nfound = ['a.c'] + more", &["a.c", "b.c", "c.c"]);
        known("more = ('b.c',)\nfound = (['a.c'] + list(more))", &["a.c", "b.c"]);
        known(
            "found = ['a.c']\nfound += ['b.c']\nfound.append('c.c')\nfound.extend(['d.c'])",
            &["a.c", "b.c", "c.c", "d.c"],
        );
        known("more = ['b.c']\nfound = ['a.c', *more]\nfound.remove('b.c')", &["a.c", "b.c"]);
        known("names = ['a', 'b']\nfound = ['src/' + name + '.c' for name in names]", &["src/a.c", "src/b.c"]);
        known("found = [f'src/{name}.c' for name in ('a', 'b') if name]", &["src/a.c", "src/b.c"]);
        known("d = 'lib'\nfound = [os.path.join(d, f) for f in ['a.c']]", &["lib/a.c"]);
        known("found = ['a.c'] if win else ['b.c']", &["a.c", "b.c"]);
    }

    #[test]
    fn paths_by_functions() {
        let text = "from os.path import join as pjoin, relpath\n\
                    HERE = os.path.dirname(os.path.abspath(__file__))\n\
                    LIB = pjoin(HERE, 'src')\n\
                    def rpath(path, root=HERE):\n    return relpath(path, root)\n\
                    found = [rpath(pjoin(LIB, 'thal.c')), str(pjoin(LIB, 'b.c'))]";
        known(text, &["src/thal.c", "src/b.c"]);
        known(
            "from os.path import relpath as r\nfound = [r(os.path.join('a', os.path.join('b', 'c.c')))]",
            &["a/b/c.c"],
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        for text in [
            "found = ['a.c'] + glob.glob('*.c')",
            "found = ['a.c']\nfound += more",
            "found = ['a.c']\nfound[0:1] = more()",
            "found = ['a.c']\nfound.fill()",
            "found = ['a.c']\nfor found in lists: pass",
            "found = ['a.c']\ndef make(found): pass",
            "found = [name + '.c' for name in names]",
            "found = [with_ending(name) for name in ['a.c']]",
            "def other(path):\n    return relpath(path, 'x')\nfound = [other('a.c')]",
            "found = found",
            "",
        ] {
            assert!(of(text).1, "{text}");
        }
    }
}
